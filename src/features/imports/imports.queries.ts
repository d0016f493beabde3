/** SQL of imports: batches, and their rows as they were read. */
import { sql } from 'kysely';
import { insertRows, type Transaction, type SchoolScope } from '../../platform/database/index.ts';
import type { ColumnMapping } from './columns.rules.ts';
import type { Fates, PreviewRow } from './rows.rules.ts';
import type { Column, TableRow } from '../../platform/tables/index.ts';
import type { KnownContract } from './twins.rules.ts';

export type BatchState = 'preview' | 'done' | 'undone';

/** What must be kept of a table beside its rows, to read it again with other columns. */
export interface BatchTable {
  columns: Column[];
  mapping: ColumnMapping[];
  preamble: TableRow[];
  tally: { rows: number; blankRows: number; repeatedHeaders: number; mendedQuotes: number };
  sheet: string | null;
}

/** What came of a batch in figures. `added` and the rest are nought until it is done. */
export interface BatchCounts extends Fates {
  added: number;
  /** Passed over: the same row came in before. */
  already: number;
  /** Left out: a contract that looks the same is there. */
  alike: number;
  removed: number;
  stayed: number;
}

export interface Batch {
  id: string;
  fileName: string;
  state: BatchState;
  rows: number;
  table: BatchTable;
  counts: BatchCounts;
  createdAt: Date;
  updatedAt: Date;
}

/** A row of a batch: its cells, and what they are read as. */
export interface BatchRow extends PreviewRow {
  /** The contract that it became when the batch was done. */
  madeId: string | null;
}

export const noCounts: BatchCounts = {
  whole: 0,
  partial: 0,
  kept: 0,
  added: 0,
  already: 0,
  alike: 0,
  removed: 0,
  stayed: 0,
};

export async function insertBatch(
  tx: Transaction,
  scope: SchoolScope,
  batch: Omit<Batch, 'createdAt' | 'updatedAt'> & { createdBy: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('import_batch')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: batch.id,
      register: 'contract',
      file_name: batch.fileName,
      state: batch.state,
      rows: batch.rows,
      mapping: JSON.stringify(batch.table),
      counts: JSON.stringify(batch.counts),
      created_by: batch.createdBy,
      created_at: batch.at,
      updated_at: batch.at,
    })
    .execute();
}

/** One batch of the school; `lock` holds it until the transaction ends. */
export async function selectBatch(
  tx: Transaction,
  scope: SchoolScope,
  id: string,
  lock = false,
): Promise<Batch | null> {
  const query = tx
    .selectFrom('import_batch')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? null : toBatch(row);
}

/** The school's latest batches, newest first. */
export async function listBatches(tx: Transaction, scope: SchoolScope): Promise<Batch[]> {
  const rows = await tx
    .selectFrom('import_batch')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('register', '=', 'contract')
    .orderBy('entered', 'desc')
    .limit(20)
    .execute();
  return rows.map(toBatch);
}

export async function updateBatch(
  tx: Transaction,
  scope: SchoolScope,
  batch: Pick<Batch, 'id' | 'state' | 'table' | 'counts'>,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('import_batch')
    .set({
      state: batch.state,
      mapping: JSON.stringify(batch.table),
      counts: JSON.stringify(batch.counts),
      updated_at: at,
    })
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', batch.id)
    .execute();
}

/** Rows are written in pieces, so that a long file makes no single huge parameter. */
const ROWS_AT_ONCE = 2_000;

export async function insertBatchRows(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  items: readonly PreviewRow[],
): Promise<void> {
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    await insertRows(
      tx,
      'import_row',
      items.slice(from, from + ROWS_AT_ONCE).map((item) => ({
        organisation_id: scope.organisationId,
        school_id: scope.schoolId,
        batch_id: batchId,
        row_number: item.row,
        original: item.cells.map(storable),
        read: item.item,
        fate: item.fate,
        notes: notesOf(item),
        made_id: null,
      })),
    );
  }
}

/** Writes what the rows are read as now, after the columns were corrected. */
export async function updateBatchRows(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  items: readonly PreviewRow[],
): Promise<void> {
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    const read = items.slice(from, from + ROWS_AT_ONCE).map((item) => ({
      row_number: item.row,
      read: item.item,
      fate: item.fate,
      notes: notesOf(item),
    }));
    await sql`update import_row set read = nullif(given.read, 'null'::jsonb), fate = given.fate, notes = given.notes
      from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as given (row_number int, read jsonb, fate text, notes jsonb)
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and batch_id = ${batchId}
        and import_row.row_number = given.row_number`.execute(tx);
  }
}

/** All rows of a batch in the order of the file. */
export async function listBatchRows(tx: Transaction, scope: SchoolScope, batchId: string): Promise<BatchRow[]> {
  const rows = await tx
    .selectFrom('import_row')
    .select(['row_number', 'original', 'read', 'fate', 'notes', 'made_id'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('batch_id', '=', batchId)
    .orderBy('row_number')
    .execute();
  return rows.map((row) => ({
    ...(row.notes as RowNotes),
    row: row.row_number,
    fate: row.fate as PreviewRow['fate'],
    cells: row.original as string[],
    item: row.read as PreviewRow['item'],
    madeId: row.made_id,
  }));
}

/** Says which rows became a contract; each contract has its row's id. */
export async function markMade(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
  rowNumbers: readonly number[],
): Promise<void> {
  for (let from = 0; from < rowNumbers.length; from += ROWS_AT_ONCE) {
    await tx
      .updateTable('import_row')
      .set({ made_id: sql`read ->> 'id'` })
      .where('organisation_id', '=', scope.organisationId)
      .where('school_id', '=', scope.schoolId)
      .where('batch_id', '=', batchId)
      .where('row_number', 'in', rowNumbers.slice(from, from + ROWS_AT_ONCE))
      .execute();
  }
}

/** All contracts of the school, as far as is needed to tell whether a row is there already. */
export async function listKnownContracts(tx: Transaction, scope: SchoolScope): Promise<KnownContract[]> {
  const rows = await tx
    .selectFrom('contract')
    .select(['id', 'title', 'supplier', 'reference', 'starts_on'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .execute();
  return rows.map(({ starts_on: startsOn, ...rest }) => ({ ...rest, startsOn }));
}

/**
 * Takes out what a batch made and nobody has touched since: not changed, and nothing linked to it. Returns what was taken
 * out, as it was.
 */
export async function deleteUntouched(
  tx: Transaction,
  scope: SchoolScope,
  batchId: string,
): Promise<{ id: string; row: Record<string, unknown> }[]> {
  const { rows } = await sql<{ id: string; row: Record<string, unknown> }>`delete from contract
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and version = 1
      and id in (select made_id from import_row where organisation_id = ${scope.organisationId}
        and school_id = ${scope.schoolId} and batch_id = ${batchId} and made_id is not null)
      and not exists (select from system where system.organisation_id = contract.organisation_id
        and system.school_id = contract.school_id and system.contract_id = contract.id)
      and not exists (select from connection where connection.organisation_id = contract.organisation_id
        and connection.school_id = contract.school_id and connection.contract_id = contract.id)
    returning id, to_jsonb(contract) as row`.execute(tx);
  return rows;
}

export async function insertContracts(tx: Transaction, rows: readonly Record<string, unknown>[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await insertRows(tx, 'contract', rows.slice(from, from + ROWS_AT_ONCE));
  }
}

/** The key and ids of the schools that the transaction's person may see; examples last. */
export async function listReachableSchools(
  tx: Transaction,
): Promise<{ key: string; name: string; isExample: boolean; scope: SchoolScope }[]> {
  const rows = await tx
    .selectFrom('school')
    .select(['key', 'name', 'is_example', 'organisation_id', 'id'])
    .orderBy('is_example')
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    isExample: row.is_example,
    scope: { organisationId: row.organisation_id, schoolId: row.id },
  }));
}

/** JSON in the database holds neither the NUL character nor half a character. */
function storable(cell: string): string {
  return cell.replaceAll('\0', '').toWellFormed();
}

type RowNotes = Pick<PreviewRow, 'fingerprint' | 'unread' | 'warnings' | 'reason'>;

function notesOf({ fingerprint, unread, warnings, reason }: PreviewRow): RowNotes {
  return { fingerprint, unread, warnings, reason };
}

function toBatch(row: {
  id: string;
  file_name: string;
  state: string;
  rows: number;
  mapping: unknown;
  counts: unknown;
  created_at: Date;
  updated_at: Date;
}): Batch {
  return {
    id: row.id,
    fileName: row.file_name,
    state: row.state as BatchState,
    rows: row.rows,
    table: row.mapping as BatchTable,
    counts: { ...noCounts, ...(row.counts as Partial<BatchCounts>) },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

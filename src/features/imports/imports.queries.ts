/** SQL of imports: batches, and what people said that headings mean. */
import type { Selectable } from 'kysely';
import { insertRows, type SchoolScope, type Tables, type Transaction } from '../../platform/database/index.ts';
import type { Column, TableRow } from '../../platform/tables/index.ts';
import type { ColumnMapping } from './columns.rules.ts';
import type { Importable } from './importable.ts';
import type { Fates } from './rows.rules.ts';
import type { ImportSummary } from './summary.rules.ts';

export type BatchState = 'preview' | 'done' | 'undone';

/** What must be kept of a table beside its rows, to read it again with other columns. */
export interface BatchTable {
  columns: Column[];
  mapping: ColumnMapping[];
  preamble: TableRow[];
  tally: { rows: number; blankRows: number; repeatedHeaders: number; mendedQuotes: number };
  sheet: string | null;
  /** What the rows were read as, in figures; imports of long ago have none. */
  summary?: ImportSummary;
  /** Fields that at least one row fills; where they are not known, any may be. */
  fields?: string[];
}

/** What came of a batch in figures. `added` and the rest are nought until it is done. */
export interface BatchCounts extends Fates {
  added: number;
  changed: number;
  /** Passed over: what the row says is there. */
  already: number;
  /** Left out: an item that looks the same is there, or it was removed after an import before. */
  alike: number;
  removed: number;
  restored: number;
  stayed: number;
}

export interface Batch {
  id: string;
  register: Importable['table'];
  fileName: string;
  state: BatchState;
  rows: number;
  table: BatchTable;
  counts: BatchCounts;
  createdAt: Date;
  updatedAt: Date;
}

export const noCounts: BatchCounts = {
  whole: 0,
  partial: 0,
  kept: 0,
  added: 0,
  changed: 0,
  already: 0,
  alike: 0,
  removed: 0,
  restored: 0,
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
      register: batch.register,
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
  register: Importable['table'],
  id: string,
  lock = false,
): Promise<Batch | null> {
  const query = tx
    .selectFrom('import_batch')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('register', '=', register)
    .where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? null : toBatch(row);
}

/** The school's latest batches of a register, newest first. */
export async function listBatches(
  tx: Transaction,
  scope: SchoolScope,
  register: Importable['table'],
  most = 20,
): Promise<Batch[]> {
  const rows = await tx
    .selectFrom('import_batch')
    .selectAll()
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('register', '=', register)
    .orderBy('entered', 'desc')
    .limit(most)
    .execute();
  return rows.map(toBatch);
}

/** True where an import of the register is in. */
export async function hasDoneBatch(
  tx: Transaction,
  scope: SchoolScope,
  register: Importable['table'],
): Promise<boolean> {
  const found = await tx
    .selectFrom('import_batch')
    .select('id')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('register', '=', register)
    .where('state', '=', 'done')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export async function updateBatch(
  tx: Transaction,
  scope: SchoolScope,
  batch: Pick<Batch, 'id' | 'state' | 'rows' | 'table' | 'counts'>,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('import_batch')
    .set({
      state: batch.state,
      rows: batch.rows,
      mapping: JSON.stringify(batch.table),
      counts: JSON.stringify(batch.counts),
      updated_at: at,
    })
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', batch.id)
    .execute();
}

/** What people said that headings of a register's files mean: target by normalised heading, null for "not used". */
export async function selectRemembered(
  tx: Transaction,
  scope: SchoolScope,
  register: Importable['table'],
): Promise<Map<string, string | null>> {
  const rows = await tx
    .selectFrom('import_heading')
    .select(['heading', 'target'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('register', '=', register)
    .execute();
  return new Map(rows.map(({ heading, target }) => [heading, target]));
}

/** Forgets what was said of these headings; of all where none are named. */
export async function forgetHeadings(
  tx: Transaction,
  scope: SchoolScope,
  register: Importable['table'],
  headings?: readonly string[],
): Promise<void> {
  if (headings?.length === 0) return;
  let query = tx
    .deleteFrom('import_heading')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('register', '=', register);
  if (headings !== undefined) query = query.where('heading', 'in', [...headings]);
  await query.execute();
}

/** Remembers what these headings mean, in place of what was said before. */
export async function rememberHeadings(
  tx: Transaction,
  scope: SchoolScope,
  register: Importable['table'],
  targets: ReadonlyMap<string, string | null>,
  by: { personId: string; at: Date },
): Promise<void> {
  await forgetHeadings(tx, scope, register, [...targets.keys()]);
  await insertRows(
    tx,
    'import_heading',
    [...targets].map(([heading, target]) => ({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      register,
      heading,
      target,
      person_id: by.personId,
      at: by.at.toISOString(),
    })),
  );
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

function toBatch(row: Selectable<Tables['import_batch']>): Batch {
  return {
    id: row.id,
    register: row.register as Importable['table'],
    fileName: row.file_name,
    state: row.state,
    rows: row.rows,
    table: row.mapping as BatchTable,
    counts: { ...noCounts, ...(row.counts as Partial<BatchCounts>) },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

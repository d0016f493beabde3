/**
 * Importing contracts: a file becomes a batch that waits, its columns can be corrected, it comes in as one transaction,
 * and can be taken out again. The rows stay with the batch whatever becomes of them.
 */
import { randomUUID } from 'node:crypto';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { insertRows } from '../../platform/database/index.ts';
import type { Acting } from '../registers/index.ts';
import { correctMapping, headingCounter } from './columns.rules.ts';
import { contractImport } from './contract-import.ts';
import { previewTable, type Preview, type PreviewRow } from './rows.rules.ts';
import {
  deleteUntouched,
  insertBatch,
  insertBatchRows,
  insertContracts,
  listBatchRows,
  listKnownContracts,
  markMade,
  noCounts,
  selectBatch,
  updateBatch,
  updateBatchRows,
  type Batch,
} from './imports.queries.ts';
import { openTable, readTable, type FileSource, type OpenTable, type Table } from '../../platform/tables/index.ts';
import { findTwins } from './twins.rules.ts';

/** Rows that a page takes at most; the command line is for more. */
export const MOST_ROWS = 20_000;

/** Reads a file or pasted text as a table whose header is found by what contract registers call their columns. */
export function readContractsTable(source: FileSource, name: string): Promise<Table> {
  return readTable(source, name, { countKnown: headingCounter(contractImport.targets) });
}

/** The same without holding its rows, for a look at a file of any length. */
export function openContractsTable(source: FileSource, name: string): Promise<OpenTable> {
  return openTable(source, name, { countKnown: headingCounter(contractImport.targets) });
}

/** Keeps a table as a batch that waits. Nothing comes into the register yet. @returns the batch's id. */
export async function startImport({ tx, scope, personId, now }: Acting, table: Table): Promise<string> {
  const preview = previewTable(contractImport, table);
  const id = randomUUID();
  await insertBatch(tx, scope, {
    id,
    fileName: table.name.slice(0, 200),
    state: 'preview',
    rows: preview.rows,
    table: {
      columns: table.columns,
      mapping: preview.mapping,
      preamble: table.preamble,
      tally: table.tally,
      sheet: table.sheet,
    },
    counts: { ...noCounts, ...preview.fates },
    createdBy: personId,
    at: now,
  });
  await insertBatchRows(tx, scope, id, preview.items);
  return id;
}

/** Reads a waiting batch's rows again with the columns as a person corrected them. False where it no longer waits. */
export async function correctColumns(
  { tx, scope, now }: Acting,
  batchId: string,
  corrections: Readonly<Record<string, string | null>>,
): Promise<boolean> {
  const batch = await selectBatch(tx, scope, batchId, true);
  if (batch === null || batch.state !== 'preview') return false;
  const mapping = correctMapping(batch.table.mapping, corrections);
  const rows = await listBatchRows(tx, scope, batchId);
  const preview = previewTable(contractImport, tableOf(batch, rows), mapping);
  await updateBatchRows(tx, scope, batchId, preview.items);
  const counts = { ...noCounts, ...preview.fates };
  await updateBatch(tx, scope, { id: batchId, state: 'preview', table: { ...batch.table, mapping }, counts }, now);
  return true;
}

/**
 * Brings a waiting batch into the register. A row that came in before, from any file, is passed over, so that importing
 * a file again changes nothing; a row that looks like a contract that is there is left out, unless `withTwins`. Doing it
 * twice changes nothing either. Null where there is no such batch.
 */
export async function finishImport(acting: Acting, batchId: string, withTwins = false): Promise<Batch | null> {
  const { tx, scope, now } = acting;
  const batch = await selectBatch(tx, scope, batchId, true);
  if (batch === null || batch.state !== 'preview') return batch;
  const rows = await listBatchRows(tx, scope, batchId);
  const known = await listKnownContracts(tx, scope);
  const there = new Set(known.map(({ id }) => id));
  const twins = withTwins ? new Map<number, string>() : findTwins(rows, known);
  const readable = rows.flatMap(({ row, item }) =>
    item === null ? [] : [{ row, contract: item as unknown as Contract }],
  );
  const fresh = readable.filter(({ row, contract }) => !there.has(contract.id) && !twins.has(row));
  await insertContracts(
    tx,
    fresh.map(({ contract }) => ({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      ...inColumns(contract),
      version: 1,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    })),
  );
  await recordMany(
    acting,
    fresh.map(({ contract }) => ({ id: contract.id, before: null, after: { ...withoutId(contract), version: 1 } })),
  );
  await markMade(
    tx,
    scope,
    batchId,
    fresh.map(({ row }) => row),
  );
  const counts = {
    ...batch.counts,
    added: fresh.length,
    already: readable.length - fresh.length - twins.size,
    alike: twins.size,
  };
  const done: Batch = { ...batch, state: 'done', counts };
  await updateBatch(tx, scope, done, now);
  return done;
}

/**
 * Takes out what a batch brought in, where nobody has changed it or linked anything to it since; the rest stays and is
 * counted. The rows stay with the batch, to be brought in again. Null where there is no such batch.
 */
export async function undoImport(acting: Acting, batchId: string): Promise<Batch | null> {
  const { tx, scope, now } = acting;
  const batch = await selectBatch(tx, scope, batchId, true);
  if (batch === null || batch.state !== 'done') return batch;
  const removed = await deleteUntouched(tx, scope, batchId);
  await recordMany(
    acting,
    removed.map(({ id, row }) => ({ id, before: { ...fromColumns(row), version: 1 }, after: null })),
  );
  const there = new Set((await listKnownContracts(tx, scope)).map(({ id }) => id));
  const rows = await listBatchRows(tx, scope, batchId);
  const stayed = rows.filter(({ madeId }) => madeId !== null && there.has(madeId)).length;
  const counts = { ...batch.counts, removed: removed.length, stayed };
  const undone: Batch = { ...batch, state: 'undone', counts };
  await updateBatch(tx, scope, undone, now);
  return undone;
}

/** Lets a batch that was undone wait again. */
export async function reopenImport({ tx, scope, now }: Acting, batchId: string): Promise<boolean> {
  const batch = await selectBatch(tx, scope, batchId, true);
  if (batch === null || batch.state !== 'undone') return false;
  const { whole, partial, kept } = batch.counts;
  await updateBatch(tx, scope, { ...batch, state: 'preview', counts: { ...noCounts, whole, partial, kept } }, now);
  return true;
}

/** A batch and its rows as the preview that they were made from. */
export function asPreview(batch: Batch, items: PreviewRow[]): Preview {
  const { columns, mapping, preamble, tally } = batch.table;
  const { whole, partial, kept } = batch.counts;
  return {
    fileName: batch.fileName,
    columns,
    mapping,
    rows: batch.rows,
    fates: { whole, partial, kept },
    items,
    preamble,
    blankRows: tally.blankRows,
    repeatedHeaders: tally.repeatedHeaders,
    mendedQuotes: tally.mendedQuotes,
  };
}

/** True where the text names something that a column can be taken for. */
export function isContractTarget(text: string): boolean {
  return contractImport.targets.some(({ target }) => target === text);
}

function tableOf(batch: Batch, rows: readonly PreviewRow[]): Table {
  const { columns, preamble, tally, sheet } = batch.table;
  return {
    name: batch.fileName,
    kind: 'csv',
    encoding: null,
    delimiter: null,
    sheet,
    sheets: [],
    headerRow: 1,
    columns,
    preamble,
    tally,
    rows: rows.map(({ row, cells }) => ({ row, cells })),
  };
}

/** The history of many contracts at once: the same lines as one by one. */
async function recordMany(
  { tx, scope, personId, now }: Acting,
  changes: readonly { id: string; before: object | null; after: object | null }[],
): Promise<void> {
  await insertRows(
    tx,
    'change',
    changes.map(({ id, before, after }) => ({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      table_name: 'contract',
      row_id: id,
      before,
      after,
      person_id: personId,
      at: now.toISOString(),
    })),
  );
}

function inColumns(contract: Contract): Record<string, unknown> {
  return Object.fromEntries(Object.entries(contract).map(([field, value]) => [columnOf(field), value as unknown]));
}

function fromColumns(row: Record<string, unknown>): Record<string, unknown> {
  const fields = Object.keys(contractSchema.shape).filter((field) => field !== 'id');
  return Object.fromEntries(fields.map((field) => [field, row[columnOf(field)] ?? null]));
}

function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function withoutId({ id: _id, ...rest }: Contract): Omit<Contract, 'id'> {
  return rest;
}

/**
 * Importing: a file becomes a batch that waits, its columns can be corrected, it comes in as one transaction, and can be
 * taken out again. The rows stay with the batch whatever becomes of them.
 */
import { randomUUID } from 'node:crypto';
import { plainDateIn } from '../../domain/dates.ts';
import {
  ImportError,
  openTable,
  readTable,
  type FileSource,
  type OpenTable,
  type Table,
} from '../../platform/tables/index.ts';
import type { Acting, RegisterTable } from '../registers/index.ts';
import { applyChanges, restoreChanges } from './apply.commands.ts';
import {
  correctMapping,
  headingCounter,
  headingKeys,
  recogniseColumns,
  withRemembered,
  type ColumnMapping,
} from './columns.rules.ts';
import {
  countItems,
  deleteItems,
  insertItemsOfRows,
  linkName,
  listKeyedItems,
  selectNames,
  type Bringing,
} from './import-items.queries.ts';
import { deleteMade, insertMade, listBecame } from './import-made.queries.ts';
import { eachBatchRows, insertBatchRows, ROWS_AT_ONCE, updateBatchRows, type BatchRow } from './import-rows.queries.ts';
import type { Importable } from './importable.ts';
import {
  forgetHeadings,
  hasDoneBatch,
  insertBatch,
  noCounts,
  rememberHeadings,
  selectBatch,
  selectRemembered,
  updateBatch,
  type Batch,
} from './imports.queries.ts';
import { planBatch } from './plan.commands.ts';
import { previewer, previewRow, type FindLink, type PreviewRow } from './rows.rules.ts';
import { summaryOf, type ImportSummary } from './summary.rules.ts';

/** Rows that a page takes at most; the command line is for more. */
export const MOST_ROWS = 50_000;

/** Reads a file or pasted text as a table whose header is found by what such registers call their columns. */
export function readImportTable(importable: Importable, source: FileSource, name: string): Promise<Table> {
  return readTable(source, name, { countKnown: headingCounter(importable.targets) });
}

/** The same without holding its rows, for a file of any length. */
export function openImportTable(importable: Importable, source: FileSource, name: string): Promise<OpenTable> {
  return openTable(source, name, { countKnown: headingCounter(importable.targets) });
}

/** A table in memory as one that is read piece by piece. */
export function openHeld(table: Table): OpenTable {
  const { rows, ...head } = table;
  async function* batches() {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) yield rows.slice(from, from + ROWS_AT_ONCE);
  }
  return { ...head, batches };
}

/**
 * Keeps a table as a batch that waits. Nothing comes into the register yet.
 * @returns the batch's id.
 */
export async function startImport(acting: Acting, importable: Importable, table: OpenTable): Promise<string> {
  return (await keepTable(acting, importable, table)).id;
}

/**
 * Keeps a table and brings it in without waiting for anybody, as {@link startImport} and {@link finishImport} do one after
 * the other.
 */
export async function importAtOnce(acting: Acting, importable: Importable, table: OpenTable): Promise<Batch> {
  // An empty register leaves nothing to compare: each piece comes in while the next is read.
  if (await isEmptyRegister(acting, importable)) {
    return keepTable(acting, importable, table, async (batch, fields, rows) =>
      insertItemsOfRows(bringing(acting, batch), importable, fields, rows),
    );
  }
  const id = await startImport(acting, importable, table);
  const batch = await finishImport(acting, importable, id);
  if (batch === null) throw new Error('The import went away while it was being made.');
  return batch;
}

type BringPiece = (batch: Batch, fields: string[], rows: { from: number; to: number }) => Promise<number>;

/**
 * Keeps a table's rows piece by piece: while the database writes one, the next is read. With `bring`, each piece is brought
 * in as well, and the batch is done.
 */
async function keepTable(acting: Acting, importable: Importable, table: OpenTable, bring?: BringPiece): Promise<Batch> {
  const { tx, scope, personId, now } = acting;
  const remembered = await selectRemembered(tx, scope, importable.table);
  const mapping = withRemembered(recogniseColumns(table.columns, importable.targets), table.columns, remembered);
  const { columns, sheet } = table;
  const preamble = table.preamble.map((line) => ({
    ...line,
    cells: importable.withhold?.(line.cells, []).cells ?? line.cells,
  }));
  const tally = { rows: 0, blankRows: 0, repeatedHeaders: 0, mendedQuotes: 0 };
  const batch: Batch = {
    id: randomUUID(),
    register: importable.table,
    fileName: table.name.slice(0, 200),
    state: 'preview',
    rows: 0,
    table: { columns, mapping, preamble, tally, sheet },
    counts: noCounts,
    createdAt: now,
    updatedAt: now,
  };
  await insertBatch(tx, scope, { ...batch, createdBy: personId, at: now });
  const reader = previewer(importable, columns, mapping, await linkFinder(acting, importable));
  const summary = summaryOf();
  const fields = new Set<string>();
  let added = 0;
  const write = async (items: readonly PreviewRow[]): Promise<void> => {
    await insertBatchRows(tx, scope, batch.id, items);
    const rows = { from: items[0]?.row ?? 0, to: items.at(-1)?.row ?? 0 };
    if (bring) added += await bring(batch, [...fields], rows);
  };
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const rows of inPieces(table.batches())) {
      const items = rows.map((row) => reader.read(row));
      for (const item of items) {
        summary.add(item);
        noteFields(fields, item);
      }
      await writing;
      writing = write(items);
    }
  } finally {
    await writing;
  }
  const kept: Batch = {
    ...batch,
    rows: table.tally.rows,
    state: bring ? 'done' : 'preview',
    table: { ...batch.table, tally: table.tally, fields: [...fields] },
    counts: { ...noCounts, ...reader.fates, added },
  };
  const done = { ...kept, table: { ...kept.table, summary: finished(summary, kept) } };
  await updateBatch(tx, scope, done, now);
  return done;
}

function noteFields(fields: Set<string>, { item }: PreviewRow): void {
  for (const field in item) if (item[field] !== null && item[field] !== undefined) fields.add(field);
}

/** True where nothing is in the register and no import is in: then all rows are new. */
async function isEmptyRegister({ tx, scope }: Acting, importable: Importable): Promise<boolean> {
  const items = await listKeyedItems(tx, scope, importable, [importable.nameField], 1);
  return items.length === 0 && !(await hasDoneBatch(tx, scope, importable.table));
}

/** Pieces of a size that suits the database, whatever the size they are read in. */
async function* inPieces<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T[]> {
  let held: T[] = [];
  for await (const rows of batches) {
    for (const row of rows) {
      held.push(row);
      if (held.length < ROWS_AT_ONCE) continue;
      yield held;
      held = [];
    }
  }
  if (held.length > 0) yield held;
}

/**
 * Reads a waiting batch's rows again with the columns as a person corrected them, and remembers what they chose for the
 * next file. False where it no longer waits.
 */
export async function correctColumns(
  acting: Acting,
  importable: Importable,
  batchId: string,
  corrections: Readonly<Record<string, string | null>>,
): Promise<boolean> {
  const { tx, scope, personId, now } = acting;
  const batch = await selectBatch(tx, scope, importable.table, batchId, true);
  if (batch === null || batch.state !== 'preview') return false;
  const mapping = correctMapping(batch.table.mapping, corrections);
  await remember(acting, importable, batch, mapping, corrections);
  const findLink = await linkFinder(acting, importable);
  await rereadRows({ tx, scope, personId, now }, batch, mapping, (row) => reread(importable, mapping, row, findLink));
  return true;
}

/** Reads a row again, as a person mended it where they did. */
export function reread(
  importable: Importable,
  mapping: readonly ColumnMapping[],
  row: Pick<BatchRow, 'row' | 'cells' | 'fingerprint'>,
  findLink: FindLink,
): PreviewRow {
  return previewRow(importable, { row: row.row, cells: row.cells }, mapping, row.fingerprint, findLink);
}

async function rereadRows(
  { tx, scope, now }: Acting,
  batch: Batch,
  mapping: ColumnMapping[],
  read: (row: BatchRow) => PreviewRow,
): Promise<void> {
  const summary = summaryOf();
  const fields = new Set<string>();
  const fates = { whole: 0, partial: 0, kept: 0 };
  for await (const rows of eachBatchRows(tx, scope, batch.id)) {
    const items = rows.map(read);
    for (const item of items) {
      summary.add(item);
      noteFields(fields, item);
      fates[item.fate] += 1;
    }
    await updateBatchRows(tx, scope, batch.id, items);
  }
  const table = { ...batch.table, mapping, fields: [...fields] };
  const next = { ...batch, table, counts: { ...noCounts, ...fates } };
  await updateBatch(tx, scope, { ...next, table: { ...next.table, summary: finished(summary, next) } }, now);
}

/** What was chosen is proposed next time; what is now as it would be guessed anyway is forgotten. */
async function remember(
  { tx, scope, personId, now }: Acting,
  importable: Importable,
  { table }: Batch,
  mapping: readonly ColumnMapping[],
  corrections: Readonly<Record<string, string | null>>,
): Promise<void> {
  const keys = headingKeys(table.columns);
  const guessed = new Map(recogniseColumns(table.columns, importable.targets).map((line) => [line.index, line.target]));
  const chosen = new Map<string, string | null>();
  const asGuessed: string[] = [];
  for (const { index, column, target } of mapping) {
    const key = keys.get(index);
    if (key === undefined || !Object.hasOwn(corrections, column)) continue;
    if (guessed.get(index) === target) asGuessed.push(key);
    else chosen.set(key, target);
  }
  await forgetHeadings(tx, scope, importable.table, asGuessed);
  await rememberHeadings(tx, scope, importable.table, chosen, { personId, at: now });
}

/**
 * Brings a waiting batch into the register: new items, and the changes of those that are there as far as they are taken. A
 * row that came in before is passed over, so that importing a file again changes nothing; one that looks like an item that
 * is there is left out, unless `withAlike`. Doing it twice changes nothing either. Null where there is no such batch.
 */
export async function finishImport(
  acting: Acting,
  importable: Importable,
  batchId: string,
  withAlike = false,
): Promise<Batch | null> {
  const { tx, scope, now } = acting;
  const batch = await selectBatch(tx, scope, importable.table, batchId, true);
  if (batch === null || batch.state !== 'preview') return batch;
  const by = bringing(acting, batch);
  const fields = batch.table.fields ?? Object.keys(importable.schema.shape);
  const counts = { ...batch.counts };
  if (await isEmptyRegister(acting, importable)) {
    counts.added = await insertItemsOfRows(by, importable, fields, 'all');
  } else {
    const plan = await planBatch(tx, scope, importable, batch, true);
    const numbers = (...standings: string[]) =>
      plan.rows.filter(({ standing }) => standings.includes(standing)).map(({ row }) => row);
    const fresh = withAlike ? numbers('new', 'alike', 'gone') : numbers('new');
    if (fresh.length > 0) counts.added = await insertItemsOfRows(by, importable, fields, fresh);
    const { made, count } = await applyChanges(by, importable, [...plan.changed.values()]);
    counts.changed = count;
    counts.already = made.length - count;
    for (const { row, standing, itemId } of plan.rows) {
      if (standing !== 'same') continue;
      made.push({ row, itemId, what: 'same', itemVersion: 0, before: null });
      counts.already += 1;
    }
    const left = withAlike ? [] : numbers('alike', 'gone');
    for (const row of left) made.push({ row, itemId: null, what: 'left', itemVersion: 0, before: null });
    await insertMade(tx, scope, batchId, made);
    counts.alike = left.length;
  }
  const done: Batch = { ...batch, state: 'done', counts };
  await updateBatch(tx, scope, done, now);
  return done;
}

/**
 * Takes out what a batch brought in, where nobody has changed it or linked anything to it since, and puts back what it
 * changed, where it still is as the batch left it; the rest stays and is counted. The rows stay with the batch, to be
 * brought in again. Null where there is no such batch.
 */
export async function undoImport(acting: Acting, importable: Importable, batchId: string): Promise<Batch | null> {
  const { tx, scope, now } = acting;
  const batch = await selectBatch(tx, scope, importable.table, batchId, true);
  if (batch === null || batch.state !== 'done') return batch;
  const by = bringing(acting, batch);
  const { restored, stayed } = await restoreChanges(by, importable);
  const added = (await listBecame(tx, scope, batchId)).filter(({ what }) => what === 'added');
  let removed = 0;
  for (const [version, some] of Map.groupBy(added, ({ itemVersion }) => itemVersion)) {
    const ids = some.map(({ itemId }) => itemId);
    removed += await deleteItems(by, importable, ids, version);
  }
  const ids = added.map(({ itemId }) => itemId);
  const standing = await countItems(tx, scope, importable, ids);
  await deleteMade(tx, scope, batchId);
  const counts = { ...batch.counts, removed, restored, stayed: stayed + standing };
  const undone: Batch = { ...batch, state: 'undone', counts };
  await updateBatch(tx, scope, undone, now);
  return undone;
}

/** Lets a batch that was undone wait again. */
export async function reopenImport(acting: Acting, importable: Importable, batchId: string): Promise<boolean> {
  const { tx, scope, now } = acting;
  const batch = await selectBatch(tx, scope, importable.table, batchId, true);
  if (batch === null || batch.state !== 'undone') return false;
  const { whole, partial, kept } = batch.counts;
  await updateBatch(tx, scope, { ...batch, state: 'preview', counts: { ...noCounts, whole, partial, kept } }, now);
  return true;
}

/** Who brings what in. */
export function bringing({ tx, scope, personId, now }: Acting, { id, fileName }: Batch): Bringing {
  return { tx, scope, personId, now, batchId: id, fileName, day: plainDateIn(now) };
}

/** Finds the items that cells name, in the registers that the importable's fields point to. */
export async function linkFinder({ tx, scope }: Acting, importable: Importable): Promise<FindLink> {
  const names = new Map<RegisterTable, Map<string, string | null>>();
  for (const { linksTo } of importable.fields) {
    if (linksTo !== undefined && !names.has(linksTo)) names.set(linksTo, await selectNames(tx, scope, linksTo));
  }
  return (table, name) => names.get(table)?.get(linkName(name)) ?? null;
}

/** A batch's figures: kept with it, or for one of long ago counted from its rows. */
export async function summaryOfBatch(
  { tx, scope }: Pick<Acting, 'tx' | 'scope'>,
  batch: Batch,
): Promise<ImportSummary> {
  if (batch.table.summary !== undefined) return batch.table.summary;
  const summary = summaryOf();
  for await (const rows of eachBatchRows(tx, scope, batch.id)) for (const row of rows) summary.add(row);
  return finished(summary, batch);
}

/** The figures of a batch whose rows have all been added. */
export function finished(
  summary: ReturnType<typeof summaryOf>,
  { fileName, rows, table, counts }: Pick<Batch, 'fileName' | 'rows' | 'table' | 'counts'>,
): ImportSummary {
  const { whole, partial, kept } = counts;
  const { blankRows, repeatedHeaders, mendedQuotes } = table.tally;
  const passedOver = { blankRows, repeatedHeaders, linesBeforeHeader: table.preamble.length, mendedQuotes };
  return summary.finish(fileName, rows, { whole, partial, kept }, table.mapping, passedOver);
}

/** Refuses a table that is longer than a page takes. @throws {ImportError} that says what to do instead. */
export function requirePageSize(importable: Importable, table: Table): void {
  if (table.rows.length <= MOST_ROWS) return;
  throw new ImportError(
    'too-many-rows',
    `“${table.name}” has more than ${MOST_ROWS.toLocaleString('en-GB')} rows.`,
    `Split it into smaller files, or ask whoever runs Cairn to bring it in with “cairn ${importable.path} import”.`,
  );
}

/** What a batch would do to its register: which row is which item, what would change, and what the file leaves out. */
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import { listHeldItems, listKeyedItems, type HeldItem } from './import-items.queries.ts';
import { listCameIn, selectReads, type CameInRow } from './import-made.queries.ts';
import { listBatchRows, listKeyedRows, ROWS_AT_ONCE, type BatchRow } from './import-rows.queries.ts';
import type { Importable } from './importable.ts';
import { listBatches, type Batch } from './imports.queries.ts';
import { keyFields, matchRows, type CameIn, type Match } from './match.rules.ts';
import { mergeRow, sideOf, spokenFields, type FieldChange } from './merge.rules.ts';

/** What becomes of a row that can be read, in the register. `changed`: it is there and the file says something else. */
export type Standing = Exclude<Match['standing'], 'known'> | 'changed';

export interface PlannedRow {
  row: number;
  standing: Standing;
  itemId: string | null;
}

export interface ChangedItem {
  row: number;
  item: HeldItem;
  changes: FieldChange[];
}

export interface BatchPlan {
  /** In the order of the file. */
  rows: PlannedRow[];
  /** By row number. */
  changed: Map<number, ChangedItem>;
  /** Items that a file like this one brought in before, and that this one does not have: only told. */
  missing: { id: string; name: string }[];
}

/** Works out what a batch would do now. `lock` holds the items that would change until the transaction ends. */
export async function planBatch(
  tx: Transaction,
  scope: SchoolScope,
  importable: Importable,
  batch: Batch,
  lock = false,
): Promise<BatchPlan> {
  const fields = [...new Set([importable.nameField, ...keyFields(importable)])];
  const known = await listKeyedItems(tx, scope, importable, fields);
  const keyed = await listKeyedRows(tx, scope, batch.id, fields);
  const cameIn = await listCameIn(tx, scope, importable.table);
  const matches = matchRows(importable, keyed, known, cameInOf(cameIn));
  const changed = await compareKnown(tx, scope, importable, batch, matches, cameIn, lock);
  const rows = matches.map(({ row, standing, itemId }): PlannedRow => {
    if (standing !== 'known') return { row, standing, itemId };
    return { row, standing: changed.has(row) ? 'changed' : 'same', itemId };
  });
  const matched = new Set(matches.map(({ itemId }) => itemId));
  const like = await listBatchesLike(tx, scope, batch);
  const before = new Set(cameIn.filter(({ batchId }) => like.has(batchId)).map(({ itemId }) => itemId));
  const missing = known
    .filter(({ id }) => before.has(id) && !matched.has(id))
    .map(({ id, keys }) => ({ id, name: keys[importable.nameField] ?? '' }));
  return { rows, changed, missing };
}

/** The rows that are known items and say something else than the register, piece by piece. */
async function compareKnown(
  tx: Transaction,
  scope: SchoolScope,
  importable: Importable,
  batch: Batch,
  matches: readonly Match[],
  cameIn: readonly CameInRow[],
  lock: boolean,
): Promise<Map<number, ChangedItem>> {
  const changed = new Map<number, ChangedItem>();
  const spoken = spokenFields(importable, batch.table.mapping);
  const last = new Map(cameIn.map((row) => [row.itemId, row]));
  const known = matches.flatMap((match) =>
    match.standing === 'known' ? [{ row: match.row, itemId: match.itemId }] : [],
  );
  for (let from = 0; from < known.length; from += ROWS_AT_ONCE) {
    const some = known.slice(from, from + ROWS_AT_ONCE);
    const ids = some.map(({ itemId }) => itemId);
    const rows = await listBatchRows(tx, scope, batch.id, { rows: some.map(({ row }) => row) });
    const byRow = new Map(rows.map((row) => [row.row, row]));
    const held = await listHeldItems(tx, scope, importable, ids, lock);
    const bases = await selectReads(
      tx,
      scope,
      ids.flatMap((id) => last.get(id) ?? []),
    );
    for (const { row, itemId } of some) {
      const item = held.get(itemId);
      const read = byRow.get(row);
      if (item === undefined || read?.item == null) continue;
      const changes = changesOf(importable, spoken, read, item, bases.get(itemId) ?? null);
      if (changes.length > 0) changed.set(row, { row, item, changes });
    }
  }
  return changed;
}

/** What a row would change of an item. */
export function changesOf(
  importable: Importable,
  spoken: ReadonlySet<string>,
  row: Pick<BatchRow, 'item' | 'choices'>,
  item: HeldItem,
  base: Record<string, unknown> | null,
): FieldChange[] {
  if (row.item === null) return [];
  const sides = { base: base && sideOf(base), mine: item, theirs: sideOf(row.item) };
  return mergeRow(importable, spoken, sides, row.choices);
}

/** Imports that are in of the same file or one with the same columns. */
async function listBatchesLike(tx: Transaction, scope: SchoolScope, batch: Batch): Promise<Set<string>> {
  const columns = columnsKey(batch);
  const others = await listBatches(tx, scope, batch.register, 200);
  const like = others
    .filter(({ id, state }) => state === 'done' && id !== batch.id)
    .filter((other) => other.fileName === batch.fileName || columnsKey(other) === columns);
  return new Set(like.map(({ id }) => id));
}

/** What came in, as rows are matched with it. */
export function cameInOf(rows: readonly CameInRow[]): CameIn {
  return {
    itemOf: new Map(rows.map(({ fingerprint, itemId }) => [fingerprint, itemId])),
    lastOf: new Map(rows.map(({ fingerprint, itemId }) => [itemId, fingerprint])),
    added: new Set(rows.flatMap(({ itemId, what }) => (what === 'added' ? [itemId] : []))),
  };
}

function columnsKey({ table }: Batch): string {
  return table.columns
    .map(({ name }) => name.toLowerCase())
    .toSorted()
    .join('\n');
}

/** Mending a row that could not be read: its cells are corrected on a page and read again, before or after the rest is in. */
import type { Acting } from '../registers/index.ts';
import { applyChanges } from './apply.commands.ts';
import { insertItemsOfRows, listHeldItems, listKeyedItems } from './import-items.queries.ts';
import { deleteMade, insertMade, listCameIn, listChangedRows, type MadeRow } from './import-made.queries.ts';
import { eachBatchRows, listBatchRows, listKeyedRows, mendBatchRow, type BatchRow } from './import-rows.queries.ts';
import type { Importable } from './importable.ts';
import { bringing, finished, linkFinder, reread } from './imports.commands.ts';
import { selectBatch, updateBatch, type Batch } from './imports.queries.ts';
import { keyFields, matchRows } from './match.rules.ts';
import { spokenFields } from './merge.rules.ts';
import { cameInOf, changesOf } from './plan.commands.ts';
import { summaryOf } from './summary.rules.ts';

/**
 * What came of mending a row. `waiting`: it is read, and comes in with the rest. `added` and `changed`: it is in the
 * register now, as `itemId`. `same`: it is read, and the register says so already. `alike`: it looks like an item that is
 * there, and was left out. `kept`: it still cannot become an item.
 */
export interface Mended {
  outcome: 'waiting' | 'added' | 'changed' | 'same' | 'alike' | 'kept';
  itemId: string | null;
  row: BatchRow;
}

/** Corrects a row's cells and reads it again. Null where there is no such row. */
export async function mendRow(
  acting: Acting,
  importable: Importable,
  batchId: string,
  rowNumber: number,
  cells: readonly string[],
): Promise<Mended | null> {
  const { tx, scope, now } = acting;
  const batch = await selectBatch(tx, scope, importable.table, batchId, true);
  const [before] = batch === null ? [] : await listBatchRows(tx, scope, batchId, { rows: [rowNumber] });
  if (batch === null || before === undefined) return null;
  const mended = { ...before, cells: [...cells] };
  const read = reread(importable, batch.table.mapping, mended, await linkFinder(acting, importable));
  await mendBatchRow(tx, scope, batchId, read);
  const row: BatchRow = { ...before, ...read, original: before.original ?? before.cells };
  const came = batch.state === 'done' ? await bringRow(acting, importable, batch, before, row) : waiting(row);
  const counts = {
    ...batch.counts,
    added: batch.counts.added + (came.outcome === 'added' ? 1 : 0),
    changed: batch.counts.changed + (came.outcome === 'changed' && before.made === null ? 1 : 0),
  };
  await recount(acting, { ...batch, counts });
  return came;

  async function recount({ tx: inTx, scope: inScope }: Acting, next: Batch): Promise<void> {
    const summary = summaryOf();
    const fates = { whole: 0, partial: 0, kept: 0 };
    for await (const rows of eachBatchRows(inTx, inScope, next.id)) {
      for (const item of rows) {
        summary.add(item);
        fates[item.fate] += 1;
      }
    }
    const counted = { ...next, counts: { ...next.counts, ...fates } };
    const table = { ...counted.table, summary: finished(summary, counted) };
    await updateBatch(inTx, inScope, { ...counted, table }, now);
  }
}

function waiting(row: BatchRow): Mended {
  return { outcome: row.item === null ? 'kept' : 'waiting', itemId: null, row };
}

/** Brings a mended row of a batch that is in into the register as well: a new item, or changes of the one it became. */
async function bringRow(
  acting: Acting,
  importable: Importable,
  batch: Batch,
  before: BatchRow,
  row: BatchRow,
): Promise<Mended> {
  const { tx, scope } = acting;
  const note = (made: MadeRow) => insertMade(tx, scope, batch.id, [made]);
  if (row.item === null) {
    // What it became stays known, to be undone.
    if (before.made?.what === 'added') await note({ ...before.made, row: row.row, before: null });
    return { outcome: 'kept', itemId: before.made?.itemId ?? null, row };
  }
  const by = bringing(acting, batch);
  const held = before.made && (await listHeldItems(tx, scope, importable, [before.made.itemId], true));
  const stands = held?.get(before.made?.itemId ?? '');
  const match = stands === undefined ? await matchRow(acting, importable, batch, row) : null;
  if (match?.standing === 'alike') {
    await note({ row: row.row, itemId: null, what: 'left', itemVersion: 0, before: null });
    return { outcome: 'alike', itemId: match.itemId, row };
  }
  if (match !== null && match.itemId === null) {
    await deleteMade(tx, scope, batch.id, [row.row]);
    await insertItemsOfRows(by, importable, Object.keys(importable.schema.shape), [row.row]);
    return { outcome: 'added', itemId: row.item.id, row };
  }
  const item =
    stands ?? (await listHeldItems(tx, scope, importable, [match?.itemId ?? ''], true)).values().next().value;
  if (item === undefined) return { outcome: 'kept', itemId: null, row };
  const spoken = spokenFields(importable, batch.table.mapping);
  const changes = changesOf(importable, spoken, row, item, stands === undefined ? null : before.item);
  const { made, count } = await applyChanges(by, importable, [{ row: row.row, item, changes }]);
  // What the row was brought in as stays: undoing the batch takes an added item out, and puts back what was there first.
  const earlier = (await listChangedRows(tx, scope, batch.id)).find((other) => other.row === row.row);
  const became = before.made;
  if (became === null) await insertMade(tx, scope, batch.id, made);
  else if (count > 0) {
    const version = made[0]?.itemVersion ?? became.itemVersion;
    const restored = became.what === 'added' ? null : { ...made[0]?.before, ...earlier?.before };
    const what = became.what === 'added' ? ('added' as const) : ('changed' as const);
    await insertMade(tx, scope, batch.id, [
      { row: row.row, itemId: item.id, what, itemVersion: version, before: restored },
    ]);
  }
  return { outcome: count > 0 ? 'changed' : 'same', itemId: item.id, row };
}

async function matchRow({ tx, scope }: Acting, importable: Importable, batch: Batch, row: BatchRow) {
  const fields = keyFields(importable);
  const known = await listKeyedItems(tx, scope, importable, fields);
  const keyed = (await listKeyedRows(tx, scope, batch.id, fields)).filter((other) => other.row === row.row);
  const [match] = matchRows(importable, keyed, known, cameInOf(await listCameIn(tx, scope, importable.table)));
  return match ?? null;
}

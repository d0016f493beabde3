/** Writing what an import changes of items that are there, with the history, and the way back. */
import { insertRows } from '../../platform/database/index.ts';
import { listHeldItems, updateHeldItems, type Bringing, type HeldItem } from './import-items.queries.ts';
import { listChangedRows, type ChangedRow, type MadeRow } from './import-made.queries.ts';
import { listBatchRows, ROWS_AT_ONCE } from './import-rows.queries.ts';
import type { Importable } from './importable.ts';
import { heldBy, sameHeld, sideOf, withChanges, type FieldChange } from './merge.rules.ts';
import type { ChangedItem } from './plan.commands.ts';

/** Makes the changes that are taken, each with its source. @returns what the rows became, and how many items changed. */
export async function applyChanges(
  by: Bringing,
  importable: Importable,
  changed: readonly ChangedItem[],
): Promise<{ made: MadeRow[]; count: number }> {
  const made: MadeRow[] = [];
  let count = 0;
  for (let from = 0; from < changed.length; from += ROWS_AT_ONCE) {
    const pairs: { before: HeldItem; after: HeldItem }[] = [];
    for (const { row, item, changes } of changed.slice(from, from + ROWS_AT_ONCE)) {
      const taken = changes.filter(({ take }) => take);
      if (taken.length === 0) {
        made.push({ row, itemId: item.id, what: 'same', itemVersion: item.version, before: null });
        continue;
      }
      const source = { from: 'import', on: by.day, note: `${by.fileName}, row ${row}` };
      const sources = { ...item.sources, ...Object.fromEntries(taken.map(({ field }) => [field, source])) };
      pairs.push({ before: item, after: { ...item, ...withChanges(item, changes), sources } });
      made.push({
        row,
        itemId: item.id,
        what: 'changed',
        itemVersion: item.version + 1,
        before: heldBefore(item, taken),
      });
    }
    count += pairs.length;
    await writeItems(by, importable, pairs);
  }
  return { made, count };
}

/** What the changed fields held, to be put back. */
function heldBefore(item: HeldItem, taken: readonly FieldChange[]): ChangedRow['before'] {
  const fields: ChangedRow['before'] = {};
  for (const { field } of taken) {
    fields[field] = { ...heldBy(item, field), source: item.sources[field] ?? null };
  }
  return fields;
}

/**
 * Puts back what a batch changed of items that were there: each field that still holds what the batch wrote. What somebody
 * changed since stays. @returns how many items were put back, and in how many something stayed.
 */
export async function restoreChanges(
  by: Bringing,
  importable: Importable,
): Promise<{ restored: number; stayed: number }> {
  const { tx, scope, batchId } = by;
  const made = await listChangedRows(tx, scope, batchId);
  const tally = { restored: 0, stayed: 0 };
  for (let from = 0; from < made.length; from += ROWS_AT_ONCE) {
    const some = made.slice(from, from + ROWS_AT_ONCE);
    const held = await listHeldItems(
      tx,
      scope,
      importable,
      some.map(({ itemId }) => itemId),
      true,
    );
    const rows = await listBatchRows(tx, scope, batchId, { rows: some.map(({ row }) => row) });
    const reads = new Map(rows.map(({ row, item }) => [row, item]));
    const pairs: { before: HeldItem; after: HeldItem }[] = [];
    for (const { row, itemId, before } of some) {
      const item = held.get(itemId);
      const read = reads.get(row);
      if (item === undefined || read == null) continue;
      const wrote = sideOf(read);
      const fields = Object.entries(before);
      const untouched = fields.filter(([field]) => sameHeld(heldBy(item, field), heldBy(wrote, field)));
      if (untouched.length < fields.length) tally.stayed += 1;
      if (untouched.length === 0) continue;
      tally.restored += 1;
      const changes = untouched.map(([field, was]) => ({
        field,
        was: heldBy(item, field),
        will: was,
        conflict: false,
        take: true,
      }));
      const sources = { ...item.sources };
      for (const [field, { source }] of untouched) {
        if (source === null) delete sources[field];
        else sources[field] = source;
      }
      pairs.push({ before: item, after: { ...item, ...withChanges(item, changes), sources } });
    }
    await writeItems(by, importable, pairs);
  }
  return tally;
}

/** Items as they are now, each a version later, with the history of it. */
async function writeItems(
  { tx, scope, personId, now }: Bringing,
  importable: Importable,
  pairs: readonly { before: HeldItem; after: HeldItem }[],
): Promise<void> {
  await updateHeldItems(
    tx,
    scope,
    importable,
    pairs.map(({ after }) => after),
    now,
  );
  if (!importable.hasHistory) return;
  const side = ({ values, unread, sources }: HeldItem, version: number) => ({ ...values, unread, sources, version });
  await insertRows(
    tx,
    'change',
    pairs.map(({ before, after }) => ({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      table_name: importable.table,
      row_id: before.id,
      before: side(before, before.version),
      after: side(after, before.version + 1),
      person_id: personId,
      at: now.toISOString(),
    })),
  );
}

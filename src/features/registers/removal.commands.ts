/** Taking items out of a register, and putting them back as they were. What pointed to them is untied and tied again. */
import { recordChanges } from '../../platform/database/index.ts';
import { deleteItems, insertItems, listRemoved } from './bulk.queries.ts';
import { readBack } from './content.rules.ts';
import { listHangingOn, repointItems, type Repointing } from './hanging.queries.ts';
import { listItemsById } from './list.queries.ts';
import type { Register, RegisterItem } from './register.ts';
import { recordItems, type Acting } from './registers.commands.ts';
import { selectItem, selectLinkNames } from './registers.queries.ts';

/**
 * Takes an item out of the register, and unties what pointed to it. {@link restoreItem} brings it back and ties again.
 * Null where it was not there any more.
 */
export async function removeItem(acting: Acting, register: Register, id: string): Promise<RegisterItem | null> {
  const items = await listItemsById(acting.tx, acting.scope, register, [id], true);
  await removeItems(acting, register, items);
  return items[0] ?? null;
}

/** Takes many items out, which the caller has locked. */
export async function removeItems(acting: Acting, register: Register, items: readonly RegisterItem[]): Promise<void> {
  const { tx, scope, now } = acting;
  const ids = items.map(({ id }) => id);
  const hanging = await listHangingOn(tx, scope, register.table, ids);
  const untied = await repointItems(
    tx,
    scope,
    hanging.map((item) => ({ ...item, from: item.on, to: null })),
    now,
  );
  await recordTies(acting, untied);
  await deleteItems(tx, scope, register.table, ids);
  const tiedTo = Map.groupBy(hanging, ({ on }) => on);
  await recordItems(
    acting,
    register,
    items.map((before) => ({
      id: before.id,
      before,
      after: null,
      tied: (tiedTo.get(before.id) ?? []).map(({ table, field, id }) => ({ table, field, id })),
    })),
  );
}

/** Brings a removed item back as it was when it was removed. False where there is nothing to bring back. */
export async function restoreItem(acting: Acting, register: Register, id: string): Promise<boolean> {
  if ((await selectItem(acting.tx, acting.scope, register, id)) !== null) return true;
  return (await restoreItems(acting, register, [id])).length > 0;
}

/** Brings back those of the items that are removed, and gives back their ids. */
export async function restoreItems(acting: Acting, register: Register, ids: readonly string[]): Promise<string[]> {
  const { tx, scope, now } = acting;
  const there = new Set((await listItemsById(tx, scope, register, ids)).map(({ id }) => id));
  const removed = (await listRemoved(tx, scope, register.table, ids)).filter(({ id }) => !there.has(id));
  const contents = removed.map(({ id, before }) => ({ id, ...readBack(before) }));
  await cutLooseEnds(acting, register, contents);
  const items = contents.map(({ tied: _tied, ...item }) => ({ ...item, version: item.version + 1 }));
  await insertItems(
    tx,
    scope,
    register,
    items.map((item) => ({ ...item, updatedAt: now })),
    now,
  );
  await recordItems(
    acting,
    register,
    items.map((after) => ({ id: after.id, before: null, after })),
  );
  const ties = contents.flatMap(({ id, tied }) =>
    (tied as Pick<Repointing, 'table' | 'field' | 'id'>[]).map((item) => ({ ...item, from: null, to: id })),
  );
  await recordTies(acting, await repointItems(tx, scope, ties, now));
  return items.map(({ id }) => id);
}

/** What items pointed to may be gone since: then they point to nothing. */
export async function cutLooseEnds(
  { tx, scope }: Acting,
  register: Register,
  contents: readonly { values: Record<string, unknown> }[],
): Promise<void> {
  const known = await selectLinkNames(
    tx,
    scope,
    register,
    contents.map(({ values }) => values),
  );
  for (const { values } of contents) {
    for (const { name, linksTo } of register.fields) {
      if (linksTo !== undefined && !known[linksTo]?.has(String(values[name]))) values[name] = null;
    }
  }
}

/** The history of items that are tied to another, or untied, because the other went or came back. */
async function recordTies({ tx, scope, personId, now }: Acting, ties: readonly Repointing[]): Promise<void> {
  await recordChanges(
    tx,
    ties.map(({ table, field, id, from, to }) => ({
      ...scope,
      table,
      rowId: id,
      before: { [field]: from },
      after: { [field]: to },
      personId,
      at: now,
    })),
  );
}

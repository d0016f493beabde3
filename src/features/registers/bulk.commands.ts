/**
 * Changing many items at once: they are chosen, what will change is shown, then it is done in one transaction with a line
 * of history for each, and can be undone as a whole. An item that someone changed after it was chosen is left alone.
 */
import { randomUUID } from 'node:crypto';
import {
  deleteOldChoices,
  insertBulkChange,
  listBefore,
  selectBulkChange,
  updateBulkChange,
  updateItems,
  type BulkChange,
} from './bulk.queries.ts';
import { fateOf, writtenFields, type BulkAction, type BulkOutcome } from './bulk.rules.ts';
import { readBack, type Content } from './content.rules.ts';
import { listItemsById } from './list.queries.ts';
import { nameOf, type Register, type RegisterItem } from './register.ts';
import { recordItems, typedNow, type Acting } from './registers.commands.ts';
import { cutLooseEnds, removeItems, restoreItems } from './removal.commands.ts';

/** More than any school's register holds; keeps one request from holding the database for minutes. */
export const MOST_AT_ONCE = 10_000;
/** What was chosen and not done within this time is forgotten. */
const KEPT_CHOSEN_MS = 7 * 86_400_000;

/** Keeps which items are to be changed, as they are now. Gives back the id to go on with. */
export async function chooseItems(
  { tx, scope, personId, now }: Acting,
  register: Register,
  versions: readonly { id: string; version: number }[],
  query: string,
): Promise<string> {
  await deleteOldChoices(tx, scope, new Date(now.getTime() - KEPT_CHOSEN_MS));
  const id = randomUUID();
  const items = versions.map(({ id: item, version }): [string, number] => [item, version]);
  await insertBulkChange(tx, scope, { id, query, items, register: register.table, personId, at: now });
  return id;
}

/** The chosen items as they are now, and those that someone changed or removed since. */
export async function chosenItems(
  { tx, scope }: Pick<Acting, 'tx' | 'scope'>,
  register: Register,
  bulk: Pick<BulkChange, 'items'>,
  lock = false,
): Promise<{ items: RegisterItem[]; leftAlone: BulkOutcome['leftAlone'] }> {
  const versions = new Map(bulk.items);
  const there = await listItemsById(tx, scope, register, [...versions.keys()], lock);
  const asChosen = there.filter((item) => item.version === versions.get(item.id));
  const changed = there.filter((item) => item.version !== versions.get(item.id));
  const gone = new Set(versions.keys());
  for (const { id } of there) gone.delete(id);
  return {
    items: asChosen,
    leftAlone: [
      ...changed.map((item) => ({ id: item.id, name: nameOf(register, item) })),
      ...[...gone].map((id) => ({ id, name: null })),
    ],
  };
}

/**
 * Does it. Gives back null where it was done before, or is no choice of this register: sending the form twice does it once.
 * `words` say what is done, for the page that follows.
 */
export async function applyBulk(
  acting: Acting,
  register: Register,
  id: string,
  action: BulkAction,
  words: string,
): Promise<BulkOutcome | null> {
  const { tx, scope, now } = acting;
  const bulk = await selectBulkChange(tx, scope, register.table, id, true);
  if (bulk === null || bulk.state !== 'chosen') return null;
  const { items, leftAlone } = await chosenItems(acting, register, bulk, true);
  const outcome: BulkOutcome = { action: action.kind, words, changed: 0, same: 0, notAsked: 0, leftAlone };
  const done: BulkChange['items'] = [];
  const changes: { id: string; before: RegisterItem; after: Content & { version: number } }[] = [];
  const removed: RegisterItem[] = [];
  const source = typedNow(acting);
  for (const item of items) {
    const made = fateOf(register, item, action, source);
    if (made.fate === 'same') outcome.same += 1;
    else if (made.fate === 'not-asked') outcome.notAsked += 1;
    else {
      outcome.changed += 1;
      done.push([item.id, made.after?.version ?? null]);
      if (made.after === null) removed.push(item);
      else changes.push({ id: item.id, before: item, after: made.after });
    }
  }
  if (removed.length > 0) await removeItems(acting, register, removed);
  await updateItems(
    tx,
    scope,
    register,
    changes.map(({ id: item, after }) => ({ id: item, ...after })),
    writtenFields(register, action),
    now,
  );
  await recordItems(acting, register, changes);
  await updateBulkChange(tx, scope, id, { state: 'done', items: done, outcome, doneAt: now }, now);
  return outcome;
}

/**
 * Puts everything back as it was before: removed items come back, changed ones hold what they held. Items that were
 * changed again since stay, and are named. Null where there is nothing to undo.
 */
export async function undoBulk(acting: Acting, register: Register, id: string): Promise<BulkOutcome | null> {
  const { tx, scope, now } = acting;
  const bulk = await selectBulkChange(tx, scope, register.table, id, true);
  if (bulk?.state !== 'done' || bulk.outcome === null || bulk.doneAt === null) return null;
  const undone =
    bulk.outcome.action === 'remove'
      ? await putBack(acting, register, bulk)
      : await holdAsBefore(acting, register, bulk, bulk.doneAt);
  const outcome = { ...bulk.outcome, undone };
  await updateBulkChange(tx, scope, id, { state: 'undone', items: bulk.items, outcome, doneAt: bulk.doneAt }, now);
  return outcome;
}

type Undone = NonNullable<BulkOutcome['undone']>;

async function putBack(acting: Acting, register: Register, bulk: BulkChange): Promise<Undone> {
  const back = await restoreItems(
    acting,
    register,
    bulk.items.map(([item]) => item),
  );
  return { restored: back.length, stayed: [] };
}

async function holdAsBefore(acting: Acting, register: Register, bulk: BulkChange, doneAt: Date): Promise<Undone> {
  const { tx, scope, now } = acting;
  const { items, leftAlone } = await chosenItems(acting, register, bulk, true);
  const before = await listBefore(
    tx,
    scope,
    register.table,
    items.map(({ id }) => id),
    doneAt,
  );
  const back = items.flatMap((item) => {
    const held = before.get(item.id);
    return held === undefined ? [] : [{ item, held: readBack(held) }];
  });
  await cutLooseEnds(
    acting,
    register,
    back.map(({ held }) => held),
  );
  const changes = back.map(({ item, held }) => ({
    id: item.id,
    before: item,
    after: { values: held.values, unread: held.unread, sources: held.sources, version: item.version + 1 },
  }));
  await updateItems(
    tx,
    scope,
    register,
    changes.map(({ id, after }) => ({ id, ...after })),
    register.fields.map(({ name }) => name),
    now,
  );
  await recordItems(acting, register, changes);
  return { restored: changes.length, stayed: leftAlone };
}

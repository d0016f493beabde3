/**
 * What people do to a register's items. Each is one transaction that also writes the history. An item is only changed by
 * someone who has seen its present version. Removing is in removal.commands.ts, changing many in bulk.commands.ts.
 */
import { randomUUID } from 'node:crypto';
import { recordChanges, type Transaction, type SchoolScope } from '../../platform/database/index.ts';
import type { ValueSource } from '../../domain/record.ts';
import { plainDateIn } from '../../domain/dates.ts';
import { changedContent, sameContent, withFallbacks, writtenDown, type Content } from './content.rules.ts';
import { formFields, sameValue, type Register, type RegisterItem } from './register.ts';
import { insertItem, listItemChanges, selectItem, updateItem } from './registers.queries.ts';

export interface Acting {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
}

/** How an attempt to change an item came out. `stale`: someone else changed it since; `latest` is how it is now. */
export type ChangeResult = { outcome: 'done' } | { outcome: 'gone' } | { outcome: 'stale'; latest: RegisterItem };

/** Adds an item and returns its id. `from`: where values came from that nobody typed, by field name. */
export async function addItem(
  acting: Acting,
  register: Register,
  values: Record<string, unknown>,
  from: Readonly<Record<string, ValueSource>> = {},
): Promise<string> {
  const sources = { '*': typedNow(acting), ...from };
  const item = { id: randomUUID(), values: withFallbacks(register, values), unread: {}, sources };
  await insertItem(acting.tx, acting.scope, register, item, acting.now);
  await recordItems(acting, register, [{ id: item.id, before: null, after: item }]);
  return item.id;
}

/**
 * Writes the given fields of an item, where `version` is still the one it has. Original text that could not be read is
 * kept until its field gets a value. Writing what is there already changes nothing and leaves no trace. `from`: where the
 * values came from, where nobody typed them.
 */
export async function changeItem(
  acting: Acting,
  register: Register,
  id: string,
  version: number,
  values: Record<string, unknown>,
  from: ValueSource = typedNow(acting),
): Promise<ChangeResult> {
  const before = await selectItem(acting.tx, acting.scope, register, id, true);
  if (before === null) return { outcome: 'gone' };
  const after = changedContent(register, before, values, from);
  if (sameContent(before, after)) return { outcome: 'done' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  const written = Object.fromEntries(Object.keys(values).map((name) => [name, after.values[name]]));
  await updateItem(
    acting.tx,
    acting.scope,
    register,
    { id, values: written, unread: after.unread, sources: after.sources },
    acting.now,
  );
  await recordItems(acting, register, [{ id, before, after }]);
  return { outcome: 'done' };
}

/** Makes an item again what it was, sources and all, where `version` is still the one it has. */
export async function putBackItem(
  acting: Acting,
  register: Register,
  id: string,
  version: number,
  was: Pick<RegisterItem, 'values' | 'unread' | 'sources'>,
): Promise<ChangeResult> {
  const before = await selectItem(acting.tx, acting.scope, register, id, true);
  if (before === null) return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  const { values, unread, sources } = was;
  await updateItem(acting.tx, acting.scope, register, { id, values, unread, sources }, acting.now);
  await recordItems(acting, register, [{ id, before, after: { version: version + 1, values, unread, sources } }]);
  return { outcome: 'done' };
}

/**
 * What the item held when it had `version`, where the history knows: what a person was looking at before someone else
 * changed it.
 */
export async function selectVersion(
  { tx, scope }: Pick<Acting, 'tx' | 'scope'>,
  register: Register,
  id: string,
  version: number,
): Promise<Record<string, unknown> | null> {
  const changes = await listItemChanges(tx, scope, register.table, id);
  return changes.find(({ before }) => before?.['version'] === version)?.before ?? null;
}

/** The fields of a form that differ from what the item holds now. */
export function differingFields(register: Register, item: RegisterItem, values: Record<string, unknown>): string[] {
  return formFields(register)
    .map(({ name }) => name)
    .filter((name) => name in values && !sameValue(values[name], item.values[name]));
}

/** One line of history for each of many items. */
export async function recordItems(
  { tx, scope, personId, now }: Acting,
  register: Register,
  items: readonly { id: string; before: Content | null; after: Content | null; tied?: readonly unknown[] }[],
): Promise<void> {
  const rows = items.map(({ id, before, after, tied = [] }) => ({
    ...scope,
    table: register.table,
    rowId: id,
    before: before && (tied.length > 0 ? { ...writtenDown(before), tied } : writtenDown(before)),
    after: after && writtenDown(after),
    personId,
    at: now,
  }));
  await recordChanges(tx, rows);
}

/** A person wrote it on a page today, by the clock on the wall. */
export function typedNow({ now }: Pick<Acting, 'now'>): ValueSource {
  return { from: 'typed', on: plainDateIn(now), note: null };
}

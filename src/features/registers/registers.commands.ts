/**
 * What people do to a register's items. Each is one transaction that also writes the history. An item is only changed by
 * someone who has seen its present version; a removed item can be brought back from the history as it was.
 */
import { randomUUID } from 'node:crypto';
import { recordChange, type Transaction, type SchoolScope } from '../../platform/database/index.ts';
import type { ValueSource } from '../../domain/record.ts';
import { plainDateIn } from '../../domain/dates.ts';
import { formFields, isEmpty, sameValue, type Register, type RegisterItem } from './register.ts';
import {
  deleteItem,
  insertItem,
  listHanging,
  listItemChanges,
  repoint,
  selectItem,
  selectLinkNames,
  updateItem,
  type HangingItem,
} from './registers.queries.ts';

export interface Acting {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
}

/** How an attempt to change an item came out. `stale`: someone else changed it since; `latest` is how it is now. */
export type ChangeResult = { outcome: 'done' } | { outcome: 'gone' } | { outcome: 'stale'; latest: RegisterItem };

/** Adds an item and returns its id. */
export async function addItem(acting: Acting, register: Register, values: Record<string, unknown>): Promise<string> {
  const sources = { '*': typedNow(acting) };
  const item = { id: randomUUID(), values: withFallbacks(register, values), unread: {}, sources };
  await insertItem(acting.tx, acting.scope, register, item, acting.now);
  await recordItem(acting, register, item.id, null, item);
  return item.id;
}

/**
 * Writes the given fields of an item, where `version` is still the one it has. Original text that could not be read is
 * kept until its field gets a value. Writing what is there already changes nothing and leaves no trace.
 */
export async function changeItem(
  acting: Acting,
  register: Register,
  id: string,
  version: number,
  values: Record<string, unknown>,
): Promise<ChangeResult> {
  const before = await selectItem(acting.tx, acting.scope, register, id, true);
  if (before === null) return { outcome: 'gone' };
  const written = withFallbacks(register, values);
  const merged: Record<string, unknown> = { ...before.values, ...written };
  const changed = Object.keys(written).filter((name) => !sameValue(before.values[name], written[name]));
  const mended = (name: string) => changed.includes(name) && !isEmpty(merged[name]);
  const unread = Object.fromEntries(Object.entries(before.unread).filter(([name]) => !mended(name)));
  const typed = typedNow(acting);
  const sources = { ...before.sources, ...Object.fromEntries(changed.map((name) => [name, typed])) };
  const after = { id, version: before.version + 1, values: merged, unread, sources };
  if (sameContent(before, after)) return { outcome: 'done' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  await updateItem(acting.tx, acting.scope, register, { id, values: written, unread, sources }, acting.now);
  await recordItem(acting, register, id, before, after);
  return { outcome: 'done' };
}

/**
 * Takes an item out of the register, and unties what pointed to it. {@link restoreItem} brings it back and ties again.
 * Null where it was not there any more.
 */
export async function removeItem(acting: Acting, register: Register, id: string): Promise<RegisterItem | null> {
  const { tx, scope, now } = acting;
  const before = await selectItem(tx, scope, register, id, true);
  if (before === null) return null;
  const hanging = await listHanging(tx, scope, register.table, id);
  for (const item of hanging) {
    if (await repoint(tx, scope, item, id, null, now)) await recordTie(acting, item, id, null);
  }
  await deleteItem(tx, scope, register.table, id);
  const tied = hanging.map(({ table, field, id: hangingId }) => ({ table, field, id: hangingId }));
  await recordItem(acting, register, id, before, null, tied);
  return before;
}

/** Brings a removed item back as it was when it was removed. False where there is nothing to bring back. */
export async function restoreItem(acting: Acting, register: Register, id: string): Promise<boolean> {
  const { tx, scope, now } = acting;
  if ((await selectItem(tx, scope, register, id)) !== null) return true;
  const [latest] = await listItemChanges(tx, scope, register.table, id);
  if (latest === undefined || latest.after !== null || latest.before === null) return false;
  const { unread, sources, version, tied, ...values } = latest.before;
  const known = await selectLinkNames(tx, scope, register);
  for (const { name, linksTo } of register.fields) {
    if (linksTo !== undefined && !known[linksTo]?.has(String(values[name]))) values[name] = null;
  }
  const item = {
    id,
    version: Number(version ?? 0) + 1,
    values,
    unread: (unread ?? {}) as Record<string, string>,
    sources: (sources ?? {}) as Record<string, ValueSource>,
  };
  await insertItem(tx, scope, register, item, now);
  await recordItem(acting, register, id, null, item);
  for (const hanging of (tied ?? []) as Omit<HangingItem, 'name'>[]) {
    if (await repoint(tx, scope, hanging, null, id, now)) await recordTie(acting, hanging, null, id);
  }
  return true;
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

interface Content {
  version?: number;
  values: Record<string, unknown>;
  unread: Record<string, string>;
  sources: Record<string, ValueSource>;
}

async function recordItem(
  { tx, scope, personId, now }: Acting,
  register: Register,
  rowId: string,
  before: Content | null,
  after: Content | null,
  tied: readonly unknown[] = [],
): Promise<void> {
  const side = (content: Content | null) =>
    content && {
      ...content.values,
      unread: content.unread,
      sources: content.sources,
      version: content.version ?? 1,
    };
  const was = side(before);
  await recordChange(tx, {
    ...scope,
    table: register.table,
    rowId,
    before: was && (tied.length > 0 ? { ...was, tied } : was),
    after: side(after),
    personId,
    at: now,
  });
}

/** The history of an item that is tied to another, or untied, because the other went or came back. */
async function recordTie(
  { tx, scope, personId, now }: Acting,
  item: Omit<HangingItem, 'name'>,
  from: string | null,
  to: string | null,
): Promise<void> {
  await recordChange(tx, {
    ...scope,
    table: item.table,
    rowId: item.id,
    before: { [item.field]: from },
    after: { [item.field]: to },
    personId,
    at: now,
  });
}

/** A person wrote it on a page today, by the clock on the wall. */
function typedNow({ now }: Acting): ValueSource {
  return { from: 'typed', on: plainDateIn(now), note: null };
}

function withFallbacks(register: Register, values: Record<string, unknown>): Record<string, unknown> {
  const filled = { ...values };
  for (const { name, fallback } of register.fields) {
    if (fallback !== undefined && name in filled) filled[name] ??= fallback;
  }
  return filled;
}

function sameContent(a: Content, b: Content): boolean {
  const names = Object.keys(b.values);
  return (
    names.every((name) => sameValue(a.values[name], b.values[name])) &&
    JSON.stringify(a.unread) === JSON.stringify(b.unread)
  );
}

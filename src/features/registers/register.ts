/**
 * What a register is: one declaration of its fields and words, from which the list, the forms, the item's page, the history
 * and the removal with undo follow. Contracts, systems, equipment and connections are four such declarations.
 */
import type { ValueSource } from '../../domain/record.ts';
import type { Field } from '../../ui/forms/index.ts';

/** Tables that hold register items. Also the names that the history uses. */
export type RegisterTable = 'contract' | 'system' | 'equipment' | 'connection';

/** A form field that also knows how its unknown is spoken of and which register it points to. */
export interface RegisterField extends Field {
  /** What knowing it would change, to follow "Not known. With it, …". */
  ifKnown?: string;
  /** Which register a `link` field points to. */
  linksTo?: RegisterTable;
  /** The value where nothing is chosen, for columns that always hold one. */
  fallback?: string | number;
  /** Left out of the item's page while it is empty: nothing is missing when it is. */
  quietWhenEmpty?: boolean;
  /** Set by a button (end, undo), not by the form. */
  setByAction?: boolean;
}

/** One item as the record has it, with what the database adds. Values by field name. */
export interface RegisterItem {
  id: string;
  version: number;
  updatedAt: Date;
  values: Record<string, unknown>;
  /** Original text of values that could not be read, by field name. */
  unread: Record<string, string>;
  /** Where its values came from, by field name; `*` for those without an entry of their own. */
  sources: Record<string, ValueSource>;
}

/** Names of items of other registers, for fields that point there: by table, then by id. */
export type LinkNames = Partial<Record<RegisterTable, Map<string, string>>>;

export interface RegisterWords {
  /** "contract", "piece of equipment". */
  singular: string;
  /** "a contract", "equipment": after "Add". */
  withArticle: string;
  /** "contracts". */
  plural: string;
  /** Heading of the list and of the section in the navigation. */
  title: string;
  /** Why it is worth filling in, in one sentence. */
  why: string;
  /** What to do when it is empty. */
  empty: string;
}

export interface Register {
  table: RegisterTable;
  /** The folder in the address: `/schools/:key/<path>`. */
  path: string;
  words: RegisterWords;
  /** The field that names an item. */
  nameField: string;
  /** The choice field that the list can be filtered by. */
  kindField: string;
  fields: RegisterField[];
  /** Groups of the form that stand folded away, so that the rest can be filled in within a minute. */
  foldedGroups: string[];
  /** Fields shown as columns of the list, after the name. */
  listFields: string[];
  /** The date that sorts the list and answers "when does it end?"; null where the register has none. */
  endField: string | null;
  /** The day from which an item is over but stays in the register, and what to call setting it; not all have one. */
  overField?: { name: string; label: string };
}

/** Fields that a person fills in. */
export function formFields(register: Register): RegisterField[] {
  return register.fields.filter((field) => !field.setByAction);
}

/** The name an item goes by. */
export function nameOf(register: Register, item: RegisterItem): string {
  return textOf(item.values[register.nameField]);
}

/** A stored value as plain text: ids, names, dates and numbers as they are; nothing for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Where the value of a field came from; null where that was never written down, or there is no value. */
export function sourceOf(item: Pick<RegisterItem, 'values' | 'sources'>, field: string): ValueSource | null {
  if (isEmpty(item.values[field])) return null;
  return item.sources[field] ?? item.sources['*'] ?? null;
}

export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/** The same value, whatever it is: texts, numbers and yes or no by themselves, amounts by year by what they hold. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  return a === b || (typeof a === 'object' && canonical(a) === canonical(b));
}

function canonical(value: unknown): string {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  return JSON.stringify(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * What a newer file would change of an item: three sides are held against each other, field by field: what the last file
 * said (`base`), what the register holds (`mine`), and what this file says (`theirs`). What only the file changed is taken;
 * what only a person changed stays; where both did, a person decides, and until then the register's stays.
 */
import type { ColumnMapping } from './columns.rules.ts';
import type { Importable } from './importable.ts';

/** Values by field name, with the original text of what could not be read. */
export interface Side {
  values: Readonly<Record<string, unknown>>;
  unread: Readonly<Record<string, string>>;
}

/** One field's value and, where there is none, the text that could not be read. */
export interface Held {
  value: unknown;
  text: string | null;
}

export interface FieldChange {
  field: string;
  was: Held;
  will: Held;
  /** A person has changed it too (or typed it, where no file said anything before). */
  conflict: boolean;
  /** Whether it is taken: what a person chose, else all that is no conflict. */
  take: boolean;
}

/** Fields that never come from a file's cells. */
const NO_CELLS = new Set(['id', 'unread', 'sources']);

/** Fields that at least one column of the file is taken for. */
export function spokenFields({ schema, targetsOf }: Importable, mapping: readonly ColumnMapping[]): Set<string> {
  const targets = new Set(mapping.map(({ target }) => target));
  const fields = Object.keys(schema.shape).filter((field) => !NO_CELLS.has(field));
  return new Set(fields.filter((field) => (targetsOf?.[field] ?? [field]).some((target) => targets.has(target))));
}

/**
 * The changes that a row would make; none where it says what is there. `base` is null where no file spoke of the item
 * before. `chosen` says for which fields a person decided, and how.
 */
export function mergeRow(
  importable: Importable,
  spoken: ReadonlySet<string>,
  sides: { base: Side | null; mine: Side; theirs: Side },
  chosen: Readonly<Record<string, boolean>> = {},
): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of Object.keys(importable.schema.shape)) {
    if (NO_CELLS.has(field)) continue;
    const mine = heldBy(sides.mine, field);
    const theirs = heldBy(sides.theirs, field);
    if (sameHeld(mine, theirs)) continue;
    const base = sides.base && heldBy(sides.base, field);
    if (base !== null && sameHeld(base, theirs)) continue;
    const isEmpty = mine.value === null && mine.text === null;
    // A file without a column for it can fill what is not known, and no more.
    if (!spoken.has(field) && !isEmpty) continue;
    if (base === null && theirs.value === null && theirs.text === null) continue;
    const conflict = base === null ? !isEmpty : !sameHeld(base, mine);
    changes.push({ field, was: mine, will: theirs, conflict, take: chosen[field] ?? !conflict });
  }
  return changes;
}

/** An item's values and texts once the changes that are taken are made. */
export function withChanges(mine: Side, changes: readonly FieldChange[]): Side {
  const values = { ...mine.values };
  const unread = { ...mine.unread };
  for (const { field, will, take } of changes) {
    if (!take) continue;
    values[field] = will.value;
    if (will.text === null) delete unread[field];
    else unread[field] = will.text;
  }
  return { values, unread };
}

/** A record's item, or what a row was read as, as a side. */
export function sideOf(item: Readonly<Record<string, unknown>>): Side {
  const { unread, ...values } = item;
  return { values, unread: (unread ?? {}) as Record<string, string> };
}

export function heldBy({ values, unread }: Side, field: string): Held {
  const value = values[field] ?? null;
  return { value, text: unread[field] ?? null };
}

export function sameHeld(a: Held, b: Held): boolean {
  return a.text === b.text && canonical(a.value) === canonical(b.value);
}

/** Values of fields are plain, or records of a year's pence: keys in any order say the same. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  return JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

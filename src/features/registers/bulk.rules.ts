/** What a change of many items does to each of them, before it is done. Pure. */
import type { ValueSource } from '../../domain/record.ts';
import { changedContent, confirmedContent, guessedFields, sameContent, type Content } from './content.rules.ts';
import { isEmpty, textOf, type Register, type RegisterField, type RegisterItem } from './register.ts';

/** What can be done to many items. `set` also ends contracts and disposes of equipment: a day is set. */
export type BulkAction = { kind: 'set'; field: string; value: unknown } | { kind: 'confirm' } | { kind: 'remove' };

/** What came of it, kept with the change. */
export interface BulkOutcome {
  action: BulkAction['kind'];
  /** What was done in words: "Who looks after it: Site manager". */
  words: string;
  changed: number;
  /** Those that held it already, or no guess to confirm. */
  same: number;
  /** Those that the field is not asked of. */
  notAsked: number;
  /** Those that someone had changed, or removed, after they were chosen: with the name where it is known. */
  leftAlone: { id: string; name: string | null }[];
  /** Only once it is undone: how many are as before, and those that were changed again since and stay. */
  undone?: { restored: number; stayed: { id: string; name: string | null }[] };
}

/** What becomes of one item. */
export type Fate =
  { fate: 'changes'; after: (Content & { version: number }) | null } | { fate: 'same' } | { fate: 'not-asked' };

/** The longest text that may be set for many at once: notes are about one item. */
const LONGEST_TEXT = 500;

/** Fields that can be set for many at once: not the name, nor long texts that are about one item. */
export function bulkFields(register: Register): RegisterField[] {
  return register.fields.filter(
    ({ name, kind, setByAction, maxLength }) =>
      name !== register.nameField &&
      !setByAction &&
      kind !== 'pounds-by-year' &&
      (kind !== 'longtext' || (maxLength ?? Infinity) <= LONGEST_TEXT),
  );
}

/** What the action makes of an item. */
export function fateOf(register: Register, item: RegisterItem, action: BulkAction, source: ValueSource): Fate {
  switch (action.kind) {
    case 'remove':
      return { fate: 'changes', after: null };
    case 'confirm':
      if (guessedFields(register, item).length === 0) return { fate: 'same' };
      return { fate: 'changes', after: confirmedContent(register, item, source) };
    case 'set': {
      const field = register.fields.find(({ name }) => name === action.field);
      if (field === undefined) return { fate: 'same' };
      if (!isAskedOf(field, item.values) && !isEmpty(action.value)) return { fate: 'not-asked' };
      const values = { [action.field]: action.value, ...emptied(register, action) };
      const after = changedContent(register, item, values, source);
      return sameContent(item, after) ? { fate: 'same' } : { fate: 'changes', after };
    }
  }
}

/** Fields that an action may write, for the columns that are updated. */
export function writtenFields(register: Register, action: BulkAction): string[] {
  return action.kind === 'set' ? [action.field, ...Object.keys(emptied(register, action))] : [];
}

/** Fields that do not apply any more once another has this value. */
function emptied(register: Register, action: { field: string; value: unknown }): Record<string, null> {
  const value = textOf(action.value);
  return Object.fromEntries(
    register.fields
      .filter(({ showWhen }) => showWhen?.field === action.field && !showWhen.values.includes(value))
      .map(({ name }) => [name, null]),
  );
}

function isAskedOf({ showWhen }: RegisterField, values: Readonly<Record<string, unknown>>): boolean {
  return showWhen === undefined || showWhen.values.includes(String(values[showWhen.field]));
}

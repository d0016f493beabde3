/** Cells that hold one of a field's choices: our own words for it first, then those of others. */
import { isUnread, readYesNo, tidyText, type Reading } from '../../domain/reading/index.ts';
import type { RegisterField } from '../registers/index.ts';
import { normaliseHeading, type ColumnMapping } from './columns.rules.ts';

/** The choice whose label or value is written, whatever its case; null where there is none. */
function choiceWritten(fields: readonly RegisterField[], name: string, text: string): string | null {
  const written = tidyText(text).toLowerCase();
  const choices = fields.find((field) => field.name === name)?.choices ?? [];
  return (
    choices.find(({ value, label }) => value.toLowerCase() === written || label.toLowerCase() === written)?.value ??
    null
  );
}

/** True for our own label of a choice ("Something else"): somebody chose it, and nothing is to be guessed. */
export function isOwnLabel(fields: readonly RegisterField[], name: string, text: string | null): boolean {
  const written = tidyText(text ?? '').toLowerCase();
  const choices = fields.find((field) => field.name === name)?.choices ?? [];
  return choices.some(({ label }) => label.toLowerCase() === written);
}

/**
 * True where the column that is taken for a field is headed as our own downloads head it. A cell of it that is empty was left
 * so, and is not filled from other cells.
 */
export function hasOwnColumn(
  fields: readonly RegisterField[],
  name: string,
  mapping: readonly ColumnMapping[],
): boolean {
  const label = normaliseHeading(fields.find((field) => field.name === name)?.label ?? '');
  return mapping.some(({ target, column }) => target === name && normaliseHeading(column) === label);
}

/** A reader that knows a field's own choices, and asks `read` about all other words. */
export function choiceReader<T extends string>(
  fields: readonly RegisterField[],
  name: string,
  read: (text: string) => Reading<T>,
): (text: string) => Reading<T> {
  return (text) => {
    const own = choiceWritten(fields, name, text);
    return own === null ? read(text) : { value: own as T };
  };
}

/** Yes or no, also as "Enabled", "Not enabled", "Managed", "None". */
export function readHasIt(text: string): Reading<boolean> {
  const plain = readYesNo(text);
  if (!isUnread(plain)) return plain;
  const word = tidyText(text).toLowerCase();
  if (/^(?:none|without|not? (?:enabled|fitted|present|supported|managed)|un-?managed|disabled|off)$/.test(word))
    return { value: false };
  if (/^(?:enabled|fitted|present|supported|managed|on|included|automatic|✓.*|poe\+*)$/.test(word))
    return { value: true };
  return plain;
}

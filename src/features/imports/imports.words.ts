/** Words of the pages of an import, the same on each of them. */
import type { LinkNames } from '../registers/index.ts';
import { NOT_KNOWN, valueWords } from '../registers/index.ts';
import type { Importable } from './importable.ts';
import type { Held } from './merge.rules.ts';

/** "1 contract", "3 contracts", "2 pieces of equipment": how many of what is imported. */
export function countOf({ words }: Pick<Importable, 'words'>, number: number): string {
  const amount = number.toLocaleString('en-GB');
  if (words.singular === words.plural) return `${amount} ${number === 1 ? 'entry' : 'entries'}`;
  return `${amount} ${number === 1 ? words.singular : words.plural}`;
}

/** A field's label; the field's own name where it has none. */
export function labelOf({ fields }: Pick<Importable, 'fields'>, field: string): string {
  return fields.find(({ name }) => name === field)?.label ?? field;
}

/** A field's value in words, with the text that could not be read. */
export function heldWords({ fields }: Pick<Importable, 'fields'>, field: string, held: Held, links: LinkNames): string {
  const declared = fields.find(({ name }) => name === field);
  const value =
    declared === undefined ? JSON.stringify(held.value ?? NOT_KNOWN) : valueWords(declared, held.value, links);
  return held.text === null ? value : `${value} (“${held.text}”)`;
}

/** The filled cells of a row, one after the other, shortened. */
export function originalText(cells: readonly string[]): string {
  const text = cells
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(' | ');
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

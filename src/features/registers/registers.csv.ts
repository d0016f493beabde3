/** A register as CSV that a spreadsheet opens without running anything. */
import Papa from 'papaparse';
import { csvSafe } from '../../platform/tables/index.ts';
import { textOf, type LinkNames, type Register, type RegisterItem } from './register.ts';
import { valueWords } from './registers.words.ts';

/** Kinds that are written as they are held, so that a spreadsheet can sort and add them. */
const PLAIN = new Set(['date', 'whole', 'year']);

/**
 * UTF-8 with a byte-order mark, so that Excel reads £ and accents; one column a field, headed by its label, then one for
 * values that could not be read. Cells that a spreadsheet would take for a formula get an apostrophe in front.
 */
export function registerCsv(register: Register, items: readonly RegisterItem[], links: LinkNames): string {
  const header = [...register.fields.map(({ label }) => label), 'Could not be read'];
  const rows = items.map((item) => [
    ...register.fields.map((field) => {
      const value = item.values[field.name];
      if (value === null || value === undefined) return '';
      if (field.kind === 'pounds' && typeof value === 'number') return (value / 100).toFixed(2);
      return PLAIN.has(field.kind) ? textOf(value) : valueWords(field, value, links);
    }),
    Object.entries(item.unread)
      .map(([name, text]) => `${register.fields.find((field) => field.name === name)?.label ?? name}: ${text}`)
      .join('; '),
  ]);
  return toCsv([header, ...rows]);
}

/** Rows as CSV with the same safety; for any table that is downloaded. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${Papa.unparse(
    rows.map((row) => row.map(csvSafe)),
    { newline: '\r\n' },
  )}\r\n`;
}

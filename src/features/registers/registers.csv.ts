/** A register as a table of plain values, and such a table as CSV that a spreadsheet opens without running anything. */
import Papa from 'papaparse';
import { csvSafe } from '../../platform/tables/index.ts';
import { textOf, type LinkNames, type Register, type RegisterField, type RegisterItem } from './register.ts';
import { valueWords } from './registers.words.ts';

/** A table to be downloaded. What a column holds tells a workbook which cells are dates and numbers; others stay text. */
export interface ExportTable {
  columns: { heading: string; holds: 'text' | 'number' | 'date' }[];
  /** Plain values: days as YYYY-MM-DD, amounts as pounds, nothing where not known. */
  rows: string[][];
}

/** Kinds that are written as they are held, so that a spreadsheet can sort and add them. */
const PLAIN = new Set(['date', 'whole', 'year']);

/**
 * One column a field, headed by its label, as the import recognises it. A value that could not be read goes out as its
 * original text, so that it comes back as such.
 */
export function registerTable(register: Register, items: readonly RegisterItem[], links: LinkNames): ExportTable {
  return {
    columns: register.fields.map((field) => ({ heading: field.label, holds: holdsOf(field) })),
    rows: items.map((item) =>
      register.fields.map((field) => {
        const value = item.values[field.name];
        if (value === null || value === undefined) return item.unread[field.name] ?? '';
        if (field.kind === 'pounds' && typeof value === 'number') return (value / 100).toFixed(2);
        return PLAIN.has(field.kind) ? textOf(value) : valueWords(field, value, links);
      }),
    ),
  };
}

/** What a field's column holds. */
export function holdsOf({ kind }: Pick<RegisterField, 'kind'>): ExportTable['columns'][number]['holds'] {
  if (kind === 'date') return 'date';
  return kind === 'whole' || kind === 'year' || kind === 'pounds' ? 'number' : 'text';
}

/** A table as CSV. */
export function tableCsv({ columns, rows }: ExportTable): string {
  return toCsv([columns.map(({ heading }) => heading), ...rows]);
}

/**
 * UTF-8 with a byte-order mark, so that Excel reads £ and accents. Cells that a spreadsheet would take for a formula get an
 * apostrophe in front.
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${Papa.unparse(
    rows.map((row) => row.map(csvSafe)),
    { newline: '\r\n' },
  )}\r\n`;
}

/** Reading a row's cells by what their columns are taken for: what was read, what was not and why, what was worked out. */
import { isUnread, tidyText, type Reading } from '../../domain/reading/index.ts';
import type { RegisterTable } from '../registers/index.ts';
import type { ColumnMapping } from './columns.rules.ts';

export interface UnreadCell {
  /** The item's field that the cell was meant for. */
  field: string;
  /** Name of its column in the file. */
  column: string;
  text: string;
  why: string;
}

/** A cell that names an item of another register ("Under contract"): looked up when the row is matched with the register. */
export interface LinkCell {
  field: string;
  to: RegisterTable;
  column: string;
  text: string;
}

export interface CellsRead {
  /** Values by field name; what a file does not say is null or left out. */
  fields: Record<string, unknown>;
  unread: UnreadCell[];
  warnings: string[];
  links: LinkCell[];
}

export interface CellReader extends CellsRead {
  /** The text of the cell whose column is taken for `target`, as it is in the file; null where there is none or it is empty. */
  text(target: string): string | null;
  /** The name of the column that is taken for `target` and filled in this row; empty where there is none. */
  column(target: string): string;
  /** Reads a cell; one that cannot be read is kept under `field`. Null where there is nothing or it could not be read. */
  take<T>(target: string, field: string, read: (text: string, column: string) => Reading<T>): T | null;
  /** A text, cut to `most` characters with the whole of it kept; null where there is none. */
  takeText(target: string, most?: number): string | null;
  /** Keeps a cell's text under `field` as not read. */
  keep(field: string, target: string, why: string): void;
  /** Notes that the cell names an item of another register. */
  link(target: string, field: string, to: RegisterTable): void;
}

export const LONGEST_TEXT = 4000;

/** The cells of one row, by their columns' targets. Fill `fields`, and return the reader itself as {@link CellsRead}. */
export function cellReader(cells: readonly string[], mapping: readonly ColumnMapping[]): CellReader {
  const found = new Map<string, { text: string; column: string }>();
  for (const { index, target, column } of mapping) {
    const text = cells[index] ?? '';
    if (target !== null && tidyText(text) !== '') found.set(target, { text, column });
  }
  const fields: Record<string, unknown> = {};
  const unread: UnreadCell[] = [];
  const links: LinkCell[] = [];
  const keep = (field: string, target: string, why: string): void => {
    const cell = found.get(target);
    if (cell) unread.push({ field, column: cell.column, text: cell.text.trim(), why });
  };
  return {
    fields,
    unread,
    warnings: [],
    links,
    text: (target) => found.get(target)?.text ?? null,
    column: (target) => found.get(target)?.column ?? '',
    keep,
    take: (target, field, read) => {
      const cell = found.get(target);
      if (cell === undefined) return null;
      const reading = read(cell.text, cell.column);
      if (!isUnread(reading)) return reading.value;
      keep(field, target, reading.why);
      return null;
    },
    takeText: (target, most = LONGEST_TEXT) => {
      const cell = found.get(target);
      const text = cell === undefined ? '' : tidyText(cell.text);
      if (text.length > most)
        keep(target, target, `it is longer than ${most} characters, so only its beginning is used`);
      return text === '' ? null : text.slice(0, most);
    },
    link: (target, field, to) => {
      const cell = found.get(target);
      if (cell) links.push({ field, to, column: cell.column, text: tidyText(cell.text) });
    },
  };
}

/** A table of nothing but words, as data: the page, the printed page and the Word document are all made of the same one. */
import { plainTable } from './data-table.ts';
import type { Html } from './html.ts';

export interface TextColumn {
  heading: string;
  numeric?: boolean;
  /** Dates and amounts that should not break over two lines. */
  nowrap?: boolean;
}

/** Every row has a cell for each column; the first one names the row. */
export interface TextTable {
  caption: string;
  columns: readonly TextColumn[];
  rows: readonly (readonly string[])[];
}

/** A column with what it says of each row. */
export interface WordColumn<T> extends TextColumn {
  words: (row: T) => string;
}

/** The table of those rows. */
export function textTable<T>(caption: string, columns: readonly WordColumn<T>[], rows: readonly T[]): TextTable {
  return {
    caption,
    columns: columns.map(({ words: _words, ...column }) => column),
    rows: rows.map((row) => columns.map(({ words }) => words(row))),
  };
}

/** The table as markup, without a region of its own to scroll in. */
export function textTableHtml({ caption, columns, rows }: TextTable): Html {
  return plainTable(
    caption,
    columns.map((column, index) => ({ ...column, cell: (row: readonly string[]) => row[index] ?? '' })),
    rows,
  );
}

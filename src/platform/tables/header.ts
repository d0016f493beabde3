/** Finding the header among a table's first rows, and naming its columns. */
import { isUnread, readDate, readMoney, tidyText } from '../../domain/reading/index.ts';

/** Rows that are looked at to find the header. */
export const HEADER_SEARCH_ROWS = 40;

export interface Column {
  index: number;
  /** The heading as it is in the file, tidied; empty where there is none. */
  heading: string;
  /** A name that no other column of the table has: "Value", "Value (2)", "Column 5". */
  name: string;
}

export function isBlankRow(cells: readonly string[]): boolean {
  return cells.every((cell) => tidyText(cell) === '');
}

/** How many of the cells are known headings; given by whoever knows what table is expected. */
export type HeadingCounter = (cells: readonly string[]) => number;

/**
 * Index of the header row. Titles, notes and empty lines often stand before it. It is the row with most known headings
 * where at least two are known; else the first row about as wide as the table that is mostly words; else the first row.
 */
export function findHeader(records: readonly string[][], countKnown?: HeadingCounter): number {
  const start = records.slice(0, HEADER_SEARCH_ROWS);
  if (countKnown) {
    const known = start.map((cells) => countKnown(cells));
    const most = Math.max(0, ...known);
    if (most >= 2) return known.indexOf(most);
  }
  const filled = start.map((cells) => cells.filter((cell) => tidyText(cell) !== '').length);
  const widest = Math.max(0, ...filled);
  const wide = start.findIndex(
    (cells, i) => (filled[i] ?? 0) > 0 && (filled[i] ?? 0) >= widest * 0.6 && mostlyWords(cells),
  );
  return wide >= 0
    ? wide
    : Math.max(
        0,
        filled.findIndex((count) => count > 0),
      );
}

function mostlyWords(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => tidyText(cell) !== '');
  const values = filled.filter((cell) => isValue(cell));
  return values.length <= filled.length * 0.25;
}

function isValue(cell: string): boolean {
  const money = readMoney(cell);
  const date = readDate(cell);
  return (!isUnread(money) && money.value !== null) || (!isUnread(date) && date.value !== null);
}

/** Columns of a header row, with a name of its own for each. */
export function nameColumns(header: readonly string[]): Column[] {
  const taken = new Map<string, number>();
  return header.map((cell, index) => {
    const heading = tidyText(cell).replace(/\s+/g, ' ');
    const base = heading === '' ? `Column ${index + 1}` : heading;
    const times = (taken.get(base.toLowerCase()) ?? 0) + 1;
    taken.set(base.toLowerCase(), times);
    return { index, heading, name: times === 1 ? base : `${base} (${times})` };
  });
}

/** True for a row that only repeats the header, as pages of a printed report do. */
export function repeatsHeader(columns: readonly Column[], cells: readonly string[]): boolean {
  let same = 0;
  for (const column of columns) {
    if (
      tidyText(cells[column.index] ?? '')
        .replace(/\s+/g, ' ')
        .toLowerCase() !== column.heading.toLowerCase()
    )
      return false;
    if (column.heading !== '') same += 1;
  }
  return same > 0;
}

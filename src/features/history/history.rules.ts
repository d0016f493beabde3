/** What of a history is looked at. */

export interface HistoryFilter {
  /** Name of a table, for example `contract`. */
  table?: string;
  /** One row of that table. */
  item?: string;
}

export const HISTORY_PAGE_SIZE = 50;

/** Something that many rows have to do with, a standard for example: rows by their ids, and rows by what they hold. */
export interface HistorySubject {
  rows: { in_table: string; row_id: string }[];
  /** Every row of the table that holds, or held, that value in that field; every row where the field is null. */
  held: { in_table: string; field: string | null; value: string | null }[];
}

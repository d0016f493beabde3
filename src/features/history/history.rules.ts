/** What of a history is looked at. */

export interface HistoryFilter {
  /** Name of a table, for example `contract`. */
  table?: string;
  /** One row of that table. */
  item?: string;
}

export const HISTORY_PAGE_SIZE = 50;

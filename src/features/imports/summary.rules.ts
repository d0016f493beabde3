/** An import in figures, for the command line and for a page's heading. Plain JSON. */
import type { OpenTable } from '../../platform/tables/index.ts';
import { recogniseColumns, type ColumnMapping } from './columns.rules.ts';
import type { Importable } from './importable.ts';
import { previewer, type Fates, type Preview, type PreviewRow } from './rows.rules.ts';

export interface ImportSummary {
  file: string;
  /** Rows of data; the fates add up to it. Empty rows and repeated headers do not count. */
  rows: number;
  fates: Fates;
  columns: { column: string; field: string | null; certainty: string }[];
  /** Cells kept as text, by field and text, most frequent first. */
  unread: { field: string; text: string; why: string; count: number; firstRow: number }[];
  kept: { row: number; reason: string }[];
  warnings: { text: string; count: number }[];
  passedOver: { blankRows: number; repeatedHeaders: number; linesBeforeHeader: number; mendedQuotes: number };
  /** Cells and rows that the lists above have no room for. */
  notListed: { unread: number; kept: number; warnings: number };
}

/** Lines that each list of a summary has at most. */
const MOST_LINES = 500;

/** What came in whole, in part and not at all, and why. */
export function summariseImport(preview: Preview, most = MOST_LINES): ImportSummary {
  const lists = summaryOf(most);
  for (const item of preview.items) lists.add(item);
  const { blankRows, repeatedHeaders, mendedQuotes } = preview;
  return lists.finish(preview.fileName, preview.rows, preview.fates, preview.mapping, {
    blankRows,
    repeatedHeaders,
    linesBeforeHeader: preview.preamble.length,
    mendedQuotes,
  });
}

/** The same for a table of any length, in the memory of one batch of rows. */
export async function summariseTable(
  importable: Importable,
  table: OpenTable,
  mapping?: ColumnMapping[],
): Promise<ImportSummary> {
  const lists = summaryOf();
  const used = mapping ?? recogniseColumns(table.columns, importable.targets);
  const reader = previewer(importable, table.columns, used);
  for await (const rows of table.batches()) for (const row of rows) lists.add(reader.read(row));
  const { rows, blankRows, repeatedHeaders, mendedQuotes } = table.tally;
  return lists.finish(table.name, rows, reader.fates, used, {
    blankRows,
    repeatedHeaders,
    linesBeforeHeader: table.preamble.length,
    mendedQuotes,
  });
}

export interface SummaryLists {
  add(item: PreviewRow): void;
  finish(
    file: string,
    rows: number,
    fates: Fates,
    mapping: readonly ColumnMapping[],
    passedOver: ImportSummary['passedOver'],
  ): ImportSummary;
}

/** Figures that rows are added to one by one: counts like with like, and holds no more than `most` of each. */
export function summaryOf(most = MOST_LINES): SummaryLists {
  const unread = new Map<string, ImportSummary['unread'][number]>();
  const warnings = new Map<string, ImportSummary['warnings'][number]>();
  const kept: ImportSummary['kept'] = [];
  const notListed = { unread: 0, kept: 0, warnings: 0 };
  return {
    add: (item) => {
      for (const { field, text, why } of item.unread) {
        const key = `${field}\n${text}`;
        const entry = unread.get(key);
        if (entry) entry.count += 1;
        else if (unread.size < most) unread.set(key, { field, text, why, count: 1, firstRow: item.row });
        else notListed.unread += 1;
      }
      for (const text of item.warnings) {
        // Dates and quoted words differ from row to row: they do not make another warning.
        const key = text.replace(/“[^”]*”|\d+(?: [A-Z][a-z]+ \d{4})?/g, '…');
        const entry = warnings.get(key);
        if (entry) entry.count += 1;
        else if (warnings.size < most) warnings.set(key, { text, count: 1 });
        else notListed.warnings += 1;
      }
      if (item.reason === null) return;
      if (kept.length < most) kept.push({ row: item.row, reason: item.reason });
      else notListed.kept += 1;
    },
    finish: (file, rows, fates, mapping, passedOver) => ({
      file,
      rows,
      fates,
      columns: mapping.map(({ column, target, certainty }) => ({ column, field: target, certainty })),
      unread: [...unread.values()].sort((a, b) => b.count - a.count || a.firstRow - b.firstRow),
      kept,
      warnings: [...warnings.values()].sort((a, b) => b.count - a.count),
      passedOver,
      notListed,
    }),
  };
}

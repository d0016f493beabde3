/** An import in figures, for the command line and for a page's heading. Plain JSON. */
import type { ContractsPreview, Fates, PreviewRow } from './contracts-import.rules.ts';

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
}

/** What came in whole, in part and not at all, and why. Lists are cut at `most` lines each. */
export function summariseImport(preview: ContractsPreview, most = 1000): ImportSummary {
  return {
    file: preview.fileName,
    rows: preview.rows,
    fates: preview.fates,
    columns: preview.mapping.map(({ column, target, certainty }) => ({ column, field: target, certainty })),
    unread: unreadOf(preview.items).slice(0, most),
    kept: preview.items.flatMap(({ row, reason }) => (reason === null ? [] : [{ row, reason }])).slice(0, most),
    warnings: warningsOf(preview.items).slice(0, most),
    passedOver: {
      blankRows: preview.blankRows,
      repeatedHeaders: preview.repeatedHeaders,
      linesBeforeHeader: preview.preamble.length,
      mendedQuotes: preview.mendedQuotes,
    },
  };
}

function unreadOf(items: readonly PreviewRow[]): ImportSummary['unread'] {
  const counted = new Map<string, ImportSummary['unread'][number]>();
  for (const { row, unread } of items) {
    for (const { field, text, why } of unread) {
      const key = `${field}\n${text}`;
      const entry = counted.get(key);
      if (entry) entry.count += 1;
      else counted.set(key, { field, text, why, count: 1, firstRow: row });
    }
  }
  return [...counted.values()].sort((a, b) => b.count - a.count || a.firstRow - b.firstRow);
}

/** Warnings counted by their wording, with the dates and quoted words in them left out of the comparison. */
function warningsOf(items: readonly PreviewRow[]): ImportSummary['warnings'] {
  const counted = new Map<string, { text: string; count: number }>();
  for (const text of items.flatMap((item) => item.warnings)) {
    const key = text.replace(/“[^”]*”|\d+( [A-Z][a-z]+ \d{4})?/g, '…');
    const entry = counted.get(key);
    if (entry) entry.count += 1;
    else counted.set(key, { text, count: 1 });
  }
  return [...counted.values()].sort((a, b) => b.count - a.count);
}

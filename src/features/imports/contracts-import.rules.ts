/**
 * From the rows of a register to contracts. Every row has one of three fates, and the three add up to the rows:
 * - `whole`: every cell of a column that we use was read;
 * - `partial`: it came in, and some cells are kept as text beside the contract, under the field they were meant for;
 * - `kept`: it cannot become a contract; it is kept as it was, with the reason.
 * The original cells stay with every row, so that nothing in the file is lost.
 */
import { createHash } from 'node:crypto';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { tidyText } from '../../domain/reading/index.ts';
import { recogniseColumns, type ColumnMapping } from './columns.rules.ts';
import { readContractCells, type UnreadCell } from './contract-cells.rules.ts';
import type { Column } from './header.rules.ts';
import type { Table, TableRow } from './read-table.ts';

export type RowFate = 'whole' | 'partial' | 'kept';

export interface PreviewRow {
  /** The row's number in the file, from 1. */
  row: number;
  fate: RowFate;
  /** The same for the same row in any file with the same headings, in any order of rows and columns. */
  fingerprint: string;
  cells: string[];
  contract: Contract | null;
  unread: UnreadCell[];
  warnings: string[];
  /** Why it is `kept`; null for the others. */
  reason: string | null;
}

export interface Fates {
  whole: number;
  partial: number;
  kept: number;
}

export interface ContractsPreview {
  fileName: string;
  columns: Column[];
  mapping: ColumnMapping[];
  rows: number;
  fates: Fates;
  items: PreviewRow[];
  preamble: TableRow[];
  blankRows: number;
  repeatedHeaders: number;
  mendedQuotes: number;
}

export interface ContractPreviewer {
  fates: Fates;
  read(row: TableRow): PreviewRow;
}

/** What becomes of every row of a table. `mapping` is the proposal of {@link recogniseColumns}, corrected or not. */
export function previewContracts(
  table: Table,
  mapping: ColumnMapping[] = recogniseColumns(table.columns),
): ContractsPreview {
  const previewer = contractPreviewer(table.columns, mapping);
  const items = table.rows.map((row) => previewer.read(row));
  const { blankRows, repeatedHeaders, mendedQuotes } = table.tally;
  return {
    fileName: table.name,
    columns: table.columns,
    mapping,
    rows: items.length,
    fates: previewer.fates,
    items,
    preamble: table.preamble,
    blankRows,
    repeatedHeaders,
    mendedQuotes,
  };
}

/** The same row by row, for tables that are too large to hold. */
export function contractPreviewer(columns: readonly Column[], mapping: readonly ColumnMapping[]): ContractPreviewer {
  const fates: Fates = { whole: 0, partial: 0, kept: 0 };
  const seen = new Map<string, number>();
  const read = (row: TableRow): PreviewRow => {
    const content = rowContent(columns, row.cells);
    const times = (seen.get(content) ?? 0) + 1;
    seen.set(content, times);
    const fingerprint = createHash('sha256').update(`${content}#${times}`).digest('hex').slice(0, 32);
    const preview = previewRow(row, mapping, fingerprint);
    fates[preview.fate] += 1;
    return preview;
  };
  return { fates, read };
}

/** A row's filled cells by column name, in an order of their own: a hash, so that a large file needs little memory. */
function rowContent(columns: readonly Column[], cells: readonly string[]): string {
  const filled = cells
    .map(
      (cell, index) =>
        [columns[index]?.name.toLowerCase() ?? `column ${index + 1}`, tidyText(cell).replace(/\s+/g, ' ')] as const,
    )
    .filter(([, cell]) => cell !== '')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return createHash('sha256').update(JSON.stringify(filled)).digest('base64');
}

function previewRow(row: TableRow, mapping: readonly ColumnMapping[], fingerprint: string): PreviewRow {
  const base = { row: row.row, fingerprint, cells: row.cells };
  const { fields, unread, warnings } = readContractCells(row.cells, mapping);
  const kept = (reason: string): PreviewRow => ({
    ...base,
    fate: 'kept',
    contract: null,
    unread: [],
    warnings: [],
    reason,
  });
  if (isTotal(row.cells, fields)) return kept('It looks like a line of totals, not a contract.');
  const title = fields.title ?? fields.description ?? fields.supplier ?? fields.reference ?? null;
  if (title === null) return kept(noName(mapping));
  if (fields.title === undefined) warnings.push('It has no name of its own, so it goes by another of its cells.');
  const texts: Record<string, string> = {};
  for (const { field, text } of unread) {
    const before = texts[field];
    if (before === undefined) texts[field] = text;
    else if (!before.split('; ').includes(text)) texts[field] = `${before}; ${text}`;
  }
  const parsed = contractSchema.safeParse({
    ...fields,
    id: `import-${fingerprint}`,
    title: title.slice(0, 500),
    unread: texts,
  });
  if (!parsed.success)
    return kept(`It could not be turned into a contract: ${parsed.error.issues[0]?.message ?? 'no reason given'}.`);
  return {
    ...base,
    fate: unread.length > 0 ? 'partial' : 'whole',
    contract: parsed.data,
    unread,
    warnings,
    reason: null,
  };
}

function isTotal(cells: readonly string[], fields: Partial<Contract>): boolean {
  const first = tidyText(cells.find((cell) => tidyText(cell) !== '') ?? '');
  const dated = fields.startsOn !== null && fields.startsOn !== undefined;
  return (
    /^(?:grand |sub-?)?totals?\b:?/i.test(first) && first.length < 30 && !dated && (fields.supplier ?? null) === null
  );
}

function noName(mapping: readonly ColumnMapping[]): string {
  return mapping.some((line) => line.target === 'title')
    ? 'It has no name, supplier or description to go by.'
    : 'No column is taken for the contract’s name: choose one above.';
}

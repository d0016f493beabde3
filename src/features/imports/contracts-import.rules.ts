/**
 * From the rows of a register to contracts. Every row has one of three fates, and the three add up to the rows:
 * - `whole`: every cell of a column that we use was read;
 * - `partial`: it came in, and some cells are kept as text beside the contract, under the field they were meant for;
 * - `kept`: it cannot become a contract; it is kept as it was, with the reason.
 * The original cells stay with every row, so that nothing in the file is lost.
 */
import { hash } from 'node:crypto';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { tidyText } from '../../domain/reading/index.ts';
import { recogniseColumns, type ColumnMapping } from './columns.rules.ts';
import { readContractCells, type UnreadCell } from './contract-cells.rules.ts';
import type { Column, Table, TableRow } from '../../platform/tables/index.ts';

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
  const fingerprintOf = rowFingerprints(columns);
  const read = (row: TableRow): PreviewRow => {
    const preview = previewRow(row, mapping, fingerprintOf(row.cells));
    fates[preview.fate] += 1;
    return preview;
  };
  return { fates, read };
}

/**
 * Fingerprints of rows by their filled cells under their column names, whatever the order of rows and columns. The second of
 * two identical rows gets another one than the first, so that a register that lists a contract twice keeps both.
 */
export function rowFingerprints(columns: readonly Column[]): (cells: readonly string[]) => string {
  const order = columns.map(({ index, name }) => ({ index, name: name.toLowerCase() }));
  order.sort((a, b) => (a.name < b.name ? -1 : 1));
  // Keyed by 52 bits of the hash: half a million rows fit in little memory, and a chance match only tells two rows apart.
  const seen = new Map<number, number>();
  return (cells) => {
    let content = '';
    const add = (name: string, cell: string | undefined): void => {
      const text = cell === undefined ? '' : tidyText(cell).replace(/\s+/g, ' ');
      if (text !== '') content += `${name}\u0000${text}\u0001`;
    };
    for (const { index, name } of order) add(name, cells[index]);
    for (let index = columns.length; index < cells.length; index += 1) add(`column ${index + 1}`, cells[index]);
    const first = hash('sha256', content).slice(0, 32);
    const key = Number.parseInt(first.slice(0, 13), 16);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? first : hash('sha256', `${first}#${times}`).slice(0, 32);
  };
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

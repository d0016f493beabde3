/**
 * From the rows of a file to a register's items. Every row has one of three fates, and the three add up to the rows:
 * - `whole`: every cell of a column that we use was read;
 * - `partial`: it came in, and some cells are kept as text beside the item, under the field they were meant for;
 * - `kept`: it cannot become an item; it is kept as it was, with the reason.
 * The original cells stay with every row, so that nothing in the file is lost.
 */
import { tidyText } from '../../domain/reading/index.ts';
import { csvUnsafe, type Column, type Table, type TableRow } from '../../platform/tables/index.ts';
import type { RegisterTable } from '../registers/index.ts';
import type { UnreadCell } from './cell-reader.rules.ts';
import { recogniseColumns, type ColumnMapping } from './columns.rules.ts';
import { rowFingerprints } from './fingerprint.rules.ts';
import type { Importable, ImportedItem } from './importable.ts';

export type RowFate = 'whole' | 'partial' | 'kept';

export interface PreviewRow {
  /** The row's number in the file, from 1. */
  row: number;
  fate: RowFate;
  /** The same for the same row in any file with the same headings, in any order of rows and columns. */
  fingerprint: string;
  /** As they are in the file, without what must not be kept. */
  cells: string[];
  /** Some cells must not be kept, and are empty here: what is stored of them goes too. */
  withheld?: true;
  item: ImportedItem | null;
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

export interface Preview {
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

/**
 * Finds the item of another register that a cell names: its id, null where there is none or more than one. Undefined as a
 * whole where there is no register to look in (a dry run).
 */
export type FindLink = (table: RegisterTable, name: string) => string | null;

export interface Previewer {
  fates: Fates;
  read(row: TableRow): PreviewRow;
}

/** What becomes of every row of a table. `mapping` is the proposal of {@link recogniseColumns}, corrected or not. */
export function previewTable(
  importable: Importable,
  table: Table,
  mapping: ColumnMapping[] = recogniseColumns(table.columns, importable.targets),
  findLink?: FindLink,
): Preview {
  const reader = previewer(importable, table.columns, mapping, findLink);
  const items = table.rows.map((row) => reader.read(row));
  const { blankRows, repeatedHeaders, mendedQuotes } = table.tally;
  return {
    fileName: table.name,
    columns: table.columns,
    mapping,
    rows: items.length,
    fates: reader.fates,
    items,
    preamble: table.preamble,
    blankRows,
    repeatedHeaders,
    mendedQuotes,
  };
}

/** The same row by row, for tables that are too large to hold. */
export function previewer(
  importable: Importable,
  columns: readonly Column[],
  mapping: readonly ColumnMapping[],
  findLink?: FindLink,
): Previewer {
  const fates: Fates = { whole: 0, partial: 0, kept: 0 };
  const fingerprintOf = rowFingerprints(columns);
  const read = (row: TableRow): PreviewRow => {
    const preview = previewRow(importable, row, mapping, fingerprintOf(row.cells), findLink);
    fates[preview.fate] += 1;
    return preview;
  };
  return { fates, read };
}

/** What becomes of one row. Pure: the same row with the same columns always reads the same. */
export function previewRow(
  importable: Importable,
  row: TableRow,
  mapping: readonly ColumnMapping[],
  fingerprint: string,
  findLink?: FindLink,
): PreviewRow {
  const held = importable.withhold?.(row.cells, mapping) ?? { cells: row.cells, reason: null };
  const isWithheld = held.cells.some((cell, index) => cell !== row.cells[index]);
  const base = { row: row.row, fingerprint, cells: held.cells, ...(isWithheld && { withheld: true as const }) };
  // Our own downloads put an apostrophe before what a spreadsheet would run: it is no part of the value.
  const { fields, unread, warnings, links } = importable.readCells(held.cells.map(csvUnsafe), mapping);
  const kept = (reason: string): PreviewRow => ({
    ...base,
    fate: 'kept',
    item: null,
    unread: [],
    warnings: [],
    reason,
  });
  if (held.reason !== null) return kept(held.reason);
  if (isTotal(row.cells, fields)) return kept(`It looks like a line of totals, not ${importable.words.withArticle}.`);
  const nameField = importable.nameField;
  const goesBy = importable.nameFrom.map((field) => fields[field]).find((value) => typeof value === 'string');
  const name = typeof fields[nameField] === 'string' ? fields[nameField] : goesBy;
  if (typeof name !== 'string') return kept(noName(importable, mapping));
  if (fields[nameField] == null) warnings.push('It has no name of its own, so it goes by another of its cells.');
  for (const { field, to, column, text } of links) {
    if (findLink === undefined) {
      warnings.push(`Which ${to} it belongs to is looked up when it is brought in.`);
      continue;
    }
    const id = findLink(to, text);
    if (id !== null) fields[field] = id;
    else unread.push({ field, column, text, why: 'the register has no one entry of this name' });
  }
  const parsed = importable.schema.safeParse({
    ...fields,
    id: `import-${fingerprint}`,
    [nameField]: name.slice(0, LONGEST_NAME[importable.table]),
    ...('unread' in importable.schema.shape && { unread: textsOf(unread) }),
  });
  if (!parsed.success) {
    const said = parsed.error.issues[0]?.message ?? 'no reason given';
    return kept(`It could not be turned into ${importable.words.withArticle}: ${said}.`);
  }
  return {
    ...base,
    fate: unread.length > 0 ? 'partial' : 'whole',
    item: parsed.data as ImportedItem,
    unread,
    warnings,
    reason: null,
  };
}

const LONGEST_NAME: Record<Importable['table'], number> = {
  contract: 500,
  system: 200,
  equipment: 200,
  connection: 200,
  payment: 500,
};

/** Texts that were not read, by field; where two columns were meant for one field, both. */
function textsOf(unread: readonly UnreadCell[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { field, text } of unread) {
    const before = texts[field];
    if (before === undefined) texts[field] = text;
    else if (!before.split('; ').includes(text)) texts[field] = `${before}; ${text}`;
  }
  return texts;
}

function isTotal(cells: readonly string[], fields: Readonly<Record<string, unknown>>): boolean {
  const first = tidyText(cells.find((cell) => tidyText(cell) !== '') ?? '');
  const dated = fields['startsOn'] != null || fields['boughtOn'] != null;
  return /^(?:grand |sub-?)?totals?\b:?/i.test(first) && first.length < 30 && !dated && fields['supplier'] == null;
}

function noName({ nameField, words }: Importable, mapping: readonly ColumnMapping[]): string {
  return mapping.some((line) => line.target === nameField)
    ? 'It has no name, and nothing else to go by.'
    : `No column is taken for the name of the ${words.singular}: choose one among the columns.`;
}

/**
 * From a file to a table of text: the header, and rows of cells that are exactly what the file says. CSV is read as a stream
 * with bounded memory; a workbook is held whole, after a look at what it unpacks to.
 */
import { csvReader, type CsvReader } from './csv.ts';
import { fileKind, MOST_BYTES, tooLarge } from './file-kind.ts';
import {
  findHeader,
  HEADER_SEARCH_ROWS,
  isBlankRow,
  nameColumns,
  repeatsHeader,
  type Column,
  type HeadingCounter,
} from './header.ts';
import { ImportError } from './import-error.ts';
import { SNIFF_BYTES, sniffEncoding, textReader, type TextEncoding } from './text-encoding.ts';
import { oleError, readSheets, type SheetText } from './workbook.ts';

/** A file as bytes in memory or as a stream of them. */
export type FileSource = Uint8Array | AsyncIterable<Uint8Array>;

export interface TableRow {
  /** The row's number in the file as a spreadsheet shows it, from 1; the header and lines before it count. */
  row: number;
  cells: string[];
}

/** What is known of a table before its rows are read. */
export interface TableHead {
  name: string;
  kind: 'csv' | 'xlsx';
  encoding: TextEncoding | null;
  delimiter: string | null;
  sheet: string | null;
  sheets: string[];
  headerRow: number;
  columns: Column[];
  /** Rows before the header: titles, dates, notes. */
  preamble: TableRow[];
}

/** What was met while rows were read; complete once they are all read. */
export interface TableTally {
  rows: number;
  blankRows: number;
  repeatedHeaders: number;
  /** Quotes that never closed and were taken as plain characters. */
  mendedQuotes: number;
}

export interface OpenTable extends TableHead {
  tally: TableTally;
  /** The rows, in batches, once. */
  batches(): AsyncGenerator<TableRow[]>;
}

export interface Table extends TableHead {
  tally: TableTally;
  rows: TableRow[];
}

export interface ReadOptions {
  /** Tells known headings, to find the header among notes. */
  countKnown?: HeadingCounter;
  /** Name of the sheet to read; without it the one with most known headings, else the first with rows. */
  sheet?: string;
  maxBytes?: number;
}

/** Rows that {@link readTable} holds in memory at most. */
export const MOST_ROWS_HELD = 250_000;

/** Reads a whole table into memory. Throws an {@link ImportError} that says how to mend the file. */
export async function readTable(source: FileSource, name: string, options: ReadOptions = {}): Promise<Table> {
  const opened = await openTable(source, name, options);
  const rows: TableRow[] = [];
  for await (const batch of opened.batches()) {
    for (const row of batch) rows.push(row);
    if (rows.length > MOST_ROWS_HELD) {
      throw new ImportError(
        'too-many-rows',
        `“${name}” has more than ${MOST_ROWS_HELD.toLocaleString('en-GB')} rows.`,
        'Split it into several files and import them one after the other.',
      );
    }
  }
  const { name: fileName, kind, encoding, delimiter, sheet, sheets, headerRow, columns, preamble, tally } = opened;
  return { name: fileName, kind, encoding, delimiter, sheet, sheets, headerRow, columns, preamble, tally, rows };
}

/** Opens a table and finds its header; the rows follow in batches, so that a large file never stands in memory. */
export async function openTable(source: FileSource, name: string, options: ReadOptions = {}): Promise<OpenTable> {
  const bytes = bounded(source, name, options.maxBytes ?? MOST_BYTES);
  const start = await firstBytes(bytes);
  const kind = fileKind(start, name);
  if (kind === 'text') return openText(start, bytes, name, options);
  const file = await allBytes(start, bytes);
  if (kind === 'ole') throw oleError(file, name);
  return openWorkbook(await readSheets(file, name), name, options);
}

async function openText(
  start: Uint8Array,
  more: AsyncGenerator<Uint8Array>,
  name: string,
  options: ReadOptions,
): Promise<OpenTable> {
  const encoding = sniffEncoding(start);
  if (encoding === null) {
    throw new ImportError(
      'file-not-text',
      `“${name}” is not a table of text.`,
      'Open it in the program that made it, save it as CSV (UTF-8) or Excel workbook (.xlsx), and import that file.',
    );
  }
  const reader = csvReader();
  const records = recordBatches(start, more, encoding, reader);
  const first: string[][] = [];
  while (first.length < HEADER_SEARCH_ROWS) {
    const next = await records.next();
    if (next.done) break;
    for (const record of next.value) first.push(record);
  }
  const mendedQuotes = (): number => reader.mendedQuotes();
  return tableFrom(
    { name, kind: 'csv', encoding, delimiter: reader.delimiter(), sheet: null, sheets: [] },
    first,
    records,
    options,
    mendedQuotes,
  );
}

async function* recordBatches(
  start: Uint8Array,
  more: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
  reader: CsvReader,
): AsyncGenerator<string[][]> {
  const text = textReader(encoding);
  yield reader.push(text.push(start));
  for await (const chunk of more) {
    const records = reader.push(text.push(chunk));
    if (records.length > 0) yield records;
  }
  const rest = reader.push(text.end());
  yield [...rest, ...reader.end()];
}

function openWorkbook(sheets: SheetText[], name: string, options: ReadOptions): OpenTable {
  const known = (sheet: SheetText): number =>
    options.countKnown ? Math.max(0, ...sheet.rows.slice(0, HEADER_SEARCH_ROWS).map(options.countKnown)) : 0;
  const filled = sheets.filter((sheet) => sheet.rows.some((row) => !isBlankRow(row)));
  const chosen =
    options.sheet === undefined
      ? filled.reduce<SheetText | undefined>(
          (best, sheet) => (best && known(best) >= known(sheet) ? best : sheet),
          undefined,
        )
      : sheets.find((sheet) => sheet.name === options.sheet);
  if (chosen === undefined) {
    const message =
      options.sheet === undefined ? `“${name}” has no rows.` : `“${name}” has no sheet called “${options.sheet}”.`;
    throw new ImportError(
      'sheet-missing',
      message,
      `It has: ${sheets.map((sheet) => sheet.name).join(', ') || 'no sheets'}.`,
    );
  }
  const first = chosen.rows.slice(0, HEADER_SEARCH_ROWS);
  const rest = chosen.rows.slice(HEADER_SEARCH_ROWS);
  const head = {
    name,
    kind: 'xlsx' as const,
    encoding: null,
    delimiter: null,
    sheet: chosen.name,
    sheets: sheets.map((sheet) => sheet.name),
  };
  return tableFrom(head, first, once(rest), options, () => 0);
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

function tableFrom(
  head: Omit<TableHead, 'headerRow' | 'columns' | 'preamble'>,
  first: string[][],
  more: AsyncGenerator<string[][]>,
  options: ReadOptions,
  mendedQuotes: () => number,
): OpenTable {
  if (first.every((cells) => isBlankRow(cells))) {
    throw new ImportError(
      'no-header',
      `“${head.name}” has no rows that can be read.`,
      'Check that its first sheet or lines hold the table.',
    );
  }
  const at = findHeader(first, options.countKnown);
  const columns = nameColumns(trimEnd(first[at] ?? []));
  const preamble = first
    .slice(0, at)
    .map((cells, i) => ({ row: i + 1, cells }))
    .filter(({ cells }) => !isBlankRow(cells));
  const tally: TableTally = { rows: 0, blankRows: 0, repeatedHeaders: 0, mendedQuotes: 0 };
  let number = at + 1;
  const rowsOf = (records: readonly string[][]): TableRow[] => {
    const rows: TableRow[] = [];
    for (const cells of records) {
      number += 1;
      if (isBlankRow(cells)) tally.blankRows += 1;
      else if (repeatsHeader(columns, cells)) tally.repeatedHeaders += 1;
      else rows.push({ row: number, cells });
    }
    tally.rows += rows.length;
    tally.mendedQuotes = mendedQuotes();
    return rows;
  };
  async function* batches(): AsyncGenerator<TableRow[]> {
    yield rowsOf(first.slice(at + 1));
    for await (const records of more) yield rowsOf(records);
  }
  return { ...head, headerRow: at + 1, columns, preamble, tally, batches };
}

function trimEnd(cells: string[]): string[] {
  let end = cells.length;
  while (end > 0 && (cells[end - 1] ?? '').trim() === '') end -= 1;
  return cells.slice(0, end);
}

async function* bounded(source: FileSource, name: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source instanceof Uint8Array ? pieces(source) : source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(name);
    yield chunk;
  }
}

/** A buffer in pieces, so that one in memory is read no differently from a stream. */
function* pieces(buffer: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < buffer.length; at += SNIFF_BYTES) yield buffer.subarray(at, at + SNIFF_BYTES);
}

async function firstBytes(bytes: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < SNIFF_BYTES) {
    const next = await bytes.next();
    if (next.done) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(chunks);
}

async function allBytes(start: Uint8Array, more: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const chunks = [start];
  for await (const chunk of more) chunks.push(chunk);
  return Buffer.concat(chunks);
}

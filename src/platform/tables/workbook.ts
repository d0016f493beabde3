/**
 * Reading an Excel workbook (.xlsx) without trusting it: its size when unpacked is known from its directory and checked by
 * unpacking into nothing before any of it is kept, so that a zip bomb is refused at the cost of a bounded look.
 */
import { createInflateRaw } from 'node:zlib';
import readWorkbook from 'read-excel-file/universal';
import { ImportError } from './import-error.ts';
import { notRead } from './file-kind.ts';

/**
 * Unpacked XML that is read at most. Reading takes about ten times as much memory; a sheet of 50,000 rows and 24 columns
 * has about 55 MB.
 */
export const MOST_UNPACKED_BYTES = 80 * 1024 * 1024;
const MOST_ENTRIES = 5_000;
/** Cells of the rectangle that a sheet spans: one stray value in the last cell of Excel's grid would span 17 thousand million. */
const MOST_CELLS = 5_000_000;

export interface SheetText {
  name: string;
  rows: string[][];
}

interface ZipEntry {
  path: string;
  method: number;
  packedBytes: number;
  unpackedBytes: number;
  headerAt: number;
}

/** All sheets of a workbook as text: dates as YYYY-MM-DD, numbers in full, TRUE and FALSE. */
export async function readSheets(file: Uint8Array, name: string): Promise<SheetText[]> {
  const entries = listEntries(file, name);
  const paths = new Set(entries.map((entry) => entry.path));
  if (!paths.has('[Content_Types].xml') || ![...paths].some((path) => path.startsWith('xl/'))) {
    throw notRead(
      name,
      [...paths].some((path) => path.startsWith('word/')) ? 'a word processor document' : whichZip(paths),
    );
  }
  const read = entries.filter((entry) => /\.xml$|\.xml\.rels$/.test(entry.path));
  const total = read.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  if (total > MOST_UNPACKED_BYTES) throw tooLarge(name);
  for (const entry of read) await checkEntry(file, entry, name);
  const copy = new Uint8Array(file.byteLength);
  copy.set(file);
  try {
    const sheets = await readWorkbook(copy.buffer, { trim: false });
    return sheets.map((sheet) => ({
      name: sheet.sheet,
      rows: sheet.data.map((row) => row.map((cell) => cellText(cell))),
    }));
  } catch (error) {
    throw broken(name, error);
  }
}

/** What to say of an OLE container: a locked workbook has a stream of this name, else it is an old .xls. */
export function oleError(file: Uint8Array, name: string): ImportError {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (buffer.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    return new ImportError(
      'workbook-locked',
      `“${name}” is locked with a password.`,
      'Open it in Excel, remove the password (File, Info, Protect Workbook), save it, and import it again.',
    );
  }
  return new ImportError(
    'file-kind-not-read',
    `“${name}” is in the old Excel format (.xls) or another old Office format.`,
    'Open it in a spreadsheet, choose Save as, then Excel workbook (.xlsx) or CSV, and import that file.',
  );
}

function listEntries(file: Uint8Array, name: string): ZipEntry[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let end = -1;
  for (let at = file.length - 22; at >= Math.max(0, file.length - 22 - 65_535); at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) {
      end = at;
      break;
    }
  }
  if (end < 0) throw broken(name, null);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff || count > MOST_ENTRIES) throw tooLarge(name);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > file.length || view.getUint32(at, true) !== 0x02014b50) throw broken(name, null);
    const nameBytes = view.getUint16(at + 28, true);
    if ((view.getUint16(at + 8, true) & 1) === 1) throw broken(name, null);
    entries.push({
      path: Buffer.from(file.subarray(at + 46, at + 46 + nameBytes)).toString('utf8'),
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      unpackedBytes: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    });
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Unpacks an entry into nothing: it may not hold more than its directory says, nor span more cells than fit. */
async function checkEntry(file: Uint8Array, entry: ZipEntry, name: string): Promise<void> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (entry.headerAt + 30 > file.length) throw broken(name, null);
  const from =
    entry.headerAt + 30 + view.getUint16(entry.headerAt + 26, true) + view.getUint16(entry.headerAt + 28, true);
  const packed = file.subarray(from, from + entry.packedBytes);
  const isSheet = /^xl\/worksheets\/[^/]+\.xml$/.test(entry.path);
  const span: Span = { rows: 0, columns: 0, held: Buffer.alloc(0) };
  const look = (bytes: Uint8Array): void => {
    if (isSheet) spanOf(bytes, span);
    if (span.rows * span.columns > MOST_CELLS) throw tooLarge(name);
  };
  if (entry.method === 0) return look(packed);
  if (entry.method !== 8) throw broken(name, null);
  let bytes = 0;
  const inflate = createInflateRaw({ chunkSize: 65_536 });
  inflate.end(packed);
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > entry.unpackedBytes) throw tooLarge(name);
      look(chunk);
    }
  } catch (error) {
    throw error instanceof ImportError ? error : broken(name, error);
  }
}

interface Span {
  rows: number;
  columns: number;
  /** The end of the piece before, in case an address is cut in two. */
  held: Buffer;
}

const ADDRESS = Buffer.from(' r="');
const QUOTE = 0x22;

/** Widens the span by the addresses of rows and cells (r="7", r="XFD1048576") in a piece of a sheet's XML, byte by byte. */
function spanOf(bytes: Uint8Array, span: Span): void {
  const data = Buffer.concat([span.held, bytes]);
  for (let at = data.indexOf(ADDRESS); at >= 0; at = data.indexOf(ADDRESS, at + ADDRESS.length)) {
    let next = at + ADDRESS.length;
    let column = 0;
    for (const last = next + 3; next < last && isBetween(data[next], 0x41, 0x5a); next += 1)
      column = column * 26 + (data[next] ?? 0) - 0x40;
    let row = 0;
    for (const last = next + 7; next < last && isBetween(data[next], 0x30, 0x39); next += 1)
      row = row * 10 + (data[next] ?? 0) - 0x30;
    if (data[next] !== QUOTE || !isBetween(data[next - 1], 0x30, 0x39)) continue;
    if (row > span.rows) span.rows = row;
    if (column > span.columns) span.columns = column;
  }
  span.held = Buffer.from(data.subarray(-16));
}

function isBetween(byte: number | undefined, low: number, high: number): boolean {
  return byte !== undefined && byte >= low && byte <= high;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const iso = Number.isNaN(cell.getTime()) ? '' : cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
  }
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (typeof cell === 'number') return numberText(cell);
  return typeof cell === 'string' ? cell : '';
}

/** A number without an exponent and without a computer's rounding: 0.1 + 0.2 is "0.3". */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const rounded = Number(value.toPrecision(15));
  return Math.abs(rounded) >= 1e21 || Math.abs(rounded) < 1e-6
    ? String(rounded)
    : rounded.toLocaleString('en-GB', { useGrouping: false, maximumFractionDigits: 15 });
}

function whichZip(paths: ReadonlySet<string>): string {
  if (paths.has('mimetype')) return 'an OpenDocument file';
  if (paths.has('Index/Document.iwa')) return 'an Apple Numbers or Pages file';
  return 'a zip file that holds no Excel workbook';
}

function tooLarge(name: string): ImportError {
  return new ImportError(
    'workbook-too-large',
    `“${name}” unpacks to more than can be read.`,
    'Copy the rows that matter into a new workbook, or save the sheet as CSV, and import that.',
  );
}

function broken(name: string, cause: unknown): ImportError {
  return new ImportError(
    'workbook-broken',
    `“${name}” is damaged: it could not be read as an Excel workbook.`,
    'Open it in a spreadsheet, save it again under another name, and import that; or save the sheet as CSV.',
    { cause },
  );
}

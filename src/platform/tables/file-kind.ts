/** What a file is by its first bytes, held against what its name says. */
import { ImportError } from './import-error.ts';

export type FileKind = 'text' | 'zip' | 'ole';

/** Largest file that is read. */
export const MOST_BYTES = 100 * 1024 * 1024;

const SAVE_AS =
  'Open it in a spreadsheet, choose Save as, then CSV (UTF-8) or Excel workbook (.xlsx), and import that file.';

const SIGNATURES: [number[], string][] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
  [[0x1f, 0x8b], 'a compressed file (gzip)'],
  [[0x52, 0x61, 0x72, 0x21], 'a compressed file (RAR)'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a compressed file (7-Zip)'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a word processor document'],
];

/**
 * Tells text, zip (a modern workbook) and OLE (an old or a locked workbook) apart.
 * Throws an {@link ImportError} for anything else, and where the name promises something different.
 */
export function fileKind(start: Uint8Array, name: string): FileKind {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (start.length === 0) {
    throw new ImportError(
      'file-empty',
      `“${name}” is empty.`,
      'Choose the file again; if it was just saved, check that it has rows.',
    );
  }
  const begins = (bytes: readonly number[]): boolean => bytes.every((byte, i) => start[i] === byte);
  if (begins([0xd0, 0xcf, 0x11, 0xe0])) return 'ole';
  if (begins([0x50, 0x4b, 0x03, 0x04]) || begins([0x50, 0x4b, 0x05, 0x06])) {
    if (['csv', 'txt', 'tsv', 'xls'].includes(extension))
      throw notWhatItsNameSays(name, 'an Excel workbook or another zip file');
    return 'zip';
  }
  for (const [bytes, what] of SIGNATURES) if (begins(bytes)) throw notRead(name, what);
  const text = Buffer.from(start.subarray(0, 512))
    .toString('latin1')
    .replace(/\0/g, '')
    .replace(/^[^\x20-\x7e]+/, '')
    .trimStart();
  if (/^<(?:\?xml|!doctype|html|head|body|table|meta)/i.test(text)) throw notRead(name, 'a web page or XML');
  if (['xlsx', 'xlsm', 'xls', 'ods'].includes(extension)) throw notWhatItsNameSays(name, 'plain text');
  return 'text';
}

export function notWhatItsNameSays(name: string, what: string): ImportError {
  return new ImportError('file-not-what-its-name-says', `“${name}” is not what its name says: it is ${what}.`, SAVE_AS);
}

export function notRead(name: string, what: string): ImportError {
  return new ImportError('file-kind-not-read', `“${name}” is ${what}, which cannot be read as a table.`, SAVE_AS);
}

export function tooLarge(name: string): ImportError {
  return new ImportError(
    'file-too-large',
    `“${name}” is larger than 100 MB.`,
    'Leave out columns that are not needed, or split it into several files and import them one after the other.',
  );
}

/**
 * From bytes to text, for files that have been through many hands: UTF-8 with and without a byte-order mark (once or twice
 * encoded), UTF-16 of either order, Windows-1252, and files in which both UTF-8 and Windows-1252 occur. No byte is dropped
 * and none becomes a replacement character.
 */

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'mixed';

/** Bytes that a look at the start of a file is made with. */
export const SNIFF_BYTES = 65_536;

/** Windows-1252 for bytes 0x80 to 0x9f; the five that it leaves free stay as they are. */
const CP1252_HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
const CP1252_BYTE = new Map([...CP1252_HIGH].map((char, index) => [char, 0x80 + index]));

/** Guesses the encoding from the first bytes of a file. Answers null where they are not text. */
export function sniffEncoding(start: Uint8Array): TextEncoding | null {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const sample = start.subarray(0, SNIFF_BYTES);
  const zeros = zeroBytes(sample);
  const half = sample.length / 2;
  if (zeros.odd > half * 0.4 && zeros.even < half * 0.1) return 'utf-16le';
  if (zeros.even > half * 0.4 && zeros.odd < half * 0.1) return 'utf-16be';
  if (zeros.odd + zeros.even > 0) return null;
  const { valid, multibyte } = utf8Shape(sample);
  if (valid) return 'utf-8';
  return multibyte > 0 ? 'mixed' : 'windows-1252';
}

function zeroBytes(bytes: Uint8Array): { even: number; odd: number } {
  const count = { even: 0, odd: 0 };
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] === 0) count[i % 2 === 0 ? 'even' : 'odd'] += 1;
  return count;
}

/** Length of the UTF-8 sequence that starts at `i`: 0 where there is none, -1 where the bytes end inside of it. */
function sequenceAt(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0) return 0;
  for (let k = 1; k < length; k += 1) {
    if (i + k >= bytes.length) return -1;
    const next = bytes[i + k] ?? 0;
    const low = k === 1 && lead === 0xe0 ? 0xa0 : k === 1 && lead === 0xf0 ? 0x90 : 0x80;
    const high = k === 1 && lead === 0xed ? 0x9f : k === 1 && lead === 0xf4 ? 0x8f : 0xbf;
    if (next < low || next > high) return 0;
  }
  return length;
}

function utf8Shape(bytes: Uint8Array): { valid: boolean; multibyte: number } {
  let valid = true;
  let multibyte = 0;
  for (let i = 0; i < bytes.length;) {
    const length = sequenceAt(bytes, i);
    if (length === -1) break;
    if (length === 0) valid = false;
    if (length > 1) multibyte += 1;
    i += Math.max(1, length);
  }
  return { valid, multibyte };
}

/** Decodes chunk by chunk. `push` gives the text that is complete so far, `end` the rest. */
export interface TextReader {
  push(chunk: Uint8Array): string;
  end(): string;
}

export function textReader(encoding: TextEncoding): TextReader {
  if (encoding === 'utf-16le' || encoding === 'utf-16be' || encoding === 'windows-1252') {
    const decoder = new TextDecoder(encoding);
    return { push: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
  }
  return utf8Reader();
}

/** UTF-8 at full speed while it is valid; the bytes of a chunk where it is not are read one by one as Windows-1252. */
function utf8Reader(): TextReader {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let held: Uint8Array = new Uint8Array(0);
  const decode = (bytes: Uint8Array): string => {
    try {
      return strict.decode(bytes);
    } catch {
      return decodeMixed(bytes);
    }
  };
  return {
    push: (chunk) => {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const whole = bytes.length - unfinishedTail(bytes);
      held = bytes.slice(whole);
      return decode(bytes.subarray(0, whole));
    },
    end: () => {
      const rest = decode(held);
      held = new Uint8Array(0);
      return rest;
    },
  };
}

/** How many bytes at the end belong to a character whose rest is still to come: 0 to 3. */
function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceAt(bytes, bytes.length - back) === -1 ? back : 0;
  }
  return 0;
}

function decodeMixed(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  let from = 0;
  for (let i = 0; i < bytes.length;) {
    const length = sequenceAt(bytes, i);
    if (length > 0) {
      i += length;
      continue;
    }
    text += buffer.toString('utf8', from, i) + fromCp1252(bytes[i] ?? 0);
    i += 1;
    from = i;
  }
  return text + buffer.toString('utf8', from);
}

function fromCp1252(byte: number): string {
  return byte >= 0x80 && byte <= 0x9f ? (CP1252_HIGH[byte - 0x80] ?? '') : String.fromCharCode(byte);
}

/** Removes a byte-order mark at the start of a text, also one that was itself encoded again ("ï»¿"), once or more. */
export function withoutByteOrderMark(text: string): string {
  return text.replace(/^(?:\ufeff|\u00ef\u00bb\u00bf|\u00c3\u00af\u00c2\u00bb\u00c2\u00bf)+/, '');
}

/** Windows-1252's and Latin-1's ways to show the bytes 0x80 to 0xbf. */
const TAIL =
  '[\\u0080-\\u00bf\\u0152\\u0153\\u0160\\u0161\\u0178\\u017d\\u017e\\u0192\\u02c6\\u02dc\\u2013-\\u2122\\u20ac]';
/**
 * What one character of British text looks like when its UTF-8 bytes are shown singly: Â or Ã or Å and one more (£, é, ŵ), or
 * â, á or ï and two more (quotes, dashes, €). Other lead bytes are left alone: "CAFÉ’S" is no damage.
 */
const DOUBLE_ENCODED = new RegExp(`[\\u00c2\\u00c3\\u00c5]${TAIL}|[\\u00e1\\u00e2\\u00ef]${TAIL}{2}`, 'g');
const SUSPICIOUS = new RegExp(`[\\u0080-\\u009f]|${DOUBLE_ENCODED.source}`);

/**
 * Mends text that was decoded wrongly before it was saved: "â€™" and "Ã©" (UTF-8 read as Windows-1252 or Latin-1), the same
 * with its first byte lost ("\u0080\u0099", as in one council's register), and single control characters that are
 * Windows-1252 punctuation. Anything that is not surely such damage stays as it is.
 */
export function mendMojibake(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text
    .replace(DOUBLE_ENCODED, (run) => mendRun(run))
    .replace(/\u0080[\u0080-\u00bf]/g, (run) => Buffer.from([0xe2, 0x80, run.charCodeAt(1)]).toString('utf8'))
    .replace(/[\u0080-\u009f]/g, (char) => CP1252_HIGH[char.charCodeAt(0) - 0x80] ?? char);
}

function mendRun(run: string): string {
  const bytes = Uint8Array.from([...run], (char) => CP1252_BYTE.get(char) ?? char.charCodeAt(0));
  return sequenceAt(bytes, 0) === bytes.length ? Buffer.from(bytes).toString('utf8') : run;
}

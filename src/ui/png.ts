/** Bitmaps as PNG, as far as documents need them: a plain one, and one cut into pieces. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const DEPTH = 8;
const GREY = 0;
/** Bytes of a point by the kinds of colour that have whole bytes: grey, colour, with how much shows through. */
const BYTES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

interface Bitmap {
  width: number;
  colour: number;
  /** Row after row, without filters. */
  rows: Buffer[];
}

/** A plain white one within a line: what stands for a drawing where it cannot be shown and none could be made of it. */
export function plainPng(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(width, y === 0 || y === height - 1 ? 0xb5 : 0xff);
    row[0] = 0xb5;
    row[width - 1] = 0xb5;
    return row;
  });
  return encode({ width, colour: GREY, rows });
}

/** Pieces of a bitmap, each so many rows from one on; null where it is not of a kind that can be cut. */
export function cutPng(png: Buffer, pieces: readonly { from: number; height: number }[]): Buffer[] | null {
  const bitmap = decode(png);
  if (!bitmap) return null;
  return pieces.map(({ from, height }) => encode({ ...bitmap, rows: bitmap.rows.slice(from, from + height) }));
}

function encode({ width, colour, rows }: Bitmap): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(rows.length, 4);
  head.set([DEPTH, colour, 0, 0, 0], 8);
  const filtered = Buffer.concat(rows.flatMap((row) => [Buffer.from([0]), row]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(filtered)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function decode(png: Buffer): Bitmap | null {
  if (!png.subarray(0, 8).equals(SIGNATURE)) return null;
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [depth, colour, , , interlaced] = png.subarray(24, 29);
  const bytes = BYTES[colour ?? -1];
  if (depth !== DEPTH || colour === undefined || bytes === undefined || interlaced !== 0) return null;
  const data: Buffer[] = [];
  for (let at = 8; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const filtered = inflateSync(Buffer.concat(data));
  const size = width * bytes;
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    const at = y * (size + 1);
    const row = Buffer.from(filtered.subarray(at + 1, at + 1 + size));
    unfilter(filtered[at] ?? 0, row, rows.at(-1) ?? Buffer.alloc(size), bytes);
    rows.push(row);
  }
  return { width, colour, rows };
}

/** Takes off the row what its filter put on, by the point to the left, the one above and the one between. */
function unfilter(filter: number, row: Buffer, above: Buffer, bytes: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i < bytes ? 0 : (row[i - bytes] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < bytes ? 0 : (above[i - bytes] ?? 0);
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    row[i] = ((row[i] ?? 0) + guess) & 0xff;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

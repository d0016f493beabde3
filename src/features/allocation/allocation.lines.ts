/** A file of lines, read a piece at a time however large it is, with its hash. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** A file that cannot be read as what it should be. The message names the file and the line, and says how to mend it. */
export class AllocationFileError extends Error {
  readonly code = 'allocation-file';
  constructor(path: string, line: number | null, message: string, options?: ErrorOptions) {
    super(`${path}${line === null ? '' : `, line ${line.toLocaleString('en-GB')}`}: ${message}`, options);
    this.name = 'AllocationFileError';
  }
}

export interface Line {
  /** Counted from 1. */
  number: number;
  text: string;
}

/** Read from the disk at once. */
const PIECE_BYTES = 256 * 1024;
/** The longest line that is read into memory: a school with every need and limit there can be stays far below. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const starts: readonly [readonly number[], string][] = [
  [[0xff, 0xfe], 'it is UTF-16. Save it as UTF-8.'],
  [[0xfe, 0xff], 'it is UTF-16. Save it as UTF-8.'],
  [[0x1f, 0x8b], 'it is compressed. Unpack it with gunzip first.'],
  [[0x50, 0x4b], 'it is a ZIP file or a workbook. Lines of JSON are wanted.'],
];

/**
 * The file's lines but empty ones, one after another. Returns the SHA-256 of the whole file.
 * @throws {AllocationFileError} where it cannot be opened, is no UTF-8, or a line is too long.
 */
export function* readLines(path: string, longestBytes = LONGEST_LINE_BYTES): Generator<Line, string> {
  const file = open(path);
  try {
    const hash = createHash('sha256');
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    let parts: Buffer[] = [];
    let length = 0;
    let number = 1;
    let isFirst = true;
    const text = (): string => {
      try {
        return decoder.decode(Buffer.concat(parts)).replace(/\r$/, '');
      } catch (error) {
        throw new AllocationFileError(path, number, 'it is not UTF-8. Save the file as UTF-8.', { cause: error });
      }
    };
    for (;;) {
      const count = read(path, file, piece);
      if (count === 0) break;
      const bytes = piece.subarray(0, count);
      hash.update(bytes);
      if (isFirst) {
        for (const [magic, words] of starts)
          if (magic.every((byte, at) => bytes[at] === byte)) throw new AllocationFileError(path, null, words);
        isFirst = false;
      }
      let from = 0;
      for (let end = bytes.indexOf(10); ; end = bytes.indexOf(10, from)) {
        const to = end < 0 ? count : end;
        length += to - from;
        if (length > longestBytes)
          throw new AllocationFileError(
            path,
            number,
            `it is longer than ${Math.round(longestBytes / 1024 / 1024)} MB. Each school stands on a line of its own.`,
          );
        // A copy: the piece is read into again.
        if (to > from) parts.push(Buffer.from(bytes.subarray(from, to)));
        if (end < 0) break;
        const line = text();
        if (line.trim() !== '') yield { number, text: line };
        parts = [];
        length = 0;
        number++;
        from = end + 1;
      }
    }
    const last = text();
    if (last.trim() !== '') yield { number, text: last };
    return hash.digest('hex');
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw cannotRead(path, error);
  }
}

function read(path: string, file: number, into: Buffer): number {
  try {
    return readSync(file, into, 0, into.length, null);
  } catch (error) {
    throw cannotRead(path, error);
  }
}

function cannotRead(path: string, error: unknown): AllocationFileError {
  const { code } = error as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    ENOENT: 'there is no such file.',
    EISDIR: 'it is a folder.',
    EACCES: 'this user may not read it.',
  };
  return new AllocationFileError(path, null, words[code ?? ''] ?? `it cannot be read (${code ?? String(error)}).`, {
    cause: error,
  });
}

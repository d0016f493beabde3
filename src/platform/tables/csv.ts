/**
 * Delimited text, read piece by piece: records come out as soon as they are complete, so that memory holds one piece and one
 * unfinished record. Papa Parse splits the cells; this adds what it leaves to its callers: any line ends (also CR alone, also
 * mixed), a bound on one record, and quotes that never close, which would otherwise swallow the rest of the file.
 */
import Papa from 'papaparse';
import { ImportError } from './import-error.ts';
import { mendMojibake, withoutByteOrderMark } from './text-encoding.ts';

/** A record that is still open after this many characters has a quote that never closes. */
const LONGEST_RECORD = 1_000_000;
/** Quotes that are mended before the file is refused: each costs another look at up to {@link LONGEST_RECORD} characters. */
const MOST_MENDED_QUOTES = 20;
const DELIMITERS = [',', ';', '\t', '|'];

export interface CsvReader {
  /** Complete records in the text so far. */
  push(text: string): string[][];
  end(): string[][];
  /** How many opening quotes were taken as plain characters because they never closed. */
  mendedQuotes(): number;
  delimiter(): string;
}

/**
 * The delimiter that splits most of the first records, and into the same number of cells; among equals the one that makes
 * more cells. Cells whose quotes end in the wrong place speak against it. A comma where nothing tells.
 */
export function guessDelimiter(sample: string): string {
  let best = { delimiter: ',', score: 0, cells: 1 };
  for (const delimiter of DELIMITERS) {
    const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"', preview: 30 });
    const { data, errors } = parser.parse(sample, 0, false) as Papa.ParseResult<string[]>;
    const { cells, split, even } = shapeOf(data);
    const score = split + even - (errors.some((error) => error.code === 'InvalidQuotes') ? 0.5 : 0);
    if (score > best.score + 0.001 || (score > best.score - 0.001 && cells > best.cells))
      best = { delimiter, score, cells };
  }
  return best.delimiter;
}

/** The most common number of cells above one, the share of filled records that have it, and the share that are split at all. */
function shapeOf(records: readonly string[][]): { cells: number; even: number; split: number } {
  const filled = records.filter((record) => record.some((cell) => cell.trim() !== ''));
  const counts = new Map<number, number>();
  for (const { length } of filled) if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
  let best = { cells: 1, even: 0 };
  for (const [cells, count] of counts)
    if (count / filled.length > best.even) best = { cells, even: count / filled.length };
  const split = filled.length === 0 ? 0 : filled.filter((record) => record.length > 1).length / filled.length;
  return { ...best, split };
}

export function csvReader(givenDelimiter?: string): CsvReader {
  let rest = '';
  let held = '';
  let started = false;
  let delimiter = givenDelimiter ?? '';
  let mended = 0;

  const take = (last: boolean): string[][] => {
    const records: string[][] = [];
    for (;;) {
      const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"' });
      const parsed = parser.parse(rest, 0, !last) as Papa.ParseResult<string[]>;
      const openQuote = parsed.errors.some((error) => error.code === 'MissingQuotes');
      const consumed = parsed.meta.cursor;
      if (last && openQuote) {
        // The last record swallowed everything after a quote that never closes: keep what came before it.
        const whole = parsed.data.slice(0, -1);
        for (const record of whole) records.push(record);
        rest = rest.slice(startOfRecord(rest, delimiter, whole.length));
      } else {
        for (const record of parsed.data) records.push(record);
        rest = last ? '' : rest.slice(consumed);
        if (rest.length <= LONGEST_RECORD) return records;
      }
      mended += 1;
      if (mended > MOST_MENDED_QUOTES) throw brokenQuotes();
      const end = rest.indexOf('\n');
      const line = end < 0 ? rest : rest.slice(0, end);
      if (line.length > LONGEST_RECORD) throw tooLong();
      records.push(line.split(delimiter));
      rest = end < 0 ? '' : rest.slice(end + 1);
      if (rest === '') return records;
    }
  };

  /** Takes in whole lines only, so that neither a CRLF nor a wrongly encoded character is ever cut in two. */
  const add = (text: string, last: boolean): void => {
    held += text;
    const end = last || held.length > LONGEST_RECORD ? held.length : endOfLines(held);
    const lines = held.slice(0, end);
    held = held.slice(end);
    rest += mendMojibake(lines.includes('\r') ? lines.replace(/\r\n?/g, '\n') : lines);
  };

  const start = (): void => {
    rest = withoutByteOrderMark(rest);
    const line = /^sep=(.)\n/i.exec(rest);
    if (line) rest = rest.slice(line[0].length);
    if (delimiter === '') delimiter = line?.[1] ?? guessDelimiter(rest.slice(0, 100_000));
    started = true;
  };

  return {
    push: (text) => {
      add(text, false);
      if (!started) {
        if (rest.length < 16_384) return [];
        start();
      }
      return take(false);
    },
    end: () => {
      add('', true);
      if (!started) start();
      if (rest.endsWith('\n')) rest = rest.slice(0, -1);
      else if (rest === '') return [];
      return take(true);
    },
    mendedQuotes: () => mended,
    delimiter: () => delimiter,
  };
}

/** Just after the last line end of a text; a CR that may be half of a CRLF does not count. */
function endOfLines(text: string): number {
  const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
  return Math.max(whole.lastIndexOf('\n'), whole.lastIndexOf('\r')) + 1;
}

/** Where in the text the record after the first `count` records starts. */
function startOfRecord(text: string, delimiter: string, count: number): number {
  if (count === 0) return 0;
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"', preview: count });
  return (parser.parse(text, 0, false) as Papa.ParseResult<string[]>).meta.cursor;
}

function brokenQuotes(): ImportError {
  return new ImportError(
    'quotes-broken',
    'The file has many quotation marks that open and never close, so its columns cannot be told apart.',
    'Open it in a spreadsheet, save it again as CSV (UTF-8), and import that.',
  );
}

function tooLong(): ImportError {
  return new ImportError(
    'cell-too-long',
    'One line of the file is longer than a million characters.',
    'Check that the file is a table with one row for each entry, saved as CSV.',
  );
}

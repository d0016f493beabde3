/**
 * Reading DfE's list of all establishments ("edubasealldata", from Get Information about Schools): one line for every school
 * in England that is or was, 140 columns, Windows-1252, dates as dd-mm-yyyy. Columns are found by their names, so that a
 * file with more or fewer of them can be read too. Also reads it gzipped. Codes and groups of establishment types are GIAS's
 * own, as published in its lists of type codes (April 2025).
 */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { plainDate, type PlainDate } from '../../domain/dates.ts';
import { isUnread, readCount, readDate, tidyText } from '../../domain/reading/index.ts';
import type { Phase, School } from '../../domain/record.ts';
import { ImportError, openTable, type FileSource, type TableHead } from '../../platform/tables/index.ts';

export interface Establishment {
  urn: string;
  name: string;
  /** In our words; null where neither type nor ages tell. */
  phase: Phase | null;
  /** GIAS's name of the type: "Academy converter". */
  type: string | null;
  /** Decides the financial year; null for what is neither maintained by an authority nor an academy. */
  governance: School['governance'] | null;
  laCode: string | null;
  laName: string | null;
  /** "Open", "Closed", "Open, but proposed to close", "Proposed to open". */
  status: string | null;
  openedOn: PlainDate | null;
  closedOn: PlainDate | null;
  postcode: string | null;
  town: string | null;
  pupils: number | null;
  /** Null where the list does not say, and where it calls the question not applicable. */
  hasSixthForm: boolean | null;
  trustName: string | null;
  trustUid: string | null;
}

export interface GiasTally {
  /** Rows of data met so far. */
  rows: number;
  read: number;
  /** Rows that are no establishment (no URN or name), each with the reason; they are counted, not read. */
  left: { row: number; reason: string }[];
  /** Values that could not be read in rows that were. */
  odd: { row: number; urn: string; column: string; text: string }[];
  oddCount: number;
  leftCount: number;
}

export interface OpenGias {
  /** The day of the file, from its name ("edubasealldata20240617.csv"); null where the name has none. */
  asAt: PlainDate | null;
  columns: number;
  tally: GiasTally;
  batches(): AsyncGenerator<Establishment[]>;
}

/** Lines and values that are listed one by one; more are only counted. */
const MOST_LISTED = 200;
/** The real file is about 65 MB. */
const MOST_GIAS_BYTES = 300 * 1024 * 1024;

const NEEDED = [
  'URN',
  'EstablishmentName',
  'LA (name)',
  'TypeOfEstablishment (name)',
  'EstablishmentStatus (name)',
  'PhaseOfEducation (name)',
];
const WANTED = [
  ...NEEDED,
  'LA (code)',
  'TypeOfEstablishment (code)',
  'EstablishmentTypeGroup (name)',
  'OpenDate',
  'CloseDate',
  'StatutoryLowAge',
  'StatutoryHighAge',
  'NumberOfPupils',
  'OfficialSixthForm (name)',
  'Postcode',
  'Town',
  'Trusts (name)',
  'Trusts (code)',
] as const;
const KNOWN = new Set<string>(WANTED);

/** Opens the file; the establishments follow in batches. Throws an {@link ImportError} where it is another file. */
export async function openEstablishments(source: FileSource, name: string): Promise<OpenGias> {
  const plainName = name.replace(/\.gz$/i, '');
  const table = await openTable(await unzipped(source, name), plainName, {
    countKnown: (cells) => cells.filter((cell) => KNOWN.has(tidyText(cell))).length,
    maxBytes: MOST_GIAS_BYTES,
  });
  const at = columnsOf(table);
  const tally: GiasTally = { rows: 0, read: 0, left: [], odd: [], oddCount: 0, leftCount: 0 };
  async function* batches(): AsyncGenerator<Establishment[]> {
    for await (const rows of table.batches()) {
      const found: Establishment[] = [];
      for (const { row, cells } of rows) {
        tally.rows += 1;
        const establishment = readRow(row, (column) => cells[at.get(column) ?? -1] ?? '', tally);
        if (establishment) found.push(establishment);
      }
      tally.read += found.length;
      yield found;
    }
  }
  return { asAt: giasDate(name), columns: table.columns.length, tally, batches };
}

/** The day in the file's name, else null. */
export function giasDate(name: string): PlainDate | null {
  const match = /edubasealldata(\d{4})(\d{2})(\d{2})/i.exec(name);
  return match ? plainDate(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

type Cell = (column: string) => string;

function columnsOf(table: TableHead): Map<string, number> {
  const at = new Map(table.columns.map((column) => [column.heading, column.index]));
  const missing = NEEDED.filter((column) => !at.has(column));
  if (missing.length === 0) return at;
  throw new ImportError(
    'not-gias',
    `“${table.name}” is not the list of all establishments: it has no column ${missing.map((column) => `“${column}”`).join(', ')}.`,
    'On Get Information about Schools choose Download all data, then “All establishment data” as CSV, and import that file.',
  );
}

function readRow(row: number, cell: Cell, tally: GiasTally): Establishment | null {
  const urn = cell('URN').trim();
  const name = tidyText(cell('EstablishmentName'));
  if (!/^\d{6}$/.test(urn) || name === '') {
    tally.leftCount += 1;
    const reason = name === '' ? 'It has no name.' : `“${urn}” is not a URN of six digits.`;
    if (tally.left.length < MOST_LISTED) tally.left.push({ row, reason });
    return null;
  }
  const odd = (column: string): null => {
    tally.oddCount += 1;
    if (tally.odd.length < MOST_LISTED) tally.odd.push({ row, urn, column, text: cell(column) });
    return null;
  };
  const date = (column: string): PlainDate | null => {
    const reading = readDate(cell(column));
    return isUnread(reading) ? odd(column) : reading.value;
  };
  const count = (column: string): number | null => {
    const reading = readCount(cell(column));
    return isUnread(reading) ? odd(column) : reading.value;
  };
  const kind = {
    typeCode: Number(cell('TypeOfEstablishment (code)')) || null,
    typeName: tidyText(cell('TypeOfEstablishment (name)')),
    groupName: tidyText(cell('EstablishmentTypeGroup (name)')),
    phaseName: tidyText(cell('PhaseOfEducation (name)')),
    lowAge: count('StatutoryLowAge'),
    highAge: count('StatutoryHighAge'),
  };
  return {
    urn,
    name,
    phase: phaseOf(kind),
    type: orNull(kind.typeName),
    governance: governanceOf(kind),
    laCode: orNull(cell('LA (code)')),
    laName: orNull(cell('LA (name)')),
    status: orNull(cell('EstablishmentStatus (name)')),
    openedOn: date('OpenDate'),
    closedOn: date('CloseDate'),
    postcode: orNull(cell('Postcode')),
    town: orNull(cell('Town')),
    pupils: count('NumberOfPupils'),
    hasSixthForm: SIXTH_FORM[cell('OfficialSixthForm (name)').trim().toLowerCase()] ?? null,
    trustName: orNull(cell('Trusts (name)')),
    trustUid: orNull(cell('Trusts (code)')),
  };
}

const SIXTH_FORM: Record<string, boolean> = { 'has a sixth form': true, 'does not have a sixth form': false };

function orNull(text: string): string | null {
  const tidy = tidyText(text);
  return tidy === '' ? null : tidy;
}

export interface EstablishmentKind {
  typeCode: number | null;
  typeName: string;
  groupName: string;
  phaseName: string;
  lowAge: number | null;
  highAge: number | null;
}

/** Special schools of all groups, and special post-16 institutions. */
const SPECIAL_TYPES = new Set([7, 8, 10, 12, 32, 33, 36, 44]);
/** Sixth form centres and colleges, 16-to-19 academies and free schools, which GIAS often gives no phase. */
const POST_16_TYPES = new Set([18, 31, 39, 45, 46]);

const PHASES: Record<string, Phase> = {
  nursery: 'nursery',
  primary: 'primary',
  'middle deemed primary': 'primary',
  secondary: 'secondary',
  'middle deemed secondary': 'secondary',
  '16 plus': 'post-16',
  'all-through': 'all-through',
};

/** Our phase: GIAS's where it has one; special schools by their type; for the rest (GIAS: "Not applicable") by their ages. */
export function phaseOf({ typeCode, typeName, phaseName, lowAge, highAge }: EstablishmentKind): Phase | null {
  if ((typeCode !== null && SPECIAL_TYPES.has(typeCode)) || /\bspecial\b/i.test(typeName)) return 'special';
  const given = PHASES[phaseName.toLowerCase()];
  if (given) return given;
  if ((typeCode !== null && POST_16_TYPES.has(typeCode)) || /16[- ](?:to )?-?19|sixth form/i.test(typeName))
    return 'post-16';
  if (lowAge === null || highAge === null || highAge <= lowAge) return null;
  if (lowAge >= 16) return 'post-16';
  if (highAge <= 5) return 'nursery';
  if (highAge <= 13) return lowAge < 9 ? 'primary' : 'secondary';
  return lowAge < 9 ? 'all-through' : 'secondary';
}

/**
 * Maintained by a local authority (financial year from April), academy or free school (from September), or neither:
 * independent schools, colleges, and schools outside England.
 */
export function governanceOf({ typeCode, typeName, groupName }: EstablishmentKind): School['governance'] | null {
  const group = groupName.toLowerCase();
  if (group === 'academies' || group === 'free schools') return 'academy';
  if (group === 'local authority maintained schools') return 'maintained';
  if (typeCode === 7 || typeCode === 12) return 'maintained';
  if (group !== '' && group !== 'special schools') return null;
  if (/^academy|^free school|university technical college|studio school/i.test(typeName)) return 'academy';
  if (
    /^(?:community|foundation|voluntary (?:aided|controlled))\b.*school|^pupil referral unit|^(?:la|local authority) nursery school/i.test(
      typeName,
    )
  ) {
    return 'maintained';
  }
  return null;
}

/** The bytes of the file, unzipped on the way where they are gzip. */
async function unzipped(source: FileSource, name: string): Promise<FileSource> {
  const chunks = source instanceof Uint8Array ? oneByOne(source) : source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return new Uint8Array(0);
  const again = (async function* () {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  })();
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) return again;
  return gunzip(again, name);
}

async function* oneByOne(buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  yield buffer;
}

async function* gunzip(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const gunzipped = Readable.from(source, { objectMode: true }).pipe(createGunzip({ chunkSize: 262_144 }));
  try {
    for await (const chunk of gunzipped as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw new ImportError(
      'file-kind-not-read',
      `“${name}” is a compressed file that is damaged or cut short.`,
      'Download it again, or unpack it first and import the CSV file inside.',
      { cause: error },
    );
  }
}

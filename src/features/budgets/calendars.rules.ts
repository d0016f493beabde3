/**
 * Reading calendars that others publish: GOV.UK's bank holidays (https://www.gov.uk/bank-holidays.json, Open Government
 * Licence) and term dates as the open term-date files of local authorities give them (academic years with school holidays,
 * bank holidays and school days). What is read goes into the record's limits.
 */
import { addDays, dateParts, daysBetween, isPlainDate, type PlainDate } from '../../domain/dates.ts';
import type { Limits } from '../../domain/record.ts';
import { ImportError } from '../../platform/tables/index.ts';

export interface BankHolidays {
  bankHolidays: PlainDate[];
  /** Names by date, to show. */
  names: Record<PlainDate, string>;
}

export interface TermDates {
  /** Whose dates they are: the authority or school as the file names it. */
  of: string | null;
  source: string | null;
  terms: Limits['terms'];
  holidays: Limits['holidays'];
  bankHolidays: PlainDate[];
  /** Names of school years that the file marks as provisional. */
  provisional: string[];
}

const DIVISION = 'england-and-wales';
const SEASONS = ['autumn', 'spring', 'summer'] as const;

/** Bank holidays of England and Wales from GOV.UK's file; sorted, each once. */
export function readBankHolidays(text: string): BankHolidays {
  const division = asObject(asObject(parseJson(text))?.[DIVISION]);
  const events = division?.['events'];
  if (!Array.isArray(events)) {
    throw foreign(
      'It is not GOV.UK’s file of bank holidays: it has no part for England and Wales.',
      BANK_HOLIDAYS_HELP,
    );
  }
  const names: Record<PlainDate, string> = {};
  for (const [index, event] of events.entries()) {
    const { date, title } = asObject(event) ?? {};
    if (typeof date !== 'string' || !isPlainDate(date)) {
      throw foreign(`Bank holiday ${index + 1} has no date that can be read (“${String(date)}”).`, BANK_HOLIDAYS_HELP);
    }
    names[date] = typeof title === 'string' ? title : 'Bank holiday';
  }
  return { bankHolidays: Object.keys(names).sort(), names };
}

/**
 * Terms, holidays and bank holidays from a file of term dates. Terms are the three of the school year: school days between
 * the Christmas and the Easter holiday make the spring term, half terms stay inside of theirs. Where a file lists no school
 * days, a term runs between its long holidays. Summer holidays that two school years share are joined.
 */
export function readTermDates(text: string): TermDates {
  const file = asObject(parseJson(text));
  const years = file?.['academic_years'];
  if (!file || !Array.isArray(years) || years.length === 0) {
    throw foreign('It is not a file of term dates: it has no “academic_years”.', TERM_DATES_HELP);
  }
  const read = years.map((year, index) => readYear(year, index));
  return {
    of: typeof file['school'] === 'string' ? file['school'] : null,
    source: typeof file['source'] === 'string' ? file['source'] : null,
    terms: read.flatMap((year) => year.terms).sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1)),
    holidays: joinHolidays(read.flatMap((year) => year.holidays)),
    bankHolidays: [...new Set(read.flatMap((year) => year.bankHolidays))].sort(),
    provisional: read.filter((year) => year.provisional).map((year) => year.name),
  };
}

/** Tells the two formats apart and reads either. */
export function readCalendar(
  text: string,
): { kind: 'bank-holidays'; found: BankHolidays } | { kind: 'term-dates'; found: TermDates } {
  const file = asObject(parseJson(text));
  if (file && DIVISION in file) return { kind: 'bank-holidays', found: readBankHolidays(text) };
  if (file && 'academic_years' in file) return { kind: 'term-dates', found: readTermDates(text) };
  throw foreign(
    'It is neither GOV.UK’s bank holidays nor a file of term dates.',
    `${BANK_HOLIDAYS_HELP} ${TERM_DATES_HELP}`,
  );
}

/** The limits with the bank holidays of the years that the file covers in place of theirs; those of other years stay. */
export function withBankHolidays(limits: Limits, found: BankHolidays): Limits {
  const first = found.bankHolidays[0];
  const last = found.bankHolidays.at(-1);
  if (first === undefined || last === undefined) return limits;
  const covered = (day: PlainDate): boolean =>
    day.slice(0, 4) >= first.slice(0, 4) && day.slice(0, 4) <= last.slice(0, 4);
  const others = limits.bankHolidays.filter((day) => !covered(day));
  return { ...limits, bankHolidays: [...others, ...found.bankHolidays].sort() };
}

/** The limits with a calendar's dates in place of theirs for the years that it covers; dates of other years stay. */
export function withTermDates(limits: Limits, dates: TermDates): Limits {
  const { from, to } = spanOf([...dates.terms, ...dates.holidays]);
  const outside = (run: { startsOn: PlainDate; endsOn: PlainDate }): boolean => run.endsOn < from || run.startsOn > to;
  return {
    ...limits,
    terms: byStart([...limits.terms.filter(outside), ...dates.terms]),
    holidays: byStart([...limits.holidays.filter(outside), ...dates.holidays]),
    bankHolidays: [...new Set([...limits.bankHolidays, ...dates.bankHolidays])].sort(),
  };
}

interface SchoolYear {
  name: string;
  provisional: boolean;
  terms: Limits['terms'];
  holidays: Limits['holidays'];
  bankHolidays: PlainDate[];
}

function readYear(value: unknown, index: number): SchoolYear {
  const year = asObject(value);
  const name = typeof year?.['name'] === 'string' ? year['name'] : `School year ${index + 1}`;
  if (!year || !Array.isArray(year['school_holidays'])) {
    throw foreign(`${name} has no “school_holidays”.`, TERM_DATES_HELP);
  }
  const holidays = year['school_holidays']
    .map((item, i) => readHoliday(item, name, i))
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  const bankHolidays = listOf(year['bank_holidays']).map((item) => readDay(item, name));
  const days = listOf(year['dates'])
    .map((item) => readDay(asObject(item)?.['date'] ?? item, name))
    .sort();
  return {
    name,
    provisional: year['provisional'] === true,
    terms: termsOf(days, holidays, name),
    holidays,
    bankHolidays,
  };
}

function readHoliday(item: unknown, year: string, index: number): Limits['holidays'][number] {
  const { start, end, label } = asObject(item) ?? {};
  const startsOn = readDay(start, year);
  const endsOn = readDay(end, year);
  if (endsOn < startsOn) throw foreign(`Holiday ${index + 1} of ${year} ends before it starts.`, TERM_DATES_HELP);
  return {
    name: typeof label === 'string' && label.trim() !== '' ? label.trim().slice(0, 200) : 'School holiday',
    startsOn,
    endsOn,
  };
}

function readDay(value: unknown, year: string): PlainDate {
  if (typeof value === 'string' && isPlainDate(value.slice(0, 10))) return value.slice(0, 10);
  throw foreign(`${year} has a date that cannot be read: “${String(value)}”.`, TERM_DATES_HELP);
}

/** Three terms: cut at the holiday over 1 January and at the one in spring that is the longest from mid-March to the end of April. */
function termsOf(days: PlainDate[], holidays: Limits['holidays'], year: string): Limits['terms'] {
  const first = days[0] ?? dayAfter(holidays[0]);
  const last = days.at(-1) ?? dayBefore(holidays.at(-1));
  if (first === undefined || last === undefined || last <= first) return [];
  const newYear = `${dateParts(first).year + 1}-01-01`;
  const inside = holidays.filter((holiday) => holiday.startsOn > first && holiday.endsOn < last);
  const christmas = inside.find((holiday) => holiday.startsOn <= newYear && holiday.endsOn >= addDays(newYear, -7));
  const easter = inside
    .filter(
      (holiday) =>
        holiday.startsOn >= `${newYear.slice(0, 4)}-03-10` && holiday.startsOn <= `${newYear.slice(0, 4)}-04-30`,
    )
    .sort((a, b) => lengthOf(b) - lengthOf(a))[0];
  if (!christmas || !easter)
    throw foreign(`${year} has no Christmas or no Easter holiday, so its terms cannot be told.`, TERM_DATES_HELP);
  const cuts = [christmas, easter];
  return SEASONS.map((season, i) => {
    const startsOn = i === 0 ? first : nextSchoolDay(cuts[i - 1], days);
    const endsOn = i === 2 ? last : lastSchoolDay(cuts[i], days);
    const calendarYear = dateParts(startsOn).year;
    return {
      id: `${calendarYear}-${season}`,
      name: `${season[0]?.toUpperCase()}${season.slice(1)} term ${calendarYear}`,
      startsOn,
      endsOn,
    };
  });
}

function nextSchoolDay(holiday: Limits['holidays'][number] | undefined, days: PlainDate[]): PlainDate {
  const end = holiday?.endsOn ?? '';
  return days.find((day) => day > end) ?? addDays(end, 1);
}

function lastSchoolDay(holiday: Limits['holidays'][number] | undefined, days: PlainDate[]): PlainDate {
  const start = holiday?.startsOn ?? '';
  return days.findLast((day) => day < start) ?? addDays(start, -1);
}

function dayAfter(holiday: Limits['holidays'][number] | undefined): PlainDate | undefined {
  return holiday && addDays(holiday.endsOn, 1);
}

function dayBefore(holiday: Limits['holidays'][number] | undefined): PlainDate | undefined {
  return holiday && addDays(holiday.startsOn, -1);
}

function lengthOf(run: { startsOn: PlainDate; endsOn: PlainDate }): number {
  return daysBetween(run.startsOn, run.endsOn) + 1;
}

/** Joins holidays of one name that overlap or follow each other, as a summer that is split between two school years. */
function joinHolidays(holidays: Limits['holidays']): Limits['holidays'] {
  const joined: Limits['holidays'] = [];
  for (const holiday of byStart(holidays)) {
    const before = joined.at(-1);
    if (before && before.name === holiday.name && holiday.startsOn <= addDays(before.endsOn, 1)) {
      if (holiday.endsOn > before.endsOn) before.endsOn = holiday.endsOn;
    } else joined.push({ ...holiday });
  }
  return joined;
}

function byStart<T extends { startsOn: PlainDate }>(runs: T[]): T[] {
  return [...runs].sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
}

function spanOf(runs: { startsOn: PlainDate; endsOn: PlainDate }[]): { from: PlainDate; to: PlainDate } {
  const from = runs.map((run) => run.startsOn).sort()[0] ?? '9999-12-31';
  return {
    from,
    to:
      runs
        .map((run) => run.endsOn)
        .sort()
        .at(-1) ?? '0000-01-01',
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw foreign('It is not a JSON file.', `${BANK_HOLIDAYS_HELP} ${TERM_DATES_HELP}`, error);
  }
}

const BANK_HOLIDAYS_HELP = 'Bank holidays: save https://www.gov.uk/bank-holidays.json and import that file.';
const TERM_DATES_HELP =
  'Term dates: a JSON file with “academic_years”, each with “school_holidays” (start, end, label), “bank_holidays” and “dates”. You can also type the dates in.';

function foreign(message: string, howToMend: string, cause?: unknown): ImportError {
  return new ImportError('not-a-calendar', message, howToMend, { cause });
}

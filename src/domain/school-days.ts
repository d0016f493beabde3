/**
 * On which days there is somebody at school to send a letter: working days, and days on which the school is open.
 *
 * A working day is a Monday to Friday that is no bank holiday. Bank holidays are those that the school has written down and
 * those that England has every year, so that a calendar that ends too early makes no date late; a holiday that was moved or
 * added for one year is known only where it is written down. Whether the school is open on a working day is known only from
 * the terms and holidays that it has written down; where it has not, a working day counts.
 */
import { addDays, dayOfWeek, daysBetween, type PlainDate } from './dates.ts';
import { mondayFrom, weekdayFrom, type SchoolCalendar } from './terms.ts';

/** Days between two written terms that are still one holiday; between terms further apart, terms are missing. */
const LONGEST_BREAK_DAYS = 70;

/** What is known of a day: `unknown` is a working day of which no term says whether the school is open. */
export type SchoolDay = 'open' | 'unknown' | 'closed' | 'bank-holiday' | 'weekend';

const NO_CALENDAR: SchoolCalendar = { terms: [], holidays: [], bankHolidays: [] };

/** What is known of a day at the school. */
export function schoolDay(day: PlainDate, calendar: SchoolCalendar = NO_CALENDAR): SchoolDay {
  if (dayOfWeek(day) >= 6) return 'weekend';
  if (isBankHoliday(day, calendar)) return 'bank-holiday';
  const covers = (run: { startsOn: PlainDate; endsOn: PlainDate }): boolean => run.startsOn <= day && day <= run.endsOn;
  if (calendar.holidays.some(covers)) return 'closed';
  if (calendar.terms.some(covers)) return 'open';
  return isBetweenTerms(day, calendar) ? 'closed' : 'unknown';
}

/** True on a Monday to Friday that is no bank holiday. */
export function isWorkingDay(day: PlainDate, calendar: SchoolCalendar = NO_CALENDAR): boolean {
  return dayOfWeek(day) < 6 && !isBankHoliday(day, calendar);
}

/**
 * The days of the year that are bank holidays in England without anyone deciding so: the Banking and Financial Dealings Act
 * 1971 and the proclamations of every year since 1978, with the weekday in place of one that falls on a weekend, as
 * https://www.gov.uk/bank-holidays lists them.
 */
export function usualBankHolidays(year: number): PlainDate[] {
  const easter = easterSunday(year);
  const christmas = [`${year}-12-25`, `${year}-12-26`];
  const inPlace: PlainDate[] = [];
  for (const day of christmas.filter((date) => dayOfWeek(date) >= 6)) {
    let next = addDays(day, 1);
    while (dayOfWeek(next) >= 6 || christmas.includes(next) || inPlace.includes(next)) next = addDays(next, 1);
    inPlace.push(next);
  }
  return [
    weekdayFrom(`${year}-01-01`),
    addDays(easter, -2),
    addDays(easter, 1),
    mondayFrom(`${year}-05-01`),
    mondayFrom(`${year}-05-25`),
    mondayFrom(`${year}-08-25`),
    ...christmas.filter((date) => dayOfWeek(date) < 6),
    ...inPlace,
  ].sort();
}

const usualByYear = new Map<number, ReadonlySet<PlainDate>>();

function isBankHoliday(day: PlainDate, calendar: SchoolCalendar): boolean {
  const year = Number(day.slice(0, 4));
  let usual = usualByYear.get(year);
  if (usual === undefined) {
    usual = new Set(usualBankHolidays(year));
    usualByYear.set(year, usual);
  }
  return usual.has(day) || calendar.bankHolidays.includes(day);
}

function isBetweenTerms(day: PlainDate, { terms }: SchoolCalendar): boolean {
  let before: PlainDate | null = null;
  let after: PlainDate | null = null;
  for (const { startsOn, endsOn } of terms) {
    if (endsOn < day && (before === null || endsOn > before)) before = endsOn;
    if (startsOn > day && (after === null || startsOn < after)) after = startsOn;
  }
  return before !== null && after !== null && daysBetween(before, after) <= LONGEST_BREAK_DAYS;
}

/** Easter Sunday in the Gregorian calendar, by the method printed in Nature in 1876 (Meeus, Jones and Butcher). */
function easterSunday(year: number): PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  return addDays(`${year}-03-22`, h + l - 7 * m);
}

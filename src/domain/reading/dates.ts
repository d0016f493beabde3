/** Dates as they are written in British registers, exports and Excel. */
import { addDays, isPlainDate, plainDate, plainDateIn, type PlainDate } from '../dates.ts';
import { isPlaceholder, tidyText, unread, type Reading } from './reading.ts';

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LONG_MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Excel's day 0, such that serials from 61 (1 March 1900) on are right: it believes in a 29 February 1900. */
const SERIAL_ZERO = '1899-12-30';
/** 4 October 1954 to 10 January 2119: a five-digit number outside of it is more likely something else. */
const SERIAL_MIN = 20_000;
const SERIAL_MAX = 80_000;

const DAY_FIRST = /^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,4})$/;
const YEAR_FIRST = /^(\d{4})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})$/;
const WITH_ZONE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})$/i;
const TIME = /[T\s,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?$/i;
const WEEKDAY = /^(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\.?,?\s+/i;
const DAY_MONTH_NAME = /^(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-/.,]*([a-z]{3,9})\.?[\s\-/.,]*'?(\d{1,4})$/i;
const MONTH_NAME_DAY = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i;

/**
 * Reads a date: 14/03/2027 (always day first), 14-3-27, 14.03.2027, 2027-03-14, 20270314, 14 March 2027, 14-Mar-27,
 * 14th March 2027, March 14, 2027, any of them with a time after it, and Excel's serial numbers. A moment with a time zone
 * becomes the day it is in England. Two-digit years from 80 are of the last century. Nothing is guessed: "March 2027",
 * "31/04/2027" and "22/04/222" stay unread.
 */
export function readDate(input: string | number | null | undefined): Reading<PlainDate> {
  if (input === null || input === undefined) return { value: null };
  if (typeof input === 'number') return readSerial(input, String(input));
  const text = tidyText(input);
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(input, '');
  if (/^\d{5}(\.\d+)?$/.test(text)) return readSerial(Number(text), input);
  const zoned = WITH_ZONE.exec(text);
  if (zoned) return readMoment(zoned, input);
  const day = text.replace(TIME, '').replace(WEEKDAY, '').trim();
  const parts = partsOf(day);
  if (parts === null) return unread(input, doubt(day));
  const year = fullYear(parts.year);
  if (year === null) return unread(input, `“${parts.year}” is not a year`);
  const value = plainDate(year, parts.month, parts.day);
  return value === null ? unread(input, noSuchDay(year, parts.month, parts.day)) : { value };
}

interface Parts {
  year: string;
  month: number;
  day: number;
}

function partsOf(text: string): Parts | null {
  const basic = /^(19|20|21)(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (basic) return { year: `${basic[1]}${basic[2]}`, month: Number(basic[3]), day: Number(basic[4]) };
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return { year: yearFirst[1] ?? '', month: Number(yearFirst[2]), day: Number(yearFirst[3]) };
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return { year: dayFirst[3] ?? '', month: Number(dayFirst[2]), day: Number(dayFirst[1]) };
  const named = DAY_MONTH_NAME.exec(text);
  const month = named ? monthOf(named[2] ?? '') : null;
  if (named && month !== null) return { year: named[3] ?? '', month, day: Number(named[1]) };
  const american = MONTH_NAME_DAY.exec(text);
  const first = american ? monthOf(american[1] ?? '') : null;
  if (american && first !== null) return { year: american[3] ?? '', month: first, day: Number(american[2]) };
  return null;
}

function monthOf(word: string): number | null {
  const lower = word.toLowerCase();
  const index = lower === 'sept' ? 8 : Math.max(MONTH_NAMES.indexOf(lower), LONG_MONTHS.indexOf(lower));
  return index < 0 ? null : index + 1;
}

function fullYear(digits: string): number | null {
  if (digits.length === 4) return Number(digits);
  if (digits.length !== 2) return null;
  const short = Number(digits);
  return short < 80 ? 2000 + short : 1900 + short;
}

function readSerial(serial: number, original: string): Reading<PlainDate> {
  if (!Number.isFinite(serial) || serial < SERIAL_MIN || serial > SERIAL_MAX) {
    return unread(original, 'a number in place of a date');
  }
  return { value: addDays(SERIAL_ZERO, Math.floor(serial)) };
}

function readMoment(match: RegExpExecArray, original: string): Reading<PlainDate> {
  const [, day = '', time = '', seconds = ':00', zone = 'Z'] = match;
  const offset = /^z$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  if (!isPlainDate(day)) return unread(original, 'there is no such day');
  const instant = new Date(`${day}T${time}${seconds.slice(0, 7)}${offset}`);
  return Number.isNaN(instant.getTime()) ? unread(original, 'there is no such time') : { value: plainDateIn(instant) };
}

function noSuchDay(year: number, month: number, day: number): string {
  if (year < 1900 || year > 2199) return `the year ${year} cannot be right`;
  if (month > 12 && day <= 12) return 'the month comes second, and there is no such month';
  return 'there is no such day';
}

function doubt(text: string): string {
  if (/^(19|20|21)\d{2}$/.test(text)) return 'it gives a year but no day';
  if (/^[a-z]{3,9}\.?[\s\-/']*\d{2,4}$/i.test(text) || /^\d{1,2}[/\-.]\d{2,4}$/.test(text))
    return 'it gives a month but no day';
  return 'it is not a date that we can read';
}

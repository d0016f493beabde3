/**
 * How notice is counted back from an end, and the last day on which it is safe to send.
 *
 * `dueOn`, by the contract: the last day on which notice of this length still runs out by the end.
 * - Days and weeks count back day by day; the day on which notice is given is not counted.
 * - Months follow the corresponding date (Dodds v Walker [1981] UKHL): notice given on the 30th runs out on the 30th, or on the
 *   month's last day where it has none. So the last day of a month goes back to the last day of a month, any other day to the
 *   same day or, where the month is too short, to its last.
 * - Working days: so many Mondays to Fridays that are no bank holidays lie after the day of giving, up to and with the end.
 * - Terms are whole terms, the three of a school year ("a full term's notice"): notice must be given before the first day of
 *   the n-th last term that lies wholly before the end. A contract that ends in the middle of a term does not count that term.
 *
 * The safe day is never after it and has somebody at school to send it: see {@link safeNoticeDay}.
 */
import { addDays, addMonths, addMonthsKeepingEnd, dateParts, dayOfWeek, formatDate, type PlainDate } from './dates.ts';
import type { Contract } from './record.ts';
import { isWorkingDay, schoolDay } from './school-days.ts';
import { wholeTermBefore, type SchoolCalendar } from './terms.ts';

export type NoticeUnit = NonNullable<Contract['noticeUnit']>;

export interface Notice {
  count: number;
  unit: NoticeUnit;
}

export interface SafeDay {
  day: PlainDate;
  /** What was done to the contract's own last day and why, as a sentence; null where nothing was. */
  note: string | null;
}

/** Notice longer than this is taken for a mistake in the register: twenty years. */
const LONGEST_NOTICE: Record<NoticeUnit, number> = {
  months: 240,
  weeks: 1040,
  days: 7300,
  'working-days': 5000,
  terms: 60,
};

const NO_CALENDAR: SchoolCalendar = { terms: [], holidays: [], bankHolidays: [] };

const unitWords: Record<NoticeUnit, [string, string]> = {
  months: ['month', 'months'],
  weeks: ['week', 'weeks'],
  days: ['day', 'days'],
  'working-days': ['working day', 'working days'],
  terms: ['term', 'terms'],
};

/** The last day on which notice of this length, given for an end on `endsOn`, is in time by the contract. */
export function noticeDateFor(
  endsOn: PlainDate,
  noticeCount: number,
  noticeUnit: NoticeUnit,
  calendar: SchoolCalendar = NO_CALENDAR,
): PlainDate {
  if (noticeCount === 0) return endsOn;
  switch (noticeUnit) {
    case 'months':
      return addMonthsKeepingEnd(endsOn, -noticeCount);
    case 'weeks':
      return addDays(endsOn, -7 * noticeCount);
    case 'days':
      return addDays(endsOn, -noticeCount);
    case 'working-days':
      return workingDaysBefore(endsOn, noticeCount, calendar);
    case 'terms':
      return addDays(wholeTermBefore(calendar, endsOn, noticeCount).startsOn, -1);
  }
}

/**
 * The last safe day to give notice that is due on `dueOn` by the contract: the last working day up to it on which the school
 * is not known to be closed. Where `asAt` leaves no such day, the last working day from `asAt` to `dueOn`; where it leaves
 * none either, or `dueOn` has passed, `dueOn` itself.
 */
export function safeNoticeDay(dueOn: PlainDate, asAt: PlainDate, calendar: SchoolCalendar = NO_CALENDAR): SafeDay {
  if (dueOn < asAt) return { day: dueOn, note: null };
  const due = schoolDay(dueOn, calendar);
  if (due === 'open' || due === 'unknown') return { day: dueOn, note: null };
  const what = { weekend: dayOfWeek(dueOn) === 6 ? 'a Saturday' : 'a Sunday', 'bank-holiday': 'a bank holiday' };
  const is = due === 'closed' ? 'when the school is closed' : what[due];
  const allows = `The contract itself allows until ${formatDate(dueOn)}, ${is}`;
  let working: PlainDate | null = null;
  for (let day = dueOn; day >= asAt; day = addDays(day, -1)) {
    const at = schoolDay(day, calendar);
    if (at === 'weekend' || at === 'bank-holiday') continue;
    if (at !== 'closed')
      return {
        day,
        note: `${allows}; ${formatDate(day)} is the last ${at === 'open' ? 'school' : 'working'} day before it.`,
      };
    working ??= day;
  }
  if (working === dueOn) return { day: dueOn, note: `It falls ${is}, and no school day is left before it.` };
  if (working !== null)
    return {
      day: working,
      note: `${allows}; no school day is left before it, and ${formatDate(working)} is the last working day.`,
    };
  return { day: dueOn, note: `It is ${is}, and no working day is left before it.` };
}

/**
 * The end after `renewals` automatic renewals, counted from the original end in one step so that a short month does not pull
 * it back for good. An end on the last day of a month stays the last day of the month: 30 April renewed by a month is 31 May,
 * 28 February 2027 by a year 29 February 2028. Where the contract is known to have started within a month (on the 15th, say),
 * its renewals may run by the day of the month instead; the earlier of the two is the safe one and is taken.
 */
export function endAfterRenewals(
  endsOn: PlainDate,
  renewalMonths: number,
  renewals: number,
  startsOn: PlainDate | null = null,
): PlainDate {
  const months = renewalMonths * renewals;
  const startsWithinMonth = startsOn !== null && dateParts(startsOn).day !== 1;
  return startsWithinMonth ? addMonths(endsOn, months) : addMonthsKeepingEnd(endsOn, months);
}

/** The notice period of a contract, or in words why there is none to count with. */
export function noticeLength(contract: Pick<Contract, 'noticeCount' | 'noticeUnit'>): Notice | string {
  const { noticeCount: count, noticeUnit: unit } = contract;
  if (count === null) return 'its notice period is not known';
  if (count === 0) return { count, unit: unit ?? 'days' };
  if (unit === null) return `its notice is written as ${count}, but not whether in days or months or something else`;
  if (count > LONGEST_NOTICE[unit]) return `a notice period of ${count} ${unitWords[unit][1]} cannot be right`;
  return { count, unit };
}

/** "3 months' notice". */
export function noticeWords({ count, unit }: Notice): string {
  const [one, many] = unitWords[unit];
  return count === 1 ? `1 ${one}'s notice` : `${count} ${many}' notice`;
}

/** How a notice period is read, where it can be read in more than one way, as a sentence; null for days, weeks and months. */
export function noticeReading(
  endsOn: PlainDate,
  { count, unit }: Notice,
  calendar: SchoolCalendar = NO_CALENDAR,
): string | null {
  if (count === 0) return null;
  if (unit === 'working-days') return 'Working days leave out weekends and bank holidays.';
  if (unit !== 'terms') return null;
  const { name, startsOn, recordedIds } = wholeTermBefore(calendar, endsOn, count);
  const usual = recordedIds.length === 0 ? ' by the usual term dates, as the school’s own are not written down' : '';
  return `Terms of notice are whole terms, so it must come before the first day of the ${name.replace(/^./, (letter) => letter.toLowerCase())}, ${formatDate(startsOn)}${usual}.`;
}

function workingDaysBefore(endsOn: PlainDate, count: number, calendar: SchoolCalendar): PlainDate {
  let day = endsOn;
  for (let left = count; left > 0; day = addDays(day, -1)) if (isWorkingDay(day, calendar)) left -= 1;
  return day;
}

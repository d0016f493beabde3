/** Notice deadlines of a contract, through any number of automatic renewals. How notice is counted: deadlines-notice.ts. */
import { addDays, dateParts, formatDate, type PlainDate } from './dates.ts';
import {
  endAfterRenewals,
  noticeDateFor,
  noticeLength,
  noticeReading,
  noticeWords,
  safeNoticeDay,
  type Notice,
} from './deadlines-notice.ts';
import type { Contract } from './record.ts';
import type { SchoolCalendar } from './terms.ts';

/**
 * - `open`: there is still time to act before the present term's end.
 * - `rolls-on`: the date for the present term was missed, so it renews; the date given is the next chance.
 * - `passed`: the last date to act is behind us and no later chance is known (running over, or too late to stop the end).
 * - `ended`: it has ended, or will on `endsOn` because notice is given: nothing is left to do.
 * - `unknown`: something needed is not known; the reason says what.
 */
export type DeadlineStatus = 'open' | 'passed' | 'rolls-on' | 'ended' | 'unknown';

export interface NoticeDeadline {
  /** The last day on which notice is in time for `endsOn` by the contract; null where the safe day is. */
  dueOn: PlainDate | null;
  /**
   * The last safe day to give notice: not after `dueOn`, not before the day asked about unless it has passed, and wherever
   * possible a day on which the school is open. Null where it cannot be worked out or nothing is left to do. Where no
   * notice is needed, both are the end itself, which is the day to act by whatever day it is.
   */
  lastSafeNoticeOn: PlainDate | null;
  /** The end that the dates belong to, renewals included. */
  endsOn: PlainDate | null;
  status: DeadlineStatus;
  /** Why, in sentences to show. */
  reason: string;
}

const LONGEST_RENEWAL_MONTHS = 600;

/**
 * The last safe notice date of a contract as at a day, through any number of automatic renewals. Without the school's
 * calendar, only weekends and England's usual bank holidays are known to be closed, and terms are the usual ones.
 * @param today where a later chance is asked for (`asAt` lies ahead): the day from which on notice can be given.
 */
export function noticeDeadline(
  contract: Contract,
  asAt: PlainDate,
  calendar?: SchoolCalendar,
  today: PlainDate = asAt,
): NoticeDeadline {
  const { endsOn, endedOn, noticeGivenOn } = contract;
  if (endedOn !== null) {
    const reason =
      endedOn <= asAt ? `Ended on ${formatDate(endedOn)}.` : `It is agreed that it ends on ${formatDate(endedOn)}.`;
    return { ...undated, endsOn: endedOn, status: 'ended', reason };
  }
  if (endsOn === null) {
    const given =
      noticeGivenOn !== null && noticeGivenOn <= asAt ? ` Notice was given on ${formatDate(noticeGivenOn)}.` : '';
    return { ...undated, endsOn: null, status: 'unknown', reason: `Its end date is not known.${given}` };
  }
  const asked = { contract, endsOn, asAt, calendar, today };
  if (noticeGivenOn !== null && noticeGivenOn <= asAt) return afterNotice(asked, noticeGivenOn);
  if (contract.renewal === 'automatic') return automaticDeadline(asked);
  if (contract.renewal === null) return deadlineIfItMayRenew(asked);
  if (endsOn < asAt) {
    const reason = `Its end, ${formatDate(endsOn)}, has passed and it is not marked as ended: it may be running over.`;
    return { ...onlyDay(endsOn), status: 'passed', reason };
  }
  const reason =
    contract.renewal === 'by-agreement'
      ? `It ends on ${formatDate(endsOn)} unless both sides agree to renew it, so no notice is needed.`
      : `It ends by itself on ${formatDate(endsOn)}, so no notice is needed.`;
  return { ...onlyDay(endsOn), status: 'open', reason };
}

/** The length of a contract's automatic renewals in months; null where it is not known or cannot be right. */
export function renewalLength(contract: Contract): number | null {
  const length = contract.renewalMonths;
  return length === null || length < 1 || length > LONGEST_RENEWAL_MONTHS ? null : length;
}

/** How many renewals lie behind the first end that is not before `asAt`. */
export function renewalsUntil(contract: Contract, endsOn: PlainDate, renewalMonths: number, asAt: PlainDate): number {
  const a = dateParts(endsOn);
  const b = dateParts(asAt);
  const apart = (b.year - a.year) * 12 + (b.month - a.month);
  let renewals = Math.max(0, Math.floor(apart / renewalMonths) - 1);
  while (endAfterRenewals(endsOn, renewalMonths, renewals, contract.startsOn) < asAt) renewals += 1;
  return renewals;
}

/** "12 months". */
export function monthsWords(count: number): string {
  return count === 1 ? '1 month' : `${count} months`;
}

const undated = { dueOn: null, lastSafeNoticeOn: null };

interface Asked {
  contract: Contract;
  endsOn: PlainDate;
  asAt: PlainDate;
  calendar: SchoolCalendar | undefined;
  today: PlainDate;
}

function onlyDay(day: PlainDate): Pick<NoticeDeadline, 'dueOn' | 'lastSafeNoticeOn' | 'endsOn'> {
  return { dueOn: day, lastSafeNoticeOn: day, endsOn: day };
}

/** The dates of notice for an end, and what there is to say about them. */
function noticeFor(end: PlainDate, { count, unit }: Notice, { today, calendar }: Asked) {
  const dueOn = noticeDateFor(end, count, unit, calendar);
  const { day, note } = safeNoticeDay(dueOn, today, calendar);
  const notes = [noticeReading(end, { count, unit }, calendar), note].filter((text) => text !== null);
  return { dates: { dueOn, lastSafeNoticeOn: day, endsOn: end }, notes: notes.map((text) => ` ${text}`).join('') };
}

function automaticDeadline(asked: Asked): NoticeDeadline {
  const { contract, endsOn, asAt, calendar } = asked;
  const notice = noticeLength(contract);
  const length = renewalLength(contract);
  if (length === null) return deadlineOfUnknownRenewal(asked, notice);
  const endAfter = (renewals: number): PlainDate => endAfterRenewals(endsOn, length, renewals, contract.startsOn);
  const renewed = renewalsUntil(contract, endsOn, length, asAt);
  const presentEnd = endAfter(renewed);
  if (typeof notice === 'string') {
    const reason = `It renews itself every ${monthsWords(length)}, next on ${formatDate(addDays(presentEnd, 1))}, and ${notice}.`;
    return { ...undated, endsOn: presentEnd, status: 'unknown', reason };
  }
  const dueFor = (renewals: number): PlainDate =>
    noticeDateFor(endAfter(renewals), notice.count, notice.unit, calendar);
  let chosen = renewed;
  while (dueFor(chosen) < asAt) chosen += 1;
  const end = endAfter(chosen);
  const { dates, notes } = noticeFor(end, notice, asked);
  const so = renewed === 0 ? '' : ` It has renewed itself since ${formatDate(endsOn)}.`;
  const next = `${noticeWords(notice)} by ${formatDate(dates.lastSafeNoticeOn)} ends it on ${formatDate(end)}; otherwise it renews for ${monthsWords(length)}.`;
  if (chosen === renewed) return { ...dates, status: 'open', reason: next + notes + so };
  const reason = `The notice date for ${formatDate(presentEnd)} was ${formatDate(dueFor(renewed))} and has passed, so it renews. ${next}${notes}${so}`;
  return { ...dates, status: 'rolls-on', reason };
}

function deadlineOfUnknownRenewal(asked: Asked, notice: Notice | string): NoticeDeadline {
  const { endsOn, asAt } = asked;
  if (typeof notice === 'string') {
    const reason = `It renews itself, but neither for how long nor its notice can be counted: ${notice}.`;
    return { ...undated, endsOn: endsOn < asAt ? null : endsOn, status: 'unknown', reason };
  }
  const { dates, notes } = noticeFor(endsOn, notice, asked);
  if (dates.dueOn >= asAt) {
    const reason = `${noticeWords(notice)} by ${formatDate(dates.lastSafeNoticeOn)} ends it on ${formatDate(endsOn)}; otherwise it renews, for how long is not known.${notes}`;
    return { ...dates, status: 'open', reason };
  }
  const reason = `The notice date for ${formatDate(endsOn)} was ${formatDate(dates.dueOn)} and has passed, so it renews, but for how long is not known.`;
  return { ...undated, endsOn: null, status: 'unknown', reason };
}

function deadlineIfItMayRenew(asked: Asked): NoticeDeadline {
  const { contract, endsOn, asAt } = asked;
  if (endsOn < asAt) {
    const reason = `Its end, ${formatDate(endsOn)}, has passed and whether it renews itself is not known: it may be running over.`;
    return { ...onlyDay(endsOn), status: 'passed', reason };
  }
  const notice = noticeLength(contract);
  if (typeof notice === 'string') {
    const reason = `It ends on ${formatDate(endsOn)}, but whether it renews itself is not known, and ${notice}.`;
    return { ...undated, endsOn, status: 'unknown', reason };
  }
  const { dates, notes } = noticeFor(endsOn, notice, asked);
  const when = `${noticeWords(notice)} for ${formatDate(endsOn)} is due by ${formatDate(dates.lastSafeNoticeOn)}`;
  if (dates.dueOn >= asAt) {
    const reason = `${when}. Whether it renews itself is not known, so this counts as if it does.${notes}`;
    return { ...dates, status: 'open', reason };
  }
  return { ...dates, status: 'passed', reason: `${when}, which has passed. Whether it renews itself is not known.` };
}

/** The end that notice already given leads to: the first one that it was in time for by the contract. */
function afterNotice({ contract, endsOn, asAt, calendar }: Asked, givenOn: PlainDate): NoticeDeadline {
  const notice = noticeLength(contract);
  const length = contract.renewal === 'automatic' ? renewalLength(contract) : null;
  const inTime = (end: PlainDate): boolean =>
    typeof notice === 'string' ? end >= givenOn : noticeDateFor(end, notice.count, notice.unit, calendar) >= givenOn;
  const given = `Notice was given on ${formatDate(givenOn)}`;
  let end: PlainDate | null = endsOn;
  if (length !== null) {
    const endAfter = (renewals: number): PlainDate => endAfterRenewals(endsOn, length, renewals, contract.startsOn);
    let renewals = renewalsUntil(contract, endsOn, length, givenOn);
    while (!inTime(endAfter(renewals))) renewals += 1;
    end = endAfter(renewals);
  } else if (contract.renewal === 'automatic' && !inTime(endsOn)) {
    const reason = `${given}, too late for ${formatDate(endsOn)}; it renews, but for how long is not known.`;
    return { ...undated, endsOn: null, status: 'unknown', reason };
  }
  const late = end > endsOn ? `, too late for ${formatDate(endsOn)}` : '';
  const doubt = typeof notice === 'string' ? ` This takes the notice to have been in time, as ${notice}.` : '';
  const reason = `${given}${late}; it ${end < asAt ? 'ended' : 'ends'} on ${formatDate(end)}.${doubt}`;
  return { ...undated, endsOn: end, status: 'ended', reason };
}

/**
 * When a contract must be acted on. Everything here is computed from what the register holds and the day it is asked on;
 * nothing is stored, so a date cannot go stale when a contract renews itself.
 *
 * How dates are counted, always to the safe side (a deadline a day early costs nothing, a day late costs a renewal):
 * - `endsOn` is the contract's last day. Notice in days counts back from it day by day; notice in months goes back to the
 *   same day of the month, held to the month's last day (31 May less three months is 28 or 29 February).
 * - The end after `k` automatic renewals is counted from the original end in one step, so that 31 January renewed month by
 *   month gives 28 February, 31 March, 30 April and does not slide to the 28th.
 * - Where it is not known whether a contract renews itself, notice is counted as if it did.
 */
import { addDays, addMonths, dateParts, formatDate, type PlainDate } from './dates.ts';
import type { Contract } from './record.ts';

/**
 * - `open`: there is still time to act before the present term's end.
 * - `rolls-on`: the date for the present term was missed, so it renews; the date given is the next chance.
 * - `passed`: the last date to act is behind us and no later chance is known (running over, or too late to stop the end).
 * - `ended`: it has ended, or will on `endsOn` because notice is given: nothing is left to do.
 * - `unknown`: something needed is not known; the reason says what.
 */
export type DeadlineStatus = 'open' | 'passed' | 'rolls-on' | 'ended' | 'unknown';

export interface NoticeDeadline {
  /** The last day on which notice is in time for `endsOn`; null where it cannot be worked out or nothing is left to do. */
  lastSafeNoticeOn: PlainDate | null;
  /** The end that the date belongs to, renewals included. */
  endsOn: PlainDate | null;
  status: DeadlineStatus;
  /** Why, in a sentence to show. */
  reason: string;
}

export interface DecideBy {
  decideBy: PlainDate | null;
  /** The governors' meeting that the date is, where one is in time. */
  meeting: PlainDate | null;
  reason: string;
}

export interface CalendarEntry {
  date: PlainDate;
  kind: 'decide-by' | 'notice-deadline' | 'contract-end' | 'renewal';
  contractId: string;
  contractTitle: string;
  /** 1 for the next chance to act, 2 and on for those that follow if it is left to renew. */
  chance: number;
  /** True where the date is a governors' meeting. */
  atMeeting: boolean;
  /** A sentence to show. */
  text: string;
}

type NoticeUnit = 'months' | 'days';

/** Notice longer than this is taken for a mistake in the register. */
const LONGEST_NOTICE = { months: 240, days: 7300 } as const;
const LONGEST_RENEWAL_MONTHS = 600;

/** The last day on which notice of this length, given for an end on `endsOn`, is in time. */
export function noticeDateFor(endsOn: PlainDate, noticeCount: number, noticeUnit: NoticeUnit): PlainDate {
  return noticeUnit === 'months' ? addMonths(endsOn, -noticeCount) : addDays(endsOn, -noticeCount);
}

/** The end after `renewals` automatic renewals, counted from the original end. */
export function endAfterRenewals(endsOn: PlainDate, renewalMonths: number, renewals: number): PlainDate {
  return addMonths(endsOn, renewalMonths * renewals);
}

/** The last safe notice date of a contract as at a day, through any number of automatic renewals. */
export function noticeDeadline(contract: Contract, asAt: PlainDate): NoticeDeadline {
  const { endsOn, endedOn, noticeGivenOn } = contract;
  if (endedOn !== null) {
    const reason =
      endedOn <= asAt ? `Ended on ${formatDate(endedOn)}.` : `It is agreed that it ends on ${formatDate(endedOn)}.`;
    return { lastSafeNoticeOn: null, endsOn: endedOn, status: 'ended', reason };
  }
  if (endsOn === null) {
    const given =
      noticeGivenOn !== null && noticeGivenOn <= asAt ? ` Notice was given on ${formatDate(noticeGivenOn)}.` : '';
    return { lastSafeNoticeOn: null, endsOn: null, status: 'unknown', reason: `Its end date is not known.${given}` };
  }
  if (noticeGivenOn !== null && noticeGivenOn <= asAt) return afterNotice(contract, endsOn, noticeGivenOn, asAt);
  if (contract.renewal === 'automatic') return automaticDeadline(contract, endsOn, asAt);
  if (contract.renewal === null) return deadlineIfItMayRenew(contract, endsOn, asAt);
  if (endsOn < asAt) return runningOver(endsOn);
  const reason =
    contract.renewal === 'by-agreement'
      ? `It ends on ${formatDate(endsOn)} unless both sides agree to renew it, so no notice is needed.`
      : `It ends by itself on ${formatDate(endsOn)}, so no notice is needed.`;
  return { lastSafeNoticeOn: endsOn, endsOn, status: 'open', reason };
}

/**
 * When to decide: the last governors' meeting on or before the notice date less the time it takes to choose and buy a
 * replacement. Without a meeting in time it is that day itself. Meetings before `asAt`, where it is given, do not count.
 */
export function decideBy(input: {
  lastSafeNoticeOn: PlainDate | null;
  leadInDays: number | null;
  governorsMeetings: readonly PlainDate[];
  asAt?: PlainDate;
}): DecideBy {
  const { lastSafeNoticeOn, leadInDays, governorsMeetings, asAt } = input;
  if (lastSafeNoticeOn === null)
    return { decideBy: null, meeting: null, reason: 'There is no notice date to count back from.' };
  const latest = addDays(lastSafeNoticeOn, -(leadInDays ?? 0));
  const counted =
    leadInDays === null
      ? `Notice is due by ${formatDate(lastSafeNoticeOn)}; how long it takes to buy a replacement is not known, so nothing is taken off.`
      : leadInDays === 0
        ? `Notice is due by ${formatDate(lastSafeNoticeOn)}.`
        : `Notice is due by ${formatDate(lastSafeNoticeOn)}, less ${days(leadInDays)} to choose and buy a replacement.`;
  const inTime = governorsMeetings.filter((meeting) => meeting <= latest).sort();
  const meeting = inTime.findLast((day) => asAt === undefined || day >= asAt) ?? null;
  if (meeting !== null) {
    return {
      decideBy: meeting,
      meeting,
      reason: `${counted} The last governors' meeting in time is on ${formatDate(meeting)}.`,
    };
  }
  const missed = inTime.at(-1);
  const why =
    governorsMeetings.length === 0
      ? "No governors' meetings are written down."
      : missed === undefined
        ? "No governors' meeting is early enough."
        : `The last governors' meeting in time was on ${formatDate(missed)}, which has passed.`;
  return { decideBy: latest, meeting: null, reason: `${counted} ${why}` };
}

/** Every date between `asAt` and `to` (both included) on which something about these contracts happens or must be decided. */
export function decisionsCalendar(
  contracts: readonly Contract[],
  governorsMeetings: readonly PlainDate[],
  asAt: PlainDate,
  to: PlainDate,
): CalendarEntry[] {
  const order = ['decide-by', 'notice-deadline', 'contract-end', 'renewal'];
  return contracts
    .flatMap((contract) => contractEntries(contract, governorsMeetings, asAt, to))
    .filter((entry) => entry.date >= asAt && entry.date <= to)
    .sort(
      (a, b) =>
        compare(a.date, b.date) ||
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        compare(a.contractTitle, b.contractTitle) ||
        compare(a.contractId, b.contractId),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function months(count: number): string {
  return count === 1 ? '1 month' : `${count} months`;
}

function runningOver(endsOn: PlainDate): NoticeDeadline {
  const reason = `Its end, ${formatDate(endsOn)}, has passed and it is not marked as ended: it may be running over.`;
  return { lastSafeNoticeOn: endsOn, endsOn, status: 'passed', reason };
}

interface Notice {
  count: number;
  unit: NoticeUnit;
}

/** The notice period, or why there is none to count with. */
function noticeOf(contract: Contract): Notice | string {
  const { noticeCount: count, noticeUnit: unit } = contract;
  if (count === null) return 'its notice period is not known';
  if (count === 0) return { count, unit: unit ?? 'days' };
  if (unit === null) return `its notice is written as ${count}, but not whether days or months`;
  if (count > LONGEST_NOTICE[unit]) return `a notice period of ${count} ${unit} cannot be right`;
  return { count, unit };
}

function noticeWords({ count, unit }: Notice): string {
  const length = unit === 'months' ? months(count) : days(count);
  return `${length}${count === 1 ? "'s" : "'"} notice`;
}

function renewalLength(contract: Contract): number | null {
  const length = contract.renewalMonths;
  return length === null || length < 1 || length > LONGEST_RENEWAL_MONTHS ? null : length;
}

/** How many renewals lie behind the first end that is not before `asAt`. */
function renewalsUntil(endsOn: PlainDate, renewalMonths: number, asAt: PlainDate): number {
  const a = dateParts(endsOn);
  const b = dateParts(asAt);
  const apart = (b.year - a.year) * 12 + (b.month - a.month);
  let renewals = Math.max(0, Math.floor(apart / renewalMonths) - 1);
  while (endAfterRenewals(endsOn, renewalMonths, renewals) < asAt) renewals += 1;
  return renewals;
}

function automaticDeadline(contract: Contract, endsOn: PlainDate, asAt: PlainDate): NoticeDeadline {
  const notice = noticeOf(contract);
  const length = renewalLength(contract);
  if (length === null) return deadlineOfUnknownRenewal(endsOn, notice, asAt);
  const renewed = renewalsUntil(endsOn, length, asAt);
  const presentEnd = endAfterRenewals(endsOn, length, renewed);
  if (typeof notice === 'string') {
    const reason = `It renews itself every ${months(length)}, next on ${formatDate(addDays(presentEnd, 1))}, and ${notice}.`;
    return { lastSafeNoticeOn: null, endsOn: presentEnd, status: 'unknown', reason };
  }
  let chosen = renewed;
  while (noticeDateFor(endAfterRenewals(endsOn, length, chosen), notice.count, notice.unit) < asAt) chosen += 1;
  const end = endAfterRenewals(endsOn, length, chosen);
  const lastSafeNoticeOn = noticeDateFor(end, notice.count, notice.unit);
  const so = renewed === 0 ? '' : ` It has renewed itself since ${formatDate(endsOn)}.`;
  const next = `${noticeWords(notice)} by ${formatDate(lastSafeNoticeOn)} ends it on ${formatDate(end)}; otherwise it renews for ${months(length)}.`;
  if (chosen === renewed) return { lastSafeNoticeOn, endsOn: end, status: 'open', reason: next + so };
  const missed = noticeDateFor(presentEnd, notice.count, notice.unit);
  const reason = `The notice date for ${formatDate(presentEnd)} was ${formatDate(missed)} and has passed, so it renews. ${next}${so}`;
  return { lastSafeNoticeOn, endsOn: end, status: 'rolls-on', reason };
}

function deadlineOfUnknownRenewal(endsOn: PlainDate, notice: Notice | string, asAt: PlainDate): NoticeDeadline {
  if (typeof notice === 'string') {
    const reason = `It renews itself, but neither for how long nor its notice can be counted: ${notice}.`;
    return { lastSafeNoticeOn: null, endsOn: endsOn < asAt ? null : endsOn, status: 'unknown', reason };
  }
  const lastSafeNoticeOn = noticeDateFor(endsOn, notice.count, notice.unit);
  if (lastSafeNoticeOn >= asAt) {
    const reason = `${noticeWords(notice)} by ${formatDate(lastSafeNoticeOn)} ends it on ${formatDate(endsOn)}; otherwise it renews, for how long is not known.`;
    return { lastSafeNoticeOn, endsOn, status: 'open', reason };
  }
  const reason = `The notice date for ${formatDate(endsOn)} was ${formatDate(lastSafeNoticeOn)} and has passed, so it renews, but for how long is not known.`;
  return { lastSafeNoticeOn: null, endsOn: null, status: 'unknown', reason };
}

function deadlineIfItMayRenew(contract: Contract, endsOn: PlainDate, asAt: PlainDate): NoticeDeadline {
  if (endsOn < asAt) {
    const reason = `Its end, ${formatDate(endsOn)}, has passed and whether it renews itself is not known: it may be running over.`;
    return { lastSafeNoticeOn: endsOn, endsOn, status: 'passed', reason };
  }
  const notice = noticeOf(contract);
  if (typeof notice === 'string') {
    const reason = `It ends on ${formatDate(endsOn)}, but whether it renews itself is not known, and ${notice}.`;
    return { lastSafeNoticeOn: null, endsOn, status: 'unknown', reason };
  }
  const lastSafeNoticeOn = noticeDateFor(endsOn, notice.count, notice.unit);
  const when = `${noticeWords(notice)} for ${formatDate(endsOn)} is due by ${formatDate(lastSafeNoticeOn)}`;
  if (lastSafeNoticeOn >= asAt) {
    const reason = `${when}. Whether it renews itself is not known, so this counts as if it does.`;
    return { lastSafeNoticeOn, endsOn, status: 'open', reason };
  }
  return {
    lastSafeNoticeOn,
    endsOn,
    status: 'passed',
    reason: `${when}, which has passed. Whether it renews itself is not known.`,
  };
}

/** The end that notice already given leads to: the first one that it was in time for. */
function afterNotice(contract: Contract, endsOn: PlainDate, givenOn: PlainDate, asAt: PlainDate): NoticeDeadline {
  const notice = noticeOf(contract);
  const length = contract.renewal === 'automatic' ? renewalLength(contract) : null;
  const inTime = (end: PlainDate): boolean =>
    typeof notice === 'string' ? end >= givenOn : noticeDateFor(end, notice.count, notice.unit) >= givenOn;
  const given = `Notice was given on ${formatDate(givenOn)}`;
  let end: PlainDate | null = endsOn;
  if (length !== null) {
    let renewals = renewalsUntil(endsOn, length, givenOn);
    while (!inTime(endAfterRenewals(endsOn, length, renewals))) renewals += 1;
    end = endAfterRenewals(endsOn, length, renewals);
  } else if (contract.renewal === 'automatic' && !inTime(endsOn)) {
    const reason = `${given}, too late for ${formatDate(endsOn)}; it renews, but for how long is not known.`;
    return { lastSafeNoticeOn: null, endsOn: null, status: 'unknown', reason };
  }
  const late = end > endsOn ? `, too late for ${formatDate(endsOn)}` : '';
  const doubt = typeof notice === 'string' ? ` This takes the notice to have been in time, as ${notice}.` : '';
  const reason = `${given}${late}; it ${end < asAt ? 'ended' : 'ends'} on ${formatDate(end)}.${doubt}`;
  return { lastSafeNoticeOn: null, endsOn: end, status: 'ended', reason };
}

function contractEntries(
  contract: Contract,
  governorsMeetings: readonly PlainDate[],
  asAt: PlainDate,
  to: PlainDate,
): CalendarEntry[] {
  const entries: CalendarEntry[] = [];
  const add = (date: PlainDate, kind: CalendarEntry['kind'], chance: number, text: string, atMeeting = false): void => {
    entries.push({ date, kind, contractId: contract.id, contractTitle: contract.title, chance, atMeeting, text });
  };
  let day = asAt;
  for (let chance = 1; day <= to; chance += 1) {
    const deadline = noticeDeadline(contract, day);
    const { lastSafeNoticeOn, endsOn } = deadline;
    if (endsOn === null) break;
    const renews = contract.renewal === 'automatic' && deadline.status !== 'ended';
    if (renews && chance === 1) addMissedRenewals(contract, asAt, endsOn, add);
    const acts = lastSafeNoticeOn !== null && lastSafeNoticeOn >= asAt;
    if (acts) {
      const decision = decideBy({ lastSafeNoticeOn, leadInDays: contract.leadInDays, governorsMeetings, asAt: day });
      if (decision.decideBy !== null) {
        const date = decision.decideBy < day ? day : decision.decideBy;
        const late = decision.decideBy < day ? ' That day has passed: decide now.' : '';
        add(date, 'decide-by', chance, decision.reason + late, decision.meeting !== null);
      }
      // Where no notice is needed the end itself is the date; it is listed once, as the end.
      if (lastSafeNoticeOn !== endsOn || renews) add(lastSafeNoticeOn, 'notice-deadline', chance, deadline.reason);
    }
    if (!renews) {
      add(endsOn, 'contract-end', chance, deadline.reason);
      break;
    }
    add(
      addDays(endsOn, 1),
      'renewal',
      chance,
      `Renews itself unless notice was given in time for ${formatDate(endsOn)}.`,
    );
    if (renewalLength(contract) === null) break;
    day = addDays(acts ? lastSafeNoticeOn : endsOn, 1);
  }
  return entries;
}

/** Renewals that can no longer be stopped, between today and the end that can still be reached. */
function addMissedRenewals(
  contract: Contract,
  asAt: PlainDate,
  reachableEnd: PlainDate,
  add: (date: PlainDate, kind: CalendarEntry['kind'], chance: number, text: string) => void,
): void {
  const length = renewalLength(contract);
  if (contract.endsOn === null || length === null) return;
  let renewals = renewalsUntil(contract.endsOn, length, asAt);
  for (;;) {
    const end = endAfterRenewals(contract.endsOn, length, renewals);
    if (end >= reachableEnd) return;
    add(
      addDays(end, 1),
      'renewal',
      0,
      `Renews itself for ${months(length)}: the notice date for ${formatDate(end)} has passed.`,
    );
    renewals += 1;
  }
}

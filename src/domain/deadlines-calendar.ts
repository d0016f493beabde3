/** When to decide on a contract, and the calendar of everything that happens to contracts. */
import { addDays, formatDate, type PlainDate } from './dates.ts';
import { monthsWords, noticeDeadline, renewalLength, renewalsUntil } from './deadlines-contract.ts';
import { endAfterRenewals } from './deadlines-notice.ts';
import type { Contract } from './record.ts';
import type { SchoolCalendar } from './terms.ts';

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
  /** The end that it is about: an entry keeps it from day to day, so kind, contract and end name an entry. */
  endsOn: PlainDate;
  /** For a day to give notice: the contract's own last day, where that is later than the safe `date`. */
  dueOn: PlainDate | null;
  /** 1 for the next chance to act, 2 and on for those that follow if it is left to renew. */
  chance: number;
  /** True where the date is a governors' meeting. */
  atMeeting: boolean;
  /** A sentence to show. */
  text: string;
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
  calendar?: SchoolCalendar,
): CalendarEntry[] {
  const order = ['decide-by', 'notice-deadline', 'contract-end', 'renewal'];
  return contracts
    .flatMap((contract) => contractEntries({ contract, governorsMeetings, asAt, to, calendar }))
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

interface Asked {
  contract: Contract;
  governorsMeetings: readonly PlainDate[];
  asAt: PlainDate;
  to: PlainDate;
  calendar: SchoolCalendar | undefined;
}

type Entry = Pick<CalendarEntry, 'date' | 'kind' | 'chance' | 'text' | 'endsOn'> &
  Partial<Pick<CalendarEntry, 'atMeeting' | 'dueOn'>>;

function contractEntries({ contract, governorsMeetings, asAt, to, calendar }: Asked): CalendarEntry[] {
  const entries: CalendarEntry[] = [];
  const add = (entry: Entry): void => {
    entries.push({ atMeeting: false, dueOn: null, contractId: contract.id, contractTitle: contract.title, ...entry });
  };
  let day = asAt;
  for (let chance = 1; day <= to; chance += 1) {
    const deadline = noticeDeadline(contract, day, calendar, asAt);
    const { lastSafeNoticeOn, dueOn, endsOn } = deadline;
    if (endsOn === null) break;
    const renews = contract.renewal === 'automatic' && deadline.status !== 'ended';
    if (renews && chance === 1) addMissedRenewals(contract, asAt, endsOn, add);
    const acts = lastSafeNoticeOn !== null && dueOn !== null && lastSafeNoticeOn >= asAt;
    if (acts) {
      const decision = decideBy({ lastSafeNoticeOn, leadInDays: contract.leadInDays, governorsMeetings, asAt: day });
      // A later chance is decided on with the one before it, unless its own day to decide comes after that one is gone.
      if (decision.decideBy !== null && (chance === 1 || decision.decideBy >= day)) {
        const date = decision.decideBy < day ? day : decision.decideBy;
        const late = decision.decideBy < day ? ' That day has passed: decide now.' : '';
        const atMeeting = decision.meeting !== null;
        add({ date, kind: 'decide-by', chance, text: decision.reason + late, endsOn, atMeeting });
      }
      // Where no notice is needed the end itself is the date; it is listed once, as the end.
      if (dueOn !== endsOn || renews) {
        const later = dueOn > lastSafeNoticeOn ? dueOn : null;
        add({ date: lastSafeNoticeOn, kind: 'notice-deadline', chance, text: deadline.reason, endsOn, dueOn: later });
      }
    }
    if (!renews) {
      add({ date: endsOn, kind: 'contract-end', chance, text: deadline.reason, endsOn });
      break;
    }
    const text = `Renews itself unless notice was given in time for ${formatDate(endsOn)}.`;
    add({ date: addDays(endsOn, 1), kind: 'renewal', chance, text, endsOn });
    if (renewalLength(contract) === null) break;
    day = addDays(acts ? dueOn : endsOn, 1);
  }
  return entries;
}

/** Renewals that can no longer be stopped, between today and the end that can still be reached. */
function addMissedRenewals(
  contract: Contract,
  asAt: PlainDate,
  reachableEnd: PlainDate,
  add: (entry: Entry) => void,
): void {
  const length = renewalLength(contract);
  if (contract.endsOn === null || length === null) return;
  let renewals = renewalsUntil(contract, contract.endsOn, length, asAt);
  for (;;) {
    const end = endAfterRenewals(contract.endsOn, length, renewals, contract.startsOn);
    if (end >= reachableEnd) return;
    const text = `Renews itself for ${monthsWords(length)}: the notice date for ${formatDate(end)} has passed.`;
    add({ date: addDays(end, 1), kind: 'renewal', chance: 0, text, endsOn: end });
    renewals += 1;
  }
}

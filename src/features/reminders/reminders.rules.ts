/**
 * Which reminders are due on a day. Nothing here knows of the clock or the database: what has been sent is handed in.
 *
 * A reminder belongs to a contract, a kind of date, the date and a number of days before it, and is sent once. Several that
 * are due for one date (a contract that was entered late, days on which the machine was off) come as one. In a day, or in a
 * week where mails come weekly, there is one mail; only a date that cannot wait for the next one makes another.
 */
import { addDays, dayOfWeek, type PlainDate } from '../../domain/dates.ts';
import { decideBy, decisionsCalendar, noticeDeadline } from '../../domain/deadlines.ts';
import type { SchoolRecord } from '../../domain/record.ts';

export type ReminderKind = 'decide-by' | 'notice-deadline';
export type Rhythm = 'daily' | 'weekly';

/** Days before a date that can be chosen. */
export const LEADS_IN_DAYS: readonly number[] = [90, 60, 30, 14, 7, 1];
/** What is ticked to begin with: a term ahead, a month ahead, a week ahead. */
export const USUAL_LEADS_IN_DAYS: readonly number[] = [90, 30, 7];

/** How far a day to decide can move as time goes by: a term, less than any two renewals that people plan for are apart. */
const LONGEST_MOVE_DAYS = 92;

export interface Deadline {
  contractId: string;
  contractTitle: string;
  kind: ReminderKind;
  /** May lie behind: a day to decide that has passed while notice can still be given. */
  dueOn: PlainDate;
  /** The end of the contract that it is about. */
  endsOn: PlainDate;
  /** Why then, in a sentence. */
  why: string;
  atMeeting: boolean;
}

export interface ReminderChoice {
  /** Days before a date. */
  leadsInDays: readonly number[];
  rhythm: Rhythm;
}

/** One number of days before one date that was sent, or is being sent. */
export interface SentReminder {
  contractId: string;
  kind: ReminderKind;
  dueOn: PlainDate;
  leadInDays: number;
  /**
   * - `sent`: the mail was taken, or it was tried as often as it may be.
   * - `under-way`: somebody is sending it now.
   * - `cut-short`: its process ended before it said what became of the mail; it may be sent once more.
   */
  state: 'sent' | 'under-way' | 'cut-short';
  /** The day in England. */
  on: PlainDate;
}

export interface Reminder extends Deadline {
  /** All numbers of days that this reminder stands for. */
  leadsInDays: number[];
  /** The date went by without any reminder. */
  isMissed: boolean;
}

export interface PlannedMail {
  on: PlainDate;
  reminders: Reminder[];
}

type Dated = Pick<SchoolRecord, 'contracts' | 'limits'>;

/**
 * The next days to decide and to give notice of every running contract, up to `until`. Where a contract renews itself again
 * and again, only its next chance: the one after is near enough when this has passed.
 */
export function deadlinesOf({ contracts, limits }: Dated, today: PlainDate, until: PlainDate): Deadline[] {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const deadlines: Deadline[] = [];
  for (const entry of decisionsCalendar(contracts, limits.governorsMeetings, today, until, limits)) {
    if (entry.chance !== 1 || !isReminderKind(entry.kind)) continue;
    let dueOn = entry.date;
    const contract = byId.get(entry.contractId);
    // The calendar moves a day to decide that has passed to today, every day anew: that would be a new date each day.
    if (entry.kind === 'decide-by' && entry.date === today && contract !== undefined) {
      const { lastSafeNoticeOn } = noticeDeadline(contract, today, limits);
      const { governorsMeetings } = limits;
      const given = { lastSafeNoticeOn, leadInDays: contract.leadInDays, governorsMeetings, asAt: today };
      dueOn = decideBy(given).decideBy ?? dueOn;
    }
    deadlines.push(deadlineOf(entry, entry.kind, dueOn));
  }
  return deadlines;
}

/**
 * Dates from `since` to yesterday that nothing can be done about any more, as they stood at `since`. Those that have a
 * later day still to come are not among them.
 */
export function missedDeadlines(record: Dated, since: PlainDate, today: PlainDate): Deadline[] {
  if (since >= today) return [];
  const { contracts, limits } = record;
  const open = new Set(
    contracts.flatMap((contract) => {
      const { lastSafeNoticeOn, endsOn } = noticeDeadline(contract, today, limits);
      return lastSafeNoticeOn !== null && lastSafeNoticeOn >= today ? [`${contract.id}\n${endsOn}`] : [];
    }),
  );
  return decisionsCalendar(contracts, limits.governorsMeetings, since, addDays(today, -1), limits).flatMap((entry) =>
    entry.kind === 'notice-deadline' && !open.has(`${entry.contractId}\n${entry.endsOn}`)
      ? [deadlineOf(entry, entry.kind, entry.date)]
      : [],
  );
}

function isReminderKind(kind: string): kind is ReminderKind {
  return kind === 'decide-by' || kind === 'notice-deadline';
}

function deadlineOf(
  entry: Omit<Deadline, 'kind' | 'dueOn' | 'why'> & { text: string },
  kind: ReminderKind,
  dueOn: PlainDate,
): Deadline {
  const { contractId, contractTitle, endsOn, text, atMeeting } = entry;
  return { contractId, contractTitle, kind, dueOn, endsOn, why: text, atMeeting };
}

/** What goes into a mail today; none where there is no mail today. In order of date. */
export function dueReminders(given: {
  deadlines: readonly Deadline[];
  missed: readonly Deadline[];
  choice: ReminderChoice;
  sent: readonly SentReminder[];
  today: PlainDate;
}): Reminder[] {
  const { deadlines, missed, choice, sent, today } = given;
  const known = new Map(sent.map((one) => [keyOf(one, one.leadInDays), one.state]));
  const told = new Set(sent.map((one) => keyOf(one)));
  const period = periodOf(choice.rhythm, today);
  const hadMail = sent.some(({ state, on }) => state !== 'cut-short' && on >= period.startsOn);
  const reminders: Reminder[] = [];
  for (const deadline of deadlines) {
    if (deadline.dueOn < today && wasTold(deadline, sent)) continue;
    const leadsInDays = choice.leadsInDays.filter((lead) => {
      const state = known.get(keyOf(deadline, lead));
      return (state === undefined || state === 'cut-short') && addDays(deadline.dueOn, -lead) <= period.endsOn;
    });
    const isRepeat = leadsInDays.some((lead) => known.has(keyOf(deadline, lead)));
    const canWait = hadMail && !isRepeat && deadline.dueOn > period.endsOn;
    if (leadsInDays.length > 0 && !canWait) reminders.push({ ...deadline, leadsInDays, isMissed: false });
  }
  for (const deadline of missed) {
    const states = choice.leadsInDays.map((lead) => known.get(keyOf(deadline, lead)));
    const isNew = !told.has(keyOf(deadline)) && !hadMail;
    const isRepeat = states.includes('cut-short') && states.every((state) => state !== 'sent');
    const leadsInDays = choice.leadsInDays.filter((_, index) => states[index] !== 'under-way');
    if ((isNew || isRepeat) && leadsInDays.length > 0) reminders.push({ ...deadline, leadsInDays, isMissed: true });
  }
  return reminders.toSorted((a, b) => compare(a.dueOn, b.dueOn) || compare(a.contractTitle, b.contractTitle));
}

/** The mails of the days from `from` on, if nothing changes. */
export function plannedMails(
  given: Omit<Parameters<typeof dueReminders>[0], 'today'>,
  from: PlainDate,
  days: number,
): PlannedMail[] {
  const mails: PlannedMail[] = [];
  const sent = [...given.sent];
  for (let day = 0; day < days; day++) {
    const on = addDays(from, day);
    const reminders = dueReminders({ ...given, sent, today: on });
    if (reminders.length === 0) continue;
    mails.push({ on, reminders });
    sent.push(...reminders.flatMap((reminder) => asSent(reminder, on)));
  }
  return mails;
}

/** What a reminder that went out on a day leaves behind. */
export function asSent({ contractId, kind, dueOn, leadsInDays }: Reminder, on: PlainDate): SentReminder[] {
  return leadsInDays.map((leadInDays) => ({ contractId, kind, dueOn, leadInDays, state: 'sent', on }));
}

/**
 * True where a day to decide that has passed is one that a reminder went out for under another date: it moves when its safe
 * day to give notice, or the meeting that it was, has passed.
 */
function wasTold({ contractId, kind, dueOn }: Deadline, sent: readonly SentReminder[]): boolean {
  const from = addDays(dueOn, -LONGEST_MOVE_DAYS);
  return sent.some(
    (one) =>
      one.contractId === contractId &&
      one.kind === kind &&
      one.dueOn >= from &&
      one.dueOn < dueOn &&
      one.state !== 'cut-short',
  );
}

/** The days that one mail stands for: one day, or a week from Monday to Sunday. */
function periodOf(rhythm: Rhythm, today: PlainDate): { startsOn: PlainDate; endsOn: PlainDate } {
  if (rhythm === 'daily') return { startsOn: today, endsOn: today };
  const monday = addDays(today, 1 - dayOfWeek(today));
  return { startsOn: monday, endsOn: addDays(monday, 6) };
}

function keyOf({ contractId, kind, dueOn }: Pick<Deadline, 'contractId' | 'kind' | 'dueOn'>, lead?: number): string {
  return `${contractId}\n${kind}\n${dueOn}\n${lead}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

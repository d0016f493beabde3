/**
 * Which reminders are due on a day. Nothing here knows of the clock or the database: what has been sent is handed in.
 *
 * A reminder belongs to a contract, a kind of date, the date and a number of days before it, and is sent once. Several that
 * are due for one date (a contract that was entered late, days on which the machine was off) come as one. In a day, or in a
 * week where mails come weekly, there is one mail; only a date that cannot wait for the next one makes another.
 */
import { addDays, dayOfWeek, type PlainDate } from '../../domain/dates.ts';
import { decideBy, decisionsCalendar, noticeDeadline } from '../../domain/deadlines.ts';
import type { Contract, Limits } from '../../domain/record.ts';

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

/** What the dates are worked out from. */
interface Dated {
  contracts: readonly Contract[];
  limits: Pick<Limits, 'terms' | 'holidays' | 'bankHolidays' | 'governorsMeetings'>;
}

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

interface Known {
  deadlines: readonly Deadline[];
  missed: readonly Deadline[];
  choice: ReminderChoice;
  sent: readonly SentReminder[];
}

/** What goes into a mail today; none where there is no mail today. In order of date. */
export function dueReminders(given: Known & { today: PlainDate }): Reminder[] {
  const history = historyOf(given.sent);
  return dueOf(waitingOf(given, history), given, history, given.today);
}

/** The mails of the days from `from` on, if nothing changes. */
export function plannedMails(given: Known, from: PlainDate, days: number): PlannedMail[] {
  const mails: PlannedMail[] = [];
  const history = historyOf(given.sent);
  let waiting = waitingOf(given, history);
  for (let day = 0; day < days; day++) {
    const on = addDays(from, day);
    const reminders = dueOf(waiting, given, history, on);
    if (reminders.length === 0) continue;
    mails.push({ on, reminders });
    for (const one of reminders.flatMap((reminder) => asSent(reminder, on))) remember(history, one);
    const told = new Set(reminders.map((reminder) => keyOf(reminder)));
    waiting = waiting.flatMap((one) =>
      told.has(keyOf(one.deadline)) ? waitingOf({ ...given, deadlines: [one.deadline] }, history) : [one],
    );
  }
  return mails;
}

/** What has been sent, to be asked quickly. */
interface History {
  /** State by contract, kind, date and number of days. */
  states: Map<string, SentReminder['state']>;
  /** By contract, kind and date: those that anything was sent about. */
  told: Set<string>;
  /** Days to decide that were sent about, by contract. */
  decideBy: Map<string, PlainDate[]>;
  /** The last day on which a mail went out. */
  lastMailOn: PlainDate | null;
}

function historyOf(sent: readonly SentReminder[]): History {
  const history: History = { states: new Map(), told: new Set(), decideBy: new Map(), lastMailOn: null };
  for (const one of sent) remember(history, one);
  return history;
}

function remember(history: History, one: SentReminder): void {
  history.states.set(keyOf(one, one.leadInDays), one.state);
  history.told.add(keyOf(one));
  if (one.state === 'cut-short') return;
  if (history.lastMailOn === null || one.on > history.lastMailOn) history.lastMailOn = one.on;
  if (one.kind !== 'decide-by') return;
  history.decideBy.set(one.contractId, [...(history.decideBy.get(one.contractId) ?? []), one.dueOn]);
}

/** A date with the numbers of days that nothing has gone out for. */
interface Waiting {
  deadline: Deadline;
  leads: { days: number; remindOn: PlainDate }[];
  /** The first of those days. */
  from: PlainDate;
  /** A mail about it was cut short. */
  isRepeat: boolean;
}

function waitingOf({ deadlines, choice }: Pick<Known, 'deadlines' | 'choice'>, { states }: History): Waiting[] {
  return deadlines.flatMap((deadline) => {
    const leads: Waiting['leads'] = [];
    let isRepeat = false;
    for (const days of choice.leadsInDays) {
      const state = states.get(keyOf(deadline, days));
      if (state !== undefined && state !== 'cut-short') continue;
      isRepeat ||= state === 'cut-short';
      leads.push({ days, remindOn: addDays(deadline.dueOn, -days) });
    }
    const from = leads.map(({ remindOn }) => remindOn).reduce((a, b) => (a < b ? a : b), '9999-12-31');
    return leads.length === 0 ? [] : [{ deadline, leads, from, isRepeat }];
  });
}

function dueOf(
  waiting: readonly Waiting[],
  { missed, choice }: Pick<Known, 'missed' | 'choice'>,
  history: History,
  today: PlainDate,
): Reminder[] {
  const period = periodOf(choice.rhythm, today);
  const hadMail = history.lastMailOn !== null && history.lastMailOn >= period.startsOn;
  const reminders: Reminder[] = [];
  for (const { deadline, leads, from, isRepeat } of waiting) {
    if (from > period.endsOn || (hadMail && !isRepeat && deadline.dueOn > period.endsOn)) continue;
    if (deadline.dueOn < today && wasTold(deadline, history)) continue;
    const leadsInDays = leads.filter(({ remindOn }) => remindOn <= period.endsOn).map(({ days }) => days);
    reminders.push({ ...deadline, leadsInDays, isMissed: false });
  }
  for (const deadline of missed) {
    const states = choice.leadsInDays.map((lead) => history.states.get(keyOf(deadline, lead)));
    const isNew = !history.told.has(keyOf(deadline)) && !hadMail;
    const isRepeat = states.includes('cut-short') && states.every((state) => state !== 'sent');
    const leadsInDays = choice.leadsInDays.filter((_, index) => states[index] !== 'under-way');
    if ((isNew || isRepeat) && leadsInDays.length > 0) reminders.push({ ...deadline, leadsInDays, isMissed: true });
  }
  return reminders.toSorted((a, b) => compare(a.dueOn, b.dueOn) || compare(a.contractTitle, b.contractTitle));
}

/** What a reminder that went out on a day leaves behind. */
export function asSent({ contractId, kind, dueOn, leadsInDays }: Reminder, on: PlainDate): SentReminder[] {
  return leadsInDays.map((leadInDays) => ({ contractId, kind, dueOn, leadInDays, state: 'sent', on }));
}

/**
 * True where a day to decide that has passed is one that a reminder went out for under another date: it moves when its safe
 * day to give notice, or the meeting that it was, has passed.
 */
function wasTold({ contractId, kind, dueOn }: Deadline, { decideBy: told }: History): boolean {
  const from = addDays(dueOn, -LONGEST_MOVE_DAYS);
  return kind === 'decide-by' && (told.get(contractId) ?? []).some((day) => day >= from && day < dueOn);
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

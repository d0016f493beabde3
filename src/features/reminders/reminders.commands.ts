/** Choosing reminders, and sending those that are due. */
import { createHash, randomUUID } from 'node:crypto';
import { addDays, plainDateIn, type PlainDate } from '../../domain/dates.ts';
import { originForLinks, type Config } from '../../platform/config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Jobs } from '../../platform/jobs/index.ts';
import { MailError, type Mailer } from '../../platform/mail/index.ts';
import { hashOfToken, newToken } from '../../platform/sessions/index.ts';
import { listContracts, listGovernorsMeetings, selectSchoolCalendar } from '../contracts/index.ts';
import { confirmationMail, reminderMail } from './reminders.message.ts';
import {
  claimReminders,
  completeMail,
  deleteOldSent,
  listReceivers,
  listSent,
  releaseMail,
  selectChoice,
  selectConfirmation,
  selectSchoolName,
  setConfirmLink,
  upsertChoice,
  type Receiver,
  type SentRow,
  type StoredChoice,
} from './reminders.queries.ts';
import {
  deadlinesOf,
  dueReminders,
  missedDeadlines,
  type Reminder,
  type ReminderChoice,
  type SentReminder,
} from './reminders.rules.ts';

export interface RemindersServices {
  db: Database;
  clock: Clock;
  config: Config;
  /** Null where mail is off. */
  mailer: Mailer | null;
}

/** The job that sends the link which confirms an address. */
export const CONFIRMATION_JOB = 'reminder-confirmation';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A link that confirms an address is good for a week: it may be sent on a Friday in July. */
const CONFIRM_DAYS = 7;
/** No mail takes this long to hand over: whoever claimed it and says nothing has been killed. */
const SILENT_MS = 10 * MINUTE_MS;
/** Once, and once more where nobody can tell whether the first reached anyone: better twice than never. */
const MOST_ATTEMPTS = 2;
/** How far back dates that passed without a reminder are looked for. */
const MISSED_DAYS = 31;
/** What was sent about dates is kept for two years after them, longer than any of them can come back. */
const KEPT_DAYS = 731;

// Choosing -------------------------------------------------------------------------------------------------------------

/**
 * Keeps a person's choice for a school. An address that they have not confirmed yet is asked to be, by a link sent to it;
 * nothing else goes there before. @returns whether it must still be confirmed.
 */
export async function chooseReminders(
  tx: Transaction,
  jobs: Pick<Jobs, 'add'>,
  of: Receiver,
  choice: ReminderChoice & { email: string },
  at: Date,
): Promise<{ toConfirm: boolean }> {
  const before = await selectChoice(tx, of);
  const confirmedAt = await selectConfirmation(tx, of.personId, choice.email);
  await upsertChoice(
    tx,
    of,
    {
      email: choice.email,
      confirmedAt,
      leadsInDays: [...new Set(choice.leadsInDays)].toSorted((a, b) => b - a),
      rhythm: choice.rhythm,
      stopToken: before?.stopToken ?? newToken(),
    },
    at,
  );
  if (confirmedAt === null) await askToConfirm(tx, jobs, of);
  return { toConfirm: confirmedAt === null };
}

/** Has the link that confirms the address sent, once for however often it is asked for before it goes out. */
export async function askToConfirm(tx: Transaction, jobs: Pick<Jobs, 'add'>, of: Receiver): Promise<void> {
  const { organisationId, schoolId, personId } = of;
  const key = `${organisationId} ${schoolId} ${personId}`;
  await jobs.add(tx, { name: CONFIRMATION_JOB, key, data: { organisationId, schoolId, personId } });
}

/** Sends the link. Each time it is a new one, and the one before stops working. @throws {MailError} */
export async function sendConfirmation(services: RemindersServices, of: Receiver): Promise<void> {
  const { db, clock, config, mailer } = services;
  if (mailer === null) return;
  const token = newToken();
  const link = { hash: hashOfToken(token), expiresAt: new Date(clock.now().getTime() + CONFIRM_DAYS * DAY_MS) };
  if (!(await db.asSystem((tx) => setConfirmLink(tx, of, link)))) return;
  const known = await db.as(of.personId, async (tx) => {
    const choice = await selectChoice(tx, of);
    const school = await selectSchoolName(tx, of);
    return choice === null || school === null ? null : { to: choice.email, school: school.name };
  });
  // They lost access meanwhile.
  if (known === null) return;
  const confirmUrl = `${originForLinks(config)}/reminders/confirm/${token}`;
  const words = confirmationMail({ school: known.school, confirmUrl });
  await mailer.send({ ...words, to: known.to, id: `confirm-${link.hash.slice(0, 22)}`, stopUrl: null });
}

// Sending --------------------------------------------------------------------------------------------------------------

/** Why a mail was not sent; `not-made`: the school or the choice could not be read. */
export type Failure = MailError['code'] | 'not-made';

export interface SendingResult {
  /** People and schools that were looked at. */
  receivers: number;
  mails: number;
  reminders: number;
  /** Mails that were not taken. */
  failed: number;
  /** Why, as the last of them says; what a mail server would take later comes before what it refuses for good. */
  failure: Failure | null;
  /** When to look again after mails of which nobody knows yet what became of them; null where there are none. */
  againAt: Date | null;
}

/**
 * Sends what is due, one mail for each person and school. Each mail is written down before it goes out and again after it was
 * taken; what a killed process leaves between the two is sent once more, never a third time.
 * @param dryRun only counts.
 */
export async function sendDueReminders(
  services: RemindersServices,
  options: { dryRun?: boolean; signal?: AbortSignal } = {},
): Promise<SendingResult> {
  const { db, mailer } = services;
  const result: SendingResult = { receivers: 0, mails: 0, reminders: 0, failed: 0, failure: null, againAt: null };
  if (mailer === null && options.dryRun !== true) return result;
  for (const receiver of await db.asSystem(listReceivers)) {
    options.signal?.throwIfAborted();
    result.receivers += 1;
    if (options.dryRun === true) {
      const looked = await db.as(receiver.personId, (tx) => lookAt(tx, services, receiver));
      const count = looked?.due.length ?? 0;
      result.mails += count > 0 ? 1 : 0;
      result.reminders += count;
    } else if (mailer !== null) {
      try {
        await sendTo(services, mailer, receiver, result);
      } catch {
        options.signal?.throwIfAborted();
        // One school's trouble is not another's.
        Object.assign(result, { failed: result.failed + 1, failure: 'not-made' });
      }
      // Nobody is there to take the others either.
      if (result.failure === 'mail-unreachable') break;
    }
  }
  return result;
}

async function sendTo(
  services: RemindersServices,
  mailer: Mailer,
  receiver: Receiver,
  result: SendingResult,
): Promise<void> {
  const { db, clock } = services;
  const taken = await db.as(receiver.personId, (tx) => takeDue(tx, services, receiver));
  if (taken === null) return;
  if (taken.waits) result.againAt = new Date(clock.now().getTime() + SILENT_MS + MINUTE_MS);
  const { mail } = taken;
  if (mail === null) return;
  try {
    await mailer.send(mail.message);
  } catch (error) {
    const code = error instanceof MailError ? error.code : 'mail-uncertain';
    result.failed += 1;
    if (result.failure === null || code !== 'mail-refused') result.failure = code;
    // Nobody knows whether it arrived: it stays written down, and is taken for lost when it has been silent for long enough.
    if (code === 'mail-uncertain') result.againAt = new Date(clock.now().getTime() + SILENT_MS + MINUTE_MS);
    else await db.as(receiver.personId, (tx) => releaseMail(tx, receiver, mail.id));
    return;
  }
  await db.as(receiver.personId, (tx) => completeMail(tx, receiver, mail.id, clock.now()));
  result.mails += 1;
  result.reminders += mail.reminders;
}

interface TakenMail {
  id: string;
  reminders: number;
  message: Parameters<Mailer['send']>[0];
}

/**
 * In one transaction as the receiver: what is due, written down as about to be sent. Null where they may no longer see the
 * school, or have stopped.
 */
async function takeDue(
  tx: Transaction,
  services: RemindersServices,
  receiver: Receiver,
): Promise<{ waits: boolean; mail: TakenMail | null } | null> {
  const now = services.clock.now();
  const looked = await lookAt(tx, services, receiver);
  if (looked === null) return null;
  const { choice, school, due, sent, today } = looked;
  const waits = sent.some(({ state }) => state === 'under-way');
  await deleteOldSent(tx, receiver, addDays(today, -KEPT_DAYS));
  const id = randomUUID();
  const claims = due.flatMap(({ contractId, kind, dueOn, leadsInDays }) =>
    leadsInDays.map((leadInDays) => ({ contractId, kind, dueOn, leadInDays })),
  );
  const ours = await claimReminders(tx, receiver, claims.toSorted(inOrder), {
    id,
    at: now,
    silentSince: new Date(now.getTime() - SILENT_MS),
    mostAttempts: MOST_ATTEMPTS,
  });
  const isOurs = new Set(ours.map(({ contractId, kind, dueOn }) => `${contractId}\n${kind}\n${dueOn}`));
  const reminders = due.filter(({ contractId, kind, dueOn }) => isOurs.has(`${contractId}\n${kind}\n${dueOn}`));
  if (reminders.length === 0) return { waits, mail: null };
  const origin = originForLinks(services.config);
  const stopUrl = `${origin}/reminders/stop/${choice.stopToken}`;
  const words = reminderMail({ school, reminders, today, origin, stopUrl });
  const message = { ...words, to: choice.email, id: messageIdOf(receiver, reminders), stopUrl };
  return { waits, mail: { id, reminders: reminders.length, message } };
}

/** What is due for a receiver, if they still may see the school and want to know. */
async function lookAt(tx: Transaction, { clock }: RemindersServices, receiver: Receiver) {
  const choice = await selectChoice(tx, receiver);
  const school = await selectSchoolName(tx, receiver);
  if (choice === null || school === null || choice.confirmedAt === null || choice.stoppedAt !== null) return null;
  const today = clock.today();
  const { record, sent } = await readFor(tx, receiver, clock);
  const due = dueReminders({ ...datesOf(record, choice, today), choice, sent, today });
  return { choice, school, due, sent, today };
}

/** What dates are worked out from, and what the receiver has been sent. */
export async function readFor(tx: Transaction, receiver: Receiver, clock: Clock) {
  const contracts = await listContracts(tx, receiver);
  const governorsMeetings = await listGovernorsMeetings(tx, receiver);
  const limits = { ...(await selectSchoolCalendar(tx, receiver)), governorsMeetings };
  const sent = (await listSent(tx, receiver)).map((row) => toSent(row, clock.now()));
  return { record: { contracts, limits }, sent };
}

/** The dates that reminders can be about. */
export function datesOf(
  record: Parameters<typeof deadlinesOf>[0],
  choice: Pick<StoredChoice, 'confirmedAt' | 'leadsInDays'>,
  today: PlainDate,
) {
  const furthest = Math.max(0, ...choice.leadsInDays) + 7;
  const since = choice.confirmedAt === null ? today : plainDateIn(choice.confirmedAt);
  const earliest = addDays(today, -MISSED_DAYS);
  return {
    deadlines: deadlinesOf(record, today, addDays(today, furthest)),
    missed: missedDeadlines(record, since > earliest ? since : earliest, today),
  };
}

function toSent(row: SentRow, now: Date): SentReminder {
  const isSilent = row.claimedAt.getTime() < now.getTime() - SILENT_MS;
  const { contractId, kind, dueOn, leadInDays } = row;
  const state =
    row.sentAt !== null || (isSilent && row.attempts >= MOST_ATTEMPTS) ? 'sent' : isSilent ? 'cut-short' : 'under-way';
  return { contractId, kind, dueOn, leadInDays, state, on: plainDateIn(row.sentAt ?? row.claimedAt) };
}

/** The same reminders have the same, so that a mail program may show a mail that was sent twice once. */
function messageIdOf(receiver: Receiver, reminders: readonly Reminder[]): string {
  const parts = reminders.map(({ contractId, kind, dueOn, leadsInDays }) => [contractId, kind, dueOn, leadsInDays]);
  const text = JSON.stringify([receiver.organisationId, receiver.schoolId, receiver.personId, parts]);
  return `reminder-${createHash('sha256').update(text).digest('base64url').slice(0, 32)}`;
}

/** Two processes that claim the same take them in the same order, and so never wait for each other in a circle. */
function inOrder(a: object, b: object): number {
  const [one, other] = [JSON.stringify(Object.values(a)), JSON.stringify(Object.values(b))];
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * SQL of reminders. What a person chose and what they were sent is read and written as that person, so that nothing can be
 * sent that they may not see; only finding whom to write to, and the links in mails, run as the system.
 */
import { sql } from 'kysely';
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { ReminderKind, Rhythm } from './reminders.rules.ts';

/** Whose reminders of which school. */
export interface Receiver extends SchoolScope {
  personId: string;
}

export interface StoredChoice {
  email: string;
  /** Null until the link sent to the address has been used. */
  confirmedAt: Date | null;
  leadsInDays: number[];
  rhythm: Rhythm;
  stopToken: string;
  stoppedAt: Date | null;
}

export async function selectChoice(tx: Transaction, of: Receiver): Promise<StoredChoice | null> {
  const row = await tx
    .selectFrom('reminder_choice')
    .select(['email', 'confirmed_at', 'lead_days', 'rhythm', 'stop_token', 'stopped_at'])
    .where('organisation_id', '=', of.organisationId)
    .where('school_id', '=', of.schoolId)
    .where('person_id', '=', of.personId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    email: row.email,
    confirmedAt: row.confirmed_at,
    leadsInDays: row.lead_days as number[],
    rhythm: row.rhythm,
    stopToken: row.stop_token,
    stoppedAt: row.stopped_at,
  };
}

/** Writes a choice, in place of the one before. It starts what was stopped. */
export async function upsertChoice(
  tx: Transaction,
  of: Receiver,
  choice: Omit<StoredChoice, 'stoppedAt'>,
  at: Date,
): Promise<void> {
  const values = {
    email: choice.email,
    confirmed_at: choice.confirmedAt,
    confirm_hash: null,
    confirm_expires_at: null,
    lead_days: JSON.stringify(choice.leadsInDays),
    rhythm: choice.rhythm,
    stopped_at: null,
    updated_at: at,
  };
  await tx
    .insertInto('reminder_choice')
    .values({
      organisation_id: of.organisationId,
      school_id: of.schoolId,
      person_id: of.personId,
      stop_token: choice.stopToken,
      created_at: at,
      ...values,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'school_id', 'person_id']).doUpdateSet(values))
    .execute();
}

/** When the person confirmed that address, for whichever of their schools; null where they have not. */
export async function selectConfirmation(tx: Transaction, personId: string, email: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('reminder_choice')
    .select('confirmed_at')
    .where('person_id', '=', personId)
    .where('email', '=', email)
    .where('confirmed_at', 'is not', null)
    .orderBy('confirmed_at')
    .limit(1)
    .executeTakeFirst();
  return row?.confirmed_at ?? null;
}

/** Stops a person's own reminders of a school. */
export async function stopChoice(tx: Transaction, of: Receiver, at: Date): Promise<void> {
  await tx
    .updateTable('reminder_choice')
    .set({ stopped_at: at, confirm_hash: null, confirm_expires_at: null, updated_at: at })
    .where('organisation_id', '=', of.organisationId)
    .where('school_id', '=', of.schoolId)
    .where('person_id', '=', of.personId)
    .execute();
}

/** The school's key and name, or null where the transaction's person can see no such school. */
export async function selectSchoolName(
  tx: Transaction,
  { organisationId, schoolId }: SchoolScope,
): Promise<{ key: string; name: string } | null> {
  const row = await tx
    .selectFrom('school')
    .select(['key', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', schoolId)
    .executeTakeFirst();
  return row ?? null;
}

// What has been sent ---------------------------------------------------------------------------------------------------

/** One number of days before one date, as it is stored. */
export interface SentRow {
  contractId: string;
  kind: ReminderKind;
  dueOn: PlainDate;
  leadInDays: number;
  attempts: number;
  claimedAt: Date;
  sentAt: Date | null;
}

export async function listSent(tx: Transaction, of: Receiver): Promise<SentRow[]> {
  const rows = await tx
    .selectFrom('reminder_sent')
    .select(['contract_id', 'kind', 'due_on', 'lead_days', 'attempts', 'claimed_at', 'sent_at'])
    .where('organisation_id', '=', of.organisationId)
    .where('school_id', '=', of.schoolId)
    .where('person_id', '=', of.personId)
    .execute();
  return rows.map((row) => ({
    contractId: row.contract_id,
    kind: row.kind,
    dueOn: row.due_on,
    leadInDays: row.lead_days,
    attempts: row.attempts,
    claimedAt: row.claimed_at,
    sentAt: row.sent_at,
  }));
}

export type Claim = Pick<SentRow, 'contractId' | 'kind' | 'dueOn' | 'leadInDays'>;

/**
 * Writes down that these are about to be sent, in a mail of that name. Those that somebody else has taken meanwhile are left;
 * one whose sender fell silent before `silentSince` is taken over, up to `mostAttempts` in all. @returns those that are ours.
 */
export async function claimReminders(
  tx: Transaction,
  of: Receiver,
  claims: readonly Claim[],
  mail: { id: string; at: Date; silentSince: Date; mostAttempts: number },
): Promise<Claim[]> {
  if (claims.length === 0) return [];
  const rows = await tx
    .insertInto('reminder_sent')
    .values(
      claims.map(({ contractId, kind, dueOn, leadInDays }) => ({
        organisation_id: of.organisationId,
        school_id: of.schoolId,
        person_id: of.personId,
        contract_id: contractId,
        kind,
        due_on: dueOn,
        lead_days: leadInDays,
        mail_id: mail.id,
        claimed_at: mail.at,
        sent_at: null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'school_id', 'person_id', 'contract_id', 'kind', 'due_on', 'lead_days'])
        .doUpdateSet({
          attempts: sql<number>`reminder_sent.attempts + 1`,
          mail_id: mail.id,
          claimed_at: mail.at,
        })
        .where('reminder_sent.sent_at', 'is', null)
        .where('reminder_sent.claimed_at', '<', mail.silentSince)
        .where('reminder_sent.attempts', '<', mail.mostAttempts),
    )
    .returning(['contract_id', 'kind', 'due_on', 'lead_days'])
    .execute();
  return rows.map((row) => ({
    contractId: row.contract_id,
    kind: row.kind,
    dueOn: row.due_on,
    leadInDays: row.lead_days,
  }));
}

/** Writes down that the mail was taken. */
export async function completeMail(tx: Transaction, of: Receiver, mailId: string, at: Date): Promise<void> {
  await tx
    .updateTable('reminder_sent')
    .set({ sent_at: at })
    .where('organisation_id', '=', of.organisationId)
    .where('school_id', '=', of.schoolId)
    .where('person_id', '=', of.personId)
    .where('mail_id', '=', mailId)
    .where('sent_at', 'is', null)
    .execute();
}

/**
 * The mail is known not to have gone out: what it held may be sent in another. An earlier try of which nobody knows whether
 * it arrived still counts.
 */
export async function releaseMail(tx: Transaction, of: Receiver, mailId: string): Promise<void> {
  await tx
    .deleteFrom('reminder_sent')
    .where('organisation_id', '=', of.organisationId)
    .where('school_id', '=', of.schoolId)
    .where('person_id', '=', of.personId)
    .where('mail_id', '=', mailId)
    .where('sent_at', 'is', null)
    .where('attempts', '=', 1)
    .execute();
  await tx
    .updateTable('reminder_sent')
    .set({ attempts: sql<number>`attempts - 1`, claimed_at: sql<Date>`claimed_at - interval '1 day'` })
    .where('organisation_id', '=', of.organisationId)
    .where('school_id', '=', of.schoolId)
    .where('person_id', '=', of.personId)
    .where('mail_id', '=', mailId)
    .where('sent_at', 'is', null)
    .execute();
}

/** Removes what was sent about dates long past. */
export async function deleteOldSent(tx: Transaction, of: Receiver, before: PlainDate): Promise<void> {
  await tx
    .deleteFrom('reminder_sent')
    .where('organisation_id', '=', of.organisationId)
    .where('school_id', '=', of.schoolId)
    .where('person_id', '=', of.personId)
    .where('due_on', '<', before)
    .execute();
}

// As the system --------------------------------------------------------------------------------------------------------

/** Everybody whose reminders are on, in a steady order. */
export async function listReceivers(tx: Transaction): Promise<Receiver[]> {
  const rows = await tx
    .selectFrom('reminder_choice')
    .select(['organisation_id', 'school_id', 'person_id'])
    .where('confirmed_at', 'is not', null)
    .where('stopped_at', 'is', null)
    .orderBy('organisation_id')
    .orderBy('school_id')
    .orderBy('person_id')
    .execute();
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    schoolId: row.school_id,
    personId: row.person_id,
  }));
}

/** Makes the link of that hash the one that confirms the address. False where there is nothing to confirm. */
export async function setConfirmLink(
  tx: Transaction,
  of: Receiver,
  link: { hash: string; expiresAt: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('reminder_choice')
    .set({ confirm_hash: link.hash, confirm_expires_at: link.expiresAt })
    .where('organisation_id', '=', of.organisationId)
    .where('school_id', '=', of.schoolId)
    .where('person_id', '=', of.personId)
    .where('confirmed_at', 'is', null)
    .where('stopped_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** True where the link still confirms an address. */
export async function confirmLinkStands(tx: Transaction, hash: string, now: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('reminder_choice')
    .select('school_id')
    .where('confirm_hash', '=', hash)
    .where('confirm_expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses a link that confirms an address. False where it no longer stands. */
export async function useConfirmLink(tx: Transaction, hash: string, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('reminder_choice')
    .set({ confirmed_at: now, confirm_hash: null, confirm_expires_at: null, updated_at: now })
    .where('confirm_hash', '=', hash)
    .where('confirm_expires_at', '>', now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** Whether the token in a mail's link is one, and whether its reminders are stopped already. */
export async function selectStopLink(tx: Transaction, token: string): Promise<{ isStopped: boolean } | null> {
  const row = await tx
    .selectFrom('reminder_choice')
    .select('stopped_at')
    .where('stop_token', '=', token)
    .executeTakeFirst();
  return row === undefined ? null : { isStopped: row.stopped_at !== null };
}

/** Stops the reminders of the token in a mail's link. False where it is none. */
export async function stopByToken(tx: Transaction, token: string, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('reminder_choice')
    .set({ stopped_at: now, confirm_hash: null, confirm_expires_at: null, updated_at: now })
    .where('stop_token', '=', token)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

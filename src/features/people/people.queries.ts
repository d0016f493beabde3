/** SQL of people, their sign-in links and their organisations. All of it runs as the system, before anyone is known. */
import { sql } from 'kysely';
import type { Tables, Transaction } from '../../platform/database/index.ts';

export interface NewPerson {
  id: string;
  name: string;
  email?: string | null;
  isGuest?: boolean;
  isOperator?: boolean;
  at: Date;
}

export async function insertPerson(tx: Transaction, person: NewPerson): Promise<void> {
  await tx
    .insertInto('person')
    .values({
      id: person.id,
      name: person.name,
      email: person.email ?? null,
      is_guest: person.isGuest ?? false,
      is_operator: person.isOperator ?? false,
      created_at: person.at,
    })
    .execute();
}

/** The person who looks after the installation, or null before the first start. */
export async function selectOperator(tx: Transaction): Promise<{ id: string } | null> {
  const row = await tx
    .selectFrom('person')
    .select('id')
    .where('is_operator', '=', true)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertOrganisation(
  tx: Transaction,
  organisation: { organisationId: string; name: string; isExample: boolean; isGuest: boolean; at: Date },
): Promise<void> {
  await tx
    .insertInto('organisation')
    .values({
      organisation_id: organisation.organisationId,
      name: organisation.name,
      is_example: organisation.isExample,
      is_guest: organisation.isGuest,
      created_at: organisation.at,
    })
    .execute();
}

export async function insertMembership(
  tx: Transaction,
  membership: {
    organisationId: string;
    personId: string;
    role: Tables['membership']['role'];
    /** The one school that they see; all of the organisation's where not given. */
    schoolId?: string | null;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('membership')
    .values({
      organisation_id: membership.organisationId,
      person_id: membership.personId,
      role: membership.role,
      school_id: membership.schoolId ?? null,
      created_at: membership.at,
    })
    .execute();
}

export async function insertLink(
  tx: Transaction,
  link: { tokenHash: string; personId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('sign_in_link')
    .values({
      token_hash: link.tokenHash,
      person_id: link.personId,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
      used_at: null,
    })
    .execute();
}

export async function deleteLinks(tx: Transaction, personId: string): Promise<void> {
  await tx.deleteFrom('sign_in_link').where('person_id', '=', personId).execute();
}

/** True where the link still signs somebody in. */
export async function linkStands(tx: Transaction, tokenHash: string, now: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('sign_in_link')
    .select('person_id')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses the link up. @returns whose it was, or null where it no longer stands. Two uses at once: one wins. */
export async function useLink(tx: Transaction, tokenHash: string, now: Date): Promise<string | null> {
  const row = await tx
    .updateTable('sign_in_link')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/**
 * Removes visitors who have not been seen since `before`, with their copies of the examples. Who has entered a school of
 * their own is kept for as long as their session lasts. Sessions that have ended must be gone already. @returns how many.
 */
export async function deleteGuests(tx: Transaction, before: Date): Promise<number> {
  const { rows: guests } = await sql<{ id: string }>`select p.id from person p
    where p.is_guest and p.created_at < ${before} and not exists (
      select 1 from session s where s.person_id = p.id and (s.seen_at >= ${before} or exists (
        select 1 from membership m join organisation o using (organisation_id)
        where m.person_id = p.id and not o.is_example)))`.execute(tx);
  const ids = guests.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx
    .deleteFrom('organisation')
    .where('is_guest', '=', true)
    .where('organisation_id', 'in', tx.selectFrom('membership').select('organisation_id').where('person_id', 'in', ids))
    .execute();
  await tx.deleteFrom('person').where('id', 'in', ids).execute();
  return ids.length;
}

/** SQL of sessions. Only a session's hash is stored, so a copy of the database signs nobody in. */
import type { Transaction } from '../database/index.ts';

/** The person whom a page is for. */
export interface Person {
  id: string;
  name: string;
  /** A visitor who looks around with private copies of the example schools. */
  isGuest: boolean;
  /** Looks after the installation. */
  isOperator: boolean;
}

export interface Session {
  person: Person;
  csrf: string;
  seenAt: Date;
}

export async function insertSession(
  tx: Transaction,
  session: { idHash: string; personId: string; csrf: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      id_hash: session.idHash,
      person_id: session.personId,
      csrf_token: session.csrf,
      created_at: session.createdAt,
      seen_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** The session of that hash that has not expired, or null. */
export async function selectSession(tx: Transaction, idHash: string, now: Date): Promise<Session | null> {
  const row = await tx
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select([
      'person.id',
      'person.name',
      'person.is_guest',
      'person.is_operator',
      'session.csrf_token',
      'session.seen_at',
    ])
    .where('session.id_hash', '=', idHash)
    .where('session.expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    person: { id: row.id, name: row.name, isGuest: row.is_guest, isOperator: row.is_operator },
    csrf: row.csrf_token,
    seenAt: row.seen_at,
  };
}

export async function touchSession(tx: Transaction, idHash: string, seenAt: Date, expiresAt: Date): Promise<void> {
  await tx
    .updateTable('session')
    .set({ seen_at: seenAt, expires_at: expiresAt })
    .where('id_hash', '=', idHash)
    .execute();
}

export async function deleteSession(tx: Transaction, idHash: string): Promise<void> {
  await tx.deleteFrom('session').where('id_hash', '=', idHash).execute();
}

export async function deleteExpiredSessions(tx: Transaction, now: Date): Promise<void> {
  await tx.deleteFrom('session').where('expires_at', '<=', now).execute();
}

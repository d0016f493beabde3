/** People: who they are, how they sign in, and the organisations that they found. */
import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../platform/database/index.ts';
import { deleteExpiredSessions, hashOfToken, newToken, startSession } from '../../platform/sessions/index.ts';
import {
  deleteGuests,
  deleteLinks,
  insertLink,
  insertMembership,
  insertOrganisation,
  insertPerson,
  selectOperator,
  useLink,
} from './people.queries.ts';

const HOUR_MS = 3_600_000;
/** A link that a start prints is good for a day. */
const LINK_HOURS = 24;
/** A visitor's copies of the examples are kept for three days after they were last seen. */
const GUEST_HOURS = 72;

/** The person who looks after the installation; made where there is none yet. */
export async function ensureOperator(tx: Transaction, at: Date): Promise<{ personId: string; isNew: boolean }> {
  const found = await selectOperator(tx);
  if (found !== null) return { personId: found.id, isNew: false };
  const id = randomUUID();
  await insertPerson(tx, { id, name: 'Administrator', isOperator: true, at });
  return { personId: id, isNew: true };
}

/** Makes a visitor who has not said who they are. */
export async function addGuest(tx: Transaction, at: Date): Promise<string> {
  const id = randomUUID();
  await insertPerson(tx, { id, name: 'Visitor', isGuest: true, at });
  return id;
}

/** Makes an organisation with that person as its administrator. Runs as the system. */
export async function foundOrganisation(
  tx: Transaction,
  organisation: { name: string; personId: string; isExample?: boolean; isGuest?: boolean; at: Date },
): Promise<string> {
  const organisationId = randomUUID();
  await insertOrganisation(tx, {
    organisationId,
    name: organisation.name,
    isExample: organisation.isExample ?? false,
    isGuest: organisation.isGuest ?? false,
    at: organisation.at,
  });
  await insertMembership(tx, {
    organisationId,
    personId: organisation.personId,
    role: 'administrator',
    at: organisation.at,
  });
  return organisationId;
}

/** Makes a link that signs the person in once. Earlier links of theirs stop working. @returns the secret part. */
export async function makeSignInLink(tx: Transaction, personId: string, now: Date): Promise<string> {
  const token = newToken();
  await deleteLinks(tx, personId);
  await insertLink(tx, {
    tokenHash: hashOfToken(token),
    personId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + LINK_HOURS * HOUR_MS),
  });
  return token;
}

/** Uses a link. @returns the id of the new session, or null where the link has been used or has expired. */
export async function signInWithLink(tx: Transaction, token: string, now: Date): Promise<string | null> {
  const personId = await useLink(tx, hashOfToken(token), now);
  return personId === null ? null : startSession(tx, personId, now);
}

/** Removes what has had its day: sessions that ended, visitors and their copies of the examples. */
export async function tidyPeople(tx: Transaction, now: Date): Promise<{ guestsRemoved: number }> {
  await deleteExpiredSessions(tx, now);
  return { guestsRemoved: await deleteGuests(tx, new Date(now.getTime() - GUEST_HOURS * HOUR_MS)) };
}

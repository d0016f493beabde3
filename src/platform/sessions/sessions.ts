/** Who is signed in, by a cookie that holds a random id; and the token that their forms carry. */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/index.ts';
import { deleteSession, insertSession, selectSession, touchSession } from './sessions.queries.ts';
import type { Session } from './sessions.queries.ts';

const DAY_MS = 86_400_000;
/** A session ends when it has not been used for this long. */
export const SESSION_DAYS = 30;
/** How often its use is written down. */
const TOUCH_MS = DAY_MS;

/** A random value that cannot be guessed, in characters that an address and a cookie may hold. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored in place of a token. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Signs a person in. @returns the session's id, for the cookie alone. */
export async function startSession(tx: Transaction, personId: string, now: Date): Promise<string> {
  const id = newToken();
  await insertSession(tx, {
    idHash: hashOfToken(id),
    personId,
    csrf: newToken(),
    createdAt: now,
    expiresAt: new Date(now.getTime() + SESSION_DAYS * DAY_MS),
  });
  return id;
}

/** The session of a cookie's value, or null where it is unknown or has ended. */
export async function findSession(services: { db: Database; clock: Clock }, id: string): Promise<Session | null> {
  if (!/^[\w-]{43}$/.test(id)) return null;
  const now = services.clock.now();
  const idHash = hashOfToken(id);
  return services.db.asSystem(async (tx) => {
    const session = await selectSession(tx, idHash, now);
    if (session !== null && now.getTime() - session.seenAt.getTime() > TOUCH_MS) {
      await touchSession(tx, idHash, now, new Date(now.getTime() + SESSION_DAYS * DAY_MS));
    }
    return session;
  });
}

/** Signs out. */
export async function endSession(tx: Transaction, id: string): Promise<void> {
  await deleteSession(tx, hashOfToken(id));
}

/** The door of sessions. */
export { endSession, findSession, hashOfToken, newToken, SESSION_DAYS, startSession } from './sessions.ts';
export { deleteExpiredSessions } from './sessions.queries.ts';
export type { Person, Session } from './sessions.queries.ts';

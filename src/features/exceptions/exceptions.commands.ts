/**
 * Accepting a gap, changing that, taking it back and putting it back. Each is one transaction that also writes the history,
 * and only changes what its person has seen the present version of.
 */
import { randomUUID } from 'node:crypto';
import { exceptionSchema, type Exception } from '../../domain/actuals.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { listItemChanges } from '../registers/index.ts';
import {
  deleteException,
  insertException,
  selectException,
  selectExceptionAbout,
  updateException,
  type StoredException,
} from './exceptions.queries.ts';
import type { ExceptionContent, ExceptionSubject } from './exceptions.rules.ts';

export interface ActingOnException {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
}

export type ExceptionResult =
  | { outcome: 'done'; id: string }
  | { outcome: 'gone' }
  /** Somebody else was there first; `latest` is how it is now. */
  | { outcome: 'stale'; latest: StoredException };

/** Accepts a gap. Where somebody has accepted the same in the meantime, theirs stands. */
export async function acceptGap(
  acting: ActingOnException,
  subject: ExceptionSubject & { subject: string },
  content: ExceptionContent,
): Promise<ExceptionResult> {
  const { tx, scope, now } = acting;
  const id = randomUUID();
  const one: Exception = { id, ...subject, ...content };
  if (!(await insertException(tx, scope, { ...one, version: 1 }, now))) {
    const latest = await selectExceptionAbout(tx, scope, subject);
    return latest === null ? { outcome: 'gone' } : { outcome: 'stale', latest };
  }
  await record(acting, id, null, { ...one, version: 1 });
  return { outcome: 'done', id };
}

/** Changes until when, why, or who agreed it. */
export async function changeException(
  acting: ActingOnException,
  id: string,
  version: number,
  content: ExceptionContent,
): Promise<ExceptionResult> {
  const { tx, scope, now } = acting;
  const before = await selectException(tx, scope, id, true);
  if (before === null) return { outcome: 'gone' };
  if ((Object.keys(content) as (keyof ExceptionContent)[]).every((name) => before[name] === content[name])) {
    return { outcome: 'done', id };
  }
  if (before.version !== version) return { outcome: 'stale', latest: before };
  const after = { ...contentOf(before), ...content };
  await updateException(tx, scope, after, now);
  await record(acting, id, { ...contentOf(before), version }, { ...after, version: version + 1 });
  return { outcome: 'done', id };
}

/** The gap is no longer accepted. */
export async function removeException(
  acting: ActingOnException,
  id: string,
  version: number,
): Promise<ExceptionResult> {
  const { tx, scope } = acting;
  const before = await selectException(tx, scope, id, true);
  if (before === null) return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  await deleteException(tx, scope, id);
  await record(acting, id, { ...contentOf(before), version }, null);
  return { outcome: 'done', id };
}

/** Puts back what was taken away last, as it was. Doing it twice does it once. */
export async function restoreException(acting: ActingOnException, id: string): Promise<ExceptionResult> {
  const { tx, scope, now } = acting;
  if ((await selectException(tx, scope, id, true)) !== null) return { outcome: 'done', id };
  const removed = (await listItemChanges(tx, scope, 'accepted_gap', id)).find(({ after }) => after === null);
  const held = exceptionSchema.safeParse(removed?.before);
  if (!held.success) return { outcome: 'gone' };
  const version = Number(removed?.before?.['version'] ?? 1) + 1;
  if (!(await insertException(tx, scope, { ...held.data, version }, now))) {
    const latest = await selectExceptionAbout(tx, scope, held.data);
    return latest === null ? { outcome: 'gone' } : { outcome: 'stale', latest };
  }
  await record(acting, id, null, { ...held.data, version });
  return { outcome: 'done', id };
}

function contentOf({ version: _version, updatedAt: _updatedAt, ...exception }: StoredException): Exception {
  return exception;
}

type Recorded = Exception & { version: number };

async function record(
  { tx, scope, personId, now }: ActingOnException,
  id: string,
  before: Recorded | null,
  after: Recorded | null,
): Promise<void> {
  await recordChange(tx, { ...scope, table: 'accepted_gap', rowId: id, before, after, personId, at: now });
}

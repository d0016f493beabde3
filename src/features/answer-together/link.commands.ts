/** What somebody does with a link: answer, come back, send. Nothing of it is an answer of the school's until the school says so. */
import type { PlainDate } from '../../domain/dates.ts';
import { recordChange, type Database } from '../../platform/database/index.ts';
import { hashOfToken } from '../../platform/sessions/index.ts';
import type { AskedItem, TypedAnswer } from './asking.rules.ts';
import {
  listLinkedItems,
  lockLinked,
  saveLinkedItem,
  selectLinked,
  sendLinked,
  type LinkedRequest,
} from './link.queries.ts';

/** A link that works, with its questions. */
export interface OpenLink {
  request: LinkedRequest;
  items: AskedItem[];
}

export interface LinkTime {
  now: Date;
  today: PlainDate;
}

/** The link of a secret; null where there is none that works. What is no secret of ours never reaches the database. */
export async function openLink(db: Database, token: string, today: PlainDate): Promise<OpenLink | null> {
  const tokenHash = hashIn(token);
  if (tokenHash === null) return null;
  return db.asLink({ tokenHash, today }, async (tx) => {
    const request = await selectLinked(tx, tokenHash, today);
    return request && { request, items: await listLinkedItems(tx, request) };
  });
}

/** `changed`: questions that were answered in another window meanwhile, whose answers are left as they are. */
export type SaveOutcome = { outcome: 'dead' } | { outcome: 'sent' } | { outcome: 'saved'; changed: string[] };

/** Keeps what was typed. Saying the same as is there already changes nothing. */
export async function saveLink(
  db: Database,
  token: string,
  typed: readonly TypedAnswer[],
  { now, today }: LinkTime,
): Promise<SaveOutcome> {
  const tokenHash = hashIn(token);
  if (tokenHash === null) return { outcome: 'dead' };
  return db.asLink({ tokenHash, today }, async (tx): Promise<SaveOutcome> => {
    const isOpen = await lockLinked(tx, tokenHash);
    const request = await selectLinked(tx, tokenHash, today);
    if (request === null) return { outcome: 'dead' };
    if (!isOpen) return { outcome: 'sent' };
    const items = new Map((await listLinkedItems(tx, request)).map((item) => [item.questionId, item]));
    const changed: string[] = [];
    for (const answer of typed) {
      const item = items.get(answer.questionId);
      if (item === undefined || (item.choice === answer.choice && item.note === answer.note)) continue;
      if (!(await saveLinkedItem(tx, request, answer, now))) changed.push(answer.questionId);
    }
    return { outcome: 'saved', changed };
  });
}

export type SendOutcome = { outcome: 'dead' | 'sent' | 'nothing' | 'done' };

/** Sends what is saved to the school, once. */
export async function sendLink(db: Database, token: string, { now, today }: LinkTime): Promise<SendOutcome> {
  const tokenHash = hashIn(token);
  if (tokenHash === null) return { outcome: 'dead' };
  return db.asLink({ tokenHash, today }, async (tx): Promise<SendOutcome> => {
    const isOpen = await lockLinked(tx, tokenHash);
    const request = await selectLinked(tx, tokenHash, today);
    if (request === null) return { outcome: 'dead' };
    if (!isOpen) return { outcome: 'sent' };
    const items = await listLinkedItems(tx, request);
    const answered = items.filter(({ choice }) => choice !== null).length;
    if (answered === 0) return { outcome: 'nothing' };
    await sendLinked(tx, request, { at: now, on: today });
    const side = { name: `Questions for ${request.personName}`, person: request.personName };
    await recordChange(tx, {
      ...request.scope,
      table: 'answer_request',
      rowId: request.id,
      before: { ...side, state: 'Waiting for answers' },
      after: { ...side, state: `Sent: ${answered} of ${items.length} answered` },
      personId: `link:${request.id}`,
      at: now,
    });
    return { outcome: 'done' };
  });
}

function hashIn(token: string): string | null {
  return /^[\w-]{43}$/.test(token) ? hashOfToken(token) : null;
}

/** Making and stopping links, and what the school makes of what was sent. Each is one transaction that writes the history. */
import { randomUUID } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import type { Question } from '../../library/index.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { hashOfToken, newToken } from '../../platform/sessions/index.ts';
import { saveAnswer } from '../standards/index.ts';
import {
  decideItem,
  insertRequest,
  listRequests,
  lockItem,
  revokeRequest,
  type StoredItem,
  type StoredRequest,
} from './asking.queries.ts';
import { askedQuestion, MOST_LINKS, requestState } from './asking.rules.ts';

export interface Asking {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
  today: PlainDate;
}

/** Makes a link. @returns its secret, which is stored nowhere; null where too many wait already. */
export async function makeRequest(
  { tx, scope, personId, now, today }: Asking,
  given: {
    schoolName: string;
    personName: string;
    message: string | null;
    expiresOn: PlainDate;
    questions: readonly Question[];
  },
): Promise<{ id: string; token: string } | null> {
  const waiting = (await listRequests(tx, scope)).filter(
    (request) => requestState(request, request.items, today) === 'waiting',
  );
  if (waiting.length >= MOST_LINKS) return null;
  const token = newToken();
  const id = randomUUID();
  const { questions, ...rest } = given;
  const asked = questions.map((question) => ({ id: question.id, asked: askedQuestion(question) }));
  await insertRequest(
    tx,
    scope,
    { ...rest, id, tokenHash: hashOfToken(token), createdBy: personId, questions: asked },
    now,
  );
  await recordChange(tx, {
    ...scope,
    table: 'answer_request',
    rowId: id,
    before: null,
    after: {
      name: `Questions for ${given.personName}`,
      person: given.personName,
      state: 'Waiting for answers',
      questions: questions.length,
      expiresOn: given.expiresOn,
      message: given.message,
    },
    personId,
    at: now,
  });
  return { id, token };
}

/** Stops a link. @returns false where it does not wait for answers. */
export async function stopRequest(asking: Asking, request: StoredRequest): Promise<boolean> {
  const { tx, scope, personId, now } = asking;
  if (!(await revokeRequest(tx, scope, request.id, now))) return false;
  const side = { name: `Questions for ${request.personName}`, person: request.personName };
  await recordChange(tx, {
    ...scope,
    table: 'answer_request',
    rowId: request.id,
    before: { ...side, state: 'Waiting for answers' },
    after: { ...side, state: 'Stopped' },
    personId,
    at: now,
  });
  return true;
}

/** What one of the school's people says of one proposal, and which versions they saw of it and of the present answer. */
export interface Decision {
  decision: 'accepted' | 'declined';
  itemVersion: number;
  /** 0 where nothing was answered. */
  answerVersion: number;
}

export type DecisionResult = 'done' | 'stale' | 'gone';

/**
 * Accepts a proposal, which makes it the answer in the name of whoever sent it, as of the day it was sent; or declines it, which
 * leaves the answer as it is. `stale`: somebody else has decided, or the answer has changed. What was accepted stays so: the
 * answer itself can be changed. `question` is null where it is no longer asked.
 */
export async function decide(
  asking: Asking,
  request: StoredRequest,
  item: StoredItem,
  question: Question | null,
  { decision, itemVersion, answerVersion }: Decision,
): Promise<DecisionResult> {
  const { tx, scope, personId, now } = asking;
  if (request.sentOn === null || item.choice === null) return 'gone';
  const locked = await lockItem(tx, scope, request.id, item.questionId);
  if (locked === null) return 'gone';
  if (locked.decision === decision) return 'done';
  if (locked.version !== itemVersion || locked.decision === 'accepted') return 'stale';
  if (decision === 'accepted') {
    if (question === null || !question.choices.some(({ id }) => id === item.choice)) return 'gone';
    const { choice, note } = item;
    const answer = { choice, note, by: request.personName, basis: 'asserted' as const, answeredOn: request.sentOn };
    const saved = await saveAnswer(asking, question, answerVersion, answer);
    if (saved.outcome === 'stale') return 'stale';
  }
  await decideItem(tx, scope, request.id, item.questionId, { decision, personId, at: now });
  const label = item.question.choices.find(({ id }) => id === item.choice)?.label ?? item.choice;
  const side = {
    name: `Questions for ${request.personName}`,
    person: request.personName,
    question: item.question.text,
  };
  await recordChange(tx, {
    ...scope,
    table: 'answer_request',
    rowId: request.id,
    before: { ...side, decision: locked.decision === 'declined' ? `Declined “${label}”` : 'To review' },
    after: { ...side, decision: `${decision === 'accepted' ? 'Accepted' : 'Declined'} “${label}”` },
    personId,
    at: now,
  });
  return 'done';
}

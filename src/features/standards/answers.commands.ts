/**
 * Answering a question and taking an answer back. Each is one transaction that also writes the history. An answer is only
 * changed by someone who has seen its present version; "no answer yet" is version 0.
 */
import type { PlainDate } from '../../domain/dates.ts';
import type { Question } from '../../library/index.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import {
  deleteAnswer,
  insertAnswer,
  lockAnswer,
  selectAnswer,
  updateAnswer,
  type AnswerContent,
  type StoredAnswer,
} from './answers.queries.ts';

export interface Answering {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
  today: PlainDate;
}

/** `stale`: somebody else answered since; `latest` is their answer, null where they took it back. */
export type AnswerResult = { outcome: 'done' } | { outcome: 'stale'; latest: StoredAnswer | null };

/** Saves an answer as given today. Saying the same as is there already is no conflict. */
export async function saveAnswer(
  answering: Answering,
  question: Question,
  version: number,
  given: { choice: string; note: string | null },
): Promise<AnswerResult> {
  const { tx, scope, now, today } = answering;
  const content: AnswerContent = { questionId: question.id, ...given, answeredOn: today };
  await lockAnswer(tx, scope, question.id);
  const before = await selectAnswer(tx, scope, question.id);
  if (before !== null && sameAnswer(before, content)) return { outcome: 'done' };
  if ((before?.version ?? 0) !== version) return { outcome: 'stale', latest: before };
  const next = before === null ? await insertAnswer(tx, scope, content, now) : version + 1;
  if (next === null) return { outcome: 'stale', latest: await selectAnswer(tx, scope, question.id) };
  if (before !== null) await updateAnswer(tx, scope, content, now);
  await recordAnswer(answering, question, before, { ...content, version: next });
  return { outcome: 'done' };
}

/** Takes an answer back: the question is asked again. */
export async function clearAnswer(answering: Answering, question: Question, version: number): Promise<AnswerResult> {
  const { tx, scope } = answering;
  await lockAnswer(tx, scope, question.id);
  const before = await selectAnswer(tx, scope, question.id);
  if (before === null) return { outcome: 'done' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  await deleteAnswer(tx, scope, question.id);
  await recordAnswer(answering, question, before, null);
  return { outcome: 'done' };
}

/** The same said again on a later day is worth keeping: it is still so. */
function sameAnswer(a: AnswerContent, b: AnswerContent): boolean {
  return a.choice === b.choice && a.note === b.note && a.answeredOn === b.answeredOn;
}

type Recorded = AnswerContent & { version: number };

async function recordAnswer(
  { tx, scope, personId, now }: Answering,
  question: Question,
  before: Recorded | null,
  after: Recorded | null,
): Promise<void> {
  // With the words that were on the page: a later edition may word them otherwise.
  const side = (answer: Recorded | null) =>
    answer && {
      name: question.text,
      answer: question.choices.find(({ id }) => id === answer.choice)?.label ?? answer.choice,
      choice: answer.choice,
      note: answer.note,
      answeredOn: answer.answeredOn,
      version: answer.version,
    };
  await recordChange(tx, {
    ...scope,
    table: 'answer',
    rowId: question.id,
    before: side(before),
    after: side(after),
    personId,
    at: now,
  });
}

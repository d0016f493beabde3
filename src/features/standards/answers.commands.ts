/**
 * Answering a question and taking an answer back. Each is one transaction that also writes the history. An answer is only
 * changed by someone who has seen its present version; "no answer yet" is version 0.
 */
import type { PlainDate } from '../../domain/dates.ts';
import type { AnswerBasis } from '../../domain/record.ts';
import type { Question } from '../../library/index.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { followAnswer } from '../find-out/index.ts';
import {
  deleteAnswer,
  insertAnswer,
  lockAnswer,
  selectAnswer,
  updateAnswer,
  type AnswerContent,
  type StoredAnswer,
} from './answers.queries.ts';

/** Longest name of who says so, in characters. The database's own check says the same. */
const LONGEST_NAME = 200;

export interface Answering {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
  today: PlainDate;
  /** Who says so, where the answer does not name anybody else. */
  personName?: string | null;
}

/** An answer as it is given. What is left out: somebody says so, today, without an end. */
export interface NewAnswer {
  choice: string;
  note: string | null;
  basis?: AnswerBasis;
  /** Null for the person who answers. */
  by?: string | null;
  answeredOn?: PlainDate | null;
  holdsUntil?: PlainDate | null;
}

/** `stale`: somebody else answered since; `latest` is their answer, null where they took it back. */
export type AnswerResult = { outcome: 'done' } | { outcome: 'stale'; latest: StoredAnswer | null };

/** Saves an answer. Saying the same as is there already is no conflict. */
export async function saveAnswer(
  answering: Answering,
  question: Question,
  version: number,
  given: NewAnswer,
): Promise<AnswerResult> {
  const { tx, scope, now, today } = answering;
  await lockAnswer(tx, scope, question.id);
  const before = await selectAnswer(tx, scope, question.id);
  const said: AnswerContent = {
    questionId: question.id,
    choice: given.choice,
    note: given.note,
    basis: given.basis ?? 'asserted',
    by: given.by ?? before?.by ?? null,
    answeredOn: given.answeredOn ?? today,
    holdsUntil: given.holdsUntil ?? null,
  };
  if (before !== null && sameAnswer(before, said)) return { outcome: 'done' };
  const content: AnswerContent = { ...said, by: given.by ?? (answering.personName?.slice(0, LONGEST_NAME) || null) };
  if ((before?.version ?? 0) !== version) return { outcome: 'stale', latest: before };
  const next = before === null ? await insertAnswer(tx, scope, content, now) : version + 1;
  if (next === null) return { outcome: 'stale', latest: await selectAnswer(tx, scope, question.id) };
  if (before !== null) await updateAnswer(tx, scope, content, now);
  await recordAnswer(answering, question, before, { ...content, version: next });
  await followAnswer(answering, question, content.choice);
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
  return (
    a.choice === b.choice &&
    a.note === b.note &&
    a.answeredOn === b.answeredOn &&
    a.basis === b.basis &&
    a.by === b.by &&
    a.holdsUntil === b.holdsUntil
  );
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
      basis: answer.basis,
      by: answer.by,
      holdsUntil: answer.holdsUntil,
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

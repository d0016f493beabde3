/**
 * Agreeing a plan, writing down what becomes of its items, finishing one with the facts that follow, and taking each of these
 * back. Each is one transaction that also writes the history; nothing is changed by someone who has not seen its present version.
 */
import { randomUUID } from 'node:crypto';
import { actualSchema, type Actual } from '../../domain/actuals.ts';
import type { PlainDate } from '../../domain/dates.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { listItemChanges } from '../registers/index.ts';
import {
  deleteActual,
  deleteAgreement,
  insertActual,
  insertAgreement,
  selectActual,
  updateActual,
  type StoredActual,
} from './actuals.queries.ts';
import type { ActualContent, Finish } from './actuals.rules.ts';
import type { AgreedPlan } from './agreement.rules.ts';
import { staleFacts, undoFacts, writeFacts, type WritingFacts, type WrittenFact } from './facts.commands.ts';
import type { ChosenFact } from './facts.form.ts';
import { planNote } from './facts.rules.ts';

export interface ActingOnActuals {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
}

/** Keeps a plan as agreed. @returns false where it was agreed already. */
export async function agreePlan(
  { tx, scope, personId, now }: ActingOnActuals,
  planId: string,
  content: AgreedPlan,
  given: { agreedBy: string; agreedOn: PlainDate },
): Promise<boolean> {
  const id = randomUUID();
  if (!(await insertAgreement(tx, scope, { id, planId, content, ...given }, { personId, at: now }))) return false;
  await recordChange(tx, {
    ...scope,
    table: 'plan_agreement',
    rowId: id,
    before: null,
    after: { planId, ...given },
    personId,
    at: now,
  });
  return true;
}

/** The plan was not agreed after all. What is recorded stays. @returns false where there was no such agreement. */
export async function takeBackAgreement({ tx, scope, personId, now }: ActingOnActuals, id: string): Promise<boolean> {
  if (!(await deleteAgreement(tx, scope, id))) return false;
  await recordChange(tx, {
    ...scope,
    table: 'plan_agreement',
    rowId: id,
    before: { id },
    after: null,
    personId,
    at: now,
  });
  return true;
}

export type ActualResult =
  | { outcome: 'done'; id: string }
  | { outcome: 'gone' }
  /** Something is on its way for that need already. */
  | { outcome: 'taken' }
  | { outcome: 'stale'; latest: StoredActual };

/** Writes down that an item was ordered, started or dropped, or that something was bought outside the plan. */
export async function recordActual(
  acting: ActingOnActuals,
  about: Pick<Actual, 'needId' | 'optionId' | 'name'>,
  content: ActualContent,
): Promise<ActualResult> {
  const { tx, scope, now } = acting;
  const id = randomUUID();
  const actual: Recorded = {
    id,
    ...content,
    ...about,
    name: content.name ?? about.name,
    finishedOn: null,
    contractId: null,
    facts: [],
    version: 1,
  };
  if (!(await insertActual(tx, scope, actual, now))) return { outcome: 'taken' };
  await record(acting, id, null, actual);
  return { outcome: 'done', id };
}

/** Changes what is under way, or that it was dropped. What is finished is taken back first. */
export async function changeActual(
  acting: ActingOnActuals,
  id: string,
  version: number,
  content: ActualContent,
): Promise<ActualResult> {
  const { tx, scope, now } = acting;
  const before = await selectActual(tx, scope, id, true);
  if (before === null || before.state === 'finished') return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  const after: Recorded = { ...contentOf(before), ...content, name: content.name ?? before.name, version: version + 1 };
  await updateActual(tx, scope, after, now);
  await record(acting, id, { ...contentOf(before), version }, after);
  return { outcome: 'done', id };
}

export type FinishResult =
  | { outcome: 'done'; id: string }
  | { outcome: 'gone' }
  | { outcome: 'stale'; latest: StoredActual }
  /** Somebody has changed these since they were offered: nothing is written. */
  | { outcome: 'stale-facts'; names: string[] };

/** Finishes an item: the facts that were chosen are written with it, all or none. */
export async function finishActual(
  writing: WritingFacts,
  id: string,
  version: number,
  finish: Finish,
  chosen: readonly ChosenFact[],
): Promise<FinishResult> {
  const { tx, scope, now } = writing;
  const before = await selectActual(tx, scope, id, true);
  if (before === null || before.state === 'dropped') return { outcome: 'gone' };
  if (before.version !== version || before.state === 'finished') return { outcome: 'stale', latest: before };
  const names = await staleFacts(writing, chosen);
  if (names.length > 0) return { outcome: 'stale-facts', names };
  const from = { from: 'plan' as const, on: finish.finishedOn, note: planNote(before.name, finish.finishedOn) };
  const { written, contractId } = await writeFacts(writing, chosen, from);
  const after: Recorded = {
    ...contentOf(before),
    ...finish,
    state: 'finished',
    contractId,
    facts: written,
    version: version + 1,
  };
  await updateActual(tx, scope, after, now);
  await record(writing, id, { ...contentOf(before), version }, after);
  return { outcome: 'done', id };
}

/** Takes a finish back with the facts that were written by it. `kept` names those that somebody has changed since. */
export async function undoFinish(
  writing: WritingFacts,
  id: string,
  version: number,
): Promise<{ outcome: 'done'; kept: string[] } | { outcome: 'gone' } | { outcome: 'stale'; latest: StoredActual }> {
  const { tx, scope, now } = writing;
  const before = await selectActual(tx, scope, id, true);
  if (before === null || before.state !== 'finished') return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  const after: Recorded = {
    ...contentOf(before),
    state: 'started',
    finishedOn: null,
    contractId: null,
    facts: [],
    version: version + 1,
  };
  // Freed first: the contract that it names goes with the facts.
  await updateActual(tx, scope, after, now);
  const kept = await undoFacts(writing, before.facts);
  await record(writing, id, { ...contentOf(before), version }, after);
  return { outcome: 'done', kept };
}

/** Forgets what was recorded. What is finished is taken back first. */
export async function removeActual(acting: ActingOnActuals, id: string, version: number): Promise<ActualResult> {
  const { tx, scope } = acting;
  const before = await selectActual(tx, scope, id, true);
  if (before === null || before.state === 'finished') return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  await deleteActual(tx, scope, id);
  await record(acting, id, { ...contentOf(before), version }, null);
  return { outcome: 'done', id };
}

/** Puts back what was removed last, as it was. Doing it twice does it once. */
export async function restoreActual(acting: ActingOnActuals, id: string): Promise<ActualResult> {
  const { tx, scope, now } = acting;
  if ((await selectActual(tx, scope, id, true)) !== null) return { outcome: 'done', id };
  const removed = (await listItemChanges(tx, scope, 'plan_actual', id)).find(({ after }) => after === null);
  const held = actualSchema.safeParse(removed?.before);
  if (!held.success) return { outcome: 'gone' };
  const version = Number(removed?.before?.['version'] ?? 1) + 1;
  const actual: Recorded = { ...held.data, facts: [], version };
  if (!(await insertActual(tx, scope, actual, now))) return { outcome: 'taken' };
  await record(acting, id, null, actual);
  return { outcome: 'done', id };
}

type Recorded = Actual & { facts: WrittenFact[]; version: number };

function contentOf({
  version: _version,
  updatedAt: _updatedAt,
  ...actual
}: StoredActual): Actual & { facts: WrittenFact[] } {
  return actual;
}

/** The history holds the item; the facts have lines of their own. */
async function record(
  { tx, scope, personId, now }: ActingOnActuals,
  id: string,
  before: Recorded | null,
  after: Recorded | null,
): Promise<void> {
  const side = (one: Recorded | null) => one && { ...one, facts: undefined };
  await recordChange(tx, {
    ...scope,
    table: 'plan_actual',
    rowId: id,
    before: side(before),
    after: side(after),
    personId,
    at: now,
  });
}

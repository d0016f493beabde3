/** Planning, fixing and freeing starts: each one transaction with its history. */
import { randomUUID } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import type { ChosenStart, Plan, PlanningProblem } from '../../domain/planning.ts';
import type { RecordedStart, SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';
import { problemHash } from '../../planner/index.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { readRecord } from '../schools/index.ts';
import { problemHashOf } from './plan.fingerprint.ts';
import { problemOf } from './plan.problem.ts';
import {
  deleteLock,
  insertLock,
  insertPlan,
  listPlans,
  replaceAgreed,
  selectLock,
  selectPlanBefore,
  selectPlanOn,
  type StoredPlan,
} from './plan.queries.ts';

export interface Asker {
  personId: string;
  at: Date;
  today: PlainDate;
}

/**
 * Starts a plan of the record as it stands. Where the latest plan already answers exactly this, gives that one instead.
 * The latest plan's starts become what the new one keeps to where it can.
 */
export async function startPlan(
  tx: Transaction,
  library: Library,
  school: SchoolScope,
  asker: Asker,
): Promise<{ planId: string; isNew: boolean }> {
  const [latest] = await listPlans(tx, school, 1);
  const record = await readRecord(tx, school.schoolId, asker.today);
  // One whose work broke off is made again where somebody asks for it.
  const isBroken = latest?.error != null || latest?.plan?.certificate.stopped === 'solver';
  if (latest && latest.state !== 'failed' && !isBroken && problemHashOf(library, record) === latest.problemHash) {
    return { planId: latest.id, isNew: false };
  }
  const agreed = latest?.plan ? agreedStarts(latest.problem, latest.plan) : record.agreed;
  await replaceAgreed(tx, school, agreed);
  const problem = problemOf(library, { ...record, agreed });
  const id = randomUUID();
  await insertPlan(tx, {
    ...school,
    id,
    asAt: asker.today,
    problemHash: problemHash(problem),
    problem,
    createdBy: asker.personId,
    createdAt: asker.at,
  });
  await recordChange(tx, {
    ...school,
    table: 'plan',
    rowId: id,
    before: null,
    after: { asAt: asker.today, needs: problem.needs.length },
    personId: asker.personId,
    at: asker.at,
  });
  return { planId: id, isNew: true };
}

/** Fixes a start, or with `start` null frees it again. */
export async function changeLock(
  tx: Transaction,
  school: SchoolScope,
  needId: string,
  start: RecordedStart | null,
  asker: Asker,
): Promise<void> {
  const before = await selectLock(tx, school, needId);
  await deleteLock(tx, school, needId);
  if (start) await insertLock(tx, school, start);
  await recordChange(tx, {
    ...school,
    table: 'plan_lock',
    rowId: needId,
    before: before && { ...before },
    after: start && { ...start },
    personId: asker.personId,
    at: asker.at,
  });
}

/** A plan's starts as the record keeps them, by term id. */
export function agreedStarts(problem: PlanningProblem, plan: Plan): RecordedStart[] {
  return plan.placements.map((placement) => toRecorded(problem, placement));
}

function toRecorded(problem: PlanningProblem, start: ChosenStart): RecordedStart {
  const term = problem.terms[start.term];
  if (!term) throw new Error(`The plan has no term ${start.term}.`);
  return { needId: start.needId, optionId: start.optionId, term: term.id };
}

/** The current plan and whether the record has moved on since. The record is the one of the plan's day, so that they compare. */
export async function currentPlan(
  tx: Transaction,
  library: Library,
  school: SchoolScope,
  today: PlainDate,
): Promise<{ current: StoredPlan | null; isStale: boolean; record: SchoolRecord }> {
  const [current = null] = await listPlans(tx, school, 1);
  const record = await readRecord(tx, school.schoolId, current?.asAt ?? today);
  return { current, record, isStale: current !== null && problemHashOf(library, record) !== current.problemHash };
}

/** The plan that governors had the last time, for what has changed since. */
export interface LastTime {
  plan: StoredPlan;
  /** The governors' meeting before today that it was the plan of; null where none is written down or there was no plan then. */
  meeting: PlainDate | null;
}

/**
 * What the plan of today is held against: the one that stood at the governors' last meeting before today, else the one
 * before it. It is the current plan itself where nothing has been planned again since that meeting.
 */
export async function planLastTime(
  tx: Transaction,
  school: SchoolScope,
  current: StoredPlan,
  { limits }: Pick<SchoolRecord, 'limits'>,
  today: PlainDate,
): Promise<LastTime | null> {
  const meeting = limits.governorsMeetings
    .filter((day) => day < today)
    .toSorted()
    .at(-1);
  const then = meeting === undefined ? null : await selectPlanOn(tx, school, meeting);
  if (then && meeting !== undefined) return { plan: then, meeting };
  const before = await selectPlanBefore(tx, current);
  return before && { plan: before, meeting: null };
}

/** The newest plan that holds something, whether or not it is still being worked on; null where there is none. */
export async function currentPlanMade(
  tx: Transaction,
  school: SchoolScope,
): Promise<(StoredPlan & { plan: Plan }) | null> {
  for (const stored of await listPlans(tx, school, 4)) {
    const { plan } = stored;
    if (plan !== null) return { ...stored, plan };
  }
  return null;
}

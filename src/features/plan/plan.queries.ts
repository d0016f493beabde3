/** The plans of a school as they are stored. Newest first; nothing is ever rewritten but a plan still being worked on. */
import { sql } from 'kysely';
import type { PlainDate } from '../../domain/dates.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { RecordedStart } from '../../domain/record.ts';
import type { ChangeCauses, PlanCause } from '../../planner/index.ts';
import { deleteRows, type SchoolScope, type Transaction } from '../../platform/database/index.ts';

/** `planning`: better plans or the proof are still being looked for, `plan` may already hold one. */
export type PlanState = 'planning' | 'ready' | 'failed';

/** What the work on a plan has reached, for the page. */
export interface PlanProgress {
  stage: 'first' | 'proving' | 'reasons' | 'done';
  /** Limits that cannot all hold, where no plan exists. */
  conflict?: { kind: string; id: string; detail: string }[];
  /** Why there is none: proved, not found, numbers that can't be added up, or the planner broke down. */
  failure?: 'no-plan' | 'not-found' | 'odd-numbers' | 'stopped';
  /** What each change since the plan before it hangs on, once that is known. */
  causes?: ChangeCauses<PlanCause>[];
}

export interface StoredPlan {
  organisationId: string;
  schoolId: string;
  id: string;
  state: PlanState;
  asAt: PlainDate;
  problemHash: string;
  problem: PlanningProblem;
  plan: Plan | null;
  progress: PlanProgress | null;
  error: string | null;
  createdBy: string;
  createdAt: Date;
}

const columns = [
  'organisation_id',
  'school_id',
  'id',
  'state',
  'as_at',
  'problem_hash',
  'plan',
  'progress',
  'error',
  'created_by',
  'created_at',
] as const;

/** The latest plans of a school, newest first. */
export async function listPlans(tx: Transaction, school: SchoolScope, limit = 2): Promise<StoredPlan[]> {
  const rows = await tx
    .selectFrom('plan')
    .select(columns)
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .orderBy('entered', 'desc')
    .limit(limit)
    .execute();
  const plans: StoredPlan[] = [];
  for (const row of rows) plans.push(await withProblem(tx, row));
  return plans;
}

/** How far the latest plan is, without the plan itself: asked every few seconds by pages that wait. Null where there is none. */
export async function selectPlanState(
  tx: Transaction,
  school: SchoolScope,
): Promise<{ state: PlanState; stage: string | null; hash: string | null; status: string | null } | null> {
  const row = await tx
    .selectFrom('plan')
    .select(['state', 'progress', 'plan_hash', sql<string | null>`plan->'certificate'->>'status'`.as('status')])
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .orderBy('entered', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const progress = row.progress as PlanProgress | null;
  return { state: row.state, stage: progress?.stage ?? null, hash: row.plan_hash, status: row.status };
}

/** The newest plan before another that holds something: what people had in its place. */
export async function selectPlanBefore(tx: Transaction, plan: StoredPlan): Promise<StoredPlan | null> {
  const row = await tx
    .selectFrom('plan')
    .select(columns)
    .where('organisation_id', '=', plan.organisationId)
    .where('school_id', '=', plan.schoolId)
    .where('plan', 'is not', null)
    .where('entered', '<', (eb) =>
      eb
        .selectFrom('plan as later')
        .select('later.entered')
        .where('later.organisation_id', '=', plan.organisationId)
        .where('later.school_id', '=', plan.schoolId)
        .where('later.id', '=', plan.id),
    )
    .orderBy('entered', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? withProblem(tx, row) : null;
}

/** The newest plan made on or before that day that holds something: what people had on it. */
export async function selectPlanOn(tx: Transaction, school: SchoolScope, day: PlainDate): Promise<StoredPlan | null> {
  const row = await tx
    .selectFrom('plan')
    .select(columns)
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('plan', 'is not', null)
    .where('as_at', '<=', day)
    .orderBy('entered', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? withProblem(tx, row) : null;
}

/** One plan, or null. */
export async function selectPlan(tx: Transaction, school: SchoolScope, id: string): Promise<StoredPlan | null> {
  const row = await tx
    .selectFrom('plan')
    .select(columns)
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? withProblem(tx, row) : null;
}

/** One person who may edit, for each organisation that has any. */
export async function listEditors(tx: Transaction): Promise<{ organisationId: string; personId: string }[]> {
  const rows = await tx
    .selectFrom('membership')
    .select(['organisation_id', (eb) => eb.fn.min('person_id').as('person_id')])
    .where('role', 'in', ['editor', 'administrator'])
    .groupBy('organisation_id')
    .orderBy('organisation_id')
    .execute();
  return rows.map((row) => ({ organisationId: row.organisation_id, personId: row.person_id }));
}

/** The newest plan of each school of an organisation where work on it has not ended, and has stored nothing since. */
export async function listUnfinishedPlans(
  tx: Transaction,
  organisationId: string,
  before: Date,
): Promise<(SchoolScope & { planId: string })[]> {
  const rows = await tx
    .selectFrom('plan')
    .select(['organisation_id', 'school_id', 'id'])
    .where('organisation_id', '=', organisationId)
    .where('state', '=', 'planning')
    .where('updated_at', '<=', before)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('plan as later')
            .select('later.id')
            .whereRef('later.organisation_id', '=', 'plan.organisation_id')
            .whereRef('later.school_id', '=', 'plan.school_id')
            .whereRef('later.entered', '>', 'plan.entered'),
        ),
      ),
    )
    .execute();
  return rows.map((row) => ({ organisationId: row.organisation_id, schoolId: row.school_id, planId: row.id }));
}

export async function insertPlan(
  tx: Transaction,
  plan: Omit<StoredPlan, 'state' | 'plan' | 'progress' | 'error'>,
): Promise<void> {
  await tx
    .insertInto('plan')
    .values({
      organisation_id: plan.organisationId,
      school_id: plan.schoolId,
      id: plan.id,
      state: 'planning',
      as_at: plan.asAt,
      problem_hash: plan.problemHash,
      problem: JSON.stringify(plan.problem),
      created_by: plan.createdBy,
      created_at: plan.createdAt,
      updated_at: plan.createdAt,
    })
    .execute();
}

/** Stores what the work has reached. */
export async function updatePlan(
  tx: Transaction,
  ref: SchoolScope & { id: string },
  found: { state: PlanState; plan: Plan | null; progress: PlanProgress; error: string | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('plan')
    .set({
      state: found.state,
      ...(found.plan && { plan: JSON.stringify(found.plan), plan_hash: found.plan.hash }),
      progress: JSON.stringify(found.progress),
      error: found.error,
      updated_at: found.at,
    })
    .where('organisation_id', '=', ref.organisationId)
    .where('school_id', '=', ref.schoolId)
    .where('id', '=', ref.id)
    .execute();
}

/** Replaces the starts that the next plan should keep to where it can. */
export async function replaceAgreed(tx: Transaction, school: SchoolScope, starts: RecordedStart[]): Promise<void> {
  await deleteRows(tx, 'plan_agreed', school);
  if (starts.length === 0) return;
  await tx
    .insertInto('plan_agreed')
    .values(
      starts.map((start) => ({
        organisation_id: school.organisationId,
        school_id: school.schoolId,
        need_id: start.needId,
        option_id: start.optionId,
        term: start.term,
      })),
    )
    .execute();
}

/** The start that people have fixed for a need, or null. */
export async function selectLock(tx: Transaction, school: SchoolScope, needId: string): Promise<RecordedStart | null> {
  const row = await tx
    .selectFrom('plan_lock')
    .select(['need_id', 'option_id', 'term'])
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('need_id', '=', needId)
    .executeTakeFirst();
  return row ? { needId: row.need_id, optionId: row.option_id, term: row.term } : null;
}

export async function deleteLock(tx: Transaction, school: SchoolScope, needId: string): Promise<void> {
  await tx
    .deleteFrom('plan_lock')
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('need_id', '=', needId)
    .execute();
}

export async function insertLock(tx: Transaction, school: SchoolScope, start: RecordedStart): Promise<void> {
  await tx
    .insertInto('plan_lock')
    .values({
      organisation_id: school.organisationId,
      school_id: school.schoolId,
      need_id: start.needId,
      option_id: start.optionId,
      term: start.term,
    })
    .execute();
}

interface PlanRow {
  organisation_id: string;
  school_id: string;
  id: string;
  state: PlanState;
  as_at: PlainDate;
  problem_hash: string;
  plan: unknown;
  progress: unknown;
  error: string | null;
  created_by: string;
  created_at: Date;
}

/**
 * A plan's problem never changes and is about a megabyte, so that the last few are kept. Only asked for once the row itself
 * has been read, under the reader's own row-level security.
 */
const MOST_KEPT = 12;
const kept = new Map<string, PlanningProblem>();

async function withProblem(tx: Transaction, row: PlanRow): Promise<StoredPlan> {
  const key = `${row.organisation_id}/${row.school_id}/${row.id}`;
  const problem = kept.get(key) ?? (await selectProblem(tx, row));
  kept.delete(key);
  kept.set(key, problem);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return {
    organisationId: row.organisation_id,
    schoolId: row.school_id,
    id: row.id,
    state: row.state,
    asAt: row.as_at,
    problemHash: row.problem_hash,
    problem,
    plan: row.plan as Plan | null,
    progress: row.progress as PlanProgress | null,
    error: row.error,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}

async function selectProblem(tx: Transaction, plan: PlanRow): Promise<PlanningProblem> {
  const { problem } = await tx
    .selectFrom('plan')
    .select('problem')
    .where('organisation_id', '=', plan.organisation_id)
    .where('school_id', '=', plan.school_id)
    .where('id', '=', plan.id)
    .executeTakeFirstOrThrow();
  return problem as PlanningProblem;
}

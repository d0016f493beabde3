/** The scenarios of a school, oldest first, and what has been studied of its plans. */
import { sql } from 'kysely';
import type { ChangeCauses, MoreMoney, PriceStudy, ScenarioCause } from '../../planner/index.ts';
import type { Plan } from '../../domain/planning.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import { FIRST, readChanges, type ScenarioChange } from './scenario-changes.rules.ts';

export type ScenarioState = 'planning' | 'ready' | 'failed';

export interface StoredScenario {
  id: string;
  name: string;
  changes: ScenarioChange[];
  /** The plan that it was last worked out beside, by id and what it places; null before it has been. */
  planId: string | null;
  state: ScenarioState;
  plan: Plan | null;
  /** By need: which of its changes, or of their parts, a change of the plan hangs on; null while not known. */
  causes: ChangeCauses<ScenarioCause>[] | null;
  error: string | null;
}

const columns = ['id', 'name', 'parts', 'plan_id', 'state', 'plan', 'causes', 'error'] as const;

interface ScenarioRow {
  id: string;
  name: string;
  parts: unknown;
  plan_id: string | null;
  state: ScenarioState;
  plan: unknown;
  causes: unknown;
  error: string | null;
}

function toScenario(row: ScenarioRow): StoredScenario {
  return {
    id: row.id,
    name: row.name,
    changes: readChanges(row.parts, row.name),
    planId: row.plan_id,
    state: row.state,
    plan: row.plan as Plan | null,
    causes: row.causes === null ? null : (row.causes as StoredCauses[]).map(readCauses),
    error: row.error,
  };
}

/** Those of before were the places of parts alone. */
type StoredCauses = Omit<ChangeCauses<ScenarioCause>, 'causes'> & { causes: (ScenarioCause | number)[] };

function readCauses({ causes, ...others }: StoredCauses): ChangeCauses<ScenarioCause> {
  return { ...others, causes: causes.map((cause) => (typeof cause === 'number' ? { part: cause } : cause)) };
}

export async function listScenarios(tx: Transaction, school: SchoolScope): Promise<StoredScenario[]> {
  const rows = await tx
    .selectFrom('scenario')
    .select(columns)
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .orderBy('entered')
    .execute();
  return rows.map(toScenario);
}

/** How far each is, without the plans: asked every few seconds by pages that wait. */
export async function listScenarioStates(
  tx: Transaction,
  school: SchoolScope,
): Promise<{ id: string; state: ScenarioState; hash: string | null; hasCauses: boolean }[]> {
  const rows = await tx
    .selectFrom('scenario')
    .select(['id', 'state', 'plan_hash', (eb) => eb('causes', 'is not', null).as('has_causes')])
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .orderBy('entered')
    .execute();
  return rows.map(({ id, state, plan_hash, has_causes }) => {
    return { id, state, hash: plan_hash, hasCauses: Boolean(has_causes) };
  });
}

/** Scenarios of an organisation on which work has not ended, and has stored nothing since. */
export async function listUnfinishedScenarios(
  tx: Transaction,
  organisationId: string,
  before: Date,
): Promise<(SchoolScope & { id: string })[]> {
  const rows = await tx
    .selectFrom('scenario')
    .select(['organisation_id', 'school_id', 'id'])
    .where('organisation_id', '=', organisationId)
    .where('state', '=', 'planning')
    .where('updated_at', '<=', before)
    .orderBy('entered')
    .execute();
  return rows.map((row) => ({ organisationId: row.organisation_id, schoolId: row.school_id, id: row.id }));
}

/** Studies of plans of an organisation on which work has not ended, and has stored nothing since. */
export async function listUnfinishedStudies(
  tx: Transaction,
  organisationId: string,
  before: Date,
): Promise<(SchoolScope & { planId: string; study: StudyKind })[]> {
  const rows = await tx
    .selectFrom('plan_study')
    .select(['organisation_id', 'school_id', 'plan_id', 'kind'])
    .where('organisation_id', '=', organisationId)
    .where('state', '=', 'working')
    .where('updated_at', '<=', before)
    .execute();
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    schoolId: row.school_id,
    planId: row.plan_id,
    study: row.kind,
  }));
}

export async function selectScenario(tx: Transaction, school: SchoolScope, id: string): Promise<StoredScenario | null> {
  const row = await tx
    .selectFrom('scenario')
    .select(columns)
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toScenario(row) : null;
}

export async function insertScenario(
  tx: Transaction,
  school: SchoolScope,
  scenario: Pick<StoredScenario, 'id' | 'name' | 'changes'>,
  by: { personId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('scenario')
    .values({
      organisation_id: school.organisationId,
      school_id: school.schoolId,
      id: scenario.id,
      name: scenario.name,
      parts: JSON.stringify(scenario.changes),
      state: 'planning',
      created_by: by.personId,
      created_at: by.at,
      updated_at: by.at,
    })
    .execute();
}

export async function deleteScenario(tx: Transaction, school: SchoolScope, id: string): Promise<void> {
  await tx
    .deleteFrom('scenario')
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('id', '=', id)
    .execute();
}

/** Writes what a scenario supposes in place of what it did. What was worked out for that is gone. */
export async function replaceChanges(
  tx: Transaction,
  school: SchoolScope,
  { id, name, changes }: Pick<StoredScenario, 'id' | 'name' | 'changes'>,
  at: Date,
): Promise<void> {
  const nothing = { plan_id: null, plan: null, plan_hash: null, causes: null, error: null };
  await tx
    .updateTable('scenario')
    .set({ name, parts: JSON.stringify(changes), state: 'planning', ...nothing, updated_at: at })
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('id', '=', id)
    .execute();
}

/** Stores what the work on a scenario has reached, as long as it still supposes what was worked on. */
export async function updateScenario(
  tx: Transaction,
  school: SchoolScope,
  { id, changes }: Pick<StoredScenario, 'id' | 'changes'>,
  found: Pick<StoredScenario, 'planId' | 'state' | 'plan' | 'causes' | 'error'> & { at: Date },
): Promise<void> {
  // A change that is made otherwise gets another id. One of before, which has none, can only be left out.
  const ids = JSON.stringify(changes.flatMap((change) => (change.id === FIRST ? [] : change.id)));
  await tx
    .updateTable('scenario')
    .set({
      plan_id: found.planId,
      state: found.state,
      plan: found.plan && JSON.stringify(found.plan),
      plan_hash: found.plan?.hash ?? null,
      causes: found.causes && JSON.stringify(found.causes),
      error: found.error,
      updated_at: found.at,
    })
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('id', '=', id)
    .where(sql<boolean>`jsonb_path_query_array(parts, '$[*].id') = ${ids}::jsonb`)
    .execute();
}

export type StudyKind = 'prices' | 'money';

export interface PlanStudies {
  prices: { state: 'working' | 'ready' | 'failed'; answer: PriceStudy | null } | null;
  money: { state: 'working' | 'ready' | 'failed'; answer: MoreMoney[] | null } | null;
}

export async function selectStudies(tx: Transaction, school: SchoolScope, planId: string): Promise<PlanStudies> {
  const rows = await tx
    .selectFrom('plan_study')
    .select(['kind', 'state', 'answer'])
    .where('organisation_id', '=', school.organisationId)
    .where('school_id', '=', school.schoolId)
    .where('plan_id', '=', planId)
    .execute();
  const prices = rows.find(({ kind }) => kind === 'prices');
  const money = rows.find(({ kind }) => kind === 'money');
  return {
    prices: prices ? { state: prices.state, answer: prices.answer as PriceStudy | null } : null,
    money: money ? { state: money.state, answer: money.answer as MoreMoney[] | null } : null,
  };
}

/** Writes what a study has reached in place of what was there. */
export async function writeStudy(
  tx: Transaction,
  school: SchoolScope,
  study: { planId: string; kind: StudyKind; state: 'working' | 'ready' | 'failed'; answer: unknown },
  by: { personId: string; at: Date },
): Promise<void> {
  const answer = study.answer === null ? null : JSON.stringify(study.answer);
  await tx
    .insertInto('plan_study')
    .values({
      organisation_id: school.organisationId,
      school_id: school.schoolId,
      plan_id: study.planId,
      kind: study.kind,
      state: study.state,
      answer,
      created_by: by.personId,
      created_at: by.at,
      updated_at: by.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'school_id', 'plan_id', 'kind'])
        .doUpdateSet({ state: study.state, answer, updated_at: by.at }),
    )
    .execute();
}

/** The scenarios of a school, oldest first, and what has been studied of its plans. */
import type { MoreMoney, PriceStudy, ScenarioPart, ChangeCauses } from '../../planner/index.ts';
import type { Plan } from '../../domain/planning.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

export type ScenarioState = 'planning' | 'ready' | 'failed';

export interface StoredScenario {
  id: string;
  name: string;
  parts: ScenarioPart[];
  /** The plan that it was last worked out beside, by id and what it places; null before it has been. */
  planId: string | null;
  state: ScenarioState;
  plan: Plan | null;
  /** By need: which of the parts (their places in the list) a change hangs on; null while not known. */
  causes: ChangeCauses<number>[] | null;
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
    parts: row.parts as ScenarioPart[],
    planId: row.plan_id,
    state: row.state,
    plan: row.plan as Plan | null,
    causes: row.causes as ChangeCauses<number>[] | null,
    error: row.error,
  };
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
  scenario: Pick<StoredScenario, 'id' | 'name' | 'parts'>,
  by: { personId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('scenario')
    .values({
      organisation_id: school.organisationId,
      school_id: school.schoolId,
      id: scenario.id,
      name: scenario.name,
      parts: JSON.stringify(scenario.parts),
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

/** Stores what the work on a scenario has reached. */
export async function updateScenario(
  tx: Transaction,
  school: SchoolScope,
  id: string,
  found: Pick<StoredScenario, 'planId' | 'state' | 'plan' | 'causes' | 'error'> & { at: Date },
): Promise<void> {
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

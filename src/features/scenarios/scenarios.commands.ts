/** Adding, removing and taking scenarios: each one transaction with its history. */
import { randomUUID } from 'node:crypto';
import type { Limits } from '../../domain/record.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { changeMoney } from '../budgets/index.ts';
import { changeLock } from '../plan/index.ts';
import { type Clash, clashOf, MOST_CHANGES, type ScenarioChange, scenarioName } from './scenario-changes.rules.ts';
import {
  deleteScenario,
  insertScenario,
  listScenarios,
  replaceChanges,
  selectScenario,
  updateScenario,
  writeStudy,
  type PlanStudies,
} from './scenarios.queries.ts';
import type { Taking } from './scenarios.rules.ts';
import { MOST_SCENARIOS } from './scenarios.schema.ts';

export interface Acting {
  school: SchoolScope;
  personId: string;
  at: Date;
}

/** A change as a form gives it. */
export type GivenChange = Omit<ScenarioChange, 'id'>;

/** Null where as many as may stand beside the plan are there already. */
export async function addScenario(
  tx: Transaction,
  { school, personId, at }: Acting,
  change: GivenChange,
): Promise<string | null> {
  if ((await listScenarios(tx, school)).length >= MOST_SCENARIOS) return null;
  const id = randomUUID();
  const changes = [{ ...change, id: randomUUID() }];
  const name = scenarioName(changes);
  await insertScenario(tx, school, { id, name, changes }, { personId, at });
  await writeHistory(tx, { school, personId, at }, id, null, { name });
  return id;
}

/** `gone`: the scenario, or the change in whose place this one was to come, is not there any more. */
export type ChangeOutcome = 'done' | 'gone' | 'full' | Clash;

/** Adds a change to a scenario, or puts it in the place of one. What was worked out for the scenario is gone then. */
export async function putChange(
  tx: Transaction,
  acting: Acting,
  scenarioId: string,
  change: GivenChange,
  inPlaceOf: string | null,
): Promise<ChangeOutcome> {
  const scenario = await selectScenario(tx, acting.school, scenarioId);
  const place = scenario?.changes.findIndex(({ id }) => id === inPlaceOf) ?? -1;
  if (!scenario || (inPlaceOf !== null && place < 0)) return 'gone';
  if (inPlaceOf === null && scenario.changes.length >= MOST_CHANGES) return 'full';
  const clash = clashOf(
    scenario.changes.filter(({ id }) => id !== inPlaceOf),
    change,
  );
  if (clash) return clash;
  const made = { ...change, id: randomUUID() };
  const changes = place < 0 ? [...scenario.changes, made] : scenario.changes.with(place, made);
  await writeChanges(tx, acting, scenario, changes);
  return 'done';
}

/** Leaves a change out. The last one stays: a scenario that supposes nothing is removed instead. */
export async function leaveOutChange(
  tx: Transaction,
  acting: Acting,
  scenarioId: string,
  changeId: string,
): Promise<'done' | 'gone' | 'last'> {
  const scenario = await selectScenario(tx, acting.school, scenarioId);
  const changes = scenario?.changes.filter(({ id }) => id !== changeId) ?? [];
  if (!scenario || changes.length === scenario.changes.length) return 'gone';
  if (changes.length === 0) return 'last';
  await writeChanges(tx, acting, scenario, changes);
  return 'done';
}

async function writeChanges(
  tx: Transaction,
  acting: Acting,
  { id, name }: { id: string; name: string },
  changes: ScenarioChange[],
): Promise<void> {
  const newName = scenarioName(changes);
  await replaceChanges(tx, acting.school, { id, name: newName, changes }, acting.at);
  await writeHistory(tx, acting, id, { name }, { name: newName });
}

export async function removeScenario(tx: Transaction, acting: Acting, id: string): Promise<void> {
  const scenario = await selectScenario(tx, acting.school, id);
  if (!scenario) return;
  await deleteScenario(tx, acting.school, id);
  await writeHistory(tx, acting, id, { name: scenario.name }, null);
}

/** Marks those that stand beside an earlier plan, or failed, as to be worked out again. Gives their ids. */
export async function askAgain(tx: Transaction, { school, at }: Acting, planId: string): Promise<string[]> {
  const asked: string[] = [];
  for (const scenario of await listScenarios(tx, school)) {
    const { id, planId: beside, state } = scenario;
    if (beside === planId && state !== 'failed') continue;
    const nothing = { planId: null, plan: null, causes: null, error: null };
    await updateScenario(tx, school, scenario, { ...nothing, state: 'planning', at });
    asked.push(id);
  }
  return asked;
}

/** False where somebody else has changed the school's details or budgets since: nothing is taken then. */
export async function takeScenario(
  tx: Transaction,
  { school, personId, at }: Acting,
  given: { version: number; limits: Limits; taking: Taking; today: string; scenario: { id: string; name: string } },
): Promise<boolean> {
  const { version, limits, taking, scenario } = given;
  if (taking.budgets.length > 0) {
    const changed = new Map(taking.budgets.map(({ after }) => [after.year, after]));
    const kept = limits.budgets.filter(({ year }) => !changed.has(year));
    const budgets = [...kept, ...changed.values()].sort((a, b) => (a.year < b.year ? -1 : 1));
    const { capitalCarriesForward, staffDaysPerTerm, staffDaysByTerm } = limits;
    const after = { budgets, capitalCarriesForward, staffDaysPerTerm, staffDaysByTerm };
    if (!(await changeMoney(tx, { school, version, personId, at }, limits, after))) return false;
  }
  for (const { start } of taking.locks) {
    await changeLock(tx, school, start.needId, start, { personId, at, today: given.today });
  }
  await deleteScenario(tx, school, scenario.id);
  await writeHistory(tx, { school, personId, at }, scenario.id, { name: scenario.name }, { taken: true });
  return true;
}

/** Marks what has not been studied of a plan as being worked on. Gives the kinds. */
export async function askStudies(
  tx: Transaction,
  { school, personId, at }: Acting,
  planId: string,
  studies: PlanStudies,
): Promise<('prices' | 'money')[]> {
  const asked = (['prices', 'money'] as const).filter((kind) => studies[kind]?.state !== 'ready');
  for (const kind of asked) {
    await writeStudy(tx, school, { planId, kind, state: 'working', answer: null }, { personId, at });
  }
  return asked;
}

async function writeHistory(
  tx: Transaction,
  { school, personId, at }: Acting,
  rowId: string,
  before: Record<string, string> | null,
  after: Record<string, string | boolean> | null,
): Promise<void> {
  await recordChange(tx, { ...school, table: 'scenario', rowId, before, after, personId, at });
}

/** What is compared between the plan and its scenarios, and what taking one would change. Pure: no words, no HTML. */
import type { Pence, PenceRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { BudgetYear, RecordedStart } from '../../domain/record.ts';
import type { WhatIfFacts } from '../../needs/index.ts';
import { applyScenario, cashByYear, startsOf, type ScenarioCause } from '../../planner/index.ts';
import { planChanges, planTotals, standardRows, unmetLines, type PlanChangeLine } from '../plan/index.ts';
import { partsOf } from './scenario-changes.rules.ts';
import type { StoredScenario } from './scenarios.queries.ts';

/** What is said of a scenario on which the work broke down. */
export const COULD_NOT = 'It could not be worked out.';

/** One column of the comparison. */
export interface ComparedPlan {
  /** Null for the plan itself. */
  scenario: StoredScenario | null;
  name: string;
  problem: PlanningProblem;
  plan: Plan;
  years: ComparedYear[];
  wholeLifePence: Pence;
  wholeLifeRange: PenceRange;
  coreStandards: number;
  metByDate: number;
  /** Core standards met at the end of each financial year. */
  metByYear: { yearId: string; met: number }[];
  /** Terms without a requirement, added up over all of them. */
  requirementTerms: number;
  changes: (PlanChangeLine & { causes: ScenarioCause[]; proved: number })[];
}

export interface ComparedYear {
  id: string;
  capitalPence: Pence;
  /** With what earlier years left, where it carries forward. */
  capitalFreePence: Pence;
  revenuePence: Pence;
  revenueFreePence: Pence;
}

export interface PlanMade {
  id: string;
  problem: PlanningProblem;
  plan: Plan;
}

/**
 * Which plan a scenario stands beside: its id, and what it places, for one that is still being worked on gets better. What
 * was compared with an earlier state of it no longer is.
 */
export function besideOf({ id, plan }: Pick<PlanMade, 'id' | 'plan'>): string {
  return `${id} ${plan.hash}`;
}

/** The plan, then each scenario that has been worked out beside it. */
export function comparePlans(made: PlanMade, scenarios: readonly StoredScenario[], facts: WhatIfFacts): ComparedPlan[] {
  const base = { problem: made.problem, plan: made.plan };
  const all = scenarios.flatMap((scenario): ComparedPlan[] => {
    const { plan, planId } = scenario;
    if (plan === null || planId !== besideOf(made)) return [];
    const problem = applyScenario(made.problem, partsOf(scenario.changes), { ...facts, starts: startsOf(made.plan) });
    const changes = planChanges(base, { problem, plan }).map((change) => {
      const known = scenario.causes?.find(({ needId }) => needId === change.needId);
      return { ...change, causes: known?.causes ?? [], proved: known?.proved ?? 0 };
    });
    return [{ scenario, name: scenario.name, changes, ...measured(problem, plan) }];
  });
  return [{ scenario: null, name: 'The plan', changes: [], ...measured(made.problem, made.plan) }, ...all];
}

function measured(problem: PlanningProblem, plan: Plan) {
  const totals = planTotals(problem, plan);
  const rows = standardRows(problem, plan);
  return {
    problem,
    plan,
    years: cashByYear(problem, plan.placements).map((year) => ({
      id: year.yearId,
      capitalPence: year.capitalPence,
      capitalFreePence: year.capitalAvailablePence,
      revenuePence: year.revenuePence,
      revenueFreePence: year.revenueBudgetPence,
    })),
    wholeLifePence: totals.wholeLifePence,
    wholeLifeRange: totals.range,
    coreStandards: totals.coreStandards,
    metByDate: totals.metByDate,
    metByYear: problem.years.map(({ id }, y) => {
      const last = problem.terms.findLastIndex(({ year }) => year === y);
      return { yearId: id, met: last < 0 ? 0 : rows.filter((row) => row.with[last] === true).length };
    }),
    requirementTerms: unmetLines(problem, { ...plan, unmet: [] }).reduce((sum, { unmet }) => sum + unmet.terms, 0),
  };
}

/** What taking a scenario's plan would change: figures of the budgets, and starts that are fixed from then on. */
export interface Taking {
  budgets: { before: BudgetYear; after: BudgetYear }[];
  locks: { needName: string; start: RecordedStart }[];
}

/**
 * Budgets become what the scenario says. Where it supposes more than money, the placements that it changed are fixed; prices,
 * late deliveries and dates stay as they are known to be.
 */
export function takingOf(compared: ComparedPlan, budgets: readonly BudgetYear[]): Taking {
  const parts = partsOf(compared.scenario?.changes ?? []);
  const changed = budgets.flatMap((before) => {
    const mine = parts.flatMap((part) => (part.kind === 'budget' && part.yearId === before.year ? part : []));
    if (mine.length === 0) return [];
    const sum = (pot: 'capital' | 'revenue') =>
      mine.filter((part) => part.pot === pot).reduce((total, { changePence }) => total + changePence, 0);
    const after = {
      ...before,
      capitalPence: Math.max(0, before.capitalPence + sum('capital')),
      revenuePence: Math.max(0, before.revenuePence + sum('revenue')),
    };
    return [{ before, after }];
  });
  const isMoneyOnly = parts.every(({ kind }) => kind === 'budget');
  const locks = compared.changes.flatMap(({ needId, needName, kind }) => {
    if (kind === 'finished') return [];
    const placement = compared.plan.placements.find((one) => one.needId === needId);
    const term = compared.problem.terms[placement?.term ?? 0]?.id ?? '';
    return [{ needName, start: { needId, optionId: placement?.optionId ?? null, term } }];
  });
  return { budgets: changed, locks: isMoneyOnly ? [] : locks };
}

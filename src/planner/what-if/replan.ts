/** Planning again with something changed, from the plan at hand: what causes, prices and extra money are confirmed by. */
import type { ChosenStart, Plan, PlanningProblem } from '../../domain/planning.ts';
import { planWriter } from '../certificate.ts';
import { compile } from '../compile.ts';
import { allowedCandidates } from '../presolve.ts';
import { searchPlan } from '../search.ts';
import { NoPlanFoundError, solvePlan, type Effort } from '../solve.ts';
import { levelNames } from '../state.ts';

/** `search` tries a counted number of moves and proves nothing, in a fraction of a second; the others are the planner's own. */
export type ReplanEffort = 'search' | Effort;

/** Tried moves of a search: a fraction of a second for a school. */
const TRIALS = 15_000;

/** The best plan found from these starts on; null where none was. The same problem, starts and effort give the same plan. */
export async function replan(
  problem: PlanningProblem,
  starts: readonly ChosenStart[],
  effort: ReplanEffort,
): Promise<Plan | null> {
  if (effort === 'search') return searchFrom(problem, starts);
  try {
    const plan = await solvePlan(problem, { effort, start: starts });
    return plan.certificate.status === 'infeasible' ? null : plan;
  } catch (error) {
    if (error instanceof NoPlanFoundError) return null;
    throw error;
  }
}

function searchFrom(problem: PlanningProblem, starts: readonly ChosenStart[]): Plan | null {
  const compiled = compile(problem);
  if (compiled.impossibleLocks.length > 0) return null;
  const byNeed = new Map(starts.map((start) => [start.needId, start]));
  const start = compiled.needs.map((need) => {
    const wanted = byNeed.get(need.id);
    const match = need.candidates.find((c) => {
      const candidate = compiled.candidates[c];
      return candidate?.optionId === wanted?.optionId && candidate?.term === wanted?.term;
    });
    return match ?? -1;
  });
  const trials = Math.min(TRIALS, 4 * compiled.candidates.length ** 2);
  const found = searchPlan(compiled, allowedCandidates(compiled), trials, start);
  if (!found.feasible) return null;
  const levels = levelNames(compiled).map((name, k) => {
    const value = found.values[k] ?? 0;
    return { name, value, bound: -Infinity, proven: false };
  });
  return planWriter(compiled)({ status: 'gap', chosen: found.chosen, levels, work: 0 });
}

/**
 * What a changed plan is to be compared with: the plan at hand where it is proved to be the best, else what as much effort
 * makes of it with nothing changed. So what longer searching alone would find is not put down to the change.
 */
export async function baseline(problem: PlanningProblem, plan: Plan, effort: ReplanEffort): Promise<Plan> {
  if (plan.certificate.status === 'proven') return plan;
  return (await replan(problem, startsOf(plan), effort)) ?? plan;
}

/** A plan's starts, to plan again from or to keep to. */
export function startsOf(plan: Pick<Plan, 'placements'>): ChosenStart[] {
  return plan.placements.map(({ needId, optionId, term }) => ({ needId, optionId, term }));
}

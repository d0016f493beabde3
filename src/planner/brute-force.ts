/** Tries every plan of a tiny problem, with the checker's own arithmetic. Only for tests. */
import type { Placement, PlanningProblem } from '../domain/planning.ts';
import { recount } from './check.ts';

export interface BruteForced {
  /** The best levels, or null where no plan holds every limit. */
  levels: number[] | null;
  placements: Placement[];
}

/**
 * The lexicographically best of all plans that hold every limit, with `mustPlace` among the placed needs where it is given.
 * `visitPlan` sees every plan, also those that break limits.
 */
export function bruteForce(
  problem: PlanningProblem,
  mustPlace?: string,
  visitPlan?: (placements: Placement[]) => void,
): BruteForced {
  let best: BruteForced = { levels: null, placements: [] };
  const chosen: Placement[] = [];
  const visit = (n: number): void => {
    const need = problem.needs[n];
    if (!need) {
      visitPlan?.(chosen);
      const counted = recount(problem, chosen);
      if (counted.faults.length > 0) return;
      const levels = counted.levels.map((level) => level.value);
      if (best.levels === null || isBetter(levels, best.levels)) best = { levels, placements: [...chosen] };
      return;
    }
    if (need.id !== mustPlace) visit(n + 1);
    for (const { optionId, term, completeTerm } of need.candidates) {
      const locked = problem.locks.some((l) => l.needId === need.id && l.optionId === optionId && l.term === term);
      chosen.push({ needId: need.id, optionId, term, completeTerm, locked });
      visit(n + 1);
      chosen.pop();
    }
  };
  visit(0);
  return best;
}

/** True where the first difference is in favour of `a`; less is better. */
export function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at >= 0 && a[at]! < b[at]!;
}

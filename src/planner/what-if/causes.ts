/**
 * Which change of the problem brought about which change of the plan: the problem is planned again without one of its changes
 * at a time, and what then stays as it was before hangs on that one. What no single one explains hangs on several together,
 * or was only found by longer searching.
 */
import { diffPlans, type PlannedProblem } from '../diff.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { replan, startsOf, type ReplanEffort } from './replan.ts';

/** A change that may have been the cause, with the later problem as it is without it; null where it can't be taken back. */
export interface PossibleCause<C> {
  cause: C;
  without: PlanningProblem | null;
}

export interface ChangeCauses<C> {
  needId: string;
  /** Each of these alone, taken back, takes the change back. */
  causes: C[];
  /** Where no cause stands alone: whether taking all back together would take it back, which is not asked further. */
  several: boolean;
}

/** Plans made again, at most: each takes a fraction of a second by search, more by proof. */
const MOST_REPLANS = 24;

/**
 * Gives the causes of each change between two plans, by need id. Those that can't be tried (a term gone by) are given for
 * what they must have moved: a start in a term that is no longer there.
 */
export async function findCauses<C>(
  before: PlannedProblem,
  after: PlannedProblem,
  possible: readonly PossibleCause<C>[],
  effort: ReplanEffort,
): Promise<ChangeCauses<C>[]> {
  const { changes } = diffPlans(before, after);
  const found = changes.map(({ needId }): ChangeCauses<C> => ({ needId, causes: [], several: possible.length > 1 }));
  if (changes.length === 0) return found;
  const only = possible.length === 1 ? possible[0] : undefined;
  if (only) return found.map((one) => ({ ...one, causes: [only.cause] }));
  const kept = startsOf(before.plan);
  for (const { cause, without } of possible.filter((one) => one.without !== null).slice(0, MOST_REPLANS)) {
    if (!without) continue;
    const problem = { ...without, agreed: kept };
    const again = better(
      await replan(problem, kept, effort),
      effort === 'search' ? await replan(problem, startsOf(after.plan), effort) : null,
    );
    if (!again) continue;
    const still = new Set(diffPlans(before, { problem: without, plan: again }).changes.map(({ needId }) => needId));
    for (const one of found) if (!still.has(one.needId)) one.causes.push(cause);
  }
  const untried = possible.flatMap(({ cause, without }) => (without ? [] : [cause]));
  return found.map((one) => {
    if (one.causes.length > 0) return { ...one, several: false };
    return untried.length > 0 ? { ...one, causes: untried, several: false } : one;
  });
}

/** The better of two plans of one problem, the first where they are as good. */
function better(a: Plan | null, b: Plan | null): Plan | null {
  if (!a || !b) return a ?? b;
  const at = a.certificate.levels.findIndex((level, k) => level.value !== b.certificate.levels[k]?.value);
  return at >= 0 && (a.certificate.levels[at]?.value ?? 0) > (b.certificate.levels[at]?.value ?? 0) ? b : a;
}

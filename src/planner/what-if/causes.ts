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
  /** Each of these alone, taken back, takes the change back; those that are proved come first. */
  causes: C[];
  /**
   * How many of them, from the first, are proved: the plan without the cause, and the plan with it, are both proved to be the
   * best. The others are likely: the plan without them was looked for, not proved. Left out where it was found before this was
   * kept: then none is.
   */
  proved?: number;
  /** Where no cause stands alone: whether taking all back together would take it back, which is not asked further. */
  several: boolean;
}

/** Plans made again, at most: each takes a fraction of a second by search, more by proof. */
const MOST_REPLANS = 24;
/** Causes confirmed by proof, at most, those of most changes first; and in vain: what is hard to prove once is so again. */
const MOST_CONFIRMED = 10;
const MOST_IN_VAIN = 2;

export interface CauseEfforts {
  /** How every possible cause is tried. */
  effort: ReplanEffort;
  /** How those that a search has named are tried once more, to prove or to drop them; left out, they stay likely. */
  confirm?: Exclude<ReplanEffort, 'search'>;
}

interface Named<C> {
  needId: string;
  causes: { cause: C; isProved: boolean }[];
}

/**
 * Gives the causes of each change between two plans, by need id. Those that can't be tried (a term gone by) are given for
 * what they must have moved: a start in a term that is no longer there.
 */
export async function findCauses<C>(
  before: PlannedProblem,
  after: PlannedProblem,
  possible: readonly PossibleCause<C>[],
  { effort, confirm }: CauseEfforts,
): Promise<ChangeCauses<C>[]> {
  const { changes } = diffPlans(before, after);
  const found = changes.map(({ needId }): Named<C> => ({ needId, causes: [] }));
  if (changes.length === 0) return [];
  const isAfterProved = after.plan.certificate.status === 'proven';
  const only = possible.length === 1 ? possible[0] : undefined;
  if (only) {
    // Taken back, the plan before is the best there is, and changes nothing.
    const isProved = isAfterProved && before.plan.certificate.status === 'proven' && only.without !== null;
    return found.map(({ needId }) => given({ needId, causes: [{ cause: only.cause, isProved }] }, possible));
  }
  const kept = startsOf(before.plan);
  const changedIn = (problem: PlanningProblem, plan: Plan) =>
    new Set(diffPlans(before, { problem, plan }).changes.map(({ needId }) => needId));
  const open: { cause: C; problem: PlanningProblem; plan: Plan }[] = [];
  for (const { cause, without } of possible.filter((one) => one.without !== null).slice(0, MOST_REPLANS)) {
    if (!without) continue;
    const problem = { ...without, agreed: kept };
    const again = better(
      await replan(problem, kept, effort),
      effort === 'search' ? await replan(problem, startsOf(after.plan), effort) : null,
    );
    if (!again) continue;
    const still = changedIn(problem, again);
    const isProved = isAfterProved && again.certificate.status === 'proven';
    const explained = found.filter(({ needId }) => !still.has(needId));
    for (const one of explained) one.causes.push({ cause, isProved });
    if (!isProved && explained.length > 0) open.push({ cause, problem, plan: again });
  }
  if (confirm && isAfterProved) {
    const explains = (cause: C) => found.filter((one) => one.causes.some((its) => its.cause === cause)).length;
    const first = open.toSorted((a, b) => explains(b.cause) - explains(a.cause)).slice(0, MOST_CONFIRMED);
    let inVain = 0;
    for (const { cause, problem, plan } of first) {
      if (inVain >= MOST_IN_VAIN) break;
      const again = await replan(problem, startsOf(plan), confirm);
      if (again?.certificate.status !== 'proven') {
        inVain += 1;
        continue;
      }
      const still = changedIn(problem, again);
      for (const one of found) {
        const its = one.causes.find((named) => named.cause === cause);
        if (its) its.isProved = !still.has(one.needId);
        if (its && !its.isProved) one.causes = one.causes.filter((named) => named !== its);
      }
    }
  }
  return found.map((one) => given(one, possible));
}

function given<C>({ needId, causes }: Named<C>, possible: readonly PossibleCause<C>[]): ChangeCauses<C> {
  const untried = possible.flatMap(({ cause, without }) => (without ? [] : [{ cause, isProved: false }]));
  const named = causes.length > 0 ? causes.toSorted((a, b) => Number(b.isProved) - Number(a.isProved)) : untried;
  return {
    needId,
    causes: named.map(({ cause }) => cause),
    proved: named.filter(({ isProved }) => isProved).length,
    several: named.length === 0 && possible.length > 1,
  };
}

/** The better of two plans of one problem, the first where they are as good. */
function better(a: Plan | null, b: Plan | null): Plan | null {
  if (!a || !b) return a ?? b;
  const at = a.certificate.levels.findIndex((level, k) => level.value !== b.certificate.levels[k]?.value);
  return at >= 0 && (a.certificate.levels[at]?.value ?? 0) > (b.certificate.levels[at]?.value ?? 0) ? b : a;
}

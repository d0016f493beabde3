/**
 * The planner's levels as one number of points, for sharing a fund. The weights make that no lower level can buy a higher one
 * within the sizes at hand: a point of a level is more than everything below it could change in all schools together
 * (`strictWithin: 'all'`). Where that number would grow past what is counted exactly, costs are counted in larger units; then
 * a point is more than what the levels below could change in any one school (`'school'`), then for any one need (`'need'`).
 */
import type { Candidate, PlanningProblem } from '../../domain/planning.ts';

/** What a start brings, most important level first: the more the better. Cost is in pence, below nought where it costs. */
export interface Gains {
  /** Terms of duties met. */
  duties: number;
  /** "Must" requirements of core standards met on the standard's date. */
  coreOnDate: number;
  /** Terms of such requirements met after that date. */
  coreTerms: number;
  /** Weighted requirement-terms, and those of requirements that come after all others. */
  terms: number;
  laterTerms: number;
  costPence: number;
}

export const gainKeys = ['duties', 'coreOnDate', 'coreTerms', 'terms', 'laterTerms', 'costPence'] as const;

export const noGains: Gains = { duties: 0, coreOnDate: 0, coreTerms: 0, terms: 0, laterTerms: 0, costPence: 0 };

export interface Points {
  /** In the order of {@link gainKeys}. */
  weights: number[];
  /** Pence that one point of cost stands for. */
  costUnitPence: number;
  /** Among what no lower level can buy a higher one. */
  strictWithin: 'all' | 'school' | 'need';
}

/** Sums of points stay below this: well inside what a double counts exactly, with room for prices. */
const LARGEST_SUM = 1e15;
const COST_UNITS = [10_000, 100_000, 1_000_000] as const;

/** What a candidate brings, of the requirements credited to its need. */
export function gainsOf(problem: PlanningProblem, candidate: Candidate, credited: ReadonlySet<string>): Gains {
  const gains = { ...noGains, costPence: -candidate.wholeLifePence };
  const until = Math.min(problem.terms.length, candidate.lapsesTerm ?? problem.terms.length);
  for (const requirement of problem.requirements) {
    if (!credited.has(requirement.id) || !candidate.satisfies.includes(requirement.id)) continue;
    const standard = problem.standards.find(({ id }) => id === requirement.standardId);
    const due = standard?.core && requirement.must && standard.dueTerm !== null ? Math.max(0, standard.dueTerm) : null;
    for (let term = Math.max(0, candidate.completeTerm); term < until; term++) {
      if (requirement.metWithout[term]) continue;
      if (requirement.comesAfter) gains.laterTerms += requirement.weight;
      else gains.terms += requirement.weight;
      if (requirement.duty) gains.duties++;
      if (due === term) gains.coreOnDate++;
      else if (due !== null && term > due) gains.coreTerms++;
    }
  }
  return gains;
}

export function addGains(all: readonly Gains[]): Gains {
  const sum = { ...noGains };
  for (const gains of all) for (const key of gainKeys) sum[key] += gains[key];
  return sum;
}

/** One whole number. */
export function pointsOf(gains: Gains, { weights, costUnitPence }: Points): number {
  return gainKeys.reduce(
    (sum, key, k) => sum + weights[k]! * (key === 'costPence' ? Math.round(gains[key] / costUnitPence) : gains[key]),
    0,
  );
}

/** Weights for these schools: by school, by need, the gains of each start. */
export function weighPoints(schools: readonly (readonly (readonly Gains[])[])[]): Points {
  const all = schools.flat();
  for (const strictWithin of ['all', 'school', 'need'] as const) {
    for (const costUnitPence of COST_UNITS) {
      const spanOf = (key: (typeof gainKeys)[number]): number => {
        const ofNeed = all.map((starts) => spread(starts, key, costUnitPence));
        if (strictWithin === 'all') return ofNeed.reduce((sum, span) => sum + span, 0);
        if (strictWithin === 'need') return Math.max(0, ...ofNeed);
        const ofSchool = schools.map((needs) =>
          needs.reduce((sum, starts) => sum + spread(starts, key, costUnitPence), 0),
        );
        return Math.max(0, ...ofSchool);
      };
      const weights = gainKeys.map(() => 0);
      let below = 0;
      for (let k = gainKeys.length - 1; k >= 0; k--) {
        weights[k] = below + 1;
        below += weights[k]! * spanOf(gainKeys[k]!);
      }
      const most = gainKeys.reduce(
        (sum, key, k) =>
          sum + weights[k]! * all.reduce((total, starts) => total + spread(starts, key, costUnitPence), 0),
        0,
      );
      if (most <= LARGEST_SUM || (strictWithin === 'need' && costUnitPence === COST_UNITS.at(-1)))
        return { weights, costUnitPence, strictWithin };
    }
  }
  throw new RangeError('no weights');
}

/** The most that one need can change at a level: from its least to its most, doing nothing being nought. */
function spread(starts: readonly Gains[], key: (typeof gainKeys)[number], costUnitPence: number): number {
  let low = 0;
  let high = 0;
  for (const gains of starts) {
    const value = key === 'costPence' ? Math.round(gains[key] / costUnitPence) : gains[key];
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}

/**
 * What a bound on the points says of each level: no sharing brings more duties than the first; of those that bring as many,
 * none meets more on their date than the second; and so on. `lowestCost` is how far the points of cost can fall below nought.
 */
export function mostByLevel(bound: number, gains: Gains, points: Points, lowestCost: number): number[] {
  let left = bound;
  return gainKeys.map((key, k) => {
    const value = key === 'costPence' ? Math.round(gains[key] / points.costUnitPence) : gains[key];
    const most = Math.floor((left - (key === 'costPence' ? 0 : lowestCost)) / points.weights[k]! + 1e-9);
    left -= points.weights[k]! * value;
    return Math.max(value, most);
  });
}

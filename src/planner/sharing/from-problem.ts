/**
 * From schools' own planning problems to one question for a shared fund.
 *
 * What is chosen for each school is the financial year in which an option begins. Of each year the earliest allowed start is
 * offered, and the cheapest where that is another; where needs wait for one another every term is offered (or at least the
 * first and the last of a year), so that an order which fits within one year is found. (The allocation's "years" are therefore the schools' terms; its limits are the fund's
 * years.) Starts that people have fixed are taken first, out of the fund.
 *
 * Worth is the planner's levels as one whole number of points ({@link ./points.ts}). A sum over starts needs each term of a
 * requirement credited to one need: where several could meet it, to the one that can for the least money. So the points are
 * never more than what the levels would say, and equal where no requirement is met by two needs. A core standard counts by its
 * "must" requirements met on its date, because "all of them met" is no sum.
 *
 * What a school has for itself stays: each start says which needs it waits for (its need's and its own option's) and how many
 * days of the school's people it takes in each of its years. The allocation knows neither a start's own order nor days; how
 * they are held all the same is in {@link ./own-limits.ts}. Days are counted by year here, by term in the plan that follows.
 */
import type { AllocationNeed, AllocationSchool, AllocationStart } from '../../domain/allocation.ts';
import type { Candidate, PlanNeed, PlanningProblem } from '../../domain/planning.ts';
import { packSchools, AllocationInputError } from '../allocation/packed-schools.ts';
import { gainKeys, gainsOf, pointsOf, type Gains, type Points } from './points.ts';
import { makeRecipe } from '../allocation/recipe.ts';

/** One school of those that share a fund. */
export interface FundSchool {
  id: string;
  pupils: number;
  problem: PlanningProblem;
  /** By pool: this school's problem at the pool's price. */
  atPoolPrice?: ReadonlyMap<string, PlanningProblem>;
}

export interface FundYear {
  /** Year id as the schools' problems have it: "2027-28". */
  id: string;
  name: string;
  capitalPence: number;
  revenuePence: number;
}

/** Money for all schools together; it stands in place of the schools' own budgets. */
export interface Fund {
  years: FundYear[];
  capitalCarriesForward: boolean;
}

/** An option that costs less where at least `fromSchools` schools begin it in one year. */
export interface FundPool {
  id: string;
  /** The library's option; a school's own option ids begin with it. */
  optionId: string;
  yearId: string;
  fromSchools: number;
}

/** A start as it is offered to the allocation, with what it stands for. */
export interface OfferedStart {
  needId: string;
  /** Option id in the school's own problem. */
  optionId: string;
  candidate: Candidate;
  gains: Gains;
  /** The pool whose price it has. */
  poolId: string | null;
  /** Numbers of the school's needs, as they are offered, that must be complete before it starts. */
  before: number[];
}

export interface OfferedNeed {
  id: string;
  /** What each of its starts waits for. */
  after: number[];
  starts: OfferedStart[];
}

export interface BroughtSchool {
  id: string;
  problem: PlanningProblem;
  needs: OfferedNeed[];
  /** Fixed by people: taken whatever the allocation. */
  fixed: OfferedStart[];
  /** By the problem's years: days of its people, in hundredths, that what is fixed leaves. */
  spareDays: number[];
  /** True where its needs hang together too closely for more than one start a year: an order within one year may be missed. */
  isByYear: boolean;
}

/** The index of a problem's year in the fund; -1 where the fund has no such year. */
function fundYearsOf(problem: PlanningProblem, fund: Fund): number[] {
  return problem.years.map(({ id }) => fund.years.findIndex((year) => year.id === id));
}

/** Capital of each fund year, then revenue of each. Money in a year that the fund lacks counts in its nearest year. */
export function moneyOf(problem: PlanningProblem, candidate: Candidate, fund: Fund): number[] {
  const count = fund.years.length;
  const money = Array.from({ length: 2 * count }, () => 0);
  fundYearsOf(problem, fund).forEach((at, y) => {
    const year = at >= 0 ? at : y === 0 ? 0 : count - 1;
    money[year]! += candidate.capitalPence[y] ?? 0;
    money[count + year]! += candidate.revenuePence[y] ?? 0;
  });
  return money;
}

/** What the allocation counts against the limits: capital as a running total where it carries forward. */
export function usesOf(money: readonly number[], fund: Fund): number[] {
  if (!fund.capitalCarriesForward) return [...money];
  let sum = 0;
  return money.map((pence, l) => (l < fund.years.length ? (sum += pence) : pence));
}

/** A school with every start that is offered for it. `pools` are those whose price counts. */
export function bringSchool(school: FundSchool, pools: readonly FundPool[]): BroughtSchool {
  const { problem } = school;
  const credit = creditOf(problem);
  const place = (need: PlanNeed, candidate: Candidate, poolId: string | null): OfferedStart => ({
    needId: need.id,
    optionId: candidate.optionId,
    candidate,
    gains: gainsOf(problem, candidate, credit.get(need.id) ?? new Set()),
    poolId,
    before: [],
  });
  const locks = new Map(problem.locks.map((lock) => [lock.needId, lock]));
  const fixed = problem.needs.flatMap((need): OfferedStart[] => {
    const lock = locks.get(need.id);
    const candidate = need.candidates.find(({ optionId, term }) => optionId === lock?.optionId && term === lock.term);
    return candidate === undefined ? [] : [place(need, candidate, null)];
  });
  const fixedDone = new Map(fixed.map(({ needId, candidate }) => [needId, candidate.completeTerm]));
  const open = problem.needs.filter(({ id }) => !locks.has(id));
  const indexOf = new Map(open.map(({ id }, index) => [id, index]));
  const known = new Set(problem.needs.map(({ id }) => id));
  const ownAfter = new Map(problem.needs.map((need) => [need.id, waitsByOption(need, known)]));
  const waited = new Set([...ownAfter.values()].flatMap((byOption) => [...byOption.values()].flat()));
  const excluded = new Set(
    problem.exclusions
      .filter(({ optionIds }) => fixed.some(({ optionId }) => optionIds.includes(optionId)))
      .flatMap(({ optionIds }) => optionIds),
  );
  const offer = (howFine: (typeof FINENESS)[number]) =>
    open.map((need): OfferedNeed => {
      const after = ownAfter.get(need.id)!;
      const earliest = (optionId: string) =>
        Math.max(0, ...after.get(optionId)!.map((id) => (locks.has(id) ? (fixedDone.get(id) ?? Infinity) : 0)));
      const allowed = need.candidates.filter(
        ({ optionId, term }) => term >= earliest(optionId) && !excluded.has(optionId),
      );
      const waits = [...after.values()].some((ids) => ids.length > 0);
      const starts = startsOf(problem, allowed, howFine, waits, waited.has(need.id)).map((one) =>
        place(need, one, null),
      );
      for (const pool of pools) starts.push(...pooledStarts(school, need, allowed, pool, place));
      for (const start of starts) start.before = after.get(start.optionId)!.flatMap((id) => indexOf.get(id) ?? []);
      const offered = { id: need.id, after: [], starts };
      return { ...offered, after: allWaits(offered).filter((n) => starts.every(({ before }) => before.includes(n))) };
    });
  const spareDays = daysOf(problem, problem.staffDaysPerTerm).map((days, y) =>
    Math.max(0, days - fixed.reduce((sum, { candidate }) => sum + daysOf(problem, candidate.staffDays)[y]!, 0)),
  );
  for (const howFine of FINENESS) {
    const isByYear = howFine === 'years';
    const brought = { id: school.id, problem, needs: offer(howFine), fixed, spareDays, isByYear };
    if (isByYear || fits(brought)) return brought;
  }
  throw new RangeError('no way to offer a school');
}

/**
 * How finely starts are offered where needs wait for one another: each term; each term only for what nothing else waits for,
 * and the first and last of a year for the rest; by year alone. The first of them is taken that can be answered exactly.
 */
const FINENESS = ['terms', 'ends', 'years'] as const;

function startsOf(
  problem: PlanningProblem,
  allowed: readonly Candidate[],
  howFine: (typeof FINENESS)[number],
  waits: boolean,
  isWaitedFor: boolean,
): readonly Candidate[] {
  const isInOrder = waits || isWaitedFor;
  if (howFine === 'years' || !isInOrder || (howFine === 'ends' && !waits)) return bestOfYears(problem, allowed);
  if (howFine === 'terms' || !isWaitedFor) return allowed;
  const last = new Map<string, Candidate>();
  for (const one of allowed) last.set(`${problem.terms[one.term]?.year ?? -1} ${one.optionId}`, one);
  return [...new Set([...bestOfYears(problem, allowed), ...last.values()])];
}

/** Everything that some start of the need waits for. */
function allWaits({ starts }: OfferedNeed): number[] {
  return [...new Set(starts.flatMap(({ before }) => before))].sort((a, b) => a - b);
}

/** By option: the needs that must be complete before it starts, its need's and its own. */
function waitsByOption(need: PlanNeed, known: ReadonlySet<string>): Map<string, string[]> {
  const of = (ids: readonly string[]) => [...new Set(ids)].filter((id) => id !== need.id && known.has(id));
  const byOption = new Map(need.options.map(({ id, after = [] }) => [id, of([...need.after, ...after])]));
  for (const { optionId } of need.candidates) if (!byOption.has(optionId)) byOption.set(optionId, of(need.after));
  return byOption;
}

/** Days by term as hundredths of days by the problem's years: whole numbers. */
export function daysOf(problem: PlanningProblem, daysByTerm: readonly number[]): number[] {
  const days = problem.years.map(() => 0);
  problem.terms.forEach(({ year }, t) => (days[year]! += Math.round((daysByTerm[t] ?? 0) * 100)));
  return days;
}

/** The same starts at the pool's price, for the pool's year. */
function pooledStarts(
  { atPoolPrice }: FundSchool,
  need: PlanNeed,
  allowed: readonly Candidate[],
  pool: FundPool,
  place: (need: PlanNeed, candidate: Candidate, poolId: string) => OfferedStart,
): OfferedStart[] {
  const problem = atPoolPrice?.get(pool.id);
  const cheaper = problem?.needs.find(({ id }) => id === need.id);
  if (problem === undefined || cheaper === undefined) return [];
  const inYear = cheaper.candidates.filter(
    ({ optionId, term }) =>
      isOption(optionId, pool.optionId) &&
      problem.years[problem.terms[term]?.year ?? -1]?.id === pool.yearId &&
      allowed.some((one) => one.optionId === optionId && one.term === term),
  );
  return bestOfYears(problem, inYear).map((candidate) => place(need, candidate, pool.id));
}

/** True where a school's option is the library's: "laptops-buy:office" is "laptops-buy". */
export function isOption(optionId: string, libraryId: string): boolean {
  return optionId === libraryId || optionId.startsWith(`${libraryId}:`);
}

/** Of each option in each financial year the earliest start, and the cheapest where that is another one. */
function bestOfYears(problem: PlanningProblem, candidates: readonly Candidate[]): Candidate[] {
  const found = new Map<string, { earliest: Candidate; cheapest: Candidate }>();
  for (const candidate of candidates) {
    const key = `${problem.terms[candidate.term]?.year ?? -1} ${candidate.optionId}`;
    const best = found.get(key);
    if (best === undefined) {
      found.set(key, { earliest: candidate, cheapest: candidate });
      continue;
    }
    if (candidate.term < best.earliest.term) best.earliest = candidate;
    if (candidate.wholeLifePence < best.cheapest.wholeLifePence) best.cheapest = candidate;
  }
  return [...found.values()].flatMap(({ earliest, cheapest }) =>
    earliest === cheapest ? [earliest] : [earliest, cheapest],
  );
}

/** By need: the requirements whose terms are credited to it. */
export function creditOf(problem: PlanningProblem): Map<string, Set<string>> {
  const owner = new Map<string, { needId: string; pence: number }>();
  for (const need of problem.needs)
    for (const { satisfies, wholeLifePence: pence } of need.candidates)
      for (const id of satisfies) {
        const best = owner.get(id);
        if (best === undefined || pence < best.pence || (pence === best.pence && need.id < best.needId))
          owner.set(id, { needId: need.id, pence });
      }
  const credit = new Map<string, Set<string>>();
  for (const [id, { needId }] of owner) credit.set(needId, (credit.get(needId) ?? new Set()).add(id));
  return credit;
}

/** The school as the allocation takes it. Start numbers run through all starts of a need, as in {@link BroughtSchool}. */
export function allocationSchoolOf(
  { id, problem, needs }: BroughtSchool,
  fund: Fund,
  points: Points,
  pools: readonly FundPool[],
): AllocationSchool {
  const counted = new Map(
    pools.map((pool) => [pool.id, needs.find(({ starts }) => starts.some(({ poolId }) => poolId === pool.id))?.id]),
  );
  return {
    id,
    // One option for each start, so that the numbers of starts stay as they are.
    needs: needs.map(({ id: needId, after, starts }): AllocationNeed => ({
      id: needId,
      after,
      options: starts.map((start, s) => ({ id: `${needId} ${s}`, starts: [startOf(start)] })),
    })),
    exclusions: problem.exclusions.map(({ optionIds }) =>
      needs.flatMap(({ id: needId, starts }) =>
        starts.flatMap(({ optionId }, s) => (optionIds.includes(optionId) ? [`${needId} ${s}`] : [])),
      ),
    ),
  };

  function startOf({ needId, candidate, gains, poolId }: OfferedStart): AllocationStart {
    return {
      year: candidate.term,
      completeYear: Math.min(problem.terms.length, candidate.completeTerm),
      value: pointsOf(gains, points),
      uses: [
        ...usesOf(moneyOf(problem, candidate, fund), fund),
        ...pools.map((pool) => (poolId === pool.id && counted.get(pool.id) === needId ? -1 : 0)),
      ],
    };
  }
}

/** Whether the allocation can answer exactly for the school as it is offered. */
export function fits(school: BroughtSchool): boolean {
  const { terms } = school.problem;
  const frame = {
    format: 'cairn.allocation/1' as const,
    years: terms.map(({ id, name }) => ({ id, name })),
    limits: [],
  };
  const none: Fund = { years: [], capitalCarriesForward: false };
  const points: Points = { weights: gainKeys.map(() => 0), costUnitPence: 100, strictWithin: 'all' };
  const bare = allocationSchoolOf(school, none, points, []);
  const withoutUses = {
    ...bare,
    needs: bare.needs.map((need) => ({
      ...need,
      options: need.options.map((option) => ({
        ...option,
        starts: option.starts.map((start) => ({ ...start, uses: [] })),
      })),
    })),
  };
  try {
    makeRecipe(packSchools(frame, [withoutUses]), 0);
    return true;
  } catch (error) {
    if (error instanceof AllocationInputError) return false;
    throw error;
  }
}

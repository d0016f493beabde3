/**
 * Shares a fund out among schools that are coupled only by shared limits, by prices on those limits (Dantzig–Wolfe, in its
 * Lagrangian form): every school answers prices with its own best plan, worked out exactly; the prices at which the bound is
 * lowest are searched for; and one plan of each school is chosen so that all limits hold. The bound holds for every allocation
 * whatever the prices, so the gap is proven. The more schools, the less one school's lumps matter, and the smaller the gap.
 *
 * Pure and counted: the same schools give the same allocation on any machine and with any number of threads.
 */
import type { AllocatedStart, AllocationFrame, AllocationProgress, AllocationSchool } from '../../domain/allocation.ts';
import type { Highs } from '../highs.ts';
import { makeAnswerer, roomForAnswers, type AnswerSum } from './answer.ts';
import { KEPT_ANSWERS, type Asker } from './asker.ts';
import { branchAllocation, type Settled } from './branch-allocation.ts';
import { choiceOf, choosePlans, type ChoiceEffort } from './choose-plans.ts';
import { boundOf, findPrices } from './find-prices.ts';
import { mergePlans } from './merge-plans.ts';
import { nearPlans, type NearPlan } from './near-plans.ts';
import type { PackedSchools } from './packed-schools.ts';
import { poolOfAnswers, poolOfPlans, type Pool } from './pool.ts';
import { startLosses } from './start-losses.ts';

/** One round: prices, and what each group of schools answered. Enough to go on from after a kill. */
export interface Round {
  prices: number[];
  sums: AnswerSum[];
}

export interface AllocateOptions {
  /** Rounds of a run that was ended: they are not asked again. */
  resume?: readonly Round[];
  /** Hears of each round as it is over, so that it can be kept. */
  onRound?: (round: Round) => void;
  onProgress?: (progress: AllocationProgress) => void;
  /** How hard the choice among plans is worked at; by the number of schools where not given. */
  effort?: ChoiceEffort;
}

export interface AllocationResult {
  value: number;
  bound: number;
  /** What the prices alone prove: {@link bound}, or more where branching has lowered it. */
  priceBound: number;
  gap: number;
  prices: number[];
  used: number[];
  rounds: number;
  /** By the school's needs: the number of the chosen start, counted through all the need's options; -1 for none. */
  choice(school: number): Int16Array;
}

/** No allocation keeps within the limits: a shared limit is below what even doing nothing uses. */
export class NoAllocationError extends Error {
  readonly code = 'planner.no-allocation';
  constructor(limits: readonly string[]) {
    super(`No allocation keeps within: ${limits.join(', ')}.`);
    this.name = 'NoAllocationError';
  }
}

/** From this many schools on, a sample of about this many sets the first prices. */
const SAMPLE = 1_000;
/** Up to this many schools, all plans that are nearly the best are listed, not only what was answered. */
const LISTED_SCHOOLS = 3_000;
const LISTED_PLANS = 60_000;

/** The best allocation found with its proven bound. Throws {@link NoAllocationError} where none was found. */
export async function allocate(
  highs: Highs,
  frame: AllocationFrame,
  packed: PackedSchools,
  asker: Asker,
  options: AllocateOptions = {},
): Promise<AllocationResult> {
  const { schools } = packed;
  const rounds: Round[] = [];
  const progress: AllocationProgress = {
    schoolsAnswered: 0,
    schools,
    rounds: 0,
    bound: Infinity,
    value: -Infinity,
    gap: Infinity,
  };
  const say = () => options.onProgress?.({ ...progress });
  const ask = async (prices: readonly number[]) => {
    const known = options.resume?.[rounds.length];
    const isKnown = known !== undefined && sameNumbers(known.prices, prices);
    const sums = isKnown ? known.sums : await asker.ask(prices);
    const round = { prices: [...prices], sums };
    rounds.push(round);
    progress.rounds = rounds.length;
    progress.schoolsAnswered = schools;
    progress.bound = Math.min(progress.bound, boundOf(frame, prices, sums));
    if (!isKnown) options.onRound?.(round);
    say();
    return sums;
  };
  const from = schools >= 2 * SAMPLE ? await pricesOfSample(highs, frame, packed) : undefined;
  const found = await findPrices(highs, frame, ask, from === undefined ? {} : { from, reach: 0.1 });
  const effort = options.effort ?? effortFor(schools);
  const lists = schools <= LISTED_SCHOOLS ? listPlans(packed, found.prices, found.bound, effort) : null;
  const pool =
    lists === null ? await answeredPool(packed, asker, rounds, found.prices) : poolOfPlans(packed, lists, found.prices);
  const chosen = choosePlans(frame, pool, found.prices, found.bound, effort);
  const below = frame.limits.filter(({ allowed }) => allowed < 0);
  if (chosen === null && below.length > 0) throw new NoAllocationError(below.map(({ name }) => name));
  const tell = ({ value, bound }: Settled) => {
    Object.assign(progress, { bound, value, gap: gapOf(value, bound) });
    say();
  };
  // The plans at hand may not go together where schools are few: then what follows begins from doing nothing.
  const value = chosen?.value ?? 0;
  const choice =
    chosen === null ? new Int16Array(packed.firstStart.length - 1).fill(-1) : choiceOf(packed, pool, chosen.plan);
  const first = { value, bound: Math.max(found.bound, value), choice };
  tell(first);
  const settled =
    lists === null || effort.closer === undefined
      ? first
      : bringCloser(frame, packed, lists, found.prices, first, effort.closer, tell);
  return resultOf(packed, found.prices, first.bound, settled, rounds.length);
}

function gapOf(value: number, bound: number): number {
  return Math.max(0, bound - value) / Math.max(1, Math.abs(bound));
}

/** Up to this many schools, good plans are merged into better ones; up to so many, the bound itself is lowered by branching. */
const MERGED_SCHOOLS = 200;
const BRANCHED_SCHOOLS = 50;

function effortFor(schools: number): ChoiceEffort {
  if (schools <= BRANCHED_SCHOOLS)
    return { shakes: 1, pairs: 3_000_000, closer: { goal: 5e-4, rounds: 4, pivots: 400_000 } };
  if (schools <= MERGED_SCHOOLS) return { shakes: 1, pairs: 3_000_000, closer: { goal: 2e-4, rounds: 24, pivots: 0 } };
  if (schools <= LISTED_SCHOOLS) return { shakes: 0, pairs: 100_000_000 };
  return { shakes: 0, pairs: 40_000_000 };
}

/** Pivots for going on to the very best plan once the gap is good enough: a handful of schools takes no more. */
const LAST_PIVOTS = 5_000;

/** Works on until the gap is good enough: better plans first, then a proof. */
function bringCloser(
  frame: AllocationFrame,
  packed: PackedSchools,
  lists: NearPlan[][],
  prices: readonly number[],
  first: Settled,
  { goal, rounds, pivots }: NonNullable<ChoiceEffort['closer']>,
  onBetter: (now: Settled) => void,
): Settled {
  const merged = mergePlans(frame, packed, lists, prices, first, { goal, rounds }, onBetter);
  if (pivots === 0) return merged;
  const answerer = makeAnswerer(packed, roomForAnswers(packed, 1));
  const losses = startLosses(packed, (school) => answerer.recipeOf(school), prices);
  // What a start costs is counted from the prices' own bound, whatever has been proven since.
  const proven = branchAllocation(frame, packed, { losses, bound: first.bound }, merged, { goal, pivots }, onBetter);
  const last = { goal: 0, pivots: LAST_PIVOTS };
  if (gapOf(proven.value, proven.bound) > goal) return proven;
  return branchAllocation(frame, packed, { losses, bound: first.bound }, proven, last, onBetter);
}

function resultOf(
  packed: PackedSchools,
  prices: number[],
  priceBound: number,
  { value, bound, choice }: Settled,
  rounds: number,
): AllocationResult {
  const { limits, firstNeed, firstStart, uses } = packed;
  const used = Array.from({ length: limits }, () => 0);
  choice.forEach((chosen, need) => {
    if (chosen < 0) return;
    for (let l = 0; l < limits; l++) used[l]! += uses[(firstStart[need]! + chosen) * limits + l]!;
  });
  return {
    value,
    bound,
    priceBound,
    gap: gapOf(value, bound),
    prices,
    used,
    rounds,
    choice: (school) => choice.slice(firstNeed[school], firstNeed[school + 1]),
  };
}

/** First prices for many schools: those of every so-manieth school with its share of the limits. */
async function pricesOfSample(highs: Highs, frame: AllocationFrame, packed: PackedSchools): Promise<number[]> {
  const stride = Math.floor(packed.schools / SAMPLE);
  const answerer = makeAnswerer(packed, roomForAnswers(packed, 1));
  const count = Math.ceil(packed.schools / stride);
  const share = count / packed.schools;
  const limits = frame.limits.map((limit) => ({ ...limit, allowed: limit.allowed * share }));
  const groups = 32;
  const ask = (prices: readonly number[]) =>
    Promise.resolve(
      Array.from({ length: groups }, (_, g) => {
        const first = Math.floor((g * count) / groups) * stride;
        const last = Math.floor(((g + 1) * count) / groups) * stride;
        return answerer.answer(prices, 0, first, Math.min(last, packed.schools), stride);
      }),
    );
  return (await findPrices(highs, { ...frame, limits }, ask, { tolerance: 1e-4 })).prices;
}

/** All plans of each school that lose no more than what the whole is likely to be short of. */
function listPlans(
  packed: PackedSchools,
  prices: readonly number[],
  bound: number,
  { closer }: ChoiceEffort,
): NearPlan[][] {
  const { schools } = packed;
  const answerer = makeAnswerer(packed, roomForAnswers(packed, 1));
  const most = Math.max(8, Math.min(closer ? 100 : 150, Math.floor(LISTED_PLANS / schools / 6)));
  const share = closer ? Math.min(0.1, 1.2 / schools) : 0.15;
  const mostLoss = (Math.abs(bound) / schools) * share;
  return Array.from(
    { length: schools },
    (_, school) => nearPlans(packed, answerer.recipeOf(school), school, prices, mostLoss, most).plans,
  );
}

/** What the schools answered to the last prices; after a resumed run those are asked for again. */
async function answeredPool(
  packed: PackedSchools,
  asker: Asker,
  rounds: readonly Round[],
  prices: readonly number[],
): Promise<Pool> {
  const keys = new Map<string, number[]>();
  keys.set(prices.join(' '), [...prices]);
  for (const round of rounds.toReversed())
    keys.set(round.prices.join(' '), keys.get(round.prices.join(' ')) ?? round.prices);
  const wanted = [...keys.values()].slice(0, KEPT_ANSWERS);
  return poolOfAnswers(packed, await asker.answers(wanted), prices, wanted.length);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** A school's chosen starts, by name. */
export function startsOf(school: AllocationSchool, choice: Int16Array): AllocatedStart[] {
  return school.needs.flatMap((need, n) => {
    let left = choice[n]!;
    for (const option of need.options) {
      const start = option.starts[left];
      if (left >= 0 && start !== undefined)
        return [{ schoolId: school.id, needId: need.id, optionId: option.id, year: start.year }];
      left -= option.starts.length;
    }
    return [];
  });
}

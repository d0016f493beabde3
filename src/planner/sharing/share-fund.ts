/**
 * A fund shared out among schools: who does what in which year, what each is given, how good it is and what is proven, what
 * one more £10,000 would bring; with pools decided by trying them. Schools outside keep their share by pupils.
 */
import type { AllocationFrame, AllocationProgress, AllocationSchool, SharedLimit } from '../../domain/allocation.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import type { Highs } from '../highs.ts';
import { allocate, NoAllocationError, type AllocationResult } from '../allocation/allocate.ts';
import { askHere } from '../allocation/asker.ts';
import { findPrices } from '../allocation/find-prices.ts';
import {
  allocationSchoolOf,
  bringSchool,
  fits,
  moneyOf,
  usesOf,
  type BroughtSchool,
  type Fund,
  type FundPool,
  type FundSchool,
  type OfferedStart,
} from './from-problem.ts';
import {
  holdLimits,
  improveByStarts,
  onlySchool,
  recount,
  valueOf,
  withLimits,
  withNothing,
  workedSharing,
  type WorkedSharing,
} from './improve-by-starts.ts';
import { breaksOwnLimits, findDayPrices, inOrder, priceDays, worthOfDays, type DayPrices } from './own-limits.ts';
import { addGains, gainKeys, mostByLevel, pointsOf, weighPoints, type Gains, type Points } from './points.ts';
import { packSchools } from '../allocation/packed-schools.ts';

export interface SharedSchool {
  id: string;
  starts: OfferedStart[];
  /** What its starts take: capital of each fund year, then revenue. */
  usedPence: number[];
  /** What it is given: that, and its part by pupils of what no start takes. */
  grantPence: number[];
  gains: Gains;
  isByYear: boolean;
}

export interface Shared {
  schools: SharedSchool[];
  /** Points of all starts; `bound`: no sharing of the fund has more. */
  value: number;
  bound: number;
  gap: number;
  gains: Gains;
  /** By level: what no sharing can go beyond, the levels before it being as they are here. */
  most: number[];
  /** The fund that these schools share: capital of each year, then revenue. */
  fundPence: number[];
  usedPence: number[];
  /** Points for one more penny: capital of each year, then revenue. */
  prices: number[];
  points: Points;
  /** The same as figures, to go on from. */
  work: { sharing: WorkedSharing; brought: readonly BroughtSchool[] };
}

/** What one sharing is worked out from, made once and used again for pools and opt-outs. */
export interface SharingParts {
  highs: Highs;
  fund: Fund;
  schools: readonly FundSchool[];
  /** All pools that are thought of, so that points mean the same whichever of them are reached. */
  pools: readonly FundPool[];
  points: Points;
  /** The schools as they are offered with all pools, by id. */
  brought: ReadonlyMap<string, BroughtSchool>;
}

/** Everything of a question that does not change with pools and opt-outs. */
export function prepareSharing(
  highs: Highs,
  fund: Fund,
  schools: readonly FundSchool[],
  pools: readonly FundPool[],
): SharingParts {
  const brought = schools.map((school) => bringSchool(school, pools));
  const points = weighPoints(brought.map(({ needs }) => needs.map(({ starts }) => starts.map(({ gains }) => gains))));
  return { highs, fund, schools, pools, points, brought: new Map(brought.map((school) => [school.id, school])) };
}

/**
 * Shares the fund among those schools that are not `out`, at the prices of the pools that are `on`, each of which then has its
 * number of schools. Null where that cannot be: a pool has too few schools, or fixed starts take more than there is.
 */
export async function shareFund(
  parts: SharingParts,
  on: readonly FundPool[],
  out: ReadonlySet<string>,
  onProgress?: (progress: AllocationProgress) => void,
): Promise<Shared | null> {
  const { highs, fund, points } = parts;
  const inside = parts.schools.filter(({ id }) => !out.has(id));
  const brought = inside.map((school) => {
    const known = on.length === parts.pools.length ? parts.brought.get(school.id) : undefined;
    return known ?? bringSchool(school, on);
  });
  const shareOfAll = partByPupils(parts.schools);
  const taken = fundMoney(fund).map((pence) =>
    parts.schools.reduce((sum, school) => sum + (out.has(school.id) ? Math.floor(pence * shareOfAll(school)) : 0), 0),
  );
  const fundPence = fundMoney(fund).map((pence, l) => pence - taken[l]!);
  const fixed = brought.flatMap((school) =>
    school.fixed.map(({ candidate }) => moneyOf(school.problem, candidate, fund)),
  );
  const fixedUses = usesOf(addUp(fixed, fundPence.length), fund);
  const allowed = usesOf(fundPence, fund).map((pence, l) => pence - fixedUses[l]!);
  const frame: AllocationFrame = {
    format: 'cairn.allocation/1',
    years: Array.from({ length: Math.max(1, ...inside.map(({ problem }) => problem.terms.length)) }, (_, t) => ({
      id: `term-${t}`,
      name: `Term ${t + 1}`,
    })),
    limits: [...limitsOf(fund, allowed), ...on.map((pool) => poolLimit(pool))],
  };
  const fixedPoints = brought.reduce(
    (sum, one) => sum + one.fixed.reduce((all, { gains }) => all + pointsOf(gains, points), 0),
    0,
  );
  if (brought.length === 0) return null;
  const asked = brought.map((school) => allocationSchoolOf(school, fund, points, on));
  const { bound, prices, choices, forms } = await askForPlans(parts, frame, brought, asked, on, onProgress);
  const asChosen = workedSharing(frame, brought, asked, choices, forms);
  if (!holdLimits(asChosen)) return null;
  await improveByStarts(highs, asChosen);
  const sharing = await betterFromShares(parts, asChosen, inside);
  const starts = brought.map(({ needs, fixed: own }, s) => [
    ...own,
    ...needs.flatMap((need, n) => need.starts[sharing.schools[s]!.choice[n]!] ?? []),
  ]);
  const value = valueOf(sharing) + fixedPoints;
  return finish(parts, inside, brought, starts, { fundPence, value, bound: bound + fixedPoints, prices, sharing });
}

/** Up to so many schools, a second way to begin is tried: a few schools' lumps leave the first one too far from the best. */
const FEW_SCHOOLS = 40;

/**
 * Begins again from what each school would do with its own share by pupils, and makes that better for all of them together.
 * The better one of the two.
 */
async function betterFromShares(
  { highs, fund }: SharingParts,
  sharing: WorkedSharing,
  inside: readonly FundSchool[],
): Promise<WorkedSharing> {
  const { limits: all } = sharing.frame;
  const money = 2 * fund.years.length;
  if (inside.length > FEW_SCHOOLS || all.some(({ allowed }, l) => l < money && allowed < 0)) return sharing;
  const part = partByPupils(inside);
  const again = withNothing(sharing);
  for (const [s, school] of inside.entries()) {
    const limits = sharing.frame.limits.map((limit) => ({
      ...limit,
      allowed: Math.floor(limit.allowed * part(school)),
    }));
    await improveByStarts(highs, onlySchool(again, s, limits));
  }
  recount(again);
  if (!holdLimits(again)) return sharing;
  await improveByStarts(highs, again);
  return valueOf(again) > valueOf(sharing) ? again : sharing;
}

/** Times that the prices of days are looked for anew. */
const DAY_PASSES = 3;

/** A bound, and a start for each need of each school that need not hold all limits. */
type Answered = Pick<AllocationResult, 'bound' | 'prices' | 'choice'>;

/** The choice is made better by {@link improveByStarts}, which knows the schools' own limits: merging plans before is lost work. */
const effortFor = (schools: number) => ({
  shakes: schools <= 200 ? 8 : 0,
  pairs: schools <= 200 ? 60_000_000 : 100_000_000,
});

interface AskedFor {
  bound: number;
  prices: number[];
  /** By school, by need: the number of the start as the school was brought. */
  choices: ArrayLike<number>[];
  /** By school: the forms that single schools may be asked in when it is made better. */
  forms: BroughtSchool[][];
}

/**
 * Asks for the schools' plans: first with what is shared alone; where some school then takes more of its people's days than
 * there are, or begins before what it waits for, with prices on days and with its options in order.
 */
async function askForPlans(
  { highs, fund, points }: SharingParts,
  frame: AllocationFrame,
  brought: readonly BroughtSchool[],
  asked: readonly AllocationSchool[],
  on: readonly FundPool[],
  onProgress?: (progress: AllocationProgress) => void,
): Promise<AskedFor> {
  let rounds = 0;
  let known = Infinity;
  // What is answered while days have a price is no sharing yet: its worth and its gap are not told.
  const ask = async (schools: readonly AllocationSchool[], days: number | null): Promise<Answered> => {
    const packed = packSchools(frame, schools);
    const asker = askHere(packed);
    const before = rounds;
    const say = (progress: AllocationProgress) => {
      rounds = before + progress.rounds;
      if (days !== null) known = Math.min(known, progress.bound + days);
      onProgress?.({ ...progress, rounds, bound: known, value: -Infinity, gap: Infinity });
    };
    try {
      return await allocate(highs, frame, packed, asker, { onProgress: say, effort: effortFor(schools.length) });
    } catch (error) {
      if (!(error instanceof NoAllocationError)) throw error;
      // A limit is below nought, and no plans that go together reach it: their answers at the best prices are cut down start by start.
      const { bound, prices } = await findPrices(highs, frame, (at) => asker.ask(at));
      const answers = await asker.answers([prices]);
      return {
        bound,
        prices,
        choice: (school) => answers.choice.subarray(packed.firstNeed[school], packed.firstNeed[school + 1]),
      };
    }
  };
  let found = await ask(asked, 0);
  let { bound, prices } = found;
  let choices: ArrayLike<number>[] = brought.map((_school, s) => found.choice(s));
  if (!brought.some((school, s) => breaksOwnLimits(school, choices[s]!)))
    return { bound, prices, choices, forms: brought.map((school) => [school]) };
  let dayPrices: DayPrices[] = brought.map(({ spareDays }) => spareDays.map(() => 0));
  for (let pass = 0; pass < DAY_PASSES; pass++) {
    const next: DayPrices[] = [];
    for (const [s, school] of brought.entries())
      next.push(await findDayPrices(highs, frame, school, asked[s]!, found.prices));
    const days = brought.reduce((sum, school, s) => sum + worthOfDays(school, next[s]!), 0);
    found = await ask(
      brought.map((school, s) => priceDays(school, asked[s]!, next[s]!)),
      days,
    );
    const isBetter = found.bound + days < bound * (1 - 1e-5);
    if (found.bound + days < bound) {
      bound = found.bound + days;
      prices = found.prices;
      dayPrices = next;
      choices = brought.map((_school, s) => found.choice(s));
    }
    if (!isBetter) break;
  }
  // Where a school's needs then hang together too closely, its answer is put in order start by start.
  const ordered = brought.map((school, s) => {
    const form = inOrder(school, choices[s]!);
    return fits(form) ? form : school;
  });
  if (ordered.some(({ needs }, s) => needs.some((need, n) => need !== brought[s]!.needs[n]))) {
    const again = await ask(
      ordered.map((school, s) => priceDays(school, allocationSchoolOf(school, fund, points, on), dayPrices[s]!)),
      // With some starts left out it bounds nothing.
      null,
    );
    choices = ordered.map(({ needs }, s) =>
      Array.from(again.choice(s), (k, n) => {
        const start = needs[n]!.starts[k];
        return start === undefined ? -1 : brought[s]!.needs[n]!.starts.indexOf(start);
      }),
    );
  }
  const nothing = (school: BroughtSchool) => school.needs.map(() => -1);
  const forms = brought.map((school, s) => {
    const all = inOrder(school, nothing(school));
    const inForms = ordered[s] === school && breaksOwnLimits(school, choices[s]!) ? [] : [ordered[s]!];
    return fits(all) ? [...inForms, all] : inForms;
  });
  return { bound, prices, choices, forms };
}

function finish(
  { fund, points }: SharingParts,
  inside: readonly FundSchool[],
  brought: readonly BroughtSchool[],
  starts: readonly OfferedStart[][],
  found: { fundPence: number[]; value: number; bound: number; prices: number[]; sharing: WorkedSharing },
): Shared {
  const { fundPence, value, bound } = found;
  const used = brought.map(({ problem }, s) =>
    addUp(
      starts[s]!.map(({ candidate }) => moneyOf(problem, candidate, fund)),
      fundPence.length,
    ),
  );
  const usedPence = addUp(used, fundPence.length);
  const left = leftOver(fundPence, usedPence, fund);
  const part = partByPupils(inside);
  const schools = inside.map((school, s): SharedSchool => ({
    id: school.id,
    starts: starts[s]!,
    usedPence: used[s]!,
    grantPence: used[s]!.map((pence, l) => pence + Math.floor(left[l]! * part(school))),
    gains: addGains(starts[s]!.map(({ gains }) => gains)),
    isByYear: brought[s]!.isByYear,
  }));
  const gains = addGains(schools.map((school) => school.gains));
  const lowestCost = brought.reduce((sum, school) => sum + lowestCostOf(school, points), 0);
  return {
    schools,
    value,
    bound,
    gap: Math.max(0, bound - value) / Math.max(1, Math.abs(bound)),
    gains,
    most: mostByLevel(bound, gains, points, lowestCost),
    fundPence,
    usedPence,
    prices: pricesByYear(found.prices, fund),
    points,
    work: { sharing: found.sharing, brought },
  };
}

/** The gains where one year's pot holds so much more: the sharing there is, made better with it. */
export async function gainsWithMore(
  { highs, fund }: SharingParts,
  { value, work: { sharing, brought } }: Shared,
  limit: number,
  pence: number,
): Promise<{ gains: Gains; value: number }> {
  const count = fund.years.length;
  const more = usesOf(
    Array.from({ length: 2 * count }, (_, l) => (l === limit ? pence : 0)),
    fund,
  );
  const limits = sharing.frame.limits.map((one, l) => ({ ...one, allowed: one.allowed + (more[l] ?? 0) }));
  const mine = withLimits(sharing, limits);
  await improveByStarts(highs, mine);
  const gains = brought.map(({ needs, fixed }, s) =>
    addGains([
      ...fixed.map((start) => start.gains),
      ...needs.flatMap(({ starts }, n) => starts[mine.schools[s]!.choice[n]!]?.gains ?? []),
    ]),
  );
  return { gains: addGains(gains), value: value + valueOf(mine) - valueOf(sharing) };
}

/** The least that a school's costs can add to the points: every need at its dearest. */
function lowestCostOf({ needs, fixed }: BroughtSchool, { costUnitPence }: Points): number {
  const cost = (start: OfferedStart) => Math.round(start.gains.costPence / costUnitPence);
  return (
    needs.reduce((sum, { starts }) => sum + Math.min(0, ...starts.map(cost)), 0) +
    fixed.reduce((sum, start) => sum + cost(start), 0)
  );
}

/** What no start takes, by limit. Where capital carries forward, what is left in a year may be wanted in a later one. */
function leftOver(fundPence: readonly number[], usedPence: readonly number[], fund: Fund): number[] {
  const count = fund.years.length;
  const left = fundPence.map((pence, l) => Math.max(0, pence - usedPence[l]!));
  if (!fund.capitalCarriesForward) return left;
  // From the last year back: no year may give away what it or a later year has been promised.
  const running = usesOf(fundPence, fund).map((pence, l) => pence - usesOf(usedPence, fund)[l]!);
  let free = Infinity;
  const freeBy = Array.from({ length: count }, () => 0);
  for (let y = count - 1; y >= 0; y--) freeBy[y] = free = Math.max(0, Math.min(free, running[y]!));
  return left.map((pence, l) => (l < count ? freeBy[l]! - (l > 0 ? freeBy[l - 1]! : 0) : pence));
}

/** With capital carried forward, a penny in one year is there in every later one too. */
function pricesByYear(prices: readonly number[], fund: Fund): number[] {
  const count = fund.years.length;
  return Array.from({ length: 2 * count }, (_, l) => {
    if (!fund.capitalCarriesForward || l >= count) return prices[l] ?? 0;
    return prices.slice(l, count).reduce((sum, price) => sum + price, 0);
  });
}

export function fundMoney({ years }: Fund): number[] {
  return [...years.map(({ capitalPence }) => capitalPence), ...years.map(({ revenuePence }) => revenuePence)];
}

/** A school's part of the whole, by pupils. */
export function partByPupils(schools: readonly FundSchool[]): (school: FundSchool) => number {
  const all = schools.reduce((sum, { pupils }) => sum + pupils, 0);
  return ({ pupils }) => pupils / Math.max(1, all);
}

/** The school's problem with that much money (capital of each fund year, then revenue) in place of its own budgets. */
export function problemWithMoney(problem: PlanningProblem, fund: Fund, money: readonly number[]): PlanningProblem {
  return {
    ...problem,
    capitalCarriesForward: fund.capitalCarriesForward,
    years: problem.years.map((year) => {
      const at = fund.years.findIndex(({ id }) => id === year.id);
      return {
        ...year,
        capitalPence: at < 0 ? 0 : money[at]!,
        revenuePence: at < 0 ? 0 : money[fund.years.length + at]!,
        notes: [],
      };
    }),
  };
}

function limitsOf(fund: Fund, allowed: readonly number[]): SharedLimit[] {
  const pots = ['capital', 'revenue'] as const;
  return pots.flatMap((pot, p) =>
    fund.years.map(({ id, name }, y) => ({
      id: `${pot} ${id}`,
      name: `${pot === 'capital' ? 'Capital' : 'Revenue'} in ${name}`,
      allowed: allowed[p * fund.years.length + y]!,
    })),
  );
}

function poolLimit({ id, fromSchools }: FundPool): SharedLimit {
  return { id: `pool ${id}`, name: `At least ${fromSchools} schools`, allowed: -fromSchools };
}

function addUp(rows: readonly (readonly number[])[], length: number): number[] {
  return Array.from({ length }, (_, l) => rows.reduce((sum, row) => sum + row[l]!, 0));
}

/** Sharings are compared by points alone: they all have the same weights. */
export function isBetter(one: Shared | null, than: Shared | null): boolean {
  return one !== null && (than === null || one.value > than.value);
}

/** Which level is the first that is not proven to be the most there can be, or null where all are. */
export function firstUnproven({ most, gains, points }: Shared): (typeof gainKeys)[number] | null {
  return (
    gainKeys.find((key, k) => {
      const value = key === 'costPence' ? Math.round(gains[key] / points.costUnitPence) : gains[key];
      return most[k]! > value;
    }) ?? null
  );
}

/**
 * A fund shared out among schools: who does what in which year, what each is given, how good it is and what is proven, what
 * one more £10,000 would bring; with pools decided by trying them. Schools outside keep their share by pupils.
 */
import type { AllocationFrame, AllocationProgress, SharedLimit } from '../../domain/allocation.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import type { Highs } from '../highs.ts';
import { allocate, NoAllocationError } from '../allocation/allocate.ts';
import { askHere } from '../allocation/asker.ts';
import {
  allocationSchoolOf,
  bringSchool,
  moneyOf,
  usesOf,
  type BroughtSchool,
  type Fund,
  type FundPool,
  type FundSchool,
  type OfferedStart,
} from './from-problem.ts';
import { improveByStarts } from './improve-by-starts.ts';
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
}

/** What one sharing is worked out from, made once and used again for pools and opt-outs. */
export interface SharingParts {
  highs: Highs;
  fund: Fund;
  schools: readonly FundSchool[];
  /** All pools that are thought of, so that points mean the same whichever of them are reached. */
  pools: readonly FundPool[];
  points: Points;
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
  return { highs, fund, schools, pools, points };
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
  const brought = inside.map((school) => bringSchool(school, on));
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
  const schools = brought.map((school) => allocationSchoolOf(school, fund, points, on));
  const fixedPoints = brought.reduce(
    (sum, one) => sum + one.fixed.reduce((all, { gains }) => all + pointsOf(gains, points), 0),
    0,
  );
  if (schools.length === 0) return null;
  const packed = packSchools(frame, schools);
  try {
    const found = await allocate(highs, frame, packed, askHere(packed), onProgress ? { onProgress } : {});
    const better = await improveByStarts(highs, frame, schools, {
      choice: schools.map((_school, s) => found.choice(s)),
      value: found.value,
      used: found.used,
    });
    const starts = brought.map(({ needs, fixed: own }, s) => [
      ...own,
      ...needs.flatMap((need, n) => need.starts[better.choice[s]![n]!] ?? []),
    ]);
    return finish(parts, inside, brought, starts, {
      fundPence,
      value: better.value + fixedPoints,
      bound: found.bound + fixedPoints,
      prices: found.prices,
    });
  } catch (error) {
    if (error instanceof NoAllocationError) return null;
    throw error;
  }
}

function finish(
  { fund, points }: SharingParts,
  inside: readonly FundSchool[],
  brought: readonly BroughtSchool[],
  starts: readonly OfferedStart[][],
  found: { fundPence: number[]; value: number; bound: number; prices: number[] },
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
  };
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

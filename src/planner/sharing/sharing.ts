/**
 * The whole work on a shared fund, as plain JSON in and out: the sharing itself, what one more £10,000 would bring, pools, and
 * what an opt-out costs the others. Each part is handed out as it is there. The schools' plans by term follow, one school at a
 * time ({@link ./school-plans.ts}).
 */
import type { PlanningProblem } from '../../domain/planning.ts';
import type { Highs } from '../highs.ts';
import { daysOf, type Fund, type FundPool, type FundSchool, type OfferedStart } from './from-problem.ts';
import { gainKeys, type Gains } from './points.ts';
import { decidePools, poolOutcome, type PoolOutcome } from './pools.ts';
import {
  firstUnproven,
  fundMoney,
  gainsWithMore,
  partByPupils,
  prepareSharing,
  shareFund,
  type Shared,
  type SharingParts,
} from './share-fund.ts';

export interface SharingTask {
  fund: Fund;
  schools: { id: string; pupils: number; problem: PlanningProblem; atPoolPrice: Record<string, PlanningProblem> }[];
  pools: FundPool[];
  /** Ids of schools that keep their share by pupils. */
  out: string[];
}

export interface SharingStart {
  needId: string;
  needName: string;
  /** Option id in the school's own problem. */
  optionId: string;
  optionName: string;
  /** Index in the terms of the school's plan. */
  term: number;
  /** Index in the fund's years. */
  year: number;
  poolId: string | null;
  capitalPence: number;
  revenuePence: number;
}

export interface SharingSchool {
  id: string;
  isOut: boolean;
  starts: SharingStart[];
  usedPence: number[];
  /** What it may spend: capital of each fund year, then revenue. */
  grantPence: number[];
  /** What its pupils alone would give it. */
  sharePence: number[];
  /** Days of its people that the starts take, by fund year, and how many there are. */
  days: { used: number; there: number }[];
  /** True where its needs hang together too closely to be looked at term by term: by year only. */
  isByYear: boolean;
}

export interface SharingResult {
  schools: SharingSchool[];
  fundPence: number[];
  usedPence: number[];
  gains: Gains;
  /** By level: what no sharing can go beyond, the levels before it being as they are. */
  most: number[];
  firstUnproven: (typeof gainKeys)[number] | null;
  /** Points of all starts, and what no sharing can go beyond. */
  value: number;
  bound: number;
  gap: number;
  strictWithin: Shared['points']['strictWithin'];
  costUnitPence: number;
  /** By year and pot: what £10,000 more in it would bring. */
  more: { limit: number; gains: Gains }[];
  pools: PoolOutcome[];
  poolsTried: 'all' | 'one-at-a-time';
  /** By school that is in: what it has less (below nought) or more because others are out; empty where none is. */
  becauseOfOptOuts: { id: string; gains: Gains }[];
}

export interface SharingProgress {
  stage: 'sharing' | 'pools' | 'more';
  schoolsAnswered: number;
  schools: number;
  rounds: number;
  /** Points that no sharing can go beyond, as far as is known; null until a first round is over. */
  bound: number | null;
  /** Null until there is a first sharing. */
  gap: number | null;
}

/** The fund cannot be shared: fixed starts take more than there is, or nobody is in. */
export class NoSharingError extends Error {
  readonly code = 'planner.no-sharing';
}

export const MORE_PENCE = 1_000_000;

/** Does it all. `onResult` hears of the result as it grows. */
export async function workOnSharing(
  highs: Highs,
  task: SharingTask,
  onProgress: (progress: SharingProgress) => void = () => undefined,
  onResult: (result: SharingResult) => void = () => undefined,
): Promise<SharingResult> {
  const { fund, pools } = task;
  const schools = task.schools.map((school): FundSchool => ({
    ...school,
    atPoolPrice: new Map(Object.entries(school.atPoolPrice)),
  }));
  const out = new Set(task.out);
  const parts = prepareSharing(highs, fund, schools, pools);
  const progress: SharingProgress = {
    stage: 'sharing',
    schoolsAnswered: 0,
    schools: schools.length - out.size,
    rounds: 0,
    bound: null,
    gap: null,
  };
  const say = (change: Partial<SharingProgress>) => onProgress({ ...Object.assign(progress, change) });
  const known = (value: number) => (Number.isFinite(value) ? value : null);
  const bare = await shareFund(parts, [], out, ({ schoolsAnswered, rounds, bound, gap }) =>
    say({ schoolsAnswered, rounds, bound: known(bound), gap: known(gap) }),
  );
  if (bare === null)
    throw new NoSharingError(
      schools.length === out.size
        ? 'Every school has opted out: there is nobody to share the fund with.'
        : 'What is fixed in the schools’ plans takes more than the fund holds in some year. Free a start, or put more into that year.',
    );
  say({ stage: 'pools', bound: bare.bound, gap: bare.gap });
  const decided = await decidePools(parts, out, bare);
  const { shared } = decided;
  const result = describe(task, schools, out, shared);
  result.pools = await Promise.all(pools.map((pool) => poolOutcome(parts, out, pool, decided)));
  result.poolsTried = decided.tried;
  onResult(result);
  say({ stage: 'more', bound: shared.bound, gap: shared.gap });
  if (out.size > 0) {
    const whole = await shareFund(parts, decided.on, new Set());
    if (whole !== null)
      result.becauseOfOptOuts = shared.schools.map(({ id, gains }) => ({
        id,
        gains: lessGains(gains, whole.schools.find((one) => one.id === id)!.gains),
      }));
  }
  for (let limit = 0; limit < shared.fundPence.length; limit++)
    result.more.push({ limit, gains: await moreWith(parts, decided.on, out, shared, limit) });
  onResult(result);
  return result;
}

/** Up to so many schools, a sharing from the beginning is tried with the money that is more; else the one there is improved. */
const FEW_SCHOOLS = 12;

/** What £10,000 more in one year and pot would bring. Nothing where no better sharing was found with it. */
async function moreWith(
  parts: SharingParts,
  on: readonly FundPool[],
  out: ReadonlySet<string>,
  shared: Shared,
  limit: number,
): Promise<Gains> {
  const { fund } = parts;
  const isCapital = limit < fund.years.length;
  const improved = await gainsWithMore(parts, shared, limit, MORE_PENCE);
  if (parts.schools.length > FEW_SCHOOLS) return lessGains(improved.gains, shared.gains);
  const years = fund.years.map((year, y) =>
    y !== limit % fund.years.length
      ? year
      : {
          ...year,
          capitalPence: year.capitalPence + (isCapital ? MORE_PENCE : 0),
          revenuePence: year.revenuePence + (isCapital ? 0 : MORE_PENCE),
        },
  );
  // All of it goes to those inside: the shares of those outside are of the fund as it is.
  const inside = parts.schools.filter(({ id }) => !out.has(id));
  const money = shared.fundPence;
  const own = {
    ...fund,
    years: years.map((year, y) => ({
      ...year,
      capitalPence: money[y]! + (isCapital && y === limit ? MORE_PENCE : 0),
      revenuePence: money[fund.years.length + y]! + (!isCapital && y === limit - fund.years.length ? MORE_PENCE : 0),
    })),
  };
  const found = await shareFund({ ...parts, fund: own, schools: inside }, on, new Set());
  return lessGains(found !== null && found.value > improved.value ? found.gains : improved.gains, shared.gains);
}

function lessGains(one: Gains, than: Gains): Gains {
  const less = { ...one };
  for (const key of gainKeys) less[key] = one[key] - than[key];
  return less;
}

function describe(
  { fund }: SharingTask,
  schools: readonly FundSchool[],
  out: ReadonlySet<string>,
  shared: Shared,
): SharingResult {
  const part = partByPupils(schools);
  const found = new Map(shared.schools.map((one) => [one.id, one]));
  return {
    schools: schools.map((school): SharingSchool => {
      const mine = found.get(school.id);
      const sharePence = fundMoney(fund).map((pence) => Math.floor(pence * part(school)));
      return {
        id: school.id,
        isOut: out.has(school.id),
        starts: (mine?.starts ?? []).map((start) => describeStart(school.problem, fund, start)),
        usedPence: mine?.usedPence ?? sharePence.map(() => 0),
        grantPence: mine?.grantPence ?? sharePence,
        sharePence,
        days: fund.years.map(({ id }) => daysIn(school.problem, mine?.starts ?? [], id)),
        isByYear: mine?.isByYear ?? false,
      };
    }),
    fundPence: shared.fundPence,
    usedPence: shared.usedPence,
    gains: shared.gains,
    most: shared.most,
    firstUnproven: firstUnproven(shared),
    value: shared.value,
    bound: shared.bound,
    gap: shared.gap,
    strictWithin: shared.points.strictWithin,
    costUnitPence: shared.points.costUnitPence,
    more: [],
    pools: [],
    poolsTried: 'all',
    becauseOfOptOuts: [],
  };
}

function describeStart(problem: PlanningProblem, fund: Fund, start: OfferedStart): SharingStart {
  const need = problem.needs.find(({ id }) => id === start.needId);
  const year = problem.years[problem.terms[start.candidate.term]?.year ?? 0];
  return {
    needId: start.needId,
    needName: need?.name ?? start.needId,
    optionId: start.optionId,
    term: start.candidate.term,
    optionName: need?.options.find(({ id }) => id === start.optionId)?.name ?? start.optionId,
    year: Math.max(
      0,
      fund.years.findIndex(({ id }) => id === year?.id),
    ),
    poolId: start.poolId,
    capitalPence: start.candidate.capitalPence.reduce((sum, pence) => sum + pence, 0),
    revenuePence: start.candidate.revenuePence.reduce((sum, pence) => sum + pence, 0),
  };
}

/** Days of a school's people that its starts take in a year of the fund, and how many there are. */
function daysIn(problem: PlanningProblem, starts: readonly OfferedStart[], yearId: string) {
  const sum = (days: readonly number[]) =>
    daysOf(problem, days).reduce((all, each, y) => all + (problem.years[y]!.id === yearId ? each : 0), 0) / 100;
  return {
    used: starts.reduce((all, { candidate }) => all + sum(candidate.staffDays), 0),
    there: sum(problem.staffDaysPerTerm),
  };
}

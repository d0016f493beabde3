/**
 * The whole work on a shared fund, as plain JSON in and out: the sharing itself, what one more £10,000 would bring, pools,
 * what an opt-out costs the others, and for each school its plan by term inside what it is given beside its own plan with its
 * share of the fund by pupils. Each part is handed out as it is there.
 */
import type { PlanningProblem } from '../../domain/planning.ts';
import type { Highs } from '../highs.ts';
import type { Fund, FundPool, FundSchool, OfferedStart } from './from-problem.ts';
import { gainKeys, type Gains } from './points.ts';
import { decidePools, poolOutcome, type PoolOutcome } from './pools.ts';
import { outcomeFor, type SchoolOutcome } from './school-outcome.ts';
import {
  firstUnproven,
  fundMoney,
  isBetter,
  partByPupils,
  prepareSharing,
  problemWithMoney,
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
  optionName: string;
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
  plan: SchoolOutcome | null;
  own: SchoolOutcome | null;
}

export interface SharingResult {
  schools: SharingSchool[];
  fundPence: number[];
  usedPence: number[];
  gains: Gains;
  /** By level: what no sharing can go beyond, the levels before it being as they are. */
  most: number[];
  firstUnproven: (typeof gainKeys)[number] | null;
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
  stage: 'sharing' | 'pools' | 'more' | 'plans';
  schoolsAnswered: number;
  schools: number;
  rounds: number;
  /** Null until a first round is over. */
  gap: number | null;
  plansMade: number;
  plans: number;
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
    gap: null,
    plansMade: 0,
    plans: 2 * schools.length - out.size,
  };
  const say = (change: Partial<SharingProgress>) => onProgress({ ...Object.assign(progress, change) });
  const bare = await shareFund(parts, [], out, ({ schoolsAnswered, rounds, gap }) =>
    say({ schoolsAnswered, rounds, gap: Number.isFinite(gap) ? gap : null }),
  );
  if (bare === null)
    throw new NoSharingError(
      schools.length === out.size
        ? 'Every school has opted out: there is nobody to share the fund with.'
        : 'What is fixed in the schools’ plans takes more than the fund holds in some year. Free a start, or put more into that year.',
    );
  say({ stage: 'pools' });
  const decided = await decidePools(parts, out, bare);
  const { shared } = decided;
  const result = describe(task, schools, out, shared);
  result.pools = await Promise.all(pools.map((pool) => poolOutcome(parts, out, pool, decided)));
  result.poolsTried = decided.tried;
  onResult(result);
  if (out.size > 0) {
    const whole = await shareFund(parts, decided.on, new Set());
    if (whole !== null)
      result.becauseOfOptOuts = shared.schools.map(({ id, gains }) => ({
        id,
        gains: lessGains(gains, whole.schools.find((one) => one.id === id)!.gains),
      }));
  }
  say({ stage: 'more' });
  for (let limit = 0; limit < shared.fundPence.length; limit++)
    result.more.push({ limit, gains: await moreWith(parts, decided.on, out, shared, limit) });
  onResult(result);
  say({ stage: 'plans' });
  for (const [s, school] of schools.entries()) {
    const one = result.schools[s]!;
    const mine = shared.schools.find(({ id }) => id === school.id);
    one.own = await outcomeFor(problemWithMoney(school.problem, fund, one.sharePence), fund, []);
    say({ plansMade: progress.plansMade + 1 });
    if (mine === undefined) one.plan = one.own;
    else {
      const problem = problemAtPoolPrices(school, mine.starts);
      one.plan = await outcomeFor(problemWithMoney(problem, fund, mine.grantPence), fund, mine.starts);
      say({ plansMade: progress.plansMade + 1 });
    }
    onResult(result);
  }
  return result;
}

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
  return isBetter(found, shared) ? lessGains(found!.gains, shared.gains) : lessGains(shared.gains, shared.gains);
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
  return {
    schools: schools.map((school): SharingSchool => {
      const mine = shared.schools.find(({ id }) => id === school.id);
      const sharePence = fundMoney(fund).map((pence) => Math.floor(pence * part(school)));
      return {
        id: school.id,
        isOut: out.has(school.id),
        starts: (mine?.starts ?? []).map((start) => describeStart(school.problem, fund, start)),
        usedPence: mine?.usedPence ?? sharePence.map(() => 0),
        grantPence: mine?.grantPence ?? sharePence,
        sharePence,
        plan: null,
        own: null,
      };
    }),
    fundPence: shared.fundPence,
    usedPence: shared.usedPence,
    gains: shared.gains,
    most: shared.most,
    firstUnproven: firstUnproven(shared),
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

/** The school's problem with the pool's price for what it buys in a pool. */
function problemAtPoolPrices(school: FundSchool, starts: readonly OfferedStart[]): PlanningProblem {
  const pooled = starts.filter(({ poolId }) => poolId !== null);
  return {
    ...school.problem,
    needs: school.problem.needs.map((need) => {
      const mine = pooled.filter(({ needId }) => needId === need.id);
      if (mine.length === 0) return need;
      const candidates = need.candidates.map((candidate) => {
        const start = mine.find(
          ({ optionId, candidate: at }) => optionId === candidate.optionId && at.term === candidate.term,
        );
        return start?.candidate ?? candidate;
      });
      return { ...need, candidates };
    }),
  };
}

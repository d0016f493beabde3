/** Pools: options that cost less where enough schools begin them in one year. Which are reached is decided by trying them. */
import type { PlanningProblem } from '../../domain/planning.ts';
import { isOption, type FundPool, type FundSchool, type OfferedStart } from './from-problem.ts';
import { isBetter, shareFund, type Shared, type SharingParts } from './share-fund.ts';

export interface PoolOutcome {
  id: string;
  isReached: boolean;
  /** Schools that could begin the option in that year at all. */
  couldJoin: number;
  schools: { id: string; wouldOtherwise: boolean; savingPence: number }[];
}

const MOST_POOLS_TOGETHER = 4;

export interface DecidedPools {
  shared: Shared;
  on: FundPool[];
  tried: 'all' | 'one-at-a-time';
  /** By the ids of the pools that are on. */
  known: Map<string, Shared | null>;
}

const keyOf = (on: readonly FundPool[]) => on.map(({ id }) => id).join(' ');

/** Up to four pools: every set of them. More: one after another, each kept where it helps. */
export async function decidePools(parts: SharingParts, out: ReadonlySet<string>, bare: Shared): Promise<DecidedPools> {
  const { pools } = parts;
  const known = new Map<string, Shared | null>([['', bare]]);
  let best: { shared: Shared; on: FundPool[] } = { shared: bare, on: [] };
  const attempt = async (on: FundPool[]) => {
    const shared = known.get(keyOf(on)) ?? (await shareFund(parts, on, out));
    known.set(keyOf(on), shared);
    if (shared !== null && isBetter(shared, best.shared)) best = { shared, on };
  };
  const together = pools.length <= MOST_POOLS_TOGETHER;
  if (together)
    for (let set = 1; set < 2 ** pools.length; set++) await attempt(pools.filter((_pool, p) => set & (1 << p)));
  else for (const pool of pools) await attempt(pools.filter((one) => one === pool || best.on.includes(one)));
  return { ...best, tried: together ? 'all' : 'one-at-a-time', known };
}

export async function poolOutcome(
  parts: SharingParts,
  out: ReadonlySet<string>,
  pool: FundPool,
  { shared, on, known }: DecidedPools,
): Promise<PoolOutcome> {
  const canBegin = ({ id, problem, atPoolPrice }: FundSchool) =>
    !out.has(id) &&
    (atPoolPrice?.has(pool.id) ?? false) &&
    problem.needs.some(({ candidates }) => candidates.some((one) => beginsIn(problem, one, pool)));
  const couldJoin = parts.schools.filter(canBegin).length;
  if (!on.includes(pool)) return { id: pool.id, isReached: false, couldJoin, schools: [] };
  const without = on.filter((one) => one !== pool);
  const other = known.get(keyOf(without)) ?? (await shareFund(parts, without, out));
  const schools = shared.schools.flatMap(({ id, starts }) => {
    const bought = starts.filter(({ poolId }) => poolId === pool.id);
    if (bought.length === 0) return [];
    const { problem } = parts.schools.find((one) => one.id === id)!;
    const before = other?.schools.find((one) => one.id === id)?.starts ?? [];
    const fullPrice = (start: OfferedStart) =>
      problem.needs
        .find(({ id: needId }) => needId === start.needId)
        ?.candidates.find((one) => one.optionId === start.optionId && one.term === start.candidate.term)
        ?.wholeLifePence ?? start.candidate.wholeLifePence;
    return [
      {
        id,
        wouldOtherwise: before.some(({ candidate }) => beginsIn(problem, candidate, pool)),
        savingPence: bought.reduce((sum, start) => sum + fullPrice(start) - start.candidate.wholeLifePence, 0),
      },
    ];
  });
  return { id: pool.id, isReached: true, couldJoin, schools };
}

function beginsIn(problem: PlanningProblem, { optionId, term }: { optionId: string; term: number }, pool: FundPool) {
  const year = problem.years[problem.terms[term]?.year ?? -1];
  return isOption(optionId, pool.optionId) && year?.id === pool.yearId;
}

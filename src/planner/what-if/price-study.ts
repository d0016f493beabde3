/**
 * Which prices, while they are guesses, change the plan most: each is taken to either end of its range and the plan is made
 * again. Prices are screened by search first, the ones that move most are then confirmed with the planner's own effort. A
 * price that can't change a plan known to be the best (one that is not in it and gets dearer) is left out unasked.
 */
import type { Pence } from '../../domain/money.ts';
import type { Candidate, Plan, PlanningProblem } from '../../domain/planning.ts';
import { diffPlans, type PlanChange } from '../diff.ts';
import { baseline, replan, startsOf, type ReplanEffort } from './replan.ts';

/** The plan once a price lies at one end of its range. */
export interface PriceEnd {
  end: 'low' | 'high';
  /** The placements that then differ; by need id. */
  changes: PlanChange[];
  /** What the plan then costs more (or, below nought, less) over its whole life, the new prices counted. */
  costPence: Pence;
  /** How much worse (or, below nought, better) each level before cost is, by level. */
  levels: { level: string; change: number }[];
  /** No plan fits at that price. */
  fits: boolean;
  /** The plan at that price is proved to be the best. */
  proven: boolean;
}

export interface StudiedPrice {
  needId: string;
  optionId: string;
  isPlanned: boolean;
  ends: PriceEnd[];
}

export interface PriceStudy {
  /** The prices that change the plan most, first; those that only change its cost come after. What changes neither is left out. */
  prices: StudiedPrice[];
  /** Prices that are still guesses, and how many of them were taken to their ends. */
  open: number;
  tried: number;
}

/** How many are told. Source: "the five prices that most change the plan". */
export const MOST_STUDIED = 5;
/** Prices screened, at most, the widest ranges first: two searches each. */
const MOST_SCREENED = 40;
/** Of those, the ones that seem to change most are planned again in earnest: a search alone can make too much of a price. */
const MOST_CONFIRMED = 8;

export interface PriceStudyOptions {
  screen?: ReplanEffort;
  confirm?: ReplanEffort;
  onProgress?: (study: PriceStudy) => void;
}

export async function studyPrices(
  problem: PlanningProblem,
  plan: Plan,
  { screen = 'search', confirm = 'quick', onProgress }: PriceStudyOptions = {},
): Promise<PriceStudy> {
  const base = { ...problem, agreed: startsOf(plan) };
  const open = openPrices(problem, plan);
  const from = await baseline(base, plan, screen);
  const asked = open.slice(0, MOST_SCREENED);
  const studied: StudiedPrice[] = [];
  for (const price of asked) {
    const ends: PriceEnd[] = [];
    for (const end of endsToTry(price)) ends.push(await atEnd(base, from, price, end, screen));
    studied.push({ needId: price.needId, optionId: price.optionId, isPlanned: price.isPlanned, ends });
  }
  const told = (prices: readonly StudiedPrice[]) => ({
    prices: prices.filter(changesSomething).toSorted(byEffect).slice(0, MOST_STUDIED),
    open: open.length,
    tried: asked.length,
  });
  onProgress?.(told(studied));
  if (confirm === screen) return told(studied);
  const sure = await baseline(base, plan, confirm);
  const confirmed: StudiedPrice[] = [];
  for (const price of studied.toSorted(byEffect).slice(0, MOST_CONFIRMED)) {
    const ends: PriceEnd[] = [];
    for (const { end } of price.ends) ends.push(await atEnd(base, sure, price, end, confirm));
    confirmed.push({ ...price, ends });
  }
  return told(confirmed);
}

interface OpenPrice {
  needId: string;
  optionId: string;
  isPlanned: boolean;
  spread: Pence;
}

/** Every option whose price is a guess with two ends, the widest first. */
function openPrices(problem: PlanningProblem, plan: Plan): OpenPrice[] {
  const planned = new Set(plan.placements.map(({ needId, optionId }) => `${needId} ${optionId}`));
  const open = problem.needs.flatMap((need) =>
    need.options.flatMap((option): OpenPrice[] => {
      if (!option.placeholderPrice) return [];
      const spreads = need.candidates
        .filter(({ optionId }) => optionId === option.id)
        .map(({ wholeLifeRange }) => wholeLifeRange.highPence - wholeLifeRange.lowPence);
      const spread = Math.max(0, ...spreads);
      const isPlanned = planned.has(`${need.id} ${option.id}`);
      return spread > 0 ? [{ needId: need.id, optionId: option.id, isPlanned, spread }] : [];
    }),
  );
  return open.sort(
    (a, b) => Number(b.isPlanned) - Number(a.isPlanned) || b.spread - a.spread || (a.optionId < b.optionId ? -1 : 1),
  );
}

/** What is not in the plan and gets dearer only gets further from it. */
function endsToTry({ isPlanned }: OpenPrice): ('low' | 'high')[] {
  return isPlanned ? ['low', 'high'] : ['low'];
}

async function atEnd(
  base: PlanningProblem,
  plan: Plan,
  { needId, optionId }: { needId: string; optionId: string },
  end: 'low' | 'high',
  effort: ReplanEffort,
): Promise<PriceEnd> {
  const problem = withPriceAt(base, needId, optionId, end);
  const found = await replan(problem, startsOf(plan), effort);
  if (!found) return { end, changes: [], costPence: 0, levels: [], fits: false, proven: false };
  const { changes, levels } = diffPlans({ problem: base, plan }, { problem, plan: found });
  const cost = levels.find(({ level }) => level === 'whole-life-cost');
  return {
    end,
    changes,
    costPence: cost ? cost.to - cost.from : 0,
    levels: levels.flatMap(({ level, from, to }) =>
      level === 'whole-life-cost' || level === 'changes' || from === to ? [] : [{ level, change: to - from }],
    ),
    fits: true,
    proven: found.certificate.status === 'proven',
  };
}

/** The same problem with one option's money at one end of its ranges. */
export function withPriceAt(
  problem: PlanningProblem,
  needId: string,
  optionId: string,
  end: 'low' | 'high',
): PlanningProblem {
  const key = end === 'low' ? 'lowPence' : 'highPence';
  const changed = (candidate: Candidate): Candidate => {
    if (candidate.optionId !== optionId) return candidate;
    const capitalPence = candidate.capitalPence.map((pence, y) => candidate.capitalRange?.[y]?.[key] ?? pence);
    const revenuePence = candidate.revenuePence.map((pence, y) => candidate.revenueRange?.[y]?.[key] ?? pence);
    const wholeLifePence = [...capitalPence, ...revenuePence].reduce((sum, pence) => sum + pence, 0);
    return { ...candidate, capitalPence, revenuePence, wholeLifePence };
  };
  return {
    ...problem,
    needs: problem.needs.map((need) =>
      need.id === needId ? { ...need, candidates: need.candidates.map(changed) } : need,
    ),
  };
}

function changesSomething({ ends }: StudiedPrice): boolean {
  return ends.some(({ fits, changes, costPence }) => !fits || changes.length > 0 || costPence !== 0);
}

/** No plan at all counts most, then how many placements move, then how far the cost does. */
function byEffect(a: StudiedPrice, b: StudiedPrice): number {
  const unfit = ({ ends }: StudiedPrice) => ends.filter(({ fits }) => !fits).length;
  const moved = ({ ends }: StudiedPrice) => Math.max(0, ...ends.map(({ changes }) => changes.length));
  const cost = ({ ends }: StudiedPrice) => Math.max(0, ...ends.map(({ costPence }) => Math.abs(costPence)));
  return unfit(b) - unfit(a) || moved(b) - moved(a) || cost(b) - cost(a) || (a.optionId < b.optionId ? -1 : 1);
}

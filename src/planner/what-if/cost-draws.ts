/**
 * Between what a plan's cost may lie, by drawing its prices many times. Each price that is still a range is drawn by itself
 * from a triangle: the plan's own price is the likeliest, the two ends never come up. The placements stay as they are. Options
 * that come from one price of the library (a switch here, a switch there) are drawn together. Seeded: the same problem, plan
 * and seed give the same figures on any machine.
 */
import type { Pence } from '../../domain/money.ts';
import type { Candidate, Placement, PlanningProblem } from '../../domain/planning.ts';
import { candidateOf } from '../outcome.ts';
import { seededFractions } from '../../domain/seeded.ts';

/** The middle, and what one draw in ten stays under or goes over. */
export interface Spread {
  p10: Pence;
  p50: Pence;
  p90: Pence;
}

export interface YearDraws {
  yearId: string;
  capital: Spread;
  revenue: Spread;
  /** Both pots together. */
  total: Spread;
  /** Share of the draws, 0 to 1, in which the pot is overspent; capital with what earlier years left, where it carries. */
  capitalOver: number;
  revenueOver: number;
}

export interface CostDraws {
  draws: number;
  seed: number;
  years: YearDraws[];
  wholeLife: Spread;
  /** Share of the draws in which some pot of some year is overspent. */
  anyOver: number;
}

/** Enough for a share to be right to about three in a hundred. */
export const USUAL_DRAWS = 1_000;
export const USUAL_SEED = 20_301_231;

export function drawCosts(
  problem: PlanningProblem,
  placements: readonly Placement[],
  { draws = USUAL_DRAWS, seed = USUAL_SEED }: { draws?: number; seed?: number } = {},
): CostDraws {
  const lines = placements.flatMap((placement) => {
    const candidate = candidateOf(problem, placement);
    return candidate ? [{ price: priceOf(placement.optionId), cash: cashOf(problem, candidate) }] : [];
  });
  const prices = [...new Set(lines.map(({ price }) => price))].sort();
  const draw = seededFractions(seed);
  const years = problem.years.map(() => ({ capital: [] as Pence[], revenue: [] as Pence[] }));
  let anyOver = 0;
  const over = problem.years.map(() => ({ capital: 0, revenue: 0 }));
  for (let i = 0; i < draws; i += 1) {
    const at = new Map(prices.map((price) => [price, triangle(draw())]));
    let left = 0;
    let isOver = false;
    for (const [y, year] of problem.years.entries()) {
      const spent = { capital: 0, revenue: 0 };
      for (const { price, cash } of lines) {
        const z = at.get(price) ?? 0;
        spent.capital += drawn(cash.capital[y], z);
        spent.revenue += drawn(cash.revenue[y], z);
      }
      const capital = Math.round(spent.capital);
      const revenue = Math.round(spent.revenue);
      years[y]?.capital.push(capital);
      years[y]?.revenue.push(revenue);
      const free = year.capitalPence + (problem.capitalCarriesForward ? left : 0);
      left = free - capital;
      const counted = over[y];
      if (counted && capital > free) counted.capital += 1;
      if (counted && revenue > year.revenuePence) counted.revenue += 1;
      isOver ||= capital > free || revenue > year.revenuePence;
    }
    if (isOver) anyOver += 1;
  }
  const totals = years.map(({ capital, revenue }) => capital.map((pence, i) => pence + (revenue[i] ?? 0)));
  const whole = Array.from({ length: draws }, (_, i) => totals.reduce((sum, year) => sum + (year[i] ?? 0), 0));
  return {
    draws,
    seed,
    years: problem.years.map(({ id }, y) => ({
      yearId: id,
      capital: spreadOf(years[y]?.capital ?? []),
      revenue: spreadOf(years[y]?.revenue ?? []),
      total: spreadOf(totals[y] ?? []),
      capitalOver: (over[y]?.capital ?? 0) / draws,
      revenueOver: (over[y]?.revenue ?? 0) / draws,
    })),
    wholeLife: spreadOf(whole),
    anyOver: anyOver / draws,
  };
}

interface Ends {
  low: Pence;
  middle: Pence;
  high: Pence;
}

function cashOf(problem: PlanningProblem, candidate: Candidate): { capital: Ends[]; revenue: Ends[] } {
  const ends = (amounts: readonly Pence[], ranges: Candidate['capitalRange']) =>
    problem.years.map((_, y): Ends => {
      const middle = amounts[y] ?? 0;
      return { low: ranges?.[y]?.lowPence ?? middle, middle, high: ranges?.[y]?.highPence ?? middle };
    });
  return {
    capital: ends(candidate.capitalPence, candidate.capitalRange),
    revenue: ends(candidate.revenuePence, candidate.revenueRange),
  };
}

/** An option's id is the library's, with `:` and what it is about where there is one for each: the price is the library's. */
function priceOf(optionId: string): string {
  return optionId.split(':')[0] ?? optionId;
}

/** Where in a range a draw lies: -1 the low end, 0 the middle, 1 the high end; the middle is the likeliest. */
function triangle(share: number): number {
  return share < 0.5 ? Math.sqrt(2 * share) - 1 : 1 - Math.sqrt(2 * (1 - share));
}

function drawn(ends: Ends | undefined, z: number): number {
  if (!ends) return 0;
  const { low, middle, high } = ends;
  return z < 0 ? middle + z * (middle - low) : middle + z * (high - middle);
}

/** The draw below which that share of all lies; the nearest whole one, so that every figure is one that came up. */
function spreadOf(values: readonly Pence[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}

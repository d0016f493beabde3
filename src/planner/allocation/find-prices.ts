/** Searches for the prices at which the bound is lowest. */
import type { Highs } from 'highs';
import type { AllocationFrame } from '../../domain/allocation.ts';
import type { AnswerSum } from './answer.ts';
import { openPriceModel } from './price-model.ts';

/** Asks all schools for their answers; gives the sums of each group, in order. */
export type Ask = (prices: readonly number[], round: number) => Promise<AnswerSum[]>;

export interface PricesFound {
  prices: number[];
  /** No allocation is worth more. */
  bound: number;
  /** The round whose answers are those at `prices`. */
  round: number;
  rounds: number;
}

export interface PriceSearch {
  /** Where to begin; nought for every limit where not given. */
  from?: readonly number[];
  /** How far from there to look at first, as a share of each price. */
  reach?: number;
  mostRounds?: number;
  /** Done when the bound cannot fall by more than this share. */
  tolerance?: number;
  firstRound?: number;
  onRound?: (found: PricesFound) => void;
}

/** What the schools together answer at prices is worth at most this: `value − prices · (uses − allowed)`. */
export function boundOf(frame: AllocationFrame, prices: readonly number[], sums: readonly AnswerSum[]): number {
  let bound = 0;
  for (const { value } of sums) bound += value;
  frame.limits.forEach(({ allowed }, l) => {
    let used = 0;
    for (const { uses } of sums) used += uses[l]!;
    bound -= prices[l]! * (used - allowed);
  });
  return bound;
}

const MOST_ROUNDS = 80;
const TOLERANCE = 2e-6;

/** The best prices within so many rounds. */
export async function findPrices(
  highs: Highs,
  frame: AllocationFrame,
  ask: Ask,
  search: PriceSearch = {},
): Promise<PricesFound> {
  const { mostRounds = MOST_ROUNDS, tolerance = TOLERANCE, firstRound = 0 } = search;
  const none = frame.limits.map(() => 0);
  let prices = [...(search.from ?? none)];
  let round = firstRound;
  let sums = await ask(prices, round);
  const best: PricesFound = { prices, bound: boundOf(frame, prices, sums), round, rounds: 1 };
  const used = frame.limits.map((_limit, l) => sums.reduce((sum, each) => sum + Math.abs(each.uses[l]!), 0));
  // The solver's rows are right to a ten-millionth: a group's worth is a hundred units, so that the sum is right to far less.
  const worth = Math.max(1, sums.reduce((sum, each) => sum + Math.abs(each.value), 0) / (100 * sums.length));
  const scale = frame.limits.map(({ allowed }, l) => Math.max(1, Math.abs(allowed), used[l]!));
  const model = openPriceModel(highs, frame.limits, sums.length, worth, scale);
  const whole = 100 * sums.length * worth;
  const unit = scale.map((each) => whole / each);
  let radius = search.from
    ? prices.map((price, l) => Math.max(price * (search.reach ?? 0.2), 1e-3 * unit[l]!))
    : unit.map((each) => 2 * each);
  search.onRound?.(best);
  try {
    while (best.rounds < mostRounds) {
      model.learn(sums);
      const next = model.next(best.prices, radius);
      if (next === null) break;
      const atEdge = next.prices.some(
        (price, l) => price > 0 && Math.abs(Math.abs(price - best.prices[l]!) - radius[l]!) < 1e-9 * unit[l]!,
      );
      const hoped = best.bound - next.floor;
      if (hoped <= tolerance * Math.abs(best.bound)) {
        if (!atEdge) break;
        radius = radius.map((each) => 4 * each);
        if (hoped <= 0.1 * tolerance * Math.abs(best.bound) && radius[0]! > 16 * unit[0]!) break;
      }
      round++;
      prices = next.prices;
      sums = await ask(prices, round);
      const bound = boundOf(frame, prices, sums);
      best.rounds++;
      if (bound < best.bound) {
        const share = (best.bound - bound) / Math.max(hoped, Number.MIN_VALUE);
        if (atEdge && share > 0.5) radius = radius.map((each) => 2 * each);
        Object.assign(best, { prices, bound, round });
      } else radius = radius.map((each) => each * 0.5);
      search.onRound?.(best);
    }
  } finally {
    model.dispose();
  }
  return best;
}

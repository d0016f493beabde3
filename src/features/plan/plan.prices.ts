/** Which prices of a plan matter most: those that are still ranges, by how far each alone moves the total. Pure. */
import type { Pence, PenceRange } from '../../domain/money.ts';
import type { Plan, PlanNeed, PlanningProblem, PlanOption } from '../../domain/planning.ts';
import { planItems } from './plan.rules.ts';

export interface PriceThatMatters {
  need: PlanNeed;
  option: PlanOption;
  /** What it may come to over the plan, as it stands. */
  range: PenceRange;
  /** How far the total moves between the price's two ends, all else as it is. */
  spreadPence: Pence;
  /** The part of all that the plan's prices leave open which is its own, from 0 to 1. */
  share: number;
}

/** How many are shown. Source: "every total shows its range and which five prices matter most". */
export const MOST_PRICES = 5;

/**
 * The prices whose quotes would narrow the total most, the widest first. What is a quote already, or costs only time, has
 * nothing to narrow; what guesses behind a price (how many there are) add to its range is not the price's doing.
 */
export function pricesThatMatter(problem: PlanningProblem, plan: Plan, most = MOST_PRICES): PriceThatMatters[] {
  const open = planItems(problem, plan).flatMap(({ need, option, candidate }) => {
    const { wholeLifeRange: range, guesses = [] } = candidate;
    const byGuesses = guesses.reduce((sum, { lowPence, highPence }) => sum + highPence - lowPence, 0);
    const spreadPence = range.highPence - range.lowPence - byGuesses;
    return option.placeholderPrice && spreadPence > 0 ? [{ need, option, range, spreadPence }] : [];
  });
  const all = open.reduce((sum, { spreadPence }) => sum + spreadPence, 0);
  return open
    .map((price) => ({ ...price, share: price.spreadPence / all }))
    .sort((a, b) => b.spreadPence - a.spreadPence || (a.need.id < b.need.id ? -1 : 1))
    .slice(0, most);
}

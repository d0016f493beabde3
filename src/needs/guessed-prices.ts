/**
 * What an option costs where the numbers behind it are guesses: the count of the equipment that it is about, and the yearly
 * cost of the contracts that it ends. The planner counts with the guessed value itself; the ends only widen what is shown.
 */
import { guessRange } from '../domain/guesses.ts';
import type { Contract, Quote } from '../domain/record.ts';
import type { OptionTemplate } from '../library/library.ts';
import { yearlyCostOf } from './commitments.ts';
import { priceOption, type OptionPrice, type PriceBasis } from './prices.ts';

/** A contract of which the yearly cost is a guess, and the option's price with it at either end. */
export interface GuessedCost {
  id: string;
  low: { contract: Contract; price: OptionPrice };
  high: { contract: Contract; price: OptionPrice };
}

/** Equipment of which the count is a guess, and the option's price with it at either end. */
export interface GuessedCount {
  id: string;
  low: OptionPrice;
  high: OptionPrice;
}

export interface GuessedPrices {
  costs: GuessedCost[];
  counts: GuessedCount[];
  /** With all counts at their low ends, and all at their high ends. */
  allCounts: { low: OptionPrice; high: OptionPrice };
}

/** Null where nothing behind the price is a guess. */
export function guessedPrices(
  option: OptionTemplate,
  basis: Omit<PriceBasis, 'replacedYearlyPence'>,
  replaced: readonly Contract[],
  quote: Quote | null,
): GuessedPrices | null {
  const countRanges = new Map(
    basis.equipment.flatMap((row) => {
      const range = guessRange(row, 'quantity');
      return range === null || range.low === range.high ? [] : [[row.id, range] as const];
    }),
  );
  const costs = replaced.flatMap((contract): GuessedCost[] => {
    const range = guessRange(contract, 'annualCostPence');
    if (range === null || range.low === range.high) return [];
    const at = (annualCostPence: number) => {
      const changed = { ...contract, annualCostPence };
      const all = replaced.map((other) => (other.id === contract.id ? changed : other));
      return {
        contract: changed,
        price: priceOption(option, { ...basis, replacedYearlyPence: yearlySum(all) }, quote),
      };
    };
    return [{ id: contract.id, low: at(range.low), high: at(range.high) }];
  });
  if (countRanges.size === 0 && costs.length === 0) return null;
  const replacedYearlyPence = yearlySum(replaced);
  const withCounts = (countOf: (id: string, quantity: number) => number): OptionPrice => {
    const equipment = basis.equipment.map((row) => ({ ...row, quantity: countOf(row.id, row.quantity) }));
    return priceOption(option, { ...basis, equipment, replacedYearlyPence }, quote);
  };
  return {
    costs,
    counts: [...countRanges].map(([id, { low, high }]) => ({
      id,
      low: withCounts((other, quantity) => (other === id ? low : quantity)),
      high: withCounts((other, quantity) => (other === id ? high : quantity)),
    })),
    allCounts: {
      low: withCounts((id, quantity) => countRanges.get(id)?.low ?? quantity),
      high: withCounts((id, quantity) => countRanges.get(id)?.high ?? quantity),
    },
  };
}

/** What those contracts cost in a year; null where there is none or one is not known. */
export function yearlySum(contracts: readonly Contract[]): number | null {
  const costs = contracts.map(yearlyCostOf);
  return costs.length === 0 || costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
}

/**
 * Between what the cash of one start may lie: its prices are ranges until a quote replaces them, and the numbers that they
 * are multiplied by may be guesses. Every guess can only widen the range: replacing one by any number within its own range
 * never makes the whole wider.
 */
import type { Pence, PenceRange } from '../domain/money.ts';
import type { Candidate, GuessEffect } from '../domain/planning.ts';
import type { Contract } from '../domain/record.ts';
import type { GuessedPrices } from './guessed-prices.ts';
import type { OptionPrice } from './prices.ts';

export interface Cash {
  capital: Pence[];
  revenue: Pence[];
}

export interface CashRangesInput {
  price: OptionPrice;
  guessed: GuessedPrices | null;
  /** The cash by financial year at one price, one end of each of its ranges, and with a contract as it is here. */
  cash: (price: OptionPrice, end: (range: PenceRange) => Pence, contract?: Contract) => Cash;
}

const lowEnd = ({ lowPence }: PenceRange): Pence => lowPence;
const highEnd = ({ highPence }: PenceRange): Pence => highPence;

/** The ranges of a start, and how far each guess moves them; years in which nothing is paid have nought at both ends. */
export function cashRanges({
  price,
  guessed,
  cash,
}: CashRangesInput): Pick<Candidate, 'capitalRange' | 'revenueRange' | 'wholeLifeRange' | 'guesses'> {
  const low = flat(cash(price, lowEnd));
  const high = flat(cash(price, highEnd));
  const moves = (guessed?.costs ?? []).map(({ id, ...ends }) => {
    const at = [ends.low, ends.high];
    return {
      id,
      lows: at.map((end) => flat(cash(end.price, lowEnd, end.contract))),
      highs: at.map((end) => flat(cash(end.price, highEnd, end.contract))),
    };
  });
  const allLow = guessed === null ? low : flat(cash(guessed.allCounts.low, lowEnd));
  const allHigh = guessed === null ? high : flat(cash(guessed.allCounts.high, highEnd));
  const range = (of: (amounts: Pence[]) => Pence): PenceRange => ({
    lowPence: of(allLow) + sum(moves.map(({ lows }) => Math.min(0, ...lows.map((end) => of(end) - of(low))))),
    highPence: of(allHigh) + sum(moves.map(({ highs }) => Math.max(0, ...highs.map((end) => of(end) - of(high))))),
  });
  const wholeLifeRange = range(sum);
  const years = low.length / 2;
  const effects = guessed === null ? [] : effectsOf({ guessed, cash, moves, low: sum(low), high: sum(high) });
  return {
    ...((price.placeholder || effects.length > 0) && {
      capitalRange: Array.from({ length: years }, (_, y) => range((amounts) => amounts[y] ?? 0)),
      revenueRange: Array.from({ length: years }, (_, y) => range((amounts) => amounts[years + y] ?? 0)),
    }),
    wholeLifeRange,
    ...(effects.length > 0 && { guesses: effects }),
  };
}

/** Guesses that move nothing (a count, where the price is for the whole school) are left out. */
function effectsOf({
  guessed,
  cash,
  moves,
  low,
  high,
}: Pick<CashRangesInput, 'cash'> & {
  guessed: GuessedPrices;
  moves: readonly { id: string; lows: Pence[][]; highs: Pence[][] }[];
  low: Pence;
  high: Pence;
}): GuessEffect[] {
  const effects = [
    ...guessed.counts.map((count): GuessEffect => ({
      register: 'equipment',
      id: count.id,
      field: 'quantity',
      lowPence: sum(flat(cash(count.low, lowEnd))) - low,
      highPence: sum(flat(cash(count.high, highEnd))) - high,
    })),
    ...moves.map(({ id, lows, highs }): GuessEffect => ({
      register: 'contract',
      id,
      field: 'annualCostPence',
      lowPence: Math.min(0, ...lows.map((end) => sum(end) - low)),
      highPence: Math.max(0, ...highs.map((end) => sum(end) - high)),
    })),
  ];
  return effects.filter(({ lowPence, highPence }) => highPence > lowPence);
}

/** Capital by year, then revenue by year. */
function flat({ capital, revenue }: Cash): Pence[] {
  return [...capital, ...revenue];
}

function sum(amounts: readonly Pence[]): Pence {
  return amounts.reduce((total, amount) => total + amount, 0);
}

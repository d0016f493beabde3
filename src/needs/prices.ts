/**
 * What an option costs this school: a range from the library by size of school, or the school's own quote in its place. The
 * planner counts with the middle of a range.
 */
import { type Pence, type PenceRange } from '../domain/money.ts';
import type { Equipment, Quote } from '../domain/record.ts';
import type { OptionTemplate, PriceModel } from '../library/library.ts';

export interface OptionPrice {
  oneOffCapital: PenceRange;
  oneOffRevenue: PenceRange;
  yearly: PenceRange;
  /** True where any part is still a range from the library. */
  placeholder: boolean;
}

export interface PriceBasis {
  pupils: number;
  /** The equipment that the need is about. */
  equipment: readonly Equipment[];
  /** Yearly cost of the contracts that the option ends, where all are known; null where there is none or one is not known. */
  replacedYearlyPence: Pence | null;
}

const NOTHING: PenceRange = { lowPence: 0, highPence: 0 };

/** The price of an option for one school. A quote's one-off replaces the library's capital where there is some, else its revenue. */
export function priceOption(option: OptionTemplate, basis: PriceBasis, quote: Quote | null): OptionPrice {
  let oneOffCapital = priceRange(option.oneOffCapital, basis);
  let oneOffRevenue = priceRange(option.oneOffRevenue, basis);
  let yearly = priceRange(option.yearlyRevenue, basis);
  let placeholder = false;
  if (quote !== null && quote.oneOffPence !== null) {
    const firm = exactly(quote.oneOffPence);
    oneOffRevenue = option.oneOffCapital === null ? firm : NOTHING;
    oneOffCapital = option.oneOffCapital === null ? NOTHING : firm;
  } else if (option.oneOffCapital !== null || option.oneOffRevenue !== null) placeholder = true;
  if (quote !== null && quote.yearlyPence !== null) yearly = exactly(quote.yearlyPence);
  else if (option.yearlyRevenue !== null) placeholder = true;
  return { oneOffCapital, oneOffRevenue, yearly, placeholder };
}

/** A price model for one school: its band, times pupils or items where it is by those. Whole pence. */
export function priceRange(model: PriceModel | null, basis: PriceBasis): PenceRange {
  if (model === null) return NOTHING;
  const share = model.percentOfContract;
  if (share !== undefined && basis.replacedYearlyPence !== null) {
    const of = basis.replacedYearlyPence / 100;
    const ends = [Math.round(of * share.low), Math.round(of * share.high)].sort((a, b) => a - b);
    return { lowPence: ends[0] ?? 0, highPence: ends[1] ?? 0 };
  }
  const band =
    model.bands.find(({ upToPupils }) => upToPupils === null || basis.pupils <= upToPupils) ?? model.bands.at(-1);
  if (band === undefined) return NOTHING;
  const times = model.basis === 'school' ? 1 : model.basis === 'per-pupil' ? basis.pupils : itemsOf(model, basis);
  return { lowPence: Math.round(band.lowPence * times), highPence: Math.round(band.highPence * times) };
}

function itemsOf(model: PriceModel, basis: PriceBasis): number {
  if (basis.equipment.length > 0) return basis.equipment.reduce((total, { quantity }) => total + quantity, 0);
  return Math.max(1, Math.ceil(basis.pupils / (model.pupilsPerItem ?? Math.max(1, basis.pupils))));
}

function exactly(pence: Pence): PenceRange {
  return { lowPence: pence, highPence: pence };
}

/**
 * What meeting some requirements may cost a school of this size, whatever a plan does: every option of the library that meets
 * one of them, with its price for this school. Pure; the plan's own prices also know which contract an option really ends.
 */
import type { PenceRange } from '../domain/money.ts';
import { inUseOn } from '../domain/in-use.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { NeedTemplate, Source } from '../library/library.ts';
import { yearlySum } from './guessed-prices.ts';
import { priceOption } from './prices.ts';
import { quoteFor } from './quote-for.ts';

export interface OptionCost {
  optionId: string;
  name: string;
  /** Capital and revenue together, paid once. */
  once: PenceRange;
  yearly: PenceRange;
  /** Of the requirements asked about, those that it meets. */
  meets: string[];
  /** Where the price is from. */
  source: Source;
  /** True where a quote of the school stands in place of all of the library's range. */
  isQuoted: boolean;
}

/** One thing to see to, of which one option is chosen. */
export interface NeedCost {
  needId: string;
  name: string;
  options: OptionCost[];
}

/** By need, in the library's order; needs none of whose options meets any of the requirements are left out. */
export function requirementCosts(
  given: SchoolRecord,
  needs: readonly NeedTemplate[],
  requirementIds: readonly string[],
): NeedCost[] {
  const record = inUseOn(given, given.asAt);
  const asked = new Set(requirementIds);
  return needs.flatMap(({ id, name, equipmentKinds, options }): NeedCost[] => {
    const equipment = record.equipment.filter(({ kind }) => equipmentKinds.includes(kind));
    const costs = options.flatMap((option): OptionCost[] => {
      const meets = option.satisfies.filter((one) => asked.has(one));
      if (meets.length === 0 || option.phases?.includes(record.school.phase) === false) return [];
      const basis = { pupils: record.school.pupils, equipment, replacedYearlyPence: replacedYearly(record, option) };
      const price = priceOption(option, basis, quoteFor(record.quotes, option.id, option.id));
      const { oneOffCapital, oneOffRevenue, yearly, placeholder } = price;
      const hasPrice = [option.oneOffCapital, option.oneOffRevenue, option.yearlyRevenue].some((one) => one !== null);
      const once = {
        lowPence: oneOffCapital.lowPence + oneOffRevenue.lowPence,
        highPence: oneOffCapital.highPence + oneOffRevenue.highPence,
      };
      const isQuoted = hasPrice && !placeholder;
      return [{ optionId: option.id, name: option.name, once, yearly, meets, source: option.source, isQuoted }];
    });
    return costs.length === 0 ? [] : [{ needId: id, name, options: costs }];
  });
}

/** From the cheapest of the options to the dearest. */
export function costRange(options: readonly OptionCost[], of: 'once' | 'yearly'): PenceRange {
  return {
    lowPence: Math.min(...options.map((option) => option[of].lowPence)),
    highPence: Math.max(...options.map((option) => option[of].highPence)),
  };
}

/** What the running contracts of the types that it ends cost in a year, where it is plain which they are. */
function replacedYearly(record: SchoolRecord, { endsContractTypes }: NeedTemplate['options'][number]): number | null {
  const running = record.contracts.filter(({ type, endedOn }) => type !== null && endedOn === null);
  const ended = endsContractTypes.flatMap((asked) => {
    const own = running.filter(({ type }) => type === asked);
    return own.length === 1 ? own : [];
  });
  return yearlySum(ended);
}

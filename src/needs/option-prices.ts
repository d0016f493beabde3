/** Every option of a school's needs as the library and the school's quotes have it: what a start of it is made from. */
import { inUseOn } from '../domain/in-use.ts';
import type { Contract, SchoolRecord } from '../domain/record.ts';
import type { Edition, Library, OptionTemplate } from '../library/library.ts';
import { findNeeds, optionIdOf } from './compile-problem.ts';
import type { FoundNeed } from './find-needs.ts';
import { yearlySum } from './guessed-prices.ts';
import { priceOption, type OptionPrice } from './prices.ts';
import { quoteFor } from './quote-for.ts';
import { contractsOfNeeds, replacedBy } from './replaced-contracts.ts';

export interface OfferedOption {
  need: FoundNeed;
  template: OptionTemplate;
  /** Its id in the problem. */
  optionId: string;
  price: OptionPrice;
  /** True where a quote stands for it. */
  isQuoted: boolean;
  /** How many the one-off price is for, where it is by the item and the register tells; null where it is not. */
  quantity: number | null;
  /** Running contracts that it makes unnecessary. */
  replaced: Contract[];
}

/** By the option's id in the problem. */
export function offeredOptions(record: SchoolRecord, library: Library, edition: Edition): Map<string, OfferedOption> {
  const found = findNeeds(record, library, edition);
  const contracts = contractsOfNeeds(found, inUseOn(record, record.asAt));
  const options = found.flatMap((need) =>
    need.template.options
      .filter(({ phases }) => phases?.includes(record.school.phase) ?? true)
      .map((template): OfferedOption => {
        const optionId = optionIdOf(template, need);
        const replaced = replacedBy(template, contracts.get(need.id) ?? []);
        const basis = {
          pupils: record.school.pupils,
          equipment: need.equipment,
          replacedYearlyPence: yearlySum(replaced),
        };
        const quote = quoteFor(record.quotes, optionId, template.id);
        const price = priceOption(template, basis, quote);
        const byItem = (template.oneOffCapital ?? template.oneOffRevenue)?.basis === 'per-item';
        const items = need.equipment.reduce((sum, { quantity }) => sum + quantity, 0);
        const quantity = byItem && items > 0 ? items : null;
        return { need, template, optionId, price, isQuoted: quote !== null, quantity, replaced };
      }),
  );
  return new Map(options.map((option) => [option.optionId, option]));
}

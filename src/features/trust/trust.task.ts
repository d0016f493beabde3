/** From schools' records to the planner's question about a fund. Pure. */
import { compileProblem, horizonOf, planYears } from '../../needs/index.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor, type Library } from '../../library/index.ts';
import type { OptionTemplate, PriceModel } from '../../library/library.ts';
import type { FundYear, SharingTask } from '../../planner/sharing/index.ts';
import type { TrustPool } from './trust.schema.ts';

/** The part of an option's price that a pool lowers: what is bought, else what is paid once, else what is paid yearly. */
export type PricedPart = 'oneOffCapital' | 'oneOffRevenue' | 'yearlyRevenue';

const parts: readonly PricedPart[] = ['oneOffCapital', 'oneOffRevenue', 'yearlyRevenue'];

export function pricedPart(option: OptionTemplate): PricedPart | null {
  return parts.find((part) => option[part] !== null) ?? null;
}

/** Options that have a price, by name: what can be bought together. */
export function poolableOptions(library: Library): { id: string; name: string; unit: PriceModel['basis'] }[] {
  const found = new Map<string, { id: string; name: string; unit: PriceModel['basis'] }>();
  for (const { options } of library.needs)
    for (const option of options) {
      const part = pricedPart(option);
      const model = part && option[part];
      if (model) found.set(option.id, { id: option.id, name: option.name, unit: model.basis });
    }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The library with the option at the pool's price. */
function libraryAtPoolPrice(library: Library, pool: TrustPool): Library {
  return {
    ...library,
    needs: library.needs.map((need) => ({
      ...need,
      options: need.options.map((option) => {
        const part = option.id === pool.optionId ? pricedPart(option) : null;
        const model = part === null ? null : option[part];
        if (part === null || model === null) return option;
        const { percentOfContract: _share, ...bare } = model;
        const bands = [{ upToPupils: null, lowPence: pool.unitPence, highPence: pool.unitPence }];
        return { ...option, [part]: { ...bare, bands } };
      }),
    })),
  };
}

/** A school's quote for the option is for itself alone. */
function withoutQuotes(record: SchoolRecord, optionId: string): SchoolRecord {
  const isOf = (id: string) => id === optionId || id.startsWith(`${optionId}:`);
  return { ...record, quotes: record.quotes.filter((quote) => !isOf(quote.optionId)) };
}

/** One school's part of the question. */
export function schoolTask(
  library: Library,
  id: string,
  record: SchoolRecord,
  pools: readonly TrustPool[],
): SharingTask['schools'][number] {
  const problemOf = (of: Library, from: SchoolRecord) => compileProblem(from, of, editionFor(of, from));
  const own = { ...record, agreed: [] };
  const atPoolPrice: Record<string, PlanningProblem> = {};
  for (const pool of pools)
    atPoolPrice[pool.id] = problemOf(libraryAtPoolPrice(library, pool), withoutQuotes(own, pool.optionId));
  return { id, pupils: record.school.pupils, problem: problemOf(library, own), atPoolPrice };
}

/** The financial years that the schools' plans touch, with what their own budgets leave for the plan. */
export function yearsOf(records: readonly SchoolRecord[]): FundYear[] {
  const years = new Map<string, FundYear>();
  for (const record of records)
    for (const { id, name, capitalPence, revenuePence } of planYears(record, horizonOf(record))) {
      const sum = years.get(id) ?? { id, name, capitalPence: 0, revenuePence: 0 };
      years.set(id, {
        ...sum,
        capitalPence: sum.capitalPence + capitalPence,
        revenuePence: sum.revenuePence + revenuePence,
      });
    }
  return [...years.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

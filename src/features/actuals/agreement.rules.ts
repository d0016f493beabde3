/**
 * An agreed plan as it is kept: its years, terms and items with their planned money, as they were on that day. What becomes of
 * the plan is held against this, whatever the library or the record say later. Pure.
 */
import type { Actual } from '../../domain/actuals.ts';
import { addDays, type PlainDate } from '../../domain/dates.ts';
import { midPence, type Pence, type PenceRange } from '../../domain/money.ts';
import type { Candidate, Plan, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { commitmentOf, leaveContract, spreadByYear, type OfferedOption } from '../../needs/index.ts';
import { planItems } from '../plan/index.ts';

export interface AgreedYear {
  id: string;
  name: string;
  startsOn: PlainDate;
  endsOn: PlainDate;
}

export interface AgreedItem {
  needId: string;
  needName: string;
  optionId: string;
  optionName: string;
  termName: string;
  /** First day of the term that it starts in. */
  startsOn: PlainDate;
  /** First day of the first term that it is in place throughout. */
  inPlaceOn: PlainDate;
  inPlaceTermName: string;
  oneOffCapitalPence: Pence;
  oneOffRevenuePence: Pence;
  yearlyPence: Pence;
  /** Between what the one-off and the yearly price could lie; null where it was a quote. */
  oneOffRange: PenceRange | null;
  yearlyRange: PenceRange | null;
  /** How many the one-off price is for; null where it is not by the item. */
  quantity: number | null;
  /** By year, as in the plan. */
  capitalPence: Pence[];
  revenuePence: Pence[];
  /** The contracts that it ends, where the plan's savings can be told apart by them; left out where they can't, or it ends none. */
  leaves?: AgreedLeaving[];
}

/** A contract that an item ends, as the plan counts it. */
export interface AgreedLeaving {
  contractId: string;
  title: string;
  /** The first day from which the plan pays nothing for it any more, and the last one that it would else have been paid for. */
  savedFrom: PlainDate;
  paidUntil: PlainDate;
  yearlyPence: Pence;
}

export interface AgreedPlan {
  format: 'cairn.agreed/1';
  years: AgreedYear[];
  terms: { id: string; name: string; startsOn: PlainDate; endsOn: PlainDate }[];
  /** Last day of the plan. */
  endsOn: PlainDate;
  items: AgreedItem[];
}

/** Money of one item by year and pot. */
export interface ItemCash {
  capital: Pence[];
  revenue: Pence[];
}

/** What an item's price comes to by year: once in the year that it starts in, each year's price by days from then on. */
export function cashOfPrice(
  price: { oneOffCapitalPence: Pence; oneOffRevenuePence: Pence; yearlyPence: Pence },
  dates: { startsOn: PlainDate; inPlaceOn: PlainDate },
  plan: Pick<AgreedPlan, 'years' | 'endsOn'>,
): ItemCash {
  const { years, endsOn } = plan;
  // What was paid before the plan's first year is counted in that.
  const before = years[0] !== undefined && dates.startsOn < years[0].startsOn;
  const at = before ? 0 : years.findIndex((year) => year.startsOn <= dates.startsOn && dates.startsOn <= year.endsOn);
  const yearly =
    dates.inPlaceOn > endsOn ? years.map(() => 0) : spreadByYear(price.yearlyPence, dates.inPlaceOn, endsOn, years);
  return {
    capital: years.map((_, y) => (y === at ? price.oneOffCapitalPence : 0)),
    revenue: years.map((_, y) => (y === at ? price.oneOffRevenuePence : 0) + (yearly[y] ?? 0)),
  };
}

/** By year: what the plan counts for an item beside its own price, such as what ended contracts no longer cost. */
export function besidePrice(item: AgreedItem, plan: Pick<AgreedPlan, 'years' | 'endsOn'>): ItemCash {
  const own = cashOfPrice(item, item, plan);
  return {
    capital: item.capitalPence.map((pence, y) => pence - (own.capital[y] ?? 0)),
    revenue: item.revenuePence.map((pence, y) => pence - (own.revenue[y] ?? 0)),
  };
}

/** The plan to be agreed. Where an option's price cannot be found any more, all of its revenue stands beside the price. */
export function agreedPlan(
  problem: PlanningProblem,
  plan: Plan,
  offered: ReadonlyMap<string, OfferedOption>,
  orders: ReadonlyMap<string, Actual> = new Map(),
  record: Pick<SchoolRecord, 'asAt' | 'limits'> | null = null,
): AgreedPlan {
  const endsOn = problem.terms.at(-1)?.endsOn ?? '';
  const years = problem.years.map(({ id, name, startsOn, endsOn: last }) => ({ id, name, startsOn, endsOn: last }));
  const terms = problem.terms.map(({ id, name, startsOn, endsOn: last }) => ({ id, name, startsOn, endsOn: last }));
  const items = planItems(problem, plan).map(({ need, option, candidate, placement }): AgreedItem => {
    const known = offered.get(option.id);
    // What was on its way when the plan was made stands in it as it was ordered.
    const order = orders.get(need.id)?.optionId === option.id ? orders.get(need.id) : undefined;
    const startsOn = order?.startsOn ?? terms[placement.term]?.startsOn ?? '';
    const inPlace = terms[placement.completeTerm];
    const inPlaceOn = order?.expectedOn ?? inPlace?.startsOn ?? addDays(endsOn, 1);
    const libraryPence = known === undefined ? 0 : midPence(known.price.oneOffRevenue);
    const ordered = order?.oneOffPence == null ? null : order.oneOffPot === 'capital' ? 0 : order.oneOffPence;
    const price = {
      oneOffCapitalPence: sum(candidate.capitalPence),
      oneOffRevenuePence: ordered ?? libraryPence,
      yearlyPence: order?.yearlyPence ?? (known === undefined ? 0 : midPence(known.price.yearly)),
    };
    const priced = cashOfPrice(price, { startsOn, inPlaceOn }, { years, endsOn });
    const { capitalPence, revenuePence } = candidate;
    // Capital is the one-off price alone, in its year; where an order began before the plan it may lie in another.
    const capital = capitalPence.map((pence, y) => pence - (priced.capital[y] ?? 0));
    const isWhole = capital.every((pence) => pence === 0);
    return {
      needId: need.id,
      needName: need.name,
      optionId: option.id,
      optionName: option.name,
      termName: terms[placement.term]?.name ?? '',
      startsOn,
      inPlaceOn,
      inPlaceTermName: inPlace?.name ?? 'after the plan',
      ...price,
      oneOffCapitalPence: isWhole ? price.oneOffCapitalPence : 0,
      oneOffRange: option.placeholderPrice && known !== undefined ? oneOffRange(known) : null,
      yearlyRange: option.placeholderPrice && known !== undefined ? known.price.yearly : null,
      quantity: known?.quantity ?? null,
      capitalPence,
      revenuePence,
      ...leavingsOf(candidate, known, record, { inPlaceOn, endsOn, years }),
    };
  });
  return { format: 'cairn.agreed/1', years, terms, endsOn, items };
}

/** What is saved by ending contracts, contract by contract, where that adds up to what the plan counts. */
function leavingsOf(
  candidate: Candidate,
  known: OfferedOption | undefined,
  record: Pick<SchoolRecord, 'asAt' | 'limits'> | null,
  { inPlaceOn, endsOn, years }: { inPlaceOn: PlainDate; endsOn: PlainDate; years: AgreedYear[] },
): { leaves?: AgreedLeaving[] } {
  const beside = candidate.besidePricePence;
  if (record === null || known === undefined || beside === undefined) return {};
  const found = known.replaced.flatMap((contract) => {
    const leaving = leaveContract(contract, record.asAt, inPlaceOn, years, endsOn, record.limits);
    if (leaving === null) return [];
    const commitment = commitmentOf(contract, record.asAt, record.limits);
    const isEarly = leaving.earlyTerminationPence !== 0;
    const leaves: AgreedLeaving = {
      contractId: contract.id,
      title: contract.title,
      savedFrom: isEarly ? leaving.changeOverOn : addDays(leaving.safeEndOn, 1),
      paidUntil: commitment.stopsOn ?? endsOn,
      yearlyPence: commitment.yearlyPence ?? 0,
    };
    return [{ leaves, earlyPence: leaving.earlyTerminationPence }];
  });
  const saved = years.map((_, y) =>
    sum(found.map(({ leaves }) => savedBy(leaves, leaves.savedFrom, leaves.yearlyPence, years)[y] ?? 0)),
  );
  const early = sum(found.map(({ earlyPence }) => earlyPence));
  const isSame = early === 0 && years.every((_, y) => -(saved[y] ?? 0) === (beside[y] ?? 0));
  const isSameButEarly = early !== 0 && sum(beside) === early - sum(saved);
  if (found.length === 0 || !(isSame || isSameButEarly)) return {};
  return { leaves: found.map(({ leaves }) => leaves) };
}

/**
 * By year: what is no longer paid for a contract that costs so much a year from that day on; below nought where it then went on
 * for longer than the plan counts.
 */
export function savedBy(
  { paidUntil }: Pick<AgreedLeaving, 'paidUntil'>,
  from: PlainDate,
  yearlyPence: Pence,
  years: readonly AgreedYear[],
): Pence[] {
  if (from <= paidUntil) return spreadByYear(yearlyPence, from, paidUntil, [...years]);
  const paid = addDays(from, -1) > paidUntil;
  if (!paid) return years.map(() => 0);
  return spreadByYear(yearlyPence, addDays(paidUntil, 1), addDays(from, -1), [...years]).map((pence) => 0 - pence);
}

function oneOffRange({ price }: OfferedOption): PenceRange {
  return {
    lowPence: price.oneOffCapital.lowPence + price.oneOffRevenue.lowPence,
    highPence: price.oneOffCapital.highPence + price.oneOffRevenue.highPence,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

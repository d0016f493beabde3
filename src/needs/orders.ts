/**
 * What has been ordered, started or finished: the plan takes the first two as they are, at the price agreed and on the day
 * agreed, and the money of the last has been spent. Nothing is counted twice: an order that is an item of the plan takes its
 * money there; everything else comes off what is free in its year.
 */
import { addDays, daysBetween, formatDate, laterDate, type PlainDate } from '../domain/dates.ts';
import type { Actual } from '../domain/actuals.ts';
import { formatPence, type Pence } from '../domain/money.ts';
import type { Candidate, ChosenStart, Exclusion, PlanNeed, PlanningProblem, PlanYear } from '../domain/planning.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { Horizon } from '../domain/terms.ts';
import { spreadByYear } from './commitments.ts';
import { leaveContract } from './contract-windows.ts';
import { candidateFor, type StartsInput } from './option-starts.ts';
import type { OptionPrice } from './prices.ts';

/** A term is about a third of a year: so many days, for work that began before the plan's first term. */
const DAYS_OF_A_TERM = 122;

/** What is on its way, by need; at most one for each. */
export function ordersByNeed({ actuals }: Pick<SchoolRecord, 'actuals'>): Map<string, Actual> {
  const open = actuals.filter(({ state }) => state === 'ordered' || state === 'started');
  return new Map(open.flatMap((actual) => (actual.needId === null ? [] : [[actual.needId, actual]])));
}

/** The one start of an option that has been ordered: on the days agreed, at the price agreed. */
export function orderedStart(input: StartsInput, order: Actual): Candidate {
  const { option, terms, horizon, record, replaced } = input;
  const startsOn = order.startsOn ?? record.asAt;
  const at = startIndex(terms, startsOn);
  const term = Math.min(terms.length - 1, Math.max(0, at));
  const expected = order.expectedOn;
  const ready = expected === null ? at + option.durationTerms : firstAfter(terms, expected);
  const completeTerm = Math.min(terms.length, Math.max(term, ready));
  const completeOn = terms[completeTerm]?.startsOn ?? addDays(horizon.endsOn, 1);
  const leavings = replaced.flatMap((contract) => {
    return leaveContract(contract, record.asAt, completeOn, horizon.years, horizon.endsOn, record.limits) ?? [];
  });
  const { years } = horizon;
  const startYear = years.findIndex((year) => year.startsOn <= startsOn && startsOn <= year.endsOn);
  const priced = { ...input, price: agreedPrice(input, order), guessed: null };
  const candidate = candidateFor(priced, term, completeTerm, completeOn, leavings, startsOn, {
    startYear,
    startIndex: at,
  });
  const decideByReason = order.orderedOn === null ? 'It is on its way.' : `Ordered on ${formatDate(order.orderedOn)}.`;
  return { ...candidate, decideBy: null, decideByReason };
}

function startIndex(terms: readonly { startsOn: PlainDate; endsOn: PlainDate }[], day: PlainDate): number {
  const first = terms[0];
  if (first !== undefined && day < first.startsOn) return -Math.ceil(daysBetween(day, first.startsOn) / DAYS_OF_A_TERM);
  const index = terms.findIndex(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
  return index < 0 ? terms.length - 1 : index;
}

function firstAfter(terms: readonly { startsOn: PlainDate }[], day: PlainDate): number {
  const index = terms.findIndex(({ startsOn }) => startsOn >= day);
  return index < 0 ? terms.length : index;
}

/** What was agreed; what of it is not written down stays as it was planned. */
function agreedPrice({ option, price }: StartsInput, order: Actual): OptionPrice {
  const nothing = exactly(0);
  const isCapital = (order.oneOffPot ?? (option.oneOffCapital === null ? 'revenue' : 'capital')) === 'capital';
  const oneOff = order.oneOffPence === null ? null : exactly(order.oneOffPence);
  const yearly = order.yearlyPence === null ? price.yearly : exactly(order.yearlyPence);
  const placeholder =
    price.placeholder &&
    ((oneOff === null && (option.oneOffCapital ?? option.oneOffRevenue) !== null) ||
      (order.yearlyPence === null && option.yearlyRevenue !== null));
  if (oneOff === null) return { ...price, yearly, placeholder };
  return {
    oneOffCapital: isCapital ? oneOff : nothing,
    oneOffRevenue: isCapital ? nothing : oneOff,
    yearly,
    placeholder,
  };
}

function exactly(pence: Pence) {
  return { lowPence: pence, highPence: pence };
}

/**
 * The need with its order as the only thing that can be done about it; other options say why they are out. Where the library
 * no longer has the option (`ordered` is null), nothing is planned beside the order, whose money comes off what is free.
 */
export function asOrdered(need: PlanNeed, order: Actual, ordered: Candidate | null): PlanNeed {
  const when = order.orderedOn === null ? '' : ` on ${formatDate(order.orderedOn)}`;
  const reason = `“${order.name}” was ordered${when}. Say that it was dropped to choose again.`;
  const others = need.options.filter(({ id }) => id !== ordered?.optionId);
  return {
    ...need,
    options: need.options.map((option) => (option.id === ordered?.optionId ? { ...option, after: [] } : option)),
    candidates: ordered === null ? [] : [ordered],
    ruledOut: others.map(({ id }) => ({ optionId: id, term: ordered?.term ?? 0, kind: 'ordered', reason })),
    after: [],
  };
}

/** Fixed starts with the orders in place of what people had fixed for those needs. */
export function withOrders(starts: readonly ChosenStart[], ordered: ReadonlyMap<string, Candidate>): ChosenStart[] {
  const others = starts.filter(({ needId }) => !ordered.has(needId));
  const held = [...ordered].map(([needId, { optionId, term }]) => ({ needId, optionId, term }));
  return [...others, ...held].sort((a, b) => (a.needId < b.needId ? -1 : 1));
}

/** What excludes each other has both been ordered: that is settled, and no plan can undo it. */
export function stillExcluded(exclusions: readonly Exclusion[], ordered: ReadonlyMap<string, Candidate>): Exclusion[] {
  const options = new Set([...ordered.values()].map(({ optionId }) => optionId));
  return exclusions.filter(({ optionIds }) => optionIds.filter((id) => options.has(id)).length < 2);
}

/**
 * The limits with room for what has been ordered: where an order costs more than was free, the pot is just large enough for
 * it and nothing else is free. So no order makes a plan impossible.
 */
export function withRoom(
  limits: Pick<PlanningProblem, 'years' | 'staffDaysPerTerm' | 'capitalCarriesForward'>,
  ordered: ReadonlyMap<string, Candidate>,
): Pick<PlanningProblem, 'years' | 'staffDaysPerTerm'> {
  if (ordered.size === 0) return limits;
  const all = [...ordered.values()];
  let carried = 0;
  const years = limits.years.map((year, y): PlanYear => {
    const capital = sum(all.map(({ capitalPence }) => capitalPence[y] ?? 0));
    const revenue = sum(all.map(({ revenuePence }) => revenuePence[y] ?? 0));
    const capitalOver = Math.max(0, capital - year.capitalPence - carried);
    const revenueOver = Math.max(0, revenue - year.revenuePence);
    carried = limits.capitalCarriesForward ? Math.max(0, carried + year.capitalPence - capital) : 0;
    if (capitalOver === 0 && revenueOver === 0) return year;
    const over = [
      ...(capitalOver > 0 ? [`${formatPence(capitalOver)} more capital`] : []),
      ...(revenueOver > 0 ? [`${formatPence(revenueOver)} more revenue`] : []),
    ];
    return {
      ...year,
      capitalPence: year.capitalPence + capitalOver,
      revenuePence: year.revenuePence + revenueOver,
      notes: [...(year.notes ?? []), `What has been ordered costs ${over.join(' and ')} than is free this year.`],
    };
  });
  const staffDaysPerTerm = limits.staffDaysPerTerm.map((days, t) =>
    Math.max(days, sum(all.map(({ staffDays }) => staffDays[t] ?? 0))),
  );
  return { years, staffDaysPerTerm };
}

export interface SpentInYear {
  capitalPence: Pence;
  revenuePence: Pence;
}

/**
 * By financial year: what recorded items take that no contract and no item of the plan carries.
 * @param inPlan ids of needs whose order is an item of the plan.
 */
export function spentByYear(
  record: Pick<SchoolRecord, 'actuals' | 'contracts'>,
  years: Horizon['years'],
  until: PlainDate,
  inPlan: ReadonlySet<string> = new Set(),
): SpentInYear[] {
  const spent = years.map(() => ({ capitalPence: 0, revenuePence: 0 }));
  const contracts = new Map(record.contracts.map((contract) => [contract.id, contract]));
  for (const actual of record.actuals) {
    if (actual.state === 'dropped' || actual.startsOn === null) continue;
    if (actual.state !== 'finished' && actual.needId !== null && inPlan.has(actual.needId)) continue;
    const contract = actual.contractId === null ? undefined : contracts.get(actual.contractId);
    const { startsOn } = actual;
    const year = spent[years.findIndex((one) => one.startsOn <= startsOn && startsOn <= one.endsOn)];
    if (year !== undefined && actual.oneOffPot === 'capital') year.capitalPence += actual.oneOffPence ?? 0;
    // What the contract's own entry says was paid once is counted with the contract.
    if (year !== undefined && actual.oneOffPot !== 'capital') {
      year.revenuePence += Math.max(0, (actual.oneOffPence ?? 0) - (contract?.oneOffCostPence ?? 0));
    }
    if (contract !== undefined || actual.yearlyPence === null) continue;
    const from = laterDate(actual.finishedOn ?? actual.expectedOn ?? startsOn, startsOn);
    if (from > until) continue;
    for (const [y, pence] of spreadByYear(actual.yearlyPence, from, until, years).entries()) {
      const at = spent[y];
      if (at !== undefined) at.revenuePence += pence;
    }
  }
  return spent;
}

/** What is free in each year once that is taken off; never less than nought. */
export function lessSpent(years: readonly PlanYear[], spent: readonly SpentInYear[]): PlanYear[] {
  return years.map((year, y) => {
    const { capitalPence = 0, revenuePence = 0 } = spent[y] ?? {};
    if (capitalPence === 0 && revenuePence === 0) return year;
    const words = [
      ...(capitalPence > 0 ? [`${formatPence(capitalPence)} of capital`] : []),
      ...(revenuePence > 0 ? [`${formatPence(revenuePence)} of revenue`] : []),
    ];
    return {
      ...year,
      capitalPence: Math.max(0, year.capitalPence - capitalPence),
      revenuePence: Math.max(0, year.revenuePence - revenuePence),
      notes: [...(year.notes ?? []), `${words.join(' and ')} is taken by what was bought already.`],
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

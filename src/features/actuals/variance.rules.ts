/**
 * Plan against what became of it, by year and pot, each difference with its cause. For each item the planned numbers are
 * replaced by the real ones one after another (how many, price, pot, days), and what each step changes is put down to it: so
 * the causes add up to the difference to the penny, whatever the numbers. Pure.
 */
import type { Actual } from '../../domain/actuals.ts';
import { addDays, daysBetween, type PlainDate } from '../../domain/dates.ts';
import type { Pence } from '../../domain/money.ts';
import type { Contract } from '../../domain/record.ts';
import {
  besidePrice,
  cashOfPrice,
  savedBy,
  type AgreedItem,
  type AgreedPlan,
  type ItemCash,
} from './agreement.rules.ts';

export const causes = [
  'quantity',
  'price',
  'other-option',
  'pot',
  'dates',
  'old-contract',
  'dropped',
  'nothing-recorded',
  'added',
] as const;

export type Cause = (typeof causes)[number];

/** `to-come`: its time has not come. `due`: its time has come and nothing is recorded. `added`: not in the agreed plan. */
export type ItemState = Actual['state'] | 'to-come' | 'due' | 'added';

export interface VarianceItem {
  /** What it is called: the need's name, or what was bought. */
  name: string;
  /** Null where it was added. */
  planned: AgreedItem | null;
  actual: Actual | null;
  state: ItemState;
  plannedCash: ItemCash;
  realCash: ItemCash;
  steps: { cause: Cause; cash: ItemCash }[];
  /** Days that it started, and was in place, later than planned; below nought earlier; null where that is not known. */
  startDaysLate: number | null;
  inPlaceDaysLate: number | null;
  /** The names of the terms in which it really started and was in place. */
  startTerm: string | null;
  inPlaceTerm: string | null;
}

export interface PotVariance {
  plannedPence: Pence;
  /** Ordered, paid and still to come. */
  realPence: Pence;
  /** Of that, what is recorded: ordered, started or finished. */
  recordedPence: Pence;
  byCause: Record<Cause, Pence>;
}

export interface VarianceYear {
  id: string;
  name: string;
  capital: PotVariance;
  revenue: PotVariance;
}

export interface Variance {
  years: VarianceYear[];
  items: VarianceItem[];
}

/** Holds what is recorded against the agreed plan. `agreedOn`: what was over before does not count. */
export function varianceOf(
  plan: AgreedPlan,
  actuals: readonly Actual[],
  { agreedOn, today, contracts = [] }: { agreedOn: PlainDate; today: PlainDate; contracts?: readonly KnownContract[] },
): Variance {
  const counted = actuals.filter((actual) => lastDayOf(actual) === null || (lastDayOf(actual) ?? '') >= agreedOn);
  const byNeed = Map.groupBy(
    counted.filter(({ needId }) => needId !== null),
    ({ needId }) => needId ?? '',
  );
  const used = new Set<string>();
  const items = plan.items.map((item): VarianceItem => {
    const mine = byNeed.get(item.needId) ?? [];
    // What is under way counts before what is finished, and both before what was dropped on the way.
    const actual = mine.toSorted((a, b) => RANK[a.state] - RANK[b.state])[0] ?? null;
    for (const { id, state } of mine) if (id === actual?.id || state === 'dropped') used.add(id);
    return itemVariance(plan, item, actual, { today, contracts });
  });
  const added = counted
    .filter(({ id, state }) => !used.has(id) && state !== 'dropped')
    .filter(({ orderedOn, startsOn }) => (orderedOn ?? startsOn ?? '') >= agreedOn)
    .map((actual) => addedItem(plan, actual));
  const all = [...items, ...added];
  return { items: all, years: plan.years.map((year, y) => yearOf(year, y, all)) };
}

const RANK: Record<Actual['state'], number> = { started: 0, ordered: 1, finished: 2, dropped: 3 };

function lastDayOf({ state, finishedOn, droppedOn }: Actual): PlainDate | null {
  return state === 'finished' ? finishedOn : state === 'dropped' ? droppedOn : null;
}

interface Priced {
  oneOffCapitalPence: Pence;
  oneOffRevenuePence: Pence;
  yearlyPence: Pence;
  startsOn: PlainDate;
  inPlaceOn: PlainDate;
}

/** What the register says of a contract that an item ends. */
export type KnownContract = Pick<Contract, 'id' | 'endedOn'> & { yearlyPence: Pence | null };

/**
 * By year: how much more the old contracts really cost than the plan counts, where the register says when they ended. Until it
 * does, the plan's savings stand: nobody knows better.
 */
function oldContracts(plan: AgreedPlan, item: AgreedItem, contracts: readonly KnownContract[]): Pence[] {
  const known = (item.leaves ?? []).flatMap((leaving) => {
    const contract = contracts.find(({ id }) => id === leaving.contractId);
    if (contract?.endedOn == null) return [];
    const last = contract.endedOn < plan.endsOn ? contract.endedOn : plan.endsOn;
    const from = addDays(last, 1);
    const planned = savedBy(leaving, leaving.savedFrom, leaving.yearlyPence, plan.years);
    const real = savedBy(leaving, from, contract.yearlyPence ?? leaving.yearlyPence, plan.years);
    return [plan.years.map((_, y) => (planned[y] ?? 0) - (real[y] ?? 0))];
  });
  return plan.years.map((_, y) => sum(known.map((more) => more[y] ?? 0)));
}

function itemVariance(
  plan: AgreedPlan,
  item: AgreedItem,
  actual: Actual | null,
  { today, contracts }: { today: PlainDate; contracts: readonly KnownContract[] },
): VarianceItem {
  const plannedCash = { capital: item.capitalPence, revenue: item.revenuePence };
  const base = { name: item.needName, planned: item, actual, plannedCash };
  const nothing = { capital: plan.years.map(() => 0), revenue: plan.years.map(() => 0) };
  const unknown = { startDaysLate: null, inPlaceDaysLate: null, startTerm: null, inPlaceTerm: null };
  if (actual === null) {
    if (item.startsOn > today) return { ...base, ...unknown, state: 'to-come', realCash: plannedCash, steps: [] };
    const steps = [{ cause: 'nothing-recorded' as const, cash: minus(nothing, plannedCash) }];
    return { ...base, ...unknown, state: 'due', realCash: nothing, steps };
  }
  if (actual.state === 'dropped') {
    const steps = [{ cause: 'dropped' as const, cash: minus(nothing, plannedCash) }];
    return { ...base, ...unknown, state: 'dropped', realCash: nothing, steps };
  }
  const beside = besidePrice(item, plan);
  // Money that the plan counts beside the item's own price stays as planned, but for what is known of the old contracts.
  const cashOf = (priced: Priced): ItemCash => {
    const { capital, revenue } = cashOfPrice(priced, priced, plan);
    return {
      capital: capital.map((pence, y) => pence + (beside.capital[y] ?? 0)),
      revenue: revenue.map((pence, y) => pence + (beside.revenue[y] ?? 0)),
    };
  };
  const sameOption = actual.optionId === null || actual.optionId === item.optionId;
  let priced: Priced = {
    oneOffCapitalPence: item.oneOffCapitalPence,
    oneOffRevenuePence: item.oneOffRevenuePence,
    yearlyPence: item.yearlyPence,
    startsOn: item.startsOn,
    inPlaceOn: item.inPlaceOn,
  };
  const steps: VarianceItem['steps'] = [];
  const step = (cause: Cause, next: Priced) => {
    const cash = minus(cashOf(next), cashOf(priced));
    if ([...cash.capital, ...cash.revenue].some((pence) => pence !== 0)) steps.push({ cause, cash });
    priced = next;
  };
  if (sameOption) step('quantity', withQuantity(priced, item.quantity, actual.quantity));
  step(sameOption ? 'price' : 'other-option', withPrice(priced, actual));
  step(sameOption ? 'pot' : 'other-option', withPot(priced, actual));
  step('dates', withDates(priced, actual));
  const more = oldContracts(plan, item, contracts);
  const moreCash = { capital: nothing.capital, revenue: more };
  if (more.some((pence) => pence !== 0)) steps.push({ cause: 'old-contract', cash: moreCash });
  const inPlaceIsKnown = actual.finishedOn !== null || actual.expectedOn !== null;
  return {
    ...base,
    state: actual.state,
    realCash: minus(cashOf(priced), minus(nothing, moreCash)),
    steps,
    startDaysLate: daysBetween(item.startsOn, priced.startsOn),
    inPlaceDaysLate: inPlaceIsKnown ? daysBetween(item.inPlaceOn, priced.inPlaceOn) : null,
    startTerm: termOf(plan, priced.startsOn),
    inPlaceTerm: inPlaceIsKnown ? termOf(plan, priced.inPlaceOn) : null,
  };
}

function withQuantity(priced: Priced, planned: number | null, real: number | null): Priced {
  if (planned === null || real === null || planned === real) return priced;
  const scaled = (pence: Pence) => Math.round((pence * real) / planned);
  return {
    ...priced,
    oneOffCapitalPence: scaled(priced.oneOffCapitalPence),
    oneOffRevenuePence: scaled(priced.oneOffRevenuePence),
  };
}

function potOf({ oneOffCapitalPence, oneOffRevenuePence }: Priced): 'capital' | 'revenue' | null {
  if (oneOffCapitalPence !== 0) return 'capital';
  return oneOffRevenuePence === 0 ? null : 'revenue';
}

/** The real price in the pot that was planned; in its own where nothing was planned. */
function withPrice(priced: Priced, actual: Actual): Priced {
  const yearlyPence = actual.yearlyPence ?? priced.yearlyPence;
  if (actual.oneOffPence === null) return { ...priced, yearlyPence };
  const pot = potOf(priced) ?? actual.oneOffPot ?? 'revenue';
  return {
    ...priced,
    yearlyPence,
    oneOffCapitalPence: pot === 'capital' ? actual.oneOffPence : 0,
    oneOffRevenuePence: pot === 'capital' ? 0 : actual.oneOffPence,
  };
}

function withPot(priced: Priced, { oneOffPot }: Actual): Priced {
  if (oneOffPot === null) return priced;
  const all = priced.oneOffCapitalPence + priced.oneOffRevenuePence;
  return {
    ...priced,
    oneOffCapitalPence: oneOffPot === 'capital' ? all : 0,
    oneOffRevenuePence: oneOffPot === 'capital' ? 0 : all,
  };
}

/** Real days; where it is not known when it will be in place, as long after its start as was planned. */
function withDates(priced: Priced, { startsOn, finishedOn, expectedOn }: Actual): Priced {
  const start = startsOn ?? priced.startsOn;
  const later = addDays(priced.inPlaceOn, daysBetween(priced.startsOn, start));
  return { ...priced, startsOn: start, inPlaceOn: finishedOn ?? expectedOn ?? later };
}

function addedItem(plan: AgreedPlan, actual: Actual): VarianceItem {
  const nothing = { capital: plan.years.map(() => 0), revenue: plan.years.map(() => 0) };
  const isCapital = actual.oneOffPot === 'capital';
  const startsOn = actual.startsOn ?? actual.orderedOn ?? plan.endsOn;
  const inPlaceOn = actual.finishedOn ?? actual.expectedOn ?? startsOn;
  const realCash = cashOfPrice(
    {
      oneOffCapitalPence: isCapital ? (actual.oneOffPence ?? 0) : 0,
      oneOffRevenuePence: isCapital ? 0 : (actual.oneOffPence ?? 0),
      yearlyPence: actual.yearlyPence ?? 0,
    },
    { startsOn, inPlaceOn },
    plan,
  );
  return {
    name: actual.name,
    planned: null,
    actual,
    state: 'added',
    plannedCash: nothing,
    realCash,
    steps: [{ cause: 'added', cash: realCash }],
    startDaysLate: null,
    inPlaceDaysLate: null,
    startTerm: termOf(plan, startsOn),
    inPlaceTerm: termOf(plan, inPlaceOn),
  };
}

/** The term that a day falls in, or the first one after it. */
function termOf({ terms }: AgreedPlan, day: PlainDate): string | null {
  const first = terms[0];
  if (first === undefined) return null;
  if (day < first.startsOn) return 'Before the plan';
  return terms.find(({ endsOn }) => day <= endsOn)?.name ?? 'After the plan';
}

function yearOf({ id, name }: { id: string; name: string }, y: number, items: readonly VarianceItem[]): VarianceYear {
  const pot = (of: 'capital' | 'revenue'): PotVariance => {
    const total = (cash: (item: VarianceItem) => ItemCash) => sum(items.map((item) => cash(item)[of][y] ?? 0));
    const byCause = Object.fromEntries(
      causes.map((cause) => [
        cause,
        sum(
          items.flatMap(({ steps }) =>
            steps.filter((step) => step.cause === cause).map(({ cash }) => cash[of][y] ?? 0),
          ),
        ),
      ]),
    ) as Record<Cause, Pence>;
    const isRecorded = ({ state }: VarianceItem) => state !== 'to-come' && state !== 'due' && state !== 'dropped';
    return {
      plannedPence: total(({ plannedCash }) => plannedCash),
      realPence: total(({ realCash }) => realCash),
      recordedPence: sum(items.filter(isRecorded).map(({ realCash }) => realCash[of][y] ?? 0)),
      byCause,
    };
  };
  return { id, name, capital: pot('capital'), revenue: pot('revenue') };
}

function minus(a: ItemCash, b: ItemCash): ItemCash {
  return {
    capital: a.capital.map((pence, y) => pence - (b.capital[y] ?? 0)),
    revenue: a.revenue.map((pence, y) => pence - (b.revenue[y] ?? 0)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

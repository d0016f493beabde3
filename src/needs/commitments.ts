/**
 * What the recorded contracts cost from year to year if nothing is changed: the base line that a plan adds to and saves from.
 *
 * A contract that renews itself, is renewed by agreement, or whose renewal is not known is counted on to the end of the plan
 * at its present price, because the school goes on needing what it buys. One that ends by itself for good (renewal "none"), or
 * for which notice has been given or an end agreed, stops on that day. Prices are not raised for inflation. Where the
 * school wrote down what it pays in a financial year, that counts in the place of the yearly cost; what is paid once falls
 * into the year that the contract starts in.
 */
import { addDays, addMonths, daysBetween, earlierDate, laterDate, type PlainDate } from '../domain/dates.ts';
import { noticeDeadline } from '../domain/deadlines.ts';
import type { Pence } from '../domain/money.ts';
import type { Contract, SchoolRecord } from '../domain/record.ts';
import { daysInYear, type DayRun, type SchoolCalendar } from '../domain/terms.ts';

/** Past its end for longer than this, a contract that does not renew itself is over. Our own judgement. */
const MONTHS_IT_MAY_RUN_OVER = 12;

export interface YearRun extends DayRun {
  id: string;
}

export interface Commitment {
  contract: Contract;
  /** Null where neither a yearly cost nor a total with both dates is recorded: counted as nought. */
  yearlyPence: Pence | null;
  startsOn: PlainDate | null;
  /** Last day paid for; null where it goes on. */
  stopsOn: PlainDate | null;
  /** The first day that is not under the present contract but is counted on at the same price; null where there is none. */
  carriedOnFrom: PlainDate | null;
}

export interface YearCommitments {
  yearId: string;
  /** Under contracts as they stand. */
  contractedPence: Pence;
  /** After a contract's present end, where it is counted on. */
  carriedOnPence: Pence;
  totalPence: Pence;
  contracts: { contractId: string; title: string; pence: Pence }[];
  /** Contracts whose cost is not known and so counts as nought. */
  unknownCost: string[];
}

/**
 * A yearly amount spread over financial years by days: for each year, the amount times the days from `from` to `to` (both
 * counted) that fall in it, over the days of that year (365 or 366), rounded to the penny. A whole year gives the whole amount.
 */
export function spreadByYear(yearlyPence: Pence, from: PlainDate, to: PlainDate, years: readonly DayRun[]): Pence[] {
  return years.map((year) => {
    const first = laterDate(from, year.startsOn);
    const last = earlierDate(to, year.endsOn);
    const days = first > last ? 0 : daysBetween(first, last) + 1;
    return days === 0 ? 0 : Math.round((yearlyPence * days) / daysInYear(year));
  });
}

/**
 * The cost of a contract for one year, as recorded, or its total spread over its length, or the last of the years that it was
 * written down for; null where none is known.
 */
export function yearlyCostOf(contract: Contract): Pence | null {
  const { annualCostPence, totalValuePence, startsOn, endsOn } = contract;
  if (annualCostPence !== null) return annualCostPence;
  if (totalValuePence === null || startsOn === null || endsOn === null || endsOn < startsOn) return lastCash(contract);
  const days = daysBetween(startsOn, endsOn) + 1;
  return days < 365 ? totalValuePence : Math.round((totalValuePence * 365.25) / days);
}

function lastCash({ cashByYear }: Contract): Pence | null {
  const last = Object.keys(cashByYear ?? {})
    .sort()
    .at(-1);
  return last === undefined ? null : (cashByYear?.[last] ?? null);
}

/** How a contract goes on if nothing is done. */
export function commitmentOf(contract: Contract, asAt: PlainDate, calendar?: SchoolCalendar): Commitment {
  const deadline = noticeDeadline(contract, asAt, calendar);
  const yearlyPence = yearlyCostOf(contract);
  const base = { contract, yearlyPence, startsOn: contract.startsOn };
  if (deadline.status === 'ended') return { ...base, stopsOn: deadline.endsOn, carriedOnFrom: null };
  if (contract.renewal === 'none' && deadline.status === 'open')
    return { ...base, stopsOn: deadline.endsOn, carriedOnFrom: null };
  const longOver = contract.endsOn !== null && contract.endsOn < addMonths(asAt, -MONTHS_IT_MAY_RUN_OVER);
  if (longOver && contract.renewal !== 'automatic') return { ...base, stopsOn: contract.endsOn, carriedOnFrom: null };
  return { ...base, stopsOn: null, carriedOnFrom: contract.endsOn === null ? null : addDays(contract.endsOn, 1) };
}

/** The cost of all recorded contracts in each year if nothing is changed; days after `until` are left out. */
export function committedByYear(
  record: Pick<SchoolRecord, 'contracts' | 'asAt'> & Partial<Pick<SchoolRecord, 'limits'>>,
  years: readonly YearRun[],
  until: PlainDate = years.at(-1)?.endsOn ?? record.asAt,
): YearCommitments[] {
  const commitments = record.contracts
    .map((contract) => commitmentOf(contract, record.asAt, record.limits))
    .sort((a, b) => (a.contract.id < b.contract.id ? -1 : 1));
  const totals = commitments.map((commitment) => byYear(commitment, years, until));
  return years.map((year, index) => {
    const contracts = commitments.flatMap(({ contract }, at) => {
      const pence = totals[at]?.all[index] ?? 0;
      return pence === 0 ? [] : [{ contractId: contract.id, title: contract.title, pence }];
    });
    const totalPence = contracts.reduce((sum, line) => sum + line.pence, 0);
    const carriedOnPence = totals.reduce((sum, total) => sum + (total.carriedOn[index] ?? 0), 0);
    const unknownCost = commitments.flatMap((commitment) =>
      commitment.yearlyPence === null && (commitment.stopsOn === null || commitment.stopsOn >= year.startsOn)
        ? [commitment.contract.id]
        : [],
    );
    return {
      yearId: year.id,
      contractedPence: totalPence - carriedOnPence,
      carriedOnPence,
      totalPence,
      contracts,
      unknownCost,
    };
  });
}

function byYear(
  commitment: Commitment,
  years: readonly YearRun[],
  until: PlainDate,
): { all: Pence[]; carriedOn: Pence[] } {
  const { yearlyPence, startsOn, stopsOn, carriedOnFrom } = commitment;
  const { cashByYear, oneOffCostPence } = commitment.contract;
  const from = laterDate(startsOn ?? '1900-01-01', years[0]?.startsOn ?? '1900-01-01');
  const to = stopsOn === null ? until : earlierDate(stopsOn, until);
  const spread = spreadByYear(yearlyPence ?? 0, from, to, years);
  const later =
    carriedOnFrom === null
      ? years.map(() => 0)
      : spreadByYear(yearlyPence ?? 0, laterDate(from, carriedOnFrom), to, years);
  const cashOf = (year: YearRun): Pence | undefined => (to < year.startsOn ? undefined : cashByYear?.[year.id]);
  const onceIn = (year: YearRun): Pence =>
    startsOn !== null && startsOn >= year.startsOn && startsOn <= year.endsOn ? (oneOffCostPence ?? 0) : 0;
  return {
    all: years.map((year, index) => cashOf(year) ?? (spread[index] ?? 0) + onceIn(year)),
    carriedOn: years.map((year, index) => {
      const cash = cashOf(year);
      if (cash === undefined) return later[index] ?? 0;
      return carriedOnFrom !== null && carriedOnFrom <= year.startsOn ? cash : 0;
    }),
  };
}

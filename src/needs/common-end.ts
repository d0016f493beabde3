/**
 * Letting several contracts end on one day, so that they can be bought together from then on.
 *
 * For a day, each contract is brought to end on it in the way that costs least: it ends then anyway; it is extended at the same
 * price; it runs month by month at a premium; or it is left early, at its early-termination charge or by paying for both until
 * it ends, whichever is less. Only ends for which notice can still be given count. What one contract for all saves from the day
 * on is set against what that costs now: both percentages are the person's own, and no fact of ours.
 */
import { addDays, addMonths, dateParts, daysBetween, type PlainDate } from '../domain/dates.ts';
import { endAfterRenewals, noticeDateFor, noticeDeadline, noticeLength, safeNoticeDay } from '../domain/deadlines.ts';
import type { Pence } from '../domain/money.ts';
import type { Contract } from '../domain/record.ts';
import type { SchoolCalendar } from '../domain/terms.ts';
import { yearlyCostOf } from './commitments.ts';

export interface EndingContract {
  /** The school's name, as it is shown. */
  school: string;
  contract: Contract;
  calendar?: SchoolCalendar;
}

export interface CommonEndTerms {
  asAt: PlainDate;
  /** What month by month costs more, in a hundred. */
  premiumPercent: number;
  /** What one contract for all saves, in a hundred. */
  savingPercent: number;
}

export type EndingWay = 'ends-then' | 'extend' | 'short-term' | 'leave-early' | 'pay-both' | 'unknown';

export interface ContractEnding {
  school: string;
  contractId: string;
  title: string;
  way: EndingWay;
  /** Its own end that is used: the last before the day, or the one that it is left before. */
  ownEndOn: PlainDate | null;
  /** The last safe day for notice, or to agree the extension; null where none is needed or known. */
  actBy: PlainDate | null;
  costPence: Pence;
  yearlyPence: Pence | null;
  /** Why it can't be counted, in words. */
  unknown: string | null;
}

export interface CommonEnd {
  endsOn: PlainDate;
  contracts: ContractEnding[];
  /** Paid for bringing all of them to this day. */
  costPence: Pence;
  /** Saved in each year from then on. */
  savingPerYearPence: Pence;
  /** First month (its first day) by whose end the saving has paid for the cost; null where it never does within the years looked at. */
  breakEvenMonth: PlainDate | null;
  /** Cost less what is saved within the years looked at: the less the better. */
  netPence: Pence;
}

/** Years from today in which savings are counted. */
export const YEARS_COUNTED = 5;
/** Days looked at lie within so many years. */
const YEARS_AHEAD = 3;
/** Where a contract renews itself and the length is not recorded, a year is counted. */
const USUAL_RENEWAL_MONTHS = 12;
const MONTHS_LOOKED_AT = YEARS_COUNTED * 12;

/** An end that a contract may still have: reached by waiting, and until when notice for it is in time. */
interface OwnEnd {
  endsOn: PlainDate;
  noticeBy: PlainDate | null;
}

/** The ends that a contract may still have within the years looked at, the soonest first. */
export function ownEnds({ contract, calendar }: EndingContract, asAt: PlainDate): OwnEnd[] {
  const deadline = noticeDeadline(contract, asAt, calendar);
  if (deadline.endsOn === null) return [];
  if (deadline.status === 'ended') return deadline.endsOn < asAt ? [] : [{ endsOn: deadline.endsOn, noticeBy: null }];
  const rolls = contract.renewal === 'automatic' || contract.renewal === null;
  if (!rolls) return [{ endsOn: laterOf(deadline.endsOn, asAt), noticeBy: null }];
  const notice = noticeLength({ noticeCount: contract.noticeCount ?? 0, noticeUnit: contract.noticeUnit ?? 'days' });
  if (typeof notice === 'string' || contract.endsOn === null) return [];
  const months = contract.renewalMonths && contract.renewalMonths > 0 ? contract.renewalMonths : USUAL_RENEWAL_MONTHS;
  const until = addMonths(asAt, MONTHS_LOOKED_AT);
  const ends: OwnEnd[] = [];
  for (let renewals = 0; renewals < 1_000; renewals++) {
    const endsOn = endAfterRenewals(contract.endsOn, months, renewals, contract.startsOn);
    if (endsOn > until && ends.length > 0) break;
    const dueOn = noticeDateFor(endsOn, notice.count, notice.unit, calendar);
    if (endsOn >= asAt && dueOn >= asAt) ends.push({ endsOn, noticeBy: safeNoticeDay(dueOn, asAt, calendar).day });
  }
  return ends;
}

/** Days worth looking at: the contracts' own ends, and the ends of both kinds of financial year. Within three years. */
export function daysToLookAt(contracts: readonly EndingContract[], asAt: PlainDate): PlainDate[] {
  const until = addMonths(asAt, YEARS_AHEAD * 12);
  const { year } = dateParts(asAt);
  const yearEnds = Array.from({ length: YEARS_AHEAD + 1 }, (_, k) => [`${year + k}-03-31`, `${year + k}-08-31`]).flat();
  const own = contracts.flatMap((one) => ownEnds(one, asAt).map(({ endsOn }) => endsOn));
  return [...new Set([...own, ...yearEnds])].filter((day) => day > asAt && day <= until).sort();
}

/** What ending all of them on that day comes to. */
export function commonEnd(contracts: readonly EndingContract[], endsOn: PlainDate, terms: CommonEndTerms): CommonEnd {
  const found = contracts.map((one) => endingOn(one, endsOn, terms));
  const counted = found.filter(({ way }) => way !== 'unknown');
  const costPence = counted.reduce((sum, one) => sum + one.costPence, 0);
  const yearly = counted.reduce((sum, one) => sum + (one.yearlyPence ?? 0), 0);
  const savingPerYearPence = Math.round((yearly * terms.savingPercent) / 100);
  const until = addMonths(terms.asAt, MONTHS_LOOKED_AT);
  const days = Math.max(0, daysBetween(endsOn, until));
  return {
    endsOn,
    contracts: found,
    costPence,
    savingPerYearPence,
    breakEvenMonth: breakEven(endsOn, costPence, savingPerYearPence, until),
    netPence: costPence - Math.round((savingPerYearPence * days) / 365.25),
  };
}

/** The day that costs least, all savings within the years looked at taken off; the sooner where two are alike. Null where there is none. */
export function bestCommonEnd(contracts: readonly EndingContract[], terms: CommonEndTerms): CommonEnd | null {
  let best: CommonEnd | null = null;
  for (const day of daysToLookAt(contracts, terms.asAt)) {
    const one = commonEnd(contracts, day, terms);
    if (one.contracts.every(({ way }) => way === 'unknown')) return null;
    if (best === null || one.netPence < best.netPence) best = one;
  }
  return best;
}

/** One contract brought to end on the day, in the way that costs least. */
function endingOn(one: EndingContract, day: PlainDate, { asAt, premiumPercent }: CommonEndTerms): ContractEnding {
  const { school, contract } = one;
  const yearlyPence = yearlyCostOf(contract);
  const base = { school, contractId: contract.id, title: contract.title, yearlyPence, unknown: null };
  const lost = (unknown: string): ContractEnding => ({
    ...base,
    way: 'unknown',
    ownEndOn: null,
    actBy: null,
    costPence: 0,
    unknown,
  });
  const ends = ownEnds(one, asAt);
  if (ends.length === 0) return lost('When it can end is not known');
  if (yearlyPence === null) return lost('What it costs is not known');
  const costOf = (from: PlainDate, to: PlainDate) =>
    Math.round((yearlyPence * Math.max(0, daysBetween(from, to))) / 365.25);
  const ways: ContractEnding[] = [];
  const before = ends.findLast(({ endsOn }) => endsOn <= day);
  const after = ends.find(({ endsOn }) => endsOn >= day);
  if (before !== undefined) {
    const gap = daysBetween(before.endsOn, day);
    const own = { ...base, ownEndOn: before.endsOn, actBy: before.noticeBy };
    const premium = Math.round((costOf(before.endsOn, day) * premiumPercent) / 100);
    if (gap === 0) ways.push({ ...own, way: 'ends-then', costPence: 0 });
    else if (mayExtend(contract, before.endsOn, day))
      ways.push({ ...own, way: 'extend', actBy: before.noticeBy ?? before.endsOn, costPence: 0 });
    else ways.push({ ...own, way: 'short-term', actBy: before.noticeBy ?? before.endsOn, costPence: premium });
  }
  if (after !== undefined && after.endsOn > day) {
    const own = { ...base, ownEndOn: after.endsOn };
    ways.push({ ...own, way: 'pay-both', actBy: after.noticeBy, costPence: costOf(day, after.endsOn) });
    // Its charge replaces what is still owed for the rest of its time.
    if (contract.earlyTerminationPence !== null)
      ways.push({ ...own, way: 'leave-early', actBy: null, costPence: contract.earlyTerminationPence });
  }
  if (ways.length === 0) return lost('It has no end near that day');
  return ways.reduce((best, way) => (way.costPence < best.costPence ? way : best));
}

/** By agreement at the same price, or by extensions that are left and reach. */
function mayExtend({ renewal, extensionMonths, extensionsLeft }: Contract, from: PlainDate, to: PlainDate): boolean {
  if (extensionMonths !== null) return extensionsLeft !== 0 && addMonths(from, extensionMonths) >= to;
  return renewal === 'by-agreement';
}

function breakEven(endsOn: PlainDate, costPence: Pence, perYear: Pence, until: PlainDate): PlainDate | null {
  const first = `${addDays(endsOn, 1).slice(0, 7)}-01`;
  if (costPence <= 0) return first;
  if (perYear <= 0) return null;
  for (let month = first; month <= until; month = addMonths(month, 1)) {
    const days = daysBetween(endsOn, addDays(addMonths(month, 1), -1));
    if ((perYear * days) / 365.25 >= costPence) return month;
  }
  return null;
}

function laterOf(a: PlainDate, b: PlainDate): PlainDate {
  return a > b ? a : b;
}

/**
 * When a running contract can be left for something new, and what leaving it at that time costs or saves.
 *
 * The old service must last until the new one works. Work that is complete by the first day of a term may have been switched
 * over in the holiday before it, so an end up to {@link CHANGE_OVER_DAYS} days before that day is in time. The contract is paid
 * to the first end that is in time and for which notice can still be given ("safe end"); the days from the change-over to the
 * safe end are paid twice. Which ends can still be had goes by the contract's own last day for notice, since an end that the
 * law still allows must not cost a year in the plan; the day shown to give notice by is the last safe one. Where the price of ending early is known and is less than paying twice, that is taken.
 */
import { addDays, daysBetween, formatDate, laterDate, type PlainDate } from '../domain/dates.ts';
import {
  endAfterRenewals,
  noticeDateFor,
  noticeDeadline,
  noticeLength,
  renewalsUntil,
  safeNoticeDay,
} from '../domain/deadlines.ts';
import type { Pence } from '../domain/money.ts';
import type { Contract } from '../domain/record.ts';
import { commitmentOf, spreadByYear } from './commitments.ts';
import type { DayRun, SchoolCalendar } from '../domain/terms.ts';

/** Longest time between a switch-over and the first day of the term it is counted from: the summer holiday and a few days. */
export const CHANGE_OVER_DAYS = 45;

/** Paying for two services side by side longer than this is not offered. */
export const LONGEST_DOUBLE_DAYS = 366;

/** Where a contract renews itself and the length is not recorded, a year is counted. */
const USUAL_RENEWAL_MONTHS = 12;

export interface Leaving {
  contractId: string;
  /** The contract's last day; the day before the change-over where it is ended early. */
  safeEndOn: PlainDate;
  /** The last safe day to give notice for that end; null where none is needed or it is not known. */
  noticeBy: PlainDate | null;
  /** First day on which the new service must work for nothing to fall between. */
  changeOverOn: PlainDate;
  /** Days that both are paid for. */
  doubleDays: number;
  /** Paid for ending early; nought where it runs to its end. */
  earlyTerminationPence: Pence;
  /** By financial year: what no longer has to be paid. Nought or more. */
  savedPence: Pence[];
}

/** The first end of a contract that is in time for `completeOn` and can still be had; null where its end is not known. */
export function safeEndFor(
  contract: Contract,
  asAt: PlainDate,
  completeOn: PlainDate,
  calendar?: SchoolCalendar,
): { endsOn: PlainDate; noticeBy: PlainDate | null } | null {
  const from = addDays(completeOn, -CHANGE_OVER_DAYS);
  const deadline = noticeDeadline(contract, asAt, calendar);
  if (deadline.endsOn === null) return null;
  const rolls = contract.renewal === 'automatic' || contract.renewal === null;
  if (deadline.status === 'ended' || (contract.renewal === 'none' && deadline.status === 'open')) {
    return { endsOn: deadline.endsOn, noticeBy: null };
  }
  if (!rolls) {
    // Renewed by agreement: past its end a short extension up to the change is taken to be agreed at the same price.
    if (deadline.endsOn >= from) return { endsOn: deadline.endsOn, noticeBy: null };
    return { endsOn: addDays(completeOn, -1), noticeBy: null };
  }
  const length =
    contract.renewalMonths !== null && contract.renewalMonths > 0 ? contract.renewalMonths : USUAL_RENEWAL_MONTHS;
  const notice = noticeLength({
    noticeCount: contract.noticeCount ?? 0,
    noticeUnit: contract.noticeUnit ?? 'days',
  });
  if (typeof notice === 'string') return null;
  const original = contract.endsOn ?? deadline.endsOn;
  let renewals = renewalsUntil(contract, original, length, laterDate(deadline.endsOn, from));
  for (;;) {
    const end = endAfterRenewals(original, length, renewals, contract.startsOn);
    const dueOn = noticeDateFor(end, notice.count, notice.unit, calendar);
    if (dueOn >= asAt) return { endsOn: end, noticeBy: safeNoticeDay(dueOn, asAt, calendar).day };
    renewals += 1;
  }
}

/**
 * What leaving a contract means for something new that is in place throughout the term starting on `completeOn`. Days after
 * `horizonEndsOn` are left out. Null where the contract's end is not known, so that no saving can be counted.
 */
export function leaveContract(
  contract: Contract,
  asAt: PlainDate,
  completeOn: PlainDate,
  years: readonly DayRun[],
  horizonEndsOn: PlainDate,
  calendar?: SchoolCalendar,
): Leaving | null {
  const safe = safeEndFor(contract, asAt, completeOn, calendar);
  if (safe === null) return null;
  const commitment = commitmentOf(contract, asAt, calendar);
  const yearly = commitment.yearlyPence ?? 0;
  const paidUntil = commitment.stopsOn ?? horizonEndsOn;
  const atItsEnd = safe.endsOn < completeOn && safe.endsOn >= addDays(completeOn, -CHANGE_OVER_DAYS);
  const changeOverOn = atItsEnd ? addDays(safe.endsOn, 1) : completeOn;
  const doubleDays = Math.max(0, daysBetween(changeOverOn, safe.endsOn) + 1);
  const saved = (from: PlainDate): Pence[] => spreadByYear(yearly, from, paidUntil, years);
  const atEnd = saved(addDays(safe.endsOn, 1));
  const base = { contractId: contract.id, changeOverOn, noticeBy: safe.noticeBy };
  const early = contract.earlyTerminationPence;
  if (early !== null && doubleDays > 0 && changeOverOn <= horizonEndsOn) {
    const atOnce = saved(changeOverOn);
    if (sum(atOnce) - early > sum(atEnd)) {
      const endsOn = addDays(changeOverOn, -1);
      return {
        ...base,
        safeEndOn: endsOn,
        noticeBy: null,
        doubleDays: 0,
        earlyTerminationPence: early,
        savedPence: atOnce,
      };
    }
  }
  return { ...base, safeEndOn: safe.endsOn, doubleDays, earlyTerminationPence: 0, savedPence: atEnd };
}

/** Why a start is not offered: it would pay for two services for too long. */
export function boundReason(contract: Contract, leaving: Leaving): string {
  const months = Math.round(leaving.doubleDays / 30.4);
  return `"${contract.title}" is bound until ${formatDate(leaving.safeEndOn)}: starting now would pay for both for ${months} months.`;
}

function sum(amounts: readonly Pence[]): Pence {
  return amounts.reduce((total, amount) => total + amount, 0);
}

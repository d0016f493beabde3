/** What a contract asks of people, worked out from its dates: never stored, so that it is right on the day it is read. */
import type { PlainDate } from '../../domain/dates.ts';
import { decideBy, noticeDeadline, type NoticeDeadline } from '../../domain/deadlines.ts';
import type { Contract } from '../../domain/record.ts';
import type { SchoolCalendar } from '../../domain/terms.ts';

/** How a contract stands on a day; also the values of the list's `status` filter. */
export type ContractStatus = 'running' | 'leaving' | 'running-over' | 'ended' | 'not-known';

export const statusLabels: Record<ContractStatus, string> = {
  running: 'Running',
  leaving: 'Notice given',
  'running-over': 'Past its end',
  ended: 'Ended',
  'not-known': 'End not known',
};

export interface ContractOutlook {
  contract: Contract;
  status: ContractStatus;
  notice: NoticeDeadline;
  /** The end that counts: after renewals, or when notice takes effect. */
  endsOn: PlainDate | null;
  decideBy: PlainDate | null;
  decideByReason: string;
  /** What should be looked at next, as a day; null where nothing is left to do or nothing is known. */
  nextOn: PlainDate | null;
}

export function outlookOf(
  contract: Contract,
  governorsMeetings: readonly PlainDate[],
  asAt: PlainDate,
  calendar?: SchoolCalendar,
): ContractOutlook {
  const notice = noticeDeadline(contract, asAt, calendar);
  const decision = decideBy({
    lastSafeNoticeOn: notice.lastSafeNoticeOn,
    leadInDays: contract.leadInDays,
    governorsMeetings,
    asAt,
  });
  const status = statusOf(contract, notice, asAt);
  const live = status === 'running' || status === 'running-over';
  return {
    contract,
    status,
    notice,
    endsOn: notice.endsOn,
    decideBy: decision.decideBy,
    decideByReason: decision.reason,
    nextOn: live ? (decision.decideBy ?? notice.lastSafeNoticeOn ?? notice.endsOn) : null,
  };
}

/**
 * Contracts in the order in which they need a decision: dated ones first, then those that are leaving, then those whose
 * dates are not known (the money at stake decides), then those that have ended.
 */
export function byNextDecision(a: ContractOutlook, b: ContractOutlook): number {
  return (
    rank(a) - rank(b) ||
    compare(a.nextOn ?? a.endsOn ?? '9999', b.nextOn ?? b.endsOn ?? '9999') ||
    (b.contract.annualCostPence ?? 0) - (a.contract.annualCostPence ?? 0) ||
    compare(a.contract.title.toLowerCase(), b.contract.title.toLowerCase())
  );
}

export interface ContractTotals {
  contracts: number;
  /** Yearly cost of those that are not ended. */
  annualCostPence: number;
  /** How many of those have no yearly cost, so that the total is at least this much. */
  withoutCost: number;
}

export function totalsOf(outlooks: readonly ContractOutlook[]): ContractTotals {
  const running = outlooks.filter((outlook) => outlook.status !== 'ended');
  return {
    contracts: outlooks.length,
    annualCostPence: running.reduce((sum, outlook) => sum + (outlook.contract.annualCostPence ?? 0), 0),
    withoutCost: running.filter((outlook) => outlook.contract.annualCostPence === null).length,
  };
}

function statusOf(contract: Contract, notice: NoticeDeadline, asAt: PlainDate): ContractStatus {
  if (contract.endedOn !== null && contract.endedOn <= asAt) return 'ended';
  if (notice.status === 'ended') return notice.endsOn !== null && notice.endsOn < asAt ? 'ended' : 'leaving';
  if (contract.endsOn === null) return 'not-known';
  if (notice.status === 'passed' && contract.endsOn < asAt) return 'running-over';
  return 'running';
}

function rank(outlook: ContractOutlook): number {
  if (outlook.nextOn !== null) return 0;
  return { running: 2, 'running-over': 0, leaving: 1, 'not-known': 2, ended: 3 }[outlook.status];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

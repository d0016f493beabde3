/** What someone must decide or send, by which day: from the contracts' dates and from the plan's placements, in one list. */
import { addMonths, type PlainDate } from '../../domain/dates.ts';
import { decisionsCalendar, noticeDeadline, type CalendarEntry } from '../../domain/deadlines.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { Contract } from '../../domain/record.ts';
import type { SchoolCalendar } from '../../domain/terms.ts';

/** `decide` and `plan` are for people to choose; `notice` is to send; `end` and `renewal` happen by themselves. */
export type DecisionKind = 'decide' | 'notice' | 'end' | 'renewal' | 'plan';

export const kindLabels: Record<DecisionKind, string> = {
  decide: 'Decide',
  notice: 'Give notice',
  end: 'Contract ends',
  renewal: 'Renews by itself',
  plan: 'Decide (from the plan)',
};

export interface Decision {
  date: PlainDate;
  kind: DecisionKind;
  /** What to do, to be read alone: "Decide what follows Photocopier lease". */
  title: string;
  why: string;
  /** Where it is decided, below the school's address. */
  path: string;
  atMeeting: boolean;
  /** For a day to give notice: the last day by the contract, where that is later. */
  dueOn: PlainDate | null;
  /** True where it only comes if an earlier chance goes by and the contract is left to renew. */
  isLater: boolean;
}

export interface PlanInForce {
  problem: PlanningProblem;
  plan: Plan;
}

export interface Undated {
  contractId: string;
  title: string;
  why: string;
}

/** How far ahead the page looks unless it is asked for more. */
export const DEFAULT_MONTHS_AHEAD = 24;

/** Everything dated between `asAt` and `monthsAhead` later, in order of date. */
export function decisionsOf(
  contracts: readonly Contract[],
  governorsMeetings: readonly PlainDate[],
  inForce: PlanInForce | null,
  asAt: PlainDate,
  monthsAhead: number,
  calendar?: SchoolCalendar,
): Decision[] {
  const to = addMonths(asAt, monthsAhead);
  const fromContracts = decisionsCalendar(contracts, governorsMeetings, asAt, to, calendar).map(fromContract);
  const fromPlan = inForce === null ? [] : planDecisions(inForce, asAt, to);
  return [...fromContracts, ...fromPlan].sort((a, b) => compare(a.date, b.date) || compare(a.title, b.title));
}

/** Running contracts that no date can be worked out for, and why. */
export function undatedContracts(
  contracts: readonly Contract[],
  asAt: PlainDate,
  calendar?: SchoolCalendar,
): Undated[] {
  return contracts
    .map((contract) => ({ contract, notice: noticeDeadline(contract, asAt, calendar) }))
    .filter(({ notice }) => notice.status === 'unknown')
    .map(({ contract, notice }) => ({ contractId: contract.id, title: contract.title, why: notice.reason }))
    .sort((a, b) => compare(a.title, b.title));
}

/** Running contracts whose end has gone by without anyone saying what became of them. */
export function overdueContracts(
  contracts: readonly Contract[],
  asAt: PlainDate,
  calendar?: SchoolCalendar,
): Undated[] {
  return contracts
    .map((contract) => ({ contract, notice: noticeDeadline(contract, asAt, calendar) }))
    .filter(({ notice }) => notice.status === 'passed')
    .map(({ contract, notice }) => ({ contractId: contract.id, title: contract.title, why: notice.reason }))
    .sort((a, b) => compare(a.title, b.title));
}

/** What there is to do on a date of a contract, to be read alone: "Last day to give notice on “Copier lease”". */
export function decisionTitle({ kind, contractTitle }: Pick<CalendarEntry, 'kind' | 'contractTitle'>): string {
  return {
    'decide-by': `Decide what follows “${contractTitle}”`,
    'notice-deadline': `Last day to give notice on “${contractTitle}”`,
    'contract-end': `“${contractTitle}” ends`,
    renewal: `“${contractTitle}” renews by itself`,
  }[kind];
}

function fromContract(entry: CalendarEntry): Decision {
  const kind = (
    { 'decide-by': 'decide', 'notice-deadline': 'notice', 'contract-end': 'end', renewal: 'renewal' } as const
  )[entry.kind];
  return {
    date: entry.date,
    kind,
    title: decisionTitle(entry),
    why: entry.text,
    path: `/contracts/${encodeURIComponent(entry.contractId)}`,
    atMeeting: entry.atMeeting,
    dueOn: entry.dueOn,
    isLater: entry.chance > 1,
  };
}

function planDecisions({ problem, plan }: PlanInForce, asAt: PlainDate, to: PlainDate): Decision[] {
  const needs = new Map(problem.needs.map((need) => [need.id, need]));
  return plan.placements.flatMap((placement) => {
    const need = needs.get(placement.needId);
    const candidate = need?.candidates.find(
      ({ optionId, term }) => optionId === placement.optionId && term === placement.term,
    );
    const date = candidate?.decideBy ?? null;
    if (need === undefined || date === null || date < asAt || date > to) return [];
    const option = need.options.find(({ id }) => id === placement.optionId);
    const term = problem.terms[placement.term];
    const reason = candidate?.decideByReason ?? 'the last day to decide and still start on time.';
    const start = term === undefined || reason.includes('It starts on') ? '' : ` It starts in ${term.name}.`;
    return [
      {
        date,
        kind: 'plan' as const,
        title: `Decide on “${option?.name ?? need.name}”`,
        why: `${need.name}: ${reason}${start}`,
        path: `/plan/${encodeURIComponent(need.id)}`,
        atMeeting: false,
        dueOn: null,
        isLater: false,
      },
    ];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What the governors' two pages say, worked out from the plan and the record. Pure; the figures are the plan page's own. */
import { addMonths, type PlainDate } from '../../domain/dates.ts';
import { decisionsCalendar } from '../../domain/deadlines.ts';
import type { Pence } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { Contract, SchoolRecord } from '../../domain/record.ts';
import { yearlyCostOf } from '../../needs/index.ts';
import { type PlanItem, planItems, standardRows } from '../plan/index.ts';

/** How many lines a list on the two pages may have; the annex has them all. */
const MOST_LINES = 6;
const MOST_NOTICES = 4;
/** Lists of the second page: more would run on to a third. */
const MOST_ON_SECOND_PAGE = 3;

export interface NoticeLine {
  on: PlainDate;
  title: string;
  /** What follows where nobody gives notice; null where the contract does not renew by itself or nobody knows. */
  renews: { months: number | null; yearlyPence: Pence | null } | null;
}

/** What waiting does by itself, whatever is decided later. */
export interface WaitingFigures {
  /** Decisions whose day has passed already. */
  overdue: PlanItem[];
  /** Decisions whose day passes by `until`, and which day that is. */
  passing: PlanItem[];
  until: PlainDate;
  /** True where `until` is a governors' meeting: the one after the next. */
  isMeeting: boolean;
  /** Contracts that renew by themselves unless notice is given within a year, and what those of known cost cost a year. */
  renewing: number;
  renewingPence: Pence;
}

export interface PackFigures {
  /** Items to decide on within a year that cost money, soonest first. */
  toDecide: PlanItem[];
  moreToDecide: number;
  /** Notices to give within a year: on the two pages, and all of them. */
  notices: NoticeLine[];
  moreNotices: number;
  allNotices: NoticeLine[];
  waiting: WaitingFigures;
  /** Items where waiting a year loses most. */
  dearToDelay: PlanItem[];
  /** Guessed prices with the widest ranges. */
  widestGuesses: PlanItem[];
}

export function packFigures(problem: PlanningProblem, plan: Plan, record: SchoolRecord, today: PlainDate): PackFigures {
  const items = planItems(problem, plan);
  const inAYear = addMonths(today, 12);
  const decidable = decisionsOf(items, inAYear);
  const notices = noticesOf(record, today, inAYear);
  const lost = ({ reason }: PlanItem) => reason?.delayOneYear?.requirementTermsLost ?? 0;
  const width = ({ candidate: { wholeLifeRange: range } }: PlanItem) => range.highPence - range.lowPence;
  return {
    toDecide: decidable.slice(0, MOST_LINES),
    moreToDecide: Math.max(0, decidable.length - MOST_LINES),
    notices: notices.slice(0, MOST_NOTICES),
    moreNotices: Math.max(0, notices.length - MOST_NOTICES),
    allNotices: notices,
    waiting: waitingOf(items, notices, record, today),
    dearToDelay: items
      .filter((item) => lost(item) > 0)
      .sort((a, b) => lost(b) - lost(a))
      .slice(0, MOST_ON_SECOND_PAGE),
    widestGuesses: items
      .filter(({ option }) => option.placeholderPrice)
      .sort((a, b) => width(b) - width(a))
      .slice(0, MOST_ON_SECOND_PAGE),
  };
}

/** What costs money and has to be decided by that day, soonest first. */
function decisionsOf(items: readonly PlanItem[], until: PlainDate): PlanItem[] {
  return items
    .filter(({ candidate }) => candidate.decideBy !== null && candidate.decideBy <= until)
    .filter(({ candidate }) => [...candidate.capitalPence, ...candidate.revenuePence].some((pence) => pence > 0))
    .sort((a, b) => ((a.candidate.decideBy ?? '') < (b.candidate.decideBy ?? '') ? -1 : 1));
}

function noticesOf(record: SchoolRecord, today: PlainDate, until: PlainDate): NoticeLine[] {
  const byId = new Map(record.contracts.map((contract) => [contract.id, contract]));
  return decisionsCalendar(record.contracts, record.limits.governorsMeetings, today, until, record.limits)
    .filter(({ kind, chance }) => kind === 'notice-deadline' && chance === 1)
    .map(({ date, contractTitle, contractId }) => ({
      on: date,
      title: contractTitle,
      renews: renewalOf(byId.get(contractId)),
    }));
}

function renewalOf(contract: Contract | undefined): NoticeLine['renews'] {
  if (contract?.renewal !== 'automatic') return null;
  return { months: contract.renewalMonths, yearlyPence: yearlyCostOf(contract) };
}

/** Months looked ahead where no later meeting of the governors is written down. Our own judgement: a school term. */
const WITHOUT_MEETINGS_MONTHS = 4;

function waitingOf(
  items: readonly PlanItem[],
  notices: readonly NoticeLine[],
  record: SchoolRecord,
  today: PlainDate,
): WaitingFigures {
  const meetings = record.limits.governorsMeetings.filter((day) => day >= today).toSorted();
  const afterNext = meetings[1];
  const until = afterNext ?? addMonths(today, WITHOUT_MEETINGS_MONTHS);
  const decisions = decisionsOf(items, until);
  const renewing = notices.flatMap(({ renews }) => renews ?? []);
  return {
    overdue: decisions.filter(({ candidate }) => (candidate.decideBy ?? today) < today),
    passing: decisions.filter(({ candidate }) => (candidate.decideBy ?? '') >= today),
    until,
    isMeeting: afterNext !== undefined,
    renewing: renewing.length,
    renewingPence: renewing.reduce((sum, { yearlyPence }) => sum + (yearlyPence ?? 0), 0),
  };
}

/** The core standards of one group, by term. */
export interface GroupRow {
  name: string;
  of: number;
  withPlan: number[];
  without: number[];
  /** Met by the term in which they are due, or by the end where no day is set. */
  metByDate: number;
  metByDateWithout: number;
}

/** How many core standards of each group are met in each term, with the plan and without it. */
export function groupRows(
  problem: PlanningProblem,
  plan: Plan,
  edition: {
    categories: readonly { id: string; name: string }[];
    standards: readonly { id: string; categoryId: string }[];
  },
): GroupRow[] {
  const categoryOf = new Map(edition.standards.map(({ id, categoryId }) => [id, categoryId]));
  const rows = standardRows(problem, plan);
  const last = problem.terms.length - 1;
  return edition.categories.flatMap(({ id, name }): GroupRow[] => {
    const mine = rows.filter(({ standard }) => categoryOf.get(standard.id) === id);
    if (mine.length === 0) return [];
    const countIn = (met: (row: (typeof mine)[number]) => boolean[]) =>
      problem.terms.map((_, term) => mine.filter((row) => met(row)[term]).length);
    const byDate = (met: (row: (typeof mine)[number]) => boolean[]) =>
      mine.filter((row) => met(row)[row.standard.dueTerm ?? last]).length;
    return [
      {
        name,
        of: mine.length,
        withPlan: countIn((row) => row.with),
        without: countIn((row) => row.without),
        metByDate: byDate((row) => row.with),
        metByDateWithout: byDate((row) => row.without),
      },
    ];
  });
}

/** How many requirements of the core standards stand how. */
export interface ResultCounts {
  of: number;
  met: number;
  notMet: number;
  notDue: number;
  notKnown: number;
}

/** The requirements of the core groups in a report, those that do not concern the school left out: by group, and in all. */
export function resultCounts(report: {
  categories: readonly { id: string; name: string; core: boolean }[];
  standards: readonly { id: string; categoryId: string }[];
  requirements: readonly { standardId: string; result: string }[];
}): { groups: (ResultCounts & { name: string })[]; all: ResultCounts } {
  const categoryOf = new Map(report.standards.map(({ id, categoryId }) => [id, categoryId]));
  const groups = report.categories
    .filter(({ core }) => core)
    .map(({ id, name }) => ({
      name,
      ...countResults(report.requirements.filter(({ standardId }) => categoryOf.get(standardId) === id)),
    }));
  const sum = (of: (counts: ResultCounts) => number) => groups.reduce((total, counts) => total + of(counts), 0);
  return {
    groups,
    all: {
      of: sum((counts) => counts.of),
      met: sum((counts) => counts.met),
      notMet: sum((counts) => counts.notMet),
      notDue: sum((counts) => counts.notDue),
      notKnown: sum((counts) => counts.notKnown),
    },
  };
}

function countResults(lines: readonly { result: string }[]): ResultCounts {
  const asked = lines.filter(({ result }) => result !== 'not-applicable');
  const count = (wanted: string) => asked.filter(({ result }) => result === wanted).length;
  return {
    of: asked.length,
    met: count('met'),
    notMet: count('not-met'),
    notDue: count('not-due'),
    notKnown: count('not-known'),
  };
}

/** Running contracts of which something that a decision hangs on is not known. */
export function unknownContracts(record: SchoolRecord): { end: number; notice: number; cost: number } {
  const running = record.contracts.filter(({ endedOn }) => endedOn === null || endedOn > record.asAt);
  return {
    end: running.filter(({ endsOn }) => endsOn === null).length,
    notice: running.filter(({ noticeCount }) => noticeCount === null).length,
    cost: running.filter((contract) => yearlyCostOf(contract) === null).length,
  };
}

/** What the governors' two pages say, worked out from the plan and the record. Pure; the figures are the plan page's own. */
import { addMonths, type PlainDate } from '../../domain/dates.ts';
import { decisionsCalendar } from '../../domain/deadlines.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { type PlanItem, planItems } from '../plan/index.ts';

/** How many lines a list on the two pages may have; the annex has them all. */
const MOST_LINES = 6;
/** Lists of the second page: more would run on to a third. */
const MOST_ON_SECOND_PAGE = 3;

export interface NoticeLine {
  on: PlainDate;
  title: string;
}

export interface PackFigures {
  /** Items to decide on within a year that cost money, soonest first. */
  toDecide: PlanItem[];
  moreToDecide: number;
  /** Notices to give within a year. */
  notices: NoticeLine[];
  moreNotices: number;
  /** Items where waiting a year loses most. */
  dearToDelay: PlanItem[];
  /** Guessed prices with the widest ranges. */
  widestGuesses: PlanItem[];
}

export function packFigures(problem: PlanningProblem, plan: Plan, record: SchoolRecord, today: PlainDate): PackFigures {
  const items = planItems(problem, plan);
  const inAYear = addMonths(today, 12);
  const decidable = items
    .filter(({ candidate }) => candidate.decideBy !== null && candidate.decideBy <= inAYear)
    .filter(({ candidate }) => [...candidate.capitalPence, ...candidate.revenuePence].some((pence) => pence > 0))
    .sort((a, b) => ((a.candidate.decideBy ?? '') < (b.candidate.decideBy ?? '') ? -1 : 1));
  const notices = decisionsCalendar(record.contracts, record.limits.governorsMeetings, today, inAYear, record.limits)
    .filter(({ kind, chance }) => kind === 'notice-deadline' && chance === 1)
    .map(({ date, contractTitle }) => ({ on: date, title: contractTitle }));
  const lost = ({ reason }: PlanItem) => reason?.delayOneYear?.requirementTermsLost ?? 0;
  const width = ({ candidate: { wholeLifeRange: range } }: PlanItem) => range.highPence - range.lowPence;
  return {
    toDecide: decidable.slice(0, MOST_LINES),
    moreToDecide: Math.max(0, decidable.length - MOST_LINES),
    notices: notices.slice(0, MOST_LINES),
    moreNotices: Math.max(0, notices.length - MOST_LINES),
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

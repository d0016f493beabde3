/** What the pages of standards show, put together from a record's status. Pure. */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { planningHorizon, type SchoolTerm } from '../../domain/terms.ts';
import {
  editionFor,
  type Category,
  type Edition,
  type Library,
  type Requirement,
  type Standard,
} from '../../library/index.ts';
import {
  onDay,
  planStandards,
  questionStates,
  statusByDate,
  toAskInOrder,
  type GroupInterval,
  type QuestionState,
  type Result,
  type RequirementStatus,
  type SchoolStatus,
  type StatusInterval,
} from '../../status/index.ts';

/** A school's standards as they stand and as they go on without a plan. */
export interface Outlook {
  record: SchoolRecord;
  edition: Edition;
  today: PlainDate;
  terms: SchoolTerm[];
  status: SchoolStatus;
  questions: QuestionState[];
}

export interface RequirementLine {
  requirement: Requirement;
  standard: Standard;
  category: Category;
  status: RequirementStatus;
  now: StatusInterval;
}

export interface StandardLine {
  standard: Standard;
  category: Category;
  now: GroupInterval;
  /** From today on. */
  ahead: (GroupInterval & { endsBecause: string | null })[];
  requirements: RequirementLine[];
}

/** The record as it is today, and its status to the end of the plan's five years. */
export function outlookOf(snapshot: SchoolRecord, library: Library, today: PlainDate): Outlook {
  const record = { ...snapshot, asAt: today };
  const edition = editionFor(library, record);
  const { terms, endsOn } = planningHorizon(record.limits, record.school.governance, today);
  return {
    record,
    edition,
    today,
    terms,
    status: statusByDate(record, edition, today, endsOn),
    questions: questionStates(record, edition, today),
  };
}

/** Every standard with its requirements, in the library's order. */
export function standardLines(outlook: Outlook): StandardLine[] {
  const { edition, status, today } = outlook;
  const categories = new Map(edition.categories.map((category) => [category.id, category]));
  const groups = new Map(status.standards.map((standard) => [standard.standardId, standard.intervals]));
  const statuses = new Map(status.requirements.map((one) => [one.requirementId, one]));
  const byStandard = Map.groupBy(edition.requirements, ({ standardId }) => standardId);
  return edition.standards.flatMap((standard) => {
    const category = categories.get(standard.categoryId);
    const intervals = groups.get(standard.id) ?? [];
    const now = onDay(intervals, today);
    if (category === undefined || now === undefined) return [];
    const requirements = (byStandard.get(standard.id) ?? []).flatMap((requirement): RequirementLine[] => {
      const own = statuses.get(requirement.id);
      const interval = own && onDay(own.intervals, today);
      return own && interval ? [{ requirement, standard, category, status: own, now: interval }] : [];
    });
    return [{ standard, category, now, ahead: withReasons(joinResults(intervals), requirements), requirements }];
  });
}

/** The first day on which something that waits becomes due; null where nothing does. */
export function firstDueDay(lines: readonly RequirementLine[]): PlainDate | null {
  const days = lines.flatMap(({ now }) => (now.result === 'not-due' && now.dueFrom !== null ? [now.dueFrom] : []));
  return days.toSorted()[0] ?? null;
}

/** Groups' intervals with the same result are one for who reads them. */
function joinResults(intervals: readonly GroupInterval[]): GroupInterval[] {
  const joined: GroupInterval[] = [];
  for (const interval of intervals) {
    const last = joined.at(-1);
    if (last?.result === interval.result) joined[joined.length - 1] = { ...last, to: interval.to };
    else joined.push(interval);
  }
  return joined;
}

/** What ends a standard's interval is what ends that of a requirement on the same day. */
function withReasons(intervals: readonly GroupInterval[], requirements: readonly RequirementLine[]) {
  return intervals.map((interval, index) => {
    const next = intervals[index + 1];
    const ending = requirements
      .flatMap(({ status }) => status.intervals.map((own, i) => ({ own, after: status.intervals[i + 1] })))
      .filter(({ own, after }) => own.to === interval.to && after !== undefined && own.endsBecause !== null);
    const cause = ending.find(({ after }) => after?.result === next?.result) ?? ending[0];
    return { ...interval, endsBecause: cause?.own.endsBecause ?? null };
  });
}

export interface CategoryLine {
  category: Category;
  now: GroupInterval;
  standards: StandardLine[];
  questionsLeft: number;
  /** The first question that is still to ask. */
  nextQuestionId: string | null;
}

/** The core categories first, each with its standards. */
export function categoryLines(outlook: Outlook, lines: readonly StandardLine[]): CategoryLine[] {
  const intervals = new Map(outlook.status.categories.map((one) => [one.categoryId, one.intervals]));
  return outlook.edition.categories
    .toSorted((a, b) => Number(b.core) - Number(a.core))
    .flatMap((category) => {
      const now = onDay(intervals.get(category.id) ?? [], outlook.today);
      if (now === undefined) return [];
      const left = toAskInOrder(outlook.questions.filter(({ question }) => question.categoryId === category.id));
      return [
        {
          category,
          now,
          standards: lines.filter((line) => line.category.id === category.id),
          questionsLeft: left.length,
          nextQuestionId: left[0]?.question.id ?? null,
        },
      ];
    });
}

export interface StandardsFilter {
  result: Result | null;
  categoryId: string | null;
}

/** What the address asks for; what it names wrongly is not asked for. */
export function filterOf(query: Readonly<Record<string, string>>, edition: Edition): StandardsFilter {
  const results: readonly Result[] = ['met', 'not-met', 'not-due', 'not-known', 'not-applicable'];
  return {
    result: results.find((result) => result === query['result']) ?? null,
    categoryId: edition.categories.find(({ id }) => id === query['area'])?.id ?? null,
  };
}

export function filterStandards(lines: readonly StandardLine[], filter: StandardsFilter): StandardLine[] {
  return lines.filter(
    ({ now, category }) =>
      (filter.result === null || now.result === filter.result) &&
      (filter.categoryId === null || category.id === filter.categoryId),
  );
}

/** Duties in force that are not met today, the weightiest first. */
export function dutiesNotMet(lines: readonly StandardLine[]): RequirementLine[] {
  return lines
    .flatMap(({ requirements }) => requirements)
    .filter(({ requirement, now }) => requirement.duty && now.result === 'not-met')
    .toSorted((a, b) => b.requirement.weight - a.requirement.weight);
}

/** True where a duty in force is among those not met. */
export function hasOpenDuty(requirements: readonly RequirementLine[]): boolean {
  return requirements.some(({ requirement, now }) => requirement.duty && now.result === 'not-met');
}

/** Where an answer and the registers say opposite things. */
export function contradictions(lines: readonly StandardLine[]): RequirementLine[] {
  return lines.flatMap(({ requirements }) => requirements).filter(({ now }) => now.contradiction);
}

export type TermState = 'met' | 'not-met' | 'not-due' | 'not-known' | 'not-applicable';

/** A standard's state in each term: the worst of its days. What applies on none of them is a state of its own. */
export function statesByTerm(intervals: readonly GroupInterval[], terms: readonly SchoolTerm[]): TermState[] {
  return terms.map((term) => {
    const results = intervals
      .filter(({ from, to }) => from <= term.endsOn && to >= term.startsOn)
      .map(({ result }) => result);
    if (results.includes('not-met')) return 'not-met';
    if (results.includes('not-known') || results.length === 0) return 'not-known';
    if (results.includes('not-due')) return 'not-due';
    return results.includes('met') ? 'met' : 'not-applicable';
  });
}

/** Index of the term by whose end the core standards should be met; null outside the terms. The plan counts alike. */
export function dueTermIn(edition: Edition, terms: readonly SchoolTerm[]): number | null {
  return planStandards(edition, terms).find(({ core }) => core)?.dueTerm ?? null;
}

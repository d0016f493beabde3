/** What the standards' requirements look like over the terms of a plan when nothing is done: what needs arise from. */
import { addDays, formatDate, type PlainDate } from '../domain/dates.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { SchoolTerm } from '../domain/terms.ts';
import type { Category, Edition, Requirement } from '../library/library.ts';
import { dueOf, metByTerm, statusByDate, type RequirementStatus } from '../status/index.ts';

export interface RequirementOutlook {
  requirement: Requirement;
  /**
   * For each term, whether it is met (or not due) on all its school days. Not known counts as not met from the day on which it
   * would be due: see {@link waitOf}.
   */
  metWithout: boolean[];
  /** Its standard should be met by a day that the Department names: the plan need not wait for anything to begin on it. */
  hasDate: boolean;
  /** False where it does not apply to the school on any day: a plan neither meets nor misses it. */
  concerns: boolean;
  /** True where it is in place on the first day, whether or not it is due. */
  inPlaceAtStart: boolean;
  /** True where nothing recorded tells whether it is met. */
  unknown: boolean;
  /** Why it is not met, in a sentence or two to show; null where it is met throughout. */
  because: string | null;
  /** Why the plan leaves it for now though nobody knows whether it is met; null where it does not. */
  waits: string | null;
}

/** A wait of what is not known: until `from`, or for good where the day is not known (`from` null). */
interface Wait {
  from: PlainDate | null;
  because: string;
}

/** Every requirement of the edition over the terms, in the edition's order. */
export function requirementOutlooks(
  record: SchoolRecord,
  edition: Edition,
  terms: readonly SchoolTerm[],
): RequirementOutlook[] {
  const [first] = terms;
  const last = terms.at(-1);
  if (first === undefined || last === undefined) return [];
  const status = statusByDate(record, edition, first.startsOn, last.endsOn);
  // What ends in a term's own holiday leaves the term whole: its successor is put in during that holiday.
  const schoolDays = terms.map(({ startsOn, teachingEndsOn }) => ({ startsOn, endsOn: teachingEndsOn }));
  const categories = new Map(edition.categories.map((category) => [category.id, category]));
  const requirements = new Map(edition.requirements.map((requirement) => [requirement.id, requirement]));
  const waits = new Map<string, Wait>();
  const held = status.requirements.map((one): RequirementStatus => {
    const category = categories.get(one.categoryId);
    const requirement = requirements.get(one.requirementId);
    if (category === undefined || requirement === undefined) return one;
    if (!one.intervals.some(({ result }) => result === 'not-known')) return one;
    const wait = waitOf(record, category, requirement);
    if (wait === null) return one;
    waits.set(one.requirementId, wait);
    return { ...one, intervals: one.intervals.flatMap((interval) => waiting(interval, wait)) };
  });
  const met = metByTerm({ ...status, requirements: held }, schoolDays);
  const byId = new Map(held.map((one) => [one.requirementId, one]));
  return edition.requirements.map((requirement): RequirementOutlook => {
    const metWithout = met.get(requirement.id) ?? terms.map(() => false);
    const own = byId.get(requirement.id);
    const atStart = own?.intervals[0]?.result;
    const inPlaceAtStart = atStart === 'met' || atStart === 'not-applicable';
    const bad = own?.intervals.find(({ result }) => result === 'not-met' || result === 'not-known');
    const unknown = bad?.result === 'not-known';
    const wait = waits.get(requirement.id);
    return {
      requirement,
      metWithout,
      hasDate: hasDate(categories.get(own?.categoryId ?? ''), requirement),
      concerns: own?.intervals.some(({ result }) => result !== 'not-applicable') ?? true,
      inPlaceAtStart,
      unknown,
      because: bad === undefined ? null : sentence(requirement, bad, first.startsOn),
      waits: wait !== undefined && !metWithout.includes(false) ? wait.because : null,
    };
  });
}

/**
 * Until when a plan leaves alone what nobody knows to be met: until it would be due if it were not. A server room is not
 * rebuilt because a question about it is open; finding out comes first. Only for standards without a day of their own:
 * the core six are worked towards whatever is known. Guessed dates count here, as they do for the rest of the plan.
 */
function waitOf(record: SchoolRecord, category: Category, requirement: Requirement): Wait | null {
  if (hasDate(category, requirement)) return null;
  const { from, isOpen, because } = dueOf(record, category, requirement, []);
  if (!isOpen && (from === null || from <= record.asAt)) return null;
  return { from, because: because ?? 'It is not due yet.' };
}

function hasDate(category: Category | undefined, requirement: Requirement): boolean {
  return (category?.dueOn ?? null) !== null || requirement.localDue !== undefined;
}

/** The interval with its days before the end of the wait turned into "not due". */
function waiting(interval: RequirementStatus['intervals'][number], { from, because }: Wait) {
  if (interval.result !== 'not-known' || (from !== null && interval.from >= from)) return [interval];
  const held = { ...interval, result: 'not-due' as const, dueFrom: from, dueBecause: because };
  if (from === null || interval.to < from) return [held];
  return [
    { ...held, to: addDays(from, -1) },
    { ...interval, from },
  ];
}

function sentence(requirement: Requirement, bad: RequirementStatus['intervals'][number], firstDay: string): string {
  const when = bad.from > firstDay ? ` from ${formatDate(bad.from)}` : '';
  const state = bad.result === 'not-known' ? 'Not known' : 'Not met';
  return `${state}${when}: ${requirement.text} ${bad.reason}`.trim();
}

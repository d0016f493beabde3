/** What the standards' requirements look like over the terms of a plan when nothing is done: what needs arise from. */
import { formatDate } from '../domain/dates.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { SchoolTerm } from '../domain/terms.ts';
import type { Edition, Requirement } from '../library/library.ts';
import { metByTerm, statusByDate, type RequirementStatus } from '../status/index.ts';

export interface RequirementOutlook {
  requirement: Requirement;
  /** For each term, whether it is met (or not due) on all its school days. Not known counts as not met. */
  metWithout: boolean[];
  /** False where it does not apply to the school on any day: a plan neither meets nor misses it. */
  concerns: boolean;
  /** True where it is in place on the first day, whether or not it is due. */
  inPlaceAtStart: boolean;
  /** True where nothing recorded tells whether it is met. */
  unknown: boolean;
  /** Why it is not met, in a sentence or two to show; null where it is met throughout. */
  because: string | null;
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
  const met = metByTerm(status, schoolDays);
  const byId = new Map(status.requirements.map((one) => [one.requirementId, one]));
  return edition.requirements.map((requirement): RequirementOutlook => {
    const metWithout = met.get(requirement.id) ?? terms.map(() => false);
    const own = byId.get(requirement.id);
    const atStart = own?.intervals[0]?.result;
    const inPlaceAtStart = atStart === 'met' || atStart === 'not-applicable';
    const bad = own?.intervals.find(({ result }) => result === 'not-met' || result === 'not-known');
    const unknown = bad?.result === 'not-known';
    return {
      requirement,
      metWithout,
      concerns: own?.intervals.some(({ result }) => result !== 'not-applicable') ?? true,
      inPlaceAtStart,
      unknown,
      because: bad === undefined ? null : sentence(requirement, bad, first.startsOn),
    };
  });
}

function sentence(requirement: Requirement, bad: RequirementStatus['intervals'][number], firstDay: string): string {
  const when = bad.from > firstDay ? ` from ${formatDate(bad.from)}` : '';
  const state = bad.result === 'not-known' ? 'Not known' : 'Not met';
  return `${state}${when}: ${requirement.text} ${bad.reason}`.trim();
}

/**
 * What the planner is told of the standards.
 *
 * It counts a requirement as met in a term where it is met, does not apply, or is not due yet on every day of the term: a
 * supported, working network asks for nothing, so it has nothing to gain from being replaced early. From the term in which its
 * trigger comes it counts as not met. Not known counts as not met.
 */
import type { PlainDate } from '../domain/dates.ts';
import { addDays } from '../domain/dates.ts';
import type { PlanRequirement, PlanStandard } from '../domain/planning.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { Edition } from '../library/library.ts';
import type { Result, SchoolStatus } from './results.ts';
import { statusByDate } from './status.ts';

interface TermDays {
  startsOn: PlainDate;
  endsOn: PlainDate;
}

/** A due date that falls in the first days of a term belongs to the term before: nothing can be done in a week. */
const DAYS_INTO_TERM = 14;

const COUNTS_AS_MET: ReadonlySet<Result> = new Set(['met', 'not-applicable', 'not-due']);

/**
 * For every requirement of the edition (by id), whether it counts as met throughout each of the terms without any placement.
 * Terms are in order.
 */
export function requirementsMetByTerm(
  record: SchoolRecord,
  edition: Edition,
  terms: readonly TermDays[],
): Map<string, boolean[]> {
  const [first] = terms;
  const last = terms.at(-1);
  if (first === undefined || last === undefined) return new Map(edition.requirements.map(({ id }) => [id, []]));
  return metByTerm(statusByDate(record, edition, first.startsOn, last.endsOn), terms);
}

/** The same from a status already at hand that covers the terms (with the plan's effects, say). */
export function metByTerm(status: SchoolStatus, terms: readonly TermDays[]): Map<string, boolean[]> {
  return new Map(
    status.requirements.map(({ requirementId, intervals }) => [
      requirementId,
      terms.map((term) =>
        intervals.every(
          ({ from, to, result }) => to < term.startsOn || from > term.endsOn || COUNTS_AS_MET.has(result),
        ),
      ),
    ]),
  );
}

/** The edition's requirements as the planner takes them. */
export function planRequirements(
  record: SchoolRecord,
  edition: Edition,
  terms: readonly TermDays[],
): PlanRequirement[] {
  const met = requirementsMetByTerm(record, edition, terms);
  return edition.requirements.map(({ id, text, standardId, level, duty, weight }) => ({
    id,
    name: text,
    standardId,
    must: level === 'must',
    duty,
    weight,
    metWithout: met.get(id) ?? terms.map(() => false),
  }));
}

/** The edition's standards as the planner takes them, each with the term by whose end it should be fully met. */
export function planStandards(edition: Edition, terms: readonly TermDays[]): PlanStandard[] {
  const categories = new Map(edition.categories.map((category) => [category.id, category]));
  return edition.standards.map(({ id, name, categoryId, dueOn }) => {
    const category = categories.get(categoryId);
    return { id, name, core: category?.core ?? false, dueTerm: dueTermOf(firstDay(category?.dueOn, dueOn), terms) };
  });
}

function firstDay(...days: readonly (PlainDate | null | undefined)[]): PlainDate | null {
  return days.flatMap((day) => day ?? []).sort()[0] ?? null;
}

/** Index of the last term that gives a fair chance before `dueOn`; null where that lies outside the terms. */
function dueTermOf(dueOn: PlainDate | null, terms: readonly TermDays[]): number | null {
  if (dueOn === null) return null;
  const inside = terms.findIndex(({ startsOn, endsOn }) => startsOn <= dueOn && dueOn <= endsOn);
  const term = terms[inside];
  if (term === undefined) return null;
  return inside > 0 && addDays(term.startsOn, DAYS_INTO_TERM) > dueOn ? inside - 1 : inside;
}

/** From a record to what the planner is asked, under the edition that the record names, and what it is not asked about. */
import type { PlainDate } from '../../domain/dates.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor } from '../../library/index.ts';
import type { Library } from '../../library/library.ts';
import { compileProblem, plannedFor } from '../../needs/index.ts';
import { onDay, statusOn } from '../../status/index.ts';

/**
 * What planning this record asks of the planner.
 * @throws {UnknownEditionError} where the library lacks the record's edition.
 */
export function problemOf(library: Library, record: SchoolRecord): PlanningProblem {
  return compileProblem(record, library, editionFor(library, record));
}

/**
 * How many requirements on `day` are not met, or not known to be, and in no plan, because the library has no option yet that
 * would meet them. None of them is core.
 * @throws {UnknownEditionError} where the library lacks the record's edition.
 */
export function countOutsidePlan(library: Library, record: SchoolRecord, day: PlainDate): number {
  const edition = editionFor(library, record);
  const planned = plannedFor(library, edition);
  return statusOn(record, edition, day).requirements.filter(({ requirementId, intervals }) => {
    const result = onDay(intervals, day)?.result;
    return !planned.has(requirementId) && (result === 'not-met' || result === 'not-known');
  }).length;
}

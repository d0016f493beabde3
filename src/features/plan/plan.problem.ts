/** From a record to what the planner is asked, under the edition that the record names, and what it is not asked about. */
import type { PlainDate } from '../../domain/dates.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor } from '../../library/index.ts';
import type { Library } from '../../library/library.ts';
import { compileProblem, leftForNow, type LeftForNow } from '../../needs/index.ts';

/**
 * What planning this record asks of the planner.
 * @throws {UnknownEditionError} where the library lacks the record's edition.
 */
export function problemOf(library: Library, record: SchoolRecord): PlanningProblem {
  return compileProblem(record, library, editionFor(library, record));
}

/**
 * What is asked of the school on `day`, not met or not known to be, and in no plan, with the reason for each.
 * @throws {UnknownEditionError} where the library lacks the record's edition.
 */
export function leftOutOfPlan(library: Library, record: SchoolRecord, day: PlainDate): LeftForNow[] {
  return leftForNow(record, library, editionFor(library, record), day);
}

/** From a record to what the planner is asked, under the edition that the record names. */
import type { PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionOf } from '../../library/index.ts';
import type { Library } from '../../library/library.ts';
import { compileProblem } from '../../needs/index.ts';

/**
 * What planning this record asks of the planner.
 * @throws {UnknownEditionError} where the library lacks the record's edition.
 */
export function problemOf(library: Library, record: SchoolRecord): PlanningProblem {
  return compileProblem(record, library, editionOf(library, record.edition));
}

/** What a school's results under its edition say of each framework. */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import {
  editionOf,
  frameworkStanding,
  type Edition,
  type Framework,
  type FrameworkLine,
  type FrameworkMapping,
  type KnownResult,
  type Library,
} from '../../library/index.ts';
import { statusOn, type Result } from '../../status/index.ts';

export interface FrameworkOutlook {
  framework: Framework;
  /** Null where nobody has mapped it to the school's edition. */
  standing: { mapping: FrameworkMapping; lines: FrameworkLine[] } | null;
}

/** Each framework of the library on a day, by name. @throws {UnknownEditionError} where the library lacks the edition. */
export function frameworkOutlooks(
  record: SchoolRecord,
  library: Library,
  today: PlainDate,
): { edition: Edition; outlooks: FrameworkOutlook[] } {
  // By the national edition: a trust that asks for more does not change what an insurer or a certificate asks.
  const edition = editionOf(library, record.edition);
  const results = new Map(
    statusOn(record, edition, today).requirements.map(({ requirementId, intervals }) => [
      requirementId,
      knownResult(intervals[0]?.result ?? 'not-known'),
    ]),
  );
  const outlooks = library.frameworks
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map((framework) => ({
      framework,
      standing: frameworkStanding(framework, edition.id, (id) => results.get(id) ?? 'not-known'),
    }));
  return { edition, outlooks };
}

/** What is not due yet under the standards is still not met: a framework does not wait for a replacement. */
function knownResult(result: Result): KnownResult {
  return result === 'not-due' ? 'not-met' : result;
}

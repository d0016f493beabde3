/** What is not met, or not known to be, and yet not in a plan: each with its reason, so that nobody takes a plan for more than it is. */
import type { PlainDate } from '../domain/dates.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { Edition, Library } from '../library/library.ts';
import { onDay, statusOn } from '../status/index.ts';
import { findNeeds, horizonOf, plannedFor, understood } from './compile-problem.ts';
import { requirementOutlooks } from './outlook.ts';

export interface LeftForNow {
  requirementId: string;
  standardId: string;
  /** The requirement, as one sentence. */
  text: string;
  /** One or two sentences. */
  reason: string;
}

/**
 * The requirements on `day` that are not met, or not known to be, and in no plan: what waits for a day that nobody has written
 * down or that comes after the plan, and what nothing in the library meets (a rule of a trust's own, say). None is core. What
 * is known not to be due yet is not among them (the standards' pages say when it is), nor what comes with work that the plan
 * has for something else.
 */
export function leftForNow(record: SchoolRecord, library: Library, edition: Edition, day: PlainDate): LeftForNow[] {
  const planned = plannedFor(library, edition);
  const open = new Set(
    statusOn(record, edition, day).requirements.flatMap(({ requirementId, intervals }) => {
      const result = onDay(intervals, day)?.result;
      return result === 'not-met' || result === 'not-known' ? requirementId : [];
    }),
  );
  if (open.size === 0) return [];
  const comesWith = new Set(findNeeds(record, library, edition).flatMap(({ template }) => template.requirements));
  return requirementOutlooks(understood(record, library), edition, horizonOf(record).terms).flatMap(
    ({ requirement: { id, standardId, text }, waits }): LeftForNow[] => {
      if (!open.has(id) || comesWith.has(id)) return [];
      const known = { requirementId: id, standardId, text };
      if (!planned.has(id)) return [{ ...known, reason: 'Nothing in the library meets it yet.' }];
      return waits === null ? [] : [{ ...known, reason: `Nobody has said whether it is met. ${waits}` }];
    },
  );
}

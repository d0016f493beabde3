/** The few figures of a school's front page: how many of the core categories are met, and what stands in the way. */
import type { PlainDate } from '../domain/dates.ts';
import type { Edition } from '../library/library.ts';
import { noCounts } from './groups.ts';
import { onDay } from './intervals.ts';
import type { Counts, Result, SchoolStatus } from './results.ts';

export interface CategorySummary {
  categoryId: string;
  name: string;
  result: Result;
  /** Its standards by result. */
  standards: Counts;
  /** Its musts by result. */
  musts: Counts;
}

export interface CoreSummary {
  on: PlainDate;
  /** Core categories fully met. One that only waits for a trigger is counted beside it, not in it. */
  met: number;
  notMet: number;
  notDue: number;
  notKnown: number;
  /** Core categories of which nothing concerns this school: neither met nor unmet. */
  notApplicable: number;
  total: number;
  /** Duties in force that are not met today. */
  dutiesNotMet: number;
  /** Requirements where an answer and the registers disagree. */
  contradictions: number;
  categories: CategorySummary[];
}

/** The core categories on one day that the status covers. */
export function coreSummary(status: SchoolStatus, edition: Edition, on: PlainDate = status.from): CoreSummary {
  const core = edition.categories.filter((category) => category.core);
  const categories = core.map((category): CategorySummary => {
    const group = onDay(status.categories.find(({ categoryId }) => categoryId === category.id)?.intervals ?? [], on);
    const musts = noCounts();
    for (const requirement of status.requirements) {
      if (requirement.categoryId !== category.id || requirement.level !== 'must') continue;
      const result = onDay(requirement.intervals, on)?.result;
      if (result !== undefined) musts[result] += 1;
    }
    return {
      categoryId: category.id,
      name: category.name,
      result: group?.result ?? 'not-known',
      standards: group?.counts ?? noCounts(),
      musts,
    };
  });
  const countOf = (result: Result) => categories.filter((category) => category.result === result).length;
  const today = status.requirements.map((requirement) => ({ ...requirement, now: onDay(requirement.intervals, on) }));
  return {
    on,
    met: countOf('met'),
    notMet: countOf('not-met'),
    notDue: countOf('not-due'),
    notKnown: countOf('not-known'),
    notApplicable: countOf('not-applicable'),
    total: categories.length,
    dutiesNotMet: today.filter(({ duty, now }) => duty && now?.result === 'not-met').length,
    contradictions: today.filter(({ now }) => now?.contradiction === true).length,
    categories,
  };
}

/** What local rules would change for a school, before they are taken. Pure. */
import type { PlainDate } from '../../domain/dates.ts';
import { reaches, type LocalRuleSet } from '../../domain/local-rules.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor, type Library, type Requirement } from '../../library/index.ts';
import { statusOn, type Result, type SchoolStatus, type StatusInterval } from '../../status/index.ts';

export interface EffectLine {
  requirement: Requirement;
  standardName: string;
  /** Null where it is not asked: before, of a rule that adds it; after, of one that is taken away. */
  was: StandingNow | null;
  is: StandingNow | null;
}

export interface StandingNow {
  level: Requirement['level'];
  result: Result;
  dueFrom: PlainDate | null;
}

export interface SchoolEffect {
  /** True where the set does not reach the school, before or after. */
  isOutOfReach: boolean;
  /** Every requirement that stands otherwise, is due on another day, or has become a must. */
  lines: EffectLine[];
  /** How many standards are fully met today, before and after. */
  standardsMet: { was: number; is: number; of: number };
}

/**
 * What a school's standing on a day would be with `next` in the place of the set of the same id that it has (or none has):
 * `next` null takes it away.
 * @throws {UnknownEditionError} where the library lacks the record's edition.
 */
export function localEffect(
  record: SchoolRecord,
  library: Library,
  setId: string,
  next: LocalRuleSet | null,
  day: PlainDate,
): SchoolEffect {
  const proposed = {
    ...record,
    localRules: [
      ...record.localRules.filter(({ id }) => id !== setId),
      ...(next !== null && reaches(next, record.school.phase) ? [next] : []),
    ],
  };
  const isOutOfReach =
    !record.localRules.some(({ id }) => id === setId) && !proposed.localRules.some(({ id }) => id === setId);
  const [before, after] = [standing(record, library, day), standing(proposed, library, day)];
  const was = before.byId;
  const ids = [...after.byId.keys(), ...[...was.keys()].filter((id) => !after.byId.has(id))];
  const lines = ids.flatMap((id): EffectLine[] => {
    const [old, now] = [was.get(id), after.byId.get(id)];
    const found = now ?? old;
    if (found === undefined) return [];
    const [a, b] = [old?.now ?? null, now?.now ?? null];
    if (a !== null && b !== null && isSame(a, b)) return [];
    return [{ requirement: found.requirement, standardName: found.standardName, was: a, is: b }];
  });
  return {
    isOutOfReach,
    lines,
    standardsMet: { was: before.met, is: after.met, of: after.standards },
  };
}

/** True where nothing that a school would notice differs. */
export function isSame(a: StandingNow, b: StandingNow): boolean {
  return a.level === b.level && a.result === b.result && a.dueFrom === b.dueFrom;
}

function standing(record: SchoolRecord, library: Library, day: PlainDate) {
  const edition = editionFor(library, record);
  const status = statusOn({ ...record, asAt: day }, edition, day);
  const names = new Map(edition.standards.map(({ id, name }) => [id, name]));
  const intervals = new Map(status.requirements.map((one) => [one.requirementId, one.intervals[0]]));
  const byId = new Map(
    edition.requirements.flatMap((requirement) => {
      const interval = intervals.get(requirement.id);
      if (interval === undefined) return [];
      const standardName = names.get(requirement.standardId) ?? requirement.standardId;
      const now = nowOf(requirement, interval);
      return [[requirement.id, { requirement, standardName, now }] as const];
    }),
  );
  return { byId, ...standardsAsked(status) };
}

function nowOf({ level }: Requirement, { result, dueFrom }: StatusInterval): StandingNow {
  return { level, result, dueFrom };
}

/** How many of the standards that concern the school are met. */
function standardsAsked({ standards }: SchoolStatus): { met: number; standards: number } {
  const asked = standards.filter(({ intervals: [now] }) => now?.result !== 'not-applicable');
  return { met: asked.filter(({ intervals: [now] }) => now?.result === 'met').length, standards: asked.length };
}

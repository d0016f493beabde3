/**
 * Gaps that the school accepts until a day. The plan places nothing for such a need before that day, unless a duty stands
 * behind it: the law asks for it whatever the school accepts. Nothing here counts a gap as met.
 */
import { formatDate, type PlainDate } from '../domain/dates.ts';
import type { Exception } from '../domain/actuals.ts';
import type { PlanNeed, PlanTerm } from '../domain/planning.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { FoundNeed } from './find-needs.ts';

/** Why and until when a need is left; null where it is not. */
export interface Acceptance {
  until: PlainDate;
  exceptions: Exception[];
}

/** True where a duty stands behind a need: a requirement not met that is in force today, or what must not stop. */
export function isDuty({ unmet, keeps }: Pick<FoundNeed, 'unmet' | 'keeps'>): boolean {
  return unmet.some(({ requirement }) => requirement.duty) || keeps?.duty === true;
}

/**
 * The acceptance of a need on the record's day: its own, or those of all its requirements that are not met. A need that also
 * keeps something up ("the switches are within support") is only left where it is accepted itself.
 */
export function acceptanceOf(need: FoundNeed, record: Pick<SchoolRecord, 'exceptions' | 'asAt'>): Acceptance | null {
  const running = record.exceptions.filter(({ until }) => until >= record.asAt);
  if (running.length === 0 || isDuty(need)) return null;
  const own = running.find(({ needId }) => needId === need.id);
  if (own !== undefined) return { until: own.until, exceptions: [own] };
  const keepsUp = need.keeps?.metWithout.includes(false) ?? false;
  if (keepsUp || need.unmet.length === 0) return null;
  const found = need.unmet.map(({ requirement }) =>
    running.find(({ requirementId }) => requirementId === requirement.id),
  );
  const exceptions = found.filter((one) => one !== undefined);
  if (exceptions.length < found.length) return null;
  const until = exceptions.map((one) => one.until).reduce((a, b) => (a < b ? a : b));
  return { until, exceptions };
}

/** The need without its starts up to the day, each named with the reason. */
export function leaveAccepted(need: PlanNeed, acceptance: Acceptance | null, terms: readonly PlanTerm[]): PlanNeed {
  if (acceptance === null) return need;
  const { until, exceptions } = acceptance;
  const isHeld = (term: number) => (terms[term]?.startsOn ?? '') <= until;
  const because = exceptions[0]?.reason ?? '';
  const reason = `Your school accepts this until ${formatDate(until)}: ${because}`;
  const held = need.candidates.filter(({ term }) => isHeld(term));
  return {
    ...need,
    candidates: need.candidates.filter(({ term }) => !isHeld(term)),
    ruledOut: [...need.ruledOut, ...held.map(({ optionId, term }) => ({ optionId, term, kind: 'accepted', reason }))],
  };
}

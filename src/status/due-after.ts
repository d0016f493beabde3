/** When a requirement is due that is not asked before others are met (trigger `after`). */
import type { PlainDate } from '../domain/dates.ts';
import type { Requirement } from '../library/library.ts';
import { groupIntervals } from './groups.ts';
import type { RequirementStatus } from './results.ts';
import type { Due } from './triggers.ts';

/** A stretch of days in which what is waited for is there, or is not. */
export interface WaitInterval {
  from: PlainDate;
  to: PlainDate;
  due: Due;
}

/** For every stretch of days, when the requirement is due: on the days on which all that it waits for is met. */
export function dueAfter(others: readonly RequirementStatus[], byId: ReadonlyMap<string, Requirement>): WaitInterval[] {
  const names = others.map(({ requirementId }) => `“${withoutStop(byId.get(requirementId)?.text ?? requirementId)}”`);
  const parts = groupIntervals(others.map(({ intervals }) => intervals));
  const isThere = parts.map(({ result }) => result === 'met' || result === 'not-applicable');
  return parts.map(({ from, to }, i): WaitInterval => {
    if (isThere[i] === true) return { from, to, due: { from: null, isOpen: false, because: null, chain: [] } };
    const next = parts.find((_, j) => j > i && isThere[j])?.from ?? null;
    const because = `Not due until this is met: ${names.join(' and ')}${next === null ? '; the day is not known' : ''}.`;
    return { from, to, due: { from: next, isOpen: next === null, because, chain: [] } };
  });
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/**
 * Putting results together. A standard is met only where every one of its musts is met (or does not apply); a category only
 * where every one of its standards is. Nothing is averaged: the worst part is the result, in the order
 * not met, not known, not due, met.
 */
import type { PlainDate } from '../domain/dates.ts';
import { cutDays, joinDays, onDay } from './intervals.ts';
import type { Counts, GroupInterval, Result } from './results.ts';

interface ResultInterval {
  from: PlainDate;
  to: PlainDate;
  result: Result;
}

const WORST_FIRST: readonly Result[] = ['not-met', 'not-known', 'not-due', 'met'];

export function noCounts(): Counts {
  return { met: 0, 'not-met': 0, 'not-due': 0, 'not-known': 0, 'not-applicable': 0 };
}

/** The worst of the results; not applicable only where none applies. */
export function worstOf(counts: Counts): Result {
  return WORST_FIRST.find((result) => counts[result] > 0) ?? 'not-applicable';
}

/** The parts' results put together, day by day. All parts cover the same days; without parts there is nothing. */
export function groupIntervals(parts: readonly (readonly ResultInterval[])[]): GroupInterval[] {
  const first = parts[0]?.[0];
  const last = parts[0]?.at(-1);
  if (first === undefined || last === undefined) return [];
  const starts = parts.flatMap((part) => part.map(({ from }) => from));
  const pieces = cutDays(first.from, last.to, starts).map((days): GroupInterval => {
    const counts = noCounts();
    for (const part of parts) {
      const result = onDay(part, days.from)?.result;
      if (result !== undefined) counts[result] += 1;
    }
    return { ...days, result: worstOf(counts), counts };
  });
  return joinDays(pieces, (a, b) => WORST_FIRST.every((result) => a.counts[result] === b.counts[result]));
}

/** Cutting a stretch of days where something changes, and joining what stayed the same. Both ends of an interval are included. */
import { addDays, type PlainDate } from '../domain/dates.ts';

export interface Days {
  from: PlainDate;
  to: PlainDate;
}

/** The stretch cut at each of `starts` that falls inside it: a start is the first day of the new state. */
export function cutDays(from: PlainDate, to: PlainDate, starts: Iterable<PlainDate>): Days[] {
  const firsts = [...new Set([from, ...starts])].filter((day) => day >= from && day <= to).sort();
  return firsts.map((first, i) => {
    const next = firsts[i + 1];
    return { from: first, to: next === undefined ? to : addDays(next, -1) };
  });
}

/** Neighbours that `same` calls equal become one; the earlier one's other fields are kept. */
export function joinDays<T extends Days>(intervals: readonly T[], same: (a: T, b: T) => boolean): T[] {
  const joined: T[] = [];
  for (const interval of intervals) {
    const last = joined.at(-1);
    if (last && same(last, interval)) joined[joined.length - 1] = { ...last, to: interval.to };
    else joined.push(interval);
  }
  return joined;
}

/** The interval that holds this day; undefined outside all of them. Intervals are in order. */
export function onDay<T extends Days>(intervals: readonly T[], day: PlainDate): T | undefined {
  return intervals.find(({ from, to }) => from <= day && day <= to);
}

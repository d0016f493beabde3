/** Checks of gaps that the school accepts until a day: they come back as it nears, and stay while nothing was done. Pure. */
import { addDays, formatDate, type PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import type { Edition } from '../../library/index.ts';
import { onDay, statusOn } from '../../status/index.ts';
import { NEAR_DAYS, standingOfException } from '../exceptions/index.ts';
import type { Check } from './check.ts';

export function acceptedChecks(record: SchoolRecord, edition: Edition, today: PlainDate): Check[] {
  const due = record.exceptions.filter((one) => standingOfException(one, today) !== 'running');
  if (due.length === 0) return [];
  const about = new Set(due.flatMap(({ requirementId }) => requirementId ?? []));
  const asked = edition.requirements.filter(({ id }) => about.has(id));
  const status = asked.length === 0 ? [] : statusOn(record, { ...edition, requirements: asked }, today).requirements;
  const settled = new Set(
    status.flatMap(({ requirementId, intervals }) => {
      const result = onDay(intervals, today)?.result;
      return result === 'met' || result === 'not-applicable' ? requirementId : [];
    }),
  );
  return due
    .filter(({ requirementId }) => requirementId === null || !settled.has(requirementId))
    .map(({ id, subject, until, reason, agreedBy, agreedOn }): Check => {
      const isOver = until < today;
      const day = formatDate(until);
      return {
        id: `${isOver ? 'accepted-over' : 'accepted-ends'}:${id}`,
        kind: isOver ? 'accepted-over' : 'accepted-ends',
        sentence: isOver
          ? `Your school accepted a gap until ${day}. That day has passed, and the gap is still there.`
          : `Your school accepts a gap until ${day}. It comes back the day after.`,
        because: [
          { text: subject, path: `/exceptions/${encodeURIComponent(id)}` },
          { text: `Accepted because: ${reason} (${agreedBy}, ${formatDate(agreedOn)})`, path: null },
        ],
        fix: { path: `/exceptions/${encodeURIComponent(id)}`, words: 'Look at it again' },
        since: isOver ? addDays(until, 1) : addDays(until, -NEAR_DAYS),
      };
    });
}

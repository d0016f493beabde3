/** The decisions as a picture by month. */
import type { PlainDate } from '../../domain/dates.ts';
import { decisionsCalendar, type DecisionMarkKind } from '../../ui/charts/index.ts';
import type { Html } from '../../ui/html.ts';
import type { Decision, DecisionKind } from './decisions.rules.ts';

const marks: Record<DecisionKind, DecisionMarkKind | null> = {
  decide: 'decide',
  plan: 'decide',
  notice: 'notice',
  end: 'end',
  renewal: null,
};

/** The picture shows two years at most; the list below it goes as far as was asked. Null where nothing would be in it. */
export function decisionsPicture(
  base: string,
  decisions: readonly Decision[],
  meetings: readonly PlainDate[],
  today: PlainDate,
  monthsAhead: number,
): Html | null {
  const drawn = decisions.flatMap(({ date, kind, title, path }) => {
    const mark = marks[kind];
    return mark === null ? [] : [{ date, kind: mark, label: title, href: `${base}${path}` }];
  });
  if (drawn.length === 0) return null;
  const meeting = meetings
    .filter((date) => date >= today)
    .map((date) => ({ date, kind: 'meeting' as const, label: 'governors’ meeting' }));
  return decisionsCalendar({ from: today, months: Math.min(monthsAhead, 24), marks: [...drawn, ...meeting] });
}

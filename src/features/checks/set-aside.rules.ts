/** Which checks are open and which are set aside. Pure. */
import type { PlainDate } from '../../domain/dates.ts';
import { addMonths, formatDate } from '../../domain/dates.ts';
import { parseFields, type Field, type FieldError } from '../../ui/forms/index.ts';
import { factsOf, type Check } from './check.ts';
import type { SetAside } from './checks.queries.ts';

export interface StandingChecks {
  open: Check[];
  aside: { check: Check; by: SetAside }[];
}

/** A check stays set aside while it rests on the same facts, up to and with the day given. */
export function standingChecks(
  checks: readonly Check[],
  setAside: readonly SetAside[],
  today: PlainDate,
): StandingChecks {
  const holding = new Map(setAside.filter(({ until }) => until >= today).map((one) => [one.checkId, one]));
  const asideBy = (check: Check): SetAside | undefined => {
    const by = holding.get(check.id);
    return by?.facts === factsOf(check) ? by : undefined;
  };
  return {
    open: checks.filter((check) => asideBy(check) === undefined),
    aside: checks.flatMap((check) => {
      const by = asideBy(check);
      return by === undefined ? [] : [{ check, by }];
    }),
  };
}

/** What is set aside for longer is forgotten. Our own judgement. */
const LONGEST_MONTHS = 24;

export const setAsideFields: readonly Field[] = [
  {
    name: 'reason',
    label: 'Why it may stand as it is',
    hint: 'Whoever sees it next will read this',
    kind: 'longtext',
    required: true,
    maxLength: 1000,
  },
  {
    name: 'until',
    label: 'Set it aside until',
    hint: 'It comes back the day after, or as soon as something it rests on changes. For example, 31 August 2027',
    kind: 'date',
    required: true,
  },
];

export interface SetAsideReading {
  given: { reason: string; until: PlainDate } | null;
  typed: Record<string, string>;
  errors: FieldError[];
}

/** Reads the form. */
export function readSetAside(body: unknown, today: PlainDate): SetAsideReading {
  const { values, typed, errors } = parseFields(setAsideFields, (body ?? {}) as Record<string, unknown>);
  const { reason, until } = values as { reason: string | null; until: PlainDate | null };
  const found = [...errors];
  const latest = addMonths(today, LONGEST_MONTHS);
  if (until !== null && until <= today) found.push({ field: 'until', message: 'Give a day after today' });
  if (until !== null && until > latest)
    found.push({
      field: 'until',
      message: `Give a day up to ${formatDate(latest)}: by then somebody should look again`,
    });
  const isWhole = found.length === 0 && reason !== null && until !== null;
  return { given: isWhole ? { reason, until } : null, typed, errors: found };
}

/**
 * Gaps that a school accepts until a day: how the form is read, where each stands, and the words for it. Pure. Nothing here
 * changes a result: what is accepted is still not met.
 */
import type { Exception } from '../../domain/actuals.ts';
import { addDays, addMonths, formatDate, type PlainDate } from '../../domain/dates.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';
import { exceptionFields } from './exceptions.fields.ts';

export type ExceptionSubject = Pick<Exception, 'requirementId' | 'needId'>;
export type ExceptionContent = Pick<Exception, 'until' | 'reason' | 'agreedBy' | 'agreedOn'>;

/** How long before its last day a gap is said to come back, in days. Our own judgement: a governors' meeting lies between. */
export const NEAR_DAYS = 90;

/** Nothing is accepted for longer than a plan looks ahead, in months. */
export const LONGEST_MONTHS = 60;

/** `near`: its last day comes within {@link NEAR_DAYS}. `over`: its last day has passed. */
export type ExceptionStanding = 'running' | 'near' | 'over';

export function standingOfException({ until }: Pick<Exception, 'until'>, today: PlainDate): ExceptionStanding {
  if (until < today) return 'over';
  return until <= addDays(today, NEAR_DAYS) ? 'near' : 'running';
}

export interface GivenException {
  /** Null where something is to be mended. */
  content: ExceptionContent | null;
  typed: Record<string, string>;
  errors: FieldError[];
  version: number;
}

/** Reads the form. For a duty, `isDuty` asks that the warning was taken note of. Messages say how to mend it. */
export function parseException(body: unknown, today: PlainDate, isDuty: boolean): GivenException {
  const sent = (body ?? {}) as Record<string, unknown>;
  const { values, typed, errors } = parseFields(exceptionFields, sent);
  const text = (name: string) => (values[name] as string | null | undefined) ?? null;
  const [until, reason, agreedBy, agreedOn] = ['until', 'reason', 'agreedBy', 'agreedOn'].map(text);
  const found = [...errors];
  const latest = addMonths(today, LONGEST_MONTHS);
  if (until && until <= today) found.push({ field: 'until', message: 'Give a day after today' });
  if (until && until > latest) {
    found.push({
      field: 'until',
      message: `Give a day up to ${formatDate(latest)}: by then somebody should look again`,
    });
  }
  if (agreedOn && agreedOn > today) {
    found.push({ field: 'agreedOn', message: 'The day on which it was agreed must be today or earlier' });
  }
  if (isDuty && sent['dutyKnown'] !== 'yes') {
    found.push({ field: 'dutyKnown', message: 'Say that you know the law asks for this all the same' });
  }
  const isWhole = found.length === 0 && until && reason && agreedBy && agreedOn;
  const version = Number(sent['version']);
  return {
    content: isWhole ? { until, reason, agreedBy, agreedOn } : null,
    typed: { ...typed, ...(sent['dutyKnown'] === 'yes' && { dutyKnown: 'yes' }) },
    errors: found,
    version: Number.isSafeInteger(version) ? version : 0,
  };
}

/** "We accept this until 31 August 2028, because we move. Agreed by the governors on 3 May 2026." */
export function exceptionSentence({ until, reason, agreedBy, agreedOn }: ExceptionContent, today: PlainDate): string {
  const verb = until < today ? 'accepted' : 'accept';
  const because = reason.replace(/[.\s]+$/, '').replace(/^because\s+/i, '');
  return `We ${verb} this until ${formatDate(until)}, because: ${because}. Agreed by ${agreedBy} on ${formatDate(agreedOn)}.`;
}

/** The page to come back to, below the school's address; empty where it is none that could have led here. */
export function placeToReturn(sent: string | undefined): string {
  return sent !== undefined && /^(?:standards\/[\w.-]+|plan\/[\w.:%-]+|plan)$/.test(sent) ? sent : '';
}

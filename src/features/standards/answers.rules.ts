/** Reads the form of a question, and says what stands in it at first. Pure. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import type { AnswerBasis, Evidence } from '../../domain/record.ts';
import type { Edition, Question } from '../../library/index.ts';
import { isInForce, usualHoldsUntil } from '../../status/index.ts';
import { fieldTexts, parseFields, type FieldError } from '../../ui/forms/index.ts';
import { knownFields } from './answers.fields.ts';
import type { StoredAnswer } from './answers.queries.ts';

export interface TypedAnswer {
  choice: string;
  note: string;
  /** How it is known, by field name. */
  known: Record<string, string>;
}

export interface GivenAnswer {
  /** Null where none of the choices was given. */
  choice: string | null;
  note: string | null;
  basis: AnswerBasis;
  /** Null for the person who answers. */
  by: string | null;
  /** Null for today. */
  answeredOn: PlainDate | null;
  holdsUntil: PlainDate | null;
  typed: TypedAnswer;
  errors: FieldError[];
  /** The version of the answer that the person saw; 0 for none. */
  version: number;
  from: string;
}

/** Messages say how to mend it; what was typed is always kept. */
export function parseAnswer(question: Question, body: unknown, today: PlainDate): GivenAnswer {
  const sent: Record<string, unknown> = {
    basis: 'asserted',
    ...Object.fromEntries(
      Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
        name,
        // The database's text holds every character but this one.
        typeof value === 'string' ? value.replaceAll('\0', '') : value,
      ]),
    ),
  };
  const { values, typed, errors } = parseFields(
    [{ name: 'note', label: 'The note', kind: 'longtext' }, ...knownFields],
    sent,
  );
  const choice = question.choices.find(({ id }) => id === sent['choice'])?.id ?? null;
  const version = Number(sent['version']);
  const missing = { field: 'choice', message: 'Choose an answer, or “Not sure” if you do not know' };
  const { note: typedNote = '', ...known } = typed;
  const text = (name: string) => (values[name] as string | null | undefined) ?? null;
  const given = {
    basis: (text('basis') ?? 'asserted') as AnswerBasis,
    by: text('by'),
    answeredOn: text('answeredOn'),
    // Who is not sure has said nothing that could lapse.
    holdsUntil: choice === 'not-sure' ? null : text('holdsUntil'),
  };
  return {
    choice,
    note: text('note'),
    ...given,
    typed: { choice: choice ?? '', note: typedNote, known },
    errors: [...(choice === null ? [missing] : []), ...errors, ...knownErrors(given, today, errors)],
    version: Number.isSafeInteger(version) ? version : 0,
    from: typeof sent['from'] === 'string' ? sent['from'] : '',
  };
}

function knownErrors(
  { basis, by, answeredOn, holdsUntil }: Pick<GivenAnswer, 'basis' | 'by' | 'answeredOn' | 'holdsUntil'>,
  today: PlainDate,
  found: readonly FieldError[],
): FieldError[] {
  const isAtFault = (field: string) => found.some((error) => error.field === field);
  const from = answeredOn ?? today;
  return [
    ...(basis === 'seen-by-peer' && by === null && !isAtFault('by')
      ? [{ field: 'by', message: 'Enter who has seen it, and of which school' }]
      : []),
    ...(from > today ? [{ field: 'answeredOn', message: `On which day must be today or before` }] : []),
    ...(holdsUntil !== null && holdsUntil < from
      ? [{ field: 'holdsUntil', message: `Until when it counts must be ${formatDate(from)} or later, or empty` }]
      : []),
  ];
}

/** An answer that rests on a document lapses at once where none that is kept for it counts today: said before it is saved. */
export function documentError(basis: AnswerBasis, evidence: readonly Evidence[], today: PlainDate): FieldError | null {
  if (basis !== 'document' || evidence.length === 0 || evidence.some((one) => isInForce(one, today))) return null;
  return {
    field: 'basis',
    message: 'The evidence kept here does not count today. Add newer evidence first, or choose how else it is known',
  };
}

/**
 * What the form says at first of how the answer is known. A last day that is only the usual one moves on with the day of
 * answering; one that somebody chose stays, until it has gone by.
 */
export function knownTexts(
  edition: Pick<Edition, 'requirements'>,
  questionId: string,
  answer: StoredAnswer | null,
  isLapsed: boolean,
  today: PlainDate,
): Record<string, string> {
  const usual = usualHoldsUntil(edition, questionId, today);
  const isUsual =
    answer === null ||
    (isLapsed && (answer.holdsUntil === null || answer.holdsUntil < today)) ||
    (answer.holdsUntil !== null && answer.holdsUntil === usualHoldsUntil(edition, questionId, answer.answeredOn));
  return fieldTexts(knownFields, {
    basis: answer?.basis ?? 'asserted',
    // Whoever answers now says so themselves, unless somebody else was named.
    by: answer === null || answer.by === answer.personName ? null : answer.by,
    answeredOn: null,
    holdsUntil: isUsual ? usual : answer.holdsUntil,
  });
}

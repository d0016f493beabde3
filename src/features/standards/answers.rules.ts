/** Reads the form of a question. Pure. */
import type { Question } from '../../library/index.ts';
import { parseFields, type FieldError } from '../../ui/forms/index.ts';

export interface GivenAnswer {
  /** Null where none of the choices was given. */
  choice: string | null;
  note: string | null;
  typed: { choice: string; note: string };
  errors: FieldError[];
  /** The version of the answer that the person saw; 0 for none. */
  version: number;
  from: string;
}

/** Messages say how to mend it; what was typed is always kept. */
export function parseAnswer(question: Question, body: unknown): GivenAnswer {
  const sent = Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).map(([name, value]) => [
      name,
      // The database's text holds every character but this one.
      typeof value === 'string' ? value.replaceAll('\0', '') : value,
    ]),
  );
  const { values, typed, errors } = parseFields([{ name: 'note', label: 'The note', kind: 'longtext' }], sent);
  const choice = question.choices.find(({ id }) => id === sent['choice'])?.id ?? null;
  const version = Number(sent['version']);
  const missing = { field: 'choice', message: 'Choose an answer, or “Not sure” if you do not know' };
  return {
    choice,
    note: (values['note'] as string | null | undefined) ?? null,
    typed: { choice: choice ?? '', note: typed['note'] ?? '' },
    errors: [...(choice === null ? [missing] : []), ...errors],
    version: Number.isSafeInteger(version) ? version : 0,
    from: typeof sent['from'] === 'string' ? sent['from'] : '',
  };
}

/** A quote: what a supplier has really asked, in place of the library's range. */
import type { Quote } from '../../domain/record.ts';
import { type Field, type FieldError, parseFields } from '../../ui/forms/index.ts';

/** The form's fields; the options of the need are the choices of the first. */
export function quoteFields(options: readonly { id: string; name: string }[]): Field[] {
  return [
    {
      name: 'optionId',
      label: 'What was quoted',
      kind: 'choice',
      choices: options.map(({ id, name }) => ({ value: id, label: name })),
      required: true,
    },
    { name: 'oneOffPence', label: 'Once (£)', hint: 'Without VAT', kind: 'pounds', min: 0 },
    { name: 'yearlyPence', label: 'Each year (£)', hint: 'Without VAT', kind: 'pounds', min: 0 },
    { name: 'supplier', label: 'Supplier', kind: 'text', maxLength: 200 },
    { name: 'quotedOn', label: 'Date of the quote', kind: 'date' },
  ];
}

/** Reads the form: a quote, or what to mend with what was typed. */
export function readQuoteForm(
  body: unknown,
  options: readonly { id: string; name: string }[],
): { quote: Quote | null; typed: Record<string, string>; errors: FieldError[] } {
  const { values, typed, errors } = parseFields(quoteFields(options), (body ?? {}) as Record<string, unknown>);
  const all = [...errors];
  if (values['oneOffPence'] === null && values['yearlyPence'] === null && errors.length === 0) {
    all.push({ field: 'oneOffPence', message: 'Enter what it costs once, each year, or both' });
  }
  return { quote: all.length > 0 ? null : (values as unknown as Quote), typed, errors: all };
}

/** What went wrong with a form, in words that say how to mend it. */
import { Html } from '../html.ts';
import { govukErrorSummary } from '../govuk/index.ts';

/** One thing to mend. `field` is the input's name and id; `href` says where else to go than `#field`. */
export interface FieldError {
  field: string;
  message: string;
  href?: string | undefined;
}

/** The summary at the top of the page, each line a link to its field; nothing where there is nothing to mend. */
export function errorSummary(errors: readonly FieldError[]): Html | null {
  if (errors.length === 0) return null;
  return govukErrorSummary({
    titleText: 'There is a problem',
    errorList: errors.map(({ field, message, href }) => ({ text: message, href: href ?? `#${field}` })),
  });
}

/** The message of one field, as components take it. */
export function errorMessageFor(errors: readonly FieldError[], field: string): { text: string } | undefined {
  const error = errors.find((candidate) => candidate.field === field);
  return error && { text: error.message };
}

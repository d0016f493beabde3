/** Values of register fields as words, the same in lists, on pages, in the history and on the page after a conflict. */
import { daysBetween, formatDate, type PlainDate } from '../../domain/dates.ts';
import type { ValueSource } from '../../domain/record.ts';
import { fieldWords } from '../../ui/forms/index.ts';
import type { LinkNames, RegisterField } from './register.ts';

export const NOT_KNOWN = 'Not known';

/** A value in words; "Not known" where it is null. Fields that point to another item show its name. */
export function valueWords(field: RegisterField, value: unknown, links: LinkNames = {}): string {
  if (field.kind === 'link' && typeof value === 'string' && value !== '') {
    return (field.linksTo && links[field.linksTo]?.get(value)) ?? 'An item that has been removed';
  }
  return fieldWords(field, value);
}

/** "in 7 months", "in 12 days", "2 years ago", "today": how far a day is from another. */
export function distanceWords(from: PlainDate, to: PlainDate): string {
  const days = daysBetween(from, to);
  if (days === 0) return 'today';
  const span = Math.abs(days);
  const amount =
    span < 60
      ? count(span, 'day')
      : span < 730
        ? count(Math.round(span / 30.44), 'month')
        : count(Math.floor(span / 365.25), 'year');
  return days > 0 ? `in ${amount}` : `${amount} ago`;
}

/** "1 contract", "3 contracts"; nouns that only take an s. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-GB')} ${noun}${number === 1 ? '' : 's'}`;
}

/** "Typed on 3 May 2026", "From contracts.csv, row 12, on 3 May 2026": where a value came from. */
export function sourceWords({ from, on, note }: ValueSource): string {
  const day = `on ${formatDate(on)}`;
  switch (from) {
    case 'typed':
      return `Typed ${day}${note === null ? '' : ` (${note})`}`;
    case 'import':
      return `From ${note ?? 'an imported file'}, ${day}`;
    case 'assumed':
      return `A guess made ${day}${note === null ? '' : `: ${note}`}`;
    case 'file':
      return `From ${note ?? 'a school file'}, ${day}`;
    case 'measured':
      return `Measured ${day}${note === null ? '' : ` (${note})`}`;
    case 'plan':
      return `From a finished item of the plan, ${day}${note === null ? '' : `: ${note}`}`;
  }
}

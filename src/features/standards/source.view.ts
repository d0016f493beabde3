/** Where something of the library is from: its source, the day it was read, its licence and any doubt. */
import { formatDate } from '../../domain/dates.ts';
import type { Source } from '../../library/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { doubtWords } from './standards.words.ts';

export function sourcePart({ title, url, asAt, licence, confidence }: Source): Html {
  const doubt = doubtWords(confidence);
  return html`${sourceName({ title, url })}, as at ${formatDate(asAt)}. In our own words; ${licence}.${doubt !== null && ` ${doubt}`}`;
}

/** Its title, as a link where it has an address. */
export function sourceName({ title, url }: Pick<Source, 'title' | 'url'>): Html | string {
  return url === '' ? title : html`<a class="govuk-link" href="${url}" rel="noreferrer">${title}</a>`;
}

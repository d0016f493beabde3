/** Words of the trade: the whole list, and those of a page beside its text. */
import { formatDate } from '../../domain/dates.ts';
import type { Source, Term } from '../../library/index.ts';
import { govukDetails } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';

export function glossaryBody(terms: readonly Term[]): Html {
  return html`<h1>What words mean</h1>
<p class="govuk-body-l">Here is what we mean by words of the trade, in plain English.</p>
<p class="govuk-body">The page of a standard or a question lists those that it uses under “Words on this page”.</p>
<dl class="govuk-summary-list">${terms.map(
    (term) =>
      html`<div class="govuk-summary-list__row" id="${term.id}"><dt class="govuk-summary-list__key"><dfn>${term.name}</dfn></dt><dd class="govuk-summary-list__value"><p class="govuk-body">${term.meaning}</p>${otherWords(term)}${term.source && sourceLine(term.source)}</dd></div>
`,
  )}</dl>`;
}

/** The terms that a page uses, folded away below its text; null where it uses none. */
export function termsPart(terms: readonly Term[]): Html | null {
  if (terms.length === 0) return null;
  return govukDetails({
    summaryText: 'Words on this page',
    html: html`<ul class="govuk-list">${terms.map(
      ({ name, also, meaning }) =>
        html`<li><strong><dfn>${name}</dfn></strong>${also.length > 0 && ` (also ${also.join(', ')})`}: ${meaning}</li>
`,
    )}</ul><p class="govuk-body"><a class="govuk-link" href="/glossary">All words</a></p>`,
  });
}

function otherWords({ also }: Term): Html | null {
  return also.length === 0 ? null : html`<p class="govuk-body-s">Also: ${also.join(', ')}.</p>`;
}

function sourceLine({ title, url, asAt, licence }: Source): Html {
  return html`<p class="govuk-body-s">See <a class="govuk-link" href="${url}" rel="noreferrer">${title}</a>, as at ${formatDate(asAt)}. In our own words; ${licence}.</p>`;
}

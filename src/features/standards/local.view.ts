/** What a trust or an authority says, on the page of a standard. The national words stay a click away. */
import { formatDate } from '../../domain/dates.ts';
import type { LocalMark, Standard } from '../../library/index.ts';
import { govukDetails } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';

type Guidance = Extract<LocalMark, { kind: 'guidance' }>;

function guidanceIn(marks: readonly LocalMark[] | undefined): Guidance[] {
  return (marks ?? []).filter((mark): mark is Guidance => mark.kind === 'guidance');
}

/** What a standard asks: the local words where there are any, else the national ones. */
export function asksPart({ asks, local }: Pick<Standard, 'asks' | 'local'>): Html {
  const guidance = guidanceIn(local);
  if (guidance.length === 0) return html`<p class="govuk-body-l">${asks}</p>`;
  return html`${guidance.map(guidancePart)}
${govukDetails({ summaryText: 'What the national standard says', text: asks })}`;
}

/** What would show that a requirement is met, in the local words where there are any. */
export function evidencePart(evidence: string, local: readonly LocalMark[] | undefined): Html | string {
  const guidance = guidanceIn(local);
  if (guidance.length === 0) return evidence;
  return html`${guidance.map(guidancePart)}<p class="govuk-body">The national standard: ${evidence}</p>`;
}

function guidancePart({ by, text, url, asAt }: Guidance): Html {
  const paragraphs = text.split(/\n\s*\n/).map((part) => html`<p class="govuk-body">${part}</p>`);
  return html`<p class="govuk-body"><strong>Guidance from ${by}</strong>, as at ${formatDate(asAt)}:</p>${paragraphs}${
    url !== null &&
    html`<p class="govuk-body"><a class="govuk-link" href="${url}" rel="noreferrer">More from ${by}</a></p>`
  }`;
}

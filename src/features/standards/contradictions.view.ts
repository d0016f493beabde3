/** Where answers and registers disagree, one row for each answer, with the one place to mend it. */
import { dataTable } from '../../ui/data-table.ts';
import { govukDetails } from '../../ui/govuk/index.ts';
import { html, joinHtml, type Html } from '../../ui/html.ts';
import type { Contradiction } from './contradictions.rules.ts';
import { answeredWords, factAddress, questionAddress, requirementAddress } from './standards.marks.view.ts';
import { sentence } from './standards.words.ts';

export interface ContradictionsContent {
  base: string;
  mayAnswer: boolean;
  contradictions: readonly Contradiction[];
}

/** So many entries of the registers are linked in one row, and so many of their reasons said. */
const MOST_LINKS = 3;
const MOST_REASONS = 3;

export function contradictionsPart({ base, mayAnswer, contradictions }: ContradictionsContent): Html | null {
  if (contradictions.length === 0) return null;
  return html`<h2>Where an answer and the registers disagree</h2>
<p class="govuk-body">The registers decide until one of the two is put right. Neither is changed by itself.</p>
${dataTable<Contradiction>(
  'Where an answer and the registers disagree',
  [
    {
      heading: 'The answer says',
      cell: ({ answer }) =>
        html`${answeredWords(answer, null)}.${mayAnswer && html` <a class="govuk-link" href="${questionAddress(base, answer.questionId)}">Change it<span class="govuk-visually-hidden">: ${answer.label}</span></a>`}`,
    },
    { heading: 'The registers say', cell: (one) => registersSay(base, one) },
    { heading: 'What hangs on it', cell: (one) => asked(base, one) },
  ],
  contradictions,
)}`;
}

function registersSay(base: string, { reasons, chain, answer }: Contradiction): Html {
  const links = chain
    .slice(0, MOST_LINKS)
    .map((link) => html`<a class="govuk-link" href="${factAddress(base, link)}">${link.name}</a>`);
  // What repeats the answer stands in the first column already.
  const said = reasons.map((reason) => sentence(reason).replace(`Answered: ${answer.label}. `, ''));
  return html`${joinHtml(said.slice(0, MOST_REASONS), ' ')} ${joinHtml(links, '; ')}`;
}

function asked(base: string, { lines }: Contradiction): Html {
  const links = lines.map(
    ({ requirement }) =>
      html`<a class="govuk-link" href="${requirementAddress(base, requirement)}">${requirement.text}</a>`,
  );
  const [only] = links;
  if (links.length === 1 && only !== undefined) return only;
  return html`<p class="govuk-body">Put it right once, and it is right for all ${lines.length} requirements.</p>${govukDetails(
    {
      summaryText: `The ${lines.length} requirements`,
      html: html`<ul class="govuk-list govuk-list--bullet">${links.map((link) => html`<li>${link}</li>`)}</ul>`,
      classes: 'govuk-!-margin-bottom-0',
    },
  )}`;
}

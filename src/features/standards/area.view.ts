/** One area of the standards: how it stands and goes on as a whole, and each of its standards. */
import { dataTable } from '../../ui/data-table.ts';
import { govukButton, govukSummaryList } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { rolesWords } from './concern.words.ts';
import { localDays } from './local.words.ts';
import { sourcePart } from './source.view.ts';
import { questionAddress, resultTag, standardAddress, summaryRow } from './standards.marks.view.ts';
import { firstDueDay, hasOpenDuty, type CategoryLine, type StandardLine } from './standards.rules.ts';
import { aheadWords, countOf, countsWords, dueWords } from './standards.words.ts';

export interface AreaContent {
  base: string;
  mayAnswer: boolean;
  line: CategoryLine;
  /** The area and its standards over time. */
  ahead: Html;
  /** What is to say of the plan that the picture shows; null where there is none. */
  planWords: Html | null;
}

/** The page of an area. */
export function areaAddress(base: string, categoryId: string): string {
  return `${base}/standards/area/${encodeURIComponent(categoryId)}`;
}

export function areaBody({ base, mayAnswer, line, ahead, planWords }: AreaContent): Html {
  const { category, now, standards, questionsLeft, nextQuestionId } = line;
  return html`<span class="govuk-caption-l">${category.core ? 'A core area' : 'An area of the standards'}</span>
<h1>${category.name}</h1>
<p class="govuk-body">${resultTag(now.result)} <span>Its standards: ${countsWords(now.counts, firstDueDay(standards.flatMap(({ requirements }) => requirements)))}.</span></p>
${mayAnswer && nextQuestionId !== null && html`<div class="cairn-no-print">${govukButton({ text: `Answer ${countOf(questionsLeft, 'question')}`, href: questionAddress(base, nextQuestionId) })}</div>`}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${areaAddress(base, category.id)}/check">Check the answers of this area</a></p>
<h2>How it goes on</h2>
${ahead}
${planWords}
<h2>Its standards</h2>
${dataTable<StandardLine>(
  `The standards of ${category.name}`,
  [
    {
      heading: 'Standard',
      cell: ({ standard }) =>
        html`<a class="govuk-link" href="${standardAddress(base, standard.id)}">${standard.name}</a>`,
    },
    { heading: 'Today', cell: ({ now: today, requirements }) => resultTag(today.result, hasOpenDuty(requirements)) },
    {
      heading: 'Its musts',
      cell: ({ now: today, requirements }) => countsWords(today.counts, firstDueDay(requirements)),
    },
    { heading: 'From here on', cell: ({ ahead: next }) => aheadWords(next) },
  ],
  standards,
)}
${govukSummaryList({
  rows: [
    summaryRow('Who usually leads', rolesWords(category)),
    summaryRow('By when', [dueWords(category), ...localDays(category.local)].join(' ')),
    summaryRow('Where it is from', sourcePart(category.source)),
  ],
})}`;
}

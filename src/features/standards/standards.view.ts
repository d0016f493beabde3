/** Where the school stands: the areas, what is a duty today, what disagrees, and every standard. */
import { formatDate } from '../../domain/dates.ts';
import type { Edition } from '../../library/index.ts';
import { dataTable, type Column } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { areaAddress } from './area.view.ts';
import type { Contradiction } from './contradictions.rules.ts';
import { contradictionsPart } from './contradictions.view.ts';
import { questionAddress, requirementAddress, resultTag, standardAddress } from './standards.marks.view.ts';
import {
  firstDueDay,
  hasOpenDuty,
  type CategoryLine,
  type RequirementLine,
  type StandardLine,
  type StandardsFilter,
} from './standards.rules.ts';
import { aheadWords, countOf, countsWords, isDutyByLaw, resultOrder, resultWords } from './standards.words.ts';
import type { Standing } from './standing.rules.ts';

export interface StandardsContent {
  /** `/schools/<key>` */
  base: string;
  csrf: string;
  mayAnswer: boolean;
  standing: Standing;
  categories: readonly CategoryLine[];
  lines: readonly StandardLine[];
  shown: readonly StandardLine[];
  filter: StandardsFilter;
  duties: readonly RequirementLine[];
  contradictions: readonly Contradiction[];
  /** Of the core areas. */
  nextQuestionId: string | null;
  /** Every standard by term, with the plan or without it. */
  picture: Html;
  /** The day of the edition that results are judged by, and its name. */
  edition: Pick<Edition, 'title' | 'asAt' | 'local'>;
}

export function standardsBody(content: StandardsContent): Html {
  const { standing, picture, edition, lines } = content;
  return html`<h1>Standards</h1>
<p class="govuk-body-l">${leadWords(content)}</p>
${questionsPart(content)}
${dutiesPart(content)}
${areasParts(content)}
${contradictionsPart(content)}
<h2 id="all">All ${lines.length} standards</h2>
${picture}
${listPart(content)}
<p class="govuk-body"><a class="govuk-link" href="${content.base}/evidence">Evidence</a>: what shows that the answers are so, and what lapses soon.</p>
<p class="govuk-body-s">Judged by: ${edition.title}, as at ${formatDate(edition.asAt)}, on ${formatDate(standing.summary.on)}. <a class="govuk-link" href="${content.base}/edition">Another edition</a>, or <a class="govuk-link" href="${content.base}/frameworks">what else asks the same of you</a>.</p>
${localPart(content)}
${reportPart(content)}`;
}

/** Today's results, kept so that they can be made again to the letter. */
function reportPart({ base, csrf, mayAnswer }: StandardsContent): Html {
  return html`<p class="govuk-body-s"><a class="govuk-link" href="${base}/reports">Reports of where you stood</a> are kept with everything that they were made from.</p>
${
  mayAnswer &&
  form({
    action: `${base}/reports`,
    csrf,
    classes: 'cairn-no-print',
    body: govukButton({
      text: 'Make a report of today',
      classes: 'govuk-button--secondary',
      preventDoubleClick: true,
    }),
  })
}`;
}

/** How many rules of a trust or an authority count here, and whose they are. */
function localPart({ base, edition: { local } }: StandardsContent): Html {
  const link = html`<a class="govuk-link" href="${base}/local-rules">Rules of your trust or authority</a>`;
  const count = local?.applied.length ?? 0;
  const again = local?.lookAgain.length ?? 0;
  const counting = local?.sets.filter(({ id }) => local.applied.some((rule) => rule.startsWith(`${id}.`)));
  const by = [...new Set(counting?.map((set) => set.by))].join(' and ');
  return html`<p class="govuk-body-s" id="local-rules">${link}: ${count === 0 ? 'none counts here.' : `${countOf(count, 'rule')} of ${by} ${count === 1 ? 'counts' : 'count'} beside the national standards.`}${again > 0 && ` ${countOf(again, 'rule')} to look at again.`}</p>`;
}

function leadWords({ standing: { summary }, lines }: StandardsContent): string {
  const all = lines.filter(({ category }) => category.core || summary.total === 0);
  const core = all.filter(({ now }) => now.result !== 'not-applicable');
  const met = core.filter(({ now }) => now.result === 'met').length;
  const outside = all.length - core.length;
  const unknown = core.filter(({ now }) => now.result === 'not-known').length;
  const rest = `${unknown === 0 ? '' : ` For ${unknown} of them we cannot tell yet.`}${outside === 0 ? '' : ` ${countOf(outside, 'more standard does', 'more standards do')} not apply to you.`}`;
  if (summary.total === 0) return `${met} of ${core.length} standards ${met === 1 ? 'is' : 'are'} met today.${rest}`;
  return `${summary.met} of the ${summary.total - summary.notApplicable} core areas ${summary.met === 1 ? 'is' : 'are'} met in full today. Of their ${core.length} standards, ${met} ${met === 1 ? 'is' : 'are'} met.${rest}`;
}

function questionsPart({ base, mayAnswer, standing, nextQuestionId }: StandardsContent): Html {
  const { questions, others } = standing;
  const toFindOut = questions.toFindOut + others.toFindOut;
  const again = questions.again + others.again;
  const lapsed =
    again > 0 &&
    html` <a class="govuk-link" href="${base}/evidence">${countOf(again, 'answer no longer counts', 'answers no longer count')}</a> and ${again === 1 ? 'is' : 'are'} asked again.`;
  const unsure =
    toFindOut > 0 &&
    html` <a class="govuk-link" href="${base}/find-out">${countOf(toFindOut, 'answer')} to find out</a>.`;
  const later =
    others.left > 0 &&
    html` The <a class="govuk-link" href="${base}/questions#others">other areas have ${countOf(others.left, 'question')}</a> more, which can wait.`;
  if (nextQuestionId === null)
    return html`<p class="govuk-body">There is an answer to every question${others.total > 0 && ' of the core areas'}.${unsure}${lapsed}${later} <a class="govuk-link" href="${base}/standards/check">Check the answers</a>, <a class="govuk-link" href="${base}/asking">ask someone else</a> or <a class="govuk-link" href="${base}/sign-off">sign them off</a>.</p>`;
  return html`${govukInsetText({
    html: html`<p class="govuk-body"><strong>${countOf(questions.left, 'question')} left</strong>${others.total > 0 && ' for the core areas'} (about ${countOf(questions.minutesLeft, 'minute')}). Each answer is saved as you go, and “Not sure” is a good answer.${unsure}${lapsed}</p>
${questions.known > 0 && html`<p class="govuk-body">${countOf(questions.known, 'question')} ${questions.known === 1 ? 'is' : 'are'} not asked, because your registers know.</p>`}${later && html`<p class="govuk-body">Answer the core areas first.${later}</p>`}`,
  })}
<div class="govuk-button-group cairn-no-print">${mayAnswer && govukButton({ text: questions.answered === 0 ? 'Start' : 'Continue', href: questionAddress(base, nextQuestionId) })}<a class="govuk-link" href="${base}/questions">All questions</a><a class="govuk-link" href="${base}/asking">Ask someone else</a><a class="govuk-link" href="${base}/sign-off">Sign off</a></div>`;
}

/** So many duties are shown at once; the rest stands folded away, so that there is a place to start. */
const DUTIES_SHOWN = 5;

function dutiesPart({ base, duties }: StandardsContent): Html | null {
  if (duties.length === 0) return null;
  const items = duties.map(
    ({ requirement, standard, now }) =>
      html`<li><a class="govuk-link" href="${requirementAddress(base, requirement)}">${requirement.text}</a><br><span class="cairn-quiet">${standard.name}. ${isDutyByLaw(requirement) && 'A duty by law. '}${now.reason}</span></li>`,
  );
  const rest = items.slice(DUTIES_SHOWN);
  return html`<h2>Duties not met today</h2>
<p class="govuk-body">${dutySources(duties)} for ${duties.length === 1 ? 'this' : `these ${duties.length}`} now, not by 2030. ${duties.length > 1 && 'The weightiest come first.'}</p>
<ul class="govuk-list govuk-list--bullet">${items.slice(0, DUTIES_SHOWN)}</ul>
${
  rest.length > 0 &&
  govukDetails({
    summaryText: rest.length === 1 ? 'The other duty' : `The other ${rest.length} duties`,
    html: html`<ul class="govuk-list govuk-list--bullet">${rest}</ul>`,
  })
}`;
}

/** Who asks for the duties listed. */
function dutySources(duties: readonly RequirementLine[]): string {
  const byLaw = duties.filter(({ requirement }) => isDutyByLaw(requirement)).length;
  if (byLaw === 0) return 'Statutory guidance asks';
  return byLaw === duties.length ? 'The law asks' : 'Statutory guidance, or the law, asks';
}

/** The core areas with their date, then the others; all in one where the edition calls none core. */
function areasParts(content: StandardsContent): Html {
  const core = content.categories.filter(({ category }) => category.core);
  const others = content.categories.filter(({ category }) => !category.core);
  if (core.length === 0)
    return html`<h2>The areas</h2>
${areasTable(content, 'The areas and where each stands', others)}`;
  return html`<h2>The core areas</h2>
${areasTable(content, 'The core areas and where each stands', core)}
${datesPart(content)}
${
  others.length > 0 &&
  html`<h2 id="others">The other areas</h2>
<p class="govuk-body">These are asked of schools too, but not by 2030. Much of them waits until something is bought or replaced.</p>
${areasTable(content, 'The other areas and where each stands', others)}`
}`;
}

function areasTable({ base, mayAnswer }: StandardsContent, title: string, categories: readonly CategoryLine[]): Html {
  return dataTable<CategoryLine>(
    title,
    [
      {
        heading: 'Area',
        cell: ({ category }) =>
          html`<a class="govuk-link" href="${areaAddress(base, category.id)}">${category.name}</a>`,
      },
      { heading: 'Today', cell: ({ now }) => resultTag(now.result) },
      {
        heading: 'Its standards',
        cell: ({ now, standards }) =>
          countsWords(now.counts, firstDueDay(standards.flatMap(({ requirements }) => requirements))),
      },
      ...(categories.some(({ questionsLeft }) => questionsLeft > 0) ? [questionsLeftColumn(base, mayAnswer)] : []),
    ],
    categories,
  );
}

function questionsLeftColumn(base: string, mayAnswer: boolean): Column<CategoryLine> {
  return {
    heading: 'Questions left',
    cell: ({ questionsLeft, nextQuestionId, category }) => {
      if (nextQuestionId === null) return 'None';
      if (!mayAnswer) return String(questionsLeft);
      return html`<a class="govuk-link" href="${questionAddress(base, nextQuestionId)}">Answer ${questionsLeft}<span class="govuk-visually-hidden"> of ${category.name}</span></a>`;
    },
  };
}

function datesPart({ categories }: StandardsContent): Html | null {
  const due = [
    ...new Set(categories.flatMap(({ category }) => (category.core && category.dueOn ? [category.dueOn] : []))),
  ];
  const [day] = due;
  if (due.length !== 1 || day === undefined) return null;
  return html`<p class="govuk-body-s">The core areas should be met by 2030; no day is set, so we plan for ${formatDate(day)}. An area is met only when every “must” of every standard in it is met.</p>`;
}

function listPart(content: StandardsContent): Html {
  const { base, shown, lines, filter, categories } = content;
  const isFiltered = filter.result !== null || filter.categoryId !== null;
  return html`<h2 id="list">Every standard</h2>
<form method="get" action="${base}/standards#list" class="cairn-no-print" role="search" aria-label="Filter the standards">
<div class="govuk-grid-row"><div class="govuk-grid-column-one-third">${govukSelect({
    id: 'area',
    name: 'area',
    label: { text: 'Area' },
    items: [
      { value: '', text: 'All' },
      ...categories.map(({ category }) => ({
        value: category.id,
        text: category.name,
        selected: category.id === filter.categoryId,
      })),
    ],
  })}</div><div class="govuk-grid-column-one-third">${govukSelect({
    id: 'result',
    name: 'result',
    label: { text: 'How it stands' },
    items: [
      { value: '', text: 'All' },
      ...resultOrder.map((value) => ({ value, text: resultWords[value], selected: value === filter.result })),
    ],
  })}</div></div>
<div class="govuk-button-group">${govukButton({ text: 'Filter', classes: 'govuk-button--secondary' })}${isFiltered && html`<a class="govuk-link" href="${base}/standards#list">Show all ${lines.length}</a>`}</div>
</form>
${
  shown.length === 0
    ? html`<p class="govuk-body">No standard stands like that.</p>`
    : html`<p class="govuk-body">${isFiltered ? `${shown.length} of ${countOf(lines.length, 'standard')}.` : `${countOf(lines.length, 'standard')}.`}</p>
${dataTable<StandardLine>(
  'Standards and where each stands',
  [
    {
      heading: 'Standard',
      cell: ({ standard, category }) =>
        html`<a class="govuk-link" href="${standardAddress(base, standard.id)}">${standard.name}</a><br><span class="cairn-quiet">${category.name}</span>`,
    },
    { heading: 'Today', cell: ({ now, requirements }) => resultTag(now.result, hasOpenDuty(requirements)) },
    { heading: 'Its musts', cell: ({ now, requirements }) => countsWords(now.counts, firstDueDay(requirements)) },
    { heading: 'From here on', cell: ({ ahead }) => aheadWords(ahead) },
  ],
  shown,
)}`
}`;
}

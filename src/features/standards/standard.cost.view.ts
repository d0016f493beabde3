/** What meeting a standard may cost: the plan's own items first, then every option that the library knows. */
import { formatDate } from '../../domain/dates.ts';
import { formatPoundsRange, type PenceRange } from '../../domain/money.ts';
import { costRange, type NeedCost, type OptionCost } from '../../needs/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { govukDetails } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { sourceName } from './source.view.ts';
import { countOf, doubtWords } from './standards.words.ts';

/** An item of the plan that meets something of the standard. */
export interface PlannedCost {
  needId: string;
  name: string;
  when: string;
  /** Over the plan's years, less what it saves. */
  range: PenceRange;
  isQuoted: boolean;
}

export interface CostContent {
  base: string;
  pupils: number;
  isMet: boolean;
  costs: readonly NeedCost[];
  planned: readonly PlannedCost[];
  /** How many requirements the standard has. */
  requirements: number;
}

/** Everything that meets something of the standard, one line for each thing to see to. */
export function costPart(content: CostContent): Html {
  const { pupils, costs, isMet } = content;
  const first = isMet ? 'It is met today, so there is nothing to pay for it now. ' : '';
  if (costs.length === 0)
    return html`<h2 id="cost">What it may cost</h2>
<p class="govuk-body">${first}We know of no price for it.</p>
${plannedPart(content)}`;
  return html`<h2 id="cost">What it may cost</h2>
<p class="govuk-body">${first}These are prices for a school of ${pupils.toLocaleString('en-GB')} pupils, from the cheapest choice to the dearest. They are guesses until you have a quote.</p>
<ul class="govuk-list govuk-list--bullet">${costs.map(
    ({ name, options }) =>
      html`<li>${name}: ${rangeWords(costRange(options, 'once'), costRange(options, 'yearly'))}</li>`,
  )}</ul>
${plannedPart(content)}
${govukDetails({ summaryText: 'Each choice, and where its price is from', html: choicesTable(content) })}`;
}

/** "£1,500 to £3,200 once, and £0 to £900 a year", "no money, only time". */
export function rangeWords(once: PenceRange, yearly: PenceRange): string {
  const parts = [
    ...(isNothing(once) ? [] : [`${formatPoundsRange(once)} once`]),
    ...(isNothing(yearly) ? [] : [`${formatPoundsRange(yearly)} a year`]),
  ];
  return parts.length === 0 ? 'no money, only time' : parts.join(', and ');
}

function plannedPart({ base, planned }: CostContent): Html | null {
  if (planned.length === 0) return null;
  return html`<p class="govuk-body">In your plan, over its five years:</p>
<ul class="govuk-list govuk-list--bullet">${planned.map(
    ({ needId, name, when, range, isQuoted }) =>
      html`<li><a class="govuk-link" href="${base}/plan/${encodeURIComponent(needId)}">${name}</a>: ${isNothing(range) ? 'no money, only time' : formatPoundsRange(range)}${isQuoted && !isNothing(range) && ', from your quote'}. It ${when}.</li>`,
  )}</ul>`;
}

function choicesTable({ costs, requirements }: CostContent): Html {
  const rows = costs.flatMap(({ name, options }) => options.map((option) => ({ need: name, option })));
  return dataTable<{ need: string; option: OptionCost }>(
    'Choices and where their prices are from',
    [
      {
        heading: 'Choice',
        cell: ({ need, option }) => html`${option.name}<br><span class="cairn-quiet">${need}</span>`,
      },
      { heading: 'What it costs', cell: ({ option: { once, yearly } }) => rangeWords(once, yearly) },
      {
        heading: 'What it meets',
        cell: ({ option: { meets } }) =>
          meets.length === requirements ? 'All of it' : `${meets.length} of ${countOf(requirements, 'requirement')}`,
      },
      { heading: 'Where it is from', cell: ({ option }) => fromCell(option) },
    ],
    rows,
  );
}

function fromCell({ isQuoted, source }: OptionCost): Html | string {
  if (isQuoted) return 'Your quote';
  const doubt = doubtWords(source.confidence);
  return html`${sourceName(source)}, as at ${formatDate(source.asAt)}.${doubt !== null && ` ${doubt}`}`;
}

function isNothing({ lowPence, highPence }: PenceRange): boolean {
  return lowPence === 0 && highPence === 0;
}

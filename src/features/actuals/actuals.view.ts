/** The page of plan and actual: what was agreed, what became of each item, and what differs and why. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { formatPence } from '../../domain/money.ts';
import { dataTable, plainTable } from '../../ui/data-table.ts';
import { form, renderFields, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText, govukTag } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { pictureWithTable, plannedReal } from '../../ui/charts/index.ts';
import { agreementFields } from './actuals.fields.ts';
import type { Agreement, StoredActual } from './actuals.queries.ts';
import {
  causeWords,
  datesWords,
  differenceWords,
  priceWords,
  rangeWords,
  signedPence,
  stateWords,
  whenWords,
} from './actuals.words.ts';
import { causes, type PotVariance, type Variance, type VarianceItem, type VarianceYear } from './variance.rules.ts';

export interface ActualsContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  today: PlainDate;
  /** The agreed plan that is shown; null where none is agreed. */
  agreement: Agreement | null;
  /** All that were agreed, the latest first. */
  agreements: readonly Agreement[];
  variance: Variance | null;
  actuals: readonly StoredActual[];
  /** The plan that could be agreed now: there is one that is not agreed yet and answers the record. */
  mayAgree: 'yes' | 'no-plan' | 'old-plan' | 'agreed';
  texts: Record<string, string>;
  errors: readonly FieldError[];
}

export function actualsBody(content: ActualsContent): Html {
  const { base, mayEdit, agreement, variance } = content;
  return html`<h1 class="govuk-heading-l">Plan and actual</h1>
${agreement === null || variance === null ? nothingAgreed(content) : agreedPart(content, agreement, variance)}
${
  mayEdit &&
  html`<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/actuals/new">Write down something bought outside the plan</a></p>`
}
${agreePart(content)}
${otherAgreements(content)}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/plan">Plan</a></p>`;
}

function nothingAgreed({ base, actuals }: ActualsContent): Html {
  return html`<p class="govuk-body-l">No plan is agreed yet.</p>
<p class="govuk-body">Once your governors have agreed a plan, this page keeps it as it was. Then write down what is ordered, at which price, and when it is in place. You see what differs, and why.</p>
${actuals.length > 0 && actualsTable(base, actuals)}`;
}

function actualsTable(base: string, actuals: readonly StoredActual[]): Html {
  return dataTable<StoredActual>(
    'What is written down',
    [
      { heading: 'What', cell: ({ id, name }) => html`<a class="govuk-link" href="${base}/actuals/${id}">${name}</a>` },
      { heading: 'How far', cell: (actual) => whenWords(actual) },
      { heading: 'Price', cell: (actual) => priceWords(actual) ?? 'Not known' },
    ],
    actuals,
  );
}

function agreedPart(content: ActualsContent, agreement: Agreement, variance: Variance): Html {
  const { base } = content;
  const total = totals(variance);
  const counts = Map.groupBy(variance.items, ({ state }) => state);
  const of = (state: VarianceItem['state']) => counts.get(state)?.length ?? 0;
  return html`<p class="govuk-body-l">Of ${variance.items.length - of('added')} items that were agreed, ${of('finished')} ${of('finished') === 1 ? 'is' : 'are'} finished and ${of('ordered') + of('started')} on the way. The money is ${differenceWords(total)}${total === 0 ? '' : ' than planned'}.</p>
<p class="govuk-body">Agreed by ${agreement.agreedBy} on ${formatDate(agreement.agreedOn)}. Amounts are without VAT. What is still to come is counted as planned.</p>
<h2 class="govuk-heading-m">The money, planned and real</h2>
${moneyPart(variance)}
<h2 class="govuk-heading-m">Why it differs</h2>
${causesPart(variance)}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/actuals.csv?of=${agreement.id}" download>Save the table as a CSV file</a></p>
<h2 class="govuk-heading-m" id="items">Every item</h2>
${itemsTable(content, variance)}`;
}

function totals({ years }: Variance): number {
  return years.reduce(
    (sum, { capital, revenue }) =>
      sum + capital.realPence - capital.plannedPence + revenue.realPence - revenue.plannedPence,
    0,
  );
}

function moneyPart({ years }: Variance): Html {
  const pot = ({ plannedPence, recordedPence, realPence }: PotVariance) => ({
    planned: plannedPence,
    recorded: recordedPence,
    toCome: realPence - recordedPence,
  });
  return pictureWithTable({
    caption: 'Planned and real money by financial year',
    picture: plannedReal({
      years: years.map(({ name, capital, revenue }) => ({ name, capital: pot(capital), revenue: pot(revenue) })),
    }),
    table: plainTable<VarianceYear>(
      'Planned and real money by financial year',
      [
        { heading: 'Year', cell: ({ name }) => name },
        ...(['capital', 'revenue'] as const).flatMap((of) => [
          {
            heading: `${label(of)} planned`,
            numeric: true,
            cell: (year: VarianceYear) => formatPence(year[of].plannedPence),
          },
          {
            heading: `${label(of)} ordered or paid`,
            numeric: true,
            cell: (year: VarianceYear) => formatPence(year[of].recordedPence),
          },
          {
            heading: `${label(of)} still to come`,
            numeric: true,
            cell: (year: VarianceYear) => formatPence(year[of].realPence - year[of].recordedPence),
          },
        ]),
      ],
      years,
    ),
  });
}

function label(pot: 'capital' | 'revenue'): string {
  return pot === 'capital' ? 'Capital' : 'Revenue';
}

interface CauseLine {
  name: string;
  pot: 'capital' | 'revenue';
  year: string;
  variance: PotVariance;
}

/** One line for each year and pot that differs; the causes of a line add up to its difference. */
function causesPart({ years }: Variance): Html {
  const lines = years.flatMap(({ name, capital, revenue }): CauseLine[] => [
    { name: `${name}, capital`, pot: 'capital', year: name, variance: capital },
    { name: `${name}, revenue`, pot: 'revenue', year: name, variance: revenue },
  ]);
  const differing = lines.filter(({ variance }) => causes.some((cause) => variance.byCause[cause] !== 0));
  if (differing.length === 0) return html`<p class="govuk-body">Nothing differs from what was agreed.</p>`;
  const used = causes.filter((cause) => differing.some(({ variance }) => variance.byCause[cause] !== 0));
  return html`${dataTable<CauseLine>(
    'Difference by cause',
    [
      { heading: 'Year and pot', cell: ({ name }) => name },
      ...used.map((cause) => ({
        heading: causeWords[cause].name,
        numeric: true,
        cell: ({ variance }: CauseLine) => signedPence(variance.byCause[cause]),
      })),
      {
        heading: 'Difference',
        numeric: true,
        cell: ({ variance }) => signedPence(variance.realPence - variance.plannedPence),
      },
    ],
    differing,
  )}
${govukDetails({
  summaryText: 'What the causes mean',
  html: html`<ul class="govuk-list govuk-list--bullet">${used.map((cause) => html`<li><strong>${causeWords[cause].name}:</strong> ${causeWords[cause].means}</li>`)}</ul>`,
})}`;
}

function itemsTable({ base, mayEdit }: ActualsContent, { items }: Variance): Html {
  const difference = ({ plannedCash, realCash }: VarianceItem) => {
    const of = ({ capital, revenue }: VarianceItem['realCash']) => [...capital, ...revenue].reduce((a, b) => a + b, 0);
    return of(realCash) - of(plannedCash);
  };
  return dataTable<VarianceItem>(
    'Items of the agreed plan, and what was bought outside it',
    [
      {
        heading: 'What',
        cell: (item) =>
          html`${itemLink(base, item)}<br><span class="cairn-quiet">${item.planned?.optionName ?? 'Not in the plan'}</span>`,
      },
      { heading: 'How far', cell: ({ state }) => govukTag(stateWords[state]) },
      { heading: 'Planned', nowrap: true, cell: ({ planned }) => planned?.termName ?? '' },
      {
        heading: 'What happened',
        cell: (item) => happened(item),
      },
      { heading: 'Difference', numeric: true, cell: (item) => signedPence(difference(item)) },
      ...(mayEdit ? [{ heading: 'Next', cell: (item: VarianceItem) => nextLink(base, item) }] : []),
    ],
    items,
  );
}

function itemLink(base: string, { name, actual }: VarianceItem): Html {
  return actual === null ? html`${name}` : html`<a class="govuk-link" href="${base}/actuals/${actual.id}">${name}</a>`;
}

function happened(item: VarianceItem): string {
  const { actual } = item;
  if (actual === null) return item.state === 'due' ? 'Its time has come, and nothing is written down' : '';
  const parts = [whenWords(actual), priceWords(actual), rangeWords(item), datesWords(item), actual.dropReason];
  return parts.filter((part) => part !== null && part !== '').join('; ');
}

function nextLink(base: string, { planned, actual, name, state }: VarianceItem): Html | string {
  const hidden = html`<span class="govuk-visually-hidden">: ${name}</span>`;
  if (actual === null && planned !== null) {
    const query = new URLSearchParams({ need: planned.needId });
    return html`<a class="govuk-link" href="${base}/actuals/new?${query.toString()}">Write down${hidden}</a>`;
  }
  if (actual !== null && (state === 'ordered' || state === 'started')) {
    return html`<a class="govuk-link" href="${base}/actuals/${actual.id}/finish">It is finished${hidden}</a>`;
  }
  return '';
}

function agreePart({ base, csrf, mayEdit, mayAgree, agreement, texts, errors }: ActualsContent): Html | null {
  if (!mayEdit || mayAgree === 'agreed') return null;
  if (mayAgree === 'no-plan') {
    return html`<p class="govuk-body"><a class="govuk-link" href="${base}/plan">Make a plan</a> to begin with.</p>`;
  }
  if (mayAgree === 'old-plan') {
    return govukInsetText({
      html: html`<p class="govuk-body">The record has changed since the latest plan was made. <a class="govuk-link" href="${base}/plan">Plan again</a> before it is agreed.</p>`,
    });
  }
  const agreeForm = form({
    action: `${base}/actuals/agree`,
    csrf,
    body: html`${renderFields(agreementFields, texts, errors)}${govukButton({ text: 'Keep it as agreed', preventDoubleClick: true })}`,
  });
  return html`<h2 class="govuk-heading-m" id="agree">${agreement === null ? 'Agree the plan' : 'Agree the new plan'}</h2>
<p class="govuk-body">The <a class="govuk-link" href="${base}/plan">plan as it stands</a> is kept with its dates and prices, and what happens is held against it.</p>
${agreeForm}`;
}

function otherAgreements({ base, csrf, mayEdit, agreement, agreements }: ActualsContent): Html | null {
  if (agreements.length === 0) return null;
  return govukDetails({
    summaryText:
      agreements.length === 1 ? 'The plan that was agreed' : `The ${agreements.length} plans that were agreed`,
    html: html`<ul class="govuk-list">${agreements.map(
      (one) =>
        html`<li>${one.id === agreement?.id ? html`${formatDate(one.agreedOn)}, by ${one.agreedBy}` : html`<a class="govuk-link" href="${base}/actuals?of=${one.id}">${formatDate(one.agreedOn)}, by ${one.agreedBy}</a>`}${
          mayEdit &&
          form({
            action: `${base}/actuals/agreements/${one.id}/remove`,
            csrf,
            classes: 'cairn-inline',
            body: html` <button class="cairn-link-button" type="submit">It was not agreed<span class="govuk-visually-hidden"> on ${formatDate(one.agreedOn)} by ${one.agreedBy}</span></button>`,
          })
        }</li>`,
    )}</ul>`,
  });
}

/** What stands beside "taken out again": the way back. */
export function removedDetail(base: string, csrf: string, id: string): Html {
  return form({
    action: `${base}/actuals/${encodeURIComponent(id)}/restore`,
    csrf,
    classes: 'cairn-inline',
    body: html`<button class="cairn-link-button" type="submit">Undo: put it back</button>`,
  });
}

/** The calendar of decisions as a page: the picture by month, and each with its day, what to do and why. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { scrollRegion } from '../../ui/charts/index.ts';
import { govukButton, govukCheckboxes, govukInput, govukSelect, govukWarningText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count, distanceWords } from '../registers/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { kindLabels, type Decision, type DecisionKind, type Undated } from './decisions.rules.ts';

export interface DecisionsContent {
  /** `/schools/<key>` */
  base: string;
  today: PlainDate;
  decisions: readonly Decision[];
  undated: readonly Undated[];
  overdue: readonly Undated[];
  monthsAhead: number;
  kind: string;
  /** Also what comes only where a contract is left to renew. */
  withLater: boolean;
  /** How many such dates are left out. */
  leftOut: number;
  /** Drawn elsewhere; null where there is nothing to draw. */
  picture: Html | null;
  /** No plan has been made, so that only contracts speak. */
  withoutPlan: boolean;
}

export function decisionsBody(content: DecisionsContent): Html {
  const { base, today, decisions, overdue, undated } = content;
  const next = decisions.find(({ kind }) => kind !== 'end' && kind !== 'renewal');
  return html`<h1>Decisions</h1>
<p class="govuk-body-l">${
    next === undefined
      ? 'Nothing needs a decision in this time.'
      : html`Next: <a class="govuk-link" href="${base}${next.path}">${next.title}</a> by ${formatDate(next.date)} (${distanceWords(today, next.date)}).`
  }</p>
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/calendar-feed">Put these dates in your own calendar</a>, or <a class="govuk-link" href="${base}/reminders">be reminded of them by e-mail</a></p>
${overdue.length > 0 && overduePart(base, overdue)}
${filterForm(content)}
${decisions.length > 0 && calendarPart(content)}
${content.leftOut > 0 && laterPart(content)}
${content.withoutPlan && html`<p class="govuk-body">These dates come from contracts alone. <a class="govuk-link" href="${base}/plan">Make a plan</a> to see what it asks you to decide.</p>`}
${undated.length > 0 && undatedPart(base, undated)}`;
}

function laterPart({ base, leftOut, kind, monthsAhead }: DecisionsContent): Html {
  const query = new URLSearchParams({ later: 'yes', months: String(monthsAhead), ...(kind !== '' && { kind }) });
  return html`<p class="govuk-body cairn-no-print">${count(leftOut, 'more date')} ${leftOut === 1 ? 'comes' : 'come'} only if a contract is left to renew. <a class="govuk-link" href="${base}/decisions?${query.toString()}">Show ${leftOut === 1 ? 'it' : 'them'} too</a></p>`;
}

function overduePart(base: string, overdue: readonly Undated[]): Html {
  return html`<h2>To look at now</h2>
${govukWarningText({ text: `${count(overdue.length, 'contract')} past a date that mattered`, iconFallbackText: 'Warning' })}
<ul class="govuk-list govuk-list--bullet">${overdue.map((item) => contractLine(base, item))}</ul>`;
}

function undatedPart(base: string, undated: readonly Undated[]): Html {
  return html`<h2>No date can be worked out yet</h2>
<p class="govuk-body">Something is not known about ${undated.length === 1 ? 'this contract' : `these ${count(undated.length, 'contract')}`}. Filling it in puts ${undated.length === 1 ? 'it' : 'them'} in the calendar.</p>
<ul class="govuk-list govuk-list--bullet">${undated.map((item) => contractLine(base, item))}</ul>`;
}

function contractLine(base: string, { contractId, title, why }: Undated): Html {
  return html`<li><a class="govuk-link" href="${base}/contracts/${encodeURIComponent(contractId)}">${title}</a>. ${why}</li>`;
}

/** The picture, and the list behind it. */
function calendarPart(content: DecisionsContent): Html {
  if (content.picture === null) return listPart(content);
  const caption = 'What must be decided or sent, by month';
  return html`<figure class="cairn-picture"><figcaption>${caption}</figcaption>
${scrollRegion(caption, content.picture)}
${listPart(content)}</figure>`;
}

function listPart({ base, decisions, today }: DecisionsContent): Html {
  return dataTable<Decision>(
    'What must be decided or sent, by day',
    [
      {
        heading: 'Day',
        cell: ({ date, dueOn }) =>
          dueOn === null
            ? formatDate(date)
            : html`${formatDate(date)}<br><span class="govuk-body-s">by the contract: ${formatDate(dueOn)}</span>`,
        nowrap: true,
      },
      { heading: 'How far away', cell: ({ date }) => distanceWords(today, date), nowrap: true },
      { heading: 'What', cell: ({ title, path }) => html`<a class="govuk-link" href="${base}${path}">${title}</a>` },
      {
        heading: 'Kind',
        cell: ({ kind, atMeeting }) => `${kindLabels[kind]}${atMeeting ? ', at the governors’ meeting' : ''}`,
      },
      { heading: 'Why then', cell: ({ why }) => why },
    ],
    decisions,
  );
}

function filterForm({ base, monthsAhead, kind, withLater }: DecisionsContent): Html {
  return html`<form method="get" action="${base}/decisions" class="cairn-no-print" role="search" aria-label="Filter the decisions">
<div class="govuk-grid-row">
<div class="govuk-grid-column-one-quarter">${govukSelect({
    id: 'kind',
    name: 'kind',
    label: { text: 'Kind' },
    items: [
      { value: '', text: 'All' },
      ...(Object.entries(kindLabels) as [DecisionKind, string][]).map(([value, text]) => ({
        value,
        text,
        selected: value === kind,
      })),
    ],
  })}</div>
<div class="govuk-grid-column-one-quarter">${govukInput({
    id: 'months',
    name: 'months',
    label: { text: 'Months ahead' },
    value: String(monthsAhead),
    inputmode: 'numeric',
    classes: 'govuk-input--width-3',
  })}</div>
<div class="govuk-grid-column-one-half">${govukCheckboxes({
    idPrefix: 'later',
    name: 'later',
    classes: 'govuk-checkboxes--small',
    fieldset: { legend: { text: 'Contracts that renew by themselves' } },
    items: [{ value: 'yes', text: 'Show what comes after the next renewal too', checked: withLater }],
  })}</div>
</div>
${govukButton({ text: 'Filter', classes: 'govuk-button--secondary' })}
</form>`;
}

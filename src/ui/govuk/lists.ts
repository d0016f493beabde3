/** Table, summary list, tag and button, written by hand: pages show them by the hundred. */
import { type Html, type HtmlValue, html, raw } from '../html.ts';
import type { ButtonArguments, SummaryListArguments, TableArguments, TagArguments } from './arguments.ts';
import { alsoClasses, attributes, content, hasContent, optional } from './attributes.ts';

export function govukTag(params: TagArguments): Html {
  return html`<strong class="govuk-tag${alsoClasses(params.classes)}"${attributes(params.attributes)}>${content(params)}</strong>`;
}

export function govukButton(params: ButtonArguments): Html {
  const common = html` class="govuk-button${alsoClasses(params.classes, params.isStartButton && 'govuk-button--start')}" data-module="govuk-button"${attributes(params.attributes)}${optional('id', params.id)}`;
  const hasHtml = (params.html?.toString() ?? '') !== '';
  const words = params.isStartButton && hasHtml ? html`<span>${content(params)}</span>` : content(params);
  const inner = html`${words}${params.isStartButton && START_ICON}`;
  if (params.href) return html`<a href="${params.href}" role="button" draggable="false"${common}>${inner}</a>`;
  const once =
    params.preventDoubleClick === undefined
      ? null
      : attributes({ 'data-prevent-double-click': params.preventDoubleClick });
  return html`<button type="${params.type || 'submit'}"${optional('value', params.value)}${optional('name', params.name)}${params.disabled && html` disabled aria-disabled="true"`}${once}${common}>${inner}</button>`;
}

const START_ICON = raw(
  '<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false"><path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>',
);

export function govukTable(params: TableArguments): Html {
  return html`<table class="govuk-table${alsoClasses(params.classes)}"${attributes(params.attributes)}>${
    params.caption &&
    html`<caption class="govuk-table__caption${alsoClasses(params.captionClasses)}">${params.caption}</caption>
`
  }${
    params.head &&
    html`<thead class="govuk-table__head"><tr class="govuk-table__row">${params.head.map(
      (cell) =>
        cell &&
        html`<th scope="col" class="govuk-table__header${alsoClasses(cell.format && `govuk-table__header--${cell.format}`, cell.classes)}"${optional('colspan', cell.colspan)}${optional('rowspan', cell.rowspan)}${attributes(cell.attributes)}>${content(cell)}</th>`,
    )}</tr></thead>
`
  }<tbody class="govuk-table__body">${params.rows.map(
    (row) =>
      row &&
      html`<tr class="govuk-table__row">${row.map((cell, index) => tableCell(cell, index === 0 && Boolean(params.firstCellIsHeader)))}</tr>
`,
  )}</tbody></table>
`;
}

type Cell = Exclude<TableArguments['rows'], null | undefined | false>[number][number];

function tableCell(cell: Cell, isHeader: boolean): Html {
  const common = html`${optional('colspan', cell.colspan)}${optional('rowspan', cell.rowspan)}${attributes(cell.attributes)}`;
  if (isHeader)
    return html`<th scope="row" class="govuk-table__header${alsoClasses(cell.classes)}"${common}>${content(cell)}</th>`;
  return html`<td class="govuk-table__cell${alsoClasses(cell.format && `govuk-table__cell--${cell.format}`, cell.classes)}"${common}>${content(cell)}</td>`;
}

export function govukSummaryList(params: SummaryListArguments): Html {
  const rows = params.rows.filter((row) => Boolean(row)) as SummaryRow[];
  const anyActions = rows.some((row) => (row.actions?.items?.length ?? 0) > 0);
  const title = params.card?.title;
  const list = html`<dl class="govuk-summary-list${alsoClasses(params.classes)}"${attributes(params.attributes)}>${rows.map((row) => summaryRow(row, anyActions, title))}</dl>
`;
  return params.card ? summaryCard(params.card, list) : list;
}

type SummaryRow = Exclude<SummaryListArguments['rows'][number], null | undefined | false>;
type Card = NonNullable<SummaryListArguments['card']>;
type Action = Exclude<NonNullable<NonNullable<Card['actions']>['items']>[number], null | undefined | false>;

function summaryRow(row: SummaryRow, anyActions: boolean, cardTitle: Card['title']): Html {
  const actions = (row.actions?.items ?? []).filter((action) => Boolean(action)) as Action[];
  return html`<div class="govuk-summary-list__row${alsoClasses(anyActions && !row.actions?.items && 'govuk-summary-list__row--no-actions', row.classes)}"><dt class="govuk-summary-list__key${alsoClasses(row.key.classes)}">${content(row.key)}</dt><dd class="govuk-summary-list__value${alsoClasses(row.value.classes)}">${content(row.value)}</dd>${
    actions.length > 0 &&
    html`<dd class="govuk-summary-list__actions${alsoClasses(row.actions?.classes)}">${
      actions.length === 1
        ? actions.map((action) => actionLink(action, cardTitle))
        : html`<ul class="govuk-summary-list__actions-list">${actions.map((action) => html`<li class="govuk-summary-list__actions-list-item">${actionLink(action, cardTitle)}</li>`)}</ul>`
    }</dd>`
  }</div>
`;
}

function summaryCard(card: Card, list: Html): Html {
  const actions = (card.actions?.items ?? []).filter((action) => Boolean(action)) as Action[];
  const level = card.title?.headingLevel ?? 2;
  return html`<div class="govuk-summary-card${alsoClasses(card.classes)}"${attributes(card.attributes)}><div class="govuk-summary-card__title-wrapper">${
    card.title &&
    html`<h${level} class="govuk-summary-card__title${alsoClasses(card.title.classes)}">${content(card.title)}</h${level}>`
  }${
    actions.length === 1 &&
    html`<div class="govuk-summary-card__actions${alsoClasses(card.actions?.classes)}">${actions.map((action) => actionLink(action, card.title))}</div>`
  }${
    actions.length > 1 &&
    html`<ul class="govuk-summary-card__actions${alsoClasses(card.actions?.classes)}">${actions.map((action) => html`<li class="govuk-summary-card__action">${actionLink(action, card.title)}</li>`)}</ul>`
  }</div><div class="govuk-summary-card__content">${list}</div></div>
`;
}

function actionLink(action: Action, cardTitle: Card['title']): Html {
  const hidden: HtmlValue[] = [];
  if (action.visuallyHiddenText) hidden.push(` ${action.visuallyHiddenText}`);
  if (hasContent(cardTitle)) hidden.push(html` (${content(cardTitle)})`);
  return html`<a class="govuk-link${alsoClasses(action.classes)}" href="${action.href}"${attributes(action.attributes)}>${content(action)}${hidden.length > 0 && html`<span class="govuk-visually-hidden">${hidden}</span>`}</a>`;
}

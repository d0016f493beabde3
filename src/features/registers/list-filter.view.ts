/** The form above a list that says what of it is shown. It is sent by GET, so that the address holds the filter. */
import { govukButton, govukDetails, govukInput, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import { askableFields, isNarrowed, listAddress, type ListRequest } from './list-filter.rules.ts';
import type { Register } from './register.ts';

/** Parameters whose inputs are folded away until one of them is used. */
const FOLDED = ['unknown', 'guesses', 'changed-since', 'ends-from'];

export function filterForm(register: Register, base: string, request: ListRequest, more?: HtmlValue): Html {
  const { query } = request;
  return html`<form method="get" action="${base}" class="cairn-no-print" role="search" aria-label="Filter ${register.words.plural}">
${query['sort'] !== undefined && html`<input type="hidden" name="sort" value="${query['sort']}">`}
<div class="cairn-filter">${text('q', 'Containing the words', query)}
${kindSelect(register, query)}
${text('supplier', 'Supplier', query)}
${register.endField !== null && text('ends-before', 'Ending before', query)}
${more}</div>
${govukDetails({
  summaryText: 'More ways to filter',
  open: FOLDED.some((name) => query[name] !== undefined),
  classes: 'govuk-!-margin-bottom-3',
  html: html`<div class="cairn-filter">${unknownSelect(register, query)}
${text('changed-since', 'Changed since', query)}
${register.endField !== null && text('ends-from', 'Ending on or after', query)}
<div class="govuk-checkboxes govuk-checkboxes--small govuk-form-group"><div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" id="guesses" name="guesses" type="checkbox" value="yes"${query['guesses'] === 'yes' && html` checked`}><label class="govuk-label govuk-checkboxes__label" for="guesses">Only those that hold a guess</label></div></div></div>`,
})}
<div class="govuk-button-group">${govukButton({ text: 'Filter', classes: 'govuk-button--secondary' })}${
    isNarrowed(query) &&
    html`<a class="govuk-link" href="${listAddress(base, query['sort'] === undefined ? {} : { sort: query['sort'] })}">Show all</a>`
  }</div>
</form>`;
}

function text(name: string, label: string, query: ListRequest['query']): Html {
  return govukInput({
    id: name,
    name,
    label: { text: label },
    value: query[name] ?? '',
  });
}

function kindSelect(register: Register, query: ListRequest['query']): Html {
  const kind = register.fields.find(({ name }) => name === register.kindField);
  return govukSelect({
    id: 'type',
    name: 'type',
    label: { text: kind?.label ?? 'Kind' },
    items: [
      { value: '', text: 'All' },
      ...(kind?.choices ?? []).map(({ value, label }) => ({ value, text: label, selected: value === query['type'] })),
      ...(kind?.fallback === undefined
        ? [{ value: 'not-known', text: 'Not known', selected: query['type'] === 'not-known' }]
        : []),
    ],
  });
}

function unknownSelect(register: Register, query: ListRequest['query']): Html {
  return govukSelect({
    id: 'unknown',
    name: 'unknown',
    label: { text: 'Where this is not known' },
    items: [
      { value: '', text: 'Known or not' },
      ...askableFields(register).map(({ name, label }) => ({
        value: name,
        text: label,
        selected: name === query['unknown'],
      })),
    ],
  });
}

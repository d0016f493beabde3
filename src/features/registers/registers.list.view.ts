/** The list of a register, with its filter in the address. */
import { govukButton, govukInput, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import { nameOf, type Register, type RegisterItem } from './register.ts';
import { dataTable, type Column } from '../../ui/data-table.ts';
import { valueCell, type Surroundings } from './registers.view.ts';

export interface ListPage<T> {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  /** Rows before paging. */
  total: number;
  pageNumber: number;
  /** What the address asks for, to fill the filter with and to carry into page links. */
  query: Readonly<Record<string, string>>;
  /** Further inputs of the filter. */
  filterInputs?: HtmlValue;
  /** A sentence or two above the table: totals, what is missing. */
  summary?: HtmlValue;
  /** Further links beside "Add". */
  actions?: HtmlValue;
}

export const PAGE_SIZE = 100;

/** The list, with its filter in the address. */
export function listBody<T>(register: Register, around: Surroundings, list: ListPage<T>): Html {
  const { words, path } = register;
  const base = `${around.schoolBase}/${path}`;
  const filtered = Object.entries(list.query).some(([name, value]) => name !== 'page' && value !== '');
  return html`<h1>${words.title}</h1>
<p class="govuk-body-l">${words.why}</p>
${
  around.mayEdit &&
  html`<div class="govuk-button-group cairn-no-print">${govukButton({ text: `Add ${words.withArticle}`, href: `${base}/new` })}${list.actions}</div>`
}
${(list.total > 0 || filtered) && filterForm(register, base, list, filtered)}
${list.summary}
${
  list.total === 0
    ? html`<p class="govuk-body">${filtered ? html`Nothing fits this filter. <a class="govuk-link" href="${base}">Show all ${words.plural}</a>` : words.empty}</p>`
    : html`${dataTable(list.caption, list.columns, list.rows)}
${pageLinks(base, list)}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}.csv">Download all ${words.plural} as CSV</a></p>`
}`;
}

/** Columns from the declaration, for registers that need no more. */
export function plainColumns(register: Register, around: Surroundings): Column<RegisterItem>[] {
  const base = `${around.schoolBase}/${register.path}`;
  const byName = new Map(register.fields.map((field) => [field.name, field]));
  return [
    {
      heading: 'Name',
      cell: (item) =>
        html`<a class="govuk-link" href="${base}/${encodeURIComponent(item.id)}">${nameOf(register, item)}</a>`,
    },
    ...register.listFields.flatMap((name): Column<RegisterItem>[] => {
      const field = byName.get(name);
      if (field === undefined) return [];
      const numeric = field.kind === 'whole' || field.kind === 'pounds';
      return [{ heading: field.label, cell: (item) => valueCell(field, item, around), numeric }];
    }),
  ];
}

function filterForm<T>(register: Register, base: string, list: ListPage<T>, filtered: boolean): Html {
  const kind = register.fields.find(({ name }) => name === register.kindField);
  return html`<form method="get" action="${base}" class="cairn-no-print" role="search" aria-label="Filter ${register.words.plural}">
<div class="govuk-grid-row">
<div class="govuk-grid-column-one-quarter">${govukInput({ id: 'q', name: 'q', label: { text: 'Containing the words' }, value: list.query['q'] ?? '' })}</div>
<div class="govuk-grid-column-one-quarter">${govukSelect({
    id: 'type',
    name: 'type',
    label: { text: kind?.label ?? 'Kind' },
    items: [
      { value: '', text: 'All' },
      ...(kind?.choices ?? []).map(({ value, label }) => ({
        value,
        text: label,
        selected: value === list.query['type'],
      })),
      ...(kind?.fallback === undefined
        ? [{ value: 'not-known', text: 'Not known', selected: list.query['type'] === 'not-known' }]
        : []),
    ],
  })}</div>
${list.filterInputs}
</div>
<div class="govuk-button-group">${govukButton({ text: 'Filter', classes: 'govuk-button--secondary' })}${filtered && html`<a class="govuk-link" href="${base}">Show all</a>`}</div>
</form>`;
}

function pageLinks<T>(base: string, list: ListPage<T>): Html | null {
  const pages = Math.ceil(list.total / PAGE_SIZE);
  if (pages <= 1) return null;
  const href = (number: number) => {
    const query = new URLSearchParams(
      Object.entries(list.query).filter(([name, value]) => name !== 'page' && value !== ''),
    );
    if (number > 1) query.set('page', String(number));
    return query.size > 0 ? `${base}?${query.toString()}` : base;
  };
  const first = (list.pageNumber - 1) * PAGE_SIZE + 1;
  return html`<nav class="cairn-no-print" aria-label="Pages"><p class="govuk-body">${first} to ${Math.min(first + PAGE_SIZE - 1, list.total)} of ${list.total}.
${list.pageNumber > 1 && html`<a class="govuk-link" rel="prev" href="${href(list.pageNumber - 1)}">Previous page</a>`}
${list.pageNumber < pages && html`<a class="govuk-link" rel="next" href="${href(list.pageNumber + 1)}">Next page</a>`}</p></nav>`;
}

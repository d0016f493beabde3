/** The list of a register: its filter and order in the address, one page of rows, ticks to change many at once. */
import { form } from '../../ui/forms/index.ts';
import { govukButton } from '../../ui/govuk/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import { dataTable, type Column } from '../../ui/data-table.ts';
import {
  heldPage,
  isNarrowed,
  listAddress,
  ROWS_ON_A_PAGE,
  sortableFields,
  type ListRequest,
} from './list-filter.rules.ts';
import { filterForm } from './list-filter.view.ts';
import { nameOf, type Register, type RegisterItem } from './register.ts';
import { savedViewsPart, type SavedView } from './saved-views.view.ts';
import { guessMark, valueCell, type Surroundings } from './registers.view.ts';

/** A column that may be ordered by: `sort` is the name that the address uses. */
export interface ListColumn<T> extends Column<T> {
  sort?: string;
}

export interface ListPage<T> {
  caption: string;
  columns: readonly ListColumn<T>[];
  /** The rows of this page. */
  rows: readonly T[];
  /** How many rows there are on all pages. */
  total: number;
  request: ListRequest;
  /** Which item a row is about, to tick it. */
  itemOf: (row: T) => { id: string; name: string };
  /** Further inputs of the filter. */
  filterInputs?: HtmlValue;
  /** A sentence or two above the table: totals, what is missing. */
  summary?: HtmlValue;
  /** There is a page of the register in the fields that governors, auditors and others expect. */
  hasReport?: boolean;
  views: readonly SavedView[];
  /** The form was sent without a tick. */
  noneTicked?: boolean;
}

/** The list. */
export function listBody<T>(register: Register, around: Surroundings, list: ListPage<T>): Html {
  const { words, path } = register;
  const base = `${around.schoolBase}/${path}`;
  const { query, problems } = list.request;
  const narrowed = isNarrowed(query);
  const anything = list.total > 0 || narrowed;
  return html`<h1>${words.title}</h1>
<p class="govuk-body-l">${words.why}</p>
${
  around.mayEdit &&
  html`<div class="govuk-button-group cairn-no-print">${govukButton({ text: `Add ${words.withArticle}`, href: `${base}/new` })}${govukButton({ text: 'Import a spreadsheet', href: `${base}/import`, classes: 'govuk-button--secondary' })}</div>`
}
${anything && savedViewsPart(register, around, list.views, query)}
${anything && filterForm(register, base, list.request, list.filterInputs)}
${problems.map((problem) => html`<p class="cairn-stale">${problem}</p>`)}
${list.summary}
${
  list.total === 0
    ? html`<p class="govuk-body">${narrowed ? html`Nothing fits this filter. <a class="govuk-link" href="${base}">Show all ${words.plural}</a>` : emptyWords(register, around)}</p>`
    : html`${around.mayEdit ? bulkForm(register, around, list) : rowsTable(base, list, false)}
${pageLinks(base, list)}
<p class="govuk-body cairn-no-print">Download all ${words.plural}: <a class="govuk-link" href="${base}.csv">as CSV</a>, <a class="govuk-link" href="${base}.xlsx">as an Excel workbook</a>${list.hasReport && html`. <a class="govuk-link" href="${base}/register">The register for governors and auditors</a>`}. <a class="govuk-link" href="${around.schoolBase}/school.json">The whole school as a file (JSON)</a></p>`
}`;
}

/** What to do where nothing is written down yet; a typical school's guesses are one way. */
function emptyWords({ words }: Register, { schoolBase, mayEdit }: Surroundings): Html {
  return html`${words.empty} ${mayEdit && html`If you have nothing to hand, <a class="govuk-link" href="${schoolBase}/typical">start from a typical school</a>.`}`;
}

/** Columns from the declaration, for registers that need no more. */
export function plainColumns(register: Register, around: Surroundings): ListColumn<RegisterItem>[] {
  const base = `${around.schoolBase}/${register.path}`;
  const byName = new Map(register.fields.map((field) => [field.name, field]));
  const sortable = new Set(sortableFields(register).map(({ name }) => name));
  return [
    {
      heading: 'Name',
      sort: register.nameField,
      cell: (item) =>
        html`<a class="govuk-link" href="${base}/${encodeURIComponent(item.id)}">${nameOf(register, item)}</a>`,
    },
    ...register.listFields.flatMap((name): ListColumn<RegisterItem>[] => {
      const field = byName.get(name);
      if (field === undefined) return [];
      return [
        {
          heading: field.label,
          ...(sortable.has(name) && { sort: name }),
          cell: (item) =>
            html`${valueCell(field, item, around)}${name !== register.kindField && guessMark(item, name)}`,
          numeric: field.kind === 'whole' || field.kind === 'pounds',
        },
      ];
    }),
  ];
}

/** The rows in a form of ticks. What all the rows are is said by the filter, so that thousands need no ticks. */
function bulkForm<T>(register: Register, around: Surroundings, list: ListPage<T>): Html {
  const base = `${around.schoolBase}/${register.path}`;
  const of = listAddress('', list.request.query).slice(1);
  const all = list.total > list.rows.length;
  return form({
    action: `${base}/bulk`,
    csrf: around.csrf,
    body: html`<input type="hidden" name="of" value="${of}">
${list.noneTicked && html`<p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> Tick the rows to change first</p>`}
<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'Change ticked rows', classes: 'govuk-button--secondary' })}${
      all &&
      govukButton({
        text: `Change all ${list.total.toLocaleString('en-GB')}`,
        name: 'all',
        value: 'yes',
        classes: 'govuk-button--secondary',
      })
    }</div>
${rowsTable(base, list, true)}`,
  });
}

function rowsTable<T>(base: string, list: ListPage<T>, ticks: boolean): Html {
  const { sort, query } = list.request;
  const columns = list.columns.map((column): Column<T> => {
    const name = column.sort;
    if (name === undefined) return column;
    const isSorted = sort?.field === name;
    const next = isSorted && !sort.descending ? `-${name}` : name;
    return {
      ...column,
      sortHref: listAddress(base, query, { sort: next }),
      ...(isSorted && { sorted: sort.descending ? 'descending' : 'ascending' }),
    };
  });
  const tick = (row: T): Html => {
    const { id, name } = list.itemOf(row);
    return html`<input class="cairn-tick" type="checkbox" name="pick[]" value="${id}" aria-label="Tick ${name}">`;
  };
  return dataTable(list.caption, columns, list.rows, ticks ? { tick } : {});
}

function pageLinks<T>(base: string, list: ListPage<T>): Html | null {
  const pages = Math.ceil(list.total / ROWS_ON_A_PAGE);
  if (pages <= 1) return null;
  const page = heldPage(list.request.page, list.total);
  const href = (number: number) => listAddress(base, list.request.query, { page: number > 1 ? String(number) : null });
  const first = (page - 1) * ROWS_ON_A_PAGE + 1;
  const last = Math.min(first + ROWS_ON_A_PAGE - 1, list.total);
  const figure = (number: number) => number.toLocaleString('en-GB');
  return html`<nav class="cairn-no-print" aria-label="Pages"><p class="govuk-body">${figure(first)} to ${figure(last)} of ${figure(list.total)}.
${page > 1 && html`<a class="govuk-link" rel="prev" href="${href(page - 1)}">Previous page</a>`}
${page < pages && html`<a class="govuk-link" rel="next" href="${href(page + 1)}">Next page</a>`}
${page < pages - 1 && html`<a class="govuk-link" href="${href(pages)}">Last page</a>`}</p></nav>`;
}

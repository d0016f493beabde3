/** Tables of rows: written by hand, because a component call per cell is slow with hundreds of rows. */
import { scrollRegion } from './charts/index.ts';
import { html, type Html, type HtmlValue } from './html.ts';

export interface Column<T> {
  heading: string;
  cell: (row: T) => HtmlValue;
  numeric?: boolean;
  /** Dates and amounts that should not break over two lines. */
  nowrap?: boolean;
  /** Where the heading leads to, to have the rows ordered by this column. */
  sortHref?: string;
  /** How the rows are ordered by this column now, if they are. */
  sorted?: 'ascending' | 'descending';
}

export interface TableOptions<T> {
  /** Something to choose the row with, before its name. */
  tick?: (row: T) => Html;
}

/** The first column names the row. The table scrolls in a region of its own where it is wider than the page. */
export function dataTable<T>(
  caption: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  options: TableOptions<T> = {},
): Html {
  return scrollRegion(caption, plainTable(caption, columns, rows, options));
}

/** The table alone, for places that scroll already. */
export function plainTable<T>(
  caption: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  { tick }: TableOptions<T> = {},
): Html {
  const classOf = (base: string, column: Column<T>) =>
    `${base}${column.numeric ? ` ${base}--numeric` : ''}${column.nowrap ? ' cairn-nowrap' : ''}`;
  return html`<table class="govuk-table">
<caption class="govuk-table__caption govuk-visually-hidden">${caption}</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row">${tick && html`<td class="govuk-table__header cairn-no-print"></td>`}${columns.map(
    (column) =>
      html`<th scope="col" class="${classOf('govuk-table__header', column)}"${column.sorted && html` aria-sort="${column.sorted}"`}>${headingOf(column)}</th>`,
  )}</tr></thead>
<tbody class="govuk-table__body">
${rows.map(
  (
    row,
  ) => html`<tr class="govuk-table__row">${tick && html`<td class="govuk-table__cell cairn-ticks cairn-no-print">${tick(row)}</td>`}${columns.map(
    (column, index) =>
      index === 0
        ? html`<th scope="row" class="govuk-table__header${column.nowrap && ' cairn-nowrap'}">${column.cell(row)}</th>`
        : html`<td class="${classOf('govuk-table__cell', column)}">${column.cell(row)}</td>`,
  )}</tr>
`,
)}</tbody>
</table>`;
}

/** The arrow says which way the rows are ordered; screen readers have it from `aria-sort`. */
function headingOf<T>({ heading, sortHref, sorted }: Column<T>): Html | string {
  if (sortHref === undefined) return heading;
  const arrow = sorted && html` <span aria-hidden="true">${sorted === 'ascending' ? '▲' : '▼'}</span>`;
  return html`<a class="cairn-sort" href="${sortHref}">${heading}${arrow}</a>`;
}

/** "Not known", set apart from values. */
export function notKnown(words = 'Not known'): Html {
  return html`<span class="cairn-not-known">${words}</span>`;
}

/** "Assumed", beside a value that is a guess. */
export function assumedTag(): Html {
  return html` <strong class="govuk-tag govuk-tag--yellow">Assumed</strong>`;
}

/** Tables of rows: written by hand, because a component call per cell is slow with hundreds of rows. */
import { scrollRegion } from './charts/index.ts';
import { html, type Html, type HtmlValue } from './html.ts';

export interface Column<T> {
  heading: string;
  cell: (row: T) => HtmlValue;
  numeric?: boolean;
  /** Dates and amounts that should not break over two lines. */
  nowrap?: boolean;
}

/** The first column names the row. The table scrolls in a region of its own where it is wider than the page. */
export function dataTable<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[]): Html {
  return scrollRegion(caption, plainTable(caption, columns, rows));
}

/** The table alone, for places that scroll already. */
export function plainTable<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[]): Html {
  const classOf = (base: string, column: Column<T>) =>
    `${base}${column.numeric ? ` ${base}--numeric` : ''}${column.nowrap ? ' cairn-nowrap' : ''}`;
  return html`<table class="govuk-table">
<caption class="govuk-table__caption govuk-visually-hidden">${caption}</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row">${columns.map(
    (column) => html`<th scope="col" class="${classOf('govuk-table__header', column)}">${column.heading}</th>`,
  )}</tr></thead>
<tbody class="govuk-table__body">
${rows.map(
  (row) => html`<tr class="govuk-table__row">${columns.map((column, index) =>
    index === 0
      ? html`<th scope="row" class="govuk-table__header">${column.cell(row)}</th>`
      : html`<td class="${classOf('govuk-table__cell', column)}">${column.cell(row)}</td>`,
  )}</tr>
`,
)}</tbody>
</table>`;
}

/** "Not known", set apart from values. */
export function notKnown(words = 'Not known'): Html {
  return html`<span class="cairn-not-known">${words}</span>`;
}

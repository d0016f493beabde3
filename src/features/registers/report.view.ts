/** A register as a page to print for governors and auditors: how complete it is, then every item. */
import { formatDate } from '../../domain/dates.ts';
import { dataTable, notKnown, type Column } from '../../ui/data-table.ts';
import { lowerFirst } from '../../ui/forms/index.ts';
import { html, type Html, type HtmlValue } from '../../ui/html.ts';
import { askableFields, listAddress } from './list-filter.rules.ts';
import type { Register, RegisterItem } from './register.ts';
import { completenessOf, reportWords, type Completeness, type RegisterReport } from './report.rules.ts';
import type { Surroundings } from './registers.view.ts';

/** Items on one page of the report. Nearly every school's register fits on it. */
export const REPORT_PAGE = 50;

export function reportBody(
  register: Register,
  around: Surroundings,
  report: RegisterReport,
  items: readonly RegisterItem[],
  page: number,
): Html {
  const list = `${around.schoolBase}/${register.path}`;
  const base = `${list}/register`;
  const pages = Math.max(Math.ceil(items.length / REPORT_PAGE), 1);
  const shown = Math.min(page, pages);
  const rows = items.slice((shown - 1) * REPORT_PAGE, shown * REPORT_PAGE);
  return html`<div class="cairn-landscape"><h1>${report.title}</h1>
<p class="govuk-body-l">${report.why}</p>
<p class="govuk-body">As at ${formatDate(around.today)}. ${items.length.toLocaleString('en-GB')} in the register.${report.notKept !== undefined && ` ${report.notKept}`}</p>
<p class="govuk-body cairn-no-print">Print this page, or download it: <a class="govuk-link" href="${base}.csv">as CSV</a>, <a class="govuk-link" href="${base}.xlsx">as an Excel workbook</a>. <a class="govuk-link" href="${list}">Back to the list</a></p>
${
  items.length === 0
    ? html`<p class="govuk-body">${register.words.empty}</p>`
    : html`<h2>How complete it is</h2>
${completenessTable(register, list, completenessOf(register, report, items))}
<h2>The register</h2>
${dataTable(report.title, columnsOf(register, around, report), rows)}
${pages > 1 && pageLinks(base, shown, pages, items.length)}`
}</div>`;
}

function completenessTable(register: Register, list: string, lines: readonly Completeness[]): Html {
  const askable = new Set(askableFields(register).map(({ name }) => name));
  return dataTable<Completeness>(
    'How complete the register is',
    [
      { heading: 'What is expected', cell: ({ column }) => column.heading },
      { heading: 'Known', cell: ({ known, asked }) => `${known} of ${asked}`, numeric: true },
      {
        heading: 'Not known',
        cell: ({ column, known, asked }) => missingCell(list, column.fields[0] ?? '', asked - known, askable),
        numeric: true,
      },
    ],
    lines,
  );
}

function missingCell(list: string, field: string, missing: number, askable: ReadonlySet<string>): HtmlValue {
  if (missing === 0) return 'None';
  if (!askable.has(field)) return String(missing);
  return html`<a class="govuk-link" href="${listAddress(list, { unknown: field })}">${missing}</a>`;
}

/** One column for each group: what is known with its headings, then what is not known in one line. */
function columnsOf(register: Register, around: Surroundings, report: RegisterReport): Column<RegisterItem>[] {
  const groups = Map.groupBy(report.columns, ({ group }) => group);
  return [...groups].map(([heading, columns]) => ({
    heading,
    cell: (item) => {
      const said = columns.map((column) => ({ column, words: reportWords(register, column, item, around.links) }));
      const missing = said.filter(({ column, words }) => words === null && !column.mayBeEmpty);
      const names = missing.map(({ column }, index) => (index === 0 ? column.heading : lowerFirst(column.heading)));
      return html`${said.map(({ column, words }) => words !== null && knownLine(heading, column.heading, words))}${
        names.length > 0 && html`<div>${notKnown(`Not known: ${names.join(', ')}`)}</div>`
      }`;
    },
  }));
}

function knownLine(group: string, heading: string, words: string): Html {
  return html`<div>${heading !== group && html`<span class="cairn-quiet">${heading}:</span> `}${words}</div>`;
}

function pageLinks(base: string, page: number, pages: number, total: number): Html {
  const first = (page - 1) * REPORT_PAGE + 1;
  const href = (number: number) => listAddress(base, { page: number > 1 ? String(number) : '' });
  return html`<nav aria-label="Pages"><p class="govuk-body">${first} to ${Math.min(first + REPORT_PAGE - 1, total)} of ${total.toLocaleString('en-GB')}. The downloads hold all.
<span class="cairn-no-print">${page > 1 && html`<a class="govuk-link" rel="prev" href="${href(page - 1)}">Previous page</a> `}${page < pages && html`<a class="govuk-link" rel="next" href="${href(page + 1)}">Next page</a>`}</span></p></nav>`;
}

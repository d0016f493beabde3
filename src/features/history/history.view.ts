/** The history of a school as a page: who changed what, when, and from what to what. */
import { govukButton, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { changeWords, timeWords, type Change, type LinkNames, type RegisterField } from '../registers/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { HISTORY_PAGE_SIZE, type HistoryFilter } from './history.rules.ts';

/** How rows of a table are spoken of, and where they are shown. */
export interface HistoryTable {
  /** "Contract" */
  label: string;
  fields: readonly RegisterField[];
  /** Keys of a change that say nothing to people. */
  hidden?: readonly string[];
  /** The page of a row below the school's address; null where it has none. */
  path: ((rowId: string) => string) | null;
}

export interface ChangesContent {
  schoolBase: string;
  tables: Readonly<Record<string, HistoryTable>>;
  names: LinkNames;
  changes: readonly Change[];
}

export interface HistoryContent extends ChangesContent {
  total: number;
  pageNumber: number;
  filter: HistoryFilter;
}

export function historyBody(content: HistoryContent): Html {
  const { schoolBase, tables, total, filter } = content;
  const base = `${schoolBase}/history`;
  return html`<h1>History</h1>
<p class="govuk-body-l">Who changed what, newest first. Nothing here can be altered or removed.</p>
<form method="get" action="${base}" class="cairn-no-print" role="search" aria-label="Filter the history">
${govukSelect({
  id: 'table',
  name: 'table',
  label: { text: 'Changes to' },
  items: [
    { value: '', text: 'Everything' },
    ...Object.entries(tables).map(([value, { label }]) => ({ value, text: label, selected: value === filter.table })),
  ],
})}
${filter.item && html`<p class="govuk-body">Only one item is shown. <a class="govuk-link" href="${base}">Show everything</a></p>`}
${govukButton({ text: 'Filter', classes: 'govuk-button--secondary' })}
</form>
${
  total === 0
    ? html`<p class="govuk-body">Nothing has been changed yet.</p>`
    : html`${changesPart(content)}${pageLinks(base, content)}`
}`;
}

/** Changes as a table: when, who, about what, and from what to what. */
export function changesPart(content: ChangesContent): Html {
  return dataTable<Change>(
    'Changes, newest first',
    [
      { heading: 'When', cell: ({ at }) => timeWords(at), nowrap: true },
      { heading: 'Who', cell: ({ personName }) => personName ?? 'Someone who is no longer here' },
      { heading: 'What', cell: (change) => itemCell(content, change) },
      { heading: 'Change', cell: (change) => wordsOf(content, change) },
    ],
    content.changes,
  );
}

function wordsOf({ tables, names }: ChangesContent, change: Change): Html {
  const { fields = [], hidden = [] } = tables[change.table] ?? {};
  const shown = (side: Change['before']) =>
    side && Object.fromEntries(Object.entries(side).filter(([key]) => !hidden.includes(key)));
  return changeWords({ ...change, before: shown(change.before), after: shown(change.after) }, fields, names);
}

function itemCell({ schoolBase, tables, names }: ChangesContent, change: Change): Html {
  const table = tables[change.table];
  const label = table?.label ?? change.table.replaceAll('_', ' ');
  const present = (names as Record<string, Map<string, string> | undefined>)[change.table];
  const name = present?.get(change.rowId) ?? nameIn(change.after) ?? nameIn(change.before);
  const isThere = present === undefined || present.has(change.rowId);
  if (table?.path == null || !isThere) return html`${label}${name !== undefined && `: ${name}`}`;
  return html`${label}: <a class="govuk-link" href="${schoolBase}${table.path(change.rowId)}">${name ?? 'see it'}</a>`;
}

function nameIn(side: Record<string, unknown> | null): string | undefined {
  const name = side?.['title'] ?? side?.['name'];
  return typeof name === 'string' ? name : undefined;
}

function pageLinks(base: string, { total, pageNumber, filter }: HistoryContent): Html | null {
  const pages = Math.ceil(total / HISTORY_PAGE_SIZE);
  if (pages <= 1) return null;
  const href = (number: number) => {
    const query = new URLSearchParams();
    if (filter.table) query.set('table', filter.table);
    if (filter.item) query.set('item', filter.item);
    if (number > 1) query.set('page', String(number));
    return query.size > 0 ? `${base}?${query.toString()}` : base;
  };
  const first = (pageNumber - 1) * HISTORY_PAGE_SIZE + 1;
  return html`<nav class="cairn-no-print" aria-label="Pages"><p class="govuk-body">${first} to ${Math.min(first + HISTORY_PAGE_SIZE - 1, total)} of ${total}.
${pageNumber > 1 && html`<a class="govuk-link" rel="prev" href="${href(pageNumber - 1)}">Newer changes</a>`}
${pageNumber < pages && html`<a class="govuk-link" rel="next" href="${href(pageNumber + 1)}">Older changes</a>`}</p></nav>`;
}

/** The rows of a batch, a page at a time, each with its fate; and the page on which one is mended. */
import { dataTable, type Column } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukInput, govukTag, govukTextarea } from '../../ui/govuk/index.ts';
import { html, joinHtml, type Html } from '../../ui/html.ts';
import { count, type LinkNames } from '../registers/index.ts';
import type { BatchRow } from './import-rows.queries.ts';
import type { Batch } from './imports.queries.ts';
import { heldWords, labelOf, originalText } from './imports.words.ts';
import { heldBy, sideOf, type FieldChange } from './merge.rules.ts';
import type { PlannedRow, Standing } from './plan.commands.ts';
import type { ImportSurroundings } from './start.view.ts';

/** Rows on one page. */
export const ROWS_ON_A_PAGE = 100;

/** Which rows a page shows: by how they were read, or by how they stand to the register. */
export const shows = ['whole', 'partial', 'kept', 'new', 'changed', 'same', 'alike', 'gone'] as const;
export type Show = (typeof shows)[number] | '';

export interface RowsContent {
  rows: readonly BatchRow[];
  /** How each of the rows stands to the register, where the batch waits. */
  planned: ReadonlyMap<number, PlannedRow>;
  /** What each of the rows would change. */
  changes: ReadonlyMap<number, readonly FieldChange[]>;
  /** Rows on all pages. */
  total: number;
  pageNumber: number;
  show: Show;
  links: LinkNames;
}

const fateWords = { whole: 'Whole', partial: 'In part', kept: 'Kept aside' } as const;

const standingWords: Record<Exclude<Standing, 'kept'>, string> = {
  new: 'New',
  changed: 'Changed',
  same: 'As it is',
  alike: 'Looks like one you have: left out',
  gone: 'You removed it: left out',
};
const madeWords = { added: 'Added', changed: 'Changed', same: 'As it was' } as const;

export function rowsPart(around: ImportSurroundings, batch: Batch, content: RowsContent): Html {
  const { importable, base, mayEdit } = around;
  const address = `${base}/import/${batch.id}`;
  const { rows, planned, changes, total, pageNumber, show, links } = content;
  const columns: Column<BatchRow>[] = [
    { heading: 'Row', cell: ({ row }) => row.toLocaleString('en-GB'), numeric: true },
    { heading: 'Read', cell: ({ fate, original }) => html`${fateTag(fate)}${original !== null && ' (mended)'}` },
    { heading: 'In the register', cell: (row) => standingCell(around, row, planned.get(row.row)) },
    {
      heading: labelOf(importable, importable.nameField),
      cell: ({ item, cells }) => (item === null ? originalText(cells) : String(item[importable.nameField])),
    },
    ...importable.previewFields.map((field): Column<BatchRow> => ({
      heading: labelOf(importable, field),
      cell: ({ item }) => item && heldWords(importable, field, { ...heldBy(sideOf(item), field), text: null }, links),
    })),
    {
      heading: 'What was not read, what would change, and why',
      cell: (row) =>
        html`${whyCell(around, row, changes.get(row.row) ?? [], links)}${
          mayEdit &&
          row.fate !== 'whole' &&
          originalText(row.cells) !== '' &&
          html` <a class="govuk-link cairn-no-print" href="${address}/rows/${row.row}">Mend<span class="govuk-visually-hidden"> row ${row.row}</span></a>`
        }`,
    },
  ];
  const { counts } = batch;
  return html`<h2>Row by row</h2>
${showLinks(address, batch, content)}
${rows.length === 0 ? html`<p class="govuk-body">There are none.</p>` : dataTable('Rows of the file and what becomes of each', columns, rows)}
${pageLinks(address, total, pageNumber, show)}
${counts.kept + counts.partial > 0 && html`<p class="govuk-body cairn-no-print">${counts.kept > 0 && html`<a class="govuk-link" href="${address}/kept.csv">Download the ${count(counts.kept, 'row')} kept aside, with the reasons</a>`}${counts.kept > 0 && counts.partial > 0 && html`<br>`}${counts.partial > 0 && html`<a class="govuk-link" href="${address}/partial.csv">Download the ${count(counts.partial, 'row')} read in part, with the reasons</a>`}</p>`}`;
}

function showLinks(address: string, batch: Batch, { planned, show }: RowsContent): Html {
  const link = (value: Show, text: string) =>
    value === show
      ? html`<strong>${text}</strong>`
      : html`<a class="govuk-link" href="${address}${value === '' ? '' : `?show=${value}`}">${text}</a>`;
  const { counts, rows } = batch;
  const amount = (number: number) => number.toLocaleString('en-GB');
  return html`<p class="govuk-body cairn-no-print">Show: ${joinHtml(
    [
      link('', `all ${amount(rows)}`),
      link('whole', `whole (${amount(counts.whole)})`),
      link('partial', `in part (${amount(counts.partial)})`),
      link('kept', `kept aside (${amount(counts.kept)})`),
      ...(batch.state === 'preview' && planned.size > 0
        ? [link('new', 'new'), link('changed', 'changed'), link('same', 'as they are'), link('alike', 'left out')]
        : []),
    ],
    ', ',
  )}.</p>`;
}

function standingCell(
  { importable, base }: ImportSurroundings,
  row: BatchRow,
  planned: PlannedRow | undefined,
): Html | string | null {
  const itemId = row.made?.itemId ?? planned?.itemId ?? null;
  const words =
    row.made !== null
      ? madeWords[row.made.what]
      : planned === undefined || planned.standing === 'kept'
        ? null
        : standingWords[planned.standing];
  // What has no history has no pages of its own either.
  if (words === null || itemId === null || !importable.hasHistory) return words;
  return html`<a class="govuk-link" href="${base}/${encodeURIComponent(itemId)}">${words}<span class="govuk-visually-hidden"> (row ${row.row})</span></a>`;
}

function fateTag(fate: BatchRow['fate']): Html {
  const classes = { whole: 'govuk-tag--green', partial: 'govuk-tag--yellow', kept: 'govuk-tag--grey' }[fate];
  return govukTag({ text: fateWords[fate], classes });
}

function whyCell(
  { importable }: ImportSurroundings,
  { unread, reason, warnings, cells }: BatchRow,
  changes: readonly FieldChange[],
  links: LinkNames,
): Html {
  if (reason !== null) {
    const said = originalText(cells);
    return html`${reason}${said !== '' && html` <span class="cairn-unread">The file said: <q>${said}</q></span>`}`;
  }
  const lines = [
    ...changes.map(
      (change) => html`${changeWords(importable, change, links)}${change.take ? '' : ' (stays as it is)'}`,
    ),
    ...unread.map(({ field, text, why }) => html`${labelOf(importable, field)}: <q>${text}</q> (${why})`),
    ...warnings.map((warning) => html`${warning}`),
  ];
  return joinHtml(lines, html`<br>`);
}

/** "End date: 31 March 2027 → 31 March 2028". */
export function changeWords(
  importable: ImportSurroundings['importable'],
  { field, was, will }: FieldChange,
  links: LinkNames,
): string {
  const words = (held: FieldChange['was']) => heldWords(importable, field, held, links);
  return `${labelOf(importable, field)}: ${words(was)} → ${words(will)}`;
}

export function pageLinks(
  address: string,
  total: number,
  pageNumber: number,
  show: string,
  size = ROWS_ON_A_PAGE,
): Html | null {
  const pages = Math.ceil(total / size);
  if (pages <= 1) return null;
  const href = (number: number) => {
    const query = new URLSearchParams({ ...(show && { show }), ...(number > 1 && { page: String(number) }) });
    return query.size > 0 ? `${address}?${query.toString()}` : address;
  };
  return html`<nav class="cairn-no-print" aria-label="Pages"><p class="govuk-body">Page ${pageNumber} of ${pages}.
${pageNumber > 1 && html`<a class="govuk-link" rel="prev" href="${href(pageNumber - 1)}">Previous page</a>`}
${pageNumber < pages && html`<a class="govuk-link" rel="next" href="${href(pageNumber + 1)}">Next page</a>`}</p></nav>`;
}

/** One row's cells, to be mended and read again. `cells` are those that were sent, or those that are there. */
export function rowBody(around: ImportSurroundings, batch: Batch, row: BatchRow, message: string | null): Html {
  const { importable, base, csrf } = around;
  const address = `${base}/import/${batch.id}`;
  const labels = new Map(importable.targets.map(({ target, label }) => [target, label]));
  const why = new Map(row.unread.map(({ column, why: reason }) => [column, reason]));
  const inputs = batch.table.mapping.map(({ index, column, target }) => {
    const value = row.cells[index] ?? '';
    const was = row.original?.[index] ?? '';
    const hints = [
      target === null ? 'Not used' : `Taken for: ${labels.get(target) ?? target}`,
      why.has(column) && `Not read: ${why.get(column)}`,
      row.original !== null && was !== value && `The file said: ${was === '' ? 'nothing' : was}`,
    ].filter((hint) => hint !== false);
    const field = {
      id: `cell-${index}`,
      name: `cell-${index}`,
      label: { text: column, classes: 'govuk-label--s' },
      hint: { text: hints.join('. ') },
      value,
    };
    return value.length > 80 || /[\r\n]/.test(value) ? govukTextarea({ ...field, rows: '4' }) : govukInput(field);
  });
  return html`<h1>Mend row ${row.row} of ${batch.fileName}</h1>
${message !== null && html`<p class="cairn-stale">${message}</p>`}
<p class="govuk-body">${row.reason ?? (row.unread.length > 0 ? 'Some of its cells could not be read. Correct them, and the row is read again.' : 'All of its cells can be read.')} The row as it was in the file is kept.</p>
${form({
  action: `${address}/rows/${row.row}`,
  csrf,
  body: html`${inputs}
<div class="govuk-button-group cairn-no-print">${govukButton({ text: batch.state === 'done' ? 'Read it again and bring it in' : 'Read it again', preventDoubleClick: true })}<a class="govuk-link" href="${address}">Back to all rows</a></div>`,
})}`;
}

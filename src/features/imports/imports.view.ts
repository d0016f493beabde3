/** The pages of an import: choose a file, check the columns, see what becomes of every row, and how it came out. */
import { formatDate } from '../../domain/dates.ts';
import { formatPence } from '../../domain/money.ts';
import type { Contract } from '../../domain/record.ts';
import { form, type FieldError } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukCheckboxes,
  govukDetails,
  govukFileUpload,
  govukInsetText,
  govukSelect,
  govukTag,
  govukTextarea,
} from '../../ui/govuk/index.ts';
import { html, joinHtml, type Html } from '../../ui/html.ts';
import { contractFields } from '../contracts/index.ts';
import { count, PAGE_SIZE, timeWords } from '../registers/index.ts';
import { dataTable, notKnown, type Column } from '../../ui/data-table.ts';
import { contractTargets } from './contract-columns.ts';
import type { Batch, BatchRow, BatchState } from './imports.queries.ts';
import type { ImportSummary } from './summary.rules.ts';

export interface ImportSurroundings {
  /** `/schools/<key>/contracts` */
  base: string;
  csrf: string;
}

const stateWords: Record<BatchState, string> = {
  preview: 'Not brought in yet',
  done: 'Brought in',
  undone: 'Taken out again',
};

const fateWords = { whole: 'Whole', partial: 'In part', kept: 'Kept aside' } as const;

/** Choose a file or paste rows; and the imports before. */
export function startBody(
  { base, csrf }: ImportSurroundings,
  batches: readonly Batch[],
  pasted: string,
  errors: readonly FieldError[],
): Html {
  const messageOf = (name: string) => {
    const error = errors.find(({ field }) => field === name);
    return error && { text: error.message };
  };
  return html`<h1>Import contracts</h1>
<p class="govuk-body-l">Bring the spreadsheet you have. You see what becomes of every row before anything is saved, and can take it all out again.</p>
${form({
  action: `${base}/import`,
  csrf,
  sendsFile: true,
  body: html`${govukFileUpload({
    id: 'file',
    name: 'file',
    label: { text: 'A file', classes: 'govuk-label--m' },
    hint: { text: 'CSV or Excel (.xlsx), up to 20 MB. Any column headings will do.' },
    errorMessage: messageOf('file'),
  })}
${govukDetails({
  summaryText: 'Or paste rows from a spreadsheet',
  open: pasted !== '',
  html: govukTextarea({
    id: 'pasted',
    name: 'pasted',
    label: { text: 'Rows, with the headings first' },
    rows: '8',
    value: pasted,
    errorMessage: messageOf('pasted'),
  }),
})}
${govukButton({ text: 'Read it', preventDoubleClick: true })}`,
})}
${
  batches.length > 0 &&
  html`<h2>Imports so far</h2>
${dataTable<Batch>(
  'Imports so far, newest first',
  [
    {
      heading: 'File',
      cell: ({ id, fileName }) => html`<a class="govuk-link" href="${base}/import/${id}">${fileName}</a>`,
    },
    { heading: 'When', cell: ({ createdAt }) => timeWords(createdAt) },
    { heading: 'Rows', cell: ({ rows }) => rows.toLocaleString('en-GB'), numeric: true },
    { heading: 'State', cell: ({ state }) => stateWords[state] },
  ],
  batches,
)}`
}`;
}

/** What each column is taken for, to correct. `samples` holds a few cells of each column. */
export function columnsBody(
  { base, csrf }: ImportSurroundings,
  batch: Batch,
  samples: readonly (readonly string[])[],
  chosen: Readonly<Record<number, string>>,
): Html {
  const { mapping } = batch.table;
  const items = (selected: string) => [
    { value: '', text: 'Not used' },
    ...contractTargets.map(({ target, label }) => ({ value: target, text: label, selected: target === selected })),
  ];
  return html`<h1>What the columns of ${batch.fileName} mean</h1>
<p class="govuk-body">We have guessed from the headings. Correct what is wrong; columns that are not used are still kept with the rows.</p>
${form({
  action: `${base}/import/${batch.id}/columns`,
  csrf,
  body: html`${dataTable<(typeof mapping)[number]>(
    'Columns of the file and what each is taken for',
    [
      { heading: 'Column', cell: ({ column }) => column },
      {
        heading: 'For example',
        cell: ({ index }) => (samples[index]?.length ? samples[index].join('; ') : notKnown('Empty')),
      },
      {
        heading: 'Taken for',
        cell: ({ index, column, target }) =>
          govukSelect({
            id: `column-${index}`,
            name: `column-${index}`,
            label: { text: `What ${column} is taken for`, classes: 'govuk-visually-hidden' },
            items: items(chosen[index] ?? target ?? ''),
            formGroup: { classes: 'govuk-!-margin-bottom-0' },
          }),
      },
      {
        heading: 'How sure',
        cell: ({ certainty }) =>
          ({ sure: 'Known heading', likely: 'A guess: check it', chosen: 'You chose it', none: 'Not recognised' })[
            certainty
          ],
      },
    ],
    mapping,
  )}
<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'See what becomes of the rows' })}<a class="govuk-link" href="${base}/import">Start again with another file</a></div>`,
})}`;
}

export interface PreviewContent {
  batch: Batch;
  summary: ImportSummary;
  /** Rows that can come in and are in the register already. */
  already: number;
  /** Rows that look like a contract that is there: its id, by row number. */
  twins: ReadonlyMap<number, string>;
  rows: readonly BatchRow[];
  total: number;
  pageNumber: number;
  fate: string;
}

/** What becomes of every row, before anything is saved. */
export function previewBody(around: ImportSurroundings, content: PreviewContent): Html {
  const { base, csrf } = around;
  const { batch, already, summary, twins } = content;
  const { whole, partial } = batch.counts;
  const fresh = whole + partial - already - twins.size;
  const address = `${base}/import/${batch.id}`;
  return html`<h1>What becomes of ${batch.fileName}</h1>
${fatesPart(batch)}
${
  already > 0 &&
  govukInsetText({
    text:
      fresh === 0 && twins.size === 0
        ? 'All of these contracts are in the register already. Bringing the file in would change nothing.'
        : `${count(already, 'row')} came in before and will be passed over: ${already === 1 ? 'it is' : 'they are'} in the register already.`,
  })
}
${twins.size > 0 && govukInsetText({ text: `${count(twins.size, 'row')} ${twins.size === 1 ? 'looks' : 'look'} like ${twins.size === 1 ? 'a contract' : 'contracts'} you have: the same name and supplier. ${twins.size === 1 ? 'It is' : 'They are'} left out, so that nothing is counted twice.` })}
${fresh + twins.size > 0 && finishForm(address, csrf, fresh, twins.size)}
<div class="govuk-button-group cairn-no-print">
${govukButton({ text: 'Correct the columns', href: `${address}/columns`, classes: 'govuk-button--secondary' })}
<a class="govuk-link" href="${base}/import">Start again with another file</a></div>
${unreadPart(summary)}
${rowsPart(base, content)}`;
}

function finishForm(address: string, csrf: string, fresh: number, twins: number): Html {
  const choice =
    twins > 0 &&
    govukCheckboxes({
      idPrefix: 'twins',
      name: 'twins',
      classes: 'govuk-checkboxes--small',
      items: [{ value: 'yes', text: `Bring in the ${count(twins, 'row')} left out as well` }],
    });
  const text = fresh > 0 ? `Bring in ${count(fresh, 'contract')}` : 'Bring in';
  return form({
    action: `${address}/finish`,
    csrf,
    classes: 'cairn-no-print',
    body: html`${choice}${govukButton({ text, preventDoubleClick: true })}`,
  });
}

/** How it came out, with the way back. */
export function resultBody(around: ImportSurroundings, content: PreviewContent): Html {
  const { base, csrf } = around;
  const { batch, summary } = content;
  const address = `${base}/import/${batch.id}`;
  const { added, already, alike, removed, stayed } = batch.counts;
  const done = batch.state === 'done';
  return html`<h1>${done ? `${batch.fileName} is in` : `${batch.fileName} is out again`}</h1>
<p class="govuk-body-l">${
    done
      ? `${count(added, 'contract')} came into the register${already > 0 ? `; ${already.toLocaleString('en-GB')} had come in before and were left as they are` : ''}${alike > 0 ? `; ${alike.toLocaleString('en-GB')} looked like contracts you have and were left out` : ''}.`
      : `${count(removed, 'contract')} ${removed === 1 ? 'was' : 'were'} taken out${stayed > 0 ? `; ${stayed.toLocaleString('en-GB')} stayed, because someone has changed ${stayed === 1 ? 'it' : 'them'} or linked something to ${stayed === 1 ? 'it' : 'them'} since` : ''}.`
  }</p>
${fatesPart(batch)}
<div class="govuk-button-group cairn-no-print">
${done && govukButton({ text: 'See the contracts', href: base })}
${done && added > 0 && form({ action: `${address}/undo`, csrf, classes: 'cairn-inline', body: govukButton({ text: 'Undo this import', classes: 'govuk-button--secondary', preventDoubleClick: true }) })}
${!done && form({ action: `${address}/reopen`, csrf, classes: 'cairn-inline', body: govukButton({ text: 'Look at it again', classes: 'govuk-button--secondary' }) })}
</div>
${unreadPart(summary)}
${rowsPart(base, content)}`;
}

function fatesPart({ id: _id, rows, counts, table }: Batch): Html {
  const { blankRows, repeatedHeaders, mendedQuotes } = table.tally;
  const aside = [
    table.preamble.length > 0 && `${count(table.preamble.length, 'line')} before the headings`,
    blankRows > 0 && count(blankRows, 'empty row'),
    repeatedHeaders > 0 && count(repeatedHeaders, 'repeated heading row'),
  ].filter((part) => part !== false);
  return html`<p class="govuk-body">${count(rows, 'row')}. No row is lost:</p>
<ul class="govuk-list govuk-list--bullet">
<li>${counts.whole.toLocaleString('en-GB')} can be read whole</li>
<li>${counts.partial.toLocaleString('en-GB')} in part: what could not be read counts as not known, and the original text stays beside the contract</li>
<li>${counts.kept.toLocaleString('en-GB')} cannot become a contract: kept here as ${counts.kept === 1 ? 'it is' : 'they are'}, with the reason</li>
</ul>
${aside.length > 0 && html`<p class="govuk-body">Passed over: ${aside.join(', ')}.</p>`}
${mendedQuotes > 0 && html`<p class="govuk-body">${count(mendedQuotes, 'quotation mark')} in the file never closed and ${mendedQuotes === 1 ? 'was' : 'were'} taken as plain text. Check the rows around them.</p>`}`;
}

function unreadPart({ unread, warnings }: ImportSummary): Html | null {
  if (unread.length === 0 && warnings.length === 0) return null;
  const columns: Column<ImportSummary['unread'][number]>[] = [
    { heading: 'The file says', cell: ({ text }) => html`<q>${text}</q>` },
    { heading: 'Where', cell: ({ field }) => labelOf(field) },
    { heading: 'Why it was not read', cell: ({ why }) => why },
    { heading: 'Times', cell: ({ count: times }) => times.toLocaleString('en-GB'), numeric: true },
    { heading: 'First in row', cell: ({ firstRow }) => firstRow.toLocaleString('en-GB'), numeric: true },
  ];
  return html`${
    unread.length > 0 &&
    govukDetails({
      summaryText: `What could not be read (${count(unread.length, 'different text')})`,
      html: dataTable('Texts that could not be read', columns, unread.slice(0, 200)),
    })
  }${
    warnings.length > 0 &&
    govukDetails({
      summaryText: 'What was worked out or looks odd',
      html: html`<ul class="govuk-list govuk-list--bullet">${warnings
        .slice(0, 100)
        .map(({ text, count: times }) => html`<li>${text}${times > 1 && ` (and ${times - 1} like it)`}</li>`)}</ul>`,
    })
  }`;
}

function rowsPart(base: string, { batch, rows, total, pageNumber, fate, twins }: PreviewContent): Html {
  const address = `${base}/import/${batch.id}`;
  const columns: Column<BatchRow>[] = [
    { heading: 'Row', cell: ({ row }) => row.toLocaleString('en-GB'), numeric: true },
    { heading: 'Fate', cell: (row) => fateTag(row.fate) },
    { heading: 'Contract', cell: ({ item, cells }) => asContract(item)?.title ?? originalText(cells) },
    { heading: 'Supplier', cell: ({ item }) => item && (asContract(item)?.supplier ?? notKnown()) },
    {
      heading: 'Cost a year',
      cell: ({ item }) => {
        const cost = asContract(item)?.annualCostPence ?? null;
        return item && (cost === null ? notKnown() : formatPence(cost));
      },
      numeric: true,
    },
    {
      heading: 'Ends',
      cell: ({ item }) => {
        const endsOn = asContract(item)?.endsOn ?? null;
        return item && (endsOn === null ? notKnown() : formatDate(endsOn));
      },
      nowrap: true,
    },
    {
      heading: 'What was not read, and why',
      cell: (row) => html`${twinLink(base, twins.get(row.row))}${whyCell(row)}`,
    },
  ];
  const filterLink = (value: string, text: string) =>
    value === fate
      ? html`<strong>${text}</strong>`
      : html`<a class="govuk-link" href="${address}${value === '' ? '' : `?fate=${value}`}">${text}</a>`;
  const { counts } = batch;
  return html`<h2>Row by row</h2>
<p class="govuk-body cairn-no-print">Show: ${joinHtml(
    [
      filterLink('', `all ${batch.rows.toLocaleString('en-GB')}`),
      filterLink('whole', `whole (${counts.whole.toLocaleString('en-GB')})`),
      filterLink('partial', `in part (${counts.partial.toLocaleString('en-GB')})`),
      filterLink('kept', `kept aside (${counts.kept.toLocaleString('en-GB')})`),
    ],
    ', ',
  )}.</p>
${rows.length === 0 ? html`<p class="govuk-body">There are none.</p>` : dataTable('Rows of the file and what becomes of each', columns, rows)}
${pageLinks(address, total, pageNumber, fate)}
${counts.kept > 0 && html`<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${address}/kept.csv">Download the ${count(counts.kept, 'row')} kept aside, with the reasons</a></p>`}`;
}

function twinLink(base: string, id: string | undefined): Html | null {
  if (id === undefined) return null;
  return html`Looks like <a class="govuk-link" href="${base}/${encodeURIComponent(id)}">a contract you have</a>: left out.<br>`;
}

function fateTag(fate: BatchRow['fate']): Html {
  const classes = { whole: 'govuk-tag--green', partial: 'govuk-tag--yellow', kept: 'govuk-tag--grey' }[fate];
  return govukTag({ text: fateWords[fate], classes });
}

function whyCell({ unread, reason, warnings, cells }: BatchRow): Html {
  if (reason !== null)
    return html`${reason} <span class="cairn-unread">The file said: <q>${originalText(cells)}</q></span>`;
  const lines = [
    ...unread.map(({ field, text, why }) => html`${labelOf(field)}: <q>${text}</q> (${why})`),
    ...warnings.map((warning) => html`${warning}`),
  ];
  return joinHtml(lines, html`<br>`);
}

function originalText(cells: readonly string[]): string {
  const text = cells
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(' | ');
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function labelOf(field: string): string {
  return contractFields.find(({ name }) => name === field)?.label ?? field;
}

function pageLinks(address: string, total: number, pageNumber: number, fate: string): Html | null {
  const pages = Math.ceil(total / PAGE_SIZE);
  if (pages <= 1) return null;
  const href = (number: number) => {
    const query = new URLSearchParams({ ...(fate && { fate }), ...(number > 1 && { page: String(number) }) });
    return query.size > 0 ? `${address}?${query.toString()}` : address;
  };
  return html`<nav class="cairn-no-print" aria-label="Pages"><p class="govuk-body">Page ${pageNumber} of ${pages}.
${pageNumber > 1 && html`<a class="govuk-link" rel="prev" href="${href(pageNumber - 1)}">Previous page</a>`}
${pageNumber < pages && html`<a class="govuk-link" rel="next" href="${href(pageNumber + 1)}">Next page</a>`}</p></nav>`;
}

function asContract(item: BatchRow['item']): Contract | null {
  return item as Contract | null;
}

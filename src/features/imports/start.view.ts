/** The first two pages of an import: choose a file, and say what its columns mean. */
import { dataTable, notKnown } from '../../ui/data-table.ts';
import { form, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukFileUpload, govukSelect, govukTextarea } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count, timeWords } from '../registers/index.ts';
import type { ColumnMapping } from './columns.rules.ts';
import type { Importable } from './importable.ts';
import type { Batch, BatchState } from './imports.queries.ts';

export interface ImportSurroundings {
  importable: Importable;
  /** `/schools/<key>/contracts` */
  base: string;
  csrf: string;
  mayEdit: boolean;
}

const stateWords: Record<BatchState, string> = {
  preview: 'Not brought in yet',
  done: 'Brought in',
  undone: 'Taken out again',
};

export interface StartContent {
  batches: readonly Batch[];
  /** How many headings people have said the meaning of. */
  remembered: number;
  pasted: string;
  errors: readonly FieldError[];
}

/** Choose a file or paste rows; and the imports before. */
export function startBody(around: ImportSurroundings, { batches, remembered, pasted, errors }: StartContent): Html {
  const { importable, base, csrf } = around;
  const messageOf = (name: string) => {
    const error = errors.find(({ field }) => field === name);
    return error && { text: error.message };
  };
  return html`<h1>Import ${importable.words.plural}</h1>
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
${remembered > 0 && rememberedPart(around, remembered)}
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

function rememberedPart({ base, csrf }: ImportSurroundings, remembered: number): Html {
  return html`<h2>What you said your columns mean</h2>
<p class="govuk-body">What was chosen for ${count(remembered, 'heading')} is proposed again for the next file.</p>
${form({
  action: `${base}/import/forget`,
  csrf,
  classes: 'cairn-no-print',
  body: govukButton({ text: 'Forget what was chosen', classes: 'govuk-button--secondary' }),
})}`;
}

const certaintyWords: Record<ColumnMapping['certainty'], string> = {
  sure: 'Known heading',
  likely: 'A guess: check it',
  chosen: 'You chose it',
  remembered: 'As you chose last time',
  none: 'Not recognised',
};

/** What each column is taken for, to correct. `samples` holds a few cells of each column. */
export function columnsBody(
  { importable, base, csrf }: ImportSurroundings,
  batch: Batch,
  samples: readonly (readonly string[])[],
  chosen: Readonly<Record<number, string>>,
): Html {
  const { mapping } = batch.table;
  const items = (selected: string) => [
    { value: '', text: 'Not used' },
    ...importable.targets.map(({ target, label }) => ({ value: target, text: label, selected: target === selected })),
  ];
  return html`<h1>What the columns of ${batch.fileName} mean</h1>
<p class="govuk-body">We have guessed from the headings. Correct what is wrong: your choices are remembered for the next file. Columns that are not used are still kept with the rows.</p>
${form({
  action: `${base}/import/${batch.id}/columns`,
  csrf,
  body: html`${dataTable<ColumnMapping>(
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
      { heading: 'How sure', cell: ({ certainty }) => certaintyWords[certainty] },
    ],
    mapping,
  )}
<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'See what becomes of the rows' })}<a class="govuk-link" href="${base}/import">Start again with another file</a></div>`,
})}`;
}

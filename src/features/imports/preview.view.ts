/** The page of a batch: what becomes of every row before anything is saved, and how it came out. */
import { dataTable, type Column } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukCheckboxes, govukDetails, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count } from '../registers/index.ts';
import type { Batch } from './imports.queries.ts';
import { countOf, labelOf } from './imports.words.ts';
import { rowsPart, type RowsContent } from './rows.view.ts';
import type { ImportSurroundings } from './start.view.ts';
import type { ImportSummary } from './summary.rules.ts';

/** How many rows stand how to the register. */
export interface Standings {
  new: number;
  changed: number;
  /** Of the changed rows those in which a person's own value is in the way. */
  conflicts: number;
  same: number;
  alike: number;
  gone: number;
}

export interface PreviewContent {
  summary: ImportSummary;
  standings: Standings;
  missing: readonly { id: string; name: string }[];
  rows: RowsContent;
}

/** What becomes of every row, before anything is saved. */
export function previewBody(around: ImportSurroundings, batch: Batch, content: PreviewContent): Html {
  const { importable, base } = around;
  const { standings, missing, summary } = content;
  const address = `${base}/import/${batch.id}`;
  const leftOut = standings.alike + standings.gone;
  return html`<h1>What becomes of ${batch.fileName}</h1>
${fatesPart(around, batch)}
${standingsPart(around, address, standings)}
${standings.new + standings.changed + leftOut > 0 && finishForm(around, address, standings, leftOut)}
<div class="govuk-button-group cairn-no-print">
${govukButton({ text: 'Correct the columns', href: `${address}/columns`, classes: 'govuk-button--secondary' })}
<a class="govuk-link" href="${base}/import">Start again with another file</a></div>
${missing.length > 0 && importable.hasHistory && missingPart(around, missing)}
${unreadPart(around, summary)}
${rowsPart(around, batch, content.rows)}`;

  function missingPart({ importable: { words } }: ImportSurroundings, items: PreviewContent['missing']): Html {
    return govukDetails({
      summaryText: `${countOf(importable, items.length)} ${items.length === 1 ? 'is' : 'are'} no longer in the file`,
      html: html`<p class="govuk-body">A file like this one had ${items.length === 1 ? 'it' : 'them'} before. Nothing is removed: end or remove ${items.length === 1 ? 'it' : 'them'} yourself where ${items.length === 1 ? 'it is' : 'they are'} no longer among your ${words.plural}.</p>
<ul class="govuk-list govuk-list--bullet">${items
        .slice(0, 200)
        .map(
          ({ id, name }) => html`<li><a class="govuk-link" href="${base}/${encodeURIComponent(id)}">${name}</a></li>`,
        )}</ul>
${items.length > 200 && html`<p class="govuk-body">And ${(items.length - 200).toLocaleString('en-GB')} more.</p>`}`,
    });
  }
}

function standingsPart({ importable }: ImportSurroundings, address: string, standings: Standings): Html {
  const { same, changed, conflicts, alike, gone } = standings;
  const nothing = standings.new + changed + alike + gone === 0;
  const conflictsOf =
    conflicts < changed ? `${conflicts.toLocaleString('en-GB')} of them` : changed === 1 ? 'it' : 'them';
  const conflictWords =
    conflicts > 0 &&
    ` In ${conflictsOf} somebody has changed a value here too: theirs stays unless you choose the file’s.`;
  return html`${
    same > 0 &&
    govukInsetText({
      text: nothing
        ? `All of these ${importable.words.plural} are in the register already. Bringing the file in would change nothing.`
        : `${count(same, 'row')} ${same === 1 ? 'says' : 'say'} what is in the register already, and ${same === 1 ? 'is' : 'are'} passed over.`,
    })
  }
${
  changed > 0 &&
  govukInsetText({
    html: html`${count(changed, 'row')} ${changed === 1 ? 'says' : 'say'} something else than the register.${conflictWords} <a class="govuk-link" href="${address}/changes">See what would change, and choose</a>.`,
  })
}
${alike > 0 && govukInsetText({ text: `${count(alike, 'row')} ${alike === 1 ? 'looks' : 'look'} like what you have: the same name and supplier, and no telling which. ${alike === 1 ? 'It is' : 'They are'} left out, so that nothing is counted twice.` })}
${gone > 0 && govukInsetText({ text: `${count(gone, 'row')} came in before and ${gone === 1 ? 'was' : 'were'} removed from the register since. ${gone === 1 ? 'It is' : 'They are'} left out.` })}`;
}

function finishForm(
  { importable, csrf, mayEdit }: ImportSurroundings,
  address: string,
  standings: Standings,
  leftOut: number,
): Html | null {
  if (!mayEdit) return null;
  const choice =
    leftOut > 0 &&
    govukCheckboxes({
      idPrefix: 'alike',
      name: 'alike',
      classes: 'govuk-checkboxes--small',
      items: [{ value: 'yes', text: `Bring in the ${count(leftOut, 'row')} left out as well` }],
    });
  const parts = [
    standings.new > 0 && `bring in ${countOf(importable, standings.new)}`,
    standings.changed > 0 && `take the changes of ${standings.changed.toLocaleString('en-GB')}`,
  ].filter((part) => part !== false);
  const text = parts.length > 0 ? parts.join(' and ') : 'bring in';
  return form({
    action: `${address}/finish`,
    csrf,
    classes: 'cairn-no-print',
    body: html`${choice}${govukButton({ text: text.charAt(0).toUpperCase() + text.slice(1), preventDoubleClick: true })}`,
  });
}

/** How it came out, with the way back. */
export function resultBody(around: ImportSurroundings, batch: Batch, content: PreviewContent): Html {
  const { importable, base, csrf, mayEdit } = around;
  const address = `${base}/import/${batch.id}`;
  const { added, changed, already, alike, removed, restored, stayed } = batch.counts;
  const done = batch.state === 'done';
  const amount = (number: number) => number.toLocaleString('en-GB');
  const outcome = done
    ? [
        `${countOf(importable, added)} came into the register`,
        changed > 0 && `${amount(changed)} ${changed === 1 ? 'was' : 'were'} changed`,
        already > 0 && `${amount(already)} were there and left as they are`,
        alike > 0 && `${amount(alike)} looked like what you have, or had been removed, and were left out`,
      ]
    : [
        `${countOf(importable, removed)} ${removed === 1 ? 'was' : 'were'} taken out`,
        restored > 0 &&
          `${amount(restored)} ${restored === 1 ? 'is' : 'are'} as ${restored === 1 ? 'it was' : 'they were'} before`,
        stayed > 0 &&
          `${amount(stayed)} stayed, because someone has changed ${stayed === 1 ? 'it' : 'them'} or linked something to ${stayed === 1 ? 'it' : 'them'} since`,
      ];
  return html`<h1>${done ? `${batch.fileName} is in` : `${batch.fileName} is out again`}</h1>
<p class="govuk-body-l">${outcome.filter((part) => part !== false).join('; ')}.</p>
${fatesPart(around, batch)}
<div class="govuk-button-group cairn-no-print">
${done && govukButton({ text: `See the ${importable.words.plural}`, href: base })}
${mayEdit && done && added + changed > 0 && form({ action: `${address}/undo`, csrf, classes: 'cairn-inline', body: govukButton({ text: 'Undo this import', classes: 'govuk-button--secondary', preventDoubleClick: true }) })}
${mayEdit && !done && form({ action: `${address}/reopen`, csrf, classes: 'cairn-inline', body: govukButton({ text: 'Look at it again', classes: 'govuk-button--secondary' }) })}
</div>
${unreadPart(around, content.summary)}
${rowsPart(around, batch, content.rows)}`;
}

function fatesPart({ importable }: ImportSurroundings, { rows, counts, table }: Batch): Html {
  const { blankRows, repeatedHeaders, mendedQuotes } = table.tally;
  const aside = [
    table.preamble.length > 0 && `${count(table.preamble.length, 'line')} before the headings`,
    blankRows > 0 && count(blankRows, 'empty row'),
    repeatedHeaders > 0 && count(repeatedHeaders, 'repeated heading row'),
  ].filter((part) => part !== false);
  const isWhole = importable.withhold === undefined;
  const keptWords = isWhole
    ? `kept here as ${counts.kept === 1 ? 'it is' : 'they are'}, with the reason, for you to mend or save`
    : 'or must not be kept: each row says which, and why';
  return html`<p class="govuk-body">${count(rows, 'row')}${isWhole ? '. No row is lost:' : ':'}</p>
<ul class="govuk-list govuk-list--bullet">
<li>${counts.whole.toLocaleString('en-GB')} can be read whole</li>
<li>${counts.partial.toLocaleString('en-GB')} in part: what could not be read counts as not known, and you see the text as it was</li>
<li>${counts.kept.toLocaleString('en-GB')} cannot become ${importable.words.withArticle}${isWhole ? ':' : ','} ${keptWords}</li>
</ul>
${aside.length > 0 && html`<p class="govuk-body">Passed over: ${aside.join(', ')}.</p>`}
${mendedQuotes > 0 && html`<p class="govuk-body">${count(mendedQuotes, 'quotation mark')} in the file never closed and ${mendedQuotes === 1 ? 'was' : 'were'} taken as plain text. Check the rows around them.</p>`}`;
}

function unreadPart({ importable }: ImportSurroundings, { unread, warnings }: ImportSummary): Html | null {
  if (unread.length === 0 && warnings.length === 0) return null;
  const columns: Column<ImportSummary['unread'][number]>[] = [
    { heading: 'The file says', cell: ({ text }) => html`<q>${text}</q>` },
    { heading: 'Where', cell: ({ field }) => labelOf(importable, field) },
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

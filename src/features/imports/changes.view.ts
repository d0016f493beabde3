/** What a newer file would change of items that are there, row by row, with a tick for each field. */
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukCheckboxes } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count, type LinkNames } from '../registers/index.ts';
import type { Batch } from './imports.queries.ts';
import type { ChangedItem } from './plan.commands.ts';
import { changeWords, pageLinks } from './rows.view.ts';
import type { ImportSurroundings } from './start.view.ts';

/** Changed rows on one page. */
export const CHANGES_ON_A_PAGE = 50;

export function changesBody(
  { importable, base, csrf, mayEdit }: ImportSurroundings,
  batch: Batch,
  content: { changed: readonly ChangedItem[]; total: number; pageNumber: number; links: LinkNames },
): Html {
  const address = `${base}/import/${batch.id}`;
  const { changed, total, pageNumber, links } = content;
  const parts = changed.map(({ row, item, changes }) =>
    govukCheckboxes({
      idPrefix: `take-${row}`,
      name: `take-${row}[]`,
      classes: 'govuk-checkboxes--small',
      fieldset: {
        legend: {
          html: html`${String(item.values[importable.nameField])} <span class="govuk-hint">row ${row}</span>`,
          classes: 'govuk-fieldset__legend--s',
        },
      },
      items: changes.map((change) => ({
        value: change.field,
        text: changeWords(importable, change, links),
        checked: change.take,
        ...(change.conflict && {
          hint: { text: 'Somebody has written what is here now. Tick to take the file’s value in its place.' },
        }),
      })),
    }),
  );
  const body = html`${changed.map(({ row }) => html`<input type="hidden" name="row[]" value="${row}">`)}${parts}
<div class="govuk-button-group cairn-no-print">${mayEdit && govukButton({ text: 'Keep these choices', preventDoubleClick: true })}<a class="govuk-link" href="${address}">Back to all rows</a></div>`;
  return html`<h1>What ${batch.fileName} would change</h1>
<p class="govuk-body-l">${count(total, 'row')} of the file ${total === 1 ? 'says' : 'say'} something else than the register. What is ticked is changed when you bring the file in; undoing the import puts it back.</p>
${total === 0 ? html`<p class="govuk-body"><a class="govuk-link" href="${address}">Back to all rows</a></p>` : form({ action: `${address}/changes${pageNumber > 1 ? `?page=${pageNumber}` : ''}`, csrf, body })}
${pageLinks(`${address}/changes`, total, pageNumber, '', CHANGES_ON_A_PAGE)}`;
}

/** The part of an item's page with its documents: what there is, and a form to add one. */
import { formatDate, plainDateIn } from '../../domain/dates.ts';
import { errorMessageFor, form, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukFileUpload } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import type { Document } from './documents.queries.ts';
import { kindWords, sizeWords } from './documents.rules.ts';

export interface DocumentsContent {
  /** `/schools/<key>` */
  schoolBase: string;
  /** Address of the item's page. */
  itemAddress: string;
  csrf: string;
  mayEdit: boolean;
  documents: readonly Document[];
}

export function documentsPart(content: DocumentsContent): Html {
  const { documents, mayEdit, itemAddress } = content;
  return html`<h2 id="documents">Documents</h2>
${
  documents.length === 0
    ? html`<p class="govuk-body">None is kept here yet.</p>`
    : html`<ul class="govuk-list">${documents.map((document) => documentLine(content, document))}</ul>`
}
${mayEdit && html`<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${itemAddress}/documents/new">Add a document</a></p>`}`;
}

function documentLine({ schoolBase, csrf, mayEdit }: DocumentsContent, document: Document): Html {
  const address = `${schoolBase}/documents/${encodeURIComponent(document.id)}`;
  const about = `${kindWords(document.mediaType)}, ${sizeWords(document.byteCount)}, added on ${formatDate(plainDateIn(document.addedAt))}`;
  return html`<li><a class="govuk-link" href="${address}" download>${document.name}</a> (${about})${
    mayEdit &&
    html` ${form({
      action: `${address}/remove`,
      csrf,
      classes: 'cairn-inline cairn-no-print',
      body: html`<button class="cairn-link-button" type="submit">Remove<span class="govuk-visually-hidden"> ${document.name}</span></button>`,
    })}`
  }</li>`;
}

/** The page with the form to add a document to an item. */
export function addDocumentBody(
  content: Pick<DocumentsContent, 'itemAddress' | 'csrf'>,
  itemName: string,
  errors: readonly FieldError[],
): Html {
  return html`<h1>Add a document to ${itemName}</h1>
<p class="govuk-body">The signed contract, a quote, a guarantee. Everyone who may see this school can open it: leave out what only some may read.</p>
${form({
  action: `${content.itemAddress}/documents/new`,
  csrf: content.csrf,
  sendsFile: true,
  body: html`${govukFileUpload({
    id: 'file',
    name: 'file',
    label: { text: 'The document' },
    hint: { text: 'A PDF, a picture, or a Word, Excel or OpenDocument file of up to 10 MB' },
    errorMessage: errorMessageFor(errors, 'file'),
  })}
<div class="govuk-button-group">${govukButton({ text: 'Add', preventDoubleClick: true })}<a class="govuk-link" href="${content.itemAddress}">Cancel</a></div>`,
})}`;
}

/** After a removal: the way back. */
export function documentRemovedDetail(schoolBase: string, csrf: string, id: string): Html {
  return form({
    action: `${schoolBase}/documents/${encodeURIComponent(id)}/restore`,
    csrf,
    classes: 'cairn-inline',
    body: html`<button class="cairn-link-button" type="submit">Undo: put it back</button>`,
  });
}

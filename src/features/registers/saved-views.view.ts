/** Saved views: links above the list, the form that saves one, and the page where they are renamed and removed. */
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInput } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { listAddress } from './list-filter.rules.ts';
import type { Register } from './register.ts';
import type { Surroundings } from './registers.view.ts';

export interface SavedView {
  id: string;
  name: string;
  /** The list's parameters, as its address writes them. */
  query: string;
  /** Everyone at the school sees it; otherwise only who saved it. */
  isShared: boolean;
}

/** Above the list: the views that there are, and a form to save the present one where it is one. */
export function savedViewsPart(
  register: Register,
  around: Surroundings,
  views: readonly SavedView[],
  query: Readonly<Record<string, string>>,
): Html | null {
  const base = `${around.schoolBase}/${register.path}`;
  const present = listAddress('', query).slice(1);
  const isSaved = views.some((view) => view.query === present);
  const canSave = around.mayEdit && present !== '' && !isSaved;
  if (views.length === 0 && !canSave) return null;
  const link = (view: SavedView): Html =>
    html`<li><a class="govuk-link" href="${addressOf(base, view)}"${view.query === present && html` aria-current="true"`}>${view.name}</a></li>
`;
  return html`${
    views.length > 0 &&
    html`<nav class="cairn-views cairn-no-print" aria-label="Saved views"><strong>Saved views</strong><ul>${views.map(link)}${around.mayEdit && html`<li><a class="govuk-link" href="${base}/views">Rename or remove</a></li>`}</ul></nav>`
  }${canSave && saveForm(base, around.csrf, present)}`;
}

function addressOf(base: string, view: SavedView): string {
  return view.query === '' ? base : `${base}?${view.query}`;
}

function saveForm(base: string, csrf: string, present: string): Html {
  return govukDetails({
    summaryText: 'Save this view',
    classes: 'cairn-no-print govuk-!-margin-bottom-3',
    html: form({
      action: `${base}/views`,
      csrf,
      body: html`<input type="hidden" name="query" value="${present}">
${govukInput({ id: 'view-name', name: 'name', label: { text: 'What to call it' }, hint: { text: 'For example, ends next year. You find it above the list again.' }, attributes: { maxlength: 100 } })}
${sharedTick('view-shared', false)}
${govukButton({ text: 'Save the view', classes: 'govuk-button--secondary' })}`,
    }),
  });
}

function sharedTick(id: string, checked: boolean): Html {
  return html`<div class="govuk-checkboxes govuk-checkboxes--small govuk-form-group"><div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" id="${id}" name="shared" type="checkbox" value="yes"${checked && html` checked`}><label class="govuk-label govuk-checkboxes__label" for="${id}">Show it to everyone at the school</label></div></div>`;
}

/** The page of all saved views of a register. */
export function savedViewsBody(
  register: Register,
  around: Surroundings,
  views: readonly SavedView[],
  notNamed: string | null,
): Html {
  const base = `${around.schoolBase}/${register.path}`;
  return html`<h1>Saved views of ${register.words.plural}</h1>
${
  views.length === 0
    ? html`<p class="govuk-body">No views are saved. Filter or sort <a class="govuk-link" href="${base}">the list</a>, then save what you see under a name.</p>`
    : views.map(
        (view, index) => html`<section class="cairn-group" aria-labelledby="view-${index}">
<h2 id="view-${index}"><a class="govuk-link" href="${addressOf(base, view)}">${view.name}</a></h2>
<p class="govuk-body">${view.isShared ? 'Everyone at the school sees it.' : 'Only you see it.'}</p>
${
  around.mayEdit &&
  html`${form({
    action: `${base}/views/${encodeURIComponent(view.id)}/rename`,
    csrf: around.csrf,
    body: html`${govukInput({
      id: `name-${index}`,
      name: 'name',
      label: { html: html`New name<span class="govuk-visually-hidden"> for ${view.name}</span>` },
      value: view.name,
      attributes: { maxlength: 100 },
      errorMessage: notNamed === view.id ? { text: 'Enter a name for the view' } : undefined,
    })}${govukButton({ text: 'Rename', classes: 'govuk-button--secondary govuk-!-margin-bottom-2', attributes: { 'aria-label': `Rename ${view.name}` } })}`,
  })}
${form({
  action: `${base}/views/${encodeURIComponent(view.id)}/remove`,
  csrf: around.csrf,
  body: html`<button class="cairn-link-button" type="submit" aria-label="Remove the view ${view.name}">Remove the view</button>`,
})}`
}
</section>`,
      )
}
<p class="govuk-body"><a class="govuk-link" href="${base}">Back to the list</a></p>`;
}

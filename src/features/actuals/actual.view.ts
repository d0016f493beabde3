/** The pages of one recorded item: writing down what became of it, finishing it with the facts that follow, and what it brought. */
import { formatDate } from '../../domain/dates.ts';
import { errorMessageFor, form, renderFields, type FieldError } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukCheckboxes,
  govukDetails,
  govukInsetText,
  govukSummaryList,
  govukTag,
  govukWarningText,
} from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { changesTable, type Change } from '../registers/index.ts';
import { actualFields, actualHistory, finishFields } from './actuals.fields.ts';
import type { StoredActual } from './actuals.queries.ts';
import { priceWords, stateWords, whenWords } from './actuals.words.ts';
import type { AgreedItem } from './agreement.rules.ts';
import type { WrittenFact } from './facts.commands.ts';
import { factFields, inputOf, registerOf } from './facts.form.ts';
import type { OfferedFact } from './facts.rules.ts';

export interface ActualFormContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  /** Null while it is new. */
  actual: StoredActual | null;
  name: string;
  /** What was agreed of it; null where it is outside the plan. */
  planned: AgreedItem | null;
  needId: string | null;
  isOutside: boolean;
  texts: Record<string, string>;
  errors: readonly FieldError[];
  version: number;
  isStale: boolean;
  changes: readonly Change[];
}

export function actualFormBody(content: ActualFormContent): Html {
  const { base, csrf, mayEdit, actual, name, planned, needId, isOutside, texts, errors, version, isStale } = content;
  const action = actual === null ? `${base}/actuals/new` : `${base}/actuals/${actual.id}`;
  const underWay = actual?.state === 'ordered' || actual?.state === 'started';
  return html`<h1 class="govuk-heading-l">${name}</h1>
${isStale && staleWarning()}
${actual !== null && html`<p class="govuk-body">${govukTag(stateWords[actual.state])} ${whenWords(actual)}. ${priceWords(actual)}</p>`}
${planned !== null && plannedPart(base, planned)}
${
  underWay &&
  mayEdit &&
  html`<p class="govuk-body cairn-no-print"><a class="govuk-button" role="button" draggable="false" href="${base}/actuals/${actual.id}/finish">It is finished</a></p>`
}
${
  mayEdit &&
  html`<h2 class="govuk-heading-m">${actual === null ? 'What has become of it' : 'Change what is written down'}</h2>${form(
    {
      action,
      csrf,
      body: html`<input type="hidden" name="version" value="${version}">${needId !== null && html`<input type="hidden" name="need" value="${needId}">`}
${renderFields(actualFields(isOutside), texts, errors)}
${govukButton({ text: 'Save', preventDoubleClick: true })}`,
    },
  )}`
}
${actual !== null && mayEdit && removePart(base, csrf, actual)}
${historyPart(content.changes)}`;
}

function staleWarning(): Html {
  return govukWarningText({
    text: 'Somebody else changed this while you were typing. Your words are still in the form. Save again to put them in the place of theirs.',
    iconFallbackText: 'Warning',
  });
}

function plannedPart(base: string, planned: AgreedItem): Html {
  return html`<p class="govuk-body">The agreed plan: <a class="govuk-link" href="${base}/plan/${encodeURIComponent(planned.needId)}">${planned.optionName}</a>, starting in ${planned.termName}, in place from ${planned.inPlaceTermName}.</p>`;
}

function removePart(base: string, csrf: string, actual: StoredActual): Html {
  return form({
    action: `${base}/actuals/${actual.id}/remove`,
    csrf,
    body: html`<input type="hidden" name="version" value="${actual.version}">${govukButton({ text: 'Take it out again', classes: 'govuk-button--secondary', preventDoubleClick: true })}`,
  });
}

function historyPart(changes: readonly Change[]): Html | null {
  if (changes.length === 0) return null;
  return govukDetails({
    summaryText: 'What was done to it',
    html: changesTable(changes, actualHistory.fields, {}),
  });
}

export interface FinishContent {
  base: string;
  csrf: string;
  actual: StoredActual;
  facts: readonly OfferedFact[];
  texts: Record<string, string>;
  errors: readonly FieldError[];
  version: number;
  /** What somebody changed while the form was open. */
  stale: readonly string[];
}

/** The facts that follow, filled in: to be looked at before they are written. */
export function finishBody({ base, csrf, actual, facts, texts, errors, version, stale }: FinishContent): Html {
  return html`<h1 class="govuk-heading-l">${actual.name}: it is finished</h1>
${
  stale.length > 0 &&
  govukWarningText({
    text: `Somebody else changed this while you were typing, so nothing is written yet: ${stale.join('; ')}. Look at it again and save once more.`,
    iconFallbackText: 'Warning',
  })
}
<p class="govuk-body-l">Say what is now so. Your registers then show it, and the next plan starts from it.</p>
${form({
  action: `${base}/actuals/${actual.id}/finish`,
  csrf,
  body: html`<input type="hidden" name="version" value="${version}">
${renderFields(finishFields, texts, errors)}
<h2 class="govuk-heading-m">What follows from it</h2>
${
  facts.length === 0
    ? html`<p class="govuk-body">Nothing in your registers follows from it by itself. Change them where something is different now.</p>`
    : html`<p class="govuk-body">Each of these is written down with the finish, and each can be left out. Check them against the delivery note or the contract. Days that you leave as they are follow the day above.</p>`
}
${facts.map((fact) => factPart(fact, texts, errors))}
${govukButton({ text: 'Write it down', preventDoubleClick: true })}`,
})}`;
}

function factPart(fact: OfferedFact, texts: Record<string, string>, errors: readonly FieldError[]): Html {
  const holds = inputOf(fact.id, 'holds');
  const version = inputOf(fact.id, 'version');
  return html`<fieldset class="govuk-fieldset cairn-group"><legend class="govuk-fieldset__legend govuk-fieldset__legend--m">${fact.title}</legend>
<input type="hidden" name="${version}" value="${texts[version] ?? '0'}">
${govukCheckboxes({
  idPrefix: holds,
  name: holds,
  classes: 'govuk-checkboxes--small',
  errorMessage: errorMessageFor(errors, holds),
  items: [{ value: 'yes', text: 'This is so: write it down', checked: texts[holds] === 'yes' }],
})}
${renderFields(factFields(fact), texts, errors)}</fieldset>`;
}

export interface FinishedContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  actual: StoredActual;
  planned: AgreedItem | null;
  /** What the standards say today of what the item was to meet. */
  results: readonly { text: string; standardId: string; result: string; how: string | null }[];
  /** Whether the plan would still want something for the same need. */
  isStillNeeded: boolean;
  changes: readonly Change[];
}

/** What a finished item brought, and what the standards say now. */
export function finishedBody({
  base,
  csrf,
  mayEdit,
  actual,
  planned,
  results,
  isStillNeeded,
  changes,
}: FinishedContent): Html {
  const rows = [
    ['In place since', actual.finishedOn === null ? 'Not known' : formatDate(actual.finishedOn)],
    ['Price', priceWords(actual) ?? 'Not known'],
    ['Supplier', actual.supplier ?? 'Not known'],
    ['Quote, order or contract number', actual.reference ?? 'Not known'],
  ].map(([key, text]) => ({ key: { text: key ?? '' }, value: { text: text ?? '' } }));
  return html`<h1 class="govuk-heading-l">${actual.name}</h1>
<p class="govuk-body">${govukTag(stateWords.finished)}</p>
${planned !== null && plannedPart(base, planned)}
${govukSummaryList({ rows })}
<h2 class="govuk-heading-m">What was written down with it</h2>
${
  actual.facts.length === 0
    ? html`<p class="govuk-body">Nothing.</p>`
    : html`<ul class="govuk-list govuk-list--bullet">${actual.facts.map((fact) => html`<li>${factLine(base, fact)}</li>`)}</ul>`
}
${
  results.length > 0 &&
  html`<h2 class="govuk-heading-m">What the standards say now</h2><ul class="govuk-list govuk-list--bullet">${results.map(
    ({ text, standardId, result, how }) =>
      html`<li><a class="govuk-link" href="${base}/standards/${encodeURIComponent(standardId)}">${text}</a> <strong>${result}.</strong>${how !== null && ` ${how}.`}</li>`,
  )}</ul>`
}
${
  isStillNeeded &&
  govukInsetText({
    html: html`<p class="govuk-body">The record still asks for something here, so the next plan will too. Look at what is not met above, or at the entries of your registers.</p>`,
  })
}
${
  mayEdit &&
  form({
    action: `${base}/actuals/${actual.id}/undo`,
    csrf,
    body: html`<input type="hidden" name="version" value="${actual.version}">${govukButton({ text: 'Undo: it is not finished', classes: 'govuk-button--secondary', preventDoubleClick: true })}`,
  })
}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/plan">Plan again from here</a></p>
${historyPart(changes)}`;
}

function factLine(base: string, fact: WrittenFact): Html {
  if (fact.kind === 'answer') {
    return html`Answered: <a class="govuk-link" href="${base}/questions/${encodeURIComponent(fact.id)}">${fact.name}</a>`;
  }
  const { path } = registerOf(fact.register);
  const words = fact.kind === 'add' ? 'Added' : 'Changed';
  return html`${words}: <a class="govuk-link" href="${base}/${path}/${encodeURIComponent(fact.id)}">${fact.name}</a>`;
}

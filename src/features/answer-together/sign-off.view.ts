/** Whose name stands under the answers, and what has been answered otherwise since. */
import { formatDate } from '../../domain/dates.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import type { ChangeSince, SignOffLine } from './sign-off.rules.ts';

export interface SignOffContent {
  base: string;
  csrf: string;
  maySign: boolean;
  lines: readonly SignOffLine[];
  /** Names all answers as they are shown. */
  seenAll: string;
  /** True where the answers changed after the page was opened. */
  isStale: boolean;
}

export function signOffBody(content: SignOffContent): Html {
  const { lines, maySign, isStale, base, csrf, seenAll } = content;
  return html`${
    isStale &&
    govukInsetText({
      html: html`<p class="govuk-body">Nothing was signed: somebody answered or changed an answer after you had opened this page. Here is how it stands now.</p>`,
    })
  }<h1>Sign off</h1>
<p class="govuk-body-l">An administrator puts their name to the answers as they stand. If an answer changes later, this page says which.</p>
${maySign ? null : html`<p class="govuk-body">Only administrators of this school can sign off.</p>`}
${
  maySign &&
  form({
    action: `${base}/sign-off`,
    csrf,
    classes: 'cairn-no-print',
    body: html`<input type="hidden" name="seen" value="${seenAll}">${govukButton({ text: 'Sign off all areas', preventDoubleClick: true })}`,
  })
}
${lines.map((line) => linePart(content, line))}`;
}

function linePart({ base, csrf, maySign }: SignOffContent, line: SignOffLine): Html {
  const { category, total, answered, unsure, signOff, changes, seen } = line;
  const unsureWords = unsure === 0 ? '' : `, ${unsure} of them with “not sure”`;
  return html`<h2 class="govuk-heading-m">${category.name}</h2>
<p class="govuk-body">${answered} of ${total} questions answered${unsureWords}.</p>
${
  signOff === null
    ? html`<p class="govuk-body">Not signed off yet.</p>`
    : html`<p class="govuk-body"><strong>Signed off by ${signOff.personName} on ${formatDate(signOff.signedOn)}${signOff.categoryId === null && ', with all areas'}.</strong> ${changes.length === 0 && 'No answer has changed since.'}</p>
${changes.length > 0 && html`<p class="govuk-body">Changed since:</p><ul class="govuk-list govuk-list--bullet">${changes.map((change) => html`<li>${changeWords(change)}</li>`)}</ul>`}`
}
${
  maySign &&
  form({
    action: `${base}/sign-off`,
    csrf,
    classes: 'cairn-no-print',
    body: html`<input type="hidden" name="category" value="${category.id}"><input type="hidden" name="seen" value="${seen}">${govukButton({ html: html`${signOff === null ? 'Sign off' : 'Sign off again'}<span class="govuk-visually-hidden">: ${category.name}</span>`, classes: 'govuk-button--secondary', preventDoubleClick: true })}`,
  })
}${
    maySign &&
    signOff !== null &&
    form({
      action: `${base}/sign-off/${encodeURIComponent(signOff.id)}/take-back`,
      csrf,
      classes: 'cairn-no-print',
      body: html`<p class="govuk-body"><button class="cairn-link-button" type="submit">Take this signature back<span class="govuk-visually-hidden">: ${signOff.categoryId === null ? `all areas, at ${category.name}` : category.name}</span></button></p>`,
    })
  }`;
}

function changeWords({ question, was, is }: ChangeSince): string {
  if (was === null) return `${question} Answered since: “${is}”.`;
  if (is === null) return `${question} Taken back since; it was “${was}”.`;
  return `${question} Now “${is}”; it was “${was}”.`;
}

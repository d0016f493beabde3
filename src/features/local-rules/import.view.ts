/** Bringing in a set of rules as a file: what is wrong with it, or what it would change, before it is taken. */
import { formatDate } from '../../domain/dates.ts';
import type { LocalRuleSet } from '../../domain/local-rules.ts';
import { dataTable } from '../../ui/data-table.ts';
import { errorMessageFor, form, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukFileUpload, govukInsetText, govukTextarea } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { rulesCount, type Around } from './local-rules.view.ts';
import { kindWords, reachWords, ruleWords, subjectWords } from './local-rules.words.ts';
import { effectsPart, type ReachedEffect } from './rule-form.view.ts';

export interface ImportContent {
  pasted: string;
  errors: readonly FieldError[];
  /** One line for each thing that is wrong. */
  faults: readonly string[];
}

export function importBody({ base, csrf }: Around, { pasted, errors, faults }: ImportContent): Html {
  return html`<h1>Bring in a file of rules</h1>
<p class="govuk-body-l">A file in YAML or JSON, as your trust or authority gives it out. You see what it would change for each school before it is taken.</p>
${
  faults.length > 0 &&
  govukInsetText({
    html: html`<p class="govuk-body"><strong>The file cannot be taken as it is.</strong> Put these right and send it again.</p>
<ul class="govuk-list govuk-list--bullet">${faults.map((fault) => html`<li>${fault}</li>`)}</ul>`,
  })
}
${form({
  action: `${base}/import`,
  csrf,
  sendsFile: true,
  body: html`${govukFileUpload({
    id: 'file',
    name: 'file',
    label: { text: 'A file' },
    hint: { text: 'YAML or JSON' },
    errorMessage: errorMessageFor(errors, 'file'),
  })}
${govukDetails({
  summaryText: 'Or paste the text of the file',
  open: pasted !== '',
  html: govukTextarea({ id: 'pasted', name: 'pasted', label: { text: 'The text' }, rows: '12', value: pasted }),
})}
${govukButton({ text: 'See what it would change' })}`,
})}`;
}

export interface ImportPreview {
  set: LocalRuleSet;
  text: string;
  /** The version of the set that it takes the place of; null where it is new. */
  version: number | null;
  effects: readonly ReachedEffect[];
}

export function importPreviewBody(
  { base, csrf, edition }: Around,
  { set, text, version, effects }: ImportPreview,
): Html {
  return html`<h1>What ${set.name} would change</h1>
<p class="govuk-body-l">${rulesCount(set.rules)}, set by ${set.by} for ${reachWords(set)}, as at ${formatDate(set.asAt)}.${version !== null && ' It takes the place of the set of that name which is here.'}</p>
${dataTable(
  'The rules of the file',
  [
    { heading: 'About', cell: (rule) => subjectWords(rule, edition) },
    { heading: 'What it does', cell: (rule) => kindWords[rule.kind] },
    { heading: 'What it says', cell: (rule) => ruleWords(rule, edition) },
  ],
  set.rules,
)}
${effectsPart(effects)}
${form({
  action: `${base}/import`,
  csrf,
  body: html`<input type="hidden" name="step" value="save"><input type="hidden" name="version" value="${version ?? 0}"><input type="hidden" name="pasted" value="${text}">
${govukButton({ text: version === null ? 'Take these rules' : 'Put them in place of the others', preventDoubleClick: true })}`,
})}
<p class="govuk-body"><a class="govuk-link" href="${base}">Leave it as it was</a></p>`;
}

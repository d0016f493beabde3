/** The pages of checks, and what the page after a save says of those that it brought about. */
import { formatDate } from '../../domain/dates.ts';
import { baseOf, type InSchool } from '../../platform/web/index.ts';
import { form, renderFields, type FieldError } from '../../ui/forms/index.ts';
import { govukButton } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count } from '../registers/index.ts';
import type { Because, Check } from './check.ts';
import type { SetAside } from './checks.queries.ts';
import { setAsideFields, type StandingChecks } from './set-aside.rules.ts';

export interface ChecksContent extends StandingChecks {
  /** `/schools/<key>` */
  base: string;
  csrf: string;
  mayChange: boolean;
}

export function checksBody(content: ChecksContent): Html {
  const { open, aside, mayChange } = content;
  return html`<h1>Checks</h1>
<p class="govuk-body-l">${leadWords(open.length)}</p>
<p class="govuk-body">Cairn looks for these after every save. It changes nothing by itself: follow the link of each to put it right${mayChange && ', or set it aside for a while'}.</p>
${open.map((check) => checkPart(content, check))}
${
  aside.length > 0 &&
  html`<h2>Set aside</h2>
<p class="govuk-body">These come back on the day after the one given, or as soon as something that they rest on changes.</p>
${aside.map(({ check, by }) => asidePart(content, check, by))}`
}`;
}

function leadWords(open: number): string {
  if (open === 0) return 'Nothing in your record contradicts anything else in it.';
  return open === 1
    ? 'One thing in your record does not fit with the rest, has run out or is missing.'
    : `${open} things in your record do not fit together, have run out or are missing.`;
}

function checkPart({ base, mayChange }: ChecksContent, check: Check): Html {
  return html`<section class="cairn-suggestion">
<h2 class="govuk-heading-s">${check.sentence}</h2>
${becausePart(base, check)}
<p class="govuk-body"><a class="govuk-link" href="${base}${check.fix.path}">${check.fix.words}</a>${mayChange && html` or <a class="govuk-link" href="${checkAddress(base, check)}">set it aside<span class="govuk-visually-hidden">: ${check.sentence}</span></a>`}</p>
</section>`;
}

function becausePart(base: string, { because, since }: Check): Html {
  return html`<ul class="govuk-list govuk-list--bullet">${because.map((one) => html`<li>${becauseWords(base, one)}</li>`)}${since !== null && html`<li>So since ${formatDate(since)}</li>`}</ul>`;
}

function becauseWords(base: string, { text, path }: Because): Html {
  return path === null ? html`${text}` : html`<a class="govuk-link" href="${base}${path}">${text}</a>`;
}

function asidePart({ base, mayChange, csrf }: ChecksContent, check: Check, by: SetAside): Html {
  return html`<section class="cairn-suggestion">
<h3 class="govuk-heading-s">${check.sentence}</h3>
<p class="govuk-body">${asideWords(by)}</p>
${
  mayChange &&
  form({
    action: `${checkAddress(base, check)}/back`,
    csrf,
    body: html`<button class="cairn-link-button" type="submit">Take it up again<span class="govuk-visually-hidden">: ${check.sentence}</span></button>`,
  })
}
</section>`;
}

function asideWords({ personName, until, reason }: SetAside): Html {
  return html`Set aside by ${personName ?? 'someone who is no longer here'} until ${formatDate(until)}: ${reason}`;
}

export interface CheckContent {
  base: string;
  csrf: string;
  check: Check;
  aside: SetAside | null;
  typed: Record<string, string>;
  errors: readonly FieldError[];
}

/** One check, and the form that sets it aside. */
export function checkBody({ base, csrf, check, aside, typed, errors }: CheckContent): Html {
  return html`<h1>Set a check aside</h1>
<p class="govuk-body-l">${check.sentence}</p>
${becausePart(base, check)}
<p class="govuk-body"><a class="govuk-link" href="${base}${check.fix.path}">${check.fix.words}</a></p>
${aside !== null && html`<p class="govuk-body">${asideWords(aside)}</p>`}
${form({
  action: checkAddress(base, check),
  csrf,
  body: html`${renderFields(setAsideFields, typed, errors)}
<div class="govuk-button-group">${govukButton({ text: 'Set it aside', preventDoubleClick: true })}<a class="govuk-link" href="${base}/checks">Leave it open</a></div>`,
})}`;
}

export function checkAddress(base: string, { id }: Pick<Check, 'id'>): string {
  return `${base}/checks/${encodeURIComponent(id)}`;
}

/** So many are said after a save; the page of checks has the others. */
const MOST_SAID = 3;

/** What a save brought about; null where nothing is left of it. */
export function checksNotice(context: Pick<InSchool, 'school'>, checks: readonly Check[]): Html | null {
  if (checks.length === 0) return null;
  const base = baseOf(context);
  const rest = checks.length - MOST_SAID;
  return html`<p class="govuk-body">Saved. ${checks.length === 1 ? 'One thing' : `${checks.length} things`} came up with it:</p>
<ul class="govuk-list govuk-list--bullet">${checks
    .slice(0, MOST_SAID)
    .map(
      (check) =>
        html`<li>${check.sentence} <a class="govuk-link" href="${base}${check.fix.path}">${check.fix.words}</a></li>`,
    )}${rest > 0 && html`<li>and ${rest} more</li>`}</ul>
<p class="govuk-body"><a class="govuk-link" href="${base}/checks">All checks</a></p>`;
}

/** For the school's front page: how many are open; null where none is and none is set aside. */
export function checksPart(base: string, { open, aside }: StandingChecks): Html | null {
  const [first] = open;
  if (first === undefined && aside.length === 0) return null;
  const words =
    first === undefined
      ? html`Yes, but for <a class="govuk-link" href="${base}/checks">${count(aside.length, 'check')} set aside</a>.`
      : html`<a class="govuk-link" href="${base}/checks">${count(open.length, 'check')} to look at</a>${open.length === 1 ? ':' : ', first:'} ${first.sentence}`;
  return html`<section aria-labelledby="checks">
<h2 class="govuk-heading-m" id="checks">Does the record fit together?</h2>
<p class="govuk-body">${words}</p>
</section>`;
}

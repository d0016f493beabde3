/** Writing one rule: choose what it is about, fill it in, and see what it would change before it is taken. */
import { formatDate } from '../../domain/dates.ts';
import type { LocalRule } from '../../domain/local-rules.ts';
import { dataTable } from '../../ui/data-table.ts';
import { form, renderFields, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText, govukRadios, govukSelect } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count } from '../registers/index.ts';
import { resultWords } from '../standards/index.ts';
import { isSame, type EffectLine, type SchoolEffect, type StandingNow } from './local-effect.rules.ts';
import type { ReachedSchool } from './local-rules.queries.ts';
import type { Around } from './local-rules.view.ts';
import { kindWords, ruleWords, subjectWords } from './local-rules.words.ts';
import { fieldsOf, kinds, type Kind, type RuleSubject } from './rule-form.rules.ts';

const kindHints: Record<Kind, string> = {
  tighten: 'A higher number, a must in place of a should, or from today in place of later.',
  add: 'Something that the national standard does not ask.',
  earlier: 'For a whole area, a standard or one thing that it asks.',
  guidance: 'Your words in place of the national ones, which stay a click away.',
};

/** The first step: which standard, and what the rule does. A form that only asks, so it sends nothing. */
export function chooseBody({ edition }: Around, address: string): Html {
  const names = new Map(edition.categories.map(({ id, name }) => [id, name]));
  return html`<h1>Add a rule</h1>
<form method="get" action="${address}/rule">
${govukSelect({
  id: 'standard',
  name: 'standard',
  label: { text: 'Which standard is it about?' },
  items: edition.standards.map(({ id, name, categoryId }) => ({
    value: id,
    text: `${names.get(categoryId) ?? categoryId}: ${name}`,
  })),
})}
${govukRadios({
  name: 'kind',
  idPrefix: 'kind',
  fieldset: { legend: { text: 'What does it do?' } },
  items: kinds.map((kind, index) => ({
    value: kind,
    text: kindWords[kind],
    hint: { text: kindHints[kind] },
    checked: index === 0,
  })),
})}
${govukButton({ text: 'Next' })}
</form>`;
}

export interface RuleFormContent {
  kind: Kind;
  subject: RuleSubject;
  /** Where the form goes, and the page of the set. */
  action: string;
  setAddress: string;
  isNew: boolean;
  version: number;
  typed: Record<string, string>;
  errors: readonly FieldError[];
  /** Numbers by phase and rules of the registers, which only a file can set. */
  keeps: string | null;
}

/** The second step: the rule's own fields. */
export function ruleFormBody({ csrf }: Around, content: RuleFormContent): Html {
  const { kind, subject, action, isNew, version, typed, errors, keeps } = content;
  return html`<span class="govuk-caption-l">${subject.standard.name}</span>
<h1>${isNew ? kindWords[kind] : 'Change the rule'}</h1>
${keeps !== null && govukInsetText({ text: keeps })}
${form({
  action,
  csrf,
  body: html`${hidden(content)}<input type="hidden" name="version" value="${version}"><input type="hidden" name="step" value="show">
${renderFields(fieldsOf(kind, subject), typed, errors)}
${govukButton({ text: 'See what it would change' })}`,
})}
<p class="govuk-body"><a class="govuk-link" href="${content.setAddress}">Back to the rules</a></p>`;
}

function hidden({ kind, subject }: Pick<RuleFormContent, 'kind' | 'subject'>): Html {
  return html`<input type="hidden" name="kind" value="${kind}"><input type="hidden" name="standard" value="${subject.standard.id}">`;
}

/** What a rule would change for one school. */
export interface ReachedEffect {
  school: ReachedSchool;
  effect: SchoolEffect;
}

export interface PreviewContent extends Omit<RuleFormContent, 'errors' | 'keeps'> {
  rule: LocalRule;
  effects: readonly ReachedEffect[];
}

/** The third step: what the rule would change for each school, and the button that takes it. */
export function rulePreviewBody({ csrf, edition }: Around, content: PreviewContent): Html {
  const { rule, kind, subject, action, version, typed, effects, setAddress } = content;
  return html`<h1>What the rule would change</h1>
<p class="govuk-body-l">${subjectWords(rule, edition)} ${ruleWords(rule, edition)}</p>
${effectsPart(effects)}
${form({
  action,
  csrf,
  body: html`${hidden(content)}<input type="hidden" name="version" value="${version}"><input type="hidden" name="step" value="save">${fieldsOf(
    kind,
    subject,
  ).map(({ name }) => html`<input type="hidden" name="${name}" value="${typed[name] ?? ''}">`)}
${govukButton({ text: 'Take the rule', preventDoubleClick: true })}`,
})}
<p class="govuk-body"><a class="govuk-link" href="${setAddress}">Leave it as it was</a></p>`;
}

/** School by school. */
export function effectsPart(effects: readonly ReachedEffect[]): Html {
  const reached = effects.filter(({ effect }) => !effect.isOutOfReach);
  if (reached.length === 0) return html`<p class="govuk-body">It reaches none of your schools.</p>`;
  return html`${reached.map(({ school, effect }) => schoolPart(school, effect))}`;
}

function schoolPart(school: ReachedSchool, { lines, standardsMet }: SchoolEffect): Html {
  const harder = lines.filter((line) => isHarder(line));
  const rest = lines.filter((line) => !isHarder(line));
  return html`<h2>${school.name}</h2>
<p class="govuk-body">${metWords(lines.length, standardsMet)}</p>
${harder.length > 0 && linesTable(`What ${school.name} would have to do or to say`, harder)}
${
  rest.length > 0 &&
  govukDetails({
    summaryText: count(rest.length, 'other change'),
    html: linesTable(`What else changes for ${school.name}`, rest),
  })
}`;
}

function metWords(changes: number, { was, is, of }: SchoolEffect['standardsMet']): string {
  if (changes === 0) return 'It changes nothing that can be seen today.';
  if (was === is) return `${is} of ${of} standards are met today, as before.`;
  return `${is} of ${of} standards would be met today, in place of ${was}.`;
}

/** True where the school would have something to do or to say that it has not today. */
function isHarder({ was, is }: EffectLine): boolean {
  return is !== null && is.result !== 'met' && is.result !== 'not-applicable' && (was === null || !isSame(was, is));
}

function linesTable(caption: string, lines: readonly EffectLine[]): Html {
  return dataTable<EffectLine>(
    caption,
    [
      {
        heading: 'What is asked',
        cell: ({ requirement, standardName }) =>
          html`${requirement.text}<br><span class="cairn-quiet">${standardName}</span>`,
      },
      { heading: 'Today', cell: ({ was, is }) => standingWords(was, is) },
      { heading: 'With the rule', cell: ({ was, is }) => standingWords(is, was) },
    ],
    lines,
  );
}

/** `other` is the other side: whether it is a must is only said where the two differ. */
function standingWords(now: StandingNow | null, other: StandingNow | null): string {
  if (now === null) return 'Not asked';
  const due = now.result === 'not-due' && now.dueFrom !== null ? `, due from ${formatDate(now.dueFrom)}` : '';
  const level = other !== null && other.level !== now.level ? `, as a ${now.level}` : '';
  return `${resultWords[now.result]}${due}${level}`;
}

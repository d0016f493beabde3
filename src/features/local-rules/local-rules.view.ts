/** The pages that list local rules: all sets, one set with its rules, and its history. */
import { formatDate, plainDateIn } from '../../domain/dates.ts';
import type { LocalRule } from '../../domain/local-rules.ts';
import { phases } from '../../domain/record.ts';
import type { Edition, LocalLookAgain } from '../../library/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { form, renderFields, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukCheckboxes, govukDetails, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count, timeWords, type Change } from '../registers/index.ts';
import type { StoredSet } from './local-rules.queries.ts';
import { changeLines, kindWords, phaseWords, reachWords, ruleWords, subjectWords } from './local-rules.words.ts';
import { phaseField, setFields } from './set-form.rules.ts';

export interface Around {
  /** `/schools/<key>/local-rules` */
  base: string;
  csrf: string;
  /** Whether the person may set rules: administrators. */
  maySet: boolean;
  edition: Edition;
}

/** Every set, with what of it needs another look under the school's edition. */
export function setsBody(around: Around, sets: readonly StoredSet[], lookAgain: readonly LocalLookAgain[]): Html {
  const { base, maySet } = around;
  return html`<h1>Rules of your trust or authority</h1>
<p class="govuk-body-l">A trust or an authority can ask for more than the national standards do. Each school sees whose rule it is. The national standards stay as they are.</p>
${
  sets.length === 0
    ? html`<p class="govuk-body">No rules have been set.</p>`
    : dataTable<StoredSet>(
        'Sets of local rules',
        [
          {
            heading: 'Rules',
            cell: ({ set }) => html`<a class="govuk-link" href="${base}/${encodeURIComponent(set.id)}">${set.name}</a>`,
          },
          { heading: 'Set by', cell: ({ set }) => set.by },
          { heading: 'For', cell: ({ set }) => reachWords(set) },
          { heading: 'How many', cell: ({ set }) => String(set.rules.length), numeric: true },
          { heading: 'As at', cell: ({ set }) => formatDate(set.asAt), nowrap: true },
          { heading: 'In force', cell: (stored) => inForceWords(stored) },
        ],
        sets,
      )
}
${lookAgainPart(lookAgain)}
${
  maySet
    ? html`<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'Start a set of rules', href: `${base}/new` })}<a class="govuk-link" href="${base}/import">Bring in a file of rules</a></div>`
    : govukInsetText({ text: 'Only those who may let people in can set rules. You can read them here.' })
}`;
}

function inForceWords({ withdrawnAt }: StoredSet): string {
  return withdrawnAt === null ? 'Yes' : `Withdrawn on ${formatDate(plainDateIn(withdrawnAt))}`;
}

function lookAgainPart(lookAgain: readonly LocalLookAgain[]): Html | null {
  if (lookAgain.length === 0) return null;
  return html`<h2 id="look-again">Look again</h2>
<p class="govuk-body">The edition of the standards that this school uses has moved on. These rules are kept, but do nothing here until somebody changes them.</p>
${dataTable<LocalLookAgain>(
  'Local rules to look at again',
  [
    { heading: 'Rule', cell: ({ setName, ruleId }) => `${setName}: ${ruleId}` },
    { heading: 'Set by', cell: ({ by }) => by },
    { heading: 'What is the matter', cell: ({ message }) => message },
  ],
  lookAgain,
)}`;
}

/** One set with its rules, and what can be done with it. */
export function setBody(
  around: Around,
  stored: StoredSet,
  lookAgain: readonly LocalLookAgain[],
  changes: readonly Change[],
): Html {
  const { base, maySet, csrf, edition } = around;
  const { set, version, withdrawnAt } = stored;
  const address = `${base}/${encodeURIComponent(set.id)}`;
  const isInForce = withdrawnAt === null;
  return html`<h1>${set.name}</h1>
<p class="govuk-body-l">Set by ${set.by} for ${reachWords(set)}, as at ${formatDate(set.asAt)}.${!isInForce && ` ${inForceWords(stored)}: it counts for no school.`}</p>
${set.url !== null && html`<p class="govuk-body"><a class="govuk-link" href="${set.url}" rel="noreferrer">Read more from ${set.by}</a></p>`}
<h2>Its rules</h2>
${set.rules.length === 0 ? html`<p class="govuk-body">There is no rule in it yet.</p>` : rulesTable(around, address, set.rules)}
${maySet && isInForce && html`<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'Add a rule', href: `${address}/rule` })}</div>`}
${lookAgainPart(lookAgain)}
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${address}/rules.json" download>Download the set as a file</a>${maySet && html`, or <a class="govuk-link" href="${address}/change">change its name and whom it reaches</a>`}.</p>
${
  maySet &&
  form({
    action: `${address}/${isInForce ? 'withdraw' : 'take-up'}`,
    csrf,
    classes: 'cairn-no-print',
    body: html`<input type="hidden" name="version" value="${version}">
${govukButton({
  text: isInForce ? 'Withdraw the set' : 'Take the set up again',
  classes: 'govuk-button--secondary',
  preventDoubleClick: true,
})}`,
  })
}
${govukDetails({ summaryText: 'History', html: historyPart(changes, edition) })}`;
}

function rulesTable({ edition, maySet, csrf }: Around, address: string, rules: readonly LocalRule[]): Html {
  return dataTable<LocalRule>(
    'The rules',
    [
      { heading: 'About', cell: (rule) => subjectWords(rule, edition) },
      { heading: 'What it does', cell: (rule) => kindWords[rule.kind] },
      { heading: 'What it says', cell: (rule) => ruleWords(rule, edition) },
      ...(maySet
        ? [
            {
              heading: 'Change',
              cell: (rule: LocalRule) => {
                const about = html`<span class="govuk-visually-hidden">: ${subjectWords(rule, edition)}</span>`;
                const own = `${address}/rules/${encodeURIComponent(rule.id)}`;
                return html`<a class="govuk-link cairn-no-print" href="${own}">Change${about}</a> ${form({
                  action: `${own}/remove`,
                  csrf,
                  classes: 'cairn-inline cairn-no-print',
                  body: html`<button class="cairn-link-button" type="submit">Take out${about}</button>`,
                })}`;
              },
            },
          ]
        : []),
    ],
    rules,
  );
}

function historyPart(changes: readonly Change[], edition: Edition): Html {
  return dataTable<Change>(
    'What was done with the set, newest first',
    [
      { heading: 'When', cell: ({ at }) => timeWords(at), nowrap: true },
      { heading: 'Who', cell: ({ personName }) => personName ?? 'Someone who is no longer here' },
      {
        heading: 'What',
        cell: (change) =>
          html`<ul class="govuk-list">${changeLines(change, edition).map((line) => html`<li>${line}</li>`)}</ul>`,
      },
    ],
    changes,
  );
}

export interface SetFormContent {
  title: string;
  action: string;
  button: string;
  typed: Record<string, string>;
  phases: readonly string[];
  errors: readonly FieldError[];
  version: number | null;
}

/** Who asks, what the set is called, and which schools it reaches. */
export function setFormBody({ csrf }: Around, content: SetFormContent): Html {
  const { title, action, button, typed, errors, version } = content;
  return html`<h1>${title}</h1>
${form({
  action,
  csrf,
  body: html`${version !== null && html`<input type="hidden" name="version" value="${version}">`}${renderFields(setFields, typed, errors)}
${govukCheckboxes({
  name: 'phases',
  idPrefix: 'phases',
  fieldset: { legend: { text: 'Which of your schools does it reach?' } },
  hint: { text: 'Tick none if it reaches all of them.' },
  items: phases.map((phase) => ({
    name: phaseField(phase),
    value: 'yes',
    text: phaseWords[phase].replace(/^./, (letter) => letter.toUpperCase()),
    checked: content.phases.includes(phase),
  })),
})}
${govukButton({ text: button, preventDoubleClick: true })}`,
})}`;
}

/** How many rules a set has, for messages. */
export function rulesCount(rules: readonly LocalRule[]): string {
  return count(rules.length, 'rule');
}

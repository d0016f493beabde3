/** The school's side of links: which there are, making one, and the address that is shown once. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import type { QuestionState } from '../../status/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { errorMessageFor, form, renderFields, type Field, type FieldError } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukCheckboxes,
  govukDetails,
  govukInsetText,
  govukSelect,
  govukTag,
} from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import type { StoredRequest } from './asking.queries.ts';
import { requestState, type RequestState } from './asking.rules.ts';

const stateTags: Record<RequestState, { text: string; classes: string }> = {
  waiting: { text: 'Waiting for answers', classes: 'govuk-tag--grey cairn-nowrap' },
  'to-review': { text: 'To review', classes: 'govuk-tag--yellow cairn-nowrap' },
  reviewed: { text: 'Reviewed', classes: 'govuk-tag--green cairn-nowrap' },
  stopped: { text: 'Stopped', classes: 'govuk-tag--grey cairn-nowrap' },
  expired: { text: 'Ended', classes: 'govuk-tag--grey cairn-nowrap' },
};

export function stateTag(request: StoredRequest, today: PlainDate): Html {
  return govukTag(stateTags[requestState(request, request.items, today)]);
}

export interface AskingContent {
  base: string;
  today: PlainDate;
  mayEdit: boolean;
  requests: readonly StoredRequest[];
}

export function askingBody({ base, today, mayEdit, requests }: AskingContent): Html {
  return html`<h1>Answer together</h1>
<p class="govuk-body-l">Send questions to whoever knows best: the IT firm, the safeguarding lead, a supplier. They get a link to those questions and to nothing else, and need no account. You look at what they send before anything is answered.</p>
${mayEdit && html`<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'Make a link', href: `${base}/asking/new` })}<a class="govuk-link" href="${base}/find-out">Send a letter instead</a></div>`}
${
  requests.length === 0
    ? html`<p class="govuk-body">No link has been made yet.</p>`
    : dataTable<StoredRequest>(
        'Links, the newest first',
        [
          {
            heading: 'Who answers',
            cell: ({ id, personName, createdAt }) =>
              html`<a class="govuk-link" href="${base}/asking/${encodeURIComponent(id)}">${personName}<span class="govuk-visually-hidden">, made ${createdAt.toISOString().slice(0, 10)}</span></a>`,
          },
          { heading: 'Questions', cell: ({ items }) => String(items.length), numeric: true },
          {
            heading: 'Answered',
            cell: ({ items, sentAt }) =>
              sentAt === null ? 'Not sent yet' : String(items.filter(({ choice }) => choice !== null).length),
          },
          { heading: 'Works until', cell: ({ expiresOn }) => formatDate(expiresOn), nowrap: true },
          { heading: 'How far', cell: (request) => stateTag(request, today), nowrap: true },
        ],
        requests,
      )
}
<p class="govuk-body">When the answers stand, an administrator can <a class="govuk-link" href="${base}/sign-off">sign them off</a>.</p>`;
}

export const requestFields: Field[] = [
  {
    name: 'personName',
    label: 'Who answers',
    hint: 'A name or a firm: it stands beside each answer that you take over.',
    kind: 'text',
    required: true,
    maxLength: 200,
  },
  {
    name: 'message',
    label: 'A message to them',
    hint: 'They see it above the questions.',
    kind: 'longtext',
    maxLength: 2000,
  },
  { name: 'expiresOn', label: 'The link works until', hint: 'For example, 14/3/2027', kind: 'date', required: true },
];

export interface NewRequestContent {
  base: string;
  csrf: string;
  /** Every role that leads the answer to questions. */
  roles: readonly string[];
  /** Whose questions stand first. */
  role: string;
  own: readonly QuestionState[];
  others: readonly QuestionState[];
  ticked: ReadonlySet<string>;
  texts: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

export function newRequestBody(content: NewRequestContent): Html {
  const { base, csrf, roles, role, own, others, ticked, texts, errors } = content;
  return html`<h1>Ask someone else</h1>
<form method="get" action="${base}/asking/new" class="cairn-no-print">
${govukSelect({
  id: 'role',
  name: 'role',
  label: { text: 'Whose questions?' },
  items: roles.map((name) => ({ value: name, text: name, selected: name === role })),
})}
${govukButton({ text: 'Show their questions', classes: 'govuk-button--secondary' })}
</form>
${form({
  action: `${base}/asking`,
  csrf,
  body: html`<input type="hidden" name="role" value="${role}">
${renderFields(requestFields, texts, errors)}
${questionBoxes('questions', `Questions for ${role}`, own, ticked, errors)}
${
  others.length > 0 &&
  govukDetails({
    summaryText: `Other questions (${others.length})`,
    open: others.some(({ question }) => ticked.has(question.id)),
    html: questionBoxes('others', 'Other questions', others, ticked, []),
  })
}
${govukButton({ text: 'Make the link', preventDoubleClick: true })}`,
})}`;
}

/** One name for all boxes, so that what is ticked comes as one list. */
function questionBoxes(
  id: string,
  legend: string,
  states: readonly QuestionState[],
  ticked: ReadonlySet<string>,
  errors: readonly FieldError[],
): Html {
  return govukCheckboxes({
    name: 'question[]',
    idPrefix: id,
    fieldset: { legend: { text: legend, classes: 'govuk-fieldset__legend--m' } },
    errorMessage: errorMessageFor(errors, id),
    classes: 'govuk-checkboxes--small',
    items: states.map((state) => ({
      value: state.question.id,
      text: state.question.text,
      hint: { text: stateWords(state) },
      checked: ticked.has(state.question.id),
    })),
  });
}

function stateWords({ state, unsure }: QuestionState): string {
  if (unsure) return 'To find out';
  if (state === 'answered') return 'Answered';
  if (state === 'not-asked') return 'Does not apply to you';
  return state === 'known' ? 'Known from your registers' : 'Not answered yet';
}

export interface MadeContent {
  base: string;
  id: string;
  address: string;
  personName: string;
  schoolName: string;
  expiresOn: PlainDate;
  count: number;
}

/** The address, which is shown once. */
export function madeBody({ base, id, address, personName, schoolName, expiresOn, count }: MadeContent): Html {
  const subject = count === 1 ? `A question from ${schoolName}` : `${count} questions from ${schoolName}`;
  const text = `Hello,\r\n\r\n${schoolName} would be glad of your answers to ${count === 1 ? 'a question' : `${count} questions`} about its technology. You need no account. This link is for you alone, and works until ${formatDate(expiresOn)}:\r\n\r\n${address}\r\n\r\nThank you`;
  return html`<h1>The link for ${personName}</h1>
${govukInsetText({
  html: html`<p class="govuk-body">Copy it now and send it. It is not shown again.</p>
<p class="govuk-body"><code class="cairn-address">${address}</code></p>
<p class="govuk-body">Or <a class="govuk-link" href="mailto:?subject=${encodeURIComponent(subject)}&amp;body=${encodeURIComponent(text)}">open it as an email</a>.</p>`,
})}
<p class="govuk-body">Whoever has it can see your school’s name and ${count === 1 ? 'this question' : `these ${count} questions`}, and can answer them. It works until ${formatDate(expiresOn)}, and you can <a class="govuk-link" href="${base}/asking/${encodeURIComponent(id)}">stop it</a> before. You will find their answers under <a class="govuk-link" href="${base}/asking">Answer together</a> when they have sent them.</p>`;
}

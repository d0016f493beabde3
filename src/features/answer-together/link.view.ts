/** What somebody sees who has a link: the school's name and the link's own questions, and nothing else of the school. */
import { formatDate } from '../../domain/dates.ts';
import { errorMessageFor, type FieldError } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukInsetText,
  govukRadios,
  govukSummaryList,
  govukTag,
  govukTextarea,
} from '../../ui/govuk/index.ts';
import { html, joinHtml, type Html } from '../../ui/html.ts';
import { dataTable } from '../../ui/data-table.ts';
import type { AskedItem, AskedRequest, TypedAnswer } from './asking.rules.ts';

export interface LinkContent {
  /** `/answer/<secret>` */
  base: string;
  request: AskedRequest;
  items: readonly AskedItem[];
}

/** Where everything begins, and where one comes back to. */
export function linkStartBody({ base, request, items }: LinkContent): Html {
  const left = items.filter(({ choice }) => choice === null);
  const [next] = left;
  const answered = items.length - left.length;
  return html`<span class="govuk-caption-l">For ${request.personName}</span>
<h1>${items.length === 1 ? 'A question' : `${items.length} questions`} from ${request.schoolName}</h1>
${request.message !== null && govukInsetText({ html: html`<p class="govuk-body">${linesOf(request.message)}</p>` })}
<p class="govuk-body-l">${request.schoolName} is checking where it stands against the digital and technology standards for schools, and thinks that you know best about ${items.length === 1 ? 'this' : 'these'}.</p>
<ul class="govuk-list govuk-list--bullet">
<li>You need no account. What you choose is kept as you go, and you can come back by this link until ${formatDate(request.expiresOn)}.</li>
<li>“You” and “your” mean the school. “Not sure” is a good answer.</li>
<li>The school sees your answers when you send them, and decides what it takes over.</li>
</ul>
<div class="govuk-button-group">${govukButton({
    text: next === undefined ? 'Check and send' : answered === 0 ? 'Start' : 'Continue',
    href: next === undefined ? `${base}/check` : itemAddress(base, next.questionId),
  })}<a class="govuk-link" href="${base}/all">All on one page</a>${answered > 0 && next !== undefined && html`<a class="govuk-link" href="${base}/check">Check and send</a>`}</div>
<h2>The questions</h2>
${dataTable<AskedItem>(
  'The questions',
  [
    {
      heading: 'Question',
      cell: ({ questionId, question }) =>
        html`<a class="govuk-link" href="${itemAddress(base, questionId)}">${question.text}</a>`,
    },
    {
      heading: 'How far',
      cell: ({ choice }) =>
        choice === null
          ? govukTag({ text: 'To answer', classes: 'govuk-tag--grey cairn-nowrap' })
          : govukTag({ text: 'Answered', classes: 'govuk-tag--green cairn-nowrap' }),
      nowrap: true,
    },
  ],
  items,
)}`;
}

export interface LinkFormContent extends LinkContent {
  /** The questions of the form: one, or all. */
  asked: readonly AskedItem[];
  action: string;
  /** What was typed, where the form comes back. */
  typed: readonly TypedAnswer[];
  errors: readonly FieldError[];
  /** Questions that were answered in another window meanwhile. */
  changed: readonly string[];
}

export function linkFormBody(content: LinkFormContent): Html {
  const { request, items, asked, action, changed, base } = content;
  const [only] = asked;
  const single = items.length > 1 && asked.length === 1 ? only : undefined;
  const isOne = asked.length === 1;
  return html`${
    changed.length > 0 &&
    govukInsetText({
      html: html`<p class="govuk-body">Since you opened this page, ${changed.length === 1 ? 'an answer was' : 'some answers were'} given in another window. What is kept there stands below each question. Save again to put what you chose here in its place.</p>`,
    })
  }<span class="govuk-caption-l">${request.schoolName}${single !== undefined && `: question ${items.indexOf(single) + 1} of ${items.length}`}</span>
${!isOne && html`<h1>All ${items.length} questions</h1>`}
<form method="post" action="${action}" novalidate>
${asked.map((item) => questionPart(content, item, isOne))}
<div class="govuk-button-group">${govukButton({ text: isOne && items.length > 1 ? 'Save and continue' : 'Save and check', preventDoubleClick: true })}<a class="govuk-link" href="${base}">Back to the start</a></div>
</form>`;
}

function questionPart({ typed, errors, changed }: LinkFormContent, item: AskedItem, isHeading: boolean): Html {
  const { questionId, question } = item;
  const mine = typed.find((answer) => answer.questionId === questionId);
  const chosen = mine === undefined ? item.choice : mine.choice;
  const note = (mine === undefined ? item.note : mine.note) ?? '';
  const isChanged = changed.includes(questionId);
  const kept = item.choice === null ? 'no answer' : `“${labelOf(item, item.choice)}”`;
  const size = isHeading ? 'l' : 'm';
  // Where it comes back for another reason, what was seen stays what was seen.
  const version = mine === undefined || isChanged ? item.version : mine.version;
  return html`<input type="hidden" name="version-${questionId}" value="${version}">
${govukRadios({
  name: `choice-${questionId}`,
  idPrefix: `choice-${questionId}`,
  fieldset: {
    legend: { text: question.text, isPageHeading: isHeading, classes: `govuk-fieldset__legend--${size}` },
  },
  hint: { text: question.hint },
  errorMessage: errorMessageFor(errors, `choice-${questionId}`),
  value: chosen ?? '',
  items: question.choices.flatMap(({ id, label }) => [
    ...(id === 'not-sure' ? [{ value: '', divider: 'or' }] : []),
    { value: id, text: label },
  ]),
})}
${isChanged && html`<p class="govuk-body"><strong>Kept from the other window:</strong> ${kept}${item.note !== null && html`, with the note “${item.note}”`}.</p>`}
${govukTextarea({
  name: `note-${questionId}`,
  id: `note-${questionId}`,
  rows: '3',
  label: { html: html`A note, if you like<span class="govuk-visually-hidden">: ${question.text}</span>` },
  hint: { text: 'For example what you looked at, or who would know. No personal details, please.' },
  errorMessage: errorMessageFor(errors, `note-${questionId}`),
  value: note,
})}`;
}

/** What is kept, before it is sent. */
export function linkCheckBody({ base, request, items }: LinkContent): Html {
  const answered = items.filter(({ choice }) => choice !== null).length;
  const left = items.length - answered;
  return html`<span class="govuk-caption-l">${request.schoolName}</span>
<h1>Check your answers</h1>
${answersList(items, base)}
${
  answered === 0
    ? html`<p class="govuk-body">There is nothing to send yet.</p><p class="govuk-body"><a class="govuk-link" href="${base}">Back to the questions</a></p>`
    : html`<p class="govuk-body">${left > 0 && `${left === 1 ? 'One question has' : `${left} questions have`} no answer: you can send the others alone. `}After sending you can look at your answers here, but no longer change them.</p>
<form method="post" action="${base}/send" novalidate><div class="govuk-button-group">${govukButton({ text: `Send to ${request.schoolName}`, preventDoubleClick: true })}<a class="govuk-link" href="${base}">Not yet</a></div></form>`
}`;
}

/** What was sent: it can be looked at, and nothing more. */
export function linkSentBody({ request, items }: LinkContent): Html {
  return html`<h1>Thank you: ${request.schoolName} has your answers</h1>
<p class="govuk-body">You can close this page. The school looks at what you sent and decides what it takes over. To change something, tell the school: it can send you another link.</p>
<h2>What you sent</h2>
${answersList(items, null)}`;
}

/** The same for a link that never was, has ended, or was stopped. */
export function deadLinkBody(): Html {
  return html`<h1>This link does not work</h1>
<p class="govuk-body">It may have ended, or been stopped, or not have been copied whole. Ask whoever sent it to you for a new one.</p>`;
}

function answersList(items: readonly AskedItem[], base: string | null): Html {
  return govukSummaryList({
    rows: items.map((item) => ({
      key: { text: item.question.text },
      value: {
        html: html`<p class="govuk-body">${item.choice === null ? html`<span class="cairn-not-known">No answer</span>` : labelOf(item, item.choice)}</p>${item.note !== null && html`<p class="govuk-body">Note: ${linesOf(item.note)}</p>`}`,
      },
      ...(base !== null && {
        actions: {
          items: [
            {
              href: itemAddress(base, item.questionId),
              text: item.choice === null ? 'Answer' : 'Change',
              visuallyHiddenText: `: ${item.question.text}`,
            },
          ],
        },
      }),
    })),
  });
}

export function itemAddress(base: string, questionId: string): string {
  return `${base}/questions/${encodeURIComponent(questionId)}`;
}

export function labelOf({ question }: Pick<AskedItem, 'question'>, choice: string): string {
  return question.choices.find(({ id }) => id === choice)?.label ?? choice;
}

/** Text as it was typed, line by line. */
export function linesOf(text: string): Html {
  return joinHtml(
    text.split(/\r?\n/).map((line) => html`${line}`),
    html`<br>`,
  );
}

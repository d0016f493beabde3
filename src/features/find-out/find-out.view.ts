/** The tasks to find out by who is to be asked, one task, and the letter that asks. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { dataTable } from '../../ui/data-table.ts';
import { form, renderFields, type Field, type FieldError } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { letterLines, letterToCopy } from '../../ui/letter.ts';
import { letterText, mailAddress, type FindOutLetter } from './find-out-letter.rules.ts';
import { dueOf, type AskedTask, type FindOutTask, type TaskGroup } from './find-out.rules.ts';

export const taskFields: Field[] = [
  {
    name: 'ownerName',
    label: 'Who is asked',
    hint: 'A person, where you know who. Leave it empty to ask whoever has the role.',
    kind: 'text',
    maxLength: 200,
  },
  {
    name: 'ownerEmail',
    label: 'Their email address',
    hint: 'Only so that your mail program opens with it. Nothing is sent from here.',
    kind: 'text',
    maxLength: 254,
  },
  { name: 'dueOn', label: 'Find out by', hint: 'For example, 14/3/2027', kind: 'date', required: true },
  { name: 'note', label: 'Note', kind: 'longtext' },
];

export interface FindOutContent {
  base: string;
  today: PlainDate;
  mayEdit: boolean;
  groups: readonly TaskGroup[];
  /** Found out or dropped. */
  closed: readonly AskedTask[];
}

export function findOutBody(content: FindOutContent): Html {
  const { base, groups, mayEdit, closed } = content;
  const open = groups.flatMap(({ tasks }) => tasks).length;
  return html`<h1>To find out</h1>
<p class="govuk-body-l">${
    open === 0
      ? 'Nothing is left to find out.'
      : `${open === 1 ? 'One question was' : `${open} questions were`} answered with “not sure”. Until somebody finds out, what hangs on ${open === 1 ? 'it' : 'them'} counts as not known.`
  }</p>
${open > 0 && html`<p class="govuk-body">There is one letter for each person, ready to send. A task closes by itself when its question is answered.</p>`}
${groups.map((group) => groupPart(content, group))}
${
  closed.length > 0 &&
  govukDetails({
    summaryText: `Found out or dropped: ${closed.length}`,
    html: html`<ul class="govuk-list govuk-list--bullet">${closed.map(
      ({ task, question }) =>
        html`<li>${mayEdit ? html`<a class="govuk-link" href="${taskAddress(base, question.id)}">${question.text}</a>` : question.text} ${task.state === 'done' ? 'Found out.' : 'Dropped.'}</li>`,
    )}</ul>`,
  })
}`;
}

function groupPart({ base, today, mayEdit }: FindOutContent, group: TaskGroup): Html {
  const [first] = group.tasks;
  const letter = `${taskAddress(base, first?.question.id ?? '')}/letter`;
  const role = encodeURIComponent(first?.task.askedRole ?? '');
  return html`<h2>${group.who}</h2>
<p class="govuk-body">By ${formatDate(dueOf(group))}${dueOf(group) < today && html`: <strong>this day has passed</strong>`}.</p>
<div class="govuk-button-group cairn-no-print">${govukButton({ text: 'Letter to send', href: letter, classes: 'govuk-button--secondary' })}${mayEdit && html`<a class="govuk-link" href="${base}/asking/new?role=${role}">Let them answer by a link<span class="govuk-visually-hidden">: ${group.who}</span></a>`}</div>
${dataTable<AskedTask>(
  `To find out from ${group.who}`,
  [
    {
      heading: 'Question',
      cell: ({ task, question }) =>
        html`${mayEdit ? html`<a class="govuk-link" href="${base}/questions/${encodeURIComponent(question.id)}">${question.text}</a>` : question.text}<br><span class="cairn-quiet">${question.asks}${task.note !== null && html`. Note: ${task.note}`}</span>`,
    },
    {
      heading: 'Find out by',
      cell: ({ task }) => html`${formatDate(task.dueOn)}${task.dueOn < today && html`<br>Passed`}`,
      nowrap: true,
    },
    ...(mayEdit
      ? [
          {
            heading: 'Who and when',
            cell: ({ question }: AskedTask) =>
              html`<a class="govuk-link" href="${taskAddress(base, question.id)}">Change<span class="govuk-visually-hidden">: ${question.text}</span></a>`,
          },
        ]
      : []),
  ],
  group.tasks,
)}`;
}

export interface TaskContentShown {
  base: string;
  csrf: string;
  asked: AskedTask;
  version: number;
  texts: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  /** What somebody else made of it meanwhile. */
  latest: FindOutTask | null;
}

export function taskBody({ base, csrf, asked, version, texts, errors, latest }: TaskContentShown): Html {
  const { task, question } = asked;
  const address = taskAddress(base, question.id);
  const isOpen = task.state === 'open';
  const versionInput = html`<input type="hidden" name="version" value="${version}">`;
  return html`${
    latest !== null &&
    govukInsetText({
      html: html`<p class="govuk-body">Somebody else changed this after you had opened it. It now says: ${latest.ownerName ?? latest.askedRole}, by ${formatDate(latest.dueOn)}${latest.note !== null && html`, with the note “${latest.note}”`}. What you typed is still in the form: save to put it in place of theirs.</p>`,
    })
  }<span class="govuk-caption-l">To find out</span>
<h1>${question.text}</h1>
<p class="govuk-body">Who can usually answer: ${task.askedRole}. <a class="govuk-link" href="${base}/questions/${encodeURIComponent(question.id)}">Answer the question</a></p>
${!isOpen && html`<p class="govuk-body"><strong>${task.state === 'done' ? 'This is found out.' : 'This was dropped.'}</strong></p>`}
${form({
  action: address,
  csrf,
  body: html`${versionInput}${renderFields(taskFields, texts, errors)}
${govukButton({ text: 'Save', preventDoubleClick: true })}`,
})}${
    task.state === 'done'
      ? null
      : form({
          action: `${address}/${isOpen ? 'drop' : 'reopen'}`,
          csrf,
          body: html`${versionInput}<p class="govuk-body">${isOpen ? 'The answer stays “not sure”.' : 'It is still answered with “not sure”.'} <button class="cairn-link-button" type="submit">${isOpen ? 'Stop trying to find out' : 'Try to find out again'}</button></p>`,
        })
  }`;
}

/** On paper the heading becomes the letter's subject, in its place below the addresses (src/ui/styles/_print.scss). */
export function letterBody(letter: FindOutLetter, due: { by: PlainDate; isPast: boolean }): Html {
  const mail = mailAddress(letter);
  return html`<div class="cairn-letter"><h1>${letter.subject}</h1>
<div class="cairn-no-print">${govukInsetText({
    html: html`<p class="govuk-body govuk-!-font-weight-bold">${due.isPast ? 'The day to know this by has passed: send it today.' : `To know by ${formatDate(due.by)}.`}</p>
<p class="govuk-body">Print it, copy it, or <a class="govuk-link" href="${mail.href}">open it as an email</a>.${!mail.isWhole && ' The email begins with the first lines: the letter is too long for a link, so paste the rest.'}</p>`,
  })}
<p class="govuk-body">Fill in what is <mark>[marked like this]</mark>.</p>
<h2>The letter</h2></div>
<div class="cairn-letter__head"><p class="govuk-body">${letterLines(letter.from)}</p>
<p class="govuk-body">${letterLines(letter.to)}</p>
<p class="govuk-body">${letter.date}</p></div>
<div><p class="govuk-body cairn-letter__subject"><strong>${letter.subject}</strong></p>
<p class="govuk-body">Hello,</p>
${letter.opening.map((paragraph) => html`<p class="govuk-body">${paragraph}</p>`)}
<ol class="govuk-list govuk-list--number">${letter.questions.map(
    ({ text, hint, choices, why, alsoAsk }) => html`<li><p class="govuk-body"><strong>${text}</strong></p>
<ul class="govuk-list govuk-list--bullet">${choices.map((label) => html`<li>${label}</li>`)}</ul>
<p class="govuk-body">Where to look: ${hint}</p>
<p class="govuk-body">Why we ask: ${why}</p>${alsoAsk !== null && html`<p class="govuk-body">Please ask too: ${alsoAsk}</p>`}</li>
`,
  )}</ol>
<p class="govuk-body">${letterLines(letter.closing)}</p></div>
<div class="cairn-no-print">${letterToCopy(letterText(letter))}</div></div>`;
}

export function taskAddress(base: string, questionId: string): string {
  return `${base}/find-out/${encodeURIComponent(questionId)}`;
}

/** What somebody sent by a link, beside what is answered and what the registers say. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukInsetText, govukSummaryList, govukTag } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { changesTable, timeWords, type Change } from '../registers/index.ts';
import { factChain, type RequirementLine, type StoredAnswer } from '../standards/index.ts';
import { askingHistory } from './asking.fields.ts';
import type { StoredRequest } from './asking.queries.ts';
import { requestState, type ReviewLine } from './asking.rules.ts';
import { stateTag } from './asking.view.ts';
import { labelOf, linesOf } from './link.view.ts';

export interface ReviewContent {
  base: string;
  csrf: string;
  today: PlainDate;
  mayEdit: boolean;
  request: StoredRequest;
  lines: readonly ReviewLine[];
  /** By question. */
  answers: ReadonlyMap<string, StoredAnswer>;
  changes: readonly Change[];
  /** What has happened meanwhile, where the page comes back. */
  notice: string | null;
}

export function reviewBody(content: ReviewContent): Html {
  const { request, today, lines, mayEdit, changes, notice } = content;
  const state = requestState(request, request.items, today);
  const sent = request.sentAt !== null;
  return html`${notice !== null && govukInsetText({ html: html`<p class="govuk-body">${notice}</p>` })}<h1>Questions for ${request.personName}</h1>
<p class="govuk-body">${stateTag(request, today)} ${
    sent
      ? html`<span>Sent on ${timeWords(request.sentAt ?? request.createdAt)}.</span>`
      : html`<span>The link was made on ${timeWords(request.createdAt)} and works until ${formatDate(request.expiresOn)}.</span>`
  }</p>
${state === 'waiting' && mayEdit && stopPart(content)}
${state === 'to-review' && reviewIntro(content)}
${sent ? lines.map((line) => linePart(content, line)) : questionList(content)}
${changes.length > 0 && html`<h2>History</h2>${changesTable(changes, askingHistory.answer_request.fields, {})}`}`;
}

function stopPart({ base, csrf, request }: ReviewContent): Html {
  return html`<p class="govuk-body">What they choose is seen here when they send it.</p>
${form({
  action: `${addressOf(base, request)}/stop`,
  csrf,
  body: govukButton({ text: 'Stop the link', classes: 'govuk-button--secondary', preventDoubleClick: true }),
})}`;
}

function questionList({ request }: ReviewContent): Html {
  return html`<h2>The questions</h2><ul class="govuk-list govuk-list--bullet">${request.items.map(({ question }) => html`<li>${question.text}</li>`)}</ul>`;
}

function reviewIntro({ base, csrf, request, lines, mayEdit, answers }: ReviewContent): Html {
  const plain = lines.filter(({ isPlain }) => isPlain);
  return html`<p class="govuk-body">These are proposals. What you accept becomes the answer, in the name of ${request.personName}. What you decline changes nothing.</p>
${
  mayEdit &&
  plain.length > 1 &&
  form({
    action: `${addressOf(base, request)}/accept-all`,
    csrf,
    body: html`${plain.map((line) => html`<input type="hidden" name="seen[]" value="${seenOf(line, answers)}">`)}
${govukButton({ text: `Accept the ${plain.length} that go against nothing`, preventDoubleClick: true })}`,
  })
}`;
}

/** Which versions of a proposal and of the present answer were on the page. */
export function seenOf({ item }: ReviewLine, answers: ReadonlyMap<string, StoredAnswer>): string {
  return `${item.questionId}:${item.version}:${answers.get(item.questionId)?.version ?? 0}`;
}

function linePart(content: ReviewContent, line: ReviewLine): Html {
  const { base, request, answers } = content;
  const { item, kind, facts, against, weakens } = line;
  const present = answers.get(item.questionId);
  const heading = html`<h2 id="${anchorOf(item.questionId)}" class="govuk-heading-m">${item.question.text}</h2>`;
  if (item.choice === null || kind === 'not-answered')
    return html`${heading}<p class="govuk-body">They left it empty.</p>`;
  const rows: { key: { text: string }; value: { html: Html } }[] = [
    {
      key: { text: `${request.personName} says` },
      value: {
        html: html`<p class="govuk-body"><strong>${labelOf(item, item.choice)}</strong></p>${item.note !== null && html`<p class="govuk-body">Note: ${linesOf(item.note)}</p>`}`,
      },
    },
    {
      key: { text: 'The answer now' },
      value: { html: presentPart(line, present) },
    },
    ...(facts.length === 0 ? [] : [{ key: { text: 'Your registers say' }, value: { html: reasonsPart(base, facts) } }]),
    ...(against.length === 0
      ? []
      : [
          {
            key: { text: 'Against it speaks' },
            value: {
              html: html`${reasonsPart(base, against)}<p class="govuk-body">The registers decide until one of the two is put right.</p>`,
            },
          },
        ]),
  ];
  return html`${heading}
<p class="govuk-body">${kindTag(line)}${weakens && item.decision === null && html` The answer now is shown by more than somebody’s word: by accepting you would have only that.`}</p>
${govukSummaryList({ rows })}
${decisionPart(content, line)}`;
}

function kindTag({ kind, against, item }: ReviewLine): Html {
  const tag = (text: string, colour: string) => govukTag({ text, classes: `govuk-tag--${colour} cairn-nowrap` });
  if (item.decision === 'accepted') return tag('Accepted', 'green');
  if (item.decision === 'declined') return tag('Declined', 'grey');
  if (against.length > 0) return tag('Goes against your registers', 'orange');
  if (kind === 'not-asked') return tag('No longer asked', 'grey');
  if (kind === 'not-sure') return tag('They are not sure either', 'grey');
  if (kind === 'same') return tag('The same as now', 'blue');
  return kind === 'new' ? tag('Not answered so far', 'blue') : tag('Differs from now', 'yellow');
}

function presentPart({ item, present }: ReviewLine, stored: StoredAnswer | undefined): Html {
  if (present === null) return html`<span class="cairn-not-known">Not answered yet</span>`;
  const by = present.by ?? stored?.personName ?? null;
  return html`<p class="govuk-body">${labelOf(item, present.choice)}</p>${present.note !== null && html`<p class="govuk-body">Note: ${linesOf(present.note)}</p>`}<p class="govuk-body-s">${formatDate(present.answeredOn)}${by !== null && ` by ${by}`}</p>`;
}

function reasonsPart(base: string, lines: readonly RequirementLine[]): Html {
  return html`${lines.map(({ now }) => html`<p class="govuk-body">${now.reason}</p>${factChain(base, now.chain)}`)}`;
}

function decisionPart(content: ReviewContent, line: ReviewLine): Html | null {
  const { base, csrf, request, mayEdit, answers } = content;
  const { item, kind } = line;
  if (!mayEdit || item.decision === 'accepted') return decidedBy(request, line);
  const mayAccept = kind !== 'not-asked';
  const name = html`<span class="govuk-visually-hidden">: ${item.question.text}</span>`;
  const again = item.decision === 'declined';
  return html`${decidedBy(request, line)}${
    (mayAccept || !again) &&
    form({
      action: `${addressOf(base, request)}/questions/${encodeURIComponent(item.questionId)}`,
      csrf,
      classes: 'cairn-no-print',
      body: html`<input type="hidden" name="seen[]" value="${seenOf(line, answers)}"><div class="govuk-button-group">${
        mayAccept &&
        govukButton({
          html: html`${again ? 'Accept it after all' : 'Accept'}${name}`,
          name: 'decision',
          value: 'accepted',
          ...(again && { classes: 'govuk-button--secondary' }),
        })
      }${!again && govukButton({ html: html`Decline${name}`, name: 'decision', value: 'declined', classes: 'govuk-button--secondary' })}</div>`,
    })
  }`;
}

function decidedBy({ items }: StoredRequest, { item }: ReviewLine): Html | null {
  const name = items.find(({ questionId }) => questionId === item.questionId)?.decidedBy ?? null;
  return item.decision === null || name === null
    ? null
    : html`<p class="govuk-body">${item.decision === 'accepted' ? 'Accepted' : 'Declined'} by ${name}.</p>`;
}

export function addressOf(base: string, { id }: Pick<StoredRequest, 'id'>): string {
  return `${base}/asking/${encodeURIComponent(id)}`;
}

export function anchorOf(questionId: string): string {
  return `q-${questionId.replaceAll('.', '-')}`;
}

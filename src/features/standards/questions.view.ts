/** All questions with how far each is, the check of the answers, and what is still to find out. */
import { howKnownWords, type QuestionState } from '../../status/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { lowerFirst } from '../../ui/forms/index.ts';
import { govukButton, govukSummaryList, govukTag } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import type { StoredAnswer } from './answers.queries.ts';
import { labelOf } from './question.view.ts';
import { toFindOut, type QuestionGroup } from './questions.rules.ts';
import { questionAddress } from './standards.marks.view.ts';
import { countOf } from './standards.words.ts';
import type { QuestionCounts } from './standing.rules.ts';

export interface QuestionsContent {
  base: string;
  schoolName: string;
  mayAnswer: boolean;
  groups: readonly QuestionGroup[];
  states: readonly QuestionState[];
  /** Of the core areas. */
  counts: QuestionCounts;
  /** Of the other areas. */
  others: QuestionCounts;
  /** By question id. */
  answers: ReadonlyMap<string, StoredAnswer>;
  /** Of the core areas. */
  nextQuestionId: string | null;
}

export function questionsBody(content: QuestionsContent): Html {
  const { base, counts, nextQuestionId, mayAnswer } = content;
  return html`<h1>Questions</h1>
<p class="govuk-body-l">${firstWords(content)}${progressWords(counts)}</p>
<p class="govuk-body">Under each question you see who can often answer it. “Known” is not asked, because your registers say it. <a class="govuk-link" href="${base}/asking">Ask someone else</a> to answer what they know best.</p>
${
  mayAnswer &&
  nextQuestionId !== null &&
  html`<div class="govuk-button-group cairn-no-print">${govukButton({ text: counts.answered === 0 ? 'Start' : 'Continue', href: questionAddress(base, nextQuestionId) })}<a class="govuk-link" href="${base}/standards/check">Check the answers</a></div>`
}
${roundsPart(content, (group) => questionsTable(base, group))}
${findOutPart(content)}`;
}

export function checkBody(content: QuestionsContent): Html {
  const { base, counts, nextQuestionId, mayAnswer } = content;
  return html`<h1>Check your answers</h1>
<p class="govuk-body-l">${firstWords(content)}${progressWords(counts)} All of it is saved already.</p>
<div class="govuk-button-group cairn-no-print">${
    mayAnswer && nextQuestionId !== null
      ? govukButton({ text: 'Answer what is left', href: questionAddress(base, nextQuestionId) })
      : null
  }${govukButton({ text: 'See where you stand', href: `${base}/standards`, ...(mayAnswer && nextQuestionId !== null && { classes: 'govuk-button--secondary' }) })}</div>
${roundsPart(content, (group) => answersList(content, group))}
${findOutPart(content)}`;
}

/** Says what the figures are about, where there is more than one round. */
function firstWords({ others }: QuestionsContent): string {
  return others.total === 0 ? '' : 'The core areas: ';
}

/** The core areas first, then the others, each area under a heading of its own. */
function roundsPart(content: QuestionsContent, show: (group: QuestionGroup) => Html): Html {
  const core = content.groups.filter(({ isCore }) => isCore);
  const others = content.groups.filter(({ isCore }) => !isCore);
  const parts = (groups: readonly QuestionGroup[]) =>
    groups.map(
      (group) => html`<h3>${group.category.name}</h3>
${show(group)}`,
    );
  return html`<h2>${others.length === 0 ? 'All areas' : 'The core areas'}</h2>
${parts(core)}${
    others.length > 0 &&
    html`<h2 id="others">The other areas</h2>
<p class="govuk-body">${content.counts.left > 0 && 'Answer the core areas first. '}These are not due by 2030. Answer them area by area, when they are of use to you. ${progressWords(content.others)}</p>
${parts(others)}`
  }`;
}

function questionsTable(base: string, { category, states }: QuestionGroup): Html {
  return dataTable<QuestionState>(
    `Questions on ${category.name}`,
    [
      {
        heading: 'Question',
        cell: ({ question }) =>
          html`<a class="govuk-link" href="${questionAddress(base, question.id)}">${question.text}</a><br><span class="cairn-quiet">${question.asks}</span>`,
      },
      { heading: 'How far', cell: (state) => stateTag(state), nowrap: true },
    ],
    states,
  );
}

/** Each question with its answer, how that is known, and a link to change it. `from` says where to come back to. */
export function answersList(
  content: QuestionsContent,
  { states }: Pick<QuestionGroup, 'states'>,
  from = 'check',
): Html {
  const { base, mayAnswer } = content;
  return govukSummaryList({
    rows: states.map((state) => ({
      key: { text: state.question.text },
      value: { html: answerCell(content, state) },
      ...(mayAnswer && {
        actions: {
          items: [
            {
              href: questionAddress(base, state.question.id, from),
              text: state.answer === null ? 'Answer' : 'Change',
              visuallyHiddenText: `: ${state.question.text}`,
            },
          ],
        },
      }),
    })),
  });
}

export function progressWords({ total, left, answered, known, notAsked, minutesLeft }: QuestionCounts): string {
  const without = notAsked > 0 ? `, ${notAsked} that ${notAsked === 1 ? 'does' : 'do'} not concern you` : '';
  const done = `${answered} of ${total} answered${known > 0 ? `, ${known} known from your registers` : ''}${without}`;
  return left === 0
    ? `${done}. Nothing is left to ask.`
    : `${done}, ${left} left (about ${countOf(minutesLeft, 'minute')}).`;
}

function stateTag({ state, unsure, lapse }: QuestionState): Html {
  if (lapse !== null && state === 'to-ask')
    return govukTag({ text: 'Answer again', classes: 'govuk-tag--yellow cairn-nowrap' });
  if (unsure) return govukTag({ text: 'To find out', classes: 'govuk-tag--yellow cairn-nowrap' });
  if (state === 'answered') return govukTag({ text: 'Answered', classes: 'govuk-tag--green cairn-nowrap' });
  if (state === 'not-asked') return govukTag({ text: 'Does not apply', classes: 'govuk-tag--grey cairn-nowrap' });
  if (state === 'known') return govukTag({ text: 'Known', classes: 'govuk-tag--green cairn-nowrap' });
  return govukTag({ text: 'To ask', classes: 'govuk-tag--grey cairn-nowrap' });
}

function answerCell({ answers }: QuestionsContent, { question, state, lapse }: QuestionState): Html {
  const answer = answers.get(question.id);
  if (answer === undefined)
    return state === 'known'
      ? html`Not asked: your registers know`
      : state === 'not-asked'
        ? html`Not asked: nothing of it concerns you`
        : html`<span class="cairn-not-known">Not answered yet</span>`;
  const known = { basis: answer.basis, by: answer.by ?? answer.personName, on: answer.answeredOn };
  return html`<p class="govuk-body">${labelOf(question, answer.choice)}</p>
${lapse !== null && html`<p class="govuk-body">Answer again: ${lowerFirst(lapse)}</p>`}${answer.note !== null && html`<p class="govuk-body">Note: ${answer.note}</p>`}<p class="govuk-body-s">${howKnownWords({ ...known, until: answer.holdsUntil })}</p>`;
}

/** What "not sure" leaves to do; the letters are on a page of their own. */
function findOutPart({ base, states, mayAnswer }: QuestionsContent): Html | null {
  const lists = toFindOut(states);
  if (lists.length === 0) return null;
  return html`<h2 id="find-out">To find out</h2>
<p class="govuk-body">You answered “not sure”. Until someone finds out, what hangs on it counts as not known.</p>
<ul class="govuk-list govuk-list--bullet">${lists.map(
    ({ who, states: own }) => html`<li>${who}: ${countOf(own.length, 'question')}</li>`,
  )}</ul>
<p class="govuk-body cairn-no-print"><a class="govuk-link" href="${base}/find-out">Letters to send, and who finds out by when</a>${mayAnswer && html`, or <a class="govuk-link" href="${base}/asking">let them answer by a link</a>`}.</p>`;
}

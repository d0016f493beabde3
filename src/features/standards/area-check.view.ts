/** The answers of one area on one page: those that no longer count first, then what nobody was sure of, then the rest. */
import type { QuestionState } from '../../status/index.ts';
import { govukButton } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { areaAddress } from './area.view.ts';
import type { QuestionGroup } from './questions.rules.ts';
import { answersList, progressWords, type QuestionsContent } from './questions.view.ts';
import { questionAddress } from './standards.marks.view.ts';
import { countQuestions } from './standing.rules.ts';

const PREFIX = 'check-';

/** Says in a question's address that its answer is changed from this area's check. */
export function fromAreaCheck(categoryId: string): string {
  return `${PREFIX}${categoryId}`;
}

/** The area whose check it names; null where it names none. */
export function areaOfCheck(from: string): string | null {
  return from.startsWith(PREFIX) ? from.slice(PREFIX.length) : null;
}

export function areaCheckBody(content: QuestionsContent, { category, states }: QuestionGroup): Html {
  const { base, mayAnswer } = content;
  const from = fromAreaCheck(category.id);
  const parts = partsOf(states);
  const next = states.find(({ state }) => state === 'to-ask')?.question.id ?? null;
  return html`<span class="govuk-caption-l">${category.name}</span>
<h1>Check your answers</h1>
<p class="govuk-body-l">${progressWords(countQuestions(states))} All of it is saved already.</p>
${
  mayAnswer &&
  next !== null &&
  html`<div class="cairn-no-print">${govukButton({ text: 'Answer what is left', href: questionAddress(base, next) })}</div>`
}
${parts.map(
  ({ heading, states: own }) => html`<h2>${heading}</h2>
${answersList(content, { states: own }, from)}`,
)}
<p class="govuk-body"><a class="govuk-link" href="${areaAddress(base, category.id)}">How this area stands</a>, or <a class="govuk-link" href="${base}/standards/check">the answers of all areas</a></p>`;
}

/** What asks for something comes first; parts without a question are left out. */
function partsOf(states: readonly QuestionState[]): { heading: string; states: QuestionState[] }[] {
  const partOf = ({ lapse, state, unsure }: QuestionState) => {
    if (lapse !== null && state === 'to-ask') return 'lapsed';
    if (unsure) return 'unsure';
    return state === 'to-ask' ? 'open' : 'done';
  };
  const groups = Map.groupBy(states, partOf);
  const headings = [
    ['lapsed', 'No longer counts: answer again'],
    ['unsure', 'To find out'],
    ['open', 'Not answered yet'],
    ['done', 'Answered, or known from your registers'],
  ] as const;
  return headings.flatMap(([part, heading]) => {
    const own = groups.get(part);
    return own === undefined ? [] : [{ heading, states: own }];
  });
}

/** One question on a page: its choices, who can usually answer it, and a note. */
import { formatDate } from '../../domain/dates.ts';
import type { Question, Term } from '../../library/index.ts';
import { howKnownWords } from '../../status/index.ts';
import { errorMessageFor, form, lowerFirst, renderFields, type FieldError } from '../../ui/forms/index.ts';
import {
  govukButton,
  govukDetails,
  govukInsetText,
  govukRadios,
  govukSummaryList,
  govukTextarea,
} from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { termsPart } from '../glossary/index.ts';
import { changesTable, timeWords, type Change } from '../registers/index.ts';
import { answerFields, knownFields } from './answers.fields.ts';
import type { StoredAnswer } from './answers.queries.ts';
import type { TypedAnswer } from './answers.rules.ts';
import { factChain, questionAddress, requirementAddress, resultTag, summaryRow } from './standards.marks.view.ts';
import type { RequirementLine } from './standards.rules.ts';
import { sentence } from './standards.words.ts';

export interface QuestionContent {
  base: string;
  csrf: string;
  mayAnswer: boolean;
  question: Question;
  categoryName: string;
  /** Null where the edition no longer places it. */
  place: { number: number; total: number } | null;
  answer: StoredAnswer | null;
  /** The version that a save has to find; the one seen when the form was opened. */
  version: number;
  /** The requirements that it decides. */
  decides: readonly RequirementLine[];
  /** Words of the trade that its texts use. */
  terms: readonly Term[];
  changes: readonly Change[];
  /** Where to come back to: `check`, a standard's id, or nothing. */
  from: string;
  /** Where "Skip for now" leads. */
  skipTo: string;
  errors: readonly FieldError[];
  /** What was chosen and typed, where the form comes back. */
  typed: TypedAnswer | null;
  /** Why the answer that was given no longer counts; null where it does. */
  lapse: string | null;
  /** What the form says at first of how the answer is known. */
  known: Readonly<Record<string, string>>;
  /** What shows the answer, with a way to add to it. */
  evidence: Html;
  /** True where somebody else answered meanwhile. */
  isStale: boolean;
}

export function questionBody(content: QuestionContent): Html {
  const { categoryName, place, mayAnswer, decides, changes } = content;
  const caption = place === null ? categoryName : `${categoryName}: question ${place.number} of ${place.total}`;
  return html`${content.isStale && stalePart(content)}<span class="govuk-caption-l">${caption}</span>
${mayAnswer ? answerForm(content) : readOnly(content)}
<h2 class="govuk-heading-m">Evidence</h2>
${content.evidence}
${termsPart(content.terms)}
${
  decides.length > 0 &&
  govukDetails({
    summaryText: decides.length === 1 ? 'What it decides' : `The ${decides.length} things it decides`,
    html: html`<ul class="govuk-list govuk-list--bullet">${decides.map(
      ({ requirement, now }) =>
        html`<li><a class="govuk-link" href="${requirementAddress(content.base, requirement)}">${requirement.text}</a> ${resultTag(now.result)}</li>`,
    )}</ul>`,
  })
}
${changes.length > 0 && govukDetails({ summaryText: 'History of this answer', html: changesTable(changes, answerFields, {}) })}`;
}

function answerForm(content: QuestionContent): Html {
  const { base, csrf, question, answer, version, from, errors, typed, skipTo } = content;
  const action = questionAddress(base, question.id);
  const chosen = typed?.choice ?? answer?.choice ?? '';
  const note = typed?.note ?? answer?.note ?? '';
  const isFollowed = from === '' && (answer === null || content.lapse !== null);
  return html`${content.lapse !== null && govukInsetText({ text: `Answer again: ${lowerFirst(content.lapse)} What was answered then is chosen below.` })}${form(
    {
      action,
      csrf,
      body: html`<input type="hidden" name="version" value="${version}"><input type="hidden" name="from" value="${from}">
${govukRadios({
  name: 'choice',
  idPrefix: 'choice',
  fieldset: { legend: { text: question.text, isPageHeading: true, classes: 'govuk-fieldset__legend--l' } },
  hint: { text: question.hint },
  errorMessage: errorMessageFor(errors, 'choice'),
  value: chosen,
  items: question.choices.flatMap(({ id, label }) => [
    ...(id === 'not-sure' ? [{ value: '', divider: 'or' }] : []),
    {
      value: id,
      text: label,
      ...(id === 'not-sure' && { hint: { text: `We will list it to find out, with a message to send.` } }),
    },
  ]),
})}
${knownPart(content)}
<p class="govuk-body">Who can usually answer: ${question.asks}. <a class="govuk-link" href="${base}/asking/new?question=${encodeURIComponent(question.id)}">Ask someone else<span class="govuk-visually-hidden"> to answer this question</span></a></p>
${govukTextarea({
  id: 'note',
  name: 'note',
  rows: '3',
  label: { text: 'A note, if you like' },
  hint: { text: 'For example where the proof is kept, or who told you.' },
  errorMessage: errorMessageFor(errors, 'note'),
  value: note,
})}
${knownForm(content)}
<div class="govuk-button-group">${govukButton({ text: isFollowed ? 'Save and continue' : 'Save', preventDoubleClick: true })}<a class="govuk-link" href="${skipTo}">${isFollowed ? 'Skip for now' : 'Leave it as it is'}</a></div>`,
    },
  )}${
    answer !== null &&
    form({
      action: `${action}/clear`,
      csrf,
      body: html`<input type="hidden" name="version" value="${answer.version}"><input type="hidden" name="from" value="${from}"><p class="govuk-body">${sinceWords(answer)} <button class="cairn-link-button" type="submit">Clear this answer</button></p>`,
    })
  }`;
}

/** How the answer is known: closed, with what it says in its heading, until somebody wants to say more. */
function knownForm({ typed, known, errors }: QuestionContent): Html {
  const texts = typed?.known ?? known;
  const isOpen =
    (texts['basis'] ?? 'asserted') !== 'asserted' || knownFields.some(({ name }) => errorMessageFor(errors, name));
  const basis = knownFields[0]?.choices?.find(({ value }) => value === texts['basis'])?.label ?? '';
  const until = (texts['holdsUntil'] ?? '') === '' ? 'without an end' : `until ${texts['holdsUntil'] ?? ''}`;
  return govukDetails({
    summaryText: `How it is known, and until when: ${lowerFirst(basis)}, ${until}`,
    open: isOpen,
    html: renderFields(knownFields, texts, errors),
  });
}

function sinceWords({ answeredOn, personName, basis, by, holdsUntil }: StoredAnswer): string {
  const named = by ?? personName;
  const until = holdsUntil === null ? '' : ` It counts until ${formatDate(holdsUntil)}.`;
  if (basis !== 'asserted') return `${howKnownWords({ basis, by: named, on: answeredOn, until: null })}.${until}`;
  return `Answered on ${formatDate(answeredOn)}${named === null ? '' : ` by ${named}`}.${until}`;
}

/** Their answer, above what was typed. */
function stalePart({ question, answer }: QuestionContent): Html {
  const words =
    answer === null
      ? 'Someone else cleared the answer to this question after you had opened it.'
      : `${answer.personName ?? 'Someone else'} answered this question on ${timeWords(answer.updatedAt)}, after you had opened it.`;
  return govukInsetText({
    html: html`<p class="govuk-body">${words} Nothing is lost: what you chose and typed is still in the form. Save to put yours in place of theirs, or leave it as it is.</p>
${answer !== null && html`<p class="govuk-body">Their answer: “${labelOf(question, answer.choice)}”.${answer.note !== null && html` Their note: “${answer.note}”.`}</p>`}`,
  });
}

/** What the registers already say of what the question asks. */
function knownPart({ base, decides }: QuestionContent): Html | null {
  const known = decides.filter(({ now }) => now.grounds === 'fact');
  if (known.length === 0) return null;
  const seen = new Map(known.map((line) => [line.now.reason, line]));
  return govukInsetText({
    html: html`<p class="govuk-body">Your registers already say:</p>${[...seen.values()].map(
      ({ now }) => html`<p class="govuk-body">${sentence(now.reason)}</p>${factChain(base, now.chain)}`,
    )}`,
  });
}

function readOnly(content: QuestionContent): Html {
  const { question, answer } = content;
  return html`<h1>${question.text}</h1>
<p class="govuk-hint">${question.hint}</p>
${knownPart(content)}
${govukSummaryList({
  rows: [
    summaryRow('Answer', answer === null ? 'Not answered yet' : labelOf(question, answer.choice)),
    ...(answer === null ? [] : [summaryRow('When', sinceWords(answer))]),
    ...(answer?.note ? [summaryRow('Note', answer.note)] : []),
    summaryRow('Who can usually answer', question.asks),
  ],
})}`;
}

export function labelOf(question: Question, choice: string): string {
  return question.choices.find(({ id }) => id === choice)?.label ?? choice;
}

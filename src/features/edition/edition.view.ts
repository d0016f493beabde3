/** The page of a school's edition: by which the school is judged, what another would change, and what to look at again. */
import { formatDate } from '../../domain/dates.ts';
import type { Edition, EditionMove, LookAgain } from '../../library/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { count, timeWords } from '../registers/index.ts';
import type { StandingAnswer } from './edition.queries.ts';
import { monthOf, type EditionOutlook } from './edition.rules.ts';

export interface EditionContent extends EditionOutlook {
  base: string;
  csrf: string;
  mayChange: boolean;
}

type Move = EditionMove<StandingAnswer>;
type Line = LookAgain<StandingAnswer>;

export function editionBody(content: EditionContent): Html {
  const { current, others, base, answers } = content;
  const newer = others.filter(({ to }) => to.asAt > current.asAt);
  return html`<h1>Edition of the standards</h1>
<p class="govuk-body-l">Your school is judged by the ${monthOf(current)} edition.${newer.length > 0 && ` There is a newer one: ${newer.map(({ to }) => monthOf(to)).join(', ')}.`}</p>
<p class="govuk-body">${current.title}, as at ${formatDate(current.asAt)}: ${count(current.standards.length, 'standard')}, ${count(current.requirements.length, 'requirement')}. You have given ${count(answers.length, 'answer')}. Moving to another edition keeps all of them, and you can move back. A <a class="govuk-link" href="${base}/reports">report</a> of where you stood is kept with each move.</p>
${sincePart(content)}
${others.map((move) => movePart(content, move))}
<p class="govuk-body"><a class="govuk-link" href="${base}/standards">See where your school stands</a>, or <a class="govuk-link" href="${base}/frameworks">what else asks the same of you</a></p>`;
}

function sincePart({ since, base, current }: EditionContent): Html | null {
  if (since === null) return null;
  const { move, at } = since;
  const left = move.lookAgain.length;
  return html`<h2>Look again</h2>
<p class="govuk-body">Your school moved from the ${monthOf(move.from)} edition on ${timeWords(at)}. ${
    left === 0
      ? 'Everything that changed has been answered since.'
      : `${count(left, 'requirement')} of the ${monthOf(current)} edition ${left === 1 ? 'is' : 'are'} still to be looked at.`
  }</p>
${changedTable(`Changed in the ${monthOf(current)} edition, not answered since`, move, base)}
${addedPart(move, base)}
${unusedPart(move)}`;
}

function movePart({ base, csrf, mayChange, current }: EditionContent, move: Move): Html {
  const { to } = move;
  const isNewer = to.asAt > current.asAt;
  const changed = move.lookAgain.filter(({ why }) => why === 'changed').length;
  const added = move.lookAgain.length - changed;
  const month = monthOf(to);
  return html`<h2>The ${month} edition</h2>
<p class="govuk-body">${to.title}, as at ${formatDate(to.asAt)}. Against the edition that you use, ${count(changed, 'requirement')} ${changed === 1 ? 'is' : 'are'} different${
    added > 0 && ` and ${added} ${added === 1 ? 'is' : 'are'} new to you`
  }${move.dropped.length > 0 && `; ${move.dropped.length} ${move.dropped.length === 1 ? 'is' : 'are'} not asked`}. ${
    move.unused.length === 0
      ? 'All your answers count there too.'
      : `${move.carried.length} of your answers count there too.`
  }</p>
${changedTable(`Different in the ${month} edition`, move, null)}
${addedPart(move, null)}
${droppedPart(move)}
${unusedPart(move)}
${localPart(move)}
${
  mayChange
    ? form({
        action: `${base}/edition`,
        csrf,
        body: html`<input type="hidden" name="from" value="${current.id}"><input type="hidden" name="to" value="${to.id}">
${govukButton({
  text: isNewer ? `Use the ${month} edition` : `Go back to the ${month} edition`,
  classes: isNewer ? '' : 'govuk-button--secondary',
  preventDoubleClick: true,
})}`,
      })
    : govukInsetText({ text: 'Someone who may change this school can move it.' })
}`;
}

/** `base` is null where the edition is not in use: there its questions cannot be answered. */
function changedTable(caption: string, { lookAgain, to }: Move, base: string | null): Html | null {
  const lines = lookAgain.filter(({ why }) => why === 'changed');
  if (lines.length === 0) return null;
  return dataTable<Line>(
    caption,
    [
      { heading: 'What it asks', cell: ({ requirement }) => requirement.text },
      { heading: 'What changed', cell: ({ what }) => what ?? 'It is asked again.' },
      { heading: 'Your answer', cell: ({ answer }) => answerWords(to, answer) },
      ...(base === null
        ? []
        : [{ heading: 'Look again', cell: (line: Line) => questionLink(base, line, 'Answer the question') }]),
    ],
    lines,
  );
}

function addedPart({ lookAgain, to }: Move, base: string | null): Html | null {
  const lines = lookAgain.filter(({ why }) => why === 'added');
  if (lines.length === 0) return null;
  const byStandard = Map.groupBy(lines, ({ requirement }) => requirement.standardId);
  return govukDetails({
    summaryText: `${count(lines.length, 'new requirement')} of the ${monthOf(to)} edition that nothing answers yet`,
    html: html`<ul class="govuk-list govuk-list--bullet">${[...byStandard].map(
      ([standardId, own]) =>
        html`<li>${to.standards.find(({ id }) => id === standardId)?.name ?? standardId}<ul class="govuk-list govuk-list--bullet">${own.map(
          (line) =>
            html`<li>${base === null ? line.requirement.text : questionLink(base, line, line.requirement.text)}</li>`,
        )}</ul></li>`,
    )}</ul>`,
  });
}

function droppedPart({ dropped, to }: Move): Html | null {
  if (dropped.length === 0) return null;
  return govukDetails({
    summaryText: `${count(dropped.length, 'requirement')} that the ${monthOf(to)} edition does not ask`,
    html: html`<ul class="govuk-list govuk-list--bullet">${dropped.map(
      ({ requirement, by }) => html`<li>${requirement.text}${by !== null && ` In its place: ${by.text}`}</li>`,
    )}</ul>`,
  });
}

function unusedPart({ unused, to }: Move): Html | null {
  if (unused.length === 0) return null;
  return govukDetails({
    summaryText: `${count(unused.length, 'answer')} kept that the ${monthOf(to)} edition does not use`,
    html: html`<ul class="govuk-list govuk-list--bullet">${unused.map(
      ({ question, why }) =>
        html`<li>${question}${why === 'choice' && ' It has no such choice: answer it again for it to count.'}</li>`,
    )}</ul>`,
  });
}

function localPart({ localLookAgain, to }: Move): Html | null {
  if (localLookAgain.length === 0) return null;
  return govukDetails({
    summaryText: `${count(localLookAgain.length, 'rule')} of your trust or authority to look at again under the ${monthOf(to)} edition`,
    html: html`<ul class="govuk-list govuk-list--bullet">${localLookAgain.map(
      ({ by, setName, ruleId, message }) => html`<li>${by}, ${setName} (${ruleId}): ${message}</li>`,
    )}</ul>`,
  });
}

function questionLink(base: string, { requirement }: Line, text: string): Html | string {
  if (requirement.question === null) return text;
  return html`<a class="govuk-link" href="${base}/questions/${encodeURIComponent(requirement.question.id)}">${text}</a>`;
}

function answerWords({ questions }: Edition, answer: StandingAnswer | null): Html | string {
  if (answer === null) return html`<span class="cairn-not-known">Not known</span>`;
  const choices = questions.find(({ id }) => id === answer.questionId)?.choices ?? [];
  const label = choices.find(({ id }) => id === answer.choice)?.label ?? answer.choice;
  return `${label}, on ${formatDate(answer.answeredOn)}`;
}

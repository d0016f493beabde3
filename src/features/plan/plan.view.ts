/** The plan's page: what happens when, what it costs, why there, and what is left. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { acceptedList } from '../exceptions/index.ts';
import type { LeftForNow } from '../../needs/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText, govukWarningText } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import type { PlanChangeLine } from './plan.changes.ts';
import { changesPart } from './plan.changes.view.ts';
import { pricesPart } from './plan.prices.view.ts';
import { moneyPicture, standardsPicture, timelinePicture, wavesPicture } from './plan.pictures.view.ts';
import type { StoredPlan } from './plan.queries.ts';
import { leftAlone, planItems, planTotals, unmetLines } from './plan.rules.ts';
import {
  bindingSentence,
  countWords,
  levelAmount,
  levelWords,
  limitPlace,
  limitWords,
  proofSentence,
  termName,
  unmetSentence,
} from './plan.words.ts';

export interface PlanContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  record: SchoolRecord;
  today: PlainDate;
  current: StoredPlan | null;
  isStale: boolean;
  changes: PlanChangeLine[] | null;
  /** What the last plan had, for the picture of what changed. */
  previous: StoredPlan | null;
  /** How unsure the cost is by its guesses; null where nothing is guessed. */
  costRange: Html | null;
  /** What is not met, or not known to be, and yet in no plan. */
  leftForNow: readonly LeftForNow[];
}

export function planBody(content: PlanContent): Html {
  const { current } = content;
  if (!current) return noPlanBody(content);
  if (!current.plan) return current.state === 'failed' ? failedBody(content, current) : waitingBody(content, current);
  return readyBody(content, current, current.plan);
}

function noPlanBody(content: PlanContent): Html {
  return html`<h1 class="govuk-heading-l">Plan</h1>
    <p class="govuk-body-l">There is no plan yet. It takes a second or two to make one from what is written down so far.</p>
    <p class="govuk-body">
      It need not be complete. What is not known is shown as not known, and the plan is made again whenever you like.
    </p>
    ${planButton(content, 'Make a plan')}`;
}

function waitingBody(content: PlanContent, current: StoredPlan): Html {
  return html`<h1 class="govuk-heading-l">Plan</h1>
    <p class="govuk-body-l" data-refresh="${content.base}/plan/state.json" data-state="${stateOf(current)}" data-refresh-at-once>The plan is being made.</p>
    <p class="govuk-body"><a class="govuk-link" href="${content.base}/plan">See whether it is there</a></p>`;
}

function failedBody(content: PlanContent, current: StoredPlan): Html {
  const conflict = current.progress?.conflict ?? [];
  const failure = current.progress?.failure ?? 'no-plan';
  const isLimits = failure === 'no-plan' || failure === 'not-found';
  return html`<h1 class="govuk-heading-l">Plan</h1>
    ${govukWarningText({ text: failureWords[failure], iconFallbackText: 'Warning' })}
    ${
      conflict.length > 0
        ? html`<p class="govuk-body">At the least, ${conflict.length === 1 ? 'this' : 'all of these'} would have to give way:</p>
            <ul class="govuk-list govuk-list--bullet">
              ${conflict.map((limit) => html`<li>${limit.detail}</li>`)}
            </ul>`
        : failure !== 'stopped' && html`<p class="govuk-body">${current.error}</p>`
    }
    ${
      isLimits
        ? html`<p class="govuk-body">
              <a class="govuk-link" href="${content.base}/budgets">Change the budgets</a>, or free what you fixed below.
            </p>
            ${lockedList(content, current.problem)}`
        : html`<p class="govuk-body">${failure === 'stopped' ? 'Nothing that you wrote down is lost. Plan again; if it happens again, tell whoever runs Cairn for you.' : 'Look for an amount or a number that is far too large, and plan again.'}</p>`
    }
    ${planButton(content, 'Plan again')}`;
}

const failureWords: Record<NonNullable<NonNullable<StoredPlan['progress']>['failure']>, string> = {
  'no-plan': 'No plan fits all your limits and what you fixed.',
  'not-found': 'No plan was found that fits all your limits and what you fixed. There may be one.',
  'odd-numbers': 'No plan can be made with some of the numbers that are written down.',
  stopped: 'The planner broke down before it had a plan.',
};

function lockedList(content: PlanContent, problem: PlanningProblem): Html | null {
  if (problem.locks.length === 0) return null;
  return html`<ul class="govuk-list">
    ${problem.locks.map(({ needId, term }) => {
      const name = problem.needs.find(({ id }) => id === needId)?.name ?? needId;
      return html`<li>
        <a class="govuk-link" href="${itemAddress(content.base, needId)}">${name}</a>, fixed in ${termName(problem, term)}
      </li>`;
    })}
  </ul>`;
}

function readyBody(content: PlanContent, current: StoredPlan, plan: Plan): Html {
  const { problem } = current;
  const picture = {
    problem,
    plan,
    record: content.record,
    today: content.today,
    hrefOf: (needId: string) => itemAddress(content.base, needId),
  };
  return html`<h1 class="govuk-heading-l">Plan</h1>
    ${leadPart(problem, plan)} ${content.costRange} ${statePart(content, current, plan)}
    ${content.changes && changesPart(problem, content.changes, content.previous, plan, current.progress?.causes)}
    <h2 class="govuk-heading-m">What happens when</h2>
    ${timelinePicture(picture)}
    <h2 class="govuk-heading-m" id="waves">What starts together</h2>
    ${wavesPicture(picture)}
    <h2 class="govuk-heading-m">The money</h2>
    ${moneyPicture(picture)}
    ${pricesPart({ hrefOf: picture.hrefOf, mayEdit: content.mayEdit }, problem, plan)}
    <h2 class="govuk-heading-m">The core standards</h2>
    ${standardsPicture(picture)}
    <h2 class="govuk-heading-m" id="items">Every item, and why it is there</h2>
    ${itemsTable(content.base, problem, plan)}
    <h2 class="govuk-heading-m" id="unmet">What is left</h2>
    ${acceptedPart(content)} ${unmetPart(problem, plan)} ${leftAlonePart(content.base, problem, plan)} ${leftForNowPart(content)}
    <h2 class="govuk-heading-m">How sure this is</h2>
    ${certificatePart(problem, { ...plan, certificate: certificateNow(current, plan) })}
    <p class="govuk-body">
      <a class="govuk-link" href="${content.base}/plan.json">Save this plan as a file</a>; anyone can check it with
      <code>npx cairn plan check</code>. Made on ${formatDate(current.asAt)}.
    </p>`;
}

/** What a reader takes away in five seconds. */
function leadPart(problem: PlanningProblem, plan: Plan): Html {
  const totals = planTotals(problem, plan);
  return html`<p class="govuk-body-l">
      ${countWords(totals.items, 'thing')} to do over five years, for ${formatPoundsRange(totals.range)} in all
      (${formatPoundsRange(totals.capitalRange)} capital and ${formatPoundsRange(totals.revenueRange)} revenue). ${totals.metByDate} of ${totals.coreStandards} core standards are met by their date;
      ${totals.metByDateWithout} would be without the plan.
    </p>
    ${
      totals.placeholders > 0 &&
      html`<p class="govuk-body">
        ${countWords(totals.placeholders, 'price')} of ${totals.items} ${totals.placeholders === 1 ? 'is a guess' : 'are guesses'}
        by size of school, until a quote replaces ${totals.placeholders === 1 ? 'it' : 'them'}. VAT is not included.
      </p>`
    }`;
}

function statePart(content: PlanContent, current: StoredPlan, plan: Plan): Html {
  const working =
    current.state === 'planning'
      ? html`<p class="govuk-body" data-refresh="${content.base}/plan/state.json" data-state="${stateOf(current)}">
          ${current.progress?.stage === 'reasons' ? 'The reasons are still being worked out.' : 'Better plans, and the proof, are still being looked for.'}
          You can leave this page. <a class="govuk-link" href="${content.base}/plan">See what has come since</a>
        </p>`
      : null;
  return html`${govukInsetText({
    html: html`<p class="govuk-body">${proofSentence(certificateNow(current, plan))}</p>
      ${current.state === 'ready' && current.error !== null && html`<p class="govuk-body">The work on this plan broke off before its end. Plan again to go on with it.</p>`}
      ${working}`,
  })}
    ${
      content.isStale &&
      html`<div class="cairn-stale">
        <p class="govuk-body"><strong>The record has changed since this plan was made.</strong></p>
      </div>`
    }
    <div class="govuk-button-group">
      ${planButton(content, 'Plan again')}
      <a class="govuk-link" href="${content.base}/budgets">Change the budgets</a>
      <a class="govuk-link" href="${content.base}/scenarios">What if</a>
      <a class="govuk-link" href="${content.base}/actuals">Plan and actual</a>
      <a class="govuk-link" href="${content.base}/pack">Governor pack</a>
    </div>`;
}

/** While more is being tried, nothing has stopped. */
function certificateNow({ state }: StoredPlan, plan: Plan): Plan['certificate'] {
  const { stopped, ...certificate } = plan.certificate;
  return state === 'planning' || stopped === undefined ? certificate : { ...certificate, stopped };
}

/** What a page compares to see whether something newer has come. */
export function stateWords(found: {
  state: string;
  stage: string | null;
  hash: string | null;
  status: string | null;
}): string {
  return [found.state, found.stage ?? '', found.hash ?? '', found.status ?? ''].join(':');
}

function stateOf({ state, progress, plan }: StoredPlan): string {
  return stateWords({
    state,
    stage: progress?.stage ?? null,
    hash: plan?.hash ?? null,
    status: plan?.certificate.status ?? null,
  });
}

function planButton(content: PlanContent, text: string): Html | null {
  if (!content.mayEdit) return null;
  return form({
    action: `${content.base}/plan`,
    csrf: content.csrf,
    body: govukButton({ text, preventDoubleClick: true }),
  });
}

function itemsTable(base: string, problem: PlanningProblem, plan: Plan): Html {
  return dataTable(
    'Every item of the plan',
    [
      {
        heading: 'What',
        cell: ({ need, option, placement }) =>
          html`<a class="govuk-link" href="${itemAddress(base, need.id)}">${need.name}</a><br /><span class="cairn-quiet"
              >${option.name}${placement.locked && ' (fixed)'}</span
            >`,
      },
      { heading: 'Starts', cell: ({ placement }) => termName(problem, placement.term), nowrap: true },
      {
        heading: 'Decide by',
        nowrap: true,
        cell: ({ candidate }) => (candidate.decideBy ? formatDate(candidate.decideBy) : 'No date'),
      },
      { heading: 'Capital', numeric: true, cell: ({ capitalRange }) => formatPoundsRange(capitalRange) },
      { heading: 'Revenue', numeric: true, cell: ({ revenueRange }) => formatPoundsRange(revenueRange) },
      { heading: 'Why here', cell: ({ reason, placement }) => bindingSentence(problem, reason, placement) },
    ],
    planItems(problem, plan),
  );
}

/** What the school has decided to live with: still not met, and not placed before its day. */
function acceptedPart({ base, record, today }: PlanContent): Html | null {
  const list = acceptedList(record.exceptions, today);
  return (
    list &&
    html`<p class="govuk-body">Your school <a class="govuk-link" href="${base}/exceptions">accepts these for now</a>. They count as not met:</p>${list}`
  );
}

function unmetPart(problem: PlanningProblem, plan: Plan): Html {
  const lines = unmetLines(problem, plan);
  const open = lines.filter(({ unmet }) => !unmet.metAtEnd);
  const late = lines.filter(({ unmet }) => unmet.metAtEnd);
  return html`${
    open.length === 0
      ? html`<p class="govuk-body">Every requirement that the plan deals with is met by its end.</p>`
      : html`<p class="govuk-body">${countWords(open.length, 'requirement')} ${open.length === 1 ? 'is' : 'are'} still not met at the end.</p>
            ${dataTable(
              'Requirements not met at the end of the plan',
              [
                { heading: 'Requirement', cell: ({ name }) => name },
                { heading: 'Standard', cell: ({ standardName }) => standardName },
                { heading: 'What would meet it', cell: ({ unmet }) => unmetSentence(unmet) },
              ],
              open,
            )}`
  }
    ${
      late.length > 0 &&
      govukDetails({
        summaryText: `${countWords(late.length, 'requirement')} met by the end, but not yet before`,
        html: html`<ul class="govuk-list govuk-list--bullet">
          ${late.map(({ name, unmet }) => html`<li>${name} (not met in ${countWords(unmet.terms, 'term')})</li>`)}
        </ul>`,
      })
    }`;
}

function leftAlonePart(base: string, problem: PlanningProblem, plan: Plan): Html | null {
  const needs = leftAlone(problem, plan);
  if (needs.length === 0) return null;
  return html`<p class="govuk-body">The plan does nothing about ${countWords(needs.length, 'need')}:</p>
    <ul class="govuk-list govuk-list--bullet">
      ${needs.map(
        (need) =>
          html`<li><a class="govuk-link" href="${itemAddress(base, need.id)}">${need.name}</a>. ${need.doNothing}</li>`,
      )}
    </ul>`;
}

/** What the plan is not about, one by one with the reason: so that nobody takes it for everything that is asked. */
function leftForNowPart({ base, leftForNow }: PlanContent): Html | null {
  if (leftForNow.length === 0) return null;
  const one = leftForNow.length === 1;
  return html`<p class="govuk-body">
      ${countWords(leftForNow.length, 'requirement')} outside the core six ${one ? 'is' : 'are'} not known to be met and
      ${one ? 'has' : 'have'} no place in the plan yet.
      <a class="govuk-link" href="${base}/standards#others">See the other areas</a>.
    </p>
    ${govukDetails({
      summaryText: `Why ${one ? 'it is' : 'they are'} left for now`,
      html: html`<ul class="govuk-list govuk-list--bullet">
        ${leftForNow.map(({ text, reason }) => html`<li>${text} ${reason}</li>`)}
      </ul>`,
    })}`;
}

/** What lets anyone check it: the levels with their bounds, and how full each limit is. */
function certificatePart(problem: PlanningProblem, plan: Plan): Html {
  const { certificate } = plan;
  return html`<p class="govuk-body">${proofSentence(certificate)}</p>
    ${govukDetails({
      summaryText: 'What the plan is judged by, in order',
      html: html`${dataTable(
        'Levels of the plan',
        [
          { heading: 'Level', cell: ({ level }) => levelWords[level].name },
          { heading: 'This plan', numeric: true, cell: (level) => levelAmount(level, level.value) },
          { heading: 'No plan can do better than', numeric: true, cell: (level) => levelAmount(level, level.bound) },
          { heading: 'Proved', cell: ({ proven }) => (proven ? 'Yes' : 'Not yet') },
        ],
        certificate.levels,
      )}
        <p class="govuk-body">
          Each level counts only where the ones above it are equal. Gap: ${(certificate.gap * 100).toFixed(2)}%. Worked out by
          ${certificate.solver}. Fingerprint ${plan.hash.slice(0, 12)}.
        </p>`,
    })}
    ${govukDetails({
      summaryText: 'How full each limit is',
      html: dataTable(
        'Limits and their use',
        [
          {
            heading: 'Limit',
            cell: ({ kind, id }) => `${sentenceCase(limitWords[kind])}, ${limitPlace(problem, kind, id)}`,
          },
          { heading: 'Used', numeric: true, cell: ({ kind, used }) => limitAmount(kind, used) },
          { heading: 'Allowed', numeric: true, cell: ({ kind, allowed }) => limitAmount(kind, allowed) },
        ],
        certificate.limits.filter(({ kind }) => kind === 'capital' || kind === 'revenue' || kind === 'staff'),
      ),
    })}`;
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function limitAmount(kind: string, amount: number): string {
  return kind === 'staff' ? countWords(amount, 'day') : formatPounds(amount);
}

export function itemAddress(base: string, needId: string): string {
  return `${base}/plan/${encodeURIComponent(needId)}`;
}

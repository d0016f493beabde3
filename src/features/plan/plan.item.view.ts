/** One item of the plan: why this, why then, what else could be done, and what would bring it forward. */
import { formatPoundsRange, addRanges, type PenceRange } from '../../domain/money.ts';
import type { Candidate, Plan, PlanNeed, PlanningProblem, PlanOption } from '../../domain/planning.ts';
import { dataTable } from '../../ui/data-table.ts';
import { errorMessageFor, type FieldError, form } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukSelect, govukSummaryList } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import type { PlanItem } from './plan.rules.ts';
import {
  bindingSentence,
  bringForwardSentence,
  completionWords,
  decideBySentence,
  delaySentence,
  termName,
} from './plan.words.ts';

export interface ItemContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  problem: PlanningProblem;
  plan: Plan | null;
  need: PlanNeed;
  /** Null where the plan does nothing about it. */
  item: PlanItem | null;
  isFixed: boolean;
  errors: FieldError[];
  /** What is accepted of it for a time, or the way to accept it; null where there is neither. */
  accepted: Html | null;
  /** The part on quotes. */
  quotes: Html | null;
  /** What was chosen, where the form comes back. */
  typed: { start: string } | null;
}

export function itemBody(content: ItemContent): Html {
  const { need, item } = content;
  return html`<h1 class="govuk-heading-l">${need.name}</h1>
    ${item ? plannedPart(content, item) : notPlannedPart(content)}
    <h2 class="govuk-heading-m">Why this is needed</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${need.because.map((reason) => html`<li>${reason}</li>`)}
    </ul>
    <p class="govuk-body"><strong>If nothing is done:</strong> ${need.doNothing}</p>
    ${content.accepted}
    <h2 class="govuk-heading-m">What else could be done</h2>
    ${optionsTable(content)} ${content.quotes} ${content.mayEdit && fixPart(content)} ${ruledOutPart(content)}`;
}

function plannedPart({ problem, plan }: ItemContent, item: PlanItem): Html {
  const { option, placement, candidate, reason, need } = item;
  const delay = delaySentence(reason);
  const forward = bringForwardSentence(problem, reason);
  const meets = problem.requirements.filter(({ id }) => candidate.satisfies.includes(id));
  const rows = [
    row('What', option.name),
    row('Starts', `${termName(problem, placement.term)}, ${completionWords(problem, placement.completeTerm)}`),
    row('Decide by', decideBySentence(candidate) ?? 'No date'),
    row('Why then', bindingSentence(problem, reason, placement)),
    ...(delay ? [row('If it waits a year', delay)] : []),
    ...(forward ? [row('What would bring it forward', forward)] : []),
    row('Cost over the five years', costWords(option, candidate)),
    row('By year', byYearWords(problem, candidate)),
    row('National heading', option.heading),
  ];
  return html`<p class="govuk-body-l">${option.name}, starting in ${termName(problem, placement.term)}.</p>
    ${govukSummaryList({ rows })}
    ${
      meets.length > 0 &&
      govukDetails({
        summaryText: meets.length === 1 ? 'The requirement it meets' : `The ${meets.length} requirements it meets`,
        html: html`<ul class="govuk-list govuk-list--bullet">
          ${meets.map(({ name }) => html`<li>${name}</li>`)}
        </ul>`,
      })
    }
    ${plan && waitsPart(problem, plan, need)}`;
}

function waitsPart(problem: PlanningProblem, plan: Plan, need: PlanNeed): Html | null {
  const before = problem.needs.filter(({ id }) => need.after.includes(id));
  const after = problem.needs.filter((other) => other.after.includes(need.id));
  if (before.length === 0 && after.length === 0) return null;
  const when = (id: string) => {
    const placed = plan.placements.find(({ needId }) => needId === id);
    return placed ? ` (${termName(problem, placed.term)})` : ' (not planned)';
  };
  return html`${before.length > 0 && html`<p class="govuk-body">It waits for: ${before.map(({ id, name }, i) => `${i > 0 ? '; ' : ''}${name}${when(id)}`)}.</p>`}
    ${after.length > 0 && html`<p class="govuk-body">These wait for it: ${after.map(({ id, name }, i) => `${i > 0 ? '; ' : ''}${name}${when(id)}`)}.</p>`}`;
}

function notPlannedPart({ plan, isFixed }: ItemContent): Html {
  if (!plan) return html`<p class="govuk-body-l">There is no plan to show it in.</p>`;
  return html`<p class="govuk-body-l">
    ${isFixed ? 'You decided to do nothing about this.' : 'The plan does nothing about this: no option both fits the limits and is worth what it costs.'}
  </p>`;
}

/** The range and where it is from; what takes only time has no price to be from anywhere. */
function costWords(option: PlanOption, { wholeLifeRange }: Candidate): string {
  const range = formatPoundsRange(wholeLifeRange);
  if (option.placeholderPrice) return `${range}, a guess by size of school until you have a quote`;
  return isNothing(wholeLifeRange) ? range : `${range}, from your quote`;
}

function row(key: string, value: string) {
  return { key: { text: key }, value: { text: value } };
}

function byYearWords(problem: PlanningProblem, candidate: Candidate): string {
  const parts = problem.years.flatMap((year, y) => {
    const capital = candidate.capitalRange?.[y] ?? exactly(candidate.capitalPence[y]);
    const revenue = candidate.revenueRange?.[y] ?? exactly(candidate.revenuePence[y]);
    if (isNothing(capital) && isNothing(revenue)) return [];
    const words = [
      ...(isNothing(capital) ? [] : [`${formatPoundsRange(capital)} capital`]),
      ...(isNothing(revenue) ? [] : [`${formatPoundsRange(revenue)} revenue`]),
    ];
    return [`${year.name}: ${words.join(' and ')}`];
  });
  return parts.join('; ') || 'No money, only time';
}

/** Every option with its earliest start and what it would cost from there, the chosen one marked. */
function optionsTable({ problem, need, item }: ItemContent): Html {
  const lines = need.options.map((option) => ({ option, first: firstStart(need, option) }));
  return dataTable(
    'Options',
    [
      {
        heading: 'Option',
        cell: ({ option }) =>
          html`${option.name}${option.id === item?.option.id && html` <strong>(in the plan)</strong>`}`,
      },
      {
        heading: 'Could start',
        cell: ({ first }) => (first ? termName(problem, first.term) : 'Not in these five years'),
        nowrap: true,
      },
      {
        heading: 'Over the five years, from then',
        numeric: true,
        cell: ({ first }) => (first ? formatPoundsRange(first.wholeLifeRange) : ''),
      },
      { heading: 'First year', numeric: true, cell: ({ first }) => (first ? formatPoundsRange(firstYear(first)) : '') },
      {
        heading: 'Own days',
        numeric: true,
        cell: ({ first }) => (first ? first.staffDays.reduce((a, b) => a + b, 0) : ''),
      },
    ],
    lines,
  );
}

function firstStart(need: PlanNeed, option: PlanOption): Candidate | undefined {
  return need.candidates
    .filter(({ optionId }) => optionId === option.id)
    .reduce<Candidate | undefined>((first, one) => (!first || one.term < first.term ? one : first), undefined);
}

function firstYear(candidate: Candidate): PenceRange {
  const y = candidate.capitalPence.findIndex((pence, index) => pence !== 0 || candidate.revenuePence[index] !== 0);
  if (y < 0) return exactly();
  return addRanges(
    candidate.capitalRange?.[y] ?? exactly(candidate.capitalPence[y]),
    candidate.revenueRange?.[y] ?? exactly(candidate.revenuePence[y]),
  );
}

function exactly(pence = 0): PenceRange {
  return { lowPence: pence, highPence: pence };
}

function isNothing({ lowPence, highPence }: PenceRange): boolean {
  return lowPence === 0 && highPence === 0;
}

/** Fixing a start: the next plan holds it, whatever else moves. */
function fixPart({ base, csrf, problem, need, item, isFixed, errors, typed }: ItemContent): Html {
  const address = `${base}/plan/${encodeURIComponent(need.id)}`;
  const chosen = typed?.start ?? (item ? startValue(problem, item.candidate) : '');
  const starts = [...need.candidates].sort((a, b) => a.term - b.term || (a.optionId < b.optionId ? -1 : 1));
  return html`<h2 class="govuk-heading-m" id="fix">Fix it</h2>
    ${form({
      action: `${address}/fix`,
      csrf,
      body: html`${govukSelect({
        id: 'start',
        name: 'start',
        label: { text: 'What must happen, and when' },
        hint: { text: 'The next plan holds to it and works the rest out around it' },
        errorMessage: errorMessageFor(errors, 'start'),
        items: [
          { value: '', text: 'Choose a start' },
          ...starts.map((candidate) => ({
            value: startValue(problem, candidate),
            text: `${termName(problem, candidate.term)}: ${optionName(need, candidate.optionId)}`,
            selected: startValue(problem, candidate) === chosen,
          })),
          { value: 'nothing', text: 'Do nothing about it', selected: chosen === 'nothing' },
        ],
      })}
      ${govukButton({ text: 'Fix it and plan again', preventDoubleClick: true })}`,
    })}
    ${
      isFixed &&
      form({
        action: `${address}/free`,
        csrf,
        body: govukButton({
          text: 'Free it and plan again',
          classes: 'govuk-button--secondary',
          preventDoubleClick: true,
        }),
      })
    }`;
}

/** How a start is written in the form: term id and option id. */
export function startValue(problem: PlanningProblem, candidate: Pick<Candidate, 'term' | 'optionId'>): string {
  return `${problem.terms[candidate.term]?.id ?? ''}|${candidate.optionId}`;
}

function optionName(need: PlanNeed, optionId: string): string {
  return need.options.find(({ id }) => id === optionId)?.name ?? optionId;
}

function ruledOutPart({ problem, need }: ItemContent): Html | null {
  if (need.ruledOut.length === 0) return null;
  const lines = [...need.ruledOut].sort((a, b) => a.term - b.term || (a.optionId < b.optionId ? -1 : 1));
  return govukDetails({
    summaryText: 'Why not in the other terms',
    html: dataTable(
      'Starts that are ruled out',
      [
        { heading: 'Start', cell: ({ term }) => termName(problem, term), nowrap: true },
        { heading: 'Option', cell: ({ optionId }) => optionName(need, optionId) },
        { heading: 'Why not', cell: ({ reason }) => reason },
      ],
      lines,
    ),
  });
}

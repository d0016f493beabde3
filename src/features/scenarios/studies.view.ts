/** What prices and more money would change: the plan's cost drawn from its price ranges, the prices that move it, the next £10,000. */
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import {
  type CostDraws,
  MOST_STUDIED,
  NEXT_POUNDS_PENCE,
  type MoreMoney,
  type PriceEnd,
  type StudiedPrice,
} from '../../planner/index.ts';
import { costFan, pictureWithTable } from '../../ui/charts/index.ts';
import { dataTable, plainTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukInsetText } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import { countWords, termName } from '../plan/index.ts';
import type { PlanStudies } from './scenarios.queries.ts';

export interface StudiesContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  made: { problem: PlanningProblem; plan: Plan } | null;
  draws: CostDraws | null;
  studies: PlanStudies;
  /** False while better plans are still being looked for: nothing is studied of one that may be gone in a minute. */
  isFinal: boolean;
  state: string;
}

export function studiesBody(content: StudiesContent): Html {
  const { base, made, draws } = content;
  if (!made || !draws) {
    return html`<h1 class="govuk-heading-l">What prices and more money would change</h1>
      <p class="govuk-body-l">There is no plan yet.</p>
      <p class="govuk-body"><a class="govuk-link" href="${base}/plan">Make a plan first</a></p>`;
  }
  return html`<h1 class="govuk-heading-l">What prices and more money would change</h1>
    <h2 class="govuk-heading-m" id="cost">What the plan may cost</h2>
    ${drawsPart(made.problem, draws)}
    <h2 class="govuk-heading-m" id="prices">The prices that would change the plan</h2>
    ${pricesStudyPart(content, made)}
    <h2 class="govuk-heading-m" id="money">What the next ${formatPounds(NEXT_POUNDS_PENCE)} would buy</h2>
    ${moneyStudyPart(content, made)} ${workPart(content)}`;
}

/** "Three in ten", to the nearest one. */
function shareWords(share: number): string {
  if (share === 0) return 'never';
  if (share < 0.005) return 'less than 1 time in 100';
  return `${Math.round(share * 100)} times in 100`;
}

function drawsPart(problem: PlanningProblem, draws: CostDraws): Html {
  const { wholeLife, years, anyOver } = draws;
  const nameOf = (id: string) => problem.years.find((year) => year.id === id)?.name ?? id;
  const budgets = problem.years.map(({ capitalPence, revenuePence }) => capitalPence + revenuePence);
  const picture = costFan({
    years: years.map(({ yearId, total }, y) => ({
      name: yearId,
      low: total.p10,
      middle: total.p50,
      high: total.p90,
      budget: budgets[y] ?? 0,
    })),
  });
  const table = plainTable(
    'What each year may cost',
    [
      { heading: 'Year', cell: ({ yearId }) => nameOf(yearId) },
      {
        heading: 'Eight times in ten',
        numeric: true,
        cell: ({ total }) => formatPoundsRange({ lowPence: total.p10, highPence: total.p90 }),
      },
      { heading: 'Middle', numeric: true, cell: ({ total }) => formatPounds(total.p50) },
      {
        heading: 'Capital',
        numeric: true,
        cell: ({ capital }) => formatPoundsRange({ lowPence: capital.p10, highPence: capital.p90 }),
      },
      { heading: 'More than the capital there is', cell: ({ capitalOver }) => shareWords(capitalOver) },
      {
        heading: 'Revenue',
        numeric: true,
        cell: ({ revenue }) => formatPoundsRange({ lowPence: revenue.p10, highPence: revenue.p90 }),
      },
      { heading: 'More than the revenue there is', cell: ({ revenueOver }) => shareWords(revenueOver) },
    ],
    years,
  );
  return html`<p class="govuk-body">
      Eight times in ten the plan comes to ${formatPoundsRange({ lowPence: wholeLife.p10, highPence: wholeLife.p90 })} over
      the five years. ${overSentence(anyOver)}
    </p>
    ${pictureWithTable({ caption: 'What each year may cost, both kinds of money together', picture, table })}
    <p class="govuk-body-s">
      Every price that is still a guess is drawn ${draws.draws.toLocaleString('en-GB')} times from its range, each by itself.
      The price in the plan is the likeliest. What the plan does stays the same. The figures are the same each time.
    </p>`;
}

function overSentence(share: number): string {
  if (share === 0) return 'It never costs more than some year allows.';
  return `Some year’s budget is too small ${shareWords(share)}: the plan would then be made again.`;
}

function pricesStudyPart({ studies }: StudiesContent, { problem }: { problem: PlanningProblem }): Html {
  const { prices } = studies;
  if (prices?.state === 'working') return html`<p class="govuk-body">This is being worked out.</p>`;
  if (!prices?.answer) return html`<p class="govuk-body">This has not been worked out yet.</p>`;
  const { answer } = prices;
  if (answer.prices.length === 0)
    return html`<p class="govuk-body">No price that is still a guess would change the plan.</p>`;
  return html`<p class="govuk-body">
      If a price came out at one end of its range, the plan would be made again. ${answer.prices.length === 1 ? 'This one' : `These ${answer.prices.length}`} would change it,
      or what it costs, most.
    </p>
    ${dataTable<StudiedPrice>(
      'The prices that would change the plan',
      [
        { heading: 'Price', cell: ({ needId, optionId }) => priceName(problem, needId, optionId) },
        { heading: 'In the plan', cell: ({ isPlanned }) => (isPlanned ? 'Yes' : 'No') },
        { heading: 'At its lowest', cell: ({ ends }) => endWords(problem, ends, 'low') },
        { heading: 'At its highest', cell: ({ ends }) => endWords(problem, ends, 'high') },
      ],
      answer.prices,
    )}
    <p class="govuk-body-s">
      ${countWords(answer.open, 'price')} ${answer.open === 1 ? 'is a guess' : 'are guesses'}, with those of other ways to do
      things; the ${answer.tried} that can move most were tried, and the ${MOST_STUDIED} that change most are shown. The
      plan’s own page shows something else: the prices whose quotes would narrow the total most.
    </p>`;
}

function priceName(problem: PlanningProblem, needId: string, optionId: string): Html {
  const need = problem.needs.find(({ id }) => id === needId);
  const option = need?.options.find(({ id }) => id === optionId);
  return html`${need?.name ?? needId}<br /><span class="cairn-quiet">${option?.name ?? optionId}</span>`;
}

const NAMED_CHANGES = 3;

function endWords(problem: PlanningProblem, ends: readonly PriceEnd[], which: 'low' | 'high'): string {
  const end = ends.find((one) => one.end === which);
  if (!end) return 'It would change nothing: it is not in the plan.';
  if (!end.fits) return 'No plan would fit.';
  const cost =
    end.costPence === 0
      ? 'The plan would cost the same.'
      : `The plan would cost ${formatPounds(Math.abs(end.costPence))} ${end.costPence > 0 ? 'more' : 'less'}.`;
  if (end.changes.length === 0) return `Nothing would move. ${cost}`;
  const names = end.changes
    .slice(0, NAMED_CHANGES)
    .map(({ needId }) => problem.needs.find(({ id }) => id === needId)?.name ?? needId);
  const rest = end.changes.length - names.length;
  const list = rest > 0 ? `${names.join('; ')}; and ${countWords(rest, 'other')}` : names.join('; ');
  return `${countWords(end.changes.length, 'thing')} would change: ${list}. ${cost}${end.proven ? '' : ' That this is the best plan then is not proved.'}`;
}

function moneyStudyPart({ studies }: StudiesContent, { problem }: { problem: PlanningProblem }): Html {
  const { money } = studies;
  if (money?.state === 'working') return html`<p class="govuk-body">This is being worked out.</p>`;
  if (!money?.answer) return html`<p class="govuk-body">This has not been worked out yet.</p>`;
  const helping = money.answer.filter(({ helps }) => helps);
  const nowhere = money.answer.length - helping.length;
  if (helping.length === 0) {
    return html`<p class="govuk-body">
      ${formatPounds(NEXT_POUNDS_PENCE)} more would not make the plan better in any year.
    </p>`;
  }
  return html`${dataTable<MoreMoney>(
    `What ${formatPounds(NEXT_POUNDS_PENCE)} more would buy`,
    [
      { heading: 'More', cell: ({ pot, yearId }) => `${pot === 'capital' ? 'Capital' : 'Revenue'} in ${yearId}` },
      { heading: 'What would come sooner', cell: (line) => soonerWords(problem, line) },
      { heading: 'What would be met', cell: (line) => metWords(line) },
      { heading: 'The plan would then cost', numeric: true, cell: ({ costPence }) => costWords(costPence) },
    ],
    helping,
  )}
    ${nowhere > 0 && html`<p class="govuk-body">In the other ${countWords(nowhere, 'pot')} it would make nothing better.</p>`}`;
}

function soonerWords(problem: PlanningProblem, { sooner }: MoreMoney): string {
  if (sooner.length === 0) return 'Nothing';
  const named = sooner.slice(0, NAMED_CHANGES).map(({ needId, toTerm }) => {
    const name = problem.needs.find(({ id }) => id === needId)?.name ?? needId;
    return `${name} (in place from ${termName(problem, toTerm)})`;
  });
  const rest = sooner.length - named.length;
  return rest > 0 ? `${named.join('; ')}; and ${countWords(rest, 'other')}` : named.join('; ');
}

function metWords({ met }: MoreMoney): string {
  if (met.length === 0) return 'Nothing more';
  const terms = met.reduce((sum, one) => sum + one.terms, 0);
  const atEnd = met.filter((one) => one.atEnd).length;
  const atLast = atEnd > 0 ? `, ${atEnd} of them not met without it` : '';
  return `${countWords(met.length, 'requirement')} for ${countWords(terms, 'more term')}, added up${atLast}`;
}

function costWords(pence: number): string {
  if (pence === 0) return 'The same';
  return `${formatPounds(Math.abs(pence))} ${pence > 0 ? 'more' : 'less'}`;
}

function workPart({ base, csrf, mayEdit, studies, isFinal, state }: StudiesContent): Html | null {
  const states = [studies.prices?.state, studies.money?.state];
  if (states.includes('working')) {
    return govukInsetText({
      html: html`<p class="govuk-body" data-refresh="${base}/scenarios/prices/state.json" data-state="${state}">
        This takes a minute or two. You can leave this page.
        <a class="govuk-link" href="${base}/scenarios/prices">See whether it is there</a>
      </p>`,
    });
  }
  if (!isFinal) {
    return html`<p class="govuk-body">
      Better plans are still being looked for. What changes the final one can be worked out once that is done.
    </p>`;
  }
  if (!mayEdit || states.every((one) => one === 'ready')) return null;
  return form({
    action: `${base}/scenarios/prices`,
    csrf,
    body: govukButton({ text: 'Work these out', preventDoubleClick: true }),
  });
}

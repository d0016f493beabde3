/** "What if": the plan and up to four scenarios side by side, as a table and as pictures. */
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import { comparedMoney, comparedStandards, pictureWithTable } from '../../ui/charts/index.ts';
import { type Column, dataTable, plainTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText } from '../../ui/govuk/index.ts';
import { type Html, type HtmlValue, html } from '../../ui/html.ts';
import { countWords, PROVED_OR_LIKELY, proofSentence } from '../plan/index.ts';
import type { StoredScenario } from './scenarios.queries.ts';
import { COULD_NOT, type ComparedPlan } from './scenarios.rules.ts';
import { MOST_SCENARIOS, readyMade } from './scenarios.schema.ts';
import { causeSentence, changeSentence } from './scenarios.words.ts';

export interface ScenariosContent {
  base: string;
  csrf: string;
  mayEdit: boolean;
  /** Null where there is no plan to stand beside. */
  compared: readonly ComparedPlan[] | null;
  scenarios: readonly StoredScenario[];
  /** The plan that they should stand beside; those that don't are worked out again when asked for. */
  planId: string | null;
  /** What the page compares to see whether something newer has come. */
  state: string;
}

export function scenarioAddress(base: string, id: string): string {
  return `${base}/scenarios/${encodeURIComponent(id)}`;
}

export function scenariosBody(content: ScenariosContent): Html {
  const { base, compared } = content;
  if (compared === null) {
    return html`<h1 class="govuk-heading-l">What if</h1>
      <p class="govuk-body-l">There is no plan yet to compare with.</p>
      <p class="govuk-body"><a class="govuk-link" href="${base}/plan">Make a plan first</a></p>`;
  }
  const first = compared[0];
  return html`<h1 class="govuk-heading-l">What if</h1>
    <p class="govuk-body-l">
      See what would happen, beside the plan. Nothing is changed by looking: only when you take one.
    </p>
    ${waitingPart(content)} ${choosePart(content)}
    <h2 class="govuk-heading-m" id="compared">Side by side</h2>
    ${compared.length === 1 && html`<p class="govuk-body">Only the plan is here so far.</p>`} ${comparisonTable(compared)}
    ${moneyPart(compared)} ${first && standardsPart(compared, first.coreStandards)}
    ${content.scenarios.map((scenario) => scenarioPart(content, scenario))}
    ${compared.some(({ changes }) => changes.some(({ causes }) => causes.length > 0)) && html`<p class="govuk-body-s">${PROVED_OR_LIKELY}</p>`}
    <p class="govuk-body">
      <a class="govuk-link" href="${base}/scenarios/prices">What prices and more money would change</a>
    </p>`;
}

function waitingPart({ base, csrf, mayEdit, scenarios, planId, state }: ScenariosContent): Html | null {
  if (scenarios.some((scenario) => scenario.state === 'planning')) {
    return html`${govukInsetText({
      html: html`<p class="govuk-body" data-refresh="${base}/scenarios/state.json" data-state="${state}">
        Better plans are still being looked for. You can leave this page.
        <a class="govuk-link" href="${base}/scenarios">See what has come since</a>
      </p>`,
    })}`;
  }
  const isBroken = scenarios.some(({ error }) => error === COULD_NOT);
  const isCurrent = scenarios.every((scenario) => scenario.planId === planId);
  if (isCurrent && !isBroken) return null;
  return html`${govukInsetText({
    html: html`<p class="govuk-body">
        ${isCurrent ? 'The planner broke down over one of these.' : 'The plan has changed since these were worked out.'}
      </p>
      ${
        mayEdit &&
        form({
          action: `${base}/scenarios/again`,
          csrf,
          body: govukButton({ text: 'Work them out again', preventDoubleClick: true }),
        })
      }`,
  })}`;
}

function choosePart({ base, mayEdit, scenarios }: ScenariosContent): Html | null {
  if (!mayEdit) return null;
  if (scenarios.length >= MOST_SCENARIOS) {
    return html`<p class="govuk-body">Four stand beside the plan: remove one to look at another.</p>`;
  }
  return html`<h2 class="govuk-heading-m cairn-no-print" id="choose">What would change?</h2>
    <ul class="govuk-list cairn-no-print">
      ${readyMade.map(
        ({ kind, name, why }) =>
          html`<li><a class="govuk-link" href="${base}/scenarios/new?kind=${kind}">${name}</a>. ${why}</li>`,
      )}
    </ul>`;
}

interface Measure {
  name: string;
  of: (compared: ComparedPlan) => HtmlValue;
}

/** Money by year and pot, whole-life cost, standards and changes; a column a plan. */
function comparisonTable(compared: readonly ComparedPlan[]): Html {
  const years = compared[0]?.years ?? [];
  const measures: Measure[] = [
    {
      name: 'Cost over the five years',
      of: ({ wholeLifePence, wholeLifeRange }) =>
        html`${formatPounds(wholeLifePence)}<br /><span class="cairn-quiet">${formatPoundsRange(wholeLifeRange)}</span>`,
    },
    ...years.flatMap(({ id }, y): Measure[] => [
      {
        name: `Capital in ${id}`,
        of: ({ years: own }) => spentWords(own[y]?.capitalPence ?? 0, own[y]?.capitalFreePence ?? 0),
      },
      {
        name: `Revenue in ${id}`,
        of: ({ years: own }) => spentWords(own[y]?.revenuePence ?? 0, own[y]?.revenueFreePence ?? 0),
      },
    ]),
    {
      name: 'Core standards met by their date',
      of: ({ metByDate, coreStandards }) => `${metByDate} of ${coreStandards}`,
    },
    {
      name: 'Requirements not met, added up by term',
      of: ({ requirementTerms }) => countWords(requirementTerms, 'term'),
    },
    {
      name: 'Changes from the plan',
      of: ({ scenario, changes }) => (scenario ? countWords(changes.length, 'change') : 'None'),
    },
    {
      name: 'Sure to be the best',
      of: ({ plan }) => (plan.certificate.status === 'proven' ? 'Yes' : gapWords(plan.certificate.gap)),
    },
  ];
  return dataTable('The plan and the scenarios side by side', columnsOf(compared), measures);
}

function columnsOf(compared: readonly ComparedPlan[]): Column<Measure>[] {
  return [
    { heading: 'What', cell: ({ name }) => name },
    ...compared.map((one): Column<Measure> => ({
      heading: one.name,
      numeric: true,
      cell: (measure) => measure.of(one),
    })),
  ];
}

function spentWords(pence: number, freePence: number): Html {
  return html`${formatPounds(pence)}<br /><span class="cairn-quiet">of ${formatPounds(freePence)}</span>`;
}

function gapWords(gap: number): string {
  return gap >= 1 ? 'Not yet' : `Not yet: within ${(gap * 100).toFixed(1)}%`;
}

function moneyPart(compared: readonly ComparedPlan[]): Html {
  const rows = compared.flatMap(({ name, years }) => years.map((year) => ({ name, ...year })));
  const picture = comparedMoney({
    panels: compared.map(({ name, years }) => ({
      name,
      years: years.map((year) => ({
        name: year.id,
        capital: year.capitalPence,
        capitalBudget: year.capitalFreePence,
        revenue: year.revenuePence,
        revenueBudget: year.revenueFreePence,
      })),
    })),
  });
  const table = plainTable(
    'Money by year, plan by plan',
    [
      { heading: 'Plan', cell: ({ name }) => name },
      { heading: 'Year', cell: ({ id }) => id, nowrap: true },
      { heading: 'Capital', numeric: true, cell: ({ capitalPence }) => formatPounds(capitalPence) },
      {
        heading: 'Capital that may be spent',
        numeric: true,
        cell: ({ capitalFreePence }) => formatPounds(capitalFreePence),
      },
      { heading: 'Revenue', numeric: true, cell: ({ revenuePence }) => formatPounds(revenuePence) },
      {
        heading: 'Revenue that may be spent',
        numeric: true,
        cell: ({ revenueFreePence }) => formatPounds(revenueFreePence),
      },
    ],
    rows,
  );
  return pictureWithTable({ caption: 'Money by year against what may be spent', picture, table });
}

function standardsPart(compared: readonly ComparedPlan[], of: number): Html {
  const picture = comparedStandards({
    of,
    panels: compared.map(({ name, metByYear }) => ({
      name,
      years: metByYear.map(({ yearId, met }) => ({ name: yearId, met })),
    })),
  });
  const years = compared[0]?.metByYear ?? [];
  const table = plainTable(
    'Core standards met at the end of each year, plan by plan',
    [
      { heading: 'Plan', cell: ({ name }: ComparedPlan) => name },
      ...years.map(({ yearId }, y) => ({
        heading: yearId,
        numeric: true,
        cell: ({ metByYear }: ComparedPlan) => `${metByYear[y]?.met ?? 0} of ${of}`,
      })),
    ],
    compared,
  );
  return pictureWithTable({ caption: 'Core standards met at the end of each year', picture, table });
}

const FIRST_CHANGES = 5;

function scenarioPart(content: ScenariosContent, scenario: StoredScenario): Html {
  const { base, csrf, mayEdit, planId } = content;
  const compared = content.compared?.find((one) => one.scenario?.id === scenario.id);
  const address = scenarioAddress(base, scenario.id);
  return html`<h2 class="govuk-heading-m" id="${scenario.id}">${scenario.name}</h2>
    ${compared ? comparedPart(compared, scenario) : html`<p class="govuk-body">${stateSentence(scenario, planId)}</p>`}
    ${
      mayEdit &&
      html`<div class="govuk-button-group cairn-no-print">
        ${compared && scenario.state === 'ready' && html`<a class="govuk-link" href="${address}/take">Take this one<span class="govuk-visually-hidden">: ${scenario.name}</span></a>`}
        <a class="govuk-link" href="${address}/changes">Suppose more, or otherwise<span class="govuk-visually-hidden">: ${scenario.name}</span></a>
        ${form({
          action: `${address}/remove`,
          csrf,
          body: govukButton({
            html: html`Remove<span class="govuk-visually-hidden">: ${scenario.name}</span>`,
            classes: 'govuk-button--secondary',
          }),
        })}
      </div>`
    }`;
}

function stateSentence(scenario: StoredScenario, planId: string | null): string {
  if (scenario.state === 'failed') return scenario.error ?? 'No plan fits.';
  if (scenario.planId !== null && scenario.planId !== planId) return 'This was worked out beside an earlier plan.';
  return 'This is being worked out.';
}

function comparedPart({ changes, plan, problem }: ComparedPlan, { changes: supposed, state }: StoredScenario): Html {
  const line = (change: ComparedPlan['changes'][number]) =>
    html`<li>${changeSentence(change)} ${state === 'ready' && causeSentence(problem, change, supposed)}</li>`;
  return html`<p class="govuk-body">
      ${changes.length === 0 ? 'It changes nothing in the plan.' : `It changes ${countWords(changes.length, 'thing')} in the plan.`}
      ${proofSentence(plan.certificate)}
    </p>
    ${changes.length > 0 && html`<ul class="govuk-list govuk-list--bullet">${changes.slice(0, FIRST_CHANGES).map(line)}</ul>`}
    ${
      changes.length > FIRST_CHANGES &&
      govukDetails({
        summaryText: `The other ${countWords(changes.length - FIRST_CHANGES, 'change')}`,
        html: html`<ul class="govuk-list govuk-list--bullet">${changes.slice(FIRST_CHANGES).map(line)}</ul>`,
      })
    }`;
}

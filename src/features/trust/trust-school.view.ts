/** One school's part of a shared fund: what it begins in which year, what it is given, and its plan by term inside that. */
import { formatPounds } from '../../domain/money.ts';
import type { SchoolOutcome } from '../../planner/sharing/index.ts';
import { dataTable } from '../../ui/data-table.ts';
import { govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import type { SchoolShare, StoredSharing } from './trust.queries.ts';
import { verdictWords, type FairnessRow } from './trust.rules.ts';

export function trustSchoolBody({ sharing, row }: { sharing: StoredSharing; row: FairnessRow<SchoolShare> }): Html {
  const { school, found, verdict } = row;
  const { given } = found;
  const { years } = sharing.question.fund;
  const sum = (pence: readonly number[]) => pence.reduce((total, one) => total + one, 0);
  const sides: { name: string; outcome: SchoolOutcome | null }[] = [
    ...(given.isOut ? [] : [{ name: 'With the shared fund', outcome: found.plan }]),
    { name: 'With its own share', outcome: found.own },
  ];
  return html`<h1 class="govuk-heading-l">${school.name} and the shared fund</h1>
    <p class="govuk-body-l">${verdictWords[verdict]}.</p>
    <p class="govuk-body">
      <a class="govuk-link" href="/schools/${encodeURIComponent(school.key)}/plan">The school’s own plan</a>, made with its own
      budgets.
    </p>
    <h2 class="govuk-heading-m">What it is given</h2>
    ${dataTable(
      'What the school is given, by year',
      [
        { heading: 'Year', cell: ({ name }) => name },
        { heading: 'Capital', numeric: true, cell: ({ y }) => formatPounds(given.grantPence[y]!) },
        { heading: 'Capital by pupils', numeric: true, cell: ({ y }) => formatPounds(given.sharePence[y]!) },
        { heading: 'Revenue', numeric: true, cell: ({ y }) => formatPounds(given.grantPence[years.length + y]!) },
        {
          heading: 'Revenue by pupils',
          numeric: true,
          cell: ({ y }) => formatPounds(given.sharePence[years.length + y]!),
        },
        // Sharings of before had no days.
        ...(given.days?.length > 0 && !given.isOut
          ? [
              {
                heading: 'Days of its people taken',
                numeric: true,
                cell: ({ y }: { y: number }) => daysWords(given.days[y]),
              },
            ]
          : []),
      ],
      years.map(({ name }, y) => ({ name, y })),
    )}
    <h2 class="govuk-heading-m">How it fares</h2>
    ${dataTable(
      'How the school fares with the shared fund and with its own share',
      [
        { heading: 'Money', cell: ({ name }) => name },
        {
          heading: 'Terms of duties not met',
          cell: ({ outcome }) => words(outcome, ({ dutyTerms }) => String(dutyTerms)),
        },
        {
          heading: 'Core standards met on time',
          cell: ({ outcome }) => words(outcome, ({ coreMet, coreStandards }) => `${coreMet} of ${coreStandards}`),
        },
        {
          heading: 'Requirement-terms met',
          cell: ({ outcome }) => words(outcome, ({ metTerms }) => metTerms.toLocaleString('en-GB')),
        },
        {
          heading: 'Spent',
          cell: ({ outcome }) =>
            words(
              outcome,
              ({ capitalPence, revenuePence }) =>
                `${formatPounds(sum(capitalPence))} capital, ${formatPounds(sum(revenuePence))} revenue`,
            ),
        },
      ],
      sides,
    )}
    ${!given.isOut && startsPart(years, found.starts)} ${planPart(given.isOut ? found.own : found.plan)}`;
}

function daysWords(days: SchoolShare['given']['days'][number] | undefined): string {
  return days === undefined ? '' : `${days.used.toLocaleString('en-GB')} of ${days.there.toLocaleString('en-GB')}`;
}

function words(outcome: SchoolOutcome | null, of: (outcome: SchoolOutcome) => string): string {
  if (outcome === null) return 'Being worked out';
  return outcome.isPossible ? of(outcome) : 'No plan fits';
}

function startsPart(years: readonly { name: string }[], starts: SchoolShare['starts']): Html {
  const inOrder = [...starts].sort((a, b) => a.year - b.year || (a.needName < b.needName ? -1 : 1));
  return html`<h2 class="govuk-heading-m" id="by-year">What it begins, by year</h2>
    ${
      inOrder.length === 0
        ? html`<p class="govuk-body">Nothing.</p>`
        : dataTable(
            'What the school begins, by year',
            [
              { heading: 'What for', cell: ({ needName }) => needName },
              {
                heading: 'What is done',
                cell: ({ optionName, poolId }) => `${optionName}${poolId === null ? '' : ' (bought together)'}`,
              },
              { heading: 'Year', nowrap: true, cell: ({ year }) => years[year]?.name ?? '' },
              { heading: 'Capital', numeric: true, cell: ({ capitalPence }) => formatPounds(capitalPence) },
              { heading: 'Revenue, all years', numeric: true, cell: ({ revenuePence }) => formatPounds(revenuePence) },
            ],
            inOrder,
          )
    }`;
}

function planPart(plan: SchoolOutcome | null): Html {
  const title = html`<h2 class="govuk-heading-m">Its plan by term inside that</h2>`;
  if (plan === null) return html`${title}<p class="govuk-body">Still being made.</p>`;
  if (!plan.isPossible)
    return html`${title}${govukInsetText({
      text: 'No plan by term was found that holds what the school is given, its people’s days and what is fixed in its plan. Free a fixed start, or let it keep its own share.',
    })}`;
  return html`${title}
    <p class="govuk-body">
      Made with people’s days, holidays and every other limit of the school. It may differ from the years above, and is never
      dearer than what is given.
    </p>
    ${dataTable(
      'The plan by term',
      [
        { heading: 'What for', cell: ({ needName }) => needName },
        { heading: 'What is done', cell: ({ optionName }) => optionName },
        { heading: 'Begins', nowrap: true, cell: ({ termName }) => termName },
      ],
      plan.placements,
    )}`;
}

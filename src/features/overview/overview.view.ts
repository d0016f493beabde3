/** A school's front page: where we stand, what is next, whether the money works, and one thing to do next. */
import { formatDate } from '../../domain/dates.ts';
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import { coreSix, pictureWithTable } from '../../ui/charts/index.ts';
import { dataTable, plainTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukTag } from '../../ui/govuk/index.ts';
import { type Html, html } from '../../ui/html.ts';
import type { Overview, Step } from './overview.rules.ts';

export interface OverviewContent extends Overview {
  base: string;
  csrf: string;
  mayEdit: boolean;
  mayLetIn: boolean;
  name: string;
  isStale: boolean;
  /** How unsure the plan's cost is by its guesses; null where nothing is guessed. */
  costRange: Html | null;
  /** What in the record does not fit together; null where there is nothing. */
  checks: Html | null;
  /** Nothing stands in any of the four registers. */
  hasNothing: boolean;
}

export function overviewBody(content: OverviewContent): Html {
  const isNew = content.steps.every(({ id, state }) => state === 'to-do' || id === 'plan');
  return html`<h1 class="govuk-heading-l">${content.name}</h1>
    ${isNew ? startingPart(content) : html`<div class="cairn-doors">${standingPart(content)} ${nextPart(content)}</div>${moneyPart(content)}`}
    ${content.checks}
    ${!isNew && typicalPart(content)}
    <h2 class="govuk-heading-m">What is written down</h2>
    ${stepsPart(content)}
    ${content.mayEdit && html`<p class="govuk-body"><a class="govuk-link" href="${content.base}/details">School details, and everything as a file</a></p>`}
    ${content.mayLetIn && html`<p class="govuk-body"><a class="govuk-link" href="${content.base}/people">Who may see this school</a></p>`}`;
}

function startingPart(content: OverviewContent): Html {
  const { base, mayEdit } = content;
  return html`<p class="govuk-body-l">Start with the contracts: they decide most of the dates.</p>
    ${mayEdit && govukButton({ text: 'Import a spreadsheet of contracts', href: `${base}/contracts/import` })}
    <p class="govuk-body">
      Or <a class="govuk-link" href="${base}/contracts/new">write one down</a>, or
      <a class="govuk-link" href="${base}/questions">answer the questions on the standards</a> first. Any order will do.
    </p>
    ${typicalPart(content)}`;
}

/** For a school that has nothing to hand yet: a plan of guesses, to be replaced one by one. */
function typicalPart({ base, mayEdit, hasNothing }: OverviewContent): Html | null {
  if (!mayEdit || !hasNothing) return null;
  return html`<h2 class="govuk-heading-m">Nothing to hand yet?</h2>
    <p class="govuk-body">
      Start from what a school like yours typically has. Every number is marked as a guess, the plan says how much that leaves
      open, and you replace the guesses as you find out.
    </p>
    ${govukButton({ text: 'Start from a typical school', href: `${base}/typical`, classes: 'govuk-button--secondary' })}`;
}

function standingPart(content: OverviewContent): Html {
  const { standing, core, areasMetByDate, base } = content;
  const { summary } = standing;
  const table = plainTable(
    'The core standards today',
    [
      { heading: 'Area', cell: (row) => row.name },
      { heading: 'Met', numeric: true, cell: ({ met }) => met },
      { heading: 'Not due yet', numeric: true, cell: ({ notDue }) => notDue },
      { heading: 'Not met', numeric: true, cell: ({ notMet }) => notMet },
      { heading: 'Not known', numeric: true, cell: ({ notKnown }) => notKnown },
      ...(core.some(({ notApplicable }) => notApplicable > 0)
        ? [
            {
              heading: 'Does not apply',
              numeric: true,
              cell: ({ notApplicable }: (typeof core)[number]) => notApplicable,
            },
          ]
        : []),
      {
        heading: 'With the plan',
        cell: ({ direction }) => ({ up: 'Better', same: 'As now', down: 'Worse' })[direction],
      },
    ],
    core,
  );
  return html`<section class="cairn-door" aria-labelledby="standing">
    <h2 class="govuk-heading-m" id="standing">Where we stand</h2>
    <p class="govuk-body">
      <strong>${summary.met} of ${summary.total}</strong> core areas are fully
      met today${summary.notDue > 0 && html`, and ${summary.notDue} ${summary.notDue === 1 ? 'has' : 'have'} nothing due yet`}.
      ${areasMetByDate !== null && html`With the plan <strong>${areasMetByDate}</strong> are met by their date.`}
      ${summary.dutiesNotMet > 0 && html`<strong>${summary.dutiesNotMet} ${summary.dutiesNotMet === 1 ? 'duty' : 'duties'} in force today ${summary.dutiesNotMet === 1 ? 'is' : 'are'} not met.</strong>`}
    </p>
    ${pictureWithTable({ caption: 'Standards in each core area today', picture: coreSix({ rows: core }), table })}
    <p class="govuk-body"><a class="govuk-link" href="${base}/standards">The standards</a></p>
  </section>`;
}

function nextPart({ next, base }: OverviewContent): Html {
  return html`<section class="cairn-door" aria-labelledby="next">
    <h2 class="govuk-heading-m" id="next">What is next</h2>
    ${
      next.length === 0
        ? html`<p class="govuk-body">No date is known by which something must be decided.</p>`
        : html`<ol class="govuk-list cairn-dates">
            ${next.map(
              ({ date, title, path }) =>
                html`<li><strong>${formatDate(date)}</strong><br /><a class="govuk-link" href="${base}${path}">${title}</a></li>`,
            )}
          </ol>`
    }
    <p class="govuk-body"><a class="govuk-link" href="${base}/decisions">All decisions</a></p>
  </section>`;
}

function moneyPart(content: OverviewContent): Html {
  const { money, base, isStale } = content;
  if (!money) {
    return html`<h2 class="govuk-heading-m">Does the money work?</h2>
      <p class="govuk-body">A plan will say. It can be made from what is written down so far.</p>
      ${content.mayEdit && planForm(content, 'Make a plan')}`;
  }
  return html`<h2 class="govuk-heading-m">Does the money work?</h2>
    <p class="govuk-body">
      ${moneyWords(money)}
      ${isStale && html`<strong>The record has changed since the plan was made.</strong>`}
    </p>
    ${content.costRange}
    ${dataTable(
      'This year and next',
      [
        { heading: 'Year', cell: (year) => year.name },
        { heading: 'Capital planned', numeric: true, cell: ({ capital }) => formatPoundsRange(capital.range) },
        { heading: 'of', numeric: true, cell: ({ capital }) => formatPounds(capital.availablePence) },
        { heading: 'Revenue planned', numeric: true, cell: ({ revenue }) => formatPoundsRange(revenue.range) },
        { heading: 'of what is free', numeric: true, cell: ({ revenue }) => formatPounds(revenue.freePence) },
      ],
      money.years,
    )}
    <div class="govuk-button-group">
      ${content.mayEdit && isStale && planForm(content, 'Plan again')}
      <a class="govuk-link" href="${base}/plan">The plan</a> <a class="govuk-link" href="${base}/pack">Governor pack</a>
    </div>`;
}

function moneyWords({ works, contractsFit }: { works: boolean; contractsFit: boolean }): string {
  if (works) return 'Yes: this year and next, the plan stays inside what is free.';
  if (!contractsFit) return 'No: the contracts you have cost more than the revenue budget of this year or next.';
  return 'No: the plan does not fit what is free this year or next.';
}

function planForm({ base, csrf }: OverviewContent, text: string): Html {
  return form({ action: `${base}/plan`, csrf, body: govukButton({ text, preventDoubleClick: true }) });
}

const stateTags: Record<Step['state'], Html> = {
  done: html`Done`,
  begun: govukTag({ text: 'Begun', classes: 'govuk-tag--light-blue cairn-nowrap' }),
  'to-do': govukTag({ text: 'To do', classes: 'govuk-tag--blue cairn-nowrap' }),
};

function stepsPart({ steps, base }: OverviewContent): Html {
  return html`<ul class="govuk-task-list">
    ${steps.map(
      ({ id, title, path, state, detail }) =>
        html`<li class="govuk-task-list__item govuk-task-list__item--with-link">
          <div class="govuk-task-list__name-and-hint">
            <a class="govuk-link govuk-task-list__link" href="${base}${path}" aria-describedby="step-${id}-hint step-${id}">${title}</a>
            <div class="govuk-task-list__hint" id="step-${id}-hint">${detail}</div>
          </div>
          <div class="govuk-task-list__status" id="step-${id}">${stateTags[state]}</div>
        </li>`,
    )}
  </ul>`;
}

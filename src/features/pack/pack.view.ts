/** The governor pack: two plain pages and an annex, as a page that prints as a document. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { countFacts, holdsGuesses } from '../../domain/guesses.ts';
import { formatPounds, formatPoundsRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { dataTable } from '../../ui/data-table.ts';
import { type Html, html } from '../../ui/html.ts';
import {
  bindingSentence,
  countWords,
  delaySentence,
  leftAlone,
  moneyOf,
  moneyPicture,
  planItems,
  planTotals,
  proofSentence,
  standardsPicture,
  termName,
  timelinePicture,
  unmetLines,
  unmetSentence,
} from '../plan/index.ts';
import { type PackFigures, packFigures } from './pack.rules.ts';

export interface PackContent {
  base: string;
  /** A PDF can be made here. */
  canPrint: boolean;
  /** The printed document has no links within Cairn. */
  forPrint: boolean;
  record: SchoolRecord;
  today: PlainDate;
  problem: PlanningProblem;
  plan: Plan;
  isStale: boolean;
  madeOn: PlainDate;
  /** The latest report of where the school stood, with its page; null where none was made. */
  report: { asAt: PlainDate; address: string } | null;
}

export function noPackBody(base: string): Html {
  return html`<h1 class="govuk-heading-l">Governor pack</h1>
    <p class="govuk-body-l">The pack is made from the plan, and there is no plan yet.</p>
    <p class="govuk-body"><a class="govuk-link" href="${base}/plan">Make a plan</a></p>`;
}

export function packBody(content: PackContent): Html {
  const { problem, plan, record, today } = content;
  const figures = packFigures(problem, plan, record, today);
  return html`<h1 class="govuk-heading-l">Technology plan for governors: ${record.school.name}</h1>
    ${!content.forPrint && actionsPart(content)}
    <p class="govuk-body">
      Made on ${formatDate(content.madeOn)}.${content.isStale && html` <strong>The school’s record has changed since: plan again before you use it.</strong>`}
      ${reportWords(content)}
    </p>
    ${standingPart(content)} ${decisionsPart(content, figures)} ${moneyPart(content)}
    ${waitingPart(content, figures)} ${leftPart(content)} ${guessesPart(figures, content)}
    <div class="cairn-page-break">${annexPart(content)}</div>`;
}

/** Which report of the standards the pack can be held against. */
function reportWords({ report, forPrint }: PackContent): Html | null {
  if (report === null) return null;
  const words = html`report as at ${formatDate(report.asAt)}`;
  return html`How each standard stood is in the ${forPrint ? words : html`<a class="govuk-link" href="${report.address}">${words}</a>`}.`;
}

function actionsPart({ base, canPrint }: PackContent): Html {
  return html`<p class="govuk-body cairn-no-print">
    ${
      canPrint
        ? html`<a class="govuk-link" href="${base}/pack.pdf">Save as PDF</a>`
        : 'To save it as PDF, print this page: no Chromium was found on this machine to do it for you.'
    }
  </p>`;
}

function standingPart({ problem, plan }: PackContent): Html {
  const totals = planTotals(problem, plan);
  return html`<h2 class="govuk-heading-m">Where we stand</h2>
    <p class="govuk-body">
      The Department for Education asks schools to meet six core groups of digital standards by 2030: ${totals.coreStandards}
      standards in all. Today ${totals.metNow} of them ${totals.metNow === 1 ? 'is' : 'are'} met or not yet due. With this
      plan ${totals.metByDate} ${totals.metByDate === 1 ? 'is' : 'are'} met by their date; without it,
      ${totals.metByDateWithout}. ${proofSentence(plan.certificate)}
    </p>`;
}

function decisionsPart({ problem }: PackContent, figures: PackFigures): Html {
  return html`<h2 class="govuk-heading-m">What we ask you to decide this year</h2>
    ${
      figures.toDecide.length === 0
        ? html`<p class="govuk-body">Nothing that costs money needs a decision in the next twelve months.</p>`
        : dataTable(
            'Decisions this year',
            [
              { heading: 'What', cell: ({ need, option }) => html`${need.name}: ${option.name}` },
              { heading: 'Starts', cell: ({ placement }) => termName(problem, placement.term) },
              {
                heading: 'Over the five years',
                numeric: true,
                cell: ({ candidate }) => formatPoundsRange(candidate.wholeLifeRange),
              },
              {
                heading: 'Decide by',
                nowrap: true,
                cell: ({ candidate }) => (candidate.decideBy ? formatDate(candidate.decideBy) : ''),
              },
            ],
            figures.toDecide,
          )
    }
    ${figures.moreToDecide > 0 && html`<p class="govuk-body">${countWords(figures.moreToDecide, 'more decision')} ${figures.moreToDecide === 1 ? 'is' : 'are'} in the annex.</p>`}
    ${
      figures.notices.length > 0 &&
      html`<h3 class="govuk-heading-s">Notice to give on contracts, if we want to leave or change them</h3>
        <ul class="govuk-list govuk-list--bullet">
          ${figures.notices.map(({ title, on }) => html`<li>${title}: by ${formatDate(on)}</li>`)}
        </ul>
        ${figures.moreNotices > 0 && html`<p class="govuk-body">And ${figures.moreNotices} more later in the year.</p>`}`
    }`;
}

function moneyPart({ problem, plan, record }: PackContent): Html {
  const years = moneyOf(problem, plan, record);
  const totals = planTotals(problem, plan);
  const over = years.filter(
    ({ capital, revenue }) =>
      capital.range.highPence > capital.availablePence || revenue.range.highPence > revenue.freePence,
  );
  return html`<h2 class="govuk-heading-m">What it costs</h2>
    <p class="govuk-body">
      ${formatPoundsRange(totals.range)} over the five years, on top of the contracts we already have. Every year stays
      inside its budget at middle prices${over.length > 0 ? `; at the highest prices ${over.map(({ id }) => id).join(', ')} would not` : ', and at the highest prices too'}.
    </p>
    ${dataTable(
      'Money by year',
      [
        { heading: 'Year', cell: ({ id }) => id, nowrap: true },
        { heading: 'Capital planned', numeric: true, cell: ({ capital }) => formatPounds(capital.plannedPence) },
        { heading: 'Capital budget', numeric: true, cell: ({ capital }) => formatPounds(capital.availablePence) },
        { heading: 'Contracts already', numeric: true, cell: ({ revenue }) => formatPounds(revenue.committedPence) },
        { heading: 'Revenue planned', numeric: true, cell: ({ revenue }) => formatPounds(revenue.plannedPence) },
        { heading: 'Revenue free', numeric: true, cell: ({ revenue }) => formatPounds(revenue.freePence) },
      ],
      years,
    )}`;
}

function waitingPart({ problem }: PackContent, figures: PackFigures): Html {
  return html`<h2 class="govuk-heading-m">What happens if we wait</h2>
    ${
      figures.dearToDelay.length === 0
        ? html`<p class="govuk-body">What a year’s delay would cost has not been worked out yet for any item.</p>`
        : html`<ul class="govuk-list govuk-list--bullet">
            ${figures.dearToDelay.map(
              ({ need, placement, reason }) =>
                html`<li><strong>${need.name}</strong> (${termName(problem, placement.term)}). ${delaySentence(reason)}</li>`,
            )}
          </ul>`
    }`;
}

function leftPart({ problem, plan }: PackContent): Html {
  const open = unmetLines(problem, plan).filter(({ unmet }) => !unmet.metAtEnd);
  const alone = leftAlone(problem, plan);
  return html`<h2 class="govuk-heading-m">What the plan does not do</h2>
    ${
      open.length === 0
        ? html`<p class="govuk-body">Every requirement that the plan deals with is met by its end.</p>`
        : html`<ul class="govuk-list govuk-list--bullet">
            ${open.slice(0, 5).map(({ name, unmet }) => html`<li>${name} ${unmetSentence(unmet)}</li>`)}
          </ul>
          ${open.length > 5 && html`<p class="govuk-body">${countWords(open.length - 5, 'more requirement')} ${open.length === 6 ? 'is' : 'are'} not met at the end.</p>`}`
    }
    ${
      alone.length > 0 &&
      html`<p class="govuk-body">It does nothing about:</p>
        <ul class="govuk-list govuk-list--bullet">
          ${alone.slice(0, 5).map(({ name, doNothing }) => html`<li>${name}. ${doNothing}</li>`)}
        </ul>`
    }`;
}

function guessesPart(figures: PackFigures, { problem, plan, record }: PackContent): Html {
  const totals = planTotals(problem, plan);
  return html`<h2 class="govuk-heading-m">How sure the prices are</h2>
    <p class="govuk-body">
      ${totals.placeholders === 0 ? 'All prices are from quotes.' : `${countWords(totals.placeholders, 'price')} of ${totals.items} ${totals.placeholders === 1 ? 'is a guess' : 'are guesses'} by size of school until we have quotes. VAT is not included.`}
      ${guessedFacts(record)}
    </p>
    ${
      figures.widestGuesses.length > 0 &&
      html`<p class="govuk-body">Quotes for these would tell us most:</p>
        <ul class="govuk-list govuk-list--bullet">
          ${figures.widestGuesses.map(({ need, candidate }) => html`<li>${need.name}: ${formatPoundsRange(candidate.wholeLifeRange)}</li>`)}
        </ul>`
    }`;
}

/** Governors should know that counts are guessed too, where they are. */
function guessedFacts(record: SchoolRecord): string | null {
  if (!holdsGuesses(record)) return null;
  const { facts, guesses } = countFacts(record);
  const are = guesses.length === 1 ? 'is a guess' : 'are guesses';
  return `${guesses.length} of the ${countWords(facts, 'fact')} about what we have ${are} from a typical school; the ranges allow for that.`;
}

function annexPart(content: PackContent): Html {
  const { problem, plan, record, today, base, forPrint } = content;
  const hrefOf = forPrint ? null : (needId: string) => `${base}/plan/${encodeURIComponent(needId)}`;
  const picture = { problem, plan, record, today, hrefOf };
  return html`<h2 class="govuk-heading-l">Annex</h2>
    <h3 class="govuk-heading-m">What happens when</h3>
    ${timelinePicture(picture)}
    <h3 class="govuk-heading-m">Money by year</h3>
    ${moneyPicture(picture)}
    <h3 class="govuk-heading-m">The core standards by term</h3>
    ${standardsPicture(picture)}
    <h3 class="govuk-heading-m">Every item, and why it is there</h3>
    ${dataTable(
      'Every item of the plan',
      [
        { heading: 'What', cell: ({ need, option }) => html`${need.name}: ${option.name}` },
        { heading: 'Starts', cell: ({ placement }) => termName(problem, placement.term) },
        { heading: 'Capital', numeric: true, cell: ({ capitalRange }) => formatPoundsRange(capitalRange) },
        { heading: 'Revenue', numeric: true, cell: ({ revenueRange }) => formatPoundsRange(revenueRange) },
        {
          heading: 'Decide by',
          cell: ({ candidate }) => (candidate.decideBy ? formatDate(candidate.decideBy) : 'No date'),
        },
        { heading: 'Why here', cell: ({ reason, placement }) => bindingSentence(problem, reason, placement) },
      ],
      planItems(problem, plan),
    )}
    <p class="govuk-body-s">
      Fingerprint of the plan ${plan.hash.slice(0, 12)}. Contains public sector information licensed under the Open
      Government Licence v3.0.
    </p>`;
}

/** The page of a shared fund: what there is, how it is shared out, who is worse off, how good it is. */
import { formatPounds } from '../../domain/money.ts';
import { MORE_PENCE } from '../../planner/sharing/index.ts';
import { moneyBars, pictureWithTable } from '../../ui/charts/index.ts';
import { dataTable, plainTable } from '../../ui/data-table.ts';
import { form } from '../../ui/forms/index.ts';
import { govukButton, govukDetails, govukInsetText } from '../../ui/govuk/index.ts';
import { html, type Html } from '../../ui/html.ts';
import { formatDate } from '../../domain/dates.ts';
import type { ListedShare, Organisation, StoredFund, StoredSharing, TrustSchool } from './trust.queries.ts';
import type { SharedSummary } from './trust.schema.ts';
import {
  capitalThere,
  fairnessRows,
  gainsWords,
  gapSentences,
  listWords,
  lossWords,
  progressSentence,
  stateOf,
  verdictWords,
  worseOffSentence,
  type FairnessRow,
} from './trust.rules.ts';

export interface TrustContent {
  base: string;
  csrf: string;
  organisation: Organisation;
  schools: readonly TrustSchool[];
  fund: StoredFund | null;
  sharing: StoredSharing | null;
  shares: readonly ListedShare[];
  pools: Html;
}

/** Fewer than so many, and the lumps of single schools matter. */
const FEW_SCHOOLS = 5;

export function trustBody(content: TrustContent): Html {
  const { base, organisation, schools, fund, sharing } = content;
  return html`<h1 class="govuk-heading-l">A shared fund for ${organisation.name}</h1>
    <p class="govuk-body-l">
      One sum of money for several schools: which school does what, in which year, so that all of them together get the most
      out of it.
    </p>
    ${schools.length < 2 ? aloneWords(content) : html`${fundPart(content)} ${fund && sharingPart(content)}`}
    ${sharing?.result && resultPart(content, sharing, sharing.result)} ${fund && schools.length > 1 && content.pools}
    <h2 class="govuk-heading-m">Also for these schools</h2>
    <ul class="govuk-list govuk-list--bullet">
      ${schools.length > 1 && html`<li><a class="govuk-link" href="${base}/ends">Let contracts end on one day</a></li>`}
      ${
        organisation.mayChange &&
        !organisation.isExample &&
        html`<li>
          <a class="govuk-link" href="/start?organisation=${encodeURIComponent(organisation.id)}">Add a school</a>
        </li>`
      }
      ${organisation.mayChange && html`<li><a class="govuk-link" href="${base}/name">Change the name</a></li>`}
      ${
        sharing?.result &&
        html`<li>
          <a class="govuk-link" href="${base}/fund/shares.csv" download>Save how the fund is shared out as a CSV file</a>
        </li>`
      }
    </ul>`;
}

function aloneWords({ organisation }: TrustContent): Html {
  return govukInsetText({
    text: `Only one school belongs to ${organisation.name} so far. Add another, then they can share a fund.`,
  });
}

function fundPart({ base, fund, organisation }: TrustContent): Html {
  if (fund === null)
    return html`<p class="govuk-body">No fund is written down yet.</p>
      ${organisation.mayChange && govukButton({ text: 'Write down the fund', href: `${base}/fund/change` })}`;
  return html`<h2 class="govuk-heading-m">The fund</h2>
    ${dataTable(
      'The fund by year',
      [
        { heading: 'Year', cell: ({ name }) => name },
        { heading: 'Capital', numeric: true, cell: ({ capitalPence }) => formatPounds(capitalPence) },
        { heading: 'Revenue', numeric: true, cell: ({ revenuePence }) => formatPounds(revenuePence) },
      ],
      fund.years,
    )}
    <p class="govuk-body">
      ${
        fund.capitalCarriesForward
          ? 'Capital that is not spent may be spent in a later year.'
          : 'What is not spent in a year is lost.'
      }
      The fund stands in place of the schools’ own budgets; what their contracts cost already is not paid from it.
      ${organisation.mayChange && html`<a class="govuk-link" href="${base}/fund/change">Change the fund</a>`}
    </p>`;
}

function sharingPart({ base, csrf, organisation, schools, fund, sharing }: TrustContent): Html {
  const isWorking = sharing?.state === 'working';
  const isOld =
    sharing !== null &&
    (sharing.question.fundVersion !== fund?.version ||
      sharing.question.schools.map(({ id }) => id).join(' ') !== schools.map(({ id }) => id).join(' '));
  return html`${
    isWorking &&
    html`<p class="govuk-body" data-refresh="${base}/fund/state.json" data-state="${stateOf(sharing)}" data-refresh-at-once>
        ${progressSentence(sharing.progress)} <a class="govuk-link" href="${base}/fund">Look again</a>. You may leave this page:
        the work goes on.
      </p>`
  }
    ${sharing?.state === 'failed' && govukInsetText({ text: sharing.error ?? 'The fund could not be shared out.' })}
    ${
      isOld &&
      !isWorking &&
      govukInsetText({ text: 'The fund or its schools have changed since. What you see below is how it was before.' })
    }
    ${
      !isWorking &&
      organisation.mayChange &&
      form({
        action: `${base}/fund/share`,
        csrf,
        body: govukButton({ text: sharing === null ? 'Share it out' : 'Share it out again' }),
      })
    }`;
}

function resultPart(content: TrustContent, sharing: StoredSharing, result: SharedSummary): Html {
  const rows = fairnessRows(sharing.question, content.shares);
  const { years } = sharing.question.fund;
  return html`<h2 class="govuk-heading-m" id="shared">How it is shared out</h2>
    <p class="govuk-body cairn-quiet">As the schools’ records stood on ${formatDate(sharing.asAt)}.</p>
    <p class="govuk-body-l">${worseOffSentence(rows)}</p>
    ${rows.length < FEW_SCHOOLS && fewWords(rows.length)} ${fairnessTable(content, rows)}
    ${result.becauseOfOptOuts.length > 0 && optOutCost(rows, result)}
    <h3 class="govuk-heading-s">What each school is given</h3>
    ${givenTable(content, rows, years)}
    <h3 class="govuk-heading-s">Money by year</h3>
    ${moneyPart(years, result, sharing.question.fund.capitalCarriesForward)}
    <h3 class="govuk-heading-s">How good it is</h3>
    ${gapSentences(result).map((sentence) => html`<p class="govuk-body">${sentence}</p>`)} ${howPart(rows, result)}
    <h3 class="govuk-heading-s">What ${formatPounds(MORE_PENCE)} more would bring</h3>
    ${morePart(years, result)}`;
}

function fewWords(schools: number): Html {
  return govukInsetText({
    text: `${schools === 2 ? 'Two schools are' : `${schools} schools are`} few for sharing a fund: one large purchase of one of them takes most of a year. With more schools it evens out.`,
  });
}

function fairnessTable({ base, csrf, organisation }: TrustContent, rows: readonly FairnessRow[]): Html {
  const both = (row: FairnessRow, of: (outcome: NonNullable<FairnessRow['found']['plan']>) => string) => {
    const { plan, own } = row.found;
    const words = (one: typeof plan) => (one === null ? '…' : one.isPossible ? of(one) : 'no plan fits');
    return row.verdict === 'out' ? words(own) : `${words(plan)}; own share: ${words(own)}`;
  };
  return dataTable(
    'Each school with the shared fund and with its own share by pupils',
    [
      {
        heading: 'School',
        cell: ({ school }) =>
          html`<a class="govuk-link" href="${base}/fund/schools/${encodeURIComponent(school.id)}">${school.name}</a>`,
      },
      { heading: 'How it fares', cell: ({ verdict }) => verdictWords[verdict] },
      {
        heading: 'Core standards met on time',
        cell: (row) => both(row, ({ coreMet, coreStandards }) => `${coreMet} of ${coreStandards}`),
      },
      {
        heading: 'Requirement-terms met',
        cell: (row) => both(row, ({ metTerms }) => metTerms.toLocaleString('en-GB')),
      },
      {
        heading: 'Money',
        cell: (row) =>
          both(row, ({ capitalPence, revenuePence }) =>
            formatPounds([...capitalPence, ...revenuePence].reduce((sum, pence) => sum + pence, 0)),
          ),
      },
      ...(organisation.mayChange
        ? [
            {
              heading: 'Share',
              cell: ({ school, verdict }: FairnessRow) =>
                form({
                  action: `${base}/fund/schools/${encodeURIComponent(school.id)}/${verdict === 'out' ? 'in' : 'out'}`,
                  csrf,
                  classes: 'cairn-inline',
                  body: html`<button class="cairn-link-button" type="submit">
              ${verdict === 'out' ? 'Share the fund again' : 'Keep its own share'}<span class="govuk-visually-hidden">
                : ${school.name}</span
              >
            </button>`,
                }),
            },
          ]
        : []),
    ],
    rows,
  );
}

function optOutCost(rows: readonly FairnessRow[], { becauseOfOptOuts }: SharedSummary): Html {
  const nameOf = (id: string) => rows.find(({ school }) => school.id === id)?.school.name ?? '';
  return html`<h3 class="govuk-heading-s">What it means for the others that a school keeps its own share</h3>
    <ul class="govuk-list govuk-list--bullet">
      ${becauseOfOptOuts.map(({ id, gains }) => html`<li>${nameOf(id)}: ${lossWords(gains)}</li>`)}
    </ul>`;
}

function givenTable(
  { base }: TrustContent,
  rows: readonly FairnessRow[],
  years: readonly { id: string; name: string }[],
): Html {
  return dataTable(
    'What each school is given by year, and how much it begins',
    [
      {
        heading: 'School',
        cell: ({ school }: FairnessRow) =>
          html`<a class="govuk-link" href="${base}/fund/schools/${encodeURIComponent(school.id)}#by-year"
            >${school.name}<span class="govuk-visually-hidden">: what it begins by year</span></a
          >`,
      },
      ...years.map(({ name }, y) => ({
        heading: name,
        cell: ({ found }: FairnessRow) => {
          const { given, begun } = found;
          return html`${formatPounds(given.grantPence[y]!)} capital<br />${formatPounds(given.grantPence[years.length + y]!)}
            revenue<br /><span class="cairn-quiet">${begun[y] === undefined ? 'begins nothing' : `begins ${begun[y]}`}</span>`;
        },
      })),
    ],
    [...rows].sort((a, b) => (a.school.name < b.school.name ? -1 : 1)),
  );
}

function moneyPart(years: readonly { name: string }[], result: SharedSummary, carriesForward: boolean): Html {
  const { fundPence, usedPence } = result;
  const capital = capitalThere(years.length, result, carriesForward);
  const pot = (l: number) => ({
    planned: usedPence[l]!,
    low: usedPence[l]!,
    high: usedPence[l]!,
    budget: fundPence[l]!,
  });
  const shown = years.map(({ name }, y) => ({
    name,
    capital: { ...pot(y), budget: capital[y]! },
    revenue: { ...pot(years.length + y), committed: 0 },
  }));
  return pictureWithTable({
    caption: 'What the schools that share it begin, against the fund',
    picture: moneyBars({ id: 'fund-money', title: 'Money by year, against the fund', years: shown }),
    table: plainTable(
      'What is begun against the fund, by year',
      [
        { heading: 'Year', cell: ({ name }) => name },
        { heading: 'Capital taken', numeric: true, cell: ({ capital }) => formatPounds(capital.planned) },
        {
          heading: carriesForward ? 'Capital there, with what was left' : 'Capital there',
          numeric: true,
          cell: ({ capital }) => formatPounds(capital.budget),
        },
        { heading: 'Revenue taken', numeric: true, cell: ({ revenue }) => formatPounds(revenue.planned) },
        { heading: 'Revenue there', numeric: true, cell: ({ revenue }) => formatPounds(revenue.budget) },
      ],
      shown,
    ),
  });
}

function howPart(rows: readonly FairnessRow[], result: SharedSummary): Html {
  const { strictWithin, costUnitPence, value, bound } = result;
  const within =
    strictWithin === 'all'
      ? 'among all these schools together'
      : strictWithin === 'school'
        ? 'within any one school (there are too many for more)'
        : 'within any one need (there is too much for more)';
  const byYear = rows.filter(({ found }) => found.given.isByYear).map(({ school }) => school.name);
  const points = (n: number) => Math.round(n).toLocaleString('en-GB');
  return govukDetails({
    summaryText: 'How this is worked out, and what it leaves out',
    html: html`<p class="govuk-body">
        Duties come first, then core requirements on their date, then how long each requirement is met, then money. All of it is
        one number of points, made so that nothing lower can outweigh anything higher ${within}. Money counts in steps of
        ${formatPounds(costUnitPence)}.
      </p>
      ${
        // Sharings of before had no such figures.
        Number.isFinite(value) &&
        html`<p class="govuk-body">
          This sharing has ${points(value)} points. It is proven that no sharing has more than ${points(bound)}.
        </p>`
      }
      <p class="govuk-body">Each school keeps to its own limits here:</p>
      <ul class="govuk-list govuk-list--bullet">
        <li>what waits for something else waits, and of two that rule each other out there is one</li>
        <li>leases and yearly charges are paid in every year that they run</li>
        <li>what people have fixed in a school’s plan is taken first</li>
        <li>the days that its own people have in each year</li>
      </ul>
      <p class="govuk-body">Three things are looked at only in the plan by term, which is made inside what the school is given:</p>
      <ul class="govuk-list govuk-list--bullet">
        <li>people’s days term by term</li>
        <li>a core standard as a whole: here each of its requirements counts</li>
        <li>a requirement that two purchases meet: here it counts for the cheaper one</li>
      </ul>
      ${
        byYear.length > 0 &&
        html`<p class="govuk-body">
          In ${listWords(byYear.slice(0, MOST_NAMED))}${byYear.length > MOST_NAMED && ` and ${byYear.length - MOST_NAMED} more`} too
          much hangs together to be looked at term by term: what could follow in the same year may follow a year later here.
        </p>`
      }
      <p class="govuk-body">What no school begins anything with is handed out by pupils.</p>`,
  });
}

/** More names than this are not read. */
const MOST_NAMED = 6;

function morePart(years: readonly { name: string }[], { more }: SharedSummary): Html {
  if (more.length === 0) return html`<p class="govuk-body">Still being tried.</p>`;
  const words = (limit: number) => gainsWords(more.find((one) => one.limit === limit)!.gains);
  return dataTable(
    `What ${formatPounds(MORE_PENCE)} more in one year would bring`,
    [
      { heading: 'Year', cell: ({ name }) => name },
      { heading: 'As capital', cell: ({ y }) => words(y) },
      { heading: 'As revenue', cell: ({ y }) => words(years.length + y) },
    ],
    years.map(({ name }, y) => ({ name, y })),
  );
}

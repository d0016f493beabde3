/** The plan's three pictures, each with its table: what happens when, what it costs, and what it does for the standards. */
import type { PlainDate } from '../../domain/dates.ts';
import { noticeDeadline } from '../../domain/deadlines.ts';
import { formatPounds, formatPoundsRange, type Pence, type PenceRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { committedByYear } from '../../needs/index.ts';
import { moneyBars, pictureWithTable, planTimeline, standardsStrip } from '../../ui/charts/index.ts';
import { plainTable } from '../../ui/data-table.ts';
import { type Html, html } from '../../ui/html.ts';
import { itemGroups, type MoneyYear, moneyYears, planItems, standardRows } from './plan.rules.ts';
import { completionWords, termName } from './plan.words.ts';

export interface PictureContent {
  problem: PlanningProblem;
  plan: Plan;
  record: SchoolRecord;
  today: PlainDate;
  /** Where an item's name leads; null in the printed pack. */
  hrefOf: ((needId: string) => string) | null;
}

/** What starts when, what is in place when, and which contracts end on the way. */
export function timelinePicture({ problem, plan, record, today, hrefOf }: PictureContent): Html {
  const items = planItems(problem, plan);
  const first = problem.terms[0]?.startsOn ?? today;
  const last = problem.terms.at(-1)?.endsOn ?? today;
  const picture = planTimeline({
    terms: problem.terms,
    groups: itemGroups(items).map((group) => ({
      name: group.name,
      items: group.items.map(({ need, placement, candidate }) => ({
        name: need.name,
        startTerm: placement.term,
        completeTerm: placement.completeTerm,
        locked: placement.locked,
        ...(hrefOf && { href: hrefOf(need.id) }),
        costText: costWords(candidate.wholeLifeRange),
      })),
    })),
    contractEnds: record.contracts.flatMap((contract) => {
      const deadline = noticeDeadline(contract, record.asAt, record.limits);
      if (deadline.endsOn === null || deadline.endsOn < first || deadline.endsOn > last) return [];
      return [{ name: contract.title, date: deadline.endsOn, noticeBy: deadline.lastSafeNoticeOn }];
    }),
    holidays: record.limits.holidays,
    today,
  });
  const table = plainTable(
    'What happens when',
    [
      { heading: 'What', cell: ({ need, option }) => `${need.name}: ${option.name}` },
      { heading: 'Starts', cell: ({ placement }) => termName(problem, placement.term) },
      { heading: 'Then', cell: ({ placement }) => completionWords(problem, placement.completeTerm) },
      {
        heading: 'Over the five years',
        numeric: true,
        cell: ({ candidate }) => formatPoundsRange(candidate.wholeLifeRange),
      },
    ],
    items,
  );
  return pictureWithTable({ caption: 'Bars are work, the line after each is the result in place', picture, table });
}

/** "£4,000 to £6,500", "saves £838", "no money". */
function costWords({ lowPence, highPence }: PenceRange): string {
  if (lowPence === 0 && highPence === 0) return 'no money';
  if (highPence < 0) return `saves ${formatPoundsRange({ lowPence: -highPence, highPence: -lowPence })}`;
  return formatPoundsRange({ lowPence, highPence });
}

/** The years' money, with what the contracts take already. */
export function moneyOf(problem: PlanningProblem, plan: Plan, record: SchoolRecord): MoneyYear[] {
  const until = problem.terms.at(-1)?.endsOn ?? record.asAt;
  const committed = committedByYear(record, problem.years, until).map(({ totalPence }) => totalPence);
  return moneyYears(problem, plan, committed);
}

/** Money by year against the budget. */
export function moneyPicture({ problem, plan, record }: PictureContent): Html {
  const years = moneyOf(problem, plan, record);
  const budgets = new Map(record.limits.budgets.map(({ year, revenuePence }) => [year, revenuePence]));
  const revenueBudget = (year: MoneyYear): Pence =>
    budgets.get(year.id) ?? year.revenue.freePence + year.revenue.committedPence;
  const picture = moneyBars({
    years: years.map((year) => ({
      name: year.id,
      capital: {
        planned: year.capital.plannedPence,
        low: year.capital.range.lowPence,
        high: year.capital.range.highPence,
        budget: year.capital.availablePence,
      },
      revenue: {
        committed: year.revenue.committedPence,
        planned: year.revenue.plannedPence,
        low: year.revenue.range.lowPence,
        high: year.revenue.range.highPence,
        budget: revenueBudget(year),
      },
    })),
  });
  const table = plainTable(
    'Money by year against the budget',
    [
      { heading: 'Year', cell: (year) => year.name, nowrap: true },
      { heading: 'Capital planned', numeric: true, cell: (year) => formatPounds(year.capital.plannedPence) },
      { heading: 'Capital range', numeric: true, cell: (year) => formatPoundsRange(year.capital.range) },
      { heading: 'Capital budget', numeric: true, cell: (year) => formatPounds(year.capital.availablePence) },
      { heading: 'Contracts already', numeric: true, cell: (year) => formatPounds(year.revenue.committedPence) },
      { heading: 'Revenue planned', numeric: true, cell: (year) => formatPounds(year.revenue.plannedPence) },
      { heading: 'Revenue range', numeric: true, cell: (year) => formatPoundsRange(year.revenue.range) },
      { heading: 'Revenue budget', numeric: true, cell: (year) => formatPounds(revenueBudget(year)) },
    ],
    years,
  );
  return pictureWithTable({ caption: 'Capital and revenue by financial year, against the budget', picture, table });
}

/** The core standards by term, with the plan above and without it below. */
export function standardsPicture({ problem, plan }: Pick<PictureContent, 'problem' | 'plan'>): Html {
  const rows = standardRows(problem, plan);
  const state = (met: boolean) => (met ? ('met' as const) : ('not-met' as const));
  const dueTerm = rows.find(({ standard }) => standard.dueTerm !== null)?.standard.dueTerm ?? null;
  const picture = standardsStrip({
    terms: problem.terms,
    rows: rows.map((row) => ({
      name: row.standard.name,
      withPlan: row.with.map(state),
      without: row.without.map(state),
    })),
    dueTerm,
  });
  const table = plainTable(
    'Core standards by term',
    [
      { heading: 'Standard', cell: (row) => row.standard.name },
      { heading: 'Without the plan, at first', cell: (row) => (row.without[0] ? 'Met' : 'Not met') },
      { heading: 'Without the plan, at the end', cell: (row) => (row.without.at(-1) ? 'Met' : 'Not met') },
      {
        heading: 'With the plan',
        cell: (row) =>
          row.metFrom === null
            ? 'Not met at the end'
            : row.metFrom === 0
              ? 'Met throughout'
              : `Met from ${termName(problem, row.metFrom)}`,
      },
    ],
    rows,
  );
  return html`${pictureWithTable({ caption: 'Each standard by term, with the plan and without it', picture, table })}
    <p class="govuk-body-s">
      A requirement that only bites when something is replaced counts as met until then. “Not known” counts as not met.
    </p>`;
}

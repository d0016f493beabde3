/** The plan's pictures, each with its table: what happens when, what starts together, what it costs, what it does for the standards. */
import type { PlainDate } from '../../domain/dates.ts';
import { noticeDeadline } from '../../domain/deadlines.ts';
import { formatPoundsRange, midPence, type Pence, type PenceRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { committedByYear } from '../../needs/index.ts';
import {
  moneyBars,
  pictureWithTable,
  planTimeline,
  planWaves as wavesChart,
  standardsStrip,
} from '../../ui/charts/index.ts';
import { type Html, html } from '../../ui/html.ts';
import { textTableHtml } from '../../ui/text-table.ts';
import { groupNames, itemGroups, type MoneyYear, moneyYears, planItems, standardRows } from './plan.rules.ts';
import { moneyTable, revenueBudget, standardsTable, timelineTable, wavesTable } from './plan.tables.ts';
import { planWaves } from './plan.waves.ts';
import { termName } from './plan.words.ts';

/** A timeline of more lines than this is drawn in parts, each with its axis, so that it can be read on paper. */
const MOST_LINES_IN_PART = 30;

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
  const first = problem.terms[0]?.startsOn ?? today;
  const last = problem.terms.at(-1)?.endsOn ?? today;
  const groups = itemGroups(planItems(problem, plan)).map((group) => ({
    name: group.name,
    items: group.items.map(({ need, placement, candidate }) => ({
      name: need.name,
      startTerm: placement.term,
      completeTerm: placement.completeTerm,
      locked: placement.locked,
      ...(hrefOf && { href: hrefOf(need.id) }),
      costText: costWords(candidate.wholeLifeRange),
    })),
  }));
  const contractEnds = record.contracts.flatMap((contract) => {
    const deadline = noticeDeadline(contract, record.asAt, record.limits);
    if (deadline.endsOn === null || deadline.endsOn < first || deadline.endsOn > last) return [];
    return [{ name: contract.title, date: deadline.endsOn, noticeBy: deadline.lastSafeNoticeOn }];
  });
  const parts = inParts(groups, contractEnds.length);
  const picture = parts.map((part, index) =>
    planTimeline({
      ...(index > 0 && { id: `plan-timeline-${index + 1}` }),
      ...(parts.length > 1 && { title: `The plan by term, part ${index + 1} of ${parts.length}` }),
      terms: problem.terms,
      groups: part,
      contractEnds: index === 0 ? contractEnds : [],
      holidays: record.limits.holidays,
      today,
    }),
  );
  const table = textTableHtml(timelineTable(problem, plan));
  return pictureWithTable({
    caption: 'Bars are work, the line after each is the result in place',
    picture: html`${picture}`,
    table,
  });
}

/** Whole groups, as many in each part as it has lines for; the first part has the contracts too. */
function inParts<T extends { items: readonly unknown[] }>(groups: readonly T[], contracts: number): T[][] {
  const parts: T[][] = [[]];
  let lines = contracts > 0 ? contracts + 1 : 0;
  for (const group of groups) {
    const more = group.items.length + 1;
    if (lines > 0 && lines + more > MOST_LINES_IN_PART) {
      parts.push([]);
      lines = 0;
    }
    parts.at(-1)?.push(group);
    lines += more;
  }
  return parts;
}

/** What starts together in a term, group by group, with what the term asks of money and of the school's own people. */
export function wavesPicture({ problem, plan }: Pick<PictureContent, 'problem' | 'plan'>): Html {
  const waves = planWaves(problem, plan);
  const named = new Set(waves.flatMap(({ groups }) => groups.map(({ name }) => name)));
  const known = groupNames.map(({ name }) => name).filter((name) => named.has(name));
  const picture = wavesChart({
    groups: [...known, ...[...named].filter((name) => !known.includes(name))],
    waves: waves.map((wave) => ({
      term: termName(problem, wave.term),
      starts: Object.fromEntries(wave.groups.map(({ name, items }) => [name, items.map(({ need }) => need.name)])),
      pence: midPence(wave.range),
      staffDays: wave.staffDays,
      staffDaysThere: wave.staffDaysThere,
    })),
  });
  return pictureWithTable({
    caption: 'Each block is something that starts in that term',
    picture,
    table: textTableHtml(wavesTable(problem, plan)),
  });
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

/** The same with the revenue budget that the plan counts with. */
export function moneyWithBudgets(
  problem: PlanningProblem,
  plan: Plan,
  record: SchoolRecord,
): (MoneyYear & { revenueBudgetPence: Pence })[] {
  const recorded = new Map(record.limits.budgets.map(({ year, revenuePence }) => [year, revenuePence]));
  return moneyOf(problem, plan, record).map((year) => ({
    ...year,
    revenueBudgetPence: revenueBudget(year, recorded.get(year.id)),
  }));
}

/** Money by year against the budget. */
export function moneyPicture({ problem, plan, record }: Pick<PictureContent, 'problem' | 'plan' | 'record'>): Html {
  const years = moneyWithBudgets(problem, plan, record);
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
        budget: year.revenueBudgetPence,
      },
    })),
  });
  const table = textTableHtml(moneyTable(years));
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
  const table = textTableHtml(standardsTable(problem, plan));
  return html`${pictureWithTable({ caption: 'Each standard by term, with the plan and without it', picture, table })}
    <p class="govuk-body-s">
      A requirement that only bites when something is replaced counts as met until then. “Not known” counts as not met.
    </p>`;
}

/** The tables behind the plan's pictures, as words: the plan's page, the governor pack and its Word document show the same. Pure. */
import { formatPounds, formatPoundsRange, type Pence } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { textTable, type TextTable } from '../../ui/text-table.ts';
import { type MoneyYear, planItems, standardRows } from './plan.rules.ts';
import { planWaves } from './plan.waves.ts';
import { completionWords, termName } from './plan.words.ts';

export function timelineTable(problem: PlanningProblem, plan: Plan): TextTable {
  return textTable(
    'What happens when',
    [
      { heading: 'What', words: ({ need, option }) => `${need.name}: ${option.name}` },
      { heading: 'Starts', words: ({ placement }) => termName(problem, placement.term) },
      { heading: 'Then', words: ({ placement }) => completionWords(problem, placement.completeTerm) },
      {
        heading: 'Over the five years',
        numeric: true,
        words: ({ candidate }) => formatPoundsRange(candidate.wholeLifeRange),
      },
    ],
    planItems(problem, plan),
  );
}

/** What is done together: one row for each group that has something to start in a term. */
export function wavesTable(problem: PlanningProblem, plan: Plan): TextTable {
  const rows = planWaves(problem, plan).flatMap((wave) =>
    wave.groups.map((group, index) => ({ wave, group, isFirst: index === 0 })),
  );
  return textTable(
    'What starts together',
    [
      { heading: 'Term', words: ({ wave }) => termName(problem, wave.term) },
      { heading: 'Of what', words: ({ group }) => group.name },
      { heading: 'Together', words: ({ group }) => group.items.map(({ need }) => need.name).join('; ') },
      {
        heading: 'All of the term, over the five years',
        numeric: true,
        words: ({ wave, isFirst }) => (isFirst ? formatPoundsRange(wave.range) : ''),
      },
      {
        heading: 'Own days',
        nowrap: true,
        words: ({ wave, isFirst }) =>
          isFirst ? `${roundDays(wave.staffDays)} of ${roundDays(wave.staffDaysThere)}` : '',
      },
      {
        heading: 'Longest holiday',
        nowrap: true,
        words: ({ wave, isFirst }) => (isFirst ? (wave.holidayDays === 1 ? '1 day' : `${wave.holidayDays} days`) : ''),
      },
    ],
    rows,
  );
}

/** The budget of a year as the plan counts it: in a year that the plan ends within, revenue up to the plan's last day only. */
export function revenueBudget({ revenue }: MoneyYear, recordedPence: Pence | undefined): Pence {
  const counted = revenue.freePence + revenue.committedPence;
  // Where contracts take more than the budget nothing is free, and the budget is less than the two together.
  return revenue.freePence === 0 ? Math.min(recordedPence ?? counted, counted) : counted;
}

/** By year and pot: what is committed, planned, there and left. */
export function moneyTable(years: readonly (MoneyYear & { revenueBudgetPence: Pence })[]): TextTable {
  return textTable(
    'Money by year against the budget',
    [
      { heading: 'Year', words: (year) => year.name, nowrap: true },
      { heading: 'Capital planned', numeric: true, words: ({ capital }) => formatPounds(capital.plannedPence) },
      { heading: 'Capital range', numeric: true, words: ({ capital }) => formatPoundsRange(capital.range) },
      { heading: 'Capital budget', numeric: true, words: ({ capital }) => formatPounds(capital.availablePence) },
      {
        heading: 'Capital left',
        numeric: true,
        words: ({ capital }) => formatPounds(capital.availablePence - capital.plannedPence),
      },
      { heading: 'Contracts already', numeric: true, words: ({ revenue }) => formatPounds(revenue.committedPence) },
      { heading: 'Revenue planned', numeric: true, words: ({ revenue }) => formatPounds(revenue.plannedPence) },
      { heading: 'Revenue range', numeric: true, words: ({ revenue }) => formatPoundsRange(revenue.range) },
      { heading: 'Revenue budget', numeric: true, words: ({ revenueBudgetPence }) => formatPounds(revenueBudgetPence) },
      {
        heading: 'Revenue left',
        numeric: true,
        words: ({ revenue }) => formatPounds(revenue.freePence - revenue.plannedPence),
      },
    ],
    years,
  );
}

export function standardsTable(problem: PlanningProblem, plan: Plan): TextTable {
  return textTable(
    'Core standards by term',
    [
      { heading: 'Standard', words: (row) => row.standard.name },
      { heading: 'Without the plan, at first', words: (row) => (row.without[0] ? 'Met' : 'Not met') },
      { heading: 'Without the plan, at the end', words: (row) => (row.without.at(-1) ? 'Met' : 'Not met') },
      {
        heading: 'With the plan',
        words: (row) =>
          row.metFrom === null
            ? 'Not met at the end'
            : row.metFrom === 0
              ? 'Met throughout'
              : `Met from ${termName(problem, row.metFrom)}`,
      },
    ],
    standardRows(problem, plan),
  );
}

function roundDays(days: number): number {
  return Math.round(days * 10) / 10;
}

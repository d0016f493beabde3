/** How a fund is shared out, as a table to keep: a row for each thing that a school begins, and one for each year's money. */
import type { FundYear } from '../../planner/sharing/index.ts';
import type { ExportTable } from '../registers/index.ts';
import type { SchoolShare } from './trust.queries.ts';
import { verdictWords, type FairnessRow } from './trust.rules.ts';

const columns: ExportTable['columns'] = [
  { heading: 'School', holds: 'text' },
  { heading: 'How it fares', holds: 'text' },
  { heading: 'Year', holds: 'text' },
  { heading: 'Row', holds: 'text' },
  { heading: 'What for', holds: 'text' },
  { heading: 'What is done', holds: 'text' },
  { heading: 'Bought together', holds: 'text' },
  { heading: 'Capital (£)', holds: 'number' },
  { heading: 'Revenue (£)', holds: 'number' },
];

const poundsText = (pence: number) => (pence / 100).toFixed(2);

/** Schools by name; of each its money by year, then what it begins, then its plan by term. Amounts in pounds. */
export function shareTable(years: readonly FundYear[], rows: readonly FairnessRow<SchoolShare>[]): ExportTable {
  return {
    columns,
    rows: [...rows]
      .sort((a, b) => (a.school.name < b.school.name ? -1 : 1))
      .flatMap(({ school, verdict, found: { given, starts, plan, own } }) => {
        const row = (year: string, ...rest: string[]) => [school.name, verdictWords[verdict], year, ...rest];
        const money = (name: string, pence: readonly number[]) =>
          years.map((year, y) =>
            row(year.name, name, '', '', '', poundsText(pence[y] ?? 0), poundsText(pence[years.length + y] ?? 0)),
          );
        return [
          ...money('Given', given.grantPence),
          ...money('Its share by pupils', given.sharePence),
          ...starts.map((start) =>
            row(
              years[start.year]?.name ?? '',
              'Begins (money of all years)',
              start.needName,
              start.optionName,
              start.poolId === null ? '' : 'yes',
              poundsText(start.capitalPence),
              poundsText(start.revenuePence),
            ),
          ),
          ...((given.isOut ? own : plan)?.placements ?? []).map(({ termName, needName, optionName }) =>
            row(termName, 'Plan by term', needName, optionName, '', '', ''),
          ),
        ];
      }),
  };
}

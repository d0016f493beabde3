/** Plan and actual as a table to keep: one line for each item, year and pot, its difference by cause. */
import type { ExportTable } from '../registers/index.ts';
import { causeWords, stateWords } from './actuals.words.ts';
import { causes, type Variance } from './variance.rules.ts';

/** Amounts as pounds. The causes of a line add up to its difference; lines without any money are left out. */
export function varianceTable({ years, items }: Variance): ExportTable {
  const pounds = (pence: number) => (pence / 100).toFixed(2);
  return {
    columns: [
      { heading: 'Item', holds: 'text' },
      { heading: 'Option', holds: 'text' },
      { heading: 'How far', holds: 'text' },
      { heading: 'Year', holds: 'text' },
      { heading: 'Pot', holds: 'text' },
      { heading: 'Planned (£)', holds: 'number' },
      { heading: 'Real (£)', holds: 'number' },
      ...causes.map((cause) => ({ heading: `${causeWords[cause].name} (£)`, holds: 'number' as const })),
      { heading: 'Difference (£)', holds: 'number' },
    ],
    rows: items.flatMap((item) =>
      years.flatMap(({ name }, y) =>
        (['capital', 'revenue'] as const).flatMap((pot) => {
          const planned = item.plannedCash[pot][y] ?? 0;
          const real = item.realCash[pot][y] ?? 0;
          if (planned === 0 && real === 0) return [];
          const by = (cause: (typeof causes)[number]) =>
            item.steps.filter((step) => step.cause === cause).reduce((sum, { cash }) => sum + (cash[pot][y] ?? 0), 0);
          return [
            [
              item.name,
              item.planned?.optionName ?? '',
              stateWords[item.state].text,
              name,
              pot,
              pounds(planned),
              pounds(real),
              ...causes.map((cause) => pounds(by(cause))),
              pounds(real - planned),
            ],
          ];
        }),
      ),
    ),
  };
}

/** The whole allocation as one linear model in yes-or-no columns: what a solver gets that knows nothing of schools. */
import type { AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';

export interface WholeModel {
  /** By column: which start it is. */
  columns: { school: number; need: number; option: number; start: number }[];
  value: number[];
  rows: { columns: number[]; values: number[]; upper: number }[];
}

/** Start-time formulation; a need that waits has, for every year, a row of its own for each need it waits for. */
export function wholeModel(frame: AllocationFrame, schools: Iterable<AllocationSchool>): WholeModel {
  const model: WholeModel = { columns: [], value: [], rows: [] };
  const limitRows = frame.limits.map(({ allowed }) => ({
    columns: [] as number[],
    values: [] as number[],
    upper: allowed,
  }));
  let index = 0;
  for (const school of schools) {
    const of = school.needs.map((need, n) =>
      need.options.map((option, o) =>
        option.starts.map((start, s) => {
          const column = model.columns.length;
          model.columns.push({ school: index, need: n, option: o, start: s });
          model.value.push(start.value);
          start.uses.forEach((use, l) => {
            if (use === 0) return;
            limitRows[l]!.columns.push(column);
            limitRows[l]!.values.push(use);
          });
          return { column, start };
        }),
      ),
    );
    school.needs.forEach((need, n) => {
      const all = of[n]!.flat();
      if (all.length > 0)
        atMostOne(
          model,
          all.map(({ column }) => column),
        );
      for (const other of need.after)
        for (let year = 0; year < frame.years.length; year++) {
          const started = all.filter(({ start }) => start.year <= year);
          if (!started.some(({ start }) => start.year === year)) continue;
          const ready = of[other]!.flat().filter(({ start }) => start.completeYear <= year);
          model.rows.push({
            columns: [...started, ...ready].map(({ column }) => column),
            values: [...started.map(() => 1), ...ready.map(() => -1)],
            upper: 0,
          });
        }
    });
    for (const group of school.exclusions) {
      const columns = school.needs.flatMap((need, n) =>
        need.options.flatMap((option, o) => (group.includes(option.id) ? of[n]![o]!.map(({ column }) => column) : [])),
      );
      if (columns.length > 1) atMostOne(model, columns);
    }
    index++;
  }
  model.rows.push(...limitRows);
  return model;
}

function atMostOne(model: WholeModel, columns: number[]): void {
  model.rows.push({ columns, values: columns.map(() => 1), upper: 1 });
}

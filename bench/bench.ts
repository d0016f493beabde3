/**
 * `npm run bench`: plans of the examples, the planner beside plain HiGHS on seeded instances, the plan page and long
 * lists beside a constant reply, a move to another edition beside the page of standards, starts, the status of a whole
 * country's schools, imports
 * beside bare parsers and inserts, and a fund shared among many schools beside a solver given the whole.
 *
 *   --only examples,planner,pages,lists,edition,starts,import,country,allocation
 *                                 which to run
 *   --seeds 1,2,3 --needs 40 --profile typical|tight   which instances the planner gets
 *   --fresh                       also time the first start of a fresh clone (fetches Node and packages)
 *   --json                        JSON in place of the table
 */
import { parseArgs } from 'node:util';
import { measureAllocation } from './allocation-bench.ts';
import { measureCountry } from './country-bench.ts';
import { measureEdition } from './edition-bench.ts';
import { measureExamples } from './example-bench.ts';
import { measureImports } from './import-bench.ts';
import { measureLists } from './list-bench.ts';
import { asTable, ratioOf } from './measures.ts';
import type { Measure } from './measures.ts';
import { measurePages } from './page-bench.ts';

import { benchPlanner } from './planner-bench.ts';
import { measureStarts } from './start-bench.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'examples,planner,pages,lists,edition,starts,import,country,allocation' },
    seeds: { type: 'string', default: '1,2,3' },
    needs: { type: 'string', default: '40' },
    profile: { type: 'string', default: 'typical' },
    fresh: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const benches: Record<string, () => Promise<Measure[]>> = {
  examples: measureExamples,
  planner: measurePlanner,
  pages: measurePages,
  lists: measureLists,
  edition: measureEdition,
  starts: () => measureStarts(values.fresh),
  import: () => measureImports(),
  country: () => measureCountry(),
  allocation: () => measureAllocation(),
};

/** Plain HiGHS is stopped here; it then counts as this slow. */
const PLAIN_LIMIT_SECONDS = 60;

async function measurePlanner(): Promise<Measure[]> {
  const { profile } = values;
  if (profile !== 'typical' && profile !== 'tight') throw new Error('--profile is typical or tight.');
  const rows = await benchPlanner({
    seeds: values.seeds.split(',').map(Number),
    needs: Number(values.needs),
    profile,
    plainLimitSeconds: PLAIN_LIMIT_SECONDS,
    print: (line) => process.stderr.write(`${line}\n`),
  });
  const group = `Planner beside plain HiGHS, ${values.needs} needs × 15 terms, ${profile}, both to 0.01%`;
  return rows.map((row) => ({
    group,
    name: `seed ${row.seed}`,
    value: row.plannerMs / 1000,
    unit: 's',
    beside: { name: 'plain HiGHS', value: row.plainMs / 1000 },
    note: [
      row.plannerProven ? 'proven' : 'not proven',
      row.plainProven ? 'plain proven' : 'plain not proven',
      `first plan ${(row.firstPlanMs / 1000).toFixed(2)} s`,
      `value ${(row.plannerValue / row.plainValue).toFixed(4)} of plain's`,
    ].join(', '),
  }));
}

const measures: Measure[] = [];
for (const name of values.only.split(',')) {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`There is no benchmark “${name}”. There are: ${Object.keys(benches).join(', ')}.`);
  process.stderr.write(`Measuring ${name} …\n`);
  measures.push(...(await bench()));
}
process.stdout.write(
  values.json
    ? `${JSON.stringify(
        measures.map((measure) => ({ ...measure, ratio: ratioOf(measure) })),
        null,
        2,
      )}\n`
    : `\n${asTable(measures)}\n`,
);

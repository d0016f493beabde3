/**
 * `npm run bench`: plans of the examples, the planner beside plain HiGHS on seeded instances, the plan page and long
 * lists beside a constant reply, a move to another edition beside the page of standards, starts, the status of a whole
 * country's schools, imports
 * beside bare parsers and inserts, and a fund shared among many schools beside a solver given the whole.
 *
 *   --only examples,planner,pages,lists,edition,starts,import,country,allocation
 *                                 which to run
 *   --instances 200               how many instances the planner gets, of four shapes
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
import { measurePlanner } from './planner-bench.ts';
import { measureStarts } from './start-bench.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'examples,planner,pages,lists,edition,starts,import,country,allocation' },
    instances: { type: 'string', default: '12' },
    fresh: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const benches: Record<string, () => Promise<Measure[]>> = {
  examples: measureExamples,
  planner: () => measurePlanner(Number(values.instances), (line) => process.stderr.write(`${line}\n`)),
  pages: measurePages,
  lists: measureLists,
  edition: measureEdition,
  starts: () => measureStarts(values.fresh),
  import: () => measureImports(),
  country: () => measureCountry(),
  allocation: () => measureAllocation(),
};

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

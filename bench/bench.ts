/**
 * `npm run bench`: plans of the examples, the plan page beside a constant reply, and starts.
 *
 *   --only examples,pages,starts   which to run
 *   --fresh                       also time the first start of a fresh clone (fetches Node and packages)
 *   --json                        JSON in place of the table
 */
import { parseArgs } from 'node:util';
import { measureExamples } from './example-bench.ts';
import { asTable, ratioOf } from './measures.ts';
import type { Measure } from './measures.ts';
import { measurePages } from './page-bench.ts';

import { measureStarts } from './start-bench.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'examples,pages,starts' },
    fresh: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const benches: Record<string, () => Promise<Measure[]>> = {
  examples: measureExamples,
  pages: measurePages,
  starts: () => measureStarts(values.fresh),
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

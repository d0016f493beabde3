import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { recordSchema } from '../domain/record.ts';
import { editionFor, loadLibrary } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { compileProblem } from './compile-problem.ts';
import { whatIfFacts } from './what-if-facts.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../library', import.meta.url))), ruleNames);

test('cloud options and what ends of itself are found in the example schools', () => {
  for (const name of ['primary', 'secondary']) {
    const url = new URL(`../../examples/${name}.json`, import.meta.url);
    const record = recordSchema.parse(JSON.parse(readFileSync(url, 'utf8')));
    const problem = compileProblem(record, library, editionFor(library, record));
    const { cloudOptionIds, endingNeedIds } = whatIfFacts(problem, library);
    const options = problem.needs.flatMap((need) => need.options.map(({ id }) => id));
    assert.ok(cloudOptionIds.size > 0, name);
    assert.ok(options.length > 2 * cloudOptionIds.size, name);
    for (const id of cloudOptionIds) assert.ok(options.includes(id), id);
    // Each contract and each piece of equipment that ends has a need of its own, named after it.
    const ofOwn = problem.needs.filter(({ id }) => id.includes(':')).map(({ id }) => id);
    assert.ok(ofOwn.length > 0, name);
    for (const id of ofOwn) assert.ok(endingNeedIds.has(id), id);
    // What a standard alone asks for does not end.
    assert.ok(
      problem.needs.some(({ id }) => !endingNeedIds.has(id)),
      name,
    );
  }
});

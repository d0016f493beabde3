import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProblems } from './house-rules.ts';

/** Messages about one file with that path and text. */
function saidOf(path: string, text: string): string[] {
  return findProblems([{ path, text }]).map(({ message }) => message);
}

const allowed: [string, string][] = [
  ['src/domain/money.ts', "import { z } from 'zod';"],
  ['src/library/load.ts', "import { parse } from 'yaml'; import type { R } from '../domain/record.ts';"],
  ['src/status/index.ts', "import { a } from '../library/library.ts';"],
  ['src/needs/index.ts', "import { a } from '../status/index.ts';"],
  ['src/planner/worker.ts', "import { parentPort } from 'node:worker_threads'; const at = Date.now();"],
  ['src/planner/allocation/worker.ts', "import { Worker } from 'node:worker_threads';"],
  ['src/planner/hash.ts', "import { createHash } from 'node:crypto'; const day = new Date(ms);"],
  ['src/planner/process.ts', 'export const processed = options.process.length; // process.env'],
  ['src/features/plan/plan.web.ts', "import { a } from '../contracts/index.ts'; import { b } from './plan.view.ts';"],
  ['src/features/plan/plan.queries.ts', "import type { Kysely } from 'kysely';"],
  ['src/features/plan/plan.view.ts', "import type { Row } from './plan.queries.ts';"],
  ['src/features/plan/plan.db.test.ts', "import { a } from '../../../test/database.ts'; process.env.PATH;"],
  ['src/platform/config.ts', 'export const port = process.env.PORT;'],
  ['src/ui/govuk/render.ts', "import nunjucks from 'nunjucks';"],
  ['src/app/web.ts', "import { a } from '../features/plan/index.ts';"],
  ['src/domain/long.ts', 'x\n'.repeat(500)],
];

for (const [path, text] of allowed) {
  test(`allowed: ${path} ${text.slice(0, 60).trim()}`, () => assert.deepEqual(saidOf(path, text), []));
}

const refused: [string, string, RegExp][] = [
  ['src/domain/money.ts', "import { a } from '../library/library.ts';", /domain may not import library/],
  ['src/planner/solve.ts', "import type { A } from '../library/library.ts';", /planner may not import library/],
  ['src/platform/clock.ts', "import { a } from '../features/plan/index.ts';", /platform may not import features/],
  ['src/ui/layout.ts', "export * from '../features/plan/index.ts';", /ui may not import features/],
  ['src/features/plan/plan.web.ts', "import { a } from '../../app/services.ts';", /features may not import app/],
  ['src/features/plan/plan.web.ts', "await import('../contracts/contracts.rules.ts');", /through its index\.ts only/],
  ['src/app/web.ts', "import { a } from '../features/plan/plan.web.ts';", /through its index\.ts only/],
  ['src/features/plan/plan.web.ts', "import { a } from '../../../test/people.ts';", /nothing under src imports test/],
  ['src/features/plan/plan.web.ts', "import { a } from './items.web.ts';", /never calls another \.web\.ts/],
  ['src/features/plan/plan.view.ts', "import { a } from './plan.queries.ts';", /has no database/],
  ['src/features/plan/plan.web.ts', "import type { Kysely } from 'kysely';", /Kysely is for/],
  ['src/features/plan/plan.view.ts', "import nunjucks from 'nunjucks';", /is for ui\/govuk/],
  ['src/features/plan/plan.web.ts', 'const port = process.env.PORT;', /process\.env is for/],
  ['src/library/load.ts', "import { readFileSync } from 'node:fs';", /library is pure/],
  ['src/planner/solve.ts', "import { Worker } from 'node:worker_threads';", /planner is pure/],
  ['src/status/index.ts', 'const at = Date.now();', /may not use Date\.now/],
  ['src/status/index.ts', 'const at = new Date();', /may not use new Date/],
  ['src/needs/index.ts', 'const at = `${Math.random()}`;', /may not use Math\.random/],
  ['src/domain/dates.ts', 'const zone = process.argv[2];', /may not use process/],
  ['src/features/plan/plan.rules.ts', 'const at = Date.now();', /may not use Date\.now/],
  ['src/domain/utils.ts', '', /says nothing/],
  ['src/features/helpers/index.ts', '', /says nothing/],
  ['src/features/plan/plan.types.ts', '', /says nothing/],
  ['src/domain/planDates.ts', '', /not kebab-case/],
  ['src/domain/long.ts', 'x\n'.repeat(501), /501 lines/],
  ['src/domain/dates.test.ts', 'test.only("x", () => {});', /no test\.only/],
  ['e2e/plan.e2e.ts', 'test("x", { skip: true }, () => {});', /no “skip” option/],
];

for (const [path, text, message] of refused) {
  test(`refused: ${path} ${text.slice(0, 60).trim()}`, () => {
    const said = saidOf(path, text);
    assert.equal(said.length, 1, said.join('; '));
    assert.match(said[0] ?? '', message);
  });
}

test('features in a circle are named, wherever the circle starts', () => {
  const problems = findProblems([
    { path: 'src/features/a/index.ts', text: "import { b } from '../b/index.ts';" },
    { path: 'src/features/b/index.ts', text: "import type { C } from '../c/index.ts';" },
    { path: 'src/features/c/index.ts', text: "import { a } from '../a/index.ts';" },
    { path: 'src/features/d/index.ts', text: "import { a } from '../a/index.ts';" },
  ]);
  assert.deepEqual(
    problems.map(({ path, message }) => [path, message]),
    [['src/features/c/index.ts', 'features import one another in a circle: a → b → c → a']],
  );
});

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { addDays } from '../domain/dates.ts';
import { editionOf, loadLibrary } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { HORIZON, madeRecord, randomParts } from '../../test/random-records.ts';
import { onDay, ruleNames, statusByDate, statusOn, type Counts, type Result } from './index.ts';

const here = dirname(fileURLToPath(import.meta.url));
const library = loadLibrary(
  new Map(
    [...readLibraryFolder(join(here, '../../library'))].filter(([path]) =>
      /^(?:editions|lifecycles|rules)\//.test(path),
    ),
  ),
  ruleNames,
);
/** Two months, over which most of the drawn days fall or are just past. */
const UNTIL = '2027-01-31';

/** Said here in other words than in the code: one that is not met spoils all, and so on down; what does not apply says nothing. */
function together(results: readonly Result[]): { result: Result; counts: Counts } {
  const count = (result: Result) => results.filter((one) => one === result).length;
  const asked = results.filter((one) => one !== 'not-applicable');
  const counts = {
    met: count('met'),
    'not-met': count('not-met'),
    'not-due': count('not-due'),
    'not-known': count('not-known'),
    'not-applicable': count('not-applicable'),
  };
  if (asked.length === 0) return { result: 'not-applicable', counts };
  if (asked.every((one) => one === 'met')) return { result: 'met', counts };
  if (asked.includes('not-met')) return { result: 'not-met', counts };
  return { result: asked.includes('not-known') ? 'not-known' : 'not-due', counts };
}

for (const { id, standards: all } of library.editions) {
  const edition = editionOf(library, id);
  test(`all ${all.length} standards and their areas of edition ${id} follow from their musts on each day, with the plan and without`, () => {
    fc.assert(
      fc.property(randomParts(edition), (random) => {
        const made = madeRecord(edition, random);
        for (const effects of [made.effects, []]) {
          const whole = statusByDate(made.record, edition, HORIZON.from, UNTIL, effects);
          assert.deepEqual(
            [whole.standards.length, whole.categories.length],
            [edition.standards.length, edition.categories.length],
          );
          for (let day = HORIZON.from; day <= UNTIL; day = addDays(day, 1)) {
            const single = new Map(
              statusOn(made.record, edition, day, effects).requirements.map(({ requirementId, intervals }) => [
                requirementId,
                intervals[0]?.result ?? assert.fail(requirementId),
              ]),
            );
            const standards = new Map(
              edition.standards.map((standard) => {
                const own = edition.requirements.filter(({ standardId }) => standardId === standard.id);
                const musts = own.filter(({ level }) => level === 'must');
                const counted = musts.length > 0 ? musts : own;
                return [standard.id, together(counted.map((one) => single.get(one.id) ?? assert.fail(one.id)))];
              }),
            );
            for (const { standardId, intervals } of whole.standards) {
              const { result, counts } = onDay(intervals, day) ?? assert.fail(`${standardId} ${day}`);
              assert.deepEqual({ result, counts }, standards.get(standardId), `${standardId} on ${day}`);
            }
            for (const { categoryId, intervals } of whole.categories) {
              const own = edition.standards.filter((standard) => standard.categoryId === categoryId);
              const { result, counts } = onDay(intervals, day) ?? assert.fail(`${categoryId} ${day}`);
              const expected = together(own.map((one) => standards.get(one.id)?.result ?? assert.fail(one.id)));
              assert.deepEqual({ result, counts }, expected, `${categoryId} on ${day}`);
            }
          }
        }
      }),
      { numRuns: 6 },
    );
  });

  test(`every change of a result under edition ${id} says what causes it, with the plan and without`, () => {
    fc.assert(
      fc.property(randomParts(edition), (random) => {
        const made = madeRecord(edition, random);
        for (const effects of [made.effects, []])
          for (const { requirementId, intervals } of statusByDate(
            made.record,
            edition,
            HORIZON.from,
            HORIZON.to,
            effects,
          ).requirements)
            for (const [i, { result, to, endsBecause }] of intervals.entries()) {
              const next = intervals[i + 1];
              if (next !== undefined && next.result !== result)
                assert.ok(endsBecause, `${requirementId}: ${result} until ${to}, then ${next.result} (${next.reason})`);
            }
      }),
      { numRuns: 100 },
    );
  });
}

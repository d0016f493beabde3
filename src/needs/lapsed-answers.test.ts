import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordSchema } from '../domain/record.ts';
import { editionOf, loadLibrary } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { compileProblem } from './index.ts';

const here = dirname(fileURLToPath(import.meta.url));
const library = loadLibrary(readLibraryFolder(join(here, '../../library')), ruleNames);
const edition = editionOf(library, '2026-09');
const REVIEW = 'filtering-2.yearly-review';

/** A school with the best answer to every question; that on the yearly review holds as said. */
function problemWith(review: object, evidence: object[] = []) {
  const answers = edition.questions.map(({ id, choices }) => {
    const asking = edition.requirements.filter(({ question }) => question?.id === id);
    const meets = (choice: string) => asking.filter(({ question }) => question?.met.includes(choice)).length;
    const best = choices.map((choice) => choice.id).reduce((a, b) => (meets(b) > meets(a) ? b : a));
    const more = id === 'filter-review' ? review : {};
    return { questionId: id, choice: best, answeredOn: '2026-11-20', ...more };
  });
  const record = recordSchema.parse({
    format: 'cairn.school/1',
    asAt: '2026-11-24',
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'maintained' },
    answers,
    evidence,
  });
  const problem = compileProblem(record, library, edition);
  return {
    met: problem.requirements.find(({ id }) => id === REVIEW)?.metWithout,
    isNeeded: problem.needs.some(({ candidates }) => candidates.some(({ satisfies }) => satisfies.includes(REVIEW))),
  };
}

test('what an answer meets without an end asks for nothing', () => {
  const { met, isNeeded } = problemWith({});
  assert.ok(met?.every(Boolean));
  assert.equal(isNeeded, false);
});

test('an answer or evidence that lapses within the plan makes the need arise, from the term in which it lapses', () => {
  const said = problemWith({ holdsUntil: '2027-11-19' });
  const shown = problemWith({ basis: 'document' }, [
    { id: 'e', questionId: 'filter-review', title: 'Review', effectiveOn: '2026-11-20', expiresOn: '2027-11-19' },
  ]);
  for (const { met, isNeeded } of [said, shown]) {
    assert.equal(met?.[0], true);
    assert.equal(met.at(-1), false);
    assert.deepEqual(
      met,
      met.toSorted((a, b) => Number(b) - Number(a)),
    );
    assert.equal(isNeeded, true);
  }
});

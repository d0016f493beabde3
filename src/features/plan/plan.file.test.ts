import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import { checkPlan, solvePlan } from '../../planner/index.ts';
import { makeProblem } from '../../planner/made-problems.ts';
import { planFile, readPlanFile } from './plan.file.ts';

const problem = madePlanningProblem([madeNeed('wifi', 'Wi-Fi')]);
const school = { key: '100001', name: 'Elm Lane Primary' };
const file = planFile(school, problem, madePlan(problem, { wifi: 1 }));
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('what is written is read again, every field that the hash counts', async () => {
  assert.deepEqual(readPlanFile(asJson(file)), { file });
  for (const seed of [3, 4, 5]) {
    const asked = makeProblem(seed);
    const plan = await solvePlan(asked);
    const read = readPlanFile(asJson(planFile(school, asked, plan)));
    assert.ok('file' in read && checkPlan(read.file.problem, read.file.plan).ok, `seed ${seed}`);
  }
});

test('only the school’s key and name go into the file', () => {
  const more = planFile({ ...school, urn: '100001', pupils: 420 } as never, problem, file.plan);
  assert.deepEqual(more.school, school);
});

test('what is not a plan file is refused, with the place at fault', () => {
  const spoil = (change: (copy: typeof file) => unknown): string => {
    const copy = structuredClone(file);
    const read = readPlanFile(change(copy) ?? copy);
    assert.ok('message' in read);
    return read.message;
  };
  assert.match(
    spoil(() => 'text'),
    /^the file: /,
  );
  assert.match(
    spoil(() => []),
    /^the file: /,
  );
  assert.match(
    spoil(() => file.problem),
    /^format: /,
  );
  assert.match(
    spoil((copy) => ({ ...copy, plan: undefined })),
    /^plan: /,
  );
  assert.match(
    spoil((copy) => ({ ...copy, plan: { ...copy.plan, hash: 7 } })),
    /^plan\.hash: /,
  );
  assert.match(
    spoil((copy) => ({ ...copy, school: {} })),
    /^school\.key: /,
  );
  assert.match(
    spoil((copy) => {
      copy.problem.needs[0]!.candidates[2]!.capitalPence = [0.5];
      return copy;
    }),
    /^problem\.needs\.0\.candidates\.2\.capitalPence\.0: /,
  );
  assert.match(
    spoil((copy) => {
      copy.plan.placements = [null as never];
      return copy;
    }),
    /^plan\.placements\.0: /,
  );
});

test('a file that no checker could add up is refused rather than checked', () => {
  const read = (change: (copy: typeof file) => void) => {
    const copy = structuredClone(file);
    change(copy);
    return readPlanFile(asJson(copy));
  };
  assert.ok('message' in read((copy) => (copy.problem.terms = [])));
  assert.ok('message' in read((copy) => (copy.problem.years = [])));
  assert.ok('message' in read((copy) => delete (copy.problem.needs[0] as { options?: unknown }).options));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../test/made-plan.ts';
import { planEffects } from './index.ts';

const problemWith = (parts: Parameters<typeof madeCandidate>[2]) =>
  madePlanningProblem([
    madeNeed('wifi', 'Wi-Fi', {
      candidates: [madeCandidate('wifi-buy', 0, { satisfies: ['wireless-1.generation'], ...parts })],
    }),
  ]);
const effectsOf = (parts: Parameters<typeof madeCandidate>[2]) => {
  const problem = problemWith(parts);
  return planEffects(problem, madePlan(problem, { wifi: 0 }));
};

test('a placement holds from the first day of the term in which it is in place', () => {
  assert.deepEqual(effectsOf({ completeTerm: 1 }), [
    {
      requirementId: 'wireless-1.generation',
      from: '2027-04-12',
      to: null,
      needId: 'wifi',
      optionId: 'wifi-buy',
      name: 'Wi-Fi: New Wi-Fi',
    },
  ]);
});

test('it ends the day before the term in which it no longer holds', () => {
  assert.deepEqual(
    effectsOf({ completeTerm: 1, lapsesTerm: 3 }).map(({ from, to }) => [from, to]),
    [['2027-04-12', '2028-01-04']],
  );
});

test('what comes after the plan’s terms, or ends as it begins, brings nothing', () => {
  assert.deepEqual(effectsOf({ completeTerm: 5 }), []);
  assert.deepEqual(effectsOf({ completeTerm: 2, lapsesTerm: 2 }), []);
  const problem = problemWith({});
  assert.deepEqual(planEffects(problem, madePlan(problem, {})), []);
  assert.deepEqual(planEffects(problem, madePlan(problem, { wifi: 4 })), [], 'a start that is no candidate');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeNeed, madePlanningProblem } from '../../../test/made-plan.ts';
import type { PlanCause } from '../../planner/index.ts';
import { causeWords } from './plan.causes.words.ts';

const problem = madePlanningProblem([madeNeed('line', 'Broadband')]);
const words = (...causes: PlanCause[]) => causeWords(problem, { needId: 'line', causes, proved: 0, several: false });

test('each cause has its words', () => {
  const table: [PlanCause, string][] = [
    [
      { kind: 'budget', pot: 'capital', yearId: '2027-28', fromPence: 1_000_000, toPence: 500_000 },
      'Capital free in April 2027 to March 2028: £5,000, before £10,000',
    ],
    [{ kind: 'carry-forward', carries: true }, 'Capital now carries forward'],
    [
      { kind: 'staff', termId: 't1', fromDays: 10, toDays: 1 },
      'Your own people’s time in Summer 2027: 1 day, before 10',
    ],
    [
      { kind: 'price', needId: 'line', optionId: 'line-buy', fromPence: 100_000, toPence: 150_000 },
      'The price of “New Broadband”: £1,500, before £1,000',
    ],
    [{ kind: 'dates', needId: 'line' }, 'When “Broadband” can start or be in place'],
    [{ kind: 'need', needId: 'x', name: 'Wi-Fi', is: 'new' }, '“Wi-Fi” has come up'],
    [{ kind: 'need', needId: 'x', name: 'Wi-Fi', is: 'gone' }, '“Wi-Fi” has been dealt with'],
    [{ kind: 'need', needId: 'x', name: 'Wi-Fi', is: 'other' }, 'What has to come before “Wi-Fi”'],
    [{ kind: 'requirement', requirementId: 'r', name: 'Filtering is on' }, 'What is asked or met: Filtering is on'],
    [{ kind: 'standard-date', standardId: 's', name: 'Digital leadership' }, 'The date of Digital leadership'],
    [{ kind: 'lock', needId: 'line', is: 'fixed' }, 'You fixed “Broadband”'],
    [{ kind: 'exclusions' }, 'What can stand side by side'],
    [{ kind: 'time' }, 'Time has gone by'],
  ];
  for (const [cause, expected] of table) assert.equal(words(cause), `${expected} (likely)`);
});

test('what no single cause explains, or what is not worked out, says so', () => {
  assert.equal(causeWords(problem, undefined), null);
  assert.equal(causeWords(problem, { needId: 'line', causes: [], several: true }), 'Several things together');
  assert.equal(words(), 'Nothing that was changed: a better plan was found');
  const many = [1, 2, 3, 4].map((): PlanCause => ({ kind: 'time' }));
  const three = 'Time has gone by (likely); Time has gone by (likely); Time has gone by (likely); and 1 other';
  assert.equal(words(...many), three);
});

test('what is proved is told from what is likely', () => {
  const causes: PlanCause[] = [{ kind: 'exclusions' }, { kind: 'time' }];
  assert.equal(
    causeWords(problem, { needId: 'line', causes, proved: 1, several: false }),
    'What can stand side by side (proved); Time has gone by (likely)',
  );
  // One found before it was kept which are proved.
  assert.equal(
    causeWords(problem, { needId: 'line', causes: causes.slice(1), several: false }),
    'Time has gone by (likely)',
  );
});

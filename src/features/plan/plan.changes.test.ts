import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem, madeTerms } from '../../../test/made-plan.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import { planChanges } from './plan.changes.ts';

const needs = [
  madeNeed('line', 'Broadband'),
  madeNeed('wifi', 'Wi-Fi', {
    options: ['wifi-buy', 'wifi-lease'].map((id) => ({ id, name: id, heading: 'E20D', placeholderPrice: true })),
    candidates: ['wifi-buy', 'wifi-lease'].flatMap((id) => [1, 2].map((term) => madeCandidate(id, term))),
  }),
  madeNeed('server', 'Server'),
];
const problem = madePlanningProblem(needs);
const kinds = (
  before: { problem: PlanningProblem; starts: Parameters<typeof madePlan>[1] },
  after: { problem: PlanningProblem; starts: Parameters<typeof madePlan>[1] },
) =>
  planChanges(
    { problem: before.problem, plan: madePlan(before.problem, before.starts) },
    { problem: after.problem, plan: madePlan(after.problem, after.starts) },
  );

test('the same plan has no changes, whatever the order it is listed in', () => {
  assert.deepEqual(kinds({ problem, starts: { line: 0, wifi: 1 } }, { problem, starts: { wifi: 1, line: 0 } }), []);
});

test('what is new, gone, moved or done another way is told apart', () => {
  const lines = kinds(
    { problem, starts: { line: 0, wifi: 1 } },
    { problem, starts: { line: 2, wifi: { option: 'wifi-lease', term: 1 }, server: 3 } },
  );
  assert.deepEqual(
    lines.map(({ needName, kind }) => [needName, kind]),
    [
      ['Broadband', 'moved'],
      ['Server', 'added'],
      ['Wi-Fi', 'other-option'],
    ],
  );
  assert.deepEqual(lines[0]?.from, {
    option: 'New Broadband',
    term: 'Spring 2027',
    termId: 't0',
    startsOn: '2027-01-05',
    lastsTerms: 1,
  });
  assert.equal(lines[0]?.to?.term, 'Autumn 2027');
  assert.equal(lines[1]?.from, null);
});

test('a need that is no longer there is finished, one that is there but not placed is dropped', () => {
  const later = madePlanningProblem(needs.filter(({ id }) => id !== 'line'));
  const lines = kinds({ problem, starts: { line: 0, wifi: 1 } }, { problem: later, starts: {} });
  assert.deepEqual(
    lines.map(({ needName, kind, to }) => [needName, kind, to]),
    [
      ['Broadband', 'finished', null],
      ['Wi-Fi', 'dropped', null],
    ],
  );
});

test('terms are compared by which they are, not by their place in the plan', () => {
  // A term later, the plan begins a term later: what was second is now first.
  const shifted: PlanningProblem = {
    ...problem,
    terms: madeTerms.slice(1),
    needs: problem.needs.map((need) => ({
      ...need,
      candidates: need.candidates.map((one) => ({ ...one, term: one.term - 1 })),
    })),
  };
  assert.deepEqual(kinds({ problem, starts: { wifi: 1 } }, { problem: shifted, starts: { wifi: 0 } }), []);
  const [moved] = kinds({ problem, starts: { wifi: 1 } }, { problem: shifted, starts: { wifi: 1 } });
  assert.deepEqual([moved?.kind, moved?.from?.term, moved?.to?.term], ['moved', 'Summer 2027', 'Autumn 2027']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem, madeTerms } from '../../../test/made-plan.ts';
import type { PlanRequirement, PlanStandard, UnmetRequirement } from '../../domain/planning.ts';
import {
  groupNames,
  itemGroups,
  leftAlone,
  moneyYears,
  planItems,
  planTotals,
  standardRows,
  unmetLines,
} from './plan.rules.ts';

const standard = (id: string, parts: Partial<PlanStandard> = {}): PlanStandard => ({
  id,
  name: `Standard ${id}`,
  core: true,
  dueTerm: 3,
  ...parts,
});
const requirement = (id: string, standardId: string, parts: Partial<PlanRequirement> = {}): PlanRequirement => ({
  id,
  name: `Requirement ${id}`,
  standardId,
  must: true,
  duty: false,
  weight: 1,
  metWithout: madeTerms.map(() => false),
  ...parts,
});

/** A line in the first term, Wi-Fi in the third (a guess from £800 to £1,500, and £60 a year less), a server left alone. */
const wifi = madeCandidate('wifi-buy', 2, {
  capitalPence: [0, 100_000, 0],
  capitalRange: [0, 1, 2].map((y) => ({ lowPence: y === 1 ? 80_000 : 0, highPence: y === 1 ? 150_000 : 0 })),
  revenuePence: [0, -2_000, -6_000],
  satisfies: ['r1', 'r2'],
  wholeLifePence: 92_000,
  wholeLifeRange: { lowPence: 72_000, highPence: 142_000 },
});
const problem = madePlanningProblem(
  [
    madeNeed('line', 'Broadband', {
      group: 'connection',
      options: [{ id: 'line-buy', name: 'A quoted line', heading: 'E20B', placeholderPrice: false }],
      candidates: [madeCandidate('line-buy', 0, { satisfies: ['r3'], lapsesTerm: 4 })],
    }),
    madeNeed('wifi', 'Wi-Fi', { group: 'wifi', candidates: [wifi] }),
    madeNeed('server', 'Server', { group: 'archives' }),
  ],
  {
    standards: [
      standard('s1'),
      standard('s2', { dueTerm: null }),
      standard('s3', { dueTerm: 4 }),
      standard('other', { core: false }),
    ],
    requirements: [
      requirement('r1', 's1'),
      requirement('r2', 's2', { metWithout: madeTerms.map((_, t) => t < 2) }),
      requirement('r3', 's3'),
      requirement('r4', 'other'),
    ],
  },
);
const plan = madePlan(problem, { line: 0, wifi: 2 });

test('totals are the sums of the items, with the range and the guesses', () => {
  assert.deepEqual(planTotals(problem, plan), {
    items: 2,
    wholeLifePence: 192_000,
    range: { lowPence: 172_000, highPence: 242_000 },
    capitalPence: 200_000,
    revenuePence: -8_000,
    capitalRange: { lowPence: 180_000, highPence: 250_000 },
    revenueRange: { lowPence: -8_000, highPence: -8_000 },
    placeholders: 1,
    coreStandards: 3,
    metNow: 1,
    metByDate: 2,
    metByDateWithout: 0,
  });
});

test('a plan that does nothing comes to nothing', () => {
  const { items, wholeLifePence, range, metByDate } = planTotals(problem, madePlan(problem, {}));
  assert.deepEqual([items, wholeLifePence, range, metByDate], [0, 0, { lowPence: 0, highPence: 0 }, 0]);
});

test('money by year holds what is planned, its range, what may be spent, and what contracts take', () => {
  const years = moneyYears({ ...problem, capitalCarriesForward: true }, plan, [70_000, 80_000]);
  const [first, second, third] = years;
  assert.deepEqual(first?.capital, {
    plannedPence: 100_000,
    range: { lowPence: 100_000, highPence: 100_000 },
    budgetPence: 500_000,
    availablePence: 500_000,
  });
  // What the first year left may be spent in the second; the line has no range of its own, so its price stands for both ends.
  assert.deepEqual(second?.capital, {
    plannedPence: 100_000,
    range: { lowPence: 80_000, highPence: 150_000 },
    budgetPence: 500_000,
    availablePence: 900_000,
  });
  assert.deepEqual(second?.revenue, {
    plannedPence: -2_000,
    range: { lowPence: -2_000, highPence: -2_000 },
    freePence: 200_000,
    committedPence: 80_000,
  });
  assert.equal(third?.revenue.committedPence, 0);
  assert.equal(moneyYears(problem, plan, [])[1]?.capital.availablePence, 500_000);
  assert.equal(
    years.reduce((sum, { capital, revenue }) => sum + capital.plannedPence + revenue.plannedPence, 0),
    planTotals(problem, plan).wholeLifePence,
  );
});

test('the core standards by term: with the plan, without it, and from when they stay met', () => {
  const rows = standardRows(problem, plan);
  assert.deepEqual(
    rows.map(({ standard: { id }, metFrom }) => [id, metFrom]),
    // The third is met from the second term, and lapses in the last.
    [
      ['s1', 3],
      ['s2', 3],
      ['s3', null],
    ],
  );
  assert.deepEqual(rows[1]?.without, [true, true, false, false, false]);
  assert.deepEqual(rows[1]?.with, [true, true, false, true, true]);
  assert.deepEqual(
    standardRows(problem, null).map((row) => row.metFrom),
    [null, null, null],
  );
  const always = { ...problem, requirements: [] };
  assert.equal(standardRows(always, null)[0]?.metFrom, 0);
});

test('what is unmet: not met at the end before late, duties before musts before the rest, the longest first', () => {
  const asked = {
    ...problem,
    requirements: [
      requirement('late-duty', 's1', { duty: true }),
      requirement('should', 's1', { must: false }),
      requirement('must-short', 's1'),
      requirement('must-long', 's1'),
      requirement('duty', 's1', { duty: true, must: false }),
    ],
  };
  const unmet = (requirementId: string, terms: number, metAtEnd = false): UnmetRequirement => ({
    requirementId,
    terms,
    metAtEnd,
    leastExtraPence: null,
    reason: '',
  });
  const left = [
    unmet('late-duty', 4, true),
    unmet('should', 5),
    unmet('must-short', 1),
    unmet('must-long', 3),
    unmet('duty', 2),
    unmet('from another problem', 5),
  ];
  const lines = unmetLines(asked, madePlan(asked, {}, { unmet: left }));
  assert.deepEqual(
    lines.map(({ unmet: { requirementId } }) => requirementId),
    ['duty', 'must-long', 'must-short', 'should', 'late-duty'],
  );
  assert.equal(lines[0]?.standardName, 'Standard s1');
});

test('before the reasons are there, what is unmet is worked out from the plan', () => {
  const lines = unmetLines(problem, plan);
  assert.deepEqual(
    lines.map(({ unmet: { requirementId, terms, metAtEnd } }) => [requirementId, terms, metAtEnd]),
    [
      ['r4', 5, false],
      ['r3', 2, false],
      ['r1', 3, true],
      ['r2', 1, true],
    ],
  );
});

test('what the plan does nothing about is left alone, whether decided or not', () => {
  assert.deepEqual(
    leftAlone(problem, plan).map(({ id }) => id),
    ['server'],
  );
  const decided = { ...problem, locks: [{ needId: 'server', optionId: null, term: 0 }] };
  assert.equal(leftAlone(decided, plan).length, 1);
});

test('items come with their need, option, money and reason, by group in the order people know', () => {
  const reasons = [{ needId: 'wifi', binding: null, delayOneYear: null, bringForward: null }];
  const all = madePlan(problem, { server: 1, wifi: 2, line: 0 }, { reasons });
  const items = planItems(problem, all);
  assert.deepEqual(
    items.map(({ need, option, capitalPence, revenuePence, reason }) => [
      need.id,
      option.id,
      capitalPence,
      revenuePence,
      reason !== undefined,
    ]),
    [
      ['server', 'server-buy', 100_000, 0, false],
      ['wifi', 'wifi-buy', 100_000, -8_000, true],
      ['line', 'line-buy', 100_000, 0, false],
    ],
  );
  assert.deepEqual(
    itemGroups(items).map(({ name, items: mine }) => [name, mine.length]),
    // A group that the library adds has its id for a name and comes last.
    [
      ['Connection', 1],
      ['Wi-Fi', 1],
      ['Archives', 1],
    ],
  );
  assert.equal(new Set(groupNames.map(({ id }) => id)).size, groupNames.length);
});

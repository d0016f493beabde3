import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import { sampleRecord } from '../../../test/people.ts';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { groupRows, packFigures, resultCounts } from './pack.rules.ts';

const today = '2026-11-24';
const record = sampleRecord();

/** One need for each letter, decided by that day, costing that much a year of revenue, a guess as wide as given. */
function problemOf(
  lines: Record<string, { decideBy: string | null; pence?: number; width?: number; quoted?: boolean }>,
) {
  return madePlanningProblem(
    Object.entries(lines).map(([id, { decideBy, pence = 100, width = 0, quoted = false }]) =>
      madeNeed(id, `Need ${id}`, {
        options: [{ id: `${id}-buy`, name: 'Buy', heading: 'E20D', placeholderPrice: !quoted }],
        candidates: [
          madeCandidate(`${id}-buy`, 0, {
            capitalPence: [0, 0, 0],
            revenuePence: [0, pence, 0],
            decideBy,
            wholeLifeRange: { lowPence: pence, highPence: pence + width },
          }),
        ],
      }),
    ),
  );
}

function figuresOf(lines: Parameters<typeof problemOf>[0], lost: Record<string, number> = {}) {
  const problem = problemOf(lines);
  const reasons = Object.entries(lost).map(([needId, requirementTermsLost]) => ({
    needId,
    binding: null,
    delayOneYear: { costPence: 0, requirementTermsLost, possible: true },
    bringForward: null,
  }));
  const starts = Object.fromEntries(Object.keys(lines).map((id) => [id, 0]));
  return packFigures(problem, madePlan(problem, starts, { reasons }), record, today);
}
const ids = (items: readonly { need: { id: string } }[]) => items.map(({ need }) => need.id);

test('governors decide on what costs money and falls due within a year, soonest first', () => {
  const { toDecide, moreToDecide } = figuresOf({
    later: { decideBy: '2027-11-24' },
    overdue: { decideBy: '2026-09-01' },
    soon: { decideBy: '2027-02-01' },
    'too late': { decideBy: '2027-11-25' },
    undated: { decideBy: null },
    free: { decideBy: '2027-01-01', pence: 0 },
    saves: { decideBy: '2027-01-01', pence: -500 },
  });
  assert.deepEqual(ids(toDecide), ['overdue', 'soon', 'later']);
  assert.equal(moreToDecide, 0);
});

test('two pages hold six decisions; the rest are counted', () => {
  const { toDecide, moreToDecide } = figuresOf(
    Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`n${n}`, { decideBy: `2027-01-0${n + 1}` }])),
  );
  assert.deepEqual(ids(toDecide), ['n0', 'n1', 'n2', 'n3', 'n4', 'n5']);
  assert.equal(moreToDecide, 3);
});

test('what loses most by waiting comes first, three at most; what loses nothing is not there', () => {
  const lines = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, { decideBy: null }]));
  const { dearToDelay } = figuresOf(lines, { a: 1, b: 5, c: 0, d: 2, e: 3 });
  const two = figuresOf(lines, { b: 5, c: 0, d: 2 });
  assert.deepEqual(ids(two.dearToDelay), ['b', 'd']);
  assert.deepEqual(ids(dearToDelay), ['b', 'e', 'd']);
});

test('the widest guesses are those that a quote would tell most of; a quoted price is no guess', () => {
  const { widestGuesses } = figuresOf({
    narrow: { decideBy: null, width: 10 },
    wide: { decideBy: null, width: 900 },
    quoted: { decideBy: null, width: 5000, quoted: true },
  });
  assert.deepEqual(ids(widestGuesses), ['wide', 'narrow']);
});

test('notices to give within the year are listed once each, the rest counted', () => {
  const contract = (n: number, parts: Partial<Contract> = {}): Contract =>
    contractSchema.parse({
      id: `c${n}`,
      title: `Contract ${n}`,
      endsOn: `2027-08-${String(n + 10)}`,
      renewal: 'automatic',
      renewalMonths: 6,
      noticeCount: 3,
      noticeUnit: 'months',
      ...parts,
    });
  const contracts = [
    ...Array.from({ length: 7 }, (_, n) => contract(n)),
    contract(8, { title: 'Far off', endsOn: '2029-08-31' }),
    contract(9, { title: 'Ended', endedOn: '2026-10-01' }),
  ];
  const problem = problemOf({});
  const { notices, moreNotices, allNotices } = packFigures(
    problem,
    madePlan(problem, {}),
    { ...record, contracts },
    today,
  );
  assert.deepEqual(
    notices.map(({ on, title }) => [on, title]),
    [10, 11, 12, 13].map((day, n) => [`2027-05-${day}`, `Contract ${n}`]),
  );
  assert.equal(moreNotices, 3);
  // The last two are due on a weekend and go out on the Friday before.
  assert.deepEqual(
    allNotices.map(({ on }) => on),
    [10, 11, 12, 13, 14, 14, 14].map((day) => `2027-05-${day}`),
  );
});

test('a plan with nothing in it has nothing to say', () => {
  const problem = problemOf({});
  assert.deepEqual(packFigures(problem, madePlan(problem, {}), record, today), {
    toDecide: [],
    moreToDecide: 0,
    notices: [],
    moreNotices: 0,
    allNotices: [],
    waiting: { overdue: [], passing: [], until: '2027-03-24', isMeeting: false, renewing: 0, renewingPence: 0 },
    dearToDelay: [],
    widestGuesses: [],
  });
});

test('waiting is counted up to the governors’ meeting after the next', () => {
  const lines = {
    gone: { decideBy: '2026-11-23' },
    today: { decideBy: '2026-11-24' },
    before: { decideBy: '2027-03-10' },
    after: { decideBy: '2027-03-11' },
  };
  const problem = problemOf(lines);
  const plan = madePlan(problem, Object.fromEntries(Object.keys(lines).map((id) => [id, 0])));
  const meetings = (governorsMeetings: string[]) =>
    packFigures(problem, plan, { ...record, limits: { ...record.limits, governorsMeetings } }, today).waiting;
  const known = meetings(['2027-03-10', '2026-12-02', '2026-09-15', '2027-06-01']);
  assert.deepEqual([known.until, known.isMeeting], ['2027-03-10', true]);
  assert.deepEqual(ids(known.overdue), ['gone']);
  assert.deepEqual(ids(known.passing), ['today', 'before']);
  const one = meetings(['2026-12-02']);
  assert.deepEqual([one.until, one.isMeeting], ['2027-03-24', false]);
  assert.deepEqual(ids(one.passing), ['today', 'before', 'after']);
});

test('core standards are counted group by group, by term and by their day', () => {
  const met = (terms: number) => [0, 1, 2, 3, 4].map((term) => term < terms);
  const standard = (id: string, dueTerm: number | null, core = true) => ({ id, name: id, core, dueTerm });
  const requirement = (standardId: string, terms: number) => ({
    id: `r-${standardId}`,
    name: standardId,
    standardId,
    must: true,
    duty: false,
    weight: 1,
    metWithout: met(terms),
  });
  const need = madeNeed('b', 'B', { candidates: [madeCandidate('b-buy', 1, { satisfies: ['r-b'] })] });
  const problem = madePlanningProblem([need], {
    standards: [standard('a', 3), standard('b', 3), standard('c', null), standard('d', 3, false)],
    requirements: [requirement('a', 5), requirement('b', 0), requirement('c', 2), requirement('d', 5)],
  });
  const edition = {
    categories: [
      { id: 'one', name: 'One' },
      { id: 'two', name: 'Two' },
      { id: 'none', name: 'None' },
    ],
    standards: ['a', 'b', 'd'].map((id) => ({ id, categoryId: 'one' })).concat({ id: 'c', categoryId: 'two' }),
  };
  assert.deepEqual(groupRows(problem, madePlan(problem, { b: 1 }), edition), [
    { name: 'One', of: 2, withPlan: [1, 1, 2, 2, 2], without: [1, 1, 1, 1, 1], metByDate: 2, metByDateWithout: 1 },
    { name: 'Two', of: 1, withPlan: [1, 1, 0, 0, 0], without: [1, 1, 0, 0, 0], metByDate: 0, metByDateWithout: 0 },
  ]);
});

test('results are counted by core group; what does not concern the school is left out', () => {
  const line = (standardId: string, result: string) => ({ standardId, result });
  const { groups, all } = resultCounts({
    categories: [
      { id: 'one', name: 'One', core: true },
      { id: 'other', name: 'Other', core: false },
    ],
    standards: [
      { id: 'a', categoryId: 'one' },
      { id: 'z', categoryId: 'other' },
    ],
    requirements: [
      ...['met', 'met', 'not-met', 'not-due', 'not-known', 'not-applicable'].map((result) => line('a', result)),
      line('z', 'met'),
    ],
  });
  assert.deepEqual(groups, [{ name: 'One', of: 5, met: 2, notMet: 1, notDue: 1, notKnown: 1 }]);
  assert.deepEqual(all, { of: 5, met: 2, notMet: 1, notDue: 1, notKnown: 1 });
});

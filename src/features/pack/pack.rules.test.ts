import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import { sampleRecord } from '../../../test/people.ts';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { packFigures } from './pack.rules.ts';

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
  const { notices, moreNotices } = packFigures(problem, madePlan(problem, {}), { ...record, contracts }, today);
  assert.deepEqual(
    notices.map(({ on, title }) => [on, title]),
    // The last is due on Saturday 15 May and goes out on the Friday before.
    [10, 11, 12, 13, 14, 14].map((day, n) => [`2027-05-${day}`, `Contract ${n}`]),
  );
  assert.equal(moreNotices, 1);
});

test('a plan with nothing in it has nothing to say', () => {
  const problem = problemOf({});
  assert.deepEqual(packFigures(problem, madePlan(problem, {}), record, today), {
    toDecide: [],
    moreToDecide: 0,
    notices: [],
    moreNotices: 0,
    dearToDelay: [],
    widestGuesses: [],
  });
});

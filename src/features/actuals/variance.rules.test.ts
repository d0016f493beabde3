import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import { actualSchema, type Actual } from '../../domain/actuals.ts';
import { addDays } from '../../domain/dates.ts';
import { agreedPlan, type AgreedPlan } from './agreement.rules.ts';
import { causes, varianceOf, type Cause, type Variance } from './variance.rules.ts';

const problem = madePlanningProblem([madeNeed('a', 'Switches'), madeNeed('b', 'Wi-Fi'), madeNeed('c', 'Line')]);
const made = agreedPlan(problem, madePlan(problem, { a: 1, b: 2, c: 3 }), new Map());
/** Six switches for £1,000 in summer 2027, and £100 a year. */
const plan: AgreedPlan = {
  ...made,
  items: made.items.map((item, i) => (i === 0 ? { ...item, quantity: 5, yearlyPence: 0 } : item)),
};
const actual = (parts: Partial<Actual> = {}): Actual =>
  actualSchema.parse({
    id: 'x',
    needId: 'a',
    optionId: 'a-buy',
    name: 'Switches',
    state: 'ordered',
    orderedOn: '2027-03-01',
    startsOn: '2027-04-12',
    expectedOn: '2027-09-01',
    ...parts,
  });
const hold = (actuals: Actual[], today = '2027-01-10'): Variance =>
  varianceOf(plan, actuals, { agreedOn: '2027-01-05', today });
const found = (variance: Variance): Partial<Record<Cause, number>> => {
  const all = variance.years.flatMap(({ capital, revenue }) => [capital.byCause, revenue.byCause]);
  const sums = causes.map((cause) => [cause, all.reduce((sum, by) => sum + Math.abs(by[cause]), 0)] as const);
  return Object.fromEntries(sums.filter(([, pence]) => pence !== 0));
};
const stateOf = (variance: Variance, needId: string) =>
  variance.items.find(({ planned }) => planned?.needId === needId)?.state;

describe('the agreed plan', () => {
  it('holds the plan’s money to the penny', () => {
    const total = made.items.flatMap(({ capitalPence, revenuePence }) => [...capitalPence, ...revenuePence]);
    assert.equal(
      total.reduce((sum, pence) => sum + pence, 0),
      300_000,
    );
    assert.deepEqual(
      made.items.map(({ termName, inPlaceOn }) => [termName, inPlaceOn]),
      [
        ['Summer 2027', '2027-09-01'],
        ['Autumn 2027', '2028-01-05'],
        ['Spring 2028', '2028-04-18'],
      ],
    );
  });
});

describe('plan against actual', () => {
  it('has no difference where all is as planned, or still to come', () => {
    assert.deepEqual(found(hold([])), {});
    assert.deepEqual(found(hold([actual({ oneOffPence: 100_000, oneOffPot: 'capital' })])), {});
    assert.equal(stateOf(hold([]), 'a'), 'to-come');
  });

  const cases: [string, Partial<Actual>, Partial<Record<Cause, number>>][] = [
    ['a dearer price', { oneOffPence: 120_000 }, { price: 20_000 }],
    ['more of them at the same price each', { oneOffPence: 140_000, quantity: 7 }, { quantity: 40_000 }],
    ['more of them, each cheaper', { oneOffPence: 130_000, quantity: 7 }, { quantity: 40_000, price: 10_000 }],
    ['another pot', { oneOffPence: 100_000, oneOffPot: 'revenue' }, { pot: 200_000 }],
    ['a later start, in another year', { startsOn: '2028-04-20', expectedOn: '2028-09-01' }, { dates: 200_000 }],
    ['another option', { optionId: 'a-lease', oneOffPence: 0, yearlyPence: 0 }, { 'other-option': 100_000 }],
    ['dropped', { state: 'dropped', droppedOn: '2027-05-01', dropReason: 'Too dear' }, { dropped: 100_000 }],
  ];
  for (const [name, parts, expected] of cases) {
    it(`puts down to its cause: ${name}`, () => assert.deepEqual(found(hold([actual(parts)])), expected));
  }

  describe('what is known of the old contract', () => {
    // £200 a year, which the plan no longer pays from September 2027.
    const leaves = [
      { contractId: 'old', title: 'Old', savedFrom: '2027-09-01', paidUntil: plan.endsOn, yearlyPence: 20_000 },
    ];
    const [first, ...rest] = plan.items;
    const leaving: AgreedPlan = { ...plan, items: [{ ...(first ?? assert.fail()), leaves }, ...rest] };
    const holdOld = (
      contract: { endedOn: string | null; yearlyPence?: number | null } | null,
      paidUntil = plan.endsOn,
    ) => {
      const items = leaving.items.map((item) => ({
        ...item,
        ...(item.leaves && { leaves: [{ ...leaves[0]!, paidUntil }] }),
      }));
      return varianceOf({ ...leaving, items }, [actual({ oneOffPence: 100_000, oneOffPot: 'capital' })], {
        agreedOn: '2027-01-05',
        today: '2027-01-10',
        contracts: contract ? [{ id: 'old', yearlyPence: null, ...contract }] : [],
      });
    };
    const more = (variance: Variance) =>
      variance.years.map(({ revenue }) => [revenue.byCause['old-contract'], revenue.realPence - revenue.plannedPence]);

    it('stays as planned while nobody knows when it ended', () => {
      for (const contract of [null, { endedOn: null, yearlyPence: 90_000 }, { endedOn: '2027-08-31' }])
        assert.ok(
          more(holdOld(contract))
            .flat()
            .every((pence) => pence === 0),
        );
    });

    it('costs what it went on for, in the year that it did, and nothing else', () => {
      const days = 30 + 31 + 30 + 31;
      const [before, year, after] = more(holdOld({ endedOn: '2027-12-31' }));
      assert.deepEqual(
        [before, after],
        [
          [0, 0],
          [0, 0],
        ],
      );
      assert.ok(Math.abs((year?.[0] ?? 0) - (20_000 * days) / 366) <= 2, String(year));
      assert.equal(year?.[0], year?.[1]);
      const sooner = more(holdOld({ endedOn: '2027-08-01' }))[1]?.[0] ?? 0;
      assert.ok(sooner < 0);
    });

    it('counts the price that it really had', () => {
      const dearer = more(holdOld({ endedOn: '2027-08-31', yearlyPence: 40_000 })).map(([pence]) => pence ?? 0);
      assert.ok(dearer.reduce((sum, pence) => sum + pence, 0) < 0);
    });

    it('costs what it was extended for past the end that the plan counts', () => {
      const extended = more(holdOld({ endedOn: '2027-12-31' }, '2027-08-31')).map(([pence]) => pence ?? 0);
      assert.ok(extended[1]! > 0 && extended[0] === 0 && extended[2] === 0, String(extended));
    });
  });

  it('says so where its time has come and nothing is recorded', () => {
    const variance = hold([], '2027-04-12');
    assert.equal(stateOf(variance, 'a'), 'due');
    assert.deepEqual(found(variance), { 'nothing-recorded': 100_000 });
  });

  it('takes in what was bought outside the plan, and once only', () => {
    const added = actual({ id: 'y', needId: null, name: 'Projector', oneOffPence: 50_000, oneOffPot: 'capital' });
    const variance = hold([actual({ oneOffPence: 100_000 }), added]);
    assert.deepEqual(found(variance), { added: 50_000 });
    assert.deepEqual(
      variance.items.map(({ state }) => state),
      ['ordered', 'to-come', 'to-come', 'added'],
    );
  });

  it('leaves out what was over before the plan was agreed', () => {
    const old = actual({
      state: 'finished',
      startsOn: '2026-10-01',
      finishedOn: '2026-12-01',
      orderedOn: '2026-09-01',
    });
    assert.equal(stateOf(hold([old]), 'a'), 'to-come');
    assert.equal(hold([old]).items.length, 3);
  });

  it('says how many days later it began and was in place, and in which term', () => {
    const [item] = hold([actual({ startsOn: '2027-09-06', finishedOn: '2028-01-10', state: 'finished' })]).items;
    assert.deepEqual(
      [item?.startDaysLate, item?.inPlaceDaysLate, item?.startTerm, item?.inPlaceTerm],
      [147, 131, 'Autumn 2027', 'Spring 2028'],
    );
  });

  it('adds up: the causes are the difference, for every year and pot, whatever happened', () => {
    const day = fc.integer({ min: -400, max: 1200 }).map((days) => addDays('2027-04-12', days));
    const money = fc.option(fc.integer({ min: 0, max: 3_000_000 }));
    const anyActual = fc
      .record({
        needId: fc.constantFrom('a', 'b', 'c', null, 'elsewhere'),
        optionId: fc.constantFrom('a-buy', 'b-buy', 'other', null),
        state: fc.constantFrom('ordered', 'started', 'finished', 'dropped'),
        orderedOn: fc.option(day),
        startsOn: day,
        expectedOn: fc.option(day),
        finishedOn: day,
        droppedOn: day,
        oneOffPence: money,
        oneOffPot: fc.constantFrom('capital', 'revenue', null),
        yearlyPence: money,
        quantity: fc.option(fc.integer({ min: 1, max: 90 })),
      })
      .map((parts) => ({ ...parts, name: 'Thing', dropReason: 'Why' }));
    const dear = madePlanningProblem(
      ['a', 'b', 'c'].map((id) =>
        madeNeed(id, id, {
          candidates: [0, 1, 2, 3].map((term) =>
            madeCandidate(`${id}-buy`, term, { revenuePence: [0, 31_017, -20_003], capitalPence: [0, 70_001, 0] }),
          ),
        }),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(anyActual, { maxLength: 7 }),
        day,
        fc.nat(40),
        fc.nat(500_000),
        fc.record({ endedOn: fc.option(day), yearlyPence: money, savedFrom: day, paidUntil: day }),
        (given, today, q, yearly, { endedOn, yearlyPence, ...kept }) => {
          const agreed = agreedPlan(dear, madePlan(dear, { a: 0, b: 1, c: 3 }), new Map());
          const items = agreed.items.map((item) => ({
            ...item,
            quantity: q === 0 ? null : q,
            yearlyPence: yearly,
            leaves: [{ ...kept, contractId: 'old', title: 'Old', yearlyPence: 70_003 }],
          }));
          const contracts = [{ id: 'old', endedOn, yearlyPence }];
          const actuals = given.map((one, index) => actualSchema.parse({ ...one, id: `x${index}` }));
          const { years } = varianceOf({ ...agreed, items }, actuals, {
            agreedOn: '2027-01-05',
            today,
            contracts,
          });
          return years.every(({ capital, revenue }) =>
            [capital, revenue].every(({ plannedPence, realPence, byCause }) => {
              return causes.reduce((sum, cause) => sum + byCause[cause], 0) === realPence - plannedPence;
            }),
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays } from '../domain/dates.ts';
import { contractSchema, type Contract } from '../domain/record.ts';
import { daysInYear, financialYearsBetween } from '../domain/terms.ts';
import { commitmentOf, committedByYear, spreadByYear, yearlyCostOf } from './commitments.ts';

const contract = (parts: object): Contract => contractSchema.parse({ id: 'c', title: 'Contract', ...parts });
const years = financialYearsBetween('2026-06-01', '2030-06-01', 'maintained');

describe('what is paid in a year', () => {
  const byYear = (parts: object): number[] =>
    committedByYear({ contracts: [contract(parts)], asAt: '2026-06-01' }, years).map(({ totalPence }) => totalPence);

  it('is what was written down for the year, else the yearly cost', () => {
    const parts = { annualCostPence: 100_000, endsOn: '2028-03-31', renewal: 'by-agreement' };
    assert.deepEqual(
      byYear({ ...parts, cashByYear: { '2027-28': 70_000, '2029-30': 0 } }),
      [100_000, 70_000, 100_000, 0, 100_000],
    );
  });

  it('goes on as in the last year written down where there is no other cost', () => {
    assert.equal(yearlyCostOf(contract({ cashByYear: { '2027-28': 7, '2026-27': 5 } })), 7);
    assert.deepEqual(byYear({ cashByYear: { '2026-27': 5, '2027-28': 7 } }), [5, 7, 7, 7, 7]);
  });

  it('is nothing after the end of a contract that stops, whatever was written down', () => {
    const parts = { endsOn: '2027-03-31', renewal: 'none', cashByYear: { '2026-27': 5, '2027-28': 7 } };
    assert.deepEqual(byYear(parts), [5, 0, 0, 0, 0]);
  });

  it('holds what is paid once in the year it starts in', () => {
    const parts = { startsOn: '2027-04-01', annualCostPence: 100, oneOffCostPence: 30 };
    assert.deepEqual(byYear(parts), [0, 130, 100, 100, 100]);
  });
});

describe('spreading a yearly amount', () => {
  it('gives a whole year the whole amount, leap year or not', () => {
    assert.deepEqual(
      spreadByYear(123_457, '2026-04-01', '2031-03-31', years),
      [123_457, 123_457, 123_457, 123_457, 123_457],
    );
  });

  it('counts part years by days, both ends included', () => {
    const cases: [string, string, number[]][] = [
      ['2027-03-31', '2027-04-01', [100, 100, 0, 0, 0]],
      ['2027-10-01', '2028-03-31', [0, 18_300, 0, 0, 0]],
      ['2028-02-29', '2028-02-29', [0, 100, 0, 0, 0]],
      ['2029-01-01', '2028-01-01', [0, 0, 0, 0, 0]],
    ];
    // 36,500 a year is 100 a day in a year of 365 days; 2027-28 has 366.
    for (const [from, to, expected] of cases) {
      const scaled = years.map((year, index) => spreadByYear(daysInYear(year) * 100, from, to, years)[index]);
      assert.deepEqual(scaled, expected, `${from} to ${to}`);
    }
  });

  it('agrees with adding up day by day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5_000_000, max: 5_000_000 }),
        fc.integer({ min: 0, max: 1600 }),
        fc.integer({ min: -10, max: 1600 }),
        (yearly, start, length) => {
          const from = addDays('2026-04-01', start);
          const to = addDays(from, length);
          const byDay = years.map((year) => {
            let days = 0;
            for (let day = year.startsOn; day <= year.endsOn; day = addDays(day, 1))
              if (day >= from && day <= to) days += 1;
            return Math.round((yearly * days) / daysInYear(year));
          });
          // Minus nought and nought are the same amount of money.
          assert.deepEqual(
            spreadByYear(yearly, from, to, years).map((pence) => pence + 0),
            byDay.map((pence) => pence + 0),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what a contract costs a year', () => {
  it('is what is recorded, else its total over its length, else not known', () => {
    assert.equal(yearlyCostOf(contract({ annualCostPence: 500, totalValuePence: 9_999 })), 500);
    assert.equal(
      yearlyCostOf(contract({ totalValuePence: 300_000, startsOn: '2025-04-01', endsOn: '2028-03-31' })),
      99_977,
    );
    assert.equal(
      yearlyCostOf(contract({ totalValuePence: 30_000, startsOn: '2026-04-01', endsOn: '2026-06-30' })),
      30_000,
    );
    assert.equal(yearlyCostOf(contract({ totalValuePence: 30_000, endsOn: '2026-06-30' })), null);
    assert.equal(yearlyCostOf(contract({})), null);
  });
});

describe('how a contract goes on', () => {
  const asAt = '2026-11-24';
  const cases: [string, object, string | null][] = [
    ['renews itself', { endsOn: '2027-08-31', renewal: 'automatic', renewalMonths: 12 }, null],
    ['by agreement', { endsOn: '2027-08-31', renewal: 'by-agreement' }, null],
    ['not known', { endsOn: '2027-08-31' }, null],
    ['no end known', {}, null],
    ['ends for good', { endsOn: '2027-08-31', renewal: 'none' }, '2027-08-31'],
    [
      'notice given',
      { endsOn: '2027-08-31', renewal: 'automatic', renewalMonths: 12, noticeGivenOn: '2026-11-01' },
      '2027-08-31',
    ],
    ['ended', { endsOn: '2027-08-31', endedOn: '2026-09-30' }, '2026-09-30'],
    ['past its end and still running', { endsOn: '2026-08-31', renewal: 'none' }, null],
    ['stops at an end long past that nobody renewed', { endsOn: '2025-06-30', renewal: 'by-agreement' }, '2025-06-30'],
    ['stops at an end long past where the renewal is not known', { endsOn: '2022-04-22' }, '2022-04-22'],
    ['goes on past an end of this year: it may be running over', { endsOn: '2026-07-31' }, null],
    ['goes on where it renews itself, however long ago', { endsOn: '2020-03-31', renewal: 'automatic' }, null],
  ];
  for (const [name, parts, stopsOn] of cases) {
    it(name, () => assert.equal(commitmentOf(contract(parts), asAt).stopsOn, stopsOn));
  }
});

describe('commitments by year', () => {
  it('keeps what is under contract apart from what is counted on, and names unknown costs', () => {
    const contracts = [
      contract({
        id: 'b',
        annualCostPence: 36_500,
        startsOn: '2020-01-01',
        endsOn: '2027-04-10',
        renewal: 'by-agreement',
      }),
      contract({ id: 'a', title: 'No cost', endsOn: '2029-01-01' }),
    ];
    const [first, second, third] = committedByYear({ contracts, asAt: '2026-11-24' }, years);
    assert.deepEqual([first?.totalPence, first?.carriedOnPence, first?.unknownCost], [36_500, 0, ['a']]);
    // Ten of 366 days are under contract.
    assert.deepEqual([second?.contractedPence, second?.carriedOnPence], [36_500 - 35_503, 35_503]);
    assert.deepEqual(third?.contracts, [{ contractId: 'b', title: 'Contract', pence: 36_500 }]);
  });

  it('counts up to the last day asked for', () => {
    const contracts = [contract({ annualCostPence: 36_500, startsOn: '2020-01-01' })];
    const last = committedByYear({ contracts, asAt: '2026-11-24' }, years, '2030-04-10').at(-1);
    assert.equal(last?.totalPence, 1000);
  });
});

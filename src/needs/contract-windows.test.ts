import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contractSchema, type Contract } from '../domain/record.ts';
import { financialYearsBetween } from '../domain/terms.ts';
import { boundReason, leaveContract, safeEndFor } from './contract-windows.ts';

const asAt = '2026-11-24';
const years = financialYearsBetween('2027-01-01', '2031-12-31', 'maintained');
const horizonEnd = '2031-12-31';
const contract = (parts: object): Contract => {
  return contractSchema.parse({
    id: 'c',
    title: 'Old line',
    annualCostPence: 365_000,
    startsOn: '2020-01-01',
    ...parts,
  });
};

describe('the first end that is in time', () => {
  const rolling = {
    endsOn: '2027-08-31',
    renewal: 'automatic',
    renewalMonths: 12,
    noticeCount: 3,
    noticeUnit: 'months',
  };
  const cases: [string, object, string, string | null, string | null][] = [
    ['an end in the holiday before', rolling, '2027-09-02', '2027-08-31', '2027-05-28'],
    ['an end later on', rolling, '2027-04-12', '2027-08-31', '2027-05-28'],
    ['the next end where one has gone by', rolling, '2027-10-20', '2028-08-31', '2028-05-31'],
    ['45 days before are in time', rolling, '2027-10-15', '2027-08-31', '2027-05-28'],
    ['46 days before are not', rolling, '2027-10-16', '2028-08-31', '2028-05-31'],
    ['notice can no longer be given', { ...rolling, endsOn: '2027-01-31' }, '2027-01-10', '2028-01-31', '2027-10-29'],
    ['ends for good', { endsOn: '2027-08-31', renewal: 'none' }, '2028-09-01', '2027-08-31', null],
    ['by agreement, in time', { endsOn: '2027-08-31', renewal: 'by-agreement' }, '2027-04-12', '2027-08-31', null],
    [
      'by agreement, carried up to the change',
      { endsOn: '2027-08-31', renewal: 'by-agreement' },
      '2028-04-12',
      '2028-04-11',
      null,
    ],
    ['its end is not known', {}, '2027-09-02', null, null],
  ];
  for (const [name, parts, completeOn, endsOn, noticeBy] of cases) {
    it(name, () => {
      const safe = safeEndFor(contract(parts), asAt, completeOn);
      assert.deepEqual([safe?.endsOn ?? null, safe?.noticeBy ?? null], [endsOn, noticeBy]);
    });
  }
});

describe('leaving a contract', () => {
  const fixed = { endsOn: '2028-03-31', renewal: 'by-agreement' };

  it('saves from the day after its end and pays twice until then', () => {
    const leaving = leaveContract(contract(fixed), asAt, '2027-09-02', years, horizonEnd);
    assert.equal(leaving?.changeOverOn, '2027-09-02');
    assert.equal(leaving?.doubleDays, 212);
    assert.equal(leaving?.earlyTerminationPence, 0);
    // 2028-29 to 2030-31 whole, 275 of 366 days of 2031-32.
    assert.deepEqual(leaving?.savedPence, [0, 0, 365_000, 365_000, 365_000, 274_249]);
  });

  it('changes over on the day after an end in the holiday before', () => {
    const leaving = leaveContract(contract({ ...fixed, endsOn: '2027-08-31' }), asAt, '2027-09-02', years, horizonEnd);
    assert.deepEqual([leaving?.changeOverOn, leaving?.doubleDays], ['2027-09-01', 0]);
  });

  it('pays for ending early where that is known and cheaper than paying twice', () => {
    // 212 days twice cost £2,114.21.
    const cheap = leaveContract(
      contract({ ...fixed, earlyTerminationPence: 100_000 }),
      asAt,
      '2027-09-02',
      years,
      horizonEnd,
    );
    assert.equal(cheap?.earlyTerminationPence, 100_000);
    assert.equal(cheap?.doubleDays, 0);
    assert.equal(cheap?.savedPence[1], Math.round((365_000 * 212) / 366));
    const dear = leaveContract(
      contract({ ...fixed, earlyTerminationPence: 211_500 }),
      asAt,
      '2027-09-02',
      years,
      horizonEnd,
    );
    assert.equal(dear?.earlyTerminationPence, 0);
    assert.equal(dear?.doubleDays, 212);
  });

  it('saves nothing after the end of one that ends for good', () => {
    const leaving = leaveContract(
      contract({ endsOn: '2028-03-31', renewal: 'none' }),
      asAt,
      '2027-09-02',
      years,
      horizonEnd,
    );
    assert.deepEqual(leaving?.savedPence, [0, 0, 0, 0, 0, 0]);
    const after = leaveContract(
      contract({ endsOn: '2028-03-31', renewal: 'none' }),
      asAt,
      '2029-01-08',
      years,
      horizonEnd,
    );
    assert.equal(after?.changeOverOn, '2029-01-08');
  });

  it('says in words until when one is bound', () => {
    const rolls = contract({
      endsOn: '2026-12-31',
      renewal: 'automatic',
      renewalMonths: 36,
      noticeCount: 6,
      noticeUnit: 'months',
    });
    const leaving = leaveContract(rolls, asAt, '2027-09-02', years, horizonEnd);
    assert.ok(leaving !== null);
    assert.equal(leaving.safeEndOn, '2029-12-31');
    assert.match(boundReason(rolls, leaving), /"Old line" is bound until 31 December 2029: .* 28 months/);
  });
});

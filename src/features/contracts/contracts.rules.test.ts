import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { byNextDecision, outlookOf, totalsOf } from './contracts.rules.ts';

const today = '2026-11-24';

function contract(values: Partial<Contract>): Contract {
  return contractSchema.parse({ id: values.title ?? 'c', title: 'Contract', ...values });
}

const cases: { what: string; values: Partial<Contract>; status: string; nextOn: string | null }[] = [
  { what: 'nothing known', values: {}, status: 'not-known', nextOn: null },
  {
    what: 'fixed end, no notice needed',
    values: { endsOn: '2027-08-31', renewal: 'none' },
    status: 'running',
    nextOn: '2027-08-31',
  },
  {
    what: 'renews by itself: decided before notice less the lead-in',
    values: {
      endsOn: '2027-08-31',
      renewal: 'automatic',
      renewalMonths: 12,
      noticeCount: 3,
      noticeUnit: 'months',
      leadInDays: 90,
    },
    status: 'running',
    // Notice is due by Monday 31 May, a bank holiday, and goes out on the Friday before.
    nextOn: '2027-02-27',
  },
  {
    what: 'past its end and nobody said it ended',
    values: { endsOn: '2026-08-31', renewal: 'none' },
    status: 'running-over',
    nextOn: '2026-08-31',
  },
  {
    what: 'notice given',
    values: { endsOn: '2027-08-31', renewal: 'automatic', noticeGivenOn: '2026-11-01' },
    status: 'leaving',
    nextOn: null,
  },
  { what: 'ended', values: { endsOn: '2027-08-31', endedOn: '2026-10-01' }, status: 'ended', nextOn: null },
];

for (const { what, values, status, nextOn } of cases) {
  test(`a contract stands as it should: ${what}`, () => {
    const outlook = outlookOf(contract(values), [], today);
    assert.equal(outlook.status, status);
    assert.equal(outlook.nextOn, nextOn);
  });
}

test('contracts are listed by what needs a decision next, ended ones last', () => {
  const titles = [
    contract({ title: 'ended', endedOn: '2026-01-01' }),
    contract({ title: 'unknown and small', annualCostPence: 100 }),
    contract({ title: 'unknown and large', annualCostPence: 90_000 }),
    contract({ title: 'later', endsOn: '2028-08-31', renewal: 'none' }),
    contract({ title: 'sooner', endsOn: '2027-01-31', renewal: 'none' }),
  ]
    .map((item) => outlookOf(item, [], today))
    .sort(byNextDecision)
    .map((outlook) => outlook.contract.title);
  assert.deepEqual(titles, ['sooner', 'later', 'unknown and large', 'unknown and small', 'ended']);
});

test('totals leave out what has ended and say how many costs are missing', () => {
  const outlooks = [
    contract({ title: 'a', annualCostPence: 120_000, endsOn: '2027-08-31' }),
    contract({ title: 'b', endsOn: '2027-08-31' }),
    contract({ title: 'c', annualCostPence: 50_000, endedOn: '2026-01-01' }),
  ].map((item) => outlookOf(item, [], today));
  assert.deepEqual(totalsOf(outlooks), { contracts: 3, annualCostPence: 120_000, withoutCost: 1 });
});

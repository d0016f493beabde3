import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { contractSchema, type Contract } from '../../domain/record.ts';
import { decisionsOf, overdueContracts, undatedContracts } from './decisions.rules.ts';

const today = '2026-11-24';

function contract(values: Partial<Contract>): Contract {
  return contractSchema.parse({ id: values.title ?? 'c', title: 'Contract', ...values });
}

const copier = contract({
  id: 'copier',
  title: 'Copier lease',
  endsOn: '2027-08-31',
  renewal: 'automatic',
  renewalMonths: 12,
  noticeCount: 3,
  noticeUnit: 'months',
  leadInDays: 60,
});

test('a contract gives a day to decide, a day to give notice and a day on which it renews', () => {
  const decisions = decisionsOf([copier], [], null, today, 12);
  assert.deepEqual(
    decisions.map(({ date, kind, path, dueOn }) => [date, kind, path, dueOn]),
    [
      ['2027-03-29', 'decide', '/contracts/copier', null],
      // The contract's own day is a bank holiday.
      ['2027-05-28', 'notice', '/contracts/copier', '2027-05-31'],
      ['2027-09-01', 'renewal', '/contracts/copier', null],
    ],
  );
  assert.equal(decisions[0]?.title, 'Decide what follows “Copier lease”');
});

test('the last governors’ meeting in time is the day to decide', () => {
  const [first] = decisionsOf([copier], ['2027-02-10', '2027-03-24', '2027-05-20'], null, today, 12);
  assert.equal(first?.date, '2027-03-24');
  assert.equal(first?.atMeeting, true);
});

test('the plan’s placements stand beside the contracts, in order of date', () => {
  const problem = {
    terms: [{ id: 't1', name: 'Summer 2027', startsOn: '2027-04-12', endsOn: '2027-08-31', year: 0, holidayDays: 40 }],
    needs: [
      {
        id: 'wifi',
        name: 'Wi-Fi out of support',
        options: [{ id: 'wifi-buy', name: 'New Wi-Fi, bought', heading: 'E20F', placeholderPrice: true }],
        candidates: [{ optionId: 'wifi-buy', term: 0, decideBy: '2027-02-10', decideByReason: 'lead-in of 60 days.' }],
      },
    ],
  } as unknown as PlanningProblem;
  const plan = { placements: [{ needId: 'wifi', optionId: 'wifi-buy', term: 0, completeTerm: 1, locked: false }] };
  const decisions = decisionsOf([copier], [], { problem, plan: plan as unknown as Plan }, today, 12);
  assert.deepEqual(decisions[0], {
    date: '2027-02-10',
    kind: 'plan',
    title: 'Decide on “New Wi-Fi, bought”',
    why: 'Wi-Fi out of support: lead-in of 60 days. It starts in Summer 2027.',
    path: '/plan/wifi',
    atMeeting: false,
    dueOn: null,
    isLater: false,
  });
});

test('what comes only after a renewal is told from the next chance', () => {
  const monthly = contract({ ...copier, endsOn: '2026-12-31', renewalMonths: 1, noticeCount: 1, leadInDays: 0 });
  const decisions = decisionsOf([monthly], [], null, today, 12);
  assert.deepEqual(
    decisions.filter(({ isLater }) => !isLater).map(({ kind, date }) => [kind, date]),
    [
      ['decide', '2026-11-30'],
      ['notice', '2026-11-30'],
      ['renewal', '2027-01-01'],
    ],
  );
  assert.ok(decisions.filter(({ isLater }) => isLater).length > 20);
});

test('contracts without a date and contracts past their end are named, not dropped', () => {
  const contracts = [
    copier,
    contract({ title: 'No end' }),
    contract({ title: 'Over', endsOn: '2026-08-31', renewal: 'none' }),
  ];
  assert.deepEqual(
    undatedContracts(contracts, today).map(({ title }) => title),
    ['No end'],
  );
  assert.deepEqual(
    overdueContracts(contracts, today).map(({ title }) => title),
    ['Over'],
  );
});

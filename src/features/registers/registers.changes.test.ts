import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisterField } from './register.ts';
import { describeChange, labelOf } from './registers.changes.ts';

const fields: RegisterField[] = [
  { name: 'title', label: 'What the contract is for', kind: 'text' },
  { name: 'annualCostPence', label: 'Cost a year', kind: 'pounds' },
  { name: 'endsOn', label: 'End date', kind: 'date' },
  { name: 'contractId', label: 'Contract', kind: 'link', linksTo: 'contract' },
];

test('a change lists only the fields that differ, in the order of the form', () => {
  const described = describeChange(
    {
      before: { title: 'Copier', annualCostPence: 120000, endsOn: null, version: 1 },
      after: { title: 'Copier', annualCostPence: 150050, endsOn: '2027-03-14', version: 2 },
    },
    fields,
  );
  assert.deepEqual(described, {
    verb: 'Changed',
    fields: [
      { label: 'Cost a year', was: '£1,200', is: '£1,500.50' },
      { label: 'End date', was: 'Not known', is: '14 March 2027' },
    ],
    confirmed: [],
  });
});

test('columns written in the style of the database are understood', () => {
  const { fields: changed } = describeChange(
    { before: { annual_cost_pence: 100 }, after: { annual_cost_pence: 200 } },
    fields,
  );
  assert.deepEqual(changed, [{ label: 'Cost a year', was: '£1', is: '£2' }]);
});

test('adding and removing are told apart, and links are named', () => {
  const links = { contract: new Map([['c1', 'Broadband']]) };
  const added = describeChange({ before: null, after: { title: 'Line', contractId: 'c1' } }, fields, links);
  assert.equal(added.verb, 'Added');
  assert.deepEqual(added.fields.at(-1), { label: 'Contract', was: 'Not known', is: 'Broadband' });
  assert.equal(describeChange({ before: { title: 'Line' }, after: null }, fields).verb, 'Removed');
});

test('what was removed and comes back is put back, not added', () => {
  const back = describeChange({ before: null, after: { title: 'Line', version: 3 } }, fields);
  assert.equal(back.verb, 'Put back');
  assert.equal(describeChange({ before: null, after: { title: 'Line', version: 1 } }, fields).verb, 'Added');
});

test('a guess that was found right is named, though its value is the same', () => {
  const guess = { from: 'assumed', on: '2026-09-01', note: null };
  const typed = { from: 'typed', on: '2026-11-24', note: null };
  const side = (source: object, version: number) => ({
    title: 'Line',
    annualCostPence: 5,
    version,
    sources: { '*': typed, annualCostPence: source },
  });
  const described = describeChange({ before: side(guess, 1), after: side(typed, 2) }, fields);
  assert.deepEqual(described, { verb: 'Changed', fields: [], confirmed: ['Cost a year'] });
});

test('a key that no field declares gets plain words', () => {
  assert.equal(labelOf('staffDaysPerTerm'), 'Staff days per term');
  assert.equal(labelOf('capitalPence'), 'Capital');
});

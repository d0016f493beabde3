import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractSchema } from '../../domain/record.ts';
import { readListRequest } from '../registers/index.ts';
import { contractsInOrder, isWorkedOut, moreOfContracts } from './contracts-list.rules.ts';
import { contractRegister } from './contracts.register.ts';
import { outlookOf } from './contracts.rules.ts';

const TODAY = '2026-11-24';
const row = (id: string, parts: object = {}) => ({
  outlook: outlookOf(contractSchema.parse({ id, title: id, ...parts }), [], TODAY),
});
const rows = [
  row('b', { endsOn: '2027-08-31', renewal: 'none' }),
  row('renewed', {
    endsOn: '2025-08-31',
    renewal: 'automatic',
    renewalMonths: 12,
    noticeCount: 1,
    noticeUnit: 'months',
  }),
  row('unknown'),
  row('over', { endsOn: '2026-01-31', endedOn: '2026-01-31' }),
  row('a', { endsOn: '2027-08-31', renewal: 'none' }),
];
const idsOf = (query: Record<string, string>) =>
  contractsInOrder(rows, readListRequest(contractRegister, query, moreOfContracts)).map(
    ({ outlook }) => outlook.contract.id,
  );

test('contracts pass by how they stand and by the end that counts, not the one written down', () => {
  assert.deepEqual(idsOf({ status: 'ended' }), ['over']);
  assert.deepEqual(idsOf({ status: 'not-known' }), ['unknown']);
  assert.deepEqual(idsOf({ 'ends-from': '1/9/2026', sort: 'ends' }), ['a', 'b', 'renewed']);
  assert.deepEqual(idsOf({ 'ends-before': '1/9/2026' }), ['over']);
});

test('what is worked out gives an order; no value comes last, and equal ones stand by id', () => {
  assert.deepEqual(idsOf({ sort: 'ends' }), ['over', 'a', 'b', 'renewed', 'unknown']);
  assert.deepEqual(idsOf({ sort: '-ends' }), ['a', 'b', 'renewed', 'over', 'unknown']);
  assert.equal(idsOf({ sort: 'decideBy' }).at(-1), 'unknown');
});

test('an order that the database gave is kept', () => {
  assert.deepEqual(idsOf({ sort: '-title' }), ['b', 'renewed', 'unknown', 'over', 'a']);
  assert.equal(isWorkedOut({ field: 'ends', descending: true }), true);
  assert.equal(isWorkedOut({ field: 'title', descending: true }), false);
  assert.equal(isWorkedOut(null), false);
});

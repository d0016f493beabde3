import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contractRegister } from '../contracts/index.ts';
import { systemRegister } from '../systems/index.ts';
import { heldPage, isNarrowed, listAddress, queryOf, readListRequest, ROWS_ON_A_PAGE } from './list-filter.rules.ts';

const names = [
  'q',
  'type',
  'supplier',
  'unknown',
  'guesses',
  'changed-since',
  'ends-from',
  'ends-before',
  'sort',
  'page',
];

test('any address at all is read, and only says what a list can do', () => {
  const queries = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.string());
  fc.assert(
    fc.property(queries, (query) => {
      for (const register of [contractRegister, systemRegister]) {
        const { filter, sort, page, query: kept } = readListRequest(register, query);
        assert.ok(page >= 1 && Number.isSafeInteger(page));
        assert.ok(sort === null || register.fields.some(({ name }) => name === sort.field));
        assert.ok(filter.unknown === undefined || register.fields.some(({ name }) => name === filter.unknown));
        assert.ok(Object.keys(kept).every((name) => names.includes(name) && name !== 'page'));
        assert.ok(Object.values(kept).every((value) => value !== '' && value.length <= 200));
      }
    }),
  );
});

test('what is kept of an address reads back as the same request', () => {
  const words = fc.string({ maxLength: 30 });
  const query = fc.record(
    {
      q: words,
      supplier: words,
      type: fc.constantFrom('broadband', 'not-known', 'x'),
      unknown: fc.constantFrom('endsOn', 'id'),
      guesses: fc.constantFrom('yes', 'no'),
      'ends-from': fc.constantFrom('1/4/2027', '2027-04-01', 'soon'),
      sort: fc.constantFrom('title', '-endsOn', '--title', 'cashByYear'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(query, (asked) => {
      const once = readListRequest(contractRegister, asked);
      const again = readListRequest(contractRegister, queryOf(listAddress('', once.query).slice(1)));
      assert.deepEqual(again, once);
    }),
  );
});

test('dates are read as people write them, and a register without an end has none', () => {
  const { filter } = readListRequest(contractRegister, { 'ends-from': '1 April 2027', 'changed-since': '24/11/26' });
  assert.deepEqual(filter, { endsFrom: '2027-04-01', changedSince: '2026-11-24' });
  assert.deepEqual(readListRequest(systemRegister, { 'ends-from': '1/4/2027' }).filter, {});
  assert.deepEqual(readListRequest(contractRegister, { 'ends-before': '31/2/2027' }).problems, [
    '“31/2/2027” is not a date, so “Ending before” is left out. Write it like 31/8/2027.',
  ]);
});

test('pages are held to those there are, and an order narrows nothing', () => {
  assert.equal(heldPage(7, ROWS_ON_A_PAGE + 1), 2);
  assert.equal(heldPage(7, 0), 1);
  assert.equal(isNarrowed({ sort: 'title' }), false);
  assert.equal(isNarrowed({ q: 'x' }), true);
  assert.equal(listAddress('/x', { q: 'a b', sort: 'title' }, { sort: null, page: '2' }), '/x?q=a+b&page=2');
});

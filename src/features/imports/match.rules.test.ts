import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { matchRows, type CameIn, type Keyed, type KeyedRow } from './match.rules.ts';

const keys = { strongKeys: ['reference'], sharedKeys: ['title', 'supplier'], mustAgree: ['startsOn'] };
const nothing: CameIn = { itemOf: new Map(), lastOf: new Map(), added: new Set() };

function row(number: number, values: Record<string, string | null> | null, fingerprint = `p${number}`): KeyedRow {
  return { row: number, fingerprint, id: `import-${fingerprint}`, keys: values };
}
function item(id: string, values: Record<string, string | null>): Keyed {
  return { id, keys: values };
}
function standings(rows: KeyedRow[], known: Keyed[], cameIn: CameIn = nothing) {
  return matchRows(keys, rows, known, cameIn).map(({ standing, itemId }) => [standing, itemId]);
}

describe('which item a row is', () => {
  const copier = item('c1', { title: 'Copier lease', supplier: 'Print plc', reference: 'A1', startsOn: '2024-04-01' });

  test('a row that came in before is the item that it became, whatever the item is called now', () => {
    const cameIn = { itemOf: new Map([['p2', 'c1']]), lastOf: new Map([['c1', 'p2']]), added: new Set(['c1']) };
    assert.deepEqual(standings([row(2, { title: 'Old name' })], [copier], cameIn), [['same', 'c1']]);
    const later = { ...cameIn, lastOf: new Map([['c1', 'p9']]) };
    assert.deepEqual(standings([row(2, { title: 'Old name' })], [copier], later), [['known', 'c1']]);
  });

  test('a row whose item was removed from the register is told, unless its import was undone', () => {
    const cameIn = { itemOf: new Map([['p2', 'c1']]), lastOf: new Map([['c1', 'p2']]), added: new Set(['c1']) };
    assert.deepEqual(standings([row(2, { title: 'Copier' })], [], cameIn), [['gone', null]]);
    assert.deepEqual(standings([row(2, { title: 'Copier' })], [], { ...cameIn, added: new Set() }), [['new', null]]);
  });

  test('a reference tells an item by itself, where it is the only one on both sides', () => {
    const moved = { title: 'Copiers and printers', supplier: 'New owner plc', reference: 'a1' };
    assert.deepEqual(standings([row(2, moved)], [copier]), [['known', 'c1']]);
    assert.deepEqual(standings([row(2, moved), row(3, moved)], [copier]), [
      ['new', null],
      ['new', null],
    ]);
  });

  for (const { what, values, expected } of [
    {
      what: 'same name and supplier, written otherwise',
      values: { title: 'COPIER  lease ', supplier: 'Print plc' },
      expected: 'known',
    },
    { what: 'another supplier', values: { title: 'Copier lease', supplier: 'Other plc' }, expected: 'new' },
    {
      what: 'another reference',
      values: { title: 'Copier lease', supplier: 'Print plc', reference: 'A2' },
      expected: 'new',
    },
    {
      what: 'another start than one typed by hand',
      values: { title: 'Copier lease', supplier: 'Print plc', startsOn: '2028-04-01' },
      expected: 'new',
    },
  ]) {
    test(`name and supplier: ${what}`, () => {
      assert.equal(standings([row(2, values)], [copier])[0]?.[0], expected);
    });
  }

  test('a file may say another start of what a file brought in', () => {
    const cameIn = { itemOf: new Map([['p1', 'c1']]), lastOf: new Map([['c1', 'p1']]), added: new Set(['c1']) };
    const values = { title: 'Copier lease', supplier: 'Print plc', startsOn: '2028-04-01' };
    assert.deepEqual(standings([row(2, values)], [copier], cameIn), [['known', 'c1']]);
  });

  test('what cannot be told from two items looks like one of them, and is neither', () => {
    const twins = [item('a', { title: 'Phones' }), item('b', { title: 'Phones' })];
    assert.deepEqual(standings([row(2, { title: 'Phones' })], twins), [['alike', 'a']]);
  });

  test('a row that is kept aside is no item, unless it was mended and brought in before', () => {
    assert.deepEqual(standings([row(2, null)], [copier]), [['kept', null]]);
    const cameIn = { itemOf: new Map([['p2', 'c1']]), lastOf: new Map([['c1', 'p2']]), added: new Set(['c1']) };
    assert.deepEqual(standings([row(2, null)], [copier], cameIn), [['same', 'c1']]);
  });
});

test('no item is matched to two rows, and every row has one match', () => {
  const values = fc.record({
    title: fc.option(fc.constantFrom('a', 'b', 'A ', 'c'), { nil: null }),
    supplier: fc.option(fc.constantFrom('x', 'y'), { nil: null }),
    reference: fc.option(fc.constantFrom('1', '2', '3'), { nil: null }),
    startsOn: fc.option(fc.constantFrom('2024-01-01', '2025-01-01'), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(fc.option(values, { nil: null })), fc.array(values), (rowValues, itemValues) => {
      const rows = rowValues.map((value, index) => row(index + 2, value));
      const known = itemValues.map((value, index) => item(`i${index}`, value));
      const matches = matchRows(keys, rows, known, nothing);
      assert.deepEqual(
        matches.map((match) => match.row),
        rows.map((other) => other.row),
      );
      const taken = matches.filter(({ standing }) => standing === 'known' || standing === 'same');
      assert.equal(new Set(taken.map(({ itemId }) => itemId)).size, taken.length);
    }),
  );
});

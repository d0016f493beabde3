import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contractImport } from './contract-import.ts';
import { mergeRow, sameHeld, sideOf, spokenFields, withChanges } from './merge.rules.ts';

const spoken = new Set(['title', 'supplier', 'endsOn', 'annualCostPence']);

function merged(
  sides: { base: Record<string, unknown> | null; mine: Record<string, unknown>; theirs: Record<string, unknown> },
  chosen: Record<string, boolean> = {},
) {
  const given = { base: sides.base && sideOf(sides.base), mine: sideOf(sides.mine), theirs: sideOf(sides.theirs) };
  return mergeRow(contractImport, spoken, given, chosen).map(({ field, will, conflict, take }) => [
    field,
    will.value,
    conflict,
    take,
  ]);
}

describe('what a newer file changes', () => {
  const base = { title: 'MIS', endsOn: '2026-08-31' };

  test('nothing where it says what is there, or what the last file said', () => {
    assert.deepEqual(merged({ base, mine: base, theirs: base }), []);
    assert.deepEqual(merged({ base, mine: { ...base, endsOn: '2027-01-01' }, theirs: base }), []);
    assert.deepEqual(
      merged({ base, mine: { ...base, endsOn: '2027-01-01' }, theirs: { ...base, endsOn: '2027-01-01' } }),
      [],
    );
  });

  test('what only the file changed, taken unless a person says otherwise', () => {
    const theirs = { ...base, endsOn: '2027-08-31' };
    assert.deepEqual(merged({ base, mine: base, theirs }), [['endsOn', '2027-08-31', false, true]]);
    assert.deepEqual(merged({ base, mine: base, theirs }, { endsOn: false }), [['endsOn', '2027-08-31', false, false]]);
  });

  test('what both changed is a conflict, and the person’s stays unless they say otherwise', () => {
    const sides = { base, mine: { ...base, endsOn: '2026-12-31' }, theirs: { ...base, endsOn: '2027-08-31' } };
    assert.deepEqual(merged(sides), [['endsOn', '2027-08-31', true, false]]);
    assert.deepEqual(merged(sides, { endsOn: true }), [['endsOn', '2027-08-31', true, true]]);
  });

  test('of what was typed by hand it fills what is not known, and no more', () => {
    const mine = { title: 'MIS', supplier: 'Quill', unread: {} };
    assert.deepEqual(merged({ base: null, mine, theirs: { title: 'MIS', supplier: 'Other', annualCostPence: 100 } }), [
      ['supplier', 'Other', true, false],
      ['annualCostPence', 100, false, true],
    ]);
    assert.deepEqual(merged({ base: null, mine, theirs: { title: 'MIS' } }), []);
  });

  test('a cell that was emptied empties the field; a column that is not there does not', () => {
    const full = { title: 'MIS', endsOn: '2026-08-31', owner: 'Pat' };
    assert.deepEqual(merged({ base: full, mine: full, theirs: { title: 'MIS' } }), [['endsOn', null, false, true]]);
  });

  test('a date that became unreadable keeps its text, and one that was mended loses it', () => {
    const theirs = { title: 'MIS', unread: { endsOn: 'TBC' } };
    const side = sideOf(base);
    const changes = mergeRow(contractImport, spoken, { base: side, mine: side, theirs: sideOf(theirs) });
    assert.deepEqual(changes[0]?.will, { value: null, text: 'TBC' });
    const after = withChanges(side, changes);
    assert.deepEqual([after.values['endsOn'], after.unread], [null, { endsOn: 'TBC' }]);
    const back = mergeRow(contractImport, spoken, { base: sideOf(theirs), mine: after, theirs: side });
    assert.deepEqual(withChanges(after, back), { values: base, unread: {} });
  });
});

test('a field is spoken of where a column is taken for it, or for what it is worked out from', () => {
  const column = { index: 0, column: 'Term', certainty: 'sure' as const };
  const fields = spokenFields(contractImport, [{ ...column, target: 'durationMonths' }]);
  assert.deepEqual([...fields], ['endsOn']);
});

test('records of years are the same in any order', () => {
  const held = (value: unknown) => ({ value, text: null });
  assert.ok(sameHeld(held({ '2026-27': 1, '2027-28': 2 }), held({ '2027-28': 2, '2026-27': 1 })));
  assert.ok(!sameHeld(held(null), { value: null, text: 'TBC' }));
});

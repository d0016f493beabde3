import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countFacts, guessRange, holdsGuesses, isGuess, isWholeGuess, withoutGuesses } from './guesses.ts';
import { equipmentSchema, recordSchema, valueSourceSchema, type SchoolRecord } from './record.ts';

const assumed = (range?: { low: number; high: number }) => ({
  from: 'assumed',
  on: '2026-11-24',
  note: 'typical',
  ...(range && { range }),
});
const typed = { from: 'typed', on: '2026-11-25', note: null };
const points = (parts: object = {}) =>
  equipmentSchema.parse({
    id: 'points',
    name: 'Access points',
    kind: 'access-point',
    quantity: 14,
    wifiGeneration: '5',
    sources: { '*': assumed(), quantity: assumed({ low: 9, high: 20 }) },
    ...parts,
  });

function recordOf(parts: object): SchoolRecord {
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: '2026-11-24',
    edition: '2026-09',
    school: { key: 'x', name: 'Made school', phase: 'primary', pupils: 420, governance: 'maintained' },
    ...parts,
  });
}

test('a value is a guess by its own source, else by that of all values; an empty field holds none', () => {
  assert.ok(isGuess(points(), 'quantity'));
  assert.ok(isGuess(points(), 'wifiGeneration'));
  assert.ok(!isGuess(points(), 'model'));
  const counted = points({ sources: { '*': assumed(), quantity: typed } });
  assert.ok(!isGuess(counted, 'quantity'));
  assert.ok(isGuess(counted, 'wifiGeneration'));
  assert.ok(!isGuess(points({ sources: {} }), 'quantity'));
});

test('the range is that of the guess, its value within; a typed number has none', () => {
  assert.deepEqual(guessRange(points(), 'quantity'), { low: 9, high: 20 });
  assert.deepEqual(guessRange(points({ quantity: 25 }), 'quantity'), { low: 9, high: 25 });
  assert.equal(guessRange(points(), 'wifiGeneration'), null);
  const typedWithRange = { ...typed, range: { low: 1, high: 2 } };
  assert.equal(guessRange(points({ sources: { quantity: typedWithRange } }), 'quantity'), null);
});

test('a range that runs backwards is no range', () => {
  assert.ok(valueSourceSchema.safeParse(assumed({ low: 2, high: 2 })).success);
  assert.ok(!valueSourceSchema.safeParse(assumed({ low: 3, high: 2 })).success);
});

test('facts are filled fields but names and notes, and guesses are counted among them', () => {
  const record = recordOf({
    equipment: [points({ notes: 'Ask Jo' })],
    contracts: [{ id: 'c', title: 'Line', type: 'broadband', annualCostPence: 0 }],
  });
  const { facts, guesses } = countFacts(record);
  // Kind, quantity and generation; type and cost.
  assert.equal(facts, 5);
  assert.deepEqual(
    guesses.map(({ register, id, name, field, value }) => [register, id, name, field, value]),
    [
      ['equipment', 'points', 'Access points', 'kind', 'access-point'],
      ['equipment', 'points', 'Access points', 'quantity', 14],
      ['equipment', 'points', 'Access points', 'wifiGeneration', '5'],
    ],
  );
});

test('an item of which something was typed is no whole guess', () => {
  assert.ok(isWholeGuess(points()));
  assert.ok(!isWholeGuess(points({ sources: { '*': assumed(), quantity: typed } })));
  assert.ok(!isWholeGuess(points({ sources: { '*': typed } })));
});

test('without guesses: what is nothing but a guess goes, guessed values of the rest are unknown, what is known stays', () => {
  const counted = points({ id: 'counted', sources: { '*': assumed(), quantity: typed } });
  const own = points({ id: 'own', sources: {} });
  const record = recordOf({ equipment: [points(), counted, own] });
  const known = withoutGuesses(record);
  assert.deepEqual(
    known.equipment.map(({ id, quantity, wifiGeneration }) => [id, quantity, wifiGeneration]),
    [
      ['counted', 14, null],
      ['own', 14, '5'],
    ],
  );
  const without = recordOf({ equipment: [own] });
  assert.equal(withoutGuesses(without), without);
});

test('what was worked out from a guess and kept beside it goes with the guess, and is no fact itself', () => {
  const counted = points({ sources: { '*': assumed(), quantity: typed }, boughtYear: 2021 });
  const record = recordOf({ equipment: [counted] });
  const worked = { ...record, equipment: [{ ...counted, known: { replaceInYear: 2026 } }] };
  assert.deepEqual(countFacts(worked), countFacts(record));
  assert.deepEqual(withoutGuesses(worked), withoutGuesses(record));
  const [known] = withoutGuesses(worked).equipment;
  assert.ok(known !== undefined && !('known' in known));
  assert.equal(known.boughtYear, null);
});

test('a record holds guesses where any value of any item is one', () => {
  assert.ok(holdsGuesses(recordOf({ equipment: [points({ sources: { '*': typed, quantity: assumed() } })] })));
  assert.ok(
    holdsGuesses(recordOf({ systems: [{ id: 's', name: 'Mail', kind: 'mail', sources: { '*': assumed() } }] })),
  );
  assert.ok(!holdsGuesses(recordOf({ equipment: [points({ sources: { '*': typed } })] })));
});

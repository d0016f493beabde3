import assert from 'node:assert/strict';
import { test } from 'node:test';
import { correctMapping, headingKeys, recogniseColumns, withRemembered } from './columns.rules.ts';
import { contractImport } from './contract-import.ts';

function columnsOf(...headings: string[]) {
  const times = new Map<string, number>();
  return headings.map((heading, index) => {
    const time = (times.get(heading) ?? 0) + 1;
    times.set(heading, time);
    return { index, heading, name: time === 1 ? heading || `Column ${index + 1}` : `${heading} (${time})` };
  });
}
const targetsOf = (mapping: readonly { target: string | null; certainty: string }[]) =>
  mapping.map(({ target, certainty }) => [target, certainty]);

test('headings are remembered without case and punctuation, one that comes twice as two, an empty one by its place', () => {
  assert.deepEqual(
    [...headingKeys(columnsOf('Total_Value', 'total value!', '', '£')).values()],
    ['total value', 'total value #2', 'column 3', '£'],
  );
});

test('what was chosen last time is proposed, and taken from any other column', () => {
  const columns = columnsOf('Contract', 'Supplier', 'Firma');
  const guessed = recogniseColumns(columns, contractImport.targets);
  const remembered = new Map([
    ['firma', 'supplier'],
    ['contract', null],
    ['not in this file', 'notes'],
  ]);
  assert.deepEqual(targetsOf(withRemembered(guessed, columns, remembered)), [
    [null, 'remembered'],
    [null, 'none'],
    ['supplier', 'remembered'],
  ]);
});

test('two headings remembered for the same thing do not both get it', () => {
  const columns = columnsOf('Firma', 'Anbieter');
  const remembered = new Map([
    ['firma', 'supplier'],
    ['anbieter', 'supplier'],
  ]);
  const mapping = withRemembered(recogniseColumns(columns, contractImport.targets), columns, remembered);
  assert.deepEqual(targetsOf(mapping), [
    ['supplier', 'remembered'],
    [null, 'none'],
  ]);
});

test('a column may have any name', () => {
  const columns = columnsOf('constructor', '__proto__', 'toString');
  const mapping = correctMapping(recogniseColumns(columns, contractImport.targets), { toString: 'title' });
  assert.deepEqual(targetsOf(mapping), [
    [null, 'none'],
    [null, 'none'],
    ['title', 'chosen'],
  ]);
});

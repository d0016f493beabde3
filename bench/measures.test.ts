import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asTable, median, quantile, ratioOf } from './measures.ts';

test('medians and ratios', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.equal(quantile(hundred, 0.95), 95);
  assert.equal(quantile([7], 0.95), 7);
  assert.equal(ratioOf({ group: 'g', name: 'n', value: 6, unit: 'ms', beside: { name: 'b', value: 3 } }), 2);
  assert.equal(ratioOf({ group: 'g', name: 'n', value: 6, unit: 'ms' }), null);
});

test('a table groups its rows and lines them up', () => {
  const text = asTable([
    { group: 'Pages', name: 'plan', value: 123.4, unit: 'a second', beside: { name: 'static', value: 246.8 } },
    { group: 'Pages', name: 'front page', value: 9.5, unit: 'a second', note: 'signed out' },
    { group: 'Starts', name: 'first', value: 1.234, unit: 's' },
  ]);
  assert.equal(
    text,
    [
      'Pages',
      '  plan        123 a second   static 247 a second  ratio 0.50',
      '  front page  9.50 a second                                   signed out',
      '',
      'Starts',
      '  first       1.23 s',
    ].join('\n'),
  );
});

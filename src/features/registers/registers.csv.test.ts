import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import Papa from 'papaparse';
import { toCsv } from './registers.csv.ts';

test('a cell that a spreadsheet would run is written as text, numbers as numbers', () => {
  const lineOf = (cell: string) => Papa.parse<string[]>(toCsv([[cell, 'end']]).slice(1)).data[0]?.[0];
  for (const bad of ['=1+1', '+44 114', '-2+3', '@SUM(A1)', '\t=1', ' =1', '\uFEFF=1', '|cmd']) {
    assert.equal(lineOf(bad), `'${bad}`);
  }
  for (const good of ['Broadband', '-40', '-12.50', '12', 'a=b', '2027-03-14', '']) assert.equal(lineOf(good), good);
});

test('no cell of a written file starts a formula, and every cell can be read back', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
      const read = Papa.parse<string[]>(toCsv(rows).slice(1), { newline: '\r\n', delimiter: ',' }).data.slice(
        0,
        rows.length,
      );
      for (const [r, row] of rows.entries()) {
        for (const [c, cell] of row.entries()) {
          const back = read[r]?.[c] ?? '';
          assert.ok(back === cell || back === `'${cell}`);
          // A plain number may have a sign: it is no formula.
          assert.ok(!/^[=+@]/.test(back) || /^\+\d+(?:\.\d+)?$/.test(back), back);
        }
      }
    }),
    { numRuns: 200 },
  );
});

import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { importables, openImportTable, summariseTable } from './index.ts';

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
const data = new URL('../../../../shared/data/', import.meta.url);

interface Line {
  register: string;
  file: string;
  figures: number[];
}

function linesOfTable(): Line[] {
  const table = /<!-- real files:[^\n]*\n([\s\S]*?)<!-- end of real files -->/.exec(readme)?.[1] ?? '';
  return table
    .split('\n')
    .filter((line) => /^\|.*\d\s*\|$/.test(line.trim()))
    .map((line) => {
      const [register = '', file = '', ...figures] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return { register, file, figures: figures.map(Number) };
    });
}

test('the README’s table names every real file, and its fates add up', () => {
  const lines = linesOfTable();
  assert.deepEqual(
    lines.map(({ register }) => register),
    ['contracts', 'equipment', 'systems', 'payments'],
  );
  for (const { figures } of lines) {
    const [rows = 0, ...fates] = figures;
    assert.equal(fates.length, 3);
    assert.equal(
      fates.reduce((sum, fate) => sum + fate, 0),
      rows,
    );
  }
});

for (const { register, file, figures } of linesOfTable()) {
  const address = new URL(file, data);
  // The files are not the project's to pass on: this is tried where they are.
  if (!existsSync(address)) continue;
  test(`the README says what comes of ${file}`, async () => {
    const importable = importables.find(({ path }) => path === register);
    assert.ok(importable);
    const { rows, fates } = await summariseTable(
      importable,
      await openImportTable(importable, createReadStream(address), file),
    );
    assert.deepEqual([rows, fates.whole, fates.partial, fates.kept], figures);
  });
}

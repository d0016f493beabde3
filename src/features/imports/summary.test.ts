import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { openTable, readTable } from '../../platform/tables/index.ts';
import { headingCounter } from './columns.rules.ts';
import { contractImport } from './contract-import.ts';
import { previewTable } from './rows.rules.ts';
import { summariseImport, summariseTable } from './summary.rules.ts';

const sample = readFileSync(new URL('../../../test/samples/contracts-register.csv', import.meta.url));
const options = { countKnown: headingCounter(contractImport.targets) };

describe('the summary of an import', () => {
  it('says what was kept as text and why, most frequent first', async () => {
    const summary = summariseImport(previewTable(contractImport, await readTable(sample, 'register.csv', options)));
    assert.equal(summary.fates.whole + summary.fates.partial + summary.fates.kept, summary.rows);
    assert.deepEqual(
      summary.unread.find((line) => line.text === '22/04/222'),
      { field: 'endsOn', text: '22/04/222', why: '“222” is not a year', count: 1, firstRow: 5 },
    );
    assert.ok(summary.unread.some((line) => line.text === 'TBC' && line.field === 'startsOn'));
    assert.equal(summary.columns.find((line) => line.column === 'Current Expiry Date')?.field, 'currentEndsOn');
    assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary);
  });

  it('is the same for a table that is never held', async () => {
    const held = summariseImport(previewTable(contractImport, await readTable(sample, 'register.csv', options)));
    assert.deepEqual(await summariseTable(contractImport, await openTable(sample, 'register.csv', options)), held);
  });

  it('counts what its lists have no room for', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `Contract ${i},odd ${i}\n,\n`).join('');
    const table = await readTable(
      Buffer.from(`Contract title,End date\n${rows}${',TBC\n'.repeat(8)}`),
      'x.csv',
      options,
    );
    const summary = summariseImport(previewTable(contractImport, table), 5);
    assert.deepEqual([summary.unread.length, summary.kept.length], [5, 5]);
    assert.deepEqual(summary.notListed, { unread: 25, kept: 3, warnings: 0 });
  });
});

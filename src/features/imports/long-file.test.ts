import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractImport, openImportTable, summariseTable } from './index.ts';

/** Rows of about a kilobyte each, made while they are read. */
async function* longFile(megabytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('Contract title,Supplier,End date,Notes\r\n');
  const notes = 'Ask for a price for three years. '.repeat(60);
  for (let piece = 0; piece < megabytes; piece += 1) {
    let text = '';
    for (let row = 0; row < 512; row += 1) text += `Contract ${piece}/${row},Firm ${row},31/08/2027,"${notes}"\r\n`;
    yield Buffer.from(text);
  }
}

test('a file of nearly 100 MB is read row by row in the memory of a few pieces', async () => {
  const before = process.memoryUsage();
  let most = 0;
  let looks = 0;
  const look = setInterval(() => {
    const { heapUsed, external } = process.memoryUsage();
    looks += 1;
    most = Math.max(most, heapUsed + external - before.heapUsed - before.external);
  }, 20);
  const table = await openImportTable(contractImport, longFile(90), 'long.csv');
  const batches = table.batches.bind(table);
  let read = 0;
  table.batches = async function* () {
    for await (const rows of batches()) {
      read += rows.length;
      // Lets the look at the memory have its turn.
      await new Promise((done) => void setImmediate(done));
      yield rows;
    }
  };
  const { rows, fates } = await summariseTable(contractImport, table);
  clearInterval(look);
  assert.equal(rows, 90 * 512);
  assert.equal(read, rows);
  assert.deepEqual(fates, { whole: rows, partial: 0, kept: 0 });
  // What stood in memory before may have been cleared away meanwhile, so that no look saw more than then.
  assert.ok(looks > 0);
  assert.ok(most < 200e6, `it took ${Math.round(most / 1e6)} MB`);
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

/** Clears away what nothing holds any more: only what is held is the memory that reading takes. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('a file of nearly 100 MB is read row by row in the memory of a few pieces', async () => {
  const before = heldBytes();
  const table = await openImportTable(contractImport, longFile(90), 'long.csv');
  const batches = table.batches.bind(table);
  let read = 0;
  let looks = 0;
  let most = 0;
  table.batches = async function* () {
    for await (const rows of batches()) {
      read += rows.length;
      if (read / 4_000 > looks) {
        looks += 1;
        most = Math.max(most, heldBytes() - before);
      }
      yield rows;
    }
  };
  const { rows, fates } = await summariseTable(contractImport, table);
  assert.equal(rows, 90 * 512);
  assert.equal(read, rows);
  assert.deepEqual(fates, { whole: rows, partial: 0, kept: 0 });
  assert.ok(looks > 5, `${looks} looks`);
  assert.ok(most < 50e6, `it took ${Math.round(most / 1e6)} MB`);
});

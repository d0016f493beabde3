import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { readTable } from '../../platform/tables/index.ts';
import type { ExportTable } from './registers.csv.ts';
import { tableWorkbook } from './workbook.ts';

/** The parts of a zip file by name, found by its directory. */
function unzip(file: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  let at = file.readUInt32LE(file.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (file.readUInt32LE(at) === 0x02014b50) {
    const [packed, nameLength, extra, comment] = [20, 28, 30, 32].map((offset) =>
      offset === 20 ? file.readUInt32LE(at + offset) : file.readUInt16LE(at + offset),
    ) as [number, number, number, number];
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const body = file.subarray(start, start + packed);
    parts.set(name, (file.readUInt16LE(at + 10) === 0 ? body : inflateRawSync(body)).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}

const columns: ExportTable['columns'] = [
  { heading: 'Name', holds: 'text' },
  { heading: 'Ends', holds: 'date' },
  { heading: '=Cost', holds: 'number' },
];

test('texts stay texts, whatever they begin with; dates and numbers are such', async () => {
  const rows = [
    ['=HYPERLINK("http://x")', '2027-03-14', '12.50'],
    ['+44 114', 'TBC', '=1+1'],
    ['@SUM(A1)', '', '-3'],
    ['00123', '1899-01-01', '1e9'],
    ['a\u0000b\u000b', '', ''],
  ];
  const file = await tableWorkbook('Contracts: all/of [them]', { columns, rows });
  const parts = unzip(file);
  const sheet = [...parts].find(([name]) => /worksheets\/sheet/.test(name))?.[1] ?? '';
  assert.ok(sheet.length > 100);
  assert.doesNotMatch(sheet, /<f[ >]/);
  const read = await readTable(file, 'x.xlsx', { countKnown: () => 3 });
  assert.deepEqual(
    read.rows.map(({ cells }) => cells.slice(0, 3)),
    [
      ['=HYPERLINK("http://x")', '2027-03-14', '12.5'],
      ['+44 114', 'TBC', '=1+1'],
      ['@SUM(A1)', '', '-3'],
      ['00123', '1899-01-01', '1e9'],
      ['ab', '', ''],
    ],
  );
});

test('no text of any kind makes a formula or breaks the file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), async (texts) => {
      const file = await tableWorkbook('R', { columns, rows: texts.map((text) => [`=${text}`, text, text]) });
      for (const [name, part] of unzip(file)) {
        if (/worksheets\/sheet/.test(name)) assert.doesNotMatch(part, /<f[ >]/);
      }
    }),
    { numRuns: 40 },
  );
});

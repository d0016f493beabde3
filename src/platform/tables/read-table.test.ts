import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { csvLine, csvSafe, csvUnsafe, ImportError, openTable, readTable, type Table } from './index.ts';
import { mendMojibake } from './text-encoding.ts';

/** Headings that a caller of these tests would know. */
const known = new Set(['contract title', 'supplier', 'annual cost', 'end date', 'auto renew?']);
const countKnown = (cells: readonly string[]): number => cells.filter((cell) => known.has(cell.toLowerCase())).length;

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

async function table(bytes: string | Uint8Array, name = 'file.csv'): Promise<Table> {
  return readTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, name, { countKnown });
}

async function cells(bytes: string | Uint8Array): Promise<string[][]> {
  return (await table(bytes)).rows.map((row) => row.cells);
}

async function codeOf(bytes: Uint8Array | AsyncIterable<Uint8Array>, name: string): Promise<string> {
  try {
    await readTable(bytes, name);
  } catch (error) {
    assert.ok(error instanceof ImportError, String(error));
    assert.ok(error.message.length > 10 && error.howToMend.length > 10);
    return error.code;
  }
  return 'read';
}

const rows = [
  ['Façade café', '£400'],
  ['naïve “quote” – dash’s', '€5'],
];
const csv = `Contract title,Annual cost\n${rows.map((row) => row.join(',')).join('\n')}\n`;

describe('encodings', () => {
  it('UTF-8 with and without a byte-order mark', async () => {
    assert.deepEqual(await cells(csv), rows);
    const marked = await table(`\ufeff${csv}`);
    assert.deepEqual([marked.columns[0]?.name, marked.encoding], ['Contract title', 'utf-8']);
  });

  it('a byte-order mark that was encoded again, once and twice', async () => {
    for (const mark of ['\u00ef\u00bb\u00bf', '\u00c3\u00af\u00c2\u00bb\u00c2\u00bf', '\ufeff\u00ef\u00bb\u00bf']) {
      assert.equal((await table(mark + csv)).columns[0]?.name, 'Contract title');
    }
  });

  it('Windows-1252', async () => {
    const bytes = latin1(
      csv.replace(/[“”–’€]/g, (char) =>
        String.fromCharCode({ '“': 0x93, '”': 0x94, '–': 0x96, '’': 0x92, '€': 0x80 }[char] ?? 0),
      ),
    );
    const read = await table(bytes);
    assert.equal(read.encoding, 'windows-1252');
    assert.deepEqual(
      read.rows.map((row) => row.cells),
      rows,
    );
  });

  it('UTF-16 of both orders, with and without a mark', async () => {
    const little = Buffer.from(csv, 'utf16le');
    const big = Buffer.from(little).swap16();
    assert.deepEqual(await cells(little), rows);
    assert.deepEqual(await cells(big), rows);
    assert.deepEqual(await cells(Buffer.concat([Buffer.from([0xff, 0xfe]), little])), rows);
    assert.deepEqual(await cells(Buffer.concat([Buffer.from([0xfe, 0xff]), big])), rows);
  });

  it('UTF-8 and Windows-1252 in one file, however far down', async () => {
    const filler = 'x,1\n'.repeat(40_000);
    const bytes = Buffer.concat([Buffer.from(`a,b\ncafé,£1\n${filler}`), latin1('caf\u00e9,\u00a32\n')]);
    const found = await cells(bytes);
    assert.deepEqual(found[0], ['café', '£1']);
    assert.deepEqual(found.at(-1), ['café', '£2']);
  });

  it('mends what was decoded wrongly before it was saved, and only that', () => {
    const damaged: [string, string][] = [
      ['Councilâ€™s â€“ â€œfineâ€\u009d', 'Council’s – “fine”'],
      ['Council\u00e2\u0080\u0099s', 'Council’s'],
      ['Council\u0080\u0099s main', 'Council’s main'],
      ['A \u0080\u0093 B', 'A – B'],
      ['CafÃ© Â£40', 'Café £40'],
      ['Å´yn', 'Ŵyn'],
      ['it\u0092s', 'it’s'],
    ];
    for (const [text, mended] of damaged) assert.equal(mendMojibake(text), mended);
    for (const text of ['CAFÉ’S', 'Façade – “x”', '£40 ½ “ü”', 'Ysgol Gŵyr', 'RENÉ’S É»'])
      assert.equal(mendMojibake(text), text);
  });

  it('mends any text that was taken for Windows-1252 or Latin-1', () => {
    const alphabet = fc.string({ unit: fc.constantFrom(...'ab £é’–“”ŵâ½€') });
    fc.assert(
      fc.property(alphabet, (text) => {
        assert.equal(mendMojibake(Buffer.from(text, 'utf8').toString('latin1')), text);
      }),
    );
  });

  it('reads the same in pieces of any size', async () => {
    const bytes = Buffer.from(`\ufeff${csv.replaceAll('\n', '\r\n')}"a\r\nb, “c”",2\r\n`);
    const whole = await cells(bytes);
    for (const size of [1, 2, 3, 5, 7, 64]) {
      const pieces = (async function* () {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      })();
      const read = await readTable(pieces, 'file.csv');
      assert.deepEqual(
        read.rows.map((row) => row.cells),
        whole,
        String(size),
      );
    }
  });
});

describe('lines and cells', () => {
  it('line ends: CRLF, LF, CR alone, and mixed', async () => {
    for (const end of ['\r\n', '\n', '\r'])
      assert.deepEqual(await cells(['a,b', '1,2', '3,4', ''].join(end)), [
        ['1', '2'],
        ['3', '4'],
      ]);
    assert.deepEqual(await cells('a,b\r1,2\n3,4\r\n5,6'), [
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  it('delimiters: semicolon, tab, bar, and what Excel’s first line says', async () => {
    for (const mark of [';', '\t', '|'])
      assert.deepEqual(await cells(`a${mark}b\n1,5${mark}2\n3${mark}4\n`), [
        ['1,5', '2'],
        ['3', '4'],
      ]);
    assert.deepEqual(await cells('a,b,c\n"x|y","1",2\n"p|q"\n'), [['x|y', '1', '2'], ['p|q']]);
    assert.deepEqual(await cells('sep=;\na;b\n1;2\n'), [['1', '2']]);
  });

  it('quotes, commas and line ends in cells', async () => {
    assert.deepEqual(await cells('a,b\n"x ""y"", z","1\r\n2"\n'), [['x "y", z', '1\n2']]);
    assert.deepEqual(await cells('a,b\n5" disk,3" nail\n'), [['5" disk', '3" nail']]);
  });

  it('a quote that never closes costs no row', async () => {
    const read = await table('a,b\n1,2\n"open,4\n5,6\n7,8\n');
    assert.deepEqual(
      read.rows.map((row) => row.cells),
      [
        ['1', '2'],
        ['"open', '4'],
        ['5', '6'],
        ['7', '8'],
      ],
    );
    assert.equal(read.tally.mendedQuotes, 1);
  });

  it('also far from the end, in bounded memory', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i},some words that fill the line`);
    lines[10] = '10,"never closed';
    let count = 0;
    const opened = await openTable(Buffer.from(`a,b\n${lines.join('\n')}\n`), 'file.csv');
    for await (const batch of opened.batches()) count += batch.length;
    assert.deepEqual([count, opened.tally.mendedQuotes], [100_000, 1]);
  });

  it('ragged rows keep every cell', async () => {
    assert.deepEqual(await cells('a,b,c\n1\n1,2,3,4,5\n'), [['1'], ['1', '2', '3', '4', '5']]);
  });

  it('duplicate and empty headings get names of their own', async () => {
    const { columns } = await table('Value,Value,,value\n1,2,3,4\n');
    assert.deepEqual(
      columns.map((column) => column.name),
      ['Value', 'Value (2)', 'Column 3', 'value (3)'],
    );
  });

  it('lines before the header are kept apart, repeated headers and empty rows are counted', async () => {
    const read = await table(
      'Contract register,,\nAs at 1 March 2026,,\n,,\nContract title,Supplier,End date\nMIS,Quill,31/03/2027\n\n,,\nContract Title,Supplier,End date\nWeb,Fern,\n',
    );
    assert.deepEqual([read.headerRow, read.preamble.map((row) => row.row)], [4, [1, 2]]);
    assert.deepEqual(
      read.rows.map((row) => [row.row, row.cells[0]]),
      [
        [5, 'MIS'],
        [9, 'Web'],
      ],
    );
    assert.deepEqual(read.tally, { rows: 2, blankRows: 2, repeatedHeaders: 1, mendedQuotes: 0 });
  });

  it('finds a header that it does not know among notes', async () => {
    assert.equal((await table('Our list\n\nKennung,Firma,Ende,Preis\nx,y,31/03/2027,4\n')).headerRow, 3);
  });
});

describe('files that cannot be read', () => {
  const refusals: [string, Uint8Array, string, string][] = [
    ['nothing', new Uint8Array(0), 'a.csv', 'file-empty'],
    ['only empty lines', Buffer.from('\n,,\n\n'), 'a.csv', 'no-header'],
    ['a PDF', Buffer.from('%PDF-1.7 …'), 'a.csv', 'file-kind-not-read'],
    ['a web page called .xls', Buffer.from('\ufeff<html><table>'), 'a.xls', 'file-kind-not-read'],
    ['text called .xlsx', Buffer.from('a,b\n1,2\n'), 'a.xlsx', 'file-not-what-its-name-says'],
    ['a zip called .csv', Buffer.from('PK\x03\x04aaaa'), 'a.csv', 'file-not-what-its-name-says'],
    ['bytes', Buffer.from([1, 2, 0, 4, 0, 0, 9, 8, 7, 200, 0, 13]), 'a.csv', 'file-not-text'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'a.xls', 'file-kind-not-read'],
    [
      'a locked workbook',
      Buffer.concat([
        Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
        Buffer.from('EncryptedPackage', 'utf16le'),
      ]),
      'a.xlsx',
      'workbook-locked',
    ],
    ['one endless line', Buffer.from('x'.repeat(3_000_000)), 'a.csv', 'cell-too-long'],
    ['quotes without end', Buffer.from(`a,b\n${'"x,1\n'.repeat(400_000)}`), 'a.csv', 'quotes-broken'],
  ];
  for (const [name, bytes, file, code] of refusals)
    it(`${name}: ${code}`, async () => assert.equal(await codeOf(bytes, file), code));

  it('more than may be read is refused while it streams, not long after the bound', async () => {
    let sent = 0;
    const endless = (async function* () {
      const block = Buffer.from('some words,12.50\n'.repeat(4096));
      for (;;) {
        sent += block.length;
        yield block;
      }
    })();
    const maxBytes = 4_000_000;
    const opened = await openTable(endless, 'a.csv', { maxBytes });
    await assert.rejects(
      async () => {
        for await (const batch of opened.batches()) assert.ok(batch);
      },
      (error) => error instanceof ImportError && error.code === 'file-too-large',
    );
    assert.ok(sent > maxBytes && sent < maxBytes + 200_000);
  });
});

describe('cells written out', () => {
  it('are never run by a spreadsheet', () => {
    for (const cell of ['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|x'])
      assert.equal(csvSafe(cell), `'${cell}`);
    for (const cell of ['-40', '+44.50', 'plain', '', "'quoted", '£-4', 'a=b']) assert.equal(csvSafe(cell), cell);
    assert.equal(csvLine(['a "b"', '=1+1', 'x,y', '-4']), `"a ""b""",'=1+1,"x,y",-4\r\n`);
  });

  it('come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom(...'=+-@|\',"\n\t ab1é£') }), { minLength: 4, maxLength: 4 }),
        async (row) => {
          const text = csvLine(['w', 'x', 'y', 'z', 'end']) + csvLine([...row, 'end']);
          assert.deepEqual((await cells(text))[0]?.map(csvUnsafe), [...row.map((cell) => cell), 'end']);
          for (const cell of row) assert.ok(!/^\s*[=@]/.test(csvSafe(cell)));
        },
      ),
    );
  });

  it('are read back whatever they hold', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'ab",;\n |\té£“') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        async (data) => {
          const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const text = `Contract title,Supplier,End date\n${data.map((row) => row.map(quote).join(',')).join('\n')}`;
          assert.deepEqual(
            await cells(text),
            data.filter((row) => row.some((value) => value.trim() !== '')),
          );
        },
      ),
    );
  });
});

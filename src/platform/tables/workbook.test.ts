import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32, deflateRawSync } from 'node:zlib';
import writeWorkbook from 'write-excel-file/node';
import { ImportError, readTable, type Table } from './index.ts';

/** Headings that a caller of these tests would know. */
const known = new Set(['contract title', 'supplier', 'annual cost', 'end date', 'auto renew?']);
const countKnown = (cells: readonly string[]): number => cells.filter((cell) => known.has(cell.toLowerCase())).length;

interface Part {
  path: string;
  content: Buffer;
  /** What the directory says of its size, where it lies. */
  claims?: number;
}

/** A zip file, so that broken and dangerous ones can be made. */
function zip(parts: Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, content, claims } of parts) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claims ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, packed]);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, offset, name]));
    bodies.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

const part = (path: string, content: string): Part => ({ path, content: Buffer.from(content) });

function workbookParts(sheetData: string, claims?: number): Part[] {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const sheet = Buffer.from(
    `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`,
  );
  return [
    part(
      '[Content_Types].xml',
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
    ),
    part(
      '_rels/.rels',
      `<?xml version="1.0"?><Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    part(
      'xl/workbook.xml',
      `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<?xml version="1.0"?><Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    { path: 'xl/worksheets/sheet1.xml', content: sheet, ...(claims === undefined ? {} : { claims }) },
  ];
}

const cell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
const sheetOf = (...rows: string[]): string => rows.map((row, i) => `<row r="${i + 1}">${row}</row>`).join('');

async function read(bytes: Uint8Array, name = 'register.xlsx'): Promise<Table> {
  return readTable(bytes, name, { countKnown });
}

async function codeOf(bytes: Uint8Array, name = 'register.xlsx'): Promise<string> {
  try {
    await read(bytes, name);
  } catch (error) {
    assert.ok(error instanceof ImportError, String(error));
    return error.code;
  }
  return 'read';
}

describe('workbooks', () => {
  it('give their cells as text: dates, numbers, yes and no', async () => {
    const file = await writeWorkbook([
      [{ value: 'Our register' }],
      [{ value: 'Contract title' }, { value: 'Annual cost' }, { value: 'End date' }, { value: 'Auto renew?' }],
      [
        { value: 'MIS' },
        { value: 12345.6, type: Number },
        { value: new Date('2027-03-31T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' },
        { value: true, type: Boolean },
      ],
      [{ value: '=HYPERLINK("x")' }, { value: 0.1 + 0.2, type: Number }, { value: 46_477, type: Number }, null],
    ]).toBuffer();
    const table = await read(file);
    assert.deepEqual([table.kind, table.headerRow, table.preamble.length], ['xlsx', 2, 1]);
    assert.deepEqual(
      table.rows.map((row) => row.cells.slice(0, 4)),
      [
        ['MIS', '12345.6', '2027-03-31', 'TRUE'],
        ['=HYPERLINK("x")', '0.3', '46477', ''],
      ],
    );
  });

  it('choose the sheet that has the register, or the one that is named', async () => {
    const file = await writeWorkbook([
      { data: [[{ value: 'Read me' }], [{ value: 'How to use this' }]], sheet: 'Guide' },
      {
        data: [
          [{ value: 'Contract title' }, { value: 'Supplier' }],
          [{ value: 'MIS' }, { value: 'Quill' }],
        ],
        sheet: 'Contracts',
      },
    ]).toBuffer();
    const table = await read(file);
    assert.deepEqual([table.sheet, table.sheets], ['Contracts', ['Guide', 'Contracts']]);
    const guide = await readTable(file, 'register.xlsx', { sheet: 'Guide' });
    assert.equal(guide.rows[0]?.cells[0], 'How to use this');
    await assert.rejects(
      readTable(file, 'register.xlsx', { sheet: 'Gone' }),
      (error) => error instanceof ImportError && error.code === 'sheet-missing',
    );
  });

  it('are read where they are plain zip files', async () => {
    const sheet = sheetOf(
      cell('A1', 'Contract title') + cell('B1', 'Supplier'),
      cell('A2', 'MIS') + cell('B2', 'Quill'),
    );
    assert.deepEqual((await read(zip(workbookParts(sheet)))).rows[0]?.cells, ['MIS', 'Quill']);
  });

  it('are refused where they would unpack to too much', async () => {
    const parts = [
      ...workbookParts(sheetOf(cell('A1', 'a'))),
      { path: 'xl/sharedStrings.xml', content: Buffer.alloc(90 * 1024 * 1024, 32) },
    ];
    const bomb = zip(parts);
    assert.ok(bomb.length < 1_000_000);
    assert.equal(await codeOf(bomb), 'workbook-too-large');
  });

  it('are refused where they unpack to more than they say', async () => {
    const parts = workbookParts(sheetOf(cell('A1', 'x'.repeat(5_000_000))), 1000);
    assert.equal(await codeOf(zip(parts)), 'workbook-too-large');
  });

  it('are refused where one stray cell spans the whole grid', async () => {
    assert.equal(
      await codeOf(zip(workbookParts(`<row r="1048576">${cell('XFD1048576', 'x')}</row>`))),
      'workbook-too-large',
    );
  });

  it('are refused where they are damaged or something else', async () => {
    const good = zip(workbookParts(sheetOf(cell('A1', 'Contract title'), cell('A2', 'x'))));
    assert.equal(await codeOf(good.subarray(0, good.length - 30)), 'workbook-broken');
    assert.equal(
      await codeOf(zip([part('word/document.xml', '<x/>'), part('[Content_Types].xml', '<x/>')])),
      'file-kind-not-read',
    );
    assert.equal(await codeOf(zip([part('a.txt', 'hello')])), 'file-kind-not-read');
    const scrambled = Buffer.from(good);
    scrambled.fill(0xff, 60, 120);
    assert.equal(await codeOf(scrambled), 'workbook-broken');
    assert.equal(await codeOf(zip(workbookParts('<row r="1"><c'))), 'workbook-broken');
  });
});

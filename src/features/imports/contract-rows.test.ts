import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  correctMapping,
  contractImport,
  headingCounter,
  previewTable,
  recogniseColumns,
  summariseImport,
  type Preview,
  type PreviewRow,
} from './index.ts';
import type { Contract } from '../../domain/record.ts';
import { csvUnsafe, readTable } from '../../platform/tables/index.ts';

const sample = new URL('../../../test/samples/contracts-register.csv', import.meta.url);
const council = new URL('../../../../shared/data/contracts/salford_contracts_register_2022-07.csv', import.meta.url);

type ContractRow = PreviewRow & { contract: Contract | null };
type ContractsPreview = Omit<Preview, 'items'> & { items: ContractRow[] };

async function preview(csv: string | Uint8Array, name = 'register.csv'): Promise<ContractsPreview> {
  const bytes = typeof csv === 'string' ? Buffer.from(csv) : csv;
  const table = await readTable(bytes, name, { countKnown: headingCounter(contractImport.targets) });
  const found = previewTable(contractImport, table);
  return { ...found, items: found.items.map((item) => ({ ...item, contract: item.item as Contract | null })) };
}

function assertNothingLost(found: ContractsPreview): void {
  const { whole, partial, kept } = found.fates;
  assert.equal(whole + partial + kept, found.rows);
  assert.equal(found.items.length, found.rows);
  for (const item of found.items) {
    assert.equal(item.fate === 'kept', item.contract === null);
    assert.equal(item.fate === 'kept', item.reason !== null);
    assert.equal(item.fate === 'partial', item.unread.length > 0);
    for (const { column, text, field } of item.unread) {
      const index = found.columns.findIndex((candidate) => candidate.name === column);
      assert.equal(csvUnsafe(item.cells[index] ?? '').trim(), text);
      assert.ok(item.contract?.unread[field]?.includes(text));
    }
  }
  assert.equal(new Set(found.items.map((item) => item.fingerprint)).size, found.rows);
}

function byTitle(found: ContractsPreview, start: string): ContractRow {
  const item = found.items.find((candidate) => candidate.contract?.title.startsWith(start));
  assert.ok(item, start);
  return item;
}

describe('a council’s register', () => {
  it('comes in row by row: whole, in part, or kept with the reason', async () => {
    const found = await preview(readFileSync(sample));
    assertNothingLost(found);
    assert.deepEqual([found.rows, found.fates], [12, { whole: 7, partial: 4, kept: 1 }]);
    const summary = summariseImport(found);
    assert.equal(summary.columns[0]?.column, 'Directorate Name');
    assert.deepEqual(summary.kept, [{ row: 13, reason: 'It looks like a line of totals, not a contract.' }]);
  });

  it('keeps “TBC” and “22/04/222” as unknown, with the text', async () => {
    const found = await preview(readFileSync(sample));
    const system = byTitle(found, 'Pupil information system – secondary');
    assert.equal(system.contract?.startsOn, null);
    assert.equal(system.contract?.endsOn, null);
    assert.deepEqual(system.contract?.unread, { startsOn: 'TBC', endsOn: 'TBC', extensionMonths: 'N/A' });
    const roof = byTitle(found, 'Repair of server room');
    assert.deepEqual(roof.contract?.unread, { endsOn: '22/04/222' });
    assert.equal(roof.contract?.endsOn, '2026-04-22', 'the column for the end with extensions was readable');
  });

  it('reads money, mended words, cells of several lines, and the end with extensions taken', async () => {
    const found = await preview(readFileSync(sample));
    assert.equal(byTitle(found, 'Off-site').contract?.annualCostPence, 425_000);
    assert.equal(byTitle(found, 'Photocopier').contract?.endsOn, '2027-03-31');
    assert.match(byTitle(found, 'Broadband').contract?.description ?? '', /borough’s/);
    assert.match(byTitle(found, 'Web filtering').contract?.description ?? '', /schools\nrenewed/);
    const support = byTitle(found, 'ICT support');
    assert.equal(support.contract?.endsOn, '2026-03-31');
    assert.match(support.warnings.join(), /worked out from its start/);
    assert.equal(byTitle(found, 'Telephone').contract?.unread['annualCostPence'], '-');
  });

  it('gives the same row the same fingerprint in any order, and tells identical rows apart', async () => {
    const lines = readFileSync(sample, 'utf8').split('\n').slice(0, 4);
    const shuffled = [lines[0], lines[3], lines[1], lines[2]].join('\n');
    const prints = (found: ContractsPreview): string[] => found.items.map((item) => item.fingerprint).sort();
    assert.deepEqual(prints(await preview(lines.join('\n'))), prints(await preview(shuffled)));
    const found = await preview(readFileSync(sample));
    assert.deepEqual(found, await preview(readFileSync(sample)));
  });

  it('loses no row of the real one', async () => {
    if (existsSync(council)) {
      const found = await preview(readFileSync(council));
      assertNothingLost(found);
      assert.deepEqual([found.rows, found.fates], [360, { whole: 347, partial: 13, kept: 0 }]);
      const texts = new Set(found.items.flatMap((item) => Object.values(item.contract?.unread ?? {})));
      for (const text of ['TBC', '22/04/222', 'X', '-', 'N/A']) assert.ok(texts.has(text), text);
      assert.ok(found.items.every((item) => !/[\u0080-\u009f]/.test(item.contract?.title ?? '')));
    } else assert.equal((await preview(readFileSync(sample))).rows, 12);
  });
});

describe('other registers’ headings', () => {
  const targets = (header: string[]): Record<string, string | null> =>
    Object.fromEntries(
      recogniseColumns(
        header.map((heading, index) => ({ index, heading, name: heading })),
        contractImport.targets,
      ).map((line) => [line.column, line.target]),
    );

  it('knows a school template’s', () => {
    assert.deepEqual(
      targets([
        'Contract',
        'Supplier',
        'Service provided',
        'Start date',
        'Renewal date',
        'Annual cost (£)',
        'Notice period',
        'Person responsible',
        'Comments',
        'Supplier email',
      ]),
      {
        Contract: 'title',
        Supplier: 'supplier',
        'Service provided': null,
        'Start date': 'startsOn',
        'Renewal date': 'renewsOn',
        'Annual cost (£)': 'annualCostPence',
        'Notice period': 'notice',
        'Person responsible': 'owner',
        Comments: 'notes',
        'Supplier email': 'supplierContact',
      },
    );
  });

  it('knows Every’s, GLPI’s and Snipe-IT’s', () => {
    assert.deepEqual(
      Object.values(
        targets([
          'Contract Name',
          'Supplier Name',
          'Owner',
          'Start Date',
          'Notice Date',
          'End Date',
          'At Contract End',
          'Status',
        ]),
      ),
      ['title', 'supplier', 'owner', 'startsOn', 'noticeBy', 'endsOn', 'renewal', 'status'],
    );
    assert.deepEqual(
      Object.values(
        targets([
          'Name',
          'Number',
          'Contract type',
          'Begin date',
          'Initial contract period',
          'Notice',
          'Contract renewal period',
          'Renewal',
          'Supplier',
          'Comments',
        ]),
      ),
      [
        'title',
        'reference',
        'type',
        'startsOn',
        'durationMonths',
        'notice',
        'renewalMonths',
        'renewal',
        'supplier',
        'notes',
      ],
    );
    assert.deepEqual(
      Object.values(
        targets([
          'Software Name',
          'Manufacturer',
          'Purchase Date',
          'Purchase Cost',
          'Expiration Date',
          'Order Number',
          'Notes',
          'Seats',
        ]),
      ),
      ['title', 'supplier', 'startsOn', 'totalValuePence', 'endsOn', 'reference', 'notes', null],
    );
  });

  it('works out ends, notice and renewals from what they hold', async () => {
    const glpi = await preview(
      'Name;Begin date;Initial contract period;Notice;Contract renewal period;Renewal\nCopier;2020-08-01;36 months;3 months;12 months;Tacit\nAlarm;2024-01-01;12 months;0;;Never\n',
      'glpi.csv',
    );
    const copier = glpi.items[0]?.contract;
    assert.deepEqual(
      [copier?.endsOn, copier?.noticeCount, copier?.noticeUnit, copier?.renewal, copier?.renewalMonths],
      ['2023-07-31', 3, 'months', 'automatic', 12],
    );
    assert.equal(glpi.items[1]?.contract?.renewal, 'none');
    const every = await preview(
      'Contract Name,Notice Date,End Date,At Contract End,Status\nMIS,31/12/2026,31/03/2027,Auto Renew,Live\nOld,,31/03/2020,Ends,Ceased\nLift,,31/03/2027,Review,Notice Given\n',
    );
    assert.deepEqual([every.items[0]?.contract?.noticeCount, every.items[0]?.contract?.noticeUnit], [90, 'days']);
    assert.equal(every.items[1]?.contract?.endedOn, '2020-03-31');
    assert.deepEqual(every.items[2]?.contract?.unread, { noticeGivenOn: 'Notice Given' });
    const template = await preview(
      'Contract,Renewal date,Notice period (days),Auto renew?,Cost (£000s)\nMIS,01/04/2027,90,Yes,12.5\nWeb,,3,,free\n',
    );
    const mis = template.items[0]?.contract;
    assert.deepEqual(
      [mis?.endsOn, mis?.noticeCount, mis?.noticeUnit, mis?.renewal, mis?.annualCostPence],
      ['2027-03-31', 90, 'days', 'automatic', 1_250_000],
    );
  });

  it('takes a person’s corrections, and a row that had no name comes in', async () => {
    const table = await readTable(Buffer.from('Sorte,Firma,Ende\nFilter,Fernhill,31/08/2027\n'), 'x.csv');
    const before = previewTable(contractImport, table);
    assert.deepEqual(
      [before.fates, before.items[0]?.reason],
      [
        { whole: 0, partial: 0, kept: 1 },
        'No column is taken for the name of the contract: choose one among the columns.',
      ],
    );
    const mapping = correctMapping(before.mapping, {
      Sorte: 'title',
      Firma: 'supplier',
      Ende: 'endsOn',
      Elsewhere: 'notes',
    });
    const after = previewTable(contractImport, table, mapping);
    assert.deepEqual(
      [after.fates, after.items[0]?.item?.['endsOn']],
      [{ whole: 1, partial: 0, kept: 0 }, '2027-08-31'],
    );
    const moved = correctMapping(mapping, { Firma: 'title' });
    assert.deepEqual(
      moved.map((line) => line.target),
      [null, 'title', 'endsOn'],
    );
  });
});

describe('odd rows', () => {
  it('keeps what cannot be a contract, and the whole of a text that is too long', async () => {
    const long = 'x'.repeat(5000);
    const found = await preview(
      `Contract title,Supplier,Description,End date\n,,,31/03/2027\nMIS,Quill,${long},31/03/2027\n${long},Quill,,\n=HYPERLINK("http://bad"),Quill,,\nGrand total,,,\n`,
    );
    assertNothingLost(found);
    assert.deepEqual(
      found.items.map((item) => item.fate),
      ['kept', 'partial', 'partial', 'whole', 'kept'],
    );
    assert.equal(found.items[1]?.contract?.unread['description'], long);
    assert.equal(found.items[2]?.contract?.title.length, 500);
    assert.equal(found.items[3]?.contract?.title, '=HYPERLINK("http://bad")');
  });

  it('answers for any cells: fates add up and every cell stays', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('TBC', '31/03/2027', '£400', '3 months', 'Yes', '', 'Tacit', '12', 'Ceased', '22/04/222'),
    );
    const header = [
      'Contract title',
      'Supplier',
      'Annual cost',
      'Start date',
      'End date',
      'Notice period',
      'Renewal',
      'Status',
      'Contract length',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 9, maxLength: 10 }), { maxLength: 8 }), async (rows) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const csv = [header, ...rows].map((cells) => cells.map(quote).join(',')).join('\n');
        const found = await preview(csv);
        assertNothingLost(found);
        const { blankRows, repeatedHeaders } = found;
        assert.equal(found.rows + blankRows + repeatedHeaders, rows.length);
      }),
      { numRuns: 200 },
    );
  });
});

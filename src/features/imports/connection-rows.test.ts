import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assertAnyCellsRead,
  assertHeadingsApart,
  assertNothingLost,
  itemsIn,
  previewOf,
  targetsOf,
} from '../../../test/import-preview.ts';
import type { FindLink } from './rows.rules.ts';
import { isUnread } from '../../domain/reading/index.ts';
import type { Connection } from '../../domain/record.ts';
import { normaliseHeading } from './columns.rules.ts';
import { connectionImport } from './connection-import.ts';
import { readFailover, readRole, readTechnology } from './connection-words.rules.ts';

const linesIn = (csv: string, findLink?: FindLink): Promise<Connection[]> =>
  itemsIn<Connection>(connectionImport, csv, findLink);

describe('headings of connections', () => {
  it('stand under one target each', () => assertHeadingsApart(connectionImport, normaliseHeading));

  const exports: [string, string, (string | null)[]][] = [
    [
      'NetBox',
      'Circuit ID,Provider,Type,Status,Install date,Commit rate (Kbps),Termination A,Description,Comments',
      ['reference', 'supplier', 'technology', null, 'installedOn', 'speed', 'routerId', 'name', 'notes'],
    ],
    ['GLPI', 'Name,Line operator,Line type,Location,Comments', ['name', 'supplier', 'technology', 'site', 'notes']],
    [
      'a council’s list',
      'School,ISP,Connection type,Download (Mbps),Upload (Mbps),Primary or secondary,Failover,Router,Account number',
      ['site', 'supplier', 'technology', 'downMbps', 'upMbps', 'role', 'automaticFailover', 'routerId', 'reference'],
    ],
  ];
  for (const [whose, header, targets] of exports) {
    it(`of ${whose} are known`, () => assert.deepEqual(targetsOf(connectionImport, header), targets));
  }

  it('of our own export are known', () => {
    const labels = connectionImport.fields.map(({ label }) => label.replaceAll(',', ''));
    assert.deepEqual(
      targetsOf(connectionImport, labels.join(',')),
      connectionImport.fields.map(({ name }) => name),
    );
  });
});

describe('words of connections', () => {
  const technologies: [string, Connection['technology']][] = [
    ['FTTP', 'fttp'],
    ['Full fibre', 'fttp'],
    ['Fibre to the premises', 'fttp'],
    ['FTTC', 'fttc'],
    ['Superfast', 'fttc'],
    ['SoGEA', 'fttc'],
    ['ADSL2+', 'adsl'],
    ['Leased line', 'leased-line'],
    ['100Mb Ethernet (EAD)', 'leased-line'],
    ['Virgin cable', 'cable'],
    ['4G', 'mobile'],
    ['Starlink', 'satellite'],
    ['Fibre', null],
    ['Broadband', null],
    ['Leased line with 4G backup', null],
    ['TBC', null],
  ];
  for (const [text, technology] of technologies) {
    it(`“${text}” is ${technology ?? 'not known'}`, () => {
      const reading = readTechnology(text);
      assert.equal(isUnread(reading) ? null : reading.value, technology);
    });
  }

  it('knows main from backup', () => {
    const cases = {
      Primary: 'main',
      main: 'main',
      Secondary: 'backup',
      'Back-up': 'backup',
      '2': 'backup',
      'Fail over': 'backup',
    };
    for (const [text, value] of Object.entries(cases)) assert.deepEqual(readRole(text), { value }, text);
    for (const text of ['Primary and backup', 'other', 'TBC']) assert.ok(isUnread(readRole(text)), text);
  });

  it('knows what moves by itself', () => {
    const cases = { Automatic: true, yes: true, 'Yes (4G)': true, Manual: false, None: false, 'No backup line': false };
    for (const [text, value] of Object.entries(cases)) assert.deepEqual(readFailover(text), { value }, text);
    assert.ok(isUnread(readFailover('4G')));
  });
});

describe('rows of connections', () => {
  it('reads speeds in one column or two, in any unit', async () => {
    const rows = await linesIn(
      'Line,Type,Speed,Download,Upload\nA,FTTP,100/20,,\nB,Leased line,1Gb,,\nC,FTTC,,80Mbps,20Mbps\nD,FTTP,1Gb symmetrical,,\nE,FTTP,fast,,\nF,FTTP,1000,900,\n',
    );
    assert.deepEqual(
      rows.map(({ downMbps, upMbps }) => [downMbps, upMbps]),
      [
        [100, 20],
        [1000, 1000],
        [80, 20],
        [1000, 1000],
        [null, null],
        [900, null],
      ],
    );
    assert.deepEqual(rows[4]?.unread, { downMbps: 'fast' });
    const [kilobits] = await linesIn(
      'Circuit ID,Provider,Type,Commit rate (Kbps)\nX1,Fernhill Net,Leased line,100000\n',
    );
    assert.deepEqual(
      [kilobits?.name, kilobits?.downMbps, kilobits?.notes],
      ['Fernhill Net Leased line', 100, 'Circuit or account: X1'],
    );
  });

  it('ties to its router and its contract by name, and says what a backup is', async () => {
    const find = (table: string, name: string) => (table === 'equipment' && name === 'FW1' ? 'e1' : null);
    const [main, spare] = await linesIn(
      'Name,Role,Technology,Failover,Router,Contract\nMain line,Primary,FTTP,Yes,FW1,Broadband\n4G backup,,,TBC,none,\n',
      find,
    );
    assert.deepEqual([main?.role, main?.routerId, main?.automaticFailover], ['main', 'e1', true]);
    assert.deepEqual(main?.unread, { contractId: 'Broadband' });
    assert.deepEqual([spare?.role, spare?.technology], ['backup', 'mobile']);
    assert.deepEqual(spare?.unread, { automaticFailover: 'TBC', routerId: 'none' });
  });

  it('keeps a row without anything to go by aside', async () => {
    const found = await previewOf(connectionImport, 'Name,Supplier,Speed\n,,100\nMain,BT,100\n');
    assertNothingLost(connectionImport, found);
    assert.deepEqual(found.fates, { whole: 1, partial: 0, kept: 1 });
  });

  it('answers for any cells', async () => {
    const header =
      'Name,Role,Type,Speed,Download,Upload,Failover,Diverse route,Supplier,Install date,Router,Contract,Circuit ID,Site,Notes';
    await assertAnyCellsRead(connectionImport, header, [
      'TBC',
      '100/20',
      '1Gb',
      'FTTP',
      'Fibre',
      'Yes',
      'Primary',
      '14/03/2024',
    ]);
  });
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
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
import type { Equipment } from '../../domain/record.ts';
import { normaliseHeading } from './columns.rules.ts';
import { equipmentImport } from './equipment-import.ts';
import { kindOfLine, readEquipmentKind, readWifiGeneration, tidyMaker } from './equipment-words.rules.ts';
import { isUnread } from '../../domain/reading/index.ts';

const office = new URL('../../../../shared/data/equipment/office_it_asset_register_names_removed.csv', import.meta.url);
const sample = new URL('../../../test/samples/equipment-register.csv', import.meta.url);

const equipmentIn = (csv: string, findLink?: FindLink): Promise<Equipment[]> =>
  itemsIn<Equipment>(equipmentImport, csv, findLink);

describe('headings of equipment', () => {
  it('stand under one target each', () => assertHeadingsApart(equipmentImport, normaliseHeading));

  const exports: [string, string, (string | null)[]][] = [
    [
      'Snipe-IT',
      'Asset Name,Asset Tag,Serial,Model,Model No.,Category,Manufacturer,Purchase Date,Cost,Supplier,Location,Default Location,Status,Warranty,Warranty Expires,EOL,Notes,Checked Out',
      [
        'name',
        'assetTag',
        'serialNumber',
        'model',
        'modelNumber',
        'kind',
        'manufacturer',
        'boughtOn',
        'pricePence',
        'supplier',
        'location',
        'site',
        'status',
        null,
        'warranty',
        'supportEndsOn',
        'notes',
        'assignedTo',
      ],
    ],
    [
      'Snipe-IT’s import',
      'Full Name,Email,Username,Item Name,Category,Model name,Manufacturer,Model Number,Serial number,Asset Tag,Location,Notes,Purchase Date,Purchase Cost,Company,Status,Warranty,Supplier',
      [
        'assignedTo',
        null,
        null,
        'name',
        'kind',
        'model',
        'manufacturer',
        'modelNumber',
        'serialNumber',
        'assetTag',
        'location',
        'notes',
        'boughtOn',
        'pricePence',
        null,
        'status',
        'warranty',
        'supplier',
      ],
    ],
    [
      'GLPI',
      'Name,Entity,Status,Manufacturers,Serial number,Types,Model,Operating System - Name,Locations,Last update,Inventory number,User,Date of purchase,Warranty expiration date',
      [
        'name',
        'site',
        'status',
        'manufacturer',
        'serialNumber',
        'kind',
        'model',
        'operatingSystem',
        'location',
        null,
        'assetTag',
        'assignedTo',
        'boughtOn',
        'warranty',
      ],
    ],
    [
      'Intune',
      'Device name,Managed by,Ownership,Compliance,OS,OS version,Last check-in,Primary user UPN,Device ID,Enrollment date,Serial number,Manufacturer,Model,Primary user display name,Category',
      [
        'name',
        null,
        null,
        null,
        'operatingSystem',
        'osVersion',
        null,
        null,
        null,
        null,
        'serialNumber',
        'manufacturer',
        'model',
        'assignedTo',
        'kind',
      ],
    ],
    [
      'Google Admin',
      'deviceId,serialNumber,status,annotatedAssetId,annotatedUser,annotatedLocation,notes,model,osVersion,macAddress,autoUpdateExpiration,orgUnitPath,lastEnrollmentTime',
      [
        null,
        'serialNumber',
        'status',
        'assetTag',
        'assignedTo',
        'location',
        'notes',
        'model',
        'osVersion',
        null,
        'supportEndsOn',
        'site',
        null,
      ],
    ],
    [
      'schools’ premises software',
      'Asset Number,Asset Type,Description,Make,Model,Serial No,Site,Building,Room,Purchase Date,Purchase Price,Supplier,Warranty Expiry,Condition,Disposal Date,Quantity',
      [
        'assetTag',
        'kind',
        'name',
        'manufacturer',
        'model',
        'serialNumber',
        'site',
        'building',
        'location',
        'boughtOn',
        'pricePence',
        'supplier',
        'warranty',
        'condition',
        'disposedOn',
        'quantity',
      ],
    ],
    [
      'a school’s template',
      'Item,Make and model,Serial number,Security mark,Location,Date of purchase,Cost,Assigned to,Warranty end,End of support date,New or used,Date of disposal,Disposal method',
      [
        'name',
        'model',
        'serialNumber',
        'assetTag',
        'location',
        'boughtOn',
        'pricePence',
        'assignedTo',
        'warranty',
        'supportEndsOn',
        'acquiredAs',
        'disposedOn',
        null,
      ],
    ],
  ];
  for (const [whose, header, targets] of exports) {
    it(`of ${whose} are known`, () => assert.deepEqual(targetsOf(equipmentImport, header), targets));
  }

  it('of our own export are known', () => {
    const labels = equipmentImport.fields.map(({ label }) => label.replaceAll(',', ''));
    const own = targetsOf(equipmentImport, labels.join(','));
    assert.deepEqual(
      own.map((target) => (target === 'warranty' ? 'warrantyEndsOn' : target)),
      equipmentImport.fields.map(({ name }) => name),
    );
  });
});

describe('kinds of equipment', () => {
  const words: [string, Equipment['kind'] | null][] = [
    ['CPU', 'desktop'],
    ['All-in-one', 'desktop'],
    ['Notebook', 'laptop'],
    ['Laptops', 'laptop'],
    ['Chromebook', 'chromebook'],
    ['Chrome book', 'chromebook'],
    ['iPad', 'tablet'],
    ['WAP', 'access-point'],
    ['Wireless Access Point', 'access-point'],
    ['Core switch', 'core-switch'],
    ['Switch - core', 'core-switch'],
    ['24 port switch', 'access-switch'],
    ['Firewall', 'firewall'],
    ['Router', 'router'],
    ['File server', 'server'],
    ['UPS', 'ups'],
    ['Interactive whiteboard', 'panel'],
    ['Interactive TV', 'panel'],
    ['Smart Board', 'panel'],
    ['Photocopier', 'printer'],
    ['MFD', 'printer'],
    ['IP Phone', 'phone'],
    ['Monitor', 'other'],
    ['CCTV Monitor', 'other'],
    ['Projector', 'other'],
    ['Laptop trolley', 'other'],
    ['Headset', 'other'],
    ['Something else', 'other'],
    ['Typewritter', 'other'],
    ['Labtop', 'laptop'],
    ['Prnter', 'printer'],
    ['Moniters', 'other'],
    ['Destkop PC', 'desktop'],
    ['Swtich', 'access-switch'],
    ['Gizmo', null],
    ['n/a', null],
  ];
  for (const [text, kind] of words) {
    it(`“${text}” is ${kind ?? 'not known'}`, () => {
      const reading = readEquipmentKind(text);
      assert.equal(isUnread(reading) ? null : reading.value, kind);
    });
  }

  const lines: [string, Equipment['kind'] | null][] = [
    ['HP ProBook 440 G9', 'laptop'],
    ['HP Elite Book 840 G7', 'laptop'],
    ['Hp ProOne 600 G6', 'desktop'],
    ['HP Z230SFF Workstation', 'desktop'],
    ['Dell Latitude 3190', 'laptop'],
    ['OptiPlex 3080', 'desktop'],
    ['iPad (9th generation)', 'tablet'],
    ['HP Chromebook 11 G8 EE', 'chromebook'],
    ['Mitel 5312 IP Phone', 'phone'],
    ['UniFi U6-Lite', 'access-point'],
    ['Aruba 2930F-48G', 'access-switch'],
    ['FortiGate 100F', 'firewall'],
    ['PowerEdge R740', 'server'],
    ['ECOSYS M6035cidn', 'printer'],
    ['ActivPanel 9', 'panel'],
    ['HP M24 F FHD', null],
  ];
  for (const [text, kind] of lines) it(`${text} is ${kind ?? 'not known'}`, () => assert.equal(kindOfLine(text), kind));
});

describe('words of equipment', () => {
  it('knows makers through a typing error, and leaves short names alone', () => {
    assert.equal(tidyMaker('hewlet packad'), 'HP');
    assert.equal(tidyMaker('Hewlett-Packard'), 'HP');
    assert.equal(tidyMaker('dell'), 'Dell');
    assert.equal(tidyMaker('Bell'), 'Bell');
    assert.equal(tidyMaker('Samsumg'), 'Samsung');
    assert.equal(tidyMaker('Ubiquiti Inc.'), 'Ubiquiti');
  });

  it('knows generations of Wi-Fi', () => {
    const cases = {
      '6': '6',
      'Wi-Fi 6E': '6E',
      '802.11ac': '5',
      '802.11 a/b/g/n': '4',
      'ac wave 2': '5',
      ax: '6',
      'WiFi 7 (802.11be)': '7',
    };
    for (const [text, value] of Object.entries(cases)) assert.deepEqual(readWifiGeneration(text), { value }, text);
    assert.ok(isUnread(readWifiGeneration('fast')));
  });
});

describe('rows of equipment', () => {
  it('reads a made register: whole, in part, and kept', async () => {
    const found = await previewOf(equipmentImport, readFileSync(sample));
    assertNothingLost(equipmentImport, found);
    assert.deepEqual([found.rows, found.fates], [12, { whole: 6, partial: 5, kept: 1 }]);
  });

  it('names what has no name, and keeps “No tag” and “not checked” as unknown', async () => {
    const [phone, screen, odd, bare] = await equipmentIn(
      'Tag No,Asset Type,Asset Make,Asset Model,Serial Number,Asset Status\nNo tag,Headset,Mitel,Mitel 5312 IP Phone,ITKFW17150VP,In-service\nnot checked,Monitor,HP,HP,3CM2237R3,Retired\n77,Gizmo,hewlet packad,x,1,N/A\nN/A,Laptop,HP,hewlet packad,1,In use\n',
    );
    assert.deepEqual(
      [phone?.name, phone?.kind, phone?.assetTag, phone?.unread],
      ['Mitel 5312 IP Phone (ITKFW17150VP)', 'phone', null, { assetTag: 'No tag' }],
    );
    assert.deepEqual([screen?.name, screen?.kind], ['Monitor HP (3CM2237R3)', 'other']);
    assert.deepEqual(screen?.unread, { assetTag: 'not checked', disposedOn: 'Retired' });
    assert.deepEqual([odd?.name, odd?.kind, odd?.manufacturer], ['Gizmo HP (77)', 'other', 'HP']);
    assert.deepEqual(odd?.unread, { kind: 'Gizmo', model: 'x', serialNumber: '1', condition: 'N/A' });
    assert.equal(bare?.name, 'Laptop HP');
  });

  it('reads Google’s export: a Chromebook without the word, with its last update as the end of support', async () => {
    const [device] = await equipmentIn(
      'serialNumber,status,annotatedAssetId,annotatedLocation,model,osVersion,autoUpdateExpiration,orgUnitPath\nNXABC123,ACTIVE,CB-14,Year 5,Lenovo 300e 2nd Gen,126.0.6478,Jun 2029,/Pupils\n',
    );
    assert.deepEqual(
      [device?.kind, device?.name, device?.supportEndsOn, device?.operatingSystem, device?.location, device?.unread],
      ['chromebook', 'Lenovo 300e 2nd Gen (CB-14)', '2029-06-30', 'ChromeOS 126.0.6478', 'Year 5, /Pupils', {}],
    );
  });

  it('reads Intune’s export: Windows by its build', async () => {
    const [ten, eleven] = await equipmentIn(
      'Device name,OS,OS version,Serial number,Model,Manufacturer\nPC-1,Windows,10.0.19045.4651,5CD1013RYG,HP ProBook 430 G7,HP\nPC-2,Windows,10.0.22631.3880,5CD1013RYH,OptiPlex 3080,Dell Inc.\n',
    );
    assert.deepEqual([ten?.operatingSystem, ten?.kind], ['Windows 10 (10.0.19045.4651)', 'laptop']);
    assert.deepEqual(
      [eleven?.operatingSystem, eleven?.kind, eleven?.manufacturer],
      ['Windows 11 (10.0.22631.3880)', 'desktop', 'Dell'],
    );
  });

  it('counts quantities, and divides a price of all', async () => {
    const rows = await equipmentIn(
      'Item,Quantity,Total cost,Cost\n31 x Dell Latitude 3190,,"£12,400",\nLaptops,2 x,,400\nScreens,Unlimited,,200\nTablets,30 units,,£300\nNone,0,,\n',
    );
    assert.deepEqual(
      rows.map(({ name, quantity, pricePence }) => [name, quantity, pricePence]),
      [
        ['Dell Latitude 3190', 31, 40_000],
        ['Laptops', 2, 40_000],
        ['Screens', 1, 20_000],
        ['Tablets', 30, 30_000],
        ['None', 1, null],
      ],
    );
    assert.deepEqual(rows[2]?.unread, { quantity: 'Unlimited' });
    assert.equal(rows[4]?.unread['quantity'], '0');
    const [doubtful, clear] = await equipmentIn('Item,Quantity,Cost\nLaptops,12,4800\nLaptop,1,400\n');
    assert.deepEqual([doubtful?.pricePence, doubtful?.unread], [null, { pricePence: '4800' }]);
    assert.equal(clear?.pricePence, 40_000);
  });

  it('counts a warranty from the day it was bought', async () => {
    const rows = await equipmentIn(
      'Name,Purchase date,Warranty\nA,14/03/2024,3 years\nB,14/03/2024,36\nC,,3 years\nD,14/03/2024,13/03/2029\nE,14/03/2024,3yr NBD\nF,14/03/2024,Lifetime\nG,14/03/2024,3\nH,2019/20,12 months\nI,29/02/2024,1 year\n',
    );
    assert.deepEqual(
      rows.map(({ warrantyEndsOn }) => warrantyEndsOn),
      ['2027-03-13', '2027-03-13', null, '2029-03-13', '2027-03-13', null, null, null, '2025-02-27'],
    );
    assert.deepEqual(rows[2]?.unread, { warrantyEndsOn: '3 years' });
    assert.deepEqual([rows[7]?.boughtYear, rows[7]?.boughtOn], [2019, null]);
    assert.deepEqual([rows[0]?.boughtYear, rows[0]?.boughtOn], [2024, '2024-03-14']);
  });

  it('reads network gear', async () => {
    const [row] = await equipmentIn(
      'Name,Category,Ports,Port speed,Uplink,PoE,Managed,On UPS,Locked\nSW1,Switch,48 ports,1Gb,10G,✓,Y,N,Yes\n',
    );
    assert.deepEqual(
      [
        row?.kind,
        row?.portCount,
        row?.portSpeedMbps,
        row?.uplinkMbps,
        row?.powerOverEthernet,
        row?.centrallyManaged,
        row?.onUps,
        row?.lockedAway,
      ],
      ['access-switch', 48, 1000, 10_000, true, true, false, true],
    );
  });

  it('ties to the contract of that name, and keeps the name where there is none', async () => {
    const find = (table: string, name: string) => (table === 'contract' && name === 'Copier lease' ? 'c1' : null);
    const rows = await equipmentIn('Name,Contract\nCopier,Copier lease\nLaptop,Laptops\nPhone,N/A\nServer,Yes\n', find);
    assert.deepEqual(
      rows.map(({ contractId }) => contractId),
      ['c1', null, null, null],
    );
    assert.deepEqual(
      rows.map(({ unread }) => unread['contractId']),
      [undefined, 'Laptops', 'N/A', 'Yes'],
    );
  });

  it('answers for any cells', async () => {
    const header =
      'Name,Type,Qty,Make,Model,Serial,Tag,Room,Building,Status,Condition,Purchase date,Warranty,Cost,Ports,Speed,OS,OS version,Contract';
    await assertAnyCellsRead(equipmentImport, header, [
      'No tag',
      'N/A',
      '2 x',
      '2019/20',
      '3 years',
      '1Gb',
      'Retired',
      '£400',
      'CPU',
      '100/20',
      '14/03/2024',
      '✓',
    ]);
  });

  it('loses no row of a real office’s register', async () => {
    const isThere = existsSync(office);
    const found = await previewOf(equipmentImport, readFileSync(isThere ? office : sample));
    assertNothingLost(equipmentImport, found);
    // Most rows come in part because they say “No tag” or “N/A”: their words stay with them.
    if (isThere) assert.deepEqual([found.rows, found.fates], [245, { whole: 24, partial: 221, kept: 0 }]);
    const kinds = new Set(found.items.map(({ item }) => item?.['kind']));
    for (const kind of ['desktop', 'laptop', 'printer', 'other']) assert.ok(kinds.has(kind), kind);
  });
});

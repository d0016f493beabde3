import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { equipmentKinds, type Equipment } from '../domain/record.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { loadLibrary } from './index.ts';
import { findNames } from './lifecycle-names.ts';
import { recogniseEquipment, recogniseSystem, type Recognition } from './recognise.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { lifecycles } = loadLibrary(readLibraryFolder(join(root, 'library')), ruleNames);

type Texts = Partial<Pick<Equipment, 'name' | 'kind' | 'model' | 'manufacturer' | 'operatingSystem'>>;
const nothing = { name: 'Group 1', kind: 'laptop', model: null, manufacturer: null, operatingSystem: null } as const;
const words = (found: Recognition | null) =>
  found && (found.certainty === 'exact' ? found.entry.id : `${found.entry.id}?`);

function recognise(texts: Texts): [model: string | null, operatingSystem: string | null] {
  const { model, operatingSystem } = recogniseEquipment({ ...nothing, ...texts }, lifecycles);
  return [words(model), words(operatingSystem)];
}

const cases: [texts: Texts, model: string | null, operatingSystem: string | null][] = [
  // The field for it, as people fill it in.
  [{ operatingSystem: 'Win 10 Pro 22H2' }, null, 'windows-10-22h2'],
  [{ operatingSystem: 'WINDOWS10' }, null, 'windows-10'],
  [{ operatingSystem: 'Microsoft Windows 10 Education' }, null, 'windows-10'],
  [{ operatingSystem: 'MS Windows 7' }, null, 'windows-7'],
  [{ operatingSystem: 'Windows 10 Enterprise LTSC 2021' }, null, 'windows-10-ltsc-2021'],
  [{ operatingSystem: 'Windows 10 LTSC' }, null, 'windows-10-ltsc'],
  [{ operatingSystem: 'Windows 10 IoT Enterprise LTSC 2021' }, null, 'windows-10-iot-ltsc-2021'],
  [{ operatingSystem: 'Windows 11 Pro 24H2' }, null, 'windows-11-24h2-w'],
  [{ operatingSystem: 'Windows 11 Education, version 24H2' }, null, 'windows-11-24h2-e'],
  [{ operatingSystem: 'Windows 8.1 Pro' }, null, 'windows-8.1'],
  [{ operatingSystem: 'Windows 8' }, null, 'windows-8'],
  [{ operatingSystem: 'Windows 7 Professional SP1' }, null, 'windows-7'],
  [{ kind: 'server', operatingSystem: 'Windows Server 2012 R2 Std' }, null, 'windows-server-2012-r2'],
  [{ kind: 'server', operatingSystem: 'Windows Server 2012' }, null, 'windows-server-2012'],
  [{ kind: 'server', operatingSystem: 'Win Svr 2012R2' }, null, 'windows-server-2012-r2'],
  [{ kind: 'server', operatingSystem: 'Server 2019' }, null, 'windows-server-2019'],
  [{ kind: 'server', operatingSystem: 'VMware ESXi 7.0 U3' }, null, 'esxi-7.0'],
  [{ kind: 'server', operatingSystem: 'Ubuntu 22.04.3 LTS' }, null, 'ubuntu-22.04'],
  [{ kind: 'tablet', operatingSystem: 'iPadOS 17.5.1' }, null, 'ipados-17'],
  [{ operatingSystem: 'macOS Ventura' }, null, 'macos-13'],
  [{ operatingSystem: 'Mac OS X 10.15.7' }, null, 'macos-10.15'],
  [{ kind: 'firewall', operatingSystem: 'FortiOS v7.2.8' }, null, 'fortios-7.2'],
  [{ kind: 'chromebook', operatingSystem: 'Chrome OS' }, null, 'chromeos'],
  // In the model or the name, where there is no such field.
  [{ kind: 'server', model: 'Tower server, Windows Server 2016' }, null, 'windows-server-2016'],
  [{ name: '31 laptops (Windows 10)' }, null, 'windows-10'],
  // The field for it decides, whatever the name says.
  [{ name: 'Old Windows 7 laptops', operatingSystem: 'Windows 11' }, null, 'windows-11'],
  // Models.
  [{ kind: 'tablet', name: 'iPad 9th gen' }, 'ipad-9', null],
  [{ kind: 'tablet', manufacturer: 'Apple', model: 'iPad (9th generation) 64GB' }, 'ipad-9', null],
  [{ kind: 'tablet', model: 'IPAD AIR 2' }, 'ipad-air-2', null],
  [{ kind: 'tablet', model: 'iPad Pro 12.9" (2nd generation)' }, 'ipad-pro-2-12', null],
  [{ kind: 'other', model: 'iPad 6th gen' }, 'ipad-6', null],
  [{ kind: 'tablet', name: 'Year 3 iPads, 7th generation' }, 'ipad-7', null],
  [{ kind: 'tablet', name: 'iPads 10' }, 'ipad', null],
  [{ kind: 'tablet', name: 'iPad minis' }, 'ipad-mini', null],
  [{ model: 'Surface Pro 7' }, 'surface-pro-7', null],
  [{ model: 'Surface Pro 7+' }, 'surface-pro-7-plus', null],
  [
    { manufacturer: 'Microsoft', model: 'Surface-Laptop Go 2', operatingSystem: 'Win 11' },
    'surface-laptop-go-2',
    'windows-11',
  ],
  [{ kind: 'tablet', model: 'Samsung Galaxy Tab A9+' }, 'galaxy-tab-a9-plus', null],
  [{ kind: 'firewall', model: 'FortiGate-100E' }, 'fortigate-100e', null],
  [{ kind: 'chromebook', model: 'Lenovo 300e 2nd Gen MTK' }, 'lenovo-chromebook-300e-2-mtk', null],
  [{ kind: 'access-switch', model: 'WS-C2960X-48FPS-L' }, 'cisco-catalyst-2960-x', null],
  [{ kind: 'access-switch', manufacturer: 'Cisco', model: '2960-X 48 port' }, 'cisco-catalyst-2960-x', null],
  [{ kind: 'access-switch', model: 'WS-C2960-24TT-L' }, 'cisco-catalyst-2960', null],
  [{ kind: 'core-switch', name: 'Core: Cisco Catalyst 3850' }, 'cisco-catalyst-3850', null],
  [{ kind: 'access-switch', model: 'WS-C2960S-24PS-L' }, 'cisco-catalyst-2960-other', null],
  [{ kind: 'access-switch', model: 'Catalyst 2960+ 24' }, 'cisco-catalyst-2960-other', null],
  [{ kind: 'core-switch', model: 'Catalyst 9300' }, 'cisco-catalyst', null],
  // Only the family can be told: no date follows.
  [{ operatingSystem: 'Windows 11 23H2' }, null, 'windows-11'],
  [{ operatingSystem: 'Windows 11 Pro Education 24H2' }, null, 'windows-11?'],
  [{ kind: 'tablet', model: 'iPad 9.7' }, 'ipad', null],
  [{ kind: 'tablet', name: 'iPads', model: 'iPad' }, 'ipad', null],
  [{ kind: 'tablet', model: 'iPad 8 / 9' }, 'ipad?', null],
  [{ kind: 'server', operatingSystem: 'Windows Server 2012/2016' }, null, 'windows-server?'],
  // Two that are not of one family: nothing.
  [{ operatingSystem: 'Windows 10 or 11' }, null, null],
  [{ operatingSystem: 'Windows 10/11' }, null, null],
  [{ operatingSystem: 'Windows 7, Windows 10' }, null, null],
  // Not what they sound like.
  [{ kind: 'tablet', name: 'iPad 5' }, 'ipad', null],
  [{ kind: 'tablet', name: 'iPad 05 of 30' }, 'ipad', null],
  [{ kind: 'tablet', name: 'iPad #6' }, 'ipad', null],
  [{ kind: 'tablet', name: 'iPad 6', model: 'iPad 7' }, 'ipad-7', null],
  [{ kind: 'other', name: 'Windows cleaner contract' }, null, null],
  [{ kind: 'other', name: 'Double glazing, windows 10' }, null, null],
  [{ kind: 'other', name: 'iPad 9 case' }, null, null],
  [{ kind: 'other', name: 'Charging trolley for iPad 9th gen' }, null, null],
  [{ kind: 'server', name: 'Main server 2016' }, null, null],
  [{ kind: 'access-switch', name: 'Server 2019 cabinet switch' }, null, null],
  [{ kind: 'laptop', model: 'iPad 9' }, null, null],
  [{ kind: 'server', manufacturer: 'HP', model: 'HP ProLiant DL380 Gen9' }, null, null],
  [{ operatingSystem: 'N/A' }, null, null],
  [{ operatingSystem: 'Windows' }, null, null],
  [{ name: 'Laptop trolley W10' }, null, null],
];

for (const [texts, model, operatingSystem] of cases) {
  test(`equipment: ${Object.values(texts).join(', ')}`, () => {
    assert.deepEqual(recognise(texts), [model, operatingSystem]);
  });
}

const systems: [texts: Parameters<typeof recogniseSystem>[0], entry: string | null][] = [
  [{ name: 'Database', kind: 'other', product: 'Microsoft SQL Server 2016 Express' }, 'sql-server-2016'],
  [{ name: 'Email', kind: 'mail', product: 'Exchange 2016 CU23' }, 'exchange-server-2016'],
  [{ name: 'Arbor MIS', kind: 'mis', product: null }, 'arbor'],
  [{ name: 'Office 365', kind: 'files', product: null }, 'microsoft-365'],
  [{ name: 'Office 2016', kind: 'other', product: null }, 'office-2016'],
  [{ name: 'Veeam', kind: 'backup', product: 'Veeam Backup & Replication 11' }, 'veeam-11'],
  [{ name: 'Microsoft 365', kind: 'mail', product: 'Microsoft 365 A3' }, 'microsoft-365'],
  [{ name: 'Dynamics 365', kind: 'finance', product: null }, null],
  [{ name: 'Office of the head', kind: 'other', product: null }, null],
  [{ name: 'Arbor day tree register', kind: 'catering', product: null }, null],
  [{ name: 'SIMS training', kind: 'mis', product: null }, 'sims'],
  [{ name: 'SIMS licence', kind: 'mis', product: null }, null],
  [{ name: 'Exchange student records', kind: 'safeguarding', product: null }, null],
];

for (const [texts, entry] of systems) {
  test(`system: ${texts.name}, ${texts.product ?? 'no product'}`, () => {
    assert.equal(words(recogniseSystem(texts, lifecycles)), entry);
  });
}

test('every name of the catalogue finds its own entry, and no other', () => {
  for (const entry of lifecycles) {
    for (const name of entry.names)
      assert.deepEqual(
        findNames(lifecycles, name.join(' ')).map(({ id }) => id),
        [entry.id],
      );
  }
});

test('any text gives at most one entry for each, never fails, and says the same in capitals', () => {
  const piece = fc.constantFrom(
    'windows',
    'Win',
    'server',
    '10',
    '2016',
    'R2',
    'iPad',
    'Pro',
    '12.9',
    'or',
    '/',
    'gen',
    '9th',
    'LTSC',
    '+',
    '…',
  );
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' ')),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom(...equipmentKinds), (model, operatingSystem, kind) => {
      const found = recognise({ model, operatingSystem, kind });
      const upper = recognise({ model: model.toUpperCase(), operatingSystem: operatingSystem.toUpperCase(), kind });
      // Letters like ß change their number when they become capitals; the catalogue has none.
      if (/^[ -~…]*$/.test(model + operatingSystem)) assert.deepEqual(upper, found);
    }),
  );
});

const register = join(root, '../shared/data/equipment/office_it_asset_register_names_removed.csv');
const OFFICE_KINDS: Record<string, Equipment['kind']> = {
  Desktop: 'desktop',
  CPU: 'desktop',
  Laptop: 'laptop',
  Printer: 'printer',
  UPS: 'ups',
  Headset: 'phone',
};

test('a real office register: every row that names an operating system is recognised, and no other', () => {
  if (!existsSync(register)) return;
  const rows = readFileSync(register, 'utf8')
    .split(/\r?\n/)
    .slice(1)
    .filter((row) => row.trim() !== '')
    .map((row) => row.split(','));
  assert.equal(rows.length, 245);
  const found = rows.map(([, type = '', manufacturer = '', model = '', , , , , operatingSystem = '']) => {
    const kind = OFFICE_KINDS[type] ?? 'other';
    return {
      operatingSystem,
      found: recognise({ name: `${manufacturer} ${model}`, kind, model, manufacturer, operatingSystem }),
    };
  });
  const named = found.filter(({ operatingSystem }) => /^Windows 1[01]$/.test(operatingSystem));
  assert.equal(named.length, 101);
  for (const {
    operatingSystem,
    found: [, entry],
  } of named) {
    assert.equal(entry, operatingSystem.toLowerCase().replace(' ', '-'));
  }
  for (const {
    operatingSystem,
    found: [model, entry],
  } of found) {
    assert.equal(model, null, 'the catalogue holds none of its models');
    if (!named.some((row) => row.operatingSystem === operatingSystem)) assert.equal(entry, null);
  }
});

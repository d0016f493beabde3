import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertNothingLost, previewOf } from '../../../test/import-preview.ts';
import {
  connectionSchema,
  connectionTechnologies,
  equipmentKinds,
  equipmentSchema,
  systemKinds,
  systemSchema,
} from '../../domain/record.ts';
import { connectionRegister } from '../connections/index.ts';
import { equipmentRegister } from '../equipment/index.ts';
import { registerTable, tableCsv, type Register } from '../registers/index.ts';
import { systemRegister } from '../systems/index.ts';
import { connectionImport } from './connection-import.ts';
import { equipmentImport } from './equipment-import.ts';
import type { Importable, ImportedItem } from './importable.ts';
import { systemImport } from './system-import.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** Names that a reader could take for something else are among them: what our own files say is never guessed at. */
const words = fc.oneof(
  fc.stringMatching(/^[A-Z][a-z]{3,8}( [a-z]{2,8}){0,3}$/),
  fc.constantFrom('HP ProBook 440', 'CPOMS', '4G backup line', 'Arbor', '2 x screens', 'Core switch', 'Leased line'),
);
const day = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const pence = fc.integer({ min: 0, max: 10_000_000 });
const mark = fc.stringMatching(/^[A-Z]{2}\d{4,8}$/);
const flag = fc.boolean();
const links = {
  contract: new Map([
    ['c1', 'Copier lease'],
    ['c2', 'Broadband'],
  ]),
  equipment: new Map([['e1', 'SRV1']]),
};
const findLink = (table: string, name: string): string | null =>
  [...(links[table as keyof typeof links] ?? [])].find(([, other]) => other === name)?.[0] ?? null;

const equipment = fc
  .record({
    name: words,
    kind: fc.constantFrom(...equipmentKinds),
    quantity: fc.integer({ min: 1, max: 400 }),
    manufacturer: maybe(fc.constantFrom('Dell', 'HP', 'Fernhill Devices')),
    model: maybe(words),
    operatingSystem: maybe(fc.constantFrom('Windows 11', 'Windows Server 2019')),
    serialNumber: maybe(mark),
    assetTag: maybe(mark),
    location: maybe(words),
    assignedTo: maybe(words),
    condition: maybe(fc.constantFrom('good', 'fair', 'poor', 'broken')),
    acquiredAs: maybe(fc.constantFrom('new', 'used', 'refurbished', 'donated')),
    supplier: maybe(words),
    contractId: maybe(fc.constantFrom('c1', 'c2')),
    boughtYear: maybe(fc.integer({ min: 1980, max: 2100 })),
    boughtOn: maybe(day),
    pricePence: maybe(pence),
    warrantyEndsOn: maybe(day),
    supportEndsOn: maybe(day),
    wifiGeneration: maybe(fc.constantFrom('4', '5', '6', '6E', '7')),
    portSpeedMbps: maybe(fc.integer({ min: 1, max: 100_000 })),
    uplinkMbps: maybe(fc.integer({ min: 1, max: 100_000 })),
    portCount: maybe(fc.nat({ max: 96 })),
    centrallyManaged: maybe(flag),
    powerOverEthernet: maybe(flag),
    wpa3: maybe(flag),
    lockedAway: maybe(flag),
    onUps: maybe(flag),
    upsMinutes: maybe(fc.nat({ max: 600 })),
    disposedOn: maybe(day),
    notes: maybe(words),
  })
  .map((fields) => equipmentSchema.parse({ id: 'e', ...fields }));

const systems = fc
  .record({
    name: words,
    kind: fc.constantFrom(...systemKinds),
    hosting: maybe(fc.constantFrom('on-site', 'cloud', 'hosted-elsewhere')),
    product: maybe(words),
    supplier: maybe(words),
    owner: maybe(words),
    users: maybe(fc.nat({ max: 5_000 })),
    dataHeld: maybe(words),
    personalData: maybe(flag),
    signOn: maybe(fc.constantFrom('single-sign-on', 'own-accounts', 'shared-account', 'none')),
    integrations: maybe(words),
    recoveryHours: maybe(fc.nat({ max: 1_000 })),
    recoveryPointHours: maybe(fc.nat({ max: 1_000 })),
    contractId: maybe(fc.constantFrom('c1', 'c2')),
    equipmentId: maybe(fc.constant('e1')),
    backupCopies: maybe(fc.nat({ max: 9 })),
    backupDevices: maybe(fc.nat({ max: 9 })),
    backupOffSite: maybe(flag),
    backupImmutable: maybe(flag),
    restoreTestedOn: maybe(day),
    notes: maybe(words),
  })
  .map((fields) => systemSchema.parse({ id: 's', ...fields }));

const connections = fc
  .record({
    name: words,
    role: fc.constantFrom('main', 'backup'),
    technology: maybe(fc.constantFrom(...connectionTechnologies)),
    downMbps: maybe(fc.integer({ min: 0, max: 10_000 })),
    upMbps: maybe(fc.integer({ min: 0, max: 10_000 })),
    automaticFailover: maybe(flag),
    separateRoute: maybe(flag),
    supplier: maybe(words),
    installedOn: maybe(day),
    routerId: maybe(fc.constant('e1')),
    contractId: maybe(fc.constantFrom('c1', 'c2')),
    notes: maybe(words),
  })
  .map((fields) => connectionSchema.parse({ id: 'l', ...fields }));

const registers: [string, Register, Importable, fc.Arbitrary<ImportedItem>][] = [
  ['equipment', equipmentRegister, equipmentImport, equipment],
  ['systems', systemRegister, systemImport, systems],
  ['connections', connectionRegister, connectionImport, connections],
];

for (const [what, register, importable, items] of registers) {
  test(`${what}: what is downloaded and brought in again is what it was`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(items, { minLength: 1, maxLength: 5 }), async (list) => {
        const rows = list.map(({ id, unread: _unread, sources: _sources, ...values }) => ({
          id,
          version: 1,
          updatedAt: new Date(0),
          unread: {},
          sources: {},
          values,
        }));
        const found = await previewOf(importable, tableCsv(registerTable(register, rows, links)), findLink);
        assertNothingLost(importable, found);
        assert.deepEqual(
          found.items.map(({ item, unread }) => ({ item: { ...item, id: list[0]?.id }, unread })),
          list.map((item) => ({ item, unread: [] })),
        );
      }),
      { numRuns: 100 },
    );
  });
}

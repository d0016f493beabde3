import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { equipmentSchema, recordSchema, type Equipment } from '../domain/record.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { loadLibrary } from './index.ts';
import { knownDates, knownSystem, supportEndOn, withKnownDates, type KnownEquipment } from './known-equipment.ts';

const { lifecycles } = loadLibrary(
  readLibraryFolder(join(dirname(fileURLToPath(import.meta.url)), '../../library')),
  ruleNames,
);

function equipment(parts: object): Equipment {
  return equipmentSchema.parse({ id: 'e', name: 'Group', kind: 'laptop', ...parts });
}

function ends(parts: object): [value: string, from: string, entryId: string | null] | null {
  const end = knownDates(equipment(parts), lifecycles).supportEnds;
  return end && [end.value, end.from, end.entryId];
}

test('the catalogue gives the date of a recognised operating system, and says which entry it is from', () => {
  assert.deepEqual(ends({ operatingSystem: 'Windows 10' }), ['2025-10-14', 'catalogue', 'windows-10']);
});

test('a school’s own date wins, earlier or later', () => {
  const windows = { operatingSystem: 'Windows 10' };
  assert.deepEqual(ends({ ...windows, supportEndsOn: '2028-10-10' }), ['2028-10-10', 'school', null]);
  assert.deepEqual(ends({ ...windows, supportEndsOn: '2020-01-01' }), ['2020-01-01', 'school', null]);
});

test('the first end counts where both model and operating system are recognised', () => {
  const model = { kind: 'laptop', model: 'Surface Pro 7' };
  assert.deepEqual(ends({ ...model, operatingSystem: 'Windows 10' })?.[2], 'windows-10');
  assert.deepEqual(ends({ ...model, operatingSystem: 'Windows 10 LTSC 2021' })?.[2], 'surface-pro-7');
});

test('a release whose next one comes for nothing does not end the device', () => {
  assert.equal(ends({ operatingSystem: 'Windows 11 Pro 23H2' }), null);
  assert.equal(ends({ kind: 'tablet', operatingSystem: 'iPadOS 13' }), null);
});

test('no date follows where none is named, or only the family is sure', () => {
  assert.equal(ends({ kind: 'tablet', model: 'iPad 9th gen' }), null);
  assert.equal(ends({ kind: 'server', operatingSystem: 'Windows Server 2012 / 2016' }), null);
  assert.equal(ends({}), null);
});

test('an end on a day not known had come by the day the source was read', () => {
  const android = lifecycles.map((entry) => (entry.id === 'ipad-5' ? { ...entry, securityEnds: true } : entry));
  const end = knownDates(equipment({ kind: 'tablet', model: 'iPad 5th gen' }), android).supportEnds;
  assert.deepEqual([end?.value, end?.isLatest], ['2026-08-22', true]);
});

test('the year of replacement is the year bought and the usual life of the kind', () => {
  const known = (parts: object) => knownDates(equipment(parts), lifecycles);
  assert.equal(known({ boughtYear: 2021 }).replaceInYear, 2026);
  assert.equal(known({ kind: 'tablet', boughtOn: '2023-09-05' }).replaceInYear, 2026);
  assert.equal(known({ boughtYear: 2020, boughtOn: '2021-01-05' }).boughtInYear, 2020, 'the year as written wins');
  assert.equal(known({}).replaceInYear, null);
});

test('a record is given its dates once, and keeps them', () => {
  const record = recordSchema.parse({
    format: 'cairn.school/1',
    asAt: '2026-11-24',
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 200, governance: 'maintained' },
    equipment: [equipment({ operatingSystem: 'Windows 10' })],
  });
  const once = withKnownDates(record, lifecycles);
  const item: KnownEquipment | undefined = once.equipment[0];
  assert.ok(item);
  assert.equal(supportEndOn(item)?.entryId, 'windows-10');
  assert.equal(withKnownDates(once, []).equipment[0], item);
  assert.equal(record.equipment[0] && 'known' in record.equipment[0], false, 'the record itself is left as it was');
});

test('without a catalogue only the school’s own date is known', () => {
  assert.equal(supportEndOn(equipment({ operatingSystem: 'Windows 10' })), null);
  assert.equal(supportEndOn(equipment({ supportEndsOn: '2027-08-31' }))?.value, '2027-08-31');
});

test('a system’s product has a date too', () => {
  const system = { name: 'Email', kind: 'mail', product: 'Exchange 2016' } as const;
  assert.equal(knownSystem(system, lifecycles).supportEnds?.value, '2025-10-14');
  assert.deepEqual(knownSystem({ name: 'Post', kind: 'mail', product: null }, lifecycles), {
    recognised: null,
    supportEnds: null,
  });
});

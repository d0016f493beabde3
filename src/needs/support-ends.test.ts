import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { equipmentSchema } from '../domain/record.ts';
import { loadLibrary, type KnownEquipment } from '../library/index.ts';
import { knownDates } from '../library/known-equipment.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { findNeeds } from './compile-problem.ts';
import { emptyEdition, madeRecord } from './made-school.ts';
import { supportEndOf } from './support-ends.ts';

const library = loadLibrary(
  readLibraryFolder(join(dirname(fileURLToPath(import.meta.url)), '../../library')),
  ruleNames,
);

function equipment(parts: object): KnownEquipment {
  const item = equipmentSchema.parse({ id: 'e', name: 'Group', kind: 'laptop', ...parts });
  return { ...item, known: knownDates(item, library.lifecycles) };
}

const cases: [name: string, parts: object, on: string | null, because: RegExp][] = [
  [
    'the school’s own date',
    { supportEndsOn: '2027-01-12', boughtYear: 2015 },
    '2027-01-12',
    /^support ends on 12 January/,
  ],
  [
    'the catalogue’s',
    { operatingSystem: 'Windows 10' },
    '2025-10-14',
    /Windows 10 ends on 14 October 2025, by the cat/,
  ],
  [
    'the age, where the machine is old before what it runs',
    { kind: 'server', operatingSystem: 'Windows Server 2022', boughtYear: 2018 },
    '2023-08-31',
    /bought in 2018; support of what it runs lasts longer, but the usual 5 years/,
  ],
  [
    'what it runs, where that ends before the machine is old',
    { kind: 'server', operatingSystem: 'Windows Server 2016', boughtYear: 2023 },
    '2027-01-12',
    /Windows Server 2016 ends/,
  ],
  [
    'the model, whatever its age: the maker still looks after it',
    { kind: 'laptop', model: 'Surface Laptop 6', boughtYear: 2019 },
    '2030-04-09',
    /Surface Laptop 6 ends/,
  ],
  ['the age alone', { kind: 'tablet', boughtYear: 2024 }, '2027-08-31', /usual 3 years/],
  ['the warranty', { warrantyEndsOn: '2026-12-31' }, '2026-12-31', /warranty's end, 31 December 2026/],
  ['nothing', {}, null, /^$/],
];

for (const [name, parts, on, because] of cases) {
  test(`the end of support is ${name}`, () => {
    const end = supportEndOf(equipment(parts));
    assert.equal(end?.on ?? null, on);
    assert.match(end?.because ?? '', because);
  });
}

test('the need to replace laptops arises from the catalogue’s date, and goes with their disposal', () => {
  const laptops = { id: 'e', name: 'Old laptops', kind: 'laptop', quantity: 31, operatingSystem: 'Win10' };
  const needs = (parts: object) => {
    return findNeeds(madeRecord({ equipment: [{ ...laptops, ...parts }] }), library, emptyEdition);
  };
  const [need] = needs({});
  assert.equal(need?.template.id, 'laptops');
  assert.match(need.causes[0]?.text ?? '', /Windows 10 ends on 14 October 2025, by the catalogue/);
  assert.match(
    need.causes[0]?.text ?? '',
    /can move to it for nothing\.$/,
    'buying is not the only way, and that is said',
  );
  assert.deepEqual(needs({ disposedOn: '2026-11-24' }), []);
  assert.equal(needs({ disposedOn: '2027-03-01' }).length, 1, 'until then they are there, and unsupported');
  const later = { operatingSystem: 'Windows 10 LTSC 2021' };
  assert.equal(needs(later).length, 1);
  assert.deepEqual(needs({ ...later, disposedOn: '2026-12-31' }), [], 'they go before their support does');
});

test('a server that has been disposed of no longer holds what ran on it', () => {
  const record = (disposedOn: string | null) =>
    madeRecord({
      equipment: [
        { id: 'old', name: 'Old server', kind: 'server', operatingSystem: 'Windows Server 2012 R2', disposedOn },
        { id: 'new', name: 'New server', kind: 'server', operatingSystem: 'Windows Server 2025', boughtYear: 2026 },
      ],
      systems: [{ id: 'f', name: 'Files', kind: 'files', hosting: 'on-site', equipmentId: null }],
    });
  const ends = (disposedOn: string | null) =>
    findNeeds(record(disposedOn), library, emptyEdition).find(({ template }) => template.id === 'file-storage')?.endsOn;
  assert.equal(ends(null), '2023-10-10');
  assert.equal(ends('2026-09-01'), '2031-08-31');
});

test('a system whose own product loses support is due then, where that is before its server', () => {
  const record = madeRecord({
    equipment: [{ id: 's', name: 'Server', kind: 'server', operatingSystem: 'Windows Server 2022', boughtYear: 2026 }],
    systems: [{ id: 'm', name: 'Email', kind: 'mail', product: 'Exchange 2019', hosting: 'on-site', equipmentId: 's' }],
  });
  const need = findNeeds(record, library, emptyEdition).find(({ template }) => template.id === 'mail-home');
  assert.equal(need?.endsOn, '2025-10-14');
  assert.match(need.causes.map(({ text }) => text).join(), /Exchange Server 2019 ends on 14 October 2025/);
});

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { countFacts, guessRange, isWholeGuess } from '../domain/guesses.ts';
import { phases, recordSchema, type Equipment, type SchoolRecord } from '../domain/record.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import {
  expandPreset,
  formatFault,
  loadLibrary,
  missingFrom,
  presetFor,
  TYPICAL_ID,
  validateLibrary,
} from './index.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../library');
const files = readLibraryFolder(folder);
const { presets } = loadLibrary(files, ruleNames);
const ON = '2026-11-24';
const TWO_FORM = { phase: 'primary', pupils: 420 } as const;

function typical(school: { phase: (typeof phases)[number]; pupils: number }) {
  const preset = presetFor(presets, school);
  assert.ok(preset, `no typical school for ${school.phase}, ${school.pupils}`);
  return { preset, items: expandPreset(preset, school, ON) };
}

function recordOf(parts: Partial<SchoolRecord>): SchoolRecord {
  const school = { key: 'x', name: 'Made school', phase: 'primary', pupils: 420, governance: 'maintained' };
  return recordSchema.parse({ format: 'cairn.school/1', asAt: ON, edition: '2026-09', school, ...parts });
}

test('the files of this repository are without a fault, and each kind asked for is there', () => {
  assert.deepEqual(validateLibrary(files, ruleNames).map(formatFault), []);
  const names = [
    [80, 'primary', 'a small rural primary'],
    [210, 'primary', 'a one-form-entry primary'],
    [420, 'primary', 'a two-form-entry primary'],
    [900, 'secondary', 'a secondary of about 900'],
    [1350, 'secondary', 'a large secondary of 1,300 or more'],
    [110, 'special', 'a special school'],
    [90, 'nursery', 'a nursery school'],
  ] as const;
  for (const [pupils, phase, name] of names) assert.equal(presetFor(presets, { phase, pupils })?.name, name);
});

test('nothing is made up for kinds of schools of which no ratio was found', () => {
  for (const phase of ['all-through', 'post-16'] as const)
    assert.equal(presetFor(presets, { phase, pupils: 900 }), null);
});

test('every school of the other kinds has one typical school, whatever its size', () => {
  for (const phase of phases.filter((phase) => phase !== 'all-through' && phase !== 'post-16'))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), (pupils) => {
        assert.ok(presetFor(presets, { phase, pupils }));
      }),
    );
});

test('every guess says what makes it unsure, and its source says so where it is our own', () => {
  for (const { entries } of presets)
    for (const { id, doubt, source } of entries) {
      assert.ok(doubt.length > 5, id);
      if (source.url === '' && source.licence === 'MIT') assert.match(source.title, /our own guess/i, id);
    }
});

test('devices stay near the surveys: 27 for every 100 pupils in primary schools, 37 to 50 in secondary schools', () => {
  const rate = (school: Parameters<typeof typical>[0]) => {
    const kinds = new Set(['laptop', 'desktop', 'tablet', 'chromebook']);
    const devices = typical(school).items.equipment.filter(({ kind }) => kinds.has(kind));
    return (devices.reduce((sum, { quantity }) => sum + quantity, 0) / school.pupils) * 100;
  };
  for (const pupils of [210, 420, 630]) {
    const found = rate({ phase: 'primary', pupils });
    assert.ok(found > 22 && found < 30, `${pupils}: ${found}`);
  }
  for (const pupils of [900, 1400]) {
    const found = rate({ phase: 'secondary', pupils });
    assert.ok(found >= 37 && found <= 50, `${pupils}: ${found}`);
  }
});

test('a two-form-entry primary: one access point a classroom, as a guess between 9 and 20', () => {
  const { items } = typical(TWO_FORM);
  const points = items.equipment.find(({ id }) => id === `${TYPICAL_ID}access-points`);
  assert.ok(points);
  assert.equal(points.quantity, 14);
  assert.deepEqual(guessRange(points, 'quantity'), { low: 9, high: 20 });
  assert.deepEqual(points.sources['quantity'], {
    from: 'assumed',
    on: ON,
    note: 'typical for a two-form-entry primary, 9 to 20 (Department for Education, wireless network standard: up to one access point for each classroom)',
    range: { low: 9, high: 20 },
  });
  assert.equal(points.boughtYear, 2021);
  assert.deepEqual(guessRange(points, 'boughtYear'), { low: 2018, high: 2024 });
  const files = items.systems.find(({ kind }) => kind === 'files');
  assert.equal(files?.equipmentId, `${TYPICAL_ID}server`);
});

test('no day is ever guessed: neither an end, nor a notice, nor a test of a backup', () => {
  for (const preset of presets) {
    const { contracts, systems, equipment } = expandPreset(preset, { pupils: 420 }, ON);
    for (const row of contracts)
      assert.deepEqual([row.startsOn, row.endsOn, row.noticeCount, row.renewal], [null, null, null, null]);
    for (const row of systems) assert.equal(row.restoreTestedOn, null);
    for (const row of equipment) assert.deepEqual([row.supportEndsOn, row.warrantyEndsOn], [null, null]);
  }
});

test('whatever the size: all of it is marked as guessed, ids differ, links hold, and values lie in their ranges', () => {
  fc.assert(
    fc.property(fc.constantFrom(...presets), fc.integer({ min: 0, max: 4000 }), (preset, pupils) => {
      const items = expandPreset(preset, { pupils }, ON);
      assert.deepEqual(items, expandPreset(preset, { pupils }, ON));
      const record = recordOf(items);
      const { facts, guesses } = countFacts(record);
      assert.equal(guesses.length, facts);
      assert.ok(facts > 50);
      const contracts = new Set(items.contracts.map(({ id }) => id));
      const equipment = new Set(items.equipment.map(({ id }) => id));
      for (const rows of [items.contracts, items.systems, items.equipment, items.connections]) {
        assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
        for (const row of rows) assert.ok(row.id.startsWith(TYPICAL_ID) && isWholeGuess(row));
      }
      for (const { contractId, equipmentId } of items.systems) {
        assert.ok(contractId === null || contracts.has(contractId));
        assert.ok(equipmentId === null || equipment.has(equipmentId));
      }
      for (const { contractId } of items.connections) assert.ok(contractId === null || contracts.has(contractId));
      for (const { source, value } of guesses) {
        if (source.range === undefined) continue;
        assert.ok(source.range.low <= Number(value) && Number(value) <= source.range.high);
      }
    }),
  );
});

test('counts grow with the school', () => {
  const total = (rows: readonly Equipment[]) => rows.reduce((sum, { quantity }) => sum + quantity, 0);
  fc.assert(
    fc.property(fc.constantFrom(...presets), fc.nat(3000), fc.nat(3000), (preset, one, other) => {
      const [fewer, more] = [Math.min(one, other), Math.max(one, other)];
      const few = expandPreset(preset, { pupils: fewer }, ON).equipment;
      const many = expandPreset(preset, { pupils: more }, ON).equipment;
      assert.ok(total(few) <= total(many));
      for (const [index, row] of few.entries()) assert.ok(row.quantity <= (many[index]?.quantity ?? 0));
    }),
  );
});

test('what a school has already is left out, and what pointed to it points to nothing', () => {
  const { items } = typical(TWO_FORM);
  const own = recordOf({
    contracts: [{ id: 'mine', title: 'Our MIS', type: 'mis' }] as never,
    equipment: [{ id: 'box', name: 'Old server', kind: 'server' }] as never,
    connections: [{ id: 'line', name: 'Line' }] as never,
  });
  const rest = missingFrom(own, items);
  assert.ok(!rest.contracts.some(({ type }) => type === 'mis'));
  assert.equal(rest.contracts.length, items.contracts.length - 1);
  assert.ok(!rest.equipment.some(({ kind }) => kind === 'server'));
  assert.deepEqual(rest.connections, []);
  assert.equal(rest.systems.find(({ kind }) => kind === 'mis')?.contractId, null);
  assert.equal(rest.systems.find(({ kind }) => kind === 'files')?.equipmentId, null);
  assert.equal(rest.systems.length, items.systems.length);
});

test('nothing is left to put in once it is in', () => {
  const { items } = typical(TWO_FORM);
  const rest = missingFrom(recordOf(items), items);
  assert.deepEqual(Object.values(rest).flat(), []);
});

const SMALL = `sources:
  own:
    title: Our own guess
    url: ''
    asAt: 2026-11-24
    licence: MIT
    confidence: derived
presets:
  - id: one
    name: a made school
    phase: primary
    pupils: { from: 0, to: 300 }
    classSize: 30
    source: own
  - id: two
    name: a larger made school
    phase: primary
    pupils: { from: 301, to: null }
    classSize: 30
    source: own
equipment:
  - id: points
    name: Access points
    kind: access-point
    count: { per: classroom, low: 0.5, typical: 1, high: 2 }
    facts: { wifiGeneration: { is: '5' } }
    only: [two]
    doubt: A guess through and through.
    source: own
contracts:
  - id: line
    name: Line
    kind: broadband
    yearlyCost: { per: school, low: 1, typical: 2, high: 3 }
    doubt: A guess through and through.
    source: own
systems:
  - id: files
    name: Files
    kind: files
    contract: line
    doubt: A guess through and through.
    source: own
`;

function faultsOf(change: (text: string) => string) {
  const text = change(SMALL);
  const faults = validateLibrary(new Map([...files, ['presets/made.yaml', text]]), ruleNames);
  return { text, faults };
}

const swap = (from: string, to: string) => (text: string) => {
  assert.ok(text.includes(from), `the text to break is not there: ${from}`);
  return text.replace(from, to);
};

/** The small file's schools are of a size that the real ones are for too: named once, by the second of them. */
const phaseOf = (text: string) => text.replaceAll('phase: primary', 'phase: post-16');

test('the small file that the faults below are made from has none', () => {
  assert.deepEqual(faultsOf(phaseOf).faults.map(formatFault), []);
});

const faults: [name: string, change: (text: string) => string, place: string, message: RegExp][] = [
  ['an unknown kind', swap('kind: access-point', 'kind: access-pont'), 'kind: access-pont', /kind/],
  ['an unknown basis', swap('per: classroom', 'per: room'), 'count:', /per/],
  ['a range out of order', swap('typical: 1, high: 2', 'typical: 3, high: 2'), 'count:', /must rise in this order/],
  ['nothing typical', swap('low: 0.5, typical: 1', 'low: 0, typical: 0'), 'count:', /left out/],
  [
    'no source',
    swap(
      'kind: files\n    contract: line\n    doubt: A guess through and through.\n    source: own\n',
      'kind: files\n    contract: line\n    doubt: A guess through and through.\n',
    ),
    'id: files',
    /source/,
  ],
  [
    'an unknown source',
    swap('typical: 2, high: 3 }', 'typical: 2, high: 3, source: owm }'),
    'yearlyCost',
    /unknown source owm/,
  ],
  [
    'no doubt',
    swap('    only: [two]\n    doubt: A guess through and through.\n', '    only: [two]\n'),
    'id: points',
    /doubt/,
  ],
  [
    'an unknown field',
    swap('facts: { wifiGeneration', 'facts: { wifiGenration'),
    'wifiGenration',
    /has no field wifiGenration/,
  ],
  ['a value that the field cannot have', swap("{ is: '5' }", "{ is: '9' }"), 'wifiGeneration', /cannot be 9/],
  [
    'a field that has a key of its own',
    swap('facts: { wifiGeneration: {', 'facts: { quantity: {'),
    'quantity',
    /not named among the facts/,
  ],
  ['an unknown preset', swap('only: [two]', 'only: [too]'), 'only: [too]', /unknown preset too/],
  ['an unknown link', swap('contract: line', 'contract: lime'), 'contract: lime', /unknown contract lime/],
  ['a preset there twice', swap('id: two', 'id: one'), 'id: one', /there twice/],
  [
    'an entry there twice',
    (text) => `${text}  - { id: files, name: F, kind: files, doubt: None at all, source: own }\n`,
    'id: files, name: F',
    /system files is there twice/,
  ],
  ['two presets for the same schools', swap('from: 301', 'from: 300'), 'from: 300', /same size/],
  ['sizes out of order', swap('from: 0, to: 300', 'from: 400, to: 300'), 'from: 400', /must not exceed/],
];

for (const [name, change, place, message] of faults)
  test(`found with file and line: ${name}`, () => {
    const { text, faults: found } = faultsOf((given) => change(phaseOf(given)));
    const [first] = found;
    assert.ok(first, 'no fault found');
    assert.equal(first.file, 'presets/made.yaml');
    assert.match(first.message, message);
    const line = text.split('\n')[first.line - 1] ?? '';
    assert.ok(line.includes(place), `line ${first.line} is "${line}", not the one with "${place}"`);
    assert.ok(!formatFault(first).includes('\n'));
  });

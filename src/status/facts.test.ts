import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordSchema, type SchoolRecord } from '../domain/record.ts';
import { editionOf, loadLibrary } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { factIntervals, UnknownRuleError } from './facts-over-time.ts';
import type { Threshold } from './judge-rule.ts';
import { ruleNames } from './rule-names.ts';

const folder = fileURLToPath(new URL('../../library/', import.meta.url));
const { rules } = editionOf(loadLibrary(readLibraryFolder(folder), ruleNames));

type Parts = Partial<Record<'contracts' | 'systems' | 'equipment' | 'connections', object[]>>;

const DAY = '2026-11-24';

function record(parts: Parts, phase = 'primary'): SchoolRecord {
  const name = (list: object[] | undefined, key: 'name' | 'title') =>
    (list ?? []).map((entry, i) => ({ id: `e${i}`, [key]: `Entry ${i}`, ...entry }));
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: DAY,
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase, pupils: 400, governance: 'maintained' },
    contracts: name(parts.contracts, 'title'),
    systems: name(parts.systems, 'name'),
    equipment: name(parts.equipment, 'name'),
    connections: name(parts.connections, 'name'),
  });
}

const SPEED: Threshold = { unit: 'Mbps', byPhase: { primary: 100, secondary: 1000 } };
const three: Threshold = { unit: 'copies', byPhase: {}, all: 3 };
const wifi7: Threshold = { unit: 'Wi-Fi generation', byPhase: {}, all: 7 };
const gigabit: Threshold = { unit: 'Mbps', byPhase: {}, all: 1000 };
const main = { role: 'main' };
const backup = { role: 'backup' };

const minutes: Threshold = { unit: 'minutes', byPhase: {}, all: 30 };
const five: Threshold = { unit: 'years', byPhase: {}, all: 5 };
const ups = (upsMinutes: number) => ({ kind: 'ups', upsMinutes });
const onSite = (recoveryHours: number | null) => ({ kind: 'files', hosting: 'on-site', recoveryHours });
const cloud = (signOn: string | null) => ({ kind: 'mis', hosting: 'cloud', signOn });
const runs = (operatingSystem: string | null) => ({ kind: 'laptop', operatingSystem });
const bought = (boughtOn: string | null, supportEndsOn: string | null) => ({ kind: 'laptop', boughtOn, supportEndsOn });
const boughtIn = (boughtYear: number, supportEndsOn: string) => ({ kind: 'laptop', boughtYear, supportEndsOn });

const cases: [rule: string, parts: Parts, threshold: Threshold, outcome: string, phase?: string][] = [
  ['main-line-full-fibre', {}, null, 'not-known'],
  ['main-line-full-fibre', { connections: [{ ...main }] }, null, 'not-known'],
  ['main-line-full-fibre', { connections: [{ ...main, technology: 'fttp' }] }, null, 'met'],
  ['main-line-full-fibre', { connections: [{ ...main, technology: 'leased-line' }] }, null, 'met'],
  ['main-line-full-fibre', { connections: [{ ...main, technology: 'fttc' }] }, null, 'not-met'],
  ['main-line-full-fibre', { connections: [{ ...backup, technology: 'fttp' }] }, null, 'not-known'],
  [
    'main-line-full-fibre',
    {
      connections: [
        { ...main, technology: 'fttp' },
        { ...main, technology: 'adsl' },
      ],
    },
    null,
    'not-met',
  ],
  ['main-line-fibre-or-free', { connections: [{ ...main, technology: 'fttp' }] }, null, 'not-applicable'],
  ['main-line-fibre-or-free', { connections: [{ ...main, technology: 'fttc' }] }, null, 'not-known'],
  ['main-line-download', { connections: [{ ...main, downMbps: 99 }] }, SPEED, 'not-met'],
  ['main-line-download', { connections: [{ ...main, downMbps: 100 }] }, SPEED, 'met'],
  ['main-line-download', { connections: [{ ...main, downMbps: 100 }] }, SPEED, 'not-met', 'secondary'],
  ['main-line-download', { connections: [{ ...main, downMbps: 100 }] }, SPEED, 'not-known', 'special'],
  ['main-line-upload', { connections: [{ ...main, downMbps: 500 }] }, SPEED, 'not-known'],
  ['main-line-upload', { connections: [{ ...main, upMbps: 1000 }] }, SPEED, 'met', 'secondary'],
  ['backup-line-present', { connections: [{ ...main }] }, null, 'not-known'],
  ['backup-line-present', { connections: [{ ...backup }] }, null, 'met'],
  ['backup-line-different-type', { connections: [{ ...backup, technology: 'mobile' }] }, null, 'not-known'],
  [
    'backup-line-different-type',
    {
      connections: [
        { ...main, technology: 'fttp' },
        { ...backup, technology: 'mobile' },
      ],
    },
    null,
    'met',
  ],
  [
    'backup-line-different-type',
    {
      connections: [
        { ...main, technology: 'fttc' },
        { ...backup, technology: 'adsl' },
      ],
    },
    null,
    'not-met',
  ],
  ['backup-line-different-type', { connections: [{ ...main, technology: 'fttp' }, { ...backup }] }, null, 'not-known'],
  ['backup-line-automatic-failover', { connections: [{ ...backup, automaticFailover: true }] }, null, 'met'],
  ['backup-line-automatic-failover', { connections: [{ ...backup, automaticFailover: false }] }, null, 'not-met'],
  ['backup-line-automatic-failover', { connections: [{ ...backup }] }, null, 'not-known'],
  ['access-points-generation', {}, wifi7, 'not-known'],
  ['access-points-generation', { equipment: [{ kind: 'access-point', wifiGeneration: '6E' }] }, wifi7, 'not-met'],
  ['access-points-generation', { equipment: [{ kind: 'access-point', wifiGeneration: '7' }] }, wifi7, 'met'],
  [
    'access-points-generation',
    { equipment: [{ kind: 'access-point', wifiGeneration: '7' }, { kind: 'access-point' }] },
    wifi7,
    'not-known',
  ],
  ['access-points-supported', { equipment: [{ kind: 'access-point', supportEndsOn: '2020-01-01' }] }, null, 'not-met'],
  ['access-points-managed', { equipment: [{ kind: 'access-point', centrallyManaged: true }] }, null, 'met'],
  ['switches-managed', { equipment: [{ kind: 'access-switch', centrallyManaged: false }] }, null, 'not-met'],
  ['switches-port-speed', { equipment: [{ kind: 'access-switch', portSpeedMbps: 100 }] }, gigabit, 'not-met'],
  ['switches-port-speed', { equipment: [{ kind: 'core-switch', portSpeedMbps: 10000 }] }, gigabit, 'met'],
  ['switches-supported', { equipment: [{ kind: 'core-switch', supportEndsOn: DAY }] }, null, 'met'],
  ['switches-supported', { equipment: [{ kind: 'core-switch', supportEndsOn: '2026-11-23' }] }, null, 'not-met'],
  ['switches-supported', { equipment: [{ kind: 'core-switch', warrantyEndsOn: '2027-01-01' }] }, null, 'met'],
  ['switches-supported', { equipment: [{ kind: 'core-switch', warrantyEndsOn: '2025-01-01' }] }, null, 'not-known'],
  ['switches-supported', { equipment: [{ kind: 'access-point', supportEndsOn: '2020-01-01' }] }, null, 'not-known'],
  ['equipment-supported', { equipment: [{ kind: 'ups', supportEndsOn: '2020-01-01' }] }, null, 'not-known'],
  ['equipment-supported', { equipment: [{ kind: 'laptop', supportEndsOn: '2020-01-01' }] }, null, 'not-met'],
  ['firewalls-supported', { equipment: [{ kind: 'firewall', supportEndsOn: '2028-01-01' }] }, null, 'met'],
  ['core-switches-on-ups', { equipment: [{ kind: 'core-switch', onUps: true }] }, null, 'met'],
  ['core-switches-on-ups', { equipment: [{ kind: 'access-switch', onUps: false }] }, null, 'not-known'],
  ['support-dates-recorded', {}, null, 'not-known'],
  ['support-dates-recorded', { equipment: [{ kind: 'laptop' }] }, null, 'not-met'],
  ['support-dates-recorded', { equipment: [{ kind: 'laptop', supportEndsOn: '2028-01-01' }] }, null, 'met'],
  ['backup-copies', {}, three, 'not-known'],
  ['backup-copies', { systems: [{ kind: 'backup', backupCopies: 2 }] }, three, 'not-met'],
  ['backup-copies', { systems: [{ kind: 'backup', backupCopies: 3 }] }, three, 'met'],
  ['backup-devices', { systems: [{ kind: 'backup' }] }, three, 'not-known'],
  [
    'backup-off-site',
    {
      systems: [
        { kind: 'backup', backupOffSite: false },
        { kind: 'backup', backupOffSite: true },
      ],
    },
    null,
    'met',
  ],
  ['backup-immutable', { systems: [{ kind: 'backup', backupImmutable: false }] }, null, 'not-met'],
  ['backup-restore-tested', { systems: [{ kind: 'backup' }] }, null, 'not-known'],
  ['backup-restore-tested', { systems: [{ kind: 'backup', restoreTestedOn: '2026-07-24' }] }, null, 'met'],
  ['backup-restore-tested', { systems: [{ kind: 'backup', restoreTestedOn: '2026-07-23' }] }, null, 'not-met'],
  ['firewall-recorded', {}, null, 'not-known'],
  ['firewall-recorded', { systems: [{ kind: 'firewall' }] }, null, 'met'],
  ['firewall-recorded', { equipment: [{ kind: 'firewall' }] }, null, 'met'],
  ['filter-recorded', { systems: [{ kind: 'filtering' }] }, null, 'met'],
  ['filter-recorded', { contracts: [{ type: 'filtering', endsOn: '2027-01-01' }] }, null, 'met'],
  ['filter-recorded', { contracts: [{ type: 'filtering', endsOn: '2026-01-01' }] }, null, 'not-known'],
  ['filter-recorded', { contracts: [{ type: 'filtering', endsOn: '2026-01-01', renewal: 'automatic' }] }, null, 'met'],
  ['contract-register', { contracts: [{ endsOn: '2027-01-01' }] }, null, 'not-known'],
  ['contract-register', { contracts: [{ endsOn: '2027-01-01' }, { endsOn: '2027-01-01' }, {}] }, null, 'met'],
  ['contract-register', { contracts: [{ endsOn: '2027-01-01' }, {}, {}] }, null, 'not-met'],
  ['asset-register', { equipment: [{ kind: 'laptop', boughtYear: 2020 }] }, null, 'not-known'],
  [
    'asset-register',
    { equipment: [{ kind: 'laptop', boughtYear: 2020 }, { kind: 'server', boughtYear: 2020 }, { kind: 'panel' }] },
    null,
    'met',
  ],
  ['asset-register', { equipment: [{ kind: 'laptop' }, { kind: 'server' }, { kind: 'panel' }] }, null, 'not-met'],
  ['access-points-wpa3', {}, null, 'not-known'],
  ['access-points-wpa3', { equipment: [{ kind: 'access-point' }] }, null, 'not-known'],
  ['access-points-wpa3', { equipment: [{ kind: 'access-point', wpa3: true }] }, null, 'met'],
  [
    'access-points-wpa3',
    { equipment: [{ kind: 'access-point', wpa3: true }, { kind: 'access-point' }] },
    null,
    'not-known',
  ],
  [
    'access-points-wpa3',
    {
      equipment: [
        { kind: 'access-point', wpa3: true },
        { kind: 'access-point', wpa3: false },
      ],
    },
    null,
    'not-met',
  ],
  ['switches-uplink', {}, null, 'not-known'],
  ['switches-uplink', { equipment: [{ kind: 'access-switch', uplinkMbps: 1000 }] }, null, 'not-met'],
  ['switches-uplink', { equipment: [{ kind: 'access-switch', uplinkMbps: 10_000 }] }, null, 'not-known'],
  ['switches-uplink', { equipment: [{ kind: 'access-switch' }] }, null, 'not-known'],
  ['switches-uplink', { equipment: [{ kind: 'core-switch', uplinkMbps: 1000 }] }, null, 'not-known'],
  ['servers-on-battery', {}, minutes, 'not-known'],
  ['servers-on-battery', { equipment: [{ kind: 'server' }, ups(60)] }, minutes, 'not-known'],
  ['servers-on-battery', { equipment: [{ kind: 'server', onUps: false }, ups(60)] }, minutes, 'not-met'],
  ['servers-on-battery', { equipment: [{ kind: 'server', onUps: true }] }, minutes, 'not-known'],
  ['servers-on-battery', { equipment: [{ kind: 'server', onUps: true }, { kind: 'ups' }] }, minutes, 'not-known'],
  ['servers-on-battery', { equipment: [{ kind: 'server', onUps: true }, ups(30)] }, minutes, 'met'],
  ['servers-on-battery', { equipment: [{ kind: 'server', onUps: true }, ups(29)] }, minutes, 'not-met'],
  ['servers-on-battery', { equipment: [{ kind: 'server', onUps: true }, ups(60), ups(10)] }, minutes, 'not-known'],
  ['servers-in-warranty', {}, null, 'not-known'],
  ['servers-in-warranty', { equipment: [{ kind: 'server' }] }, null, 'not-known'],
  ['servers-in-warranty', { equipment: [{ kind: 'server', warrantyEndsOn: DAY }] }, null, 'met'],
  ['servers-in-warranty', { equipment: [{ kind: 'server', warrantyEndsOn: '2026-11-23' }] }, null, 'not-met'],
  ['servers-in-warranty', { equipment: [{ kind: 'laptop', warrantyEndsOn: DAY }] }, null, 'not-known'],
  ['servers-locked-away', {}, null, 'not-known'],
  ['servers-locked-away', { equipment: [{ kind: 'server', lockedAway: true }] }, null, 'not-known'],
  ['servers-locked-away', { equipment: [{ kind: 'server', lockedAway: false }] }, null, 'not-met'],
  ['recovery-hours-recorded', {}, null, 'not-known'],
  ['recovery-hours-recorded', { systems: [onSite(8)] }, null, 'not-known'],
  ['recovery-hours-recorded', { equipment: [{ kind: 'server' }] }, null, 'not-known'],
  ['recovery-hours-recorded', { equipment: [{ kind: 'server' }], systems: [onSite(8)] }, null, 'met'],
  [
    'recovery-hours-recorded',
    { equipment: [{ kind: 'server' }], systems: [onSite(8), onSite(null)] },
    null,
    'not-known',
  ],
  [
    'recovery-hours-recorded',
    { equipment: [{ kind: 'server' }, { kind: 'server' }], systems: [{ ...onSite(8), equipmentId: 'e0' }] },
    null,
    'not-known',
  ],
  ['cloud-single-sign-on', {}, null, 'not-known'],
  ['cloud-single-sign-on', { systems: [cloud(null)] }, null, 'not-known'],
  ['cloud-single-sign-on', { systems: [cloud('single-sign-on')] }, null, 'met'],
  ['cloud-single-sign-on', { systems: [cloud('single-sign-on'), cloud('none')] }, null, 'met'],
  ['cloud-single-sign-on', { systems: [cloud('none')] }, null, 'not-known'],
  ['cloud-single-sign-on', { systems: [cloud('single-sign-on'), cloud(null)] }, null, 'not-known'],
  ['cloud-single-sign-on', { systems: [cloud('single-sign-on'), cloud('own-accounts')] }, null, 'not-met'],
  ['cloud-single-sign-on', { systems: [{ ...cloud('own-accounts'), hosting: 'on-site' }] }, null, 'not-known'],
  ['systems-no-shared-accounts', {}, null, 'not-known'],
  ['systems-no-shared-accounts', { systems: [cloud('single-sign-on')] }, null, 'not-known'],
  ['systems-no-shared-accounts', { systems: [cloud('shared-account')] }, null, 'not-met'],
  ['devices-supported', {}, null, 'not-known'],
  ['devices-supported', { equipment: [{ kind: 'laptop', supportEndsOn: DAY }] }, null, 'met'],
  ['devices-supported', { equipment: [{ kind: 'tablet', supportEndsOn: '2026-11-23' }] }, null, 'not-met'],
  ['devices-supported', { equipment: [{ kind: 'laptop', warrantyEndsOn: '2028-01-01' }] }, null, 'not-known'],
  ['devices-supported', { equipment: [{ kind: 'server', supportEndsOn: '2020-01-01' }] }, null, 'not-known'],
  ['devices-tagged', {}, null, 'not-known'],
  ['devices-tagged', { equipment: [{ kind: 'laptop', assetTag: 'A1' }] }, null, 'met'],
  ['devices-tagged', { equipment: [{ kind: 'laptop', assetTag: 'A1' }, { kind: 'tablet' }] }, null, 'not-known'],
  ['devices-tagged', { equipment: [{ kind: 'laptop', assetTag: 'A1', quantity: 30 }] }, null, 'not-known'],
  ['devices-edition', {}, null, 'not-known'],
  ['devices-edition', { equipment: [runs(null)] }, null, 'not-known'],
  ['devices-edition', { equipment: [runs('Windows 11')] }, null, 'not-known'],
  ['devices-edition', { equipment: [runs('Windows 11 Home')] }, null, 'not-met'],
  ['devices-edition', { equipment: [runs('Windows 11 Home, for education')] }, null, 'not-met'],
  [
    'devices-edition',
    { equipment: [runs('Windows 11 Pro Education'), runs('ChromeOS'), runs('iPadOS 18')] },
    null,
    'met',
  ],
  ['devices-edition', { equipment: [runs('Windows 11 Processor'), runs('Windows 11 Pro')] }, null, 'not-known'],
  ['computers-support-years', {}, five, 'not-known'],
  ['computers-support-years', { equipment: [bought('2021-09-01', '2026-08-31')] }, five, 'met'],
  ['computers-support-years', { equipment: [bought('2021-09-01', '2026-08-30')] }, five, 'not-met'],
  ['computers-support-years', { equipment: [bought(null, '2026-08-31')] }, five, 'not-known'],
  ['computers-support-years', { equipment: [bought('2021-09-01', null)] }, five, 'not-known'],
  ['computers-support-years', { equipment: [bought('2021-09-01', '2026-08-31')] }, null, 'not-known'],
  // The year alone: bought on its last day it may be too short, on its first day long enough.
  ['computers-support-years', { equipment: [boughtIn(2021, '2026-12-30')] }, five, 'met'],
  ['computers-support-years', { equipment: [boughtIn(2021, '2026-06-30')] }, five, 'not-known'],
  ['computers-support-years', { equipment: [boughtIn(2021, '2025-12-30')] }, five, 'not-met'],
  [
    'computers-support-years',
    { equipment: [{ ...bought('2021-09-01', '2022-01-01'), acquiredAs: 'donated' }] },
    five,
    'not-known',
  ],
  [
    'computers-support-years',
    { equipment: [{ ...bought('2021-09-01', '2022-01-01'), kind: 'tablet' }] },
    five,
    'not-known',
  ],
  [
    'tablets-support-years',
    { equipment: [{ ...bought('2021-09-01', '2022-01-01'), kind: 'tablet' }] },
    five,
    'not-met',
  ],
  ['tablets-support-years', { equipment: [bought('2021-09-01', '2022-01-01')] }, five, 'not-known'],
  [
    'computers-warranty-years',
    { equipment: [{ kind: 'laptop', boughtOn: DAY, warrantyEndsOn: '2031-11-24' }] },
    five,
    'met',
  ],
  [
    'computers-warranty-years',
    { equipment: [{ kind: 'laptop', boughtOn: DAY, warrantyEndsOn: '2029-11-24' }] },
    five,
    'not-met',
  ],
  ['computers-warranty-years', { equipment: [bought(DAY, '2040-01-01')] }, five, 'not-known'],
  [
    'tablets-warranty-years',
    { equipment: [{ kind: 'tablet', boughtOn: DAY, warrantyEndsOn: '2031-11-24' }] },
    five,
    'met',
  ],
];

for (const [rule, parts, threshold, outcome, phase] of cases)
  test(`${rule}: ${outcome} from ${JSON.stringify(parts)}${phase ? ` (${phase})` : ''}`, () => {
    const [interval] = factIntervals(rules, rule, record(parts, phase), threshold, DAY, DAY);
    assert.equal(interval?.outcome, outcome);
    assert.ok(interval.reason.endsWith('.'), interval.reason);
    if (outcome === 'met' || outcome === 'not-met')
      assert.ok(interval.chain.length > 0 || rule === 'support-dates-recorded');
  });

test('every rule has a case and says what it looks at', () => {
  const covered = new Set(cases.map(([rule]) => rule));
  assert.deepEqual(
    [...rules.keys()].filter((name) => !covered.has(name)),
    [],
  );
  for (const rule of rules.values()) assert.ok(rule.explains.length > 20);
});

test('a support end changes the finding on the day after it, and says so', () => {
  const school = record({
    equipment: [{ id: 's1', name: 'Core switch', kind: 'core-switch', supportEndsOn: '2027-08-31' }],
  });
  const [before, after, ...rest] = factIntervals(rules, 'switches-supported', school, null, DAY, '2028-01-01');
  assert.deepEqual(rest, []);
  assert.deepEqual(
    [before?.from, before?.to, before?.outcome, after?.from, after?.to, after?.outcome],
    [DAY, '2027-08-31', 'met', '2027-09-01', '2028-01-01', 'not-met'],
  );
  assert.equal(before?.endsBecause, 'Support of Core switch ends on 31 August 2027.');
  assert.equal(after?.endsBecause, null);
  assert.deepEqual(after?.chain, [
    { target: { kind: 'equipment', id: 's1' }, name: 'Core switch', field: 'Support ends', value: '31 August 2027' },
  ]);
  assert.deepEqual(after?.failing, ['s1']);
});

test('a tried restore lasts four months, then the finding changes by itself', () => {
  const school = record({ systems: [{ kind: 'backup', restoreTestedOn: '2026-10-31' }] });
  const intervals = factIntervals(rules, 'backup-restore-tested', school, null, DAY, '2027-12-31');
  assert.deepEqual(
    intervals.map(({ from, to, outcome, lapsed }) => [from, to, outcome, lapsed]),
    [
      [DAY, '2027-02-28', 'met', false],
      ['2027-03-01', '2027-12-31', 'not-met', true],
    ],
  );
});

test('a server’s warranty ends on its day, and says so', () => {
  const server = { name: 'Main server', kind: 'server', warrantyEndsOn: '2027-08-31' };
  const intervals = factIntervals(
    rules,
    'servers-in-warranty',
    record({ equipment: [server] }),
    null,
    DAY,
    '2027-12-31',
  );
  assert.deepEqual(
    intervals.map(({ from, outcome, endsBecause }) => [from, outcome, endsBecause]),
    [
      [DAY, 'met', 'The warranty of Main server ends on 31 August 2027.'],
      ['2027-09-01', 'not-met', null],
    ],
  );
});

test('a generation has its name, not its number', () => {
  const ask: Threshold = { unit: 'Wi-Fi generation', byPhase: {}, all: 6.5 };
  const of = (wifiGeneration: string) =>
    factIntervals(
      rules,
      'access-points-generation',
      record({ equipment: [{ kind: 'access-point', wifiGeneration }] }),
      ask,
      DAY,
      DAY,
    )[0]?.reason;
  assert.equal(of('6'), 'Entry 0: older than Wi-Fi 6E.');
  assert.equal(of('6E'), 'All access points are at least Wi-Fi 6E.');
});

test('what has been disposed of counts for no rule from that day on, and the day is named', () => {
  const laptops = { kind: 'laptop', name: 'Old laptops', supportEndsOn: '2020-01-01', disposedOn: '2027-02-01' };
  const kept = { kind: 'laptop', name: 'New laptops', supportEndsOn: '2030-01-01' };
  const intervals = factIntervals(
    rules,
    'equipment-supported',
    record({ equipment: [laptops, kept] }),
    null,
    DAY,
    '2027-12-31',
  );
  assert.deepEqual(
    intervals.map(({ from, outcome, endsBecause }) => [from, outcome, endsBecause]),
    [
      [DAY, 'not-met', 'Old laptops is disposed of on 1 February 2027.'],
      ['2027-02-01', 'met', null],
    ],
  );
  const gone = factIntervals(
    rules,
    'equipment-supported',
    record({ equipment: [laptops] }),
    null,
    '2027-03-01',
    '2027-03-02',
  );
  assert.equal(gone[0]?.outcome, 'not-known');
});

test('a rule that is not there is named', () => {
  assert.throws(() => factIntervals(rules, 'nothing', record({}), null, DAY, DAY), UnknownRuleError);
});

test('the guide lists every rule in the words of the rule itself', () => {
  const guide = readFileSync(new URL('../../docs/guide/editing-the-library.md', import.meta.url), 'utf8').replaceAll(
    / +/g,
    ' ',
  );
  for (const [name, { explains }] of rules) assert.ok(guide.includes(`| \`${name}\` | ${explains} |`), name);
});

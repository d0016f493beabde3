import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { recordSchema, type SchoolRecord } from '../domain/record.ts';
import { factRules, type Threshold } from './facts.ts';
import { ruleNames } from './rule-names.ts';

const records = ['primary', 'secondary'].map((name) =>
  recordSchema.parse(JSON.parse(readFileSync(new URL(`../../examples/${name}.json`, import.meta.url), 'utf8'))),
);
const [first] = records;
assert.ok(first);
/** The example schools, and one with an entry of each kind that a rule may compare with a number. */
const seen: SchoolRecord[] = [
  ...records,
  recordSchema.parse({
    ...first,
    systems: [{ id: 'b', name: 'Backup', kind: 'backup', backupCopies: 2, backupDevices: 1 }],
    connections: [{ id: 'l', name: 'Line', role: 'main', technology: 'fttp', downMbps: 500, upMbps: 100 }],
    equipment: (
      [
        ['access-switch', { portSpeedMbps: 1000 }],
        ['access-point', { wifiGeneration: '6' }],
        ['server', { upsMinutes: 20 }],
        ['laptop', {}],
        ['tablet', {}],
        ['ups', { upsMinutes: 20 }],
      ] as const
    ).map(([kind, more]) => ({
      id: kind,
      name: kind,
      kind,
      quantity: 1,
      boughtOn: '2025-09-01',
      boughtYear: 2025,
      supportEndsOn: '2031-08-31',
      warrantyEndsOn: '2028-08-31',
      ...more,
    })),
  }),
];

/** Whether the rule asks for the number, for any of these schools. */
function readsThreshold(name: string): boolean {
  let isRead = false;
  const threshold: Threshold = {
    unit: 'of something',
    get byPhase() {
      isRead = true;
      return {};
    },
    all: 2,
  };
  for (const record of seen) factRules[name]?.at(record, threshold, record.asAt);
  return isRead;
}

test('the rules that are said to need a threshold are those that read it', () => {
  const names = Object.keys(factRules);
  assert.deepEqual(names.filter(readsThreshold).toSorted(), [...ruleNames.needThreshold].toSorted());
});

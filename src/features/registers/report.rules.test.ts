import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractSchema, equipmentSchema, systemSchema } from '../../domain/record.ts';
import { equipmentReport } from '../equipment/equipment-report.rules.ts';
import { equipmentRegister } from '../equipment/index.ts';
import { contractsReport } from '../contracts/contracts-report.rules.ts';
import { contractRegister, outlookOf, toContract } from '../contracts/index.ts';
import { systemsReport } from '../systems/systems-report.rules.ts';
import { systemRegister } from '../systems/index.ts';
import type { Register, RegisterItem } from './register.ts';
import { completenessOf, reportTable, type RegisterReport } from './report.rules.ts';

const item = (schema: { parse(value: unknown): object }, parts: object): RegisterItem => {
  const { id, unread = {}, sources: _sources, ...values } = schema.parse(parts) as Record<string, unknown>;
  return {
    id: String(id),
    version: 1,
    updatedAt: new Date(0),
    values,
    unread: unread as RegisterItem['unread'],
    sources: {},
  };
};
const rowOf = (register: Register, report: RegisterReport, one: RegisterItem, links = {}) => {
  const { columns, rows } = reportTable(register, report, [one], links);
  return Object.fromEntries(columns.map(({ heading }, index) => [heading, rows[0]?.[index]]));
};
const outlook = (one: RegisterItem) => outlookOf(toContract(one), [], '2026-11-24');

test('a contract says everything that SFVS and the trusts’ checklist ask for, or that it is not known', () => {
  const one = item(contractSchema, {
    id: 'c1',
    title: 'Copiers',
    supplier: 'Copy Ltd',
    annualCostPence: 123_450,
    startsOn: '2024-09-01',
    endsOn: '2027-08-31',
    noticeCount: 3,
    noticeUnit: 'months',
    renewal: 'automatic',
    renewalMonths: 12,
    leadInDays: 90,
    extensionMonths: 24,
    extensionsLeft: 2,
    extensionsTaken: 0,
    howBought: 'framework',
    frameworkName: 'Everything Print',
    relatedParty: false,
    unread: { totalValuePence: 'tbc' },
  });
  const row = rowOf(contractRegister, contractsReport(outlook), one);
  assert.equal(row['Cost a year'], '1234.50');
  assert.equal(row['Start date'], '2024-09-01');
  assert.equal(row['Notice to give'], '3 months');
  assert.equal(row['Procurement lead-in'], '90 days');
  assert.equal(row['Extension options'], '24 months left, 2 extensions left, 0 taken');
  assert.equal(row['How it was bought'], 'From a framework, Everything Print');
  assert.equal(row['Related party'], 'No');
  assert.match(row['Decide by (trigger date)'] ?? '', /2027$/);
  assert.equal(row['Terms for leaving early'], 'Not known');
  assert.equal(row['Exit or re-procurement plan'], 'Not known');
  assert.match(row['Value over its whole life'] ?? '', /tbc/);
  const monthly = { ...one, values: { ...one.values, noticeCount: 1 } };
  assert.equal(rowOf(contractRegister, contractsReport(outlook), monthly)['Notice to give'], '1 month');
  // Nobody misses a description.
  assert.equal(row['Description'], '');
});

test('every field of a report is one that its register has', () => {
  for (const [register, report] of [
    [contractRegister, contractsReport(outlook)],
    [equipmentRegister, equipmentReport],
    [systemRegister, systemsReport],
  ] as const) {
    const known = new Set(register.fields.map(({ name }) => name));
    for (const { heading, fields, isWorkedOut } of report.columns) {
      assert.ok(isWorkedOut || fields.length > 0, heading);
      for (const name of fields) assert.ok(known.has(name), `${register.path}: ${name}`);
    }
    assert.equal(new Set(report.columns.map(({ heading }) => heading)).size, report.columns.length);
  }
});

test('completeness counts what is known of what is asked', () => {
  const items = [
    item(equipmentSchema, { id: 'e1', name: 'Laptops', kind: 'laptop', serialNumber: 'A1' }),
    item(equipmentSchema, { id: 'e2', name: 'Server', kind: 'server' }),
  ];
  const lines = completenessOf(equipmentRegister, equipmentReport, items);
  const line = (heading: string) => lines.find(({ column }) => column.heading === heading);
  assert.deepEqual([line('Serial number')?.known, line('Serial number')?.asked], [1, 2]);
  assert.deepEqual([line('Kind')?.known, line('How many')?.known], [2, 2]);
  assert.equal(line('Disposed of on'), undefined);
});

test('links are named, and the data officer’s fields are there', () => {
  const one = item(systemSchema, {
    id: 's1',
    name: 'MIS',
    kind: 'mis',
    hosting: 'cloud',
    contractId: 'c1',
    dataHeld: 'Pupils and parents',
    personalData: true,
  });
  const row = rowOf(systemRegister, systemsReport, one, { contract: new Map([['c1', 'MIS licence']]) });
  assert.deepEqual(
    [row['Contract'], row['Data held'], row['Personal data'], row['Exchanges data with']],
    ['MIS licence', 'Pupils and parents', 'Yes', 'Not known'],
  );
});

/** What a register is downloaded as is recognised when it is brought in again, as CSV and as a workbook, field by field. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { connectionSchema, contractSchema, equipmentSchema, systemSchema } from '../src/domain/record.ts';
import { connectionRegister } from '../src/features/connections/index.ts';
import { contractRegister, contractsTable, toContract } from '../src/features/contracts/index.ts';
import { equipmentRegister } from '../src/features/equipment/index.ts';
import { previewTable, readImportTable, recogniseColumns } from '../src/features/imports/index.ts';
import { importables } from '../src/features/imports/importables.ts';
import {
  registerTable,
  tableCsv,
  tableWorkbook,
  type ExportTable,
  type Register,
  type RegisterField,
  type RegisterItem,
} from '../src/features/registers/index.ts';
import { systemRegister } from '../src/features/systems/index.ts';

const LINKS = {
  contract: new Map([
    ['k1', 'Broadband line'],
    ['k2', 'Copier lease'],
  ]),
  equipment: new Map([
    ['k1', 'Old server'],
    ['k2', 'Router'],
  ]),
};

const registers: {
  register: Register;
  schema: { parse(value: unknown): object };
  table: (items: RegisterItem[]) => ExportTable;
}[] = [
  { register: contractRegister, schema: contractSchema, table: (items) => contractsTable(items.map(toContract)) },
  { register: systemRegister, schema: systemSchema, table: (items) => registerTable(systemRegister, items, LINKS) },
  {
    register: equipmentRegister,
    schema: equipmentSchema,
    table: (items) => registerTable(equipmentRegister, items, LINKS),
  },
  {
    register: connectionRegister,
    schema: connectionSchema,
    table: (items) => registerTable(connectionRegister, items, LINKS),
  },
];

/** Words that stand for nothing else: “x”, “tbc” and “none” are read as not known. */
const words = fc.stringMatching(/^Q[a-z]{2,8}( [a-z]{1,8}){0,3}$/);
const day = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Any value that a field may hold. */
function valueOf(field: RegisterField): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
    case 'longtext':
      // A serial number without a figure is taken for something else.
      return /^(serialNumber|assetTag)$/.test(field.name) ? fc.stringMatching(/^Q[A-Z]{2}\d{4}$/) : words;
    case 'whole':
      return fc.integer({ min: Math.max(field.min ?? 0, 1), max: Math.min(field.max ?? 900, 900) });
    case 'pounds':
      return fc.integer({ min: 0, max: 50_000_000 });
    case 'pounds-by-year':
      return fc.dictionary(fc.constantFrom('2025-26', '2026-27'), fc.integer({ min: 0, max: 1e7 }), { minKeys: 1 });
    case 'date':
      return day;
    case 'year':
      return fc.integer({ min: 2000, max: 2030 });
    case 'yes-no':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...(field.choices ?? []).map(({ value }) => value));
    case 'link':
      return fc.constantFrom('k1', 'k2');
  }
}

/** Items of a register with any fields known; fields that do not apply are empty, as the form leaves them. */
function itemsOf(register: Register): fc.Arbitrary<RegisterItem> {
  const fields = Object.fromEntries(
    register.fields.map((field) => [
      field.name,
      field.name === register.nameField || field.fallback !== undefined
        ? valueOf(field)
        : fc.option(valueOf(field), { nil: null }),
    ]),
  );
  return fc.record(fields).map((values: Record<string, unknown>) => {
    for (const { name, showWhen } of register.fields) {
      if (showWhen && !showWhen.values.includes(String(values[showWhen.field]))) values[name] = null;
    }
    // A unit without a number, a start after the end: nobody has them, and the import says so.
    if (register === contractRegister && (values['noticeCount'] === null || values['noticeUnit'] === null)) {
      values['noticeCount'] = values['noticeUnit'] = null;
    }
    const [first, last] = [values['startsOn'], values['endsOn']];
    if (typeof first === 'string' && typeof last === 'string' && last < first) values['startsOn'] = null;
    // The import takes the year from the day.
    if (typeof values['boughtOn'] === 'string') values['boughtYear'] = Number(values['boughtOn'].slice(0, 4));
    // Both ways of a leased line are as fast.
    if (values['technology'] === 'leased-line') values['upMbps'] ??= values['downMbps'];
    return { id: 'x', version: 1, updatedAt: new Date(0), values, unread: {}, sources: {} };
  });
}

for (const { register, schema, table } of registers) {
  const importable = importables.find(({ table: name }) => name === register.table);
  describe(`the register of ${register.words.plural}`, () => {
    test('is downloaded under headings that the import is sure of', () => {
      assert.ok(importable);
      const { columns } = table([]);
      const named = columns.map(({ heading }, index) => ({ index, heading, name: heading }));
      const mapped = recogniseColumns(named, importable.targets);
      assert.deepEqual(
        mapped.filter(({ certainty }) => certainty !== 'sure').map(({ column }) => column),
        [],
      );
    });

    for (const ending of ['csv', 'xlsx'] as const) {
      test(`comes back from ${ending} as it was`, async () => {
        assert.ok(importable);
        await fc.assert(
          fc.asyncProperty(fc.array(itemsOf(register), { minLength: 1, maxLength: 5 }), async (items) => {
            const made = table(items);
            const file = ending === 'csv' ? Buffer.from(tableCsv(made)) : await tableWorkbook('Register', made);
            const read = await readImportTable(importable, file, `register.${ending}`);
            const find = (to: string, name: string) =>
              [...(LINKS[to as keyof typeof LINKS] ?? [])].find(([, known]) => known === name)?.[0] ?? null;
            const { items: rows, fates } = previewTable(importable, read, undefined, find);
            assert.deepEqual(fates, { whole: items.length, partial: 0, kept: 0 });
            assert.deepEqual(
              rows.map(({ item }) => schema.parse({ ...item, id: 'x', sources: {} })),
              items.map(({ values }) => schema.parse({ ...values, id: 'x' })),
            );
          }),
          { numRuns: ending === 'csv' ? 40 : 10 },
        );
      });
    }
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contractSchema, contractTypes, nationalHeadings, noticeUnits, type Contract } from '../../domain/record.ts';
import { contractsCsv } from '../contracts/index.ts';
import { contractImport } from './contract-import.ts';
import { previewTable } from './rows.rules.ts';
import { readImportTable } from './imports.commands.ts';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const words = fc.stringMatching(/^[A-Za-z][a-z]{0,8}( [a-z]{1,8}){0,3}$/);
const day = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const pence = fc.integer({ min: 0, max: 100_000_000 });

const contracts = fc
  .record({
    title: words,
    type: maybe(fc.constantFrom(...contractTypes)),
    supplier: maybe(words),
    annualCostPence: maybe(pence),
    totalValuePence: maybe(pence),
    dates: fc.tuple(day, day).map((pair) => pair.toSorted()),
    oneOffCostPence: maybe(pence),
    cashByYear: maybe(fc.dictionary(fc.constantFrom('2025-26', '2026-27', '2099-00'), pence, { minKeys: 1 })),
    vat: maybe(fc.constantFrom('excluded' as const, 'included' as const, 'none' as const)),
    notice: maybe(fc.tuple(fc.integer({ min: 1, max: 24 }), fc.constantFrom(...noticeUnits))),
    noticeMethod: maybe(fc.constantFrom('email', 'letter', 'recorded-post', 'portal', 'other')),
    noticeTo: maybe(words),
    extensionsTaken: maybe(fc.nat({ max: 9 })),
    extensionsLeft: maybe(fc.nat({ max: 9 })),
    earlyTerminationTerms: maybe(words),
    exitPlan: maybe(words),
    bundledServices: maybe(words),
    isLease: maybe(fc.boolean()),
    personalData: maybe(fc.boolean()),
    relatedParty: maybe(fc.boolean()),
    howBought: maybe(fc.constantFrom('framework', 'tender', 'quotes', 'single-quote', 'trust-or-authority', 'other')),
    frameworkName: maybe(words),
    documents: maybe(words),
    supplierContact: maybe(words),
    renewal: maybe(fc.constantFrom('none' as const, 'by-agreement' as const, 'automatic' as const)),
    renewalMonths: maybe(fc.integer({ min: 1, max: 60 })),
    extensionMonths: maybe(fc.integer({ min: 1, max: 60 })),
    leadInDays: maybe(fc.integer({ min: 1, max: 365 })),
    earlyTerminationPence: maybe(pence),
    heading: maybe(fc.constantFrom(...nationalHeadings)),
    notes: maybe(words),
  })
  .map(({ dates: [startsOn, endsOn], notice, ...rest }) =>
    contractSchema.parse({
      id: 'c',
      ...rest,
      startsOn,
      endsOn,
      noticeCount: notice?.[0] ?? null,
      noticeUnit: notice?.[1] ?? null,
    }),
  );

test('what is downloaded and brought in again is what it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(contracts, { minLength: 1, maxLength: 6 }), async (list) => {
      const table = await readImportTable(contractImport, Buffer.from(contractsCsv(list), 'utf8'), 'contracts.csv');
      const { items, fates } = previewTable(contractImport, table);
      assert.deepEqual(fates, { whole: list.length, partial: 0, kept: 0 });
      assert.deepEqual(
        items.map(({ item }) => ({ ...item, id: 'c' })),
        list,
      );
    }),
    { numRuns: 60 },
  );
});

test('original text that could not be read goes out and comes in as it was', async () => {
  const contract: Contract = contractSchema.parse({ id: 'c', title: 'MIS', unread: { endsOn: 'TBC' } });
  const table = await readImportTable(contractImport, Buffer.from(contractsCsv([contract]), 'utf8'), 'contracts.csv');
  const [item] = previewTable(contractImport, table).items;
  assert.deepEqual({ ...item?.item, id: 'c' }, contract);
});

test('what a spreadsheet would run is protected on the way out and as it was on the way back', async () => {
  for (const title of ['=SUM(A1:A9)', '-discount', '+44 20 7946 0000', '@school', "'=already quoted", "'plain"]) {
    const contract = contractSchema.parse({ id: 'c', title, notes: title });
    const csv = contractsCsv([contract]);
    assert.doesNotMatch(csv, /(?:^|,|\n)"?[=+\-@]/m);
    const table = await readImportTable(contractImport, Buffer.from(csv, 'utf8'), 'contracts.csv');
    const [item] = previewTable(contractImport, table).items;
    assert.deepEqual([item?.item?.['title'], item?.item?.['notes']], [title, title]);
  }
});

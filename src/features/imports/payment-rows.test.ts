import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assertHeadingsApart, assertNothingLost, previewOf, targetsOf } from '../../../test/import-preview.ts';
import { findForgotten, readTechnologyWords, type Payment } from '../payments/index.ts';
import { normaliseHeading } from './columns.rules.ts';
import { paymentImport } from './payment-import.ts';

const council = new URL('../../../../shared/data/payments/gateshead_2022-03_to_2022-08_schools.csv', import.meta.url);
const sample = new URL('../../../test/samples/payments.csv', import.meta.url);
const words = readTechnologyWords(
  readFileSync(new URL('../../../library/imports/technology-suppliers.yaml', import.meta.url), 'utf8'),
);

const paymentsIn = async (csv: string | Uint8Array): Promise<Payment[]> =>
  (await previewOf(paymentImport, csv)).items.flatMap(({ item }) =>
    item === null ? [] : [item as unknown as Payment],
  );

describe('headings of payments', () => {
  it('stand under one target each', () => assertHeadingsApart(paymentImport, normaliseHeading));

  const exports: [string, string, (string | null)[]][] = [
    [
      'a council’s ledger',
      'Nstrg(T),Cipfsubj(T),Cipfsubs(T),TransNo,Seq no,Period,Supplier ID(T),Amount,Updated',
      [null, null, 'account', 'reference', null, null, 'supplier', 'amountPence', 'paidOn'],
    ],
    [
      'the code for transparency',
      'Body Name,Service Category Label,Beneficiary Name,Payment Date,Transaction Number,Net Amount,Irrecoverable VAT,Purpose of Expenditure',
      [null, 'account', 'supplier', 'paidOn', 'reference', 'amountPence', null, 'description'],
    ],
    [
      'a school’s finance system',
      'Date,Payee,Invoice No,Nominal Code,Line Description,Amount',
      ['paidOn', 'supplier', 'reference', 'account', 'description', 'amountPence'],
    ],
    [
      'a bank',
      'Transaction date,Merchant name,Details,Money out,Money in,Balance',
      ['paidOn', 'supplier', 'description', 'debitPence', null, null],
    ],
  ];
  for (const [whose, header, targets] of exports) {
    it(`of ${whose} are known`, () => assert.deepEqual(targetsOf(paymentImport, header), targets));
  }
});

describe('rows of payments', () => {
  it('come in, but nothing of payments to people', async () => {
    const found = await previewOf(paymentImport, readFileSync(sample));
    assertNothingLost(paymentImport, found);
    assert.deepEqual([found.rows, found.fates], [19, { whole: 15, partial: 1, kept: 3 }]);
    const all = JSON.stringify(found.items);
    assert.doesNotMatch(all, /jane|mrs|piano|45000|payroll/i);
    const left = found.items.filter(({ fate }) => fate === 'kept');
    assert.deepEqual(
      left.map(({ reason }) => reason),
      [
        'Nothing of it is kept: the payee looks like a person.',
        'Nothing of it is kept: the payee looks like a person.',
        'Nothing of it is kept: it is booked as pay, pension or expenses.',
      ],
    );
    assert.ok(left.every(({ cells }) => cells.every((cell) => cell === '')));
  });

  it('keep a description only where it speaks of technology and names nobody', async () => {
    const payments = await paymentsIn(readFileSync(sample));
    assert.deepEqual(
      [...new Set(payments.map(({ description }) => description))],
      ['Filter licence', null, 'Broadband', 'Yearly licence'],
    );
  });

  it('stay left out when their columns are read again', async () => {
    const found = await previewOf(paymentImport, readFileSync(sample));
    for (const row of found.items.filter(({ fate }) => fate === 'kept')) {
      const again = paymentImport.withhold?.(row.cells, found.mapping);
      assert.match(again?.reason ?? '', /^Nothing of it is kept/);
    }
  });

  it('hide people in columns that nobody has taken for anything yet', async () => {
    const found = await previewOf(paymentImport, 'Zahlung,Wer,Betrag\n1,Mrs J Example,20\n2,Fernhill Ltd,30\n');
    assert.deepEqual(
      found.items.map(({ cells }) => cells),
      [
        ['1', '', '20'],
        ['2', 'Fernhill Ltd', '30'],
      ],
    );
  });

  it('show what was forgotten: a made list', async () => {
    const { regular, once, cards } = findForgotten(
      await paymentsIn(readFileSync(sample)),
      { contracts: [], systems: [] },
      words,
    );
    assert.deepEqual(
      regular.map(({ supplier, regularity }) => [supplier, regularity.rhythm, regularity.yearlyPence]),
      [
        ['Northmoor Broadband Ltd', 'quarterly', 480_000],
        ['Smoothwall', 'monthly', 252_000],
      ],
    );
    assert.deepEqual([once.map(({ supplier }) => supplier), cards.count, cards.technologyCount], [['CPOMS'], 2, 1]);
  });

  it('never keep a payee that looks like a person, whatever the cells', async () => {
    const payee = fc.constantFrom('Mrs J Example', 'Jane Example', 'EXAMPLE J', 'Fernhill Ltd', 'Redacted', 'BT');
    const cell = fc.oneof(fc.string(), fc.constantFrom('14/03/2026', '£400', 'Wages', 'E20A', 'For Mr Example'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(payee, cell, cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const csv = ['Payee,Date,Amount,Other', ...rows.map((cells) => cells.map(quote).join(','))].join('\n');
        const found = await previewOf(paymentImport, csv);
        assertNothingLost(paymentImport, found);
        assert.doesNotMatch(JSON.stringify(found.items), /J Example|Jane Example|EXAMPLE J|Mr Example/);
      }),
      { numRuns: 150 },
    );
  });

  it('come in from a real council’s list, which names one supplier, a card', async () => {
    const isThere = existsSync(council);
    const found = await previewOf(paymentImport, readFileSync(isThere ? council : sample));
    assertNothingLost(paymentImport, found);
    const payments = found.items.flatMap(({ item }) => (item === null ? [] : [item as unknown as Payment]));
    const { regular, once, cards } = findForgotten(payments, { contracts: [], systems: [] }, words);
    assert.ok(cards.count > 0);
    if (isThere) {
      // One row is booked to “Staff Salaries”.
      assert.deepEqual([found.rows, found.fates], [3359, { whole: 3358, partial: 0, kept: 1 }]);
      assert.deepEqual([regular, once, cards.count, cards.technologyCount], [[], [], 3358, 122]);
    }
  });
});

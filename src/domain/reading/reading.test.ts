import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays, dateParts, formatDate } from '../dates.ts';
import { formatPence } from '../money.ts';
import { isUnread, readCount, readDate, readMoney, readMonths, readNotice, readYesNo, type Reading } from './index.ts';

/** A table of inputs: what is read, or `unread` where the text must be kept. */
function table<T>(read: (input: string | number) => Reading<T>, rows: [string | number, T | 'unread' | null][]): void {
  for (const [input, expected] of rows) {
    it(`${typeof input === 'number' ? 'number ' : ''}${JSON.stringify(input)} → ${JSON.stringify(expected)}`, () => {
      const reading = read(input);
      if (expected === 'unread') {
        assert.ok(isUnread(reading), JSON.stringify(reading));
        assert.equal(reading.unread, String(input).trim());
        assert.ok(reading.why.length > 0);
      } else assert.deepEqual(reading, { value: expected });
    });
  }
}

describe('readDate', () => {
  table(readDate, [
    ['14/03/2027', '2027-03-14'],
    ['4/3/2027', '2027-03-04'],
    ['04/03/27', '2027-03-04'],
    ['4-3-27', '2027-03-04'],
    ['14.03.2027', '2027-03-14'],
    ['14 03 2027', '2027-03-14'],
    ['1/1/99', '1999-01-01'],
    ['2027-03-14', '2027-03-14'],
    ['2027/3/4', '2027-03-04'],
    ['20270314', '2027-03-14'],
    ['2027-03-14 00:00:00', '2027-03-14'],
    ['2027-03-14T00:00:00', '2027-03-14'],
    ['2027-03-31T23:00:00Z', '2027-04-01'],
    ['2027-03-31T23:00:00.000Z', '2027-04-01'],
    ['2027-01-31T23:00:00Z', '2027-01-31'],
    ['2027-04-01T00:00:00+01:00', '2027-04-01'],
    ['14/03/2027 09:30', '2027-03-14'],
    ['14/03/2027 9:30 am', '2027-03-14'],
    ['14 March 2027', '2027-03-14'],
    ['14th March, 2027', '2027-03-14'],
    ['14-Mar-27', '2027-03-14'],
    ['14 Sept 2027', '2027-09-14'],
    ['1st of September 2027', '2027-09-01'],
    ['Sunday 14 March 2027', '2027-03-14'],
    ['Sun, 14 Mar 2027', '2027-03-14'],
    ['March 14, 2027', '2027-03-14'],
    ['29/02/2028', '2028-02-29'],
    ['\u00a014/03/2027 ', '2027-03-14'],
    ['', null],
    ['   ', null],
    [44_927, '2023-01-01'],
    [46_460.75, '2027-03-14'],
    ['46460', '2027-03-14'],
    [61, 'unread'],
    [12, 'unread'],
    ['22/04/222', 'unread'],
    ['29/02/2027', 'unread'],
    ['31/04/2027', 'unread'],
    ['12/31/2026', 'unread'],
    ['2027-13-01', 'unread'],
    ['0202-03-14', 'unread'],
    ['TBC', 'unread'],
    ['tbc.', 'unread'],
    ['X', 'unread'],
    ['-', 'unread'],
    ['n/a', 'unread'],
    ['Ongoing', 'unread'],
    ['March 2027', 'unread'],
    ['03/2027', 'unread'],
    ['2027', 'unread'],
    ['Summer 2027', 'unread'],
    ['14 Marchember 2027', 'unread'],
    ['see contract', 'unread'],
    ['=TODAY()', 'unread'],
  ]);

  it('reads every day back in each way of writing it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (offset) => {
        const date = addDays('1980-01-01', offset % 36_000);
        const { year, month, day } = dateParts(date);
        const writings = [
          date,
          `${day}/${month}/${year}`,
          formatDate(date),
          `${date}T10:00:00`,
          `${day}.${month}.${year} 10:00`,
        ];
        for (const text of writings) assert.deepEqual(readDate(text), { value: date }, text);
        if (year >= 1980 && year < 2080) {
          assert.deepEqual(readDate(`${day}-${month}-${String(year % 100).padStart(2, '0')}`), { value: date });
        }
      }),
    );
  });

  it('never throws and never loses the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const reading = readDate(text);
        if (isUnread(reading)) assert.equal(reading.unread, text.trim());
      }),
    );
  });
});

describe('readMoney', () => {
  table(readMoney, [
    ['£12,345.60', 1_234_560],
    ['12345.6', 1_234_560],
    ['5015.20', 501_520],
    ['12 345', 1_234_500],
    ['£ 400', 40_000],
    ['GBP 400', 40_000],
    ['400 GBP', 40_000],
    ['(1,234.50)', -123_450],
    ['(£1,234.50)', -123_450],
    ['-£40', -4000],
    ['£-40', -4000],
    ['40-', -4000],
    ['−40', -4000],
    ['0', 0],
    ['£0.00', 0],
    ['(0)', 0],
    ['.5', 50],
    ['free', 0],
    ['80652.3700000001', 8_065_237],
    ['1.005', 'unread'],
    [1.005, 101],
    [80_652.37, 8_065_237],
    ['', null],
    ['-', 'unread'],
    ['TBC', 'unread'],
    ['12k', 'unread'],
    ['£1.2m', 'unread'],
    ['£4,000 - £5,000', 'unread'],
    ['£400 + VAT', 'unread'],
    ['£40 per month', 'unread'],
    ['€400', 'unread'],
    ['$400', 'unread'],
    ['1.234,56', 'unread'],
    ['12.345', 'unread'],
    ['12,34', 'unread'],
    ['1,23,456', 'unread'],
    ['--40', 'unread'],
    ['(-40)', 'unread'],
    ['99999999999999999', 'unread'],
    ['=1+1', 'unread'],
    ['call us', 'unread'],
  ]);

  it('reads every amount back as it is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (pence) => {
        assert.deepEqual(readMoney(formatPence(pence)), { value: pence });
      }),
    );
  });

  it('reads thousands under a heading in thousands', () => {
    assert.deepEqual(readMoney('12.5', 100_000), { value: 1_250_000 });
  });
});

describe('readCount', () => {
  table(readCount, [
    ['36', 36],
    ['36.0', 36],
    ['1,200', 1200],
    ['three', 3],
    ['', null],
    ['0.3', 'unread'],
    ['-3', 'unread'],
    ['Unlimited', 'unread'],
    ['30+', 'unread'],
    ['N/A', 'unread'],
    ['10000000', 'unread'],
  ]);
});

describe('readYesNo', () => {
  table(readYesNo, [
    ['Yes', true],
    ['y', true],
    ['TRUE', true],
    ['No', false],
    ['', null],
    ['Noo', 'unread'],
    ['N/A', 'unread'],
  ]);
});

describe('readMonths', () => {
  table(readMonths, [
    ['12', 12],
    ['12 months', 12],
    ['36 mths', 36],
    ['24m', 24],
    ['3 years', 36],
    ['1 yr', 12],
    ['1.5 years', 18],
    ['one year', 12],
    ['1 year 6 months', 18],
    ['2 years and 3 months', 27],
    ['3-year', 36],
    ['annual', 12],
    ['quarterly', 3],
    ['', null],
    ['0.3', 'unread'],
    ['12+12', 'unread'],
    ['Ongoing', 'unread'],
    ['3 weeks', 'unread'],
    ['X', 'unread'],
  ]);
});

describe('readNotice', () => {
  table(
    (input) => readNotice(input),
    [
      ['3 months', { count: 3, unit: 'months' }],
      ["one month's written notice", { count: 1, unit: 'months' }],
      ["3 months' notice", { count: 3, unit: 'months' }],
      ['90 days', { count: 90, unit: 'days' }],
      ['90 days before the end', { count: 90, unit: 'days' }],
      ['6 weeks', { count: 6, unit: 'weeks' }],
      ['10 working days', { count: 10, unit: 'working-days' }],
      ['one full term', { count: 1, unit: 'terms' }],
      ["2 terms' notice", { count: 2, unit: 'terms' }],
      ['1 year', { count: 12, unit: 'months' }],
      ['at least 30 days', { count: 30, unit: 'days' }],
      ['None', { count: 0, unit: 'days' }],
      ['0', { count: 0, unit: 'days' }],
      ['', null],
      ['3', 'unread'],
      ['a term', 'unread'],
      ['TBC', 'unread'],
    ],
  );

  it('takes a bare number in the unit of the heading', () => {
    assert.deepEqual(readNotice('3', 'months'), { value: { count: 3, unit: 'months' } });
    assert.deepEqual(readNotice('90', 'days'), { value: { count: 90, unit: 'days' } });
  });
});

describe('all readers', () => {
  it('answer anything without a throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789/-.,£()kmyTBCn a') })),
        (text) => {
          const readers: ((input: string) => Reading<unknown>)[] = [
            readDate,
            readMoney,
            readCount,
            readYesNo,
            readMonths,
            readNotice,
          ];
          for (const read of readers) {
            const reading = read(text);
            if (isUnread(reading)) assert.equal(reading.unread.length > 0, true);
          }
        },
      ),
    );
  });
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { dayOfWeek } from '../../domain/dates.ts';
import { limitsSchema } from '../../domain/record.ts';
import { ImportError } from '../../platform/tables/index.ts';
import { readBankHolidays, readCalendar, readTermDates, withBankHolidays, withTermDates } from './calendars.rules.ts';

const text = (name: string): string => readFileSync(new URL(`../../../test/samples/${name}`, import.meta.url), 'utf8');
const shared = new URL('../../../../shared/data/calendars/', import.meta.url);

describe('bank holidays', () => {
  it('of England and Wales are read from GOV.UK’s file, sorted', () => {
    const { bankHolidays, names } = readBankHolidays(text('bank-holidays.json'));
    assert.deepEqual(bankHolidays, ['2026-12-25', '2026-12-28', '2027-01-01', '2027-03-26', '2027-03-29']);
    assert.equal(names['2027-03-26'], 'Good Friday');
  });

  it('take the place of those of their years', () => {
    const found = readBankHolidays(text('bank-holidays.json'));
    const limits = limitsSchema.parse({ bankHolidays: ['2025-12-25', '2027-05-07'] });
    assert.deepEqual(withBankHolidays(limits, found).bankHolidays, ['2025-12-25', ...found.bankHolidays]);
  });
});

describe('term dates', () => {
  it('give three terms a year, with and without listed school days', () => {
    const { terms, of, provisional } = readTermDates(text('term-dates.json'));
    assert.deepEqual([of, provisional], ['Ashbrook', ['2027-28']]);
    assert.deepEqual(
      terms.map(({ id, startsOn, endsOn }) => [id, startsOn, endsOn]),
      [
        ['2026-autumn', '2026-09-03', '2026-12-18'],
        ['2027-spring', '2027-01-04', '2027-03-25'],
        ['2027-summer', '2027-04-12', '2027-07-21'],
        ['2027-autumn', '2027-09-02', '2027-12-19'],
        ['2028-spring', '2028-01-04', '2028-04-02'],
        ['2028-summer', '2028-04-18', '2028-07-20'],
      ],
    );
  });

  it('join the summer that two school years share', () => {
    const { holidays } = readTermDates(text('term-dates.json'));
    assert.deepEqual(
      holidays
        .filter((holiday) => holiday.name === 'Summer holiday')
        .map((holiday) => [holiday.startsOn, holiday.endsOn]),
      [
        ['2026-08-01', '2026-09-02'],
        ['2027-07-22', '2027-09-01'],
        ['2028-07-21', '2028-07-31'],
      ],
    );
  });

  it('take the place of the dates of their years and leave the others', () => {
    const found = readTermDates(text('term-dates.json'));
    const limits = limitsSchema.parse({
      terms: [
        { id: '2025-autumn', name: 'Autumn term 2025', startsOn: '2025-09-02', endsOn: '2025-12-19' },
        { id: 'x', name: 'Typed in', startsOn: '2026-09-07', endsOn: '2026-12-11' },
      ],
      bankHolidays: ['2025-12-25', '2026-12-25'],
    });
    const after = limitsSchema.parse(withTermDates(limits, found));
    assert.deepEqual(
      after.terms.map((term) => term.id),
      ['2025-autumn', ...found.terms.map((term) => term.id)],
    );
    assert.equal(after.bankHolidays[0], '2025-12-25');
    assert.deepEqual(withTermDates(after, found), after);
  });
});

describe('files of calendars', () => {
  it('are told apart', () => {
    assert.equal(readCalendar(text('bank-holidays.json')).kind, 'bank-holidays');
    assert.equal(readCalendar(`\ufeff${text('term-dates.json')}`).kind, 'term-dates');
  });

  const foreign: [string, string][] = [
    ['no JSON', 'Autumn term,01/09/2026'],
    ['other JSON', '{"events":[]}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['holidays of another country only', '{"england-and-wales":null}'],
    ['no dates', '{"england-and-wales":{"events":[{"title":"Christmas"}]}}'],
    ['a day that is none', '{"england-and-wales":{"events":[{"title":"Leap","date":"2027-02-29"}]}}'],
    ['no years', '{"academic_years":[]}'],
    ['a year without holidays', '{"academic_years":[{"name":"2026-27"}]}'],
    [
      'a holiday that ends before it starts',
      '{"academic_years":[{"school_holidays":[{"start":"2026-10-30","end":"2026-10-26"}]}]}',
    ],
    ['a holiday without dates', '{"academic_years":[{"school_holidays":[{}]}]}'],
  ];
  for (const [name, content] of foreign) {
    it(`are refused in plain words: ${name}`, () => {
      assert.throws(
        () => readCalendar(content),
        (error) => error instanceof ImportError && error.code === 'not-a-calendar' && error.howToMend.length > 20,
      );
    });
  }

  it('of the real kind are read', () => {
    const bank = new URL('gov-uk-bank-holidays.json', shared);
    const terms = new URL('sheffield_leas_sheffield_term_dates.json', shared);
    const holidays = readBankHolidays(existsSync(bank) ? readFileSync(bank, 'utf8') : text('bank-holidays.json'));
    assert.equal(holidays.bankHolidays.length, existsSync(bank) ? 140 : 5);
    const found = readTermDates(existsSync(terms) ? readFileSync(terms, 'utf8') : text('term-dates.json'));
    assert.equal(found.terms.length, existsSync(terms) ? 9 : 6);
    for (const term of found.terms.slice(0, 3)) assert.ok(dayOfWeek(term.startsOn) <= 5 && dayOfWeek(term.endsOn) <= 5);
  });
});

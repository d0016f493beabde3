import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isWorkingDay, schoolDay, usualBankHolidays } from './school-days.ts';
import type { SchoolCalendar } from './terms.ts';

const calendar: SchoolCalendar = {
  terms: [
    { id: 'a', name: 'Autumn', startsOn: '2026-09-02', endsOn: '2026-12-18' },
    { id: 's', name: 'Spring', startsOn: '2027-01-05', endsOn: '2027-03-25' },
    { id: 'x', name: 'Autumn', startsOn: '2027-09-02', endsOn: '2027-12-17' },
  ],
  holidays: [{ name: 'Half term', startsOn: '2027-02-15', endsOn: '2027-02-19' }],
  bankHolidays: ['2027-02-08'],
};

describe('a day at school', () => {
  for (const [day, known, why] of [
    ['2027-01-05', 'open', 'first day of a term'],
    ['2027-01-09', 'weekend', 'Saturday'],
    ['2027-02-08', 'bank-holiday', 'written down by the school'],
    ['2026-12-25', 'bank-holiday', 'usual, not written down'],
    ['2027-02-17', 'closed', 'a written holiday within a term'],
    ['2026-12-29', 'closed', 'between two written terms'],
    ['2027-05-05', 'unknown', 'between terms too far apart to be one holiday'],
    ['2028-01-12', 'unknown', 'after the last written term'],
  ] as const) {
    it(`is ${known}: ${why}`, () => assert.equal(schoolDay(day, calendar), known));
  }

  it('is no working day on a bank holiday, with or without a calendar', () => {
    assert.equal(isWorkingDay('2027-02-08', calendar), false);
    assert.equal(isWorkingDay('2027-02-08'), true);
    assert.equal(isWorkingDay('2027-03-26'), false);
  });
});

describe('bank holidays that come every year', () => {
  it('have a weekday in place of a weekend, Christmas and Boxing Day one each', () => {
    assert.deepEqual(usualBankHolidays(2021).slice(-2), ['2021-12-27', '2021-12-28']);
    assert.deepEqual(usualBankHolidays(2022).slice(-2), ['2022-12-26', '2022-12-27']);
    assert.deepEqual(usualBankHolidays(2026).slice(-2), ['2026-12-25', '2026-12-28']);
    assert.equal(usualBankHolidays(2028)[0], '2028-01-03');
  });

  it('are those of GOV.UK’s file, but for days moved or added for one year', () => {
    const sample = new URL('../../test/samples/bank-holidays.json', import.meta.url);
    const shared = new URL('../../../shared/data/calendars/gov-uk-bank-holidays.json', import.meta.url);
    for (const file of [sample, shared].filter((path) => existsSync(path))) {
      const { events } = (
        JSON.parse(readFileSync(file, 'utf8')) as Record<string, { events: { date: string; title: string }[] }>
      )['england-and-wales']!;
      const oneYear = new Set([
        '2012-06-04',
        '2012-06-05',
        '2020-05-08',
        '2022-06-02',
        '2022-06-03',
        '2022-09-19',
        '2023-05-08',
      ]);
      const missed = events.filter(
        ({ date }) => !oneYear.has(date) && !usualBankHolidays(Number(date.slice(0, 4))).includes(date),
      );
      assert.ok(events.length > 4);
      assert.deepEqual(missed, []);
    }
  });
});

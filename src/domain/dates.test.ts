import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  dateParts,
  dayOfWeek,
  daysBetween,
  daysInMonth,
  formatDate,
  isPlainDate,
  plainDate,
  plainDateIn,
} from './dates.ts';

/** What JavaScript's own dates say, in UTC. */
const utc = (date: string) => Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)));
const someDate = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((instant) => instant.toISOString().slice(0, 10));

describe('Plain dates', () => {
  it('count days as the calendar does', () => {
    fc.assert(
      fc.property(someDate, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        const later = addDays(date, days);
        assert.equal(later, new Date(utc(date) + days * 86_400_000).toISOString().slice(0, 10));
        assert.equal(daysBetween(date, later), days);
        assert.equal(dayOfWeek(date), new Date(utc(date)).getUTCDay() || 7);
      }),
      { numRuns: 500 },
    );
  });

  it('know how long each month is', () => {
    for (const year of [1900, 1999, 2000, 2024, 2026, 2100]) {
      for (let month = 1; month <= 12; month += 1) {
        assert.equal(daysInMonth(year, month), new Date(Date.UTC(year, month, 0)).getUTCDate(), `${year}-${month}`);
      }
    }
  });

  it('add months and hold to the month’s last day', () => {
    const cases: [string, number, string][] = [
      ['2027-01-31', 1, '2027-02-28'],
      ['2028-01-31', 1, '2028-02-29'],
      ['2027-03-31', -1, '2027-02-28'],
      ['2026-11-24', 14, '2028-01-24'],
      ['2026-01-15', -1, '2025-12-15'],
    ];
    for (const [date, months, expected] of cases) assert.equal(addMonths(date, months), expected);
  });

  it('refuse days that do not exist', () => {
    assert.equal(plainDate(2027, 2, 29), null);
    assert.equal(plainDate(2026, 13, 1), null);
    assert.equal(plainDate(222, 4, 22), null);
    assert.equal(isPlainDate('2026-02-30'), false);
    assert.equal(isPlainDate('2026-2-3'), false);
    assert.ok(isPlainDate('2028-02-29'));
  });

  it('take an instant’s day in England, summer time or not', () => {
    assert.equal(plainDateIn(new Date('2026-06-30T23:30:00Z')), '2026-07-01');
    assert.equal(plainDateIn(new Date('2026-12-31T23:30:00Z')), '2026-12-31');
  });

  it('read and write as people do', () => {
    assert.deepEqual(dateParts('2027-03-14'), { year: 2027, month: 3, day: 14 });
    assert.equal(formatDate('2027-03-14'), '14 March 2027');
  });
});

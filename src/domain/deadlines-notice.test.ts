import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainDateIn } from './dates.ts';
import { endAfterRenewals, noticeDateFor, noticeDeadline, safeNoticeDay, type NoticeUnit } from './deadlines.ts';
import { contractSchema, type Contract } from './record.ts';
import type { SchoolCalendar } from './terms.ts';

/** An invented school's two years. */
const calendar: SchoolCalendar = {
  terms: [
    { id: '1', name: 'Autumn term 2026', startsOn: '2026-09-02', endsOn: '2026-12-18' },
    { id: '2', name: 'Spring term 2027', startsOn: '2027-01-05', endsOn: '2027-03-25' },
    { id: '3', name: 'Summer term 2027', startsOn: '2027-04-12', endsOn: '2027-07-21' },
    { id: '4', name: 'Autumn term 2027', startsOn: '2027-09-02', endsOn: '2027-12-17' },
  ],
  holidays: [
    { name: 'Half term', startsOn: '2027-05-31', endsOn: '2027-06-04' },
    { name: 'Easter holiday', startsOn: '2027-03-26', endsOn: '2027-04-11' },
  ],
  bankHolidays: [],
};

function contract(fields: Partial<Contract>): Contract {
  return contractSchema.parse({ id: 'c1', title: 'Broadband', renewal: 'automatic', renewalMonths: 12, ...fields });
}

describe('notice counted back from an end, by the contract', () => {
  const cases: [string, string, number, NoticeUnit, string][] = [
    ['no notice is the end itself', '2027-08-31', 0, 'months', '2027-08-31'],
    ['a month before the last of a month is the last of a month', '2027-02-28', 1, 'months', '2027-01-31'],
    ['three months before 30 November', '2026-11-30', 3, 'months', '2026-08-31'],
    ['a month before 30 March is 28 February', '2027-03-30', 1, 'months', '2027-02-28'],
    ['and 29 February in a leap year', '2028-03-30', 1, 'months', '2028-02-29'],
    ['28 February in a leap year is not the last of its month', '2028-02-28', 1, 'months', '2028-01-28'],
    ['a year before 29 February', '2028-02-29', 12, 'months', '2027-02-28'],
    ['a day in the middle stays', '2027-09-15', 6, 'months', '2027-03-15'],
    ['weeks across the clock change in March', '2027-04-04', 2, 'weeks', '2027-03-21'],
    ['days across the clock change in October', '2026-11-10', 30, 'days', '2026-10-11'],
    ['days across a leap day', '2028-03-10', 30, 'days', '2028-02-09'],
    // Friday 30 April back: Fri Thu Wed Tue Mon make five; Sunday leaves five working days after it.
    ['five working days', '2027-04-30', 5, 'working-days', '2027-04-25'],
    ['working days leave out Good Friday and Easter Monday', '2027-03-30', 3, 'working-days', '2027-03-23'],
    ['one term: before the summer term that the end leaves whole', '2027-08-31', 1, 'terms', '2027-04-11'],
    ['two terms', '2027-08-31', 2, 'terms', '2027-01-04'],
    ['an end on the last day of term leaves it whole', '2027-07-21', 1, 'terms', '2027-04-11'],
    ['an end the day before does not', '2027-07-20', 1, 'terms', '2027-01-04'],
  ];
  for (const [name, endsOn, count, unit, dueOn] of cases) {
    it(name, () => assert.equal(noticeDateFor(endsOn, count, unit, calendar), dueOn));
  }

  it('takes the usual terms where the school’s own are not written down, and says so', () => {
    const item = contract({ endsOn: '2027-08-31', noticeCount: 1, noticeUnit: 'terms' });
    const known = noticeDeadline(item, '2026-11-24', calendar);
    assert.deepEqual([known.dueOn, known.lastSafeNoticeOn], ['2027-04-11', '2027-03-25']);
    assert.match(
      known.reason,
      /whole terms, so it must come before the first day of the summer term 2027, 12 April 2027\./,
    );
    const usual = noticeDeadline(item, '2026-11-24');
    assert.equal(usual.dueOn, '2027-04-11');
    assert.match(usual.reason, /12 April 2027 by the usual term dates, as the school’s own are not written down\./);
  });
});

describe('the safe day', () => {
  const cases: [string, string, string, SchoolCalendar | undefined, string, RegExp | null][] = [
    ['a school day stays', '2027-01-29', '2026-11-24', calendar, '2027-01-29', null],
    [
      'a Sunday goes to the Friday',
      '2027-01-31',
      '2026-11-24',
      calendar,
      '2027-01-29',
      /31 January 2027, a Sunday; 29 January 2027 is the last school day/,
    ],
    [
      'a bank holiday goes to the school day before',
      '2027-05-03',
      '2026-11-24',
      calendar,
      '2027-04-30',
      /a bank holiday/,
    ],
    [
      'a holiday goes to the last day of school',
      '2027-08-31',
      '2026-11-24',
      calendar,
      '2027-07-21',
      /when the school is closed; 21 July 2027 is the last school day/,
    ],
    ['without a calendar a holiday is not known', '2027-08-31', '2026-11-24', undefined, '2027-08-31', null],
    [
      'after the written terms only working days are known',
      '2028-04-16',
      '2026-11-24',
      calendar,
      '2028-04-13',
      /the last working day before/,
    ],
    [
      'asked in the holiday: the last working day',
      '2027-08-29',
      '2027-08-02',
      calendar,
      '2027-08-27',
      /no school day is left/,
    ],
    [
      'asked in the holiday, due on a working day',
      '2027-08-27',
      '2027-08-02',
      calendar,
      '2027-08-27',
      /^It falls when the school is closed/,
    ],
    [
      'asked on the Saturday, due on the Sunday',
      '2027-01-31',
      '2027-01-30',
      calendar,
      '2027-01-31',
      /no working day is left/,
    ],
    ['asked on the very day', '2027-05-03', '2027-05-03', calendar, '2027-05-03', /no working day is left/],
    ['asked when it has passed', '2027-01-31', '2027-02-01', calendar, '2027-01-31', null],
  ];
  for (const [name, dueOn, asAt, known, day, says] of cases) {
    it(name, () => {
      const safe = safeNoticeDay(dueOn, asAt, known);
      assert.equal(safe.day, day);
      if (says === null) assert.equal(safe.note, null);
      else assert.match(safe.note ?? '', says);
    });
  }

  it('is in the reason where it is not the contract’s own day, and an end still reached after it', () => {
    const item = contract({ endsOn: '2027-11-30', noticeCount: 3, noticeUnit: 'months' });
    const early = noticeDeadline(item, '2026-11-24', calendar);
    assert.deepEqual([early.dueOn, early.lastSafeNoticeOn, early.status], ['2027-08-31', '2027-07-21', 'open']);
    assert.match(early.reason, /by 21 July 2027 ends it on 30 November 2027.*allows until 31 August 2027/);
    const inHoliday = noticeDeadline(item, '2027-08-10', calendar);
    assert.deepEqual(
      [inHoliday.lastSafeNoticeOn, inHoliday.endsOn, inHoliday.status],
      ['2027-08-31', '2027-11-30', 'open'],
    );
    const given = noticeDeadline({ ...item, noticeGivenOn: '2027-08-31' }, '2027-09-03', calendar);
    assert.deepEqual([given.status, given.endsOn], ['ended', '2027-11-30']);
  });
});

describe('renewals', () => {
  const cases: [string, string, number, number, string | null, string][] = [
    ['30 April by a month', '2027-04-30', 1, 1, null, '2027-05-31'],
    ['28 February by a month', '2027-02-28', 1, 1, null, '2027-03-31'],
    ['28 February by a year, into a leap year', '2027-02-28', 12, 1, null, '2028-02-29'],
    ['29 February by a year and by four', '2028-02-29', 12, 1, null, '2029-02-28'],
    ['29 February by four years', '2028-02-29', 12, 4, null, '2032-02-29'],
    ['28 February of a leap year stays the 28th', '2028-02-28', 12, 1, null, '2029-02-28'],
    ['and in the leap year after', '2028-02-28', 12, 4, null, '2032-02-28'],
    ['30 June by three months, four times', '2027-06-30', 3, 4, null, '2028-06-30'],
    ['30 June by three months', '2027-06-30', 3, 2, null, '2027-12-31'],
    ['31 January month by month does not slide', '2027-01-31', 1, 2, null, '2027-03-31'],
    ['the middle of a month stays', '2027-02-15', 1, 1, null, '2027-03-15'],
    ['started on the 1st: the end of the month', '2027-04-30', 1, 1, '2026-05-01', '2027-05-31'],
    ['started within a month: the earlier day', '2027-04-30', 1, 1, '2026-10-30', '2027-05-30'],
  ];
  for (const [name, endsOn, months, times, startsOn, after] of cases) {
    it(name, () => assert.equal(endAfterRenewals(endsOn, months, times, startsOn), after));
  }

  it('is asked on the day in England, also in the hour that differs in summer', () => {
    const item = contract({ endsOn: '2027-06-30', noticeCount: 1, noticeUnit: 'months' });
    const at = (instant: string) => noticeDeadline(item, plainDateIn(new Date(instant))).status;
    // Midnight in England on 1 June is 23:00 of 31 May by the clock in Greenwich.
    assert.equal(at('2027-05-31T22:59:59Z'), 'open');
    assert.equal(at('2027-05-31T23:00:00Z'), 'rolls-on');
    const inWinter = contract({ endsOn: '2027-01-31', noticeCount: 1, noticeUnit: 'months' });
    const then = (instant: string) => noticeDeadline(inWinter, plainDateIn(new Date(instant))).status;
    assert.equal(then('2026-12-31T23:59:59Z'), 'open');
    assert.equal(then('2027-01-01T00:00:00Z'), 'rolls-on');
  });
});

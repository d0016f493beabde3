import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PlainDate } from './dates.ts';
import { decideBy, decisionsCalendar, noticeDeadline, type DeadlineStatus } from './deadlines.ts';
import { contractSchema, type Contract } from './record.ts';
import type { SchoolCalendar } from './terms.ts';

function contract(fields: Partial<Contract>): Contract {
  return contractSchema.parse({ id: 'c1', title: 'Broadband', ...fields });
}

const automatic = (fields: Partial<Contract>): Contract =>
  contract({ renewal: 'automatic', renewalMonths: 12, noticeCount: 3, noticeUnit: 'months', ...fields });

interface Case {
  name: string;
  contract: Contract;
  asAt: PlainDate;
  calendar?: SchoolCalendar;
  /** Only where it is not the safe day. */
  dueOn?: PlainDate;
  lastSafeNoticeOn: PlainDate | null;
  endsOn: PlainDate | null;
  status: DeadlineStatus;
  says?: RegExp;
}

const cases: Case[] = [
  {
    name: 'notice in time for the first end',
    contract: automatic({ endsOn: '2027-03-31' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: '2026-12-31',
    endsOn: '2027-03-31',
    status: 'open',
  },
  {
    name: 'on the very day is still in time',
    contract: automatic({ endsOn: '2027-03-31' }),
    asAt: '2026-12-31',
    lastSafeNoticeOn: '2026-12-31',
    endsOn: '2027-03-31',
    status: 'open',
  },
  {
    name: 'a day late rolls on to the next end and says so',
    contract: automatic({ endsOn: '2027-03-31' }),
    asAt: '2027-01-01',
    lastSafeNoticeOn: '2027-12-31',
    endsOn: '2028-03-31',
    status: 'rolls-on',
    says: /notice date for 31 March 2027 was 31 December 2026 and has passed/,
  },
  {
    name: 'renewed many times already',
    contract: automatic({ endsOn: '2019-08-31' }),
    asAt: '2026-11-24',
    dueOn: '2027-05-31',
    lastSafeNoticeOn: '2027-05-28',
    endsOn: '2027-08-31',
    status: 'open',
    says: /renewed itself since 31 August 2019/,
  },
  {
    name: 'month by month from 31 January does not slide to the 28th',
    contract: automatic({ endsOn: '2026-01-31', renewalMonths: 1, noticeCount: 1 }),
    asAt: '2026-04-15',
    lastSafeNoticeOn: '2026-04-30',
    endsOn: '2026-05-31',
    status: 'rolls-on',
  },
  {
    name: 'notice of three months before 31 May is the end of February',
    contract: automatic({ endsOn: '2027-05-31' }),
    asAt: '2026-11-24',
    dueOn: '2027-02-28',
    lastSafeNoticeOn: '2027-02-26',
    endsOn: '2027-05-31',
    status: 'open',
  },
  {
    name: 'and 29 February in a leap year',
    contract: automatic({ endsOn: '2028-05-31' }),
    asAt: '2027-11-24',
    lastSafeNoticeOn: '2028-02-29',
    endsOn: '2028-05-31',
    status: 'open',
  },
  {
    name: 'an end on 29 February renews to 28 February, and back to the 29th in the next leap year',
    contract: automatic({ endsOn: '2024-02-29', noticeCount: 0 }),
    asAt: '2028-01-01',
    lastSafeNoticeOn: '2028-02-29',
    endsOn: '2028-02-29',
    status: 'open',
  },
  {
    name: 'ninety days across the clock change in March',
    contract: automatic({ endsOn: '2027-04-30', noticeCount: 90, noticeUnit: 'days' }),
    asAt: '2026-11-24',
    dueOn: '2027-01-30',
    lastSafeNoticeOn: '2027-01-29',
    endsOn: '2027-04-30',
    status: 'open',
  },
  {
    name: 'notice longer than the renewal skips several ends',
    contract: automatic({ endsOn: '2026-12-31', renewalMonths: 3, noticeCount: 12 }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: '2026-12-31',
    endsOn: '2027-12-31',
    status: 'rolls-on',
  },
  {
    name: 'by agreement: the end itself',
    contract: contract({ renewal: 'by-agreement', endsOn: '2027-08-31', noticeCount: 6, noticeUnit: 'months' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: '2027-08-31',
    endsOn: '2027-08-31',
    status: 'open',
  },
  {
    name: 'no renewal, past its end: running over',
    contract: contract({ renewal: 'none', endsOn: '2026-03-31' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: '2026-03-31',
    endsOn: '2026-03-31',
    status: 'passed',
    says: /running over/,
  },
  {
    name: 'the last day itself is not running over',
    contract: contract({ renewal: 'none', endsOn: '2026-03-31' }),
    asAt: '2026-03-31',
    lastSafeNoticeOn: '2026-03-31',
    endsOn: '2026-03-31',
    status: 'open',
  },
  {
    name: 'notice given in time',
    contract: automatic({ endsOn: '2027-03-31', noticeGivenOn: '2026-10-01' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: null,
    endsOn: '2027-03-31',
    status: 'ended',
  },
  {
    name: 'notice given too late for the first end',
    contract: automatic({ endsOn: '2026-12-31', noticeGivenOn: '2026-10-01' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: null,
    endsOn: '2027-12-31',
    status: 'ended',
    says: /too late for 31 December 2026/,
  },
  {
    name: 'notice dated after the day asked about is not yet given',
    contract: automatic({ endsOn: '2027-03-31', noticeGivenOn: '2026-12-01' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: '2026-12-31',
    endsOn: '2027-03-31',
    status: 'open',
  },
  {
    name: 'marked as ended',
    contract: automatic({ endsOn: '2027-03-31', endedOn: '2026-08-31' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: null,
    endsOn: '2026-08-31',
    status: 'ended',
  },
  {
    name: 'no end date',
    contract: automatic({}),
    asAt: '2026-11-24',
    lastSafeNoticeOn: null,
    endsOn: null,
    status: 'unknown',
    says: /end date is not known/,
  },
  {
    name: 'automatic without a notice period',
    contract: automatic({ endsOn: '2024-03-31', noticeCount: null }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: null,
    endsOn: '2027-03-31',
    status: 'unknown',
    says: /notice period is not known/,
  },
  {
    name: 'automatic for an unknown time, first date still ahead',
    contract: automatic({ endsOn: '2027-03-31', renewalMonths: null }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: '2026-12-31',
    endsOn: '2027-03-31',
    status: 'open',
  },
  {
    name: 'automatic for an unknown time, first date missed',
    contract: automatic({ endsOn: '2027-01-31', renewalMonths: null }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: null,
    endsOn: null,
    status: 'unknown',
    says: /for how long is not known/,
  },
  {
    name: 'renewal not known: counted as if it renews',
    contract: contract({ endsOn: '2027-03-31', noticeCount: 30, noticeUnit: 'days' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: '2027-03-01',
    endsOn: '2027-03-31',
    status: 'open',
    says: /counts as if it does/,
  },
  {
    name: 'renewal not known and the notice date behind us',
    contract: contract({ endsOn: '2026-12-10', noticeCount: 30, noticeUnit: 'days' }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: '2026-11-10',
    endsOn: '2026-12-10',
    status: 'passed',
  },
  {
    name: 'notice of 90 without a unit is not guessed',
    contract: automatic({ endsOn: '2027-03-31', noticeCount: 90, noticeUnit: null }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: null,
    endsOn: '2027-03-31',
    status: 'unknown',
    says: /not whether in days or months/,
  },
  {
    name: 'an impossible notice period does not hang or overflow',
    contract: automatic({ endsOn: '2027-03-31', noticeCount: 1_000_000, renewalMonths: 1 }),
    asAt: '2026-11-24',
    lastSafeNoticeOn: null,
    endsOn: '2027-03-31',
    status: 'unknown',
    says: /cannot be right/,
  },
];

describe('noticeDeadline', () => {
  for (const item of cases) {
    it(item.name, () => {
      const { reason, ...rest } = noticeDeadline(item.contract, item.asAt, item.calendar);
      const { lastSafeNoticeOn, endsOn, status } = item;
      assert.deepEqual(rest, { dueOn: item.dueOn ?? lastSafeNoticeOn, lastSafeNoticeOn, endsOn, status });
      assert.match(reason, item.says ?? /\.$/);
    });
  }
});

describe('decideBy', () => {
  const meetings = ['2026-11-10', '2027-02-03', '2026-09-20'];

  it('is the last meeting on or before notice less lead-in', () => {
    const found = decideBy({ lastSafeNoticeOn: '2027-03-31', leadInDays: 56, governorsMeetings: meetings });
    assert.deepEqual([found.decideBy, found.meeting], ['2027-02-03', '2027-02-03']);
    const earlier = decideBy({ lastSafeNoticeOn: '2027-03-31', leadInDays: 57, governorsMeetings: meetings });
    assert.equal(earlier.meeting, '2026-11-10');
  });

  it('is the day itself where no meeting is in time, and says which was missed', () => {
    const none = decideBy({ lastSafeNoticeOn: '2026-10-01', leadInDays: 30, governorsMeetings: meetings });
    assert.deepEqual([none.decideBy, none.meeting], ['2026-09-01', null]);
    assert.match(none.reason, /No governors' meeting is early enough/);
    const passed = decideBy({
      lastSafeNoticeOn: '2027-01-31',
      leadInDays: 0,
      governorsMeetings: meetings,
      asAt: '2026-11-24',
    });
    assert.deepEqual([passed.decideBy, passed.meeting], ['2027-01-31', null]);
    assert.match(passed.reason, /was on 10 November 2026, which has passed/);
  });

  it('counts nothing off for an unknown lead-in and says so; nothing without a notice date', () => {
    const found = decideBy({ lastSafeNoticeOn: '2027-01-31', leadInDays: null, governorsMeetings: [] });
    assert.equal(found.decideBy, '2027-01-31');
    assert.match(found.reason, /not known.*No governors' meetings are written down/s);
    assert.equal(decideBy({ lastSafeNoticeOn: null, leadInDays: 1, governorsMeetings: meetings }).decideBy, null);
  });
});

describe('decisionsCalendar', () => {
  const list = (items: Contract[], asAt: PlainDate, to: PlainDate, meetings: PlainDate[] = []) =>
    decisionsCalendar(items, meetings, asAt, to).map((entry) => `${entry.date} ${entry.kind} ${entry.chance}`);

  it('lists every chance of an automatic contract in order', () => {
    const item = automatic({ endsOn: '2027-03-31', leadInDays: 30 });
    assert.deepEqual(list([item], '2026-11-24', '2028-04-30', ['2026-11-30', '2027-11-29']), [
      '2026-11-30 decide-by 1',
      '2026-12-31 notice-deadline 1',
      '2027-04-01 renewal 1',
      '2027-11-29 decide-by 2',
      '2027-12-31 notice-deadline 2',
      '2028-04-01 renewal 2',
    ]);
  });

  it('shows a renewal that can no longer be stopped', () => {
    const item = automatic({ endsOn: '2027-01-31' });
    assert.deepEqual(list([item], '2026-11-24', '2027-11-30'), [
      '2027-02-01 renewal 0',
      '2027-10-29 decide-by 1',
      '2027-10-29 notice-deadline 1',
    ]);
  });

  it('lists an end without renewal once, and a decision that is overdue as today', () => {
    const item = contract({ renewal: 'none', endsOn: '2026-12-31', leadInDays: 90 });
    assert.deepEqual(list([item], '2026-11-24', '2027-12-31'), ['2026-11-24 decide-by 1', '2026-12-31 contract-end 1']);
    assert.match(decisionsCalendar([item], [], '2026-11-24', '2027-12-31')[0]?.text ?? '', /decide now/);
  });

  it('gives later chances their safe day from today on, and decides on them once where that is no later', () => {
    const calendar = {
      terms: [
        { id: '1', name: 'Summer', startsOn: '2027-04-12', endsOn: '2027-07-21' },
        { id: '2', name: 'Autumn', startsOn: '2027-09-02', endsOn: '2027-12-17' },
      ],
      holidays: [],
      bankHolidays: [],
    };
    const monthly = automatic({ endsOn: '2027-07-31', renewalMonths: 1, noticeCount: 1, leadInDays: 40 });
    const found = decisionsCalendar([monthly], [], '2027-06-01', '2027-08-31', calendar);
    assert.deepEqual(
      found
        .filter(({ kind }) => kind !== 'renewal')
        .map(({ date, kind, endsOn, dueOn }) => [date, kind, endsOn, dueOn]),
      [
        ['2027-06-01', 'decide-by', '2027-07-31', null],
        ['2027-06-30', 'notice-deadline', '2027-07-31', null],
        // Both of the holiday's chances are on the last day of term.
        ['2027-07-21', 'notice-deadline', '2027-08-31', '2027-07-31'],
        ['2027-07-21', 'notice-deadline', '2027-09-30', '2027-08-31'],
      ],
    );
  });

  it('lists only the end once notice is given, and nothing for what has ended', () => {
    const given = automatic({ endsOn: '2027-03-31', noticeGivenOn: '2026-10-01' });
    assert.deepEqual(list([given], '2026-11-24', '2029-12-31'), ['2027-03-31 contract-end 1']);
    assert.deepEqual(list([contract({ endedOn: '2026-01-01' })], '2026-11-24', '2029-12-31'), []);
  });
});

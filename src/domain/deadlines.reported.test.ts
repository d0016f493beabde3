/**
 * Six public reports of wrong notice and renewal dates in another open register, GLPI (https://github.com/glpi-project/glpi),
 * each as the case that it tells, with what should have been said. Where a report leaves a date out, the nearest that shows
 * the fault is taken.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays } from './dates.ts';
import { decisionsCalendar, noticeDeadline } from './deadlines.ts';
import { contractSchema, type Contract } from './record.ts';

function contract(fields: Partial<Contract>): Contract {
  return contractSchema.parse({ id: 'c1', title: 'Service', ...fields });
}

/** Renews itself by a year, with three months' notice, unless told otherwise. */
const rolling = (fields: Partial<Contract>): Contract =>
  contract({ renewal: 'automatic', renewalMonths: 12, noticeCount: 3, noticeUnit: 'months', ...fields });

describe('faults reported of another register', () => {
  it('GLPI #2596: the warning of an end was counted from the start, without the length and the renewals', () => {
    const item = rolling({ startsOn: '2014-09-01', endsOn: '2017-08-31', noticeCount: 0 });
    for (const [asAt, endsOn] of [
      ['2014-09-02', '2017-08-31'],
      ['2017-08-10', '2017-08-31'],
      ['2018-01-22', '2018-08-31'],
    ] as const) {
      const found = noticeDeadline(item, asAt);
      assert.deepEqual([found.status, found.dueOn, found.endsOn], ['open', endsOn, endsOn]);
    }
  });

  it('GLPI #6004: the first term of 36 months was left out, so the warning came two years early', () => {
    const found = noticeDeadline(rolling({ startsOn: '2018-09-27', endsOn: '2021-09-26' }), '2019-06-06');
    assert.deepEqual([found.status, found.dueOn, found.endsOn], ['open', '2021-06-26', '2021-09-26']);
    // A Saturday: it goes out the day before.
    assert.equal(found.lastSafeNoticeOn, '2021-06-25');
  });

  it('GLPI #6164: a contract that does not renew gave no warning, before its end or after', () => {
    const item = contract({ renewal: 'none', endsOn: '2019-12-22' });
    const before = decisionsCalendar([item], [], '2019-12-01', '2020-01-31');
    assert.deepEqual(
      before.map(({ date, kind }) => [date, kind]),
      [
        ['2019-12-22', 'decide-by'],
        ['2019-12-22', 'contract-end'],
      ],
    );
    const after = noticeDeadline(item, '2019-12-23');
    assert.equal(after.status, 'passed');
    assert.match(after.reason, /22 December 2019, has passed .* may be running over/);
  });

  it('GLPI #14703: 60 months renewed by 12 became 120, not 72', () => {
    const found = noticeDeadline(rolling({ startsOn: '2018-01-01', endsOn: '2022-12-31' }), '2023-05-12');
    assert.deepEqual([found.status, found.dueOn, found.endsOn], ['open', '2023-09-30', '2023-12-31']);
    assert.equal(found.lastSafeNoticeOn, '2023-09-29');
  });

  it('GLPI #15893: three years and then a year at a time: the first end was put after six years', () => {
    const item = rolling({ startsOn: '2020-08-01', endsOn: '2023-07-31' });
    const first = noticeDeadline(item, '2022-10-31');
    assert.deepEqual([first.status, first.dueOn, first.endsOn], ['open', '2023-04-30', '2023-07-31']);
    const reported = noticeDeadline(item, '2023-10-31');
    assert.deepEqual([reported.status, reported.dueOn, reported.endsOn], ['open', '2024-04-30', '2024-07-31']);
    assert.match(reported.reason, /renewed itself since 31 July 2023/);
  });

  it('GLPI #23084: after it had renewed itself the notice date stayed in the past', () => {
    const item = rolling({ endsOn: '2025-08-28', noticeCount: 2 });
    const found = noticeDeadline(item, '2026-02-11');
    assert.deepEqual([found.status, found.dueOn, found.endsOn], ['open', '2026-06-28', '2026-08-28']);
    assert.equal(found.lastSafeNoticeOn, '2026-06-26');
    // Whatever day it is asked on, the date is never behind.
    for (let day = '2025-06-20'; day < '2027-09-01'; day = addDays(day, 1)) {
      const { lastSafeNoticeOn, dueOn } = noticeDeadline(item, day);
      assert.ok(lastSafeNoticeOn !== null && dueOn !== null && lastSafeNoticeOn >= day && dueOn >= lastSafeNoticeOn);
    }
  });
});

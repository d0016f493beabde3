import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainDateIn } from '../../domain/dates.ts';
import { instantAt, nextDailyRun } from './daily.ts';

test('seven in the morning in England, in winter, in summer and where the clocks change', () => {
  for (const [after, next] of [
    ['2026-11-24T06:59:59Z', '2026-11-24T07:00:00Z'],
    ['2026-11-24T07:00:00Z', '2026-11-25T07:00:00Z'],
    ['2026-07-01T05:59:00Z', '2026-07-01T06:00:00Z'],
    ['2026-07-01T06:00:00Z', '2026-07-02T06:00:00Z'],
    // 29 March 2026: the clocks go forward at 01:00.
    ['2026-03-28T07:00:00Z', '2026-03-29T06:00:00Z'],
    // 25 October 2026: they go back at 01:00 UTC.
    ['2026-10-24T06:00:00Z', '2026-10-25T07:00:00Z'],
    // Late in the evening it is already tomorrow in England.
    ['2026-06-30T23:30:00Z', '2026-07-01T06:00:00Z'],
    ['2026-12-31T23:59:59Z', '2027-01-01T07:00:00Z'],
  ] as const) {
    assert.equal(nextDailyRun(new Date(after), 7).toISOString(), new Date(next).toISOString(), after);
  }
});

test('an hour that a day does not have is the one after it, and of one that it has twice the first', () => {
  assert.equal(instantAt('2026-03-29', 1).toISOString(), '2026-03-29T01:00:00.000Z');
  assert.equal(instantAt('2026-10-25', 1).toISOString(), '2026-10-25T00:00:00.000Z');
});

test('from any instant the next run is ahead, within 25 hours, and the one after it a day later', () => {
  const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2045-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 23 }), (after, hour) => {
      const next = nextDailyRun(after, hour);
      const following = nextDailyRun(next, hour);
      const hours = (following.getTime() - next.getTime()) / 3_600_000;
      return (
        next > after &&
        next.getTime() - after.getTime() <= 25 * 3_600_000 &&
        hours >= 23 &&
        hours <= 25 &&
        plainDateIn(next) < plainDateIn(following)
      );
    }),
  );
});

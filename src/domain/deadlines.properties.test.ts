/** What must hold of notice dates for any contract, with fast-check. The cases are in deadlines.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays, addMonths, plainDate } from './dates.ts';
import { decideBy, decisionsCalendar, endAfterRenewals, noticeDateFor, noticeDeadline } from './deadlines.ts';
import { contractSchema, type Contract } from './record.ts';

function contract(fields: Partial<Contract>): Contract {
  return contractSchema.parse({ id: 'c1', title: 'Broadband', ...fields });
}

const automatic = (fields: Partial<Contract>): Contract =>
  contract({ renewal: 'automatic', renewalMonths: 12, noticeCount: 3, noticeUnit: 'months', ...fields });

const dates = fc
  .record({
    year: fc.integer({ min: 2000, max: 2060 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ year, month, day }) => plainDate(year, month, day) ?? `${year}-${String(month).padStart(2, '0')}-28`);
const units = fc.constantFrom('months' as const, 'days' as const);
const automatics = fc
  .record({
    endsOn: dates,
    renewalMonths: fc.integer({ min: 1, max: 60 }),
    noticeUnit: units,
    noticeCount: fc.integer({ min: 0, max: 400 }),
  })
  .map((fields) =>
    automatic({
      ...fields,
      noticeCount: fields.noticeUnit === 'months' ? fields.noticeCount % 25 : fields.noticeCount,
    }),
  );

const anyContract = fc
  .record({
    startsOn: fc.option(dates),
    endsOn: fc.option(dates),
    noticeCount: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    noticeUnit: fc.option(units),
    renewal: fc.option(fc.constantFrom('none' as const, 'by-agreement' as const, 'automatic' as const)),
    renewalMonths: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    leadInDays: fc.option(fc.integer({ min: 0, max: 500 })),
    noticeGivenOn: fc.option(dates),
    endedOn: fc.option(dates),
  })
  .map(contract);

describe('noticeDeadline, for any automatic contract', () => {
  it('is never after the end, never before today, and belongs to a real end', () => {
    fc.assert(
      fc.property(automatics, dates, (item, asAt) => {
        const { lastSafeNoticeOn, endsOn, status } = noticeDeadline(item, asAt);
        assert.ok(status === 'open' || status === 'rolls-on');
        assert.ok(lastSafeNoticeOn !== null && endsOn !== null && item.endsOn !== null);
        assert.ok(lastSafeNoticeOn <= endsOn && lastSafeNoticeOn >= asAt);
        let renewals = 0;
        while (endAfterRenewals(item.endsOn, item.renewalMonths ?? 0, renewals) < endsOn) renewals += 1;
        assert.equal(endAfterRenewals(item.endsOn, item.renewalMonths ?? 0, renewals), endsOn);
      }),
    );
  });

  it('is the first end whose date has not passed, as a plain walk finds it', () => {
    fc.assert(
      fc.property(automatics, dates, (item, asAt) => {
        const { endsOn, noticeCount, noticeUnit, renewalMonths } = item;
        assert.ok(endsOn !== null && noticeCount !== null && noticeUnit !== null && renewalMonths !== null);
        let renewals = 0;
        while (noticeDateFor(addMonths(endsOn, renewals * renewalMonths), noticeCount, noticeUnit) < asAt)
          renewals += 1;
        assert.equal(noticeDeadline(item, asAt).endsOn, addMonths(endsOn, renewals * renewalMonths));
      }),
    );
  });

  it('giving notice on that date is in time: it ends then', () => {
    fc.assert(
      fc.property(automatics, dates, (item, asAt) => {
        const { lastSafeNoticeOn, endsOn } = noticeDeadline(item, asAt);
        assert.ok(lastSafeNoticeOn !== null && endsOn !== null);
        const length = item.noticeCount ?? 0;
        const runsOut =
          item.noticeUnit === 'months' ? addMonths(lastSafeNoticeOn, length) : addDays(lastSafeNoticeOn, length);
        assert.ok(runsOut <= endsOn);
        const after = noticeDeadline({ ...item, noticeGivenOn: lastSafeNoticeOn }, lastSafeNoticeOn);
        assert.deepEqual([after.status, after.endsOn], ['ended', endsOn]);
      }),
    );
  });

  it('giving notice a day later is too late, or the clamped end of a month', () => {
    fc.assert(
      fc.property(automatics, dates, (item, asAt) => {
        const { lastSafeNoticeOn, endsOn } = noticeDeadline(item, asAt);
        assert.ok(lastSafeNoticeOn !== null && endsOn !== null);
        const after = noticeDeadline(
          { ...item, noticeGivenOn: addDays(lastSafeNoticeOn, 1) },
          addDays(lastSafeNoticeOn, 1),
        );
        assert.ok(after.endsOn !== null && after.endsOn > endsOn);
      }),
    );
  });

  it('is monotone: longer notice is never a later date for the same end, and never an earlier end', () => {
    fc.assert(
      fc.property(automatics, dates, fc.integer({ min: 1, max: 12 }), (item, asAt, more) => {
        const longer = { ...item, noticeCount: (item.noticeCount ?? 0) + more };
        const end = item.endsOn ?? '2030-01-01';
        const unit = item.noticeUnit ?? 'months';
        assert.ok(noticeDateFor(end, longer.noticeCount, unit) <= noticeDateFor(end, item.noticeCount ?? 0, unit));
        assert.ok((noticeDeadline(longer, asAt).endsOn ?? '') >= (noticeDeadline(item, asAt).endsOn ?? ''));
      }),
    );
  });

  it('is monotone in time: asking later never gives an earlier end', () => {
    fc.assert(
      fc.property(automatics, dates, fc.integer({ min: 0, max: 900 }), (item, asAt, later) => {
        assert.ok(
          (noticeDeadline(item, addDays(asAt, later)).endsOn ?? '') >= (noticeDeadline(item, asAt).endsOn ?? ''),
        );
      }),
    );
  });
});

describe('noticeDeadline, for anything that a register may hold', () => {
  it('answers, and a date to act by is never after the end nor behind an open status', () => {
    fc.assert(
      fc.property(anyContract, dates, (item, asAt) => {
        const found = noticeDeadline(item, asAt);
        if (found.lastSafeNoticeOn !== null) {
          assert.ok(found.endsOn !== null && found.lastSafeNoticeOn <= found.endsOn);
          if (found.status === 'open' || found.status === 'rolls-on') assert.ok(found.lastSafeNoticeOn >= asAt);
          else assert.ok(found.status === 'passed' && found.lastSafeNoticeOn < asAt);
        } else assert.ok(found.status === 'ended' || found.status === 'unknown');
        assert.match(found.reason, /\.$/);
      }),
    );
  });
});

describe('decideBy, for any dates', () => {
  it('is never after the notice date less the lead-in', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 400 }), fc.array(dates), (lastSafeNoticeOn, leadInDays, days) => {
        const found = decideBy({ lastSafeNoticeOn, leadInDays, governorsMeetings: days });
        assert.ok(found.decideBy !== null && found.decideBy <= addDays(lastSafeNoticeOn, -leadInDays));
        assert.ok(found.meeting === null || days.includes(found.meeting));
      }),
    );
  });
});

describe('decisionsCalendar, for any register', () => {
  it('stays inside its dates, sorted, and ends for any register', () => {
    fc.assert(
      fc.property(
        fc.array(anyContract, { maxLength: 5 }),
        dates,
        fc.integer({ min: 0, max: 3000 }),
        (items, asAt, span) => {
          const to = addDays(asAt, span);
          const found = decisionsCalendar(items, [addDays(asAt, 20)], asAt, to).map((entry) => entry.date);
          assert.deepEqual(found, [...found].sort());
          assert.ok(found.every((date) => date >= asAt && date <= to));
        },
      ),
    );
  });
});

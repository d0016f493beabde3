/** What must hold of notice dates for any contract, with fast-check. The cases are in deadlines.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays, addMonths, daysBetween, isLastOfMonth, plainDate, type PlainDate } from './dates.ts';
import {
  decideBy,
  decisionsCalendar,
  endAfterRenewals,
  noticeDateFor,
  noticeDeadline,
  safeNoticeDay,
  type NoticeUnit,
} from './deadlines.ts';
import { contractSchema, noticeUnits, type Contract } from './record.ts';
import { isWorkingDay, schoolDay } from './school-days.ts';
import { seasonOf, seasons, usualTerm, type SchoolCalendar } from './terms.ts';

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
const units = fc.constantFrom(...noticeUnits);
const calendars: fc.Arbitrary<SchoolCalendar> = fc
  .record({
    firstTerm: fc.integer({ min: 2000, max: 2055 }),
    years: fc.integer({ min: 0, max: 6 }),
    holidays: fc.array(fc.tuple(dates, fc.integer({ min: 0, max: 60 })), { maxLength: 8 }),
    bankHolidays: fc.array(dates, { maxLength: 8 }),
  })
  .map(({ firstTerm, years, holidays, bankHolidays }) => ({
    terms: Array.from({ length: years }, (_, index) => firstTerm + index).flatMap((year) => [
      { id: `${year}-3`, name: 'Autumn', startsOn: `${year}-09-02`, endsOn: `${year}-12-18` },
      { id: `${year}-1`, name: 'Spring', startsOn: `${year + 1}-01-05`, endsOn: `${year + 1}-03-25` },
      { id: `${year}-2`, name: 'Summer', startsOn: `${year + 1}-04-12`, endsOn: `${year + 1}-07-21` },
    ]),
    holidays: holidays.map(([startsOn, length]) => ({ name: 'Holiday', startsOn, endsOn: addDays(startsOn, length) })),
    bankHolidays,
  }));
/** Longest notice of each unit that is tried: about two years. */
const most = { months: 25, weeks: 104, days: 400, 'working-days': 300, terms: 7 } as const;
const automatics = fc
  .record({
    startsOn: fc.option(dates),
    endsOn: dates,
    renewalMonths: fc.integer({ min: 1, max: 60 }),
    noticeUnit: units,
    noticeCount: fc.integer({ min: 0, max: 400 }),
  })
  .map((fields) => automatic({ ...fields, noticeCount: fields.noticeCount % most[fields.noticeUnit] }));

/** True where notice of this length, given on `givenOn`, has run out by the end of `end`: counted forwards, not back. */
function runsOutBy(
  end: PlainDate,
  givenOn: PlainDate,
  count: number,
  unit: NoticeUnit,
  calendar: SchoolCalendar,
): boolean {
  if (unit === 'months') return addMonths(givenOn, count) <= end;
  if (unit === 'weeks') return addDays(givenOn, 7 * count) <= end;
  if (unit === 'days') return addDays(givenOn, count) <= end;
  let left = count;
  for (let day = addDays(givenOn, 1); day <= end; day = addDays(day, 1)) if (isWorkingDay(day, calendar)) left -= 1;
  return left <= 0 && givenOn <= end;
}

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

describe('noticeDateFor, for any end', () => {
  it('any day up to it is in time and the day after is not, counted forwards', () => {
    const counted = fc.constantFrom('months' as const, 'weeks' as const, 'days' as const, 'working-days' as const);
    fc.assert(
      fc.property(dates, counted, fc.nat(400), fc.nat(20), calendars, (end, unit, length, earlier, calendar) => {
        const count = length % most[unit];
        const dueOn = noticeDateFor(end, count, unit, calendar);
        assert.ok(runsOutBy(end, dueOn, count, unit, calendar));
        assert.ok(runsOutBy(end, addDays(dueOn, -earlier), count, unit, calendar));
        assert.ok(!runsOutBy(end, addDays(dueOn, 1), count, unit, calendar));
      }),
    );
  });

  it('in terms, as many whole terms begin after it as notice asks for, and one fewer after the next day', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 9 }), calendars, (end, count, { terms }) => {
        const dueOn = noticeDateFor(end, count, 'terms', { terms, holidays: [], bankHolidays: [] });
        const year = Number(end.slice(0, 4));
        const whole = Array.from({ length: 6 }, (_, back) => year - back)
          .flatMap((of) =>
            seasons.map((season) => {
              const own = terms.find(
                (term) => term.startsOn.startsWith(`${of}-`) && seasonOf(term.startsOn) === season,
              );
              return own ?? usualTerm(season, of);
            }),
          )
          .filter(({ endsOn }) => endsOn <= end);
        const after = (day: PlainDate) => whole.filter(({ startsOn }) => startsOn > day).length;
        assert.deepEqual([after(dueOn), after(addDays(dueOn, 1))], [count, count - 1]);
      }),
    );
  });

  it('is never after the end, earlier for longer notice, and not earlier for a later end', () => {
    fc.assert(
      fc.property(dates, units, fc.nat(400), fc.nat(60), calendars, (end, unit, length, later, calendar) => {
        const count = length % most[unit];
        const dueOn = noticeDateFor(end, count, unit, calendar);
        assert.ok(dueOn <= end);
        assert.ok(noticeDateFor(end, count + 1, unit, calendar) < dueOn);
        assert.ok(noticeDateFor(addDays(end, later), count, unit, calendar) >= dueOn);
      }),
    );
  });
});

describe('safeNoticeDay, for any day and calendar', () => {
  it('is the last open day, else the last working day, else the day itself; and says so where it is not open', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -80, max: 3 }), calendars, (dueOn, apart, calendar) => {
        const asAt = addDays(dueOn, apart);
        const { day, note } = safeNoticeDay(dueOn, asAt, calendar);
        assert.ok(day <= dueOn);
        if (asAt > dueOn) return assert.equal(day, dueOn);
        assert.ok(day >= asAt);
        const run = Array.from({ length: daysBetween(asAt, dueOn) + 1 }, (_, index) => addDays(dueOn, -index));
        const open = run.find((one) => ['open', 'unknown'].includes(schoolDay(one, calendar)));
        const working = run.find((one) => isWorkingDay(one, calendar));
        assert.equal(day, open ?? working ?? dueOn);
        assert.equal(note === null, open === dueOn);
      }),
    );
  });

  it('stays the same on every day up to it', () => {
    fc.assert(
      fc.property(
        dates,
        fc.nat(80),
        fc.double({ min: 0, max: 1, noNaN: true }),
        calendars,
        (dueOn, before, at, calendar) => {
          const asAt = addDays(dueOn, -before);
          const { day } = safeNoticeDay(dueOn, asAt, calendar);
          const between = addDays(asAt, Math.floor(daysBetween(asAt, day) * at));
          assert.equal(safeNoticeDay(dueOn, between, calendar).day, day);
          assert.equal(safeNoticeDay(dueOn, day, calendar).day, day);
        },
      ),
    );
  });
});

describe('endAfterRenewals, for any end', () => {
  it('keeps the last day of a month, grows with each renewal, and is at most three days from the plain day', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 60 }), fc.nat(40), (endsOn, months, renewals) => {
        const end = endAfterRenewals(endsOn, months, renewals);
        if (isLastOfMonth(endsOn)) assert.ok(isLastOfMonth(end));
        assert.ok(endAfterRenewals(endsOn, months, renewals + 1) > end);
        const apart = daysBetween(addMonths(endsOn, months * renewals), end);
        assert.ok(apart >= 0 && apart <= 3);
      }),
    );
  });
});

describe('noticeDeadline, for any automatic contract', () => {
  it('is never after the contract’s day, never before today, and belongs to a real end', () => {
    fc.assert(
      fc.property(automatics, dates, calendars, (item, asAt, calendar) => {
        const { lastSafeNoticeOn, dueOn, endsOn, status } = noticeDeadline(item, asAt, calendar);
        assert.ok(status === 'open' || status === 'rolls-on');
        assert.ok(lastSafeNoticeOn !== null && dueOn !== null && endsOn !== null && item.endsOn !== null);
        assert.ok(asAt <= lastSafeNoticeOn && lastSafeNoticeOn <= dueOn && dueOn <= endsOn);
        const endAfter = (renewals: number) =>
          endAfterRenewals(item.endsOn!, item.renewalMonths ?? 0, renewals, item.startsOn);
        let renewals = 0;
        while (endAfter(renewals) < endsOn) renewals += 1;
        assert.equal(endAfter(renewals), endsOn);
      }),
    );
  });

  it('is the first end whose date has not passed, as a plain walk finds it', () => {
    fc.assert(
      fc.property(automatics, dates, calendars, (item, asAt, calendar) => {
        const { endsOn, noticeCount, noticeUnit, renewalMonths, startsOn } = item;
        assert.ok(endsOn !== null && noticeCount !== null && noticeUnit !== null && renewalMonths !== null);
        const endAfter = (renewals: number) => endAfterRenewals(endsOn, renewalMonths, renewals, startsOn);
        let renewals = 0;
        while (noticeDateFor(endAfter(renewals), noticeCount, noticeUnit, calendar) < asAt) renewals += 1;
        assert.equal(noticeDeadline(item, asAt, calendar).endsOn, endAfter(renewals));
      }),
    );
  });

  it('notice on the safe day and on any day up to the contract’s own is in time, a day later is not', () => {
    fc.assert(
      fc.property(automatics, dates, calendars, (item, asAt, calendar) => {
        const { lastSafeNoticeOn, dueOn, endsOn } = noticeDeadline(item, asAt, calendar);
        assert.ok(lastSafeNoticeOn !== null && dueOn !== null && endsOn !== null);
        const givenOn = (day: PlainDate) => noticeDeadline({ ...item, noticeGivenOn: day }, day, calendar);
        for (const day of [lastSafeNoticeOn, dueOn]) {
          assert.deepEqual([givenOn(day).status, givenOn(day).endsOn], ['ended', endsOn]);
        }
        const late = givenOn(addDays(dueOn, 1));
        assert.ok(late.endsOn !== null && late.endsOn > endsOn);
      }),
    );
  });

  it('is monotone: longer notice never gives an earlier end', () => {
    fc.assert(
      fc.property(automatics, dates, fc.integer({ min: 1, max: 12 }), calendars, (item, asAt, more, calendar) => {
        const longer = { ...item, noticeCount: (item.noticeCount ?? 0) + more };
        assert.ok(
          (noticeDeadline(longer, asAt, calendar).endsOn ?? '') >= (noticeDeadline(item, asAt, calendar).endsOn ?? ''),
        );
      }),
    );
  });

  it('is monotone in time, and the same again on its own safe day', () => {
    fc.assert(
      fc.property(automatics, dates, fc.nat(900), calendars, (item, asAt, later, calendar) => {
        const now = noticeDeadline(item, asAt, calendar);
        const then = noticeDeadline(item, addDays(asAt, later), calendar);
        assert.ok((then.endsOn ?? '') >= (now.endsOn ?? ''));
        const again = noticeDeadline(item, now.lastSafeNoticeOn ?? '', calendar);
        assert.deepEqual(
          [again.dueOn, again.lastSafeNoticeOn, again.endsOn],
          [now.dueOn, now.lastSafeNoticeOn, now.endsOn],
        );
      }),
    );
  });
});

describe('noticeDeadline, for anything that a register may hold', () => {
  it('answers, and a date to act by is never after the end nor behind an open status', () => {
    fc.assert(
      fc.property(anyContract, dates, calendars, (item, asAt, calendar) => {
        const found = noticeDeadline(item, asAt, calendar);
        if (found.lastSafeNoticeOn !== null && found.dueOn !== null) {
          assert.ok(found.endsOn !== null && found.dueOn <= found.endsOn && found.lastSafeNoticeOn <= found.dueOn);
          if (found.status === 'open' || found.status === 'rolls-on') assert.ok(found.lastSafeNoticeOn >= asAt);
          else assert.ok(found.status === 'passed' && found.dueOn < asAt && found.lastSafeNoticeOn < asAt);
        } else {
          assert.ok(found.lastSafeNoticeOn === null && found.dueOn === null);
          assert.ok(found.status === 'ended' || found.status === 'unknown');
        }
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
        calendars,
        (items, asAt, span, calendar) => {
          const to = addDays(asAt, span);
          const register = items.map((item, index) => ({ ...item, id: `c${index}` }));
          const entries = decisionsCalendar(register, [addDays(asAt, 20)], asAt, to, calendar);
          const found = entries.map((entry) => entry.date);
          assert.deepEqual(found, [...found].sort());
          assert.ok(found.every((date) => date >= asAt && date <= to));
          // Contract, kind and end name an entry: a calendar program knows it again by them.
          const names = entries.map(({ contractId, kind, endsOn }) => `${contractId} ${kind} ${endsOn}`);
          assert.equal(new Set(names).size, names.length);
        },
      ),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleRecord } from '../../../test/people.ts';
import { addDays, dayOfWeek, type PlainDate } from '../../domain/dates.ts';
import { contractSchema, type Contract, type SchoolRecord } from '../../domain/record.ts';
import {
  asSent,
  deadlinesOf,
  dueReminders,
  missedDeadlines,
  plannedMails,
  type ReminderChoice,
  type SentReminder,
} from './reminders.rules.ts';

/** A Tuesday. */
const TODAY = '2026-11-24';
const usual: ReminderChoice = { leadsInDays: [90, 30, 7], rhythm: 'daily' };

const contract = (values: Partial<Contract> = {}): Contract =>
  contractSchema.parse({
    id: 'copier',
    title: 'Copier lease',
    endsOn: '2027-08-31',
    renewal: 'automatic',
    renewalMonths: 12,
    noticeCount: 3,
    noticeUnit: 'months',
    leadInDays: 60,
    ...values,
  });

const record = (contracts: Contract[], governorsMeetings: PlainDate[] = []): SchoolRecord =>
  sampleRecord({ contracts, limits: { ...sampleRecord().limits, governorsMeetings } });

/** What goes out day by day, as "day: kind date (days before)". */
function run(
  of: (day: PlainDate) => SchoolRecord,
  choice: ReminderChoice,
  from: PlainDate,
  days: number,
  isOff: (day: PlainDate) => boolean = () => false,
  since = from,
): string[] {
  const sent: SentReminder[] = [];
  const lines: string[] = [];
  for (let n = 0; n < days; n++) {
    const today = addDays(from, n);
    if (isOff(today)) continue;
    const due = dueReminders({
      deadlines: deadlinesOf(of(today), today, addDays(today, 100)),
      missed: missedDeadlines(of(today), since, today),
      choice,
      sent,
      today,
    });
    for (const reminder of due) sent.push(...asSent(reminder, today));
    if (due.length > 0) {
      const words = due.map(
        ({ contractId, kind, dueOn, leadsInDays, isMissed }) =>
          `${contractId} ${kind} ${dueOn} (${leadsInDays.join(', ')})${isMissed ? ' missed' : ''}`,
      );
      lines.push(`${today}: ${words.join('; ')}`);
    }
  }
  return lines;
}

describe('reminders of one contract', () => {
  test('come so many days before the day to decide and the day to give notice', () => {
    assert.deepEqual(
      run(() => record([contract()]), usual, '2026-12-25', 170),
      [
        '2026-12-29: copier decide-by 2027-03-29 (90)',
        '2027-02-27: copier decide-by 2027-03-29 (30); copier notice-deadline 2027-05-28 (90)',
        '2027-03-22: copier decide-by 2027-03-29 (7)',
        '2027-04-28: copier notice-deadline 2027-05-28 (30)',
        '2027-05-21: copier notice-deadline 2027-05-28 (7)',
        // The safe day is gone and the contract’s own last day, a bank holiday on a Monday, is what is left.
        '2027-05-29: copier notice-deadline 2027-05-31 (90, 30, 7)',
      ],
    );
  });

  test('that were due before they were asked for come as one', () => {
    const [first, ...rest] = run(() => record([contract()]), usual, '2027-05-10', 5);
    assert.equal(
      first,
      '2027-05-10: copier decide-by 2027-03-29 (90, 30, 7); copier notice-deadline 2027-05-28 (90, 30)',
    );
    assert.deepEqual(rest, []);
  });

  test('come anew for a new date', () => {
    const moved = (day: PlainDate) => record([contract({ endsOn: day < '2027-03-10' ? '2027-08-31' : '2027-09-30' })]);
    const lines = run(moved, { ...usual, leadsInDays: [30] }, '2027-02-20', 80);
    assert.deepEqual(lines, [
      '2027-02-27: copier decide-by 2027-03-29 (30)',
      '2027-04-01: copier decide-by 2027-05-01 (30)',
    ]);
  });

  for (const [what, values] of [
    ['has ended', { endedOn: '2026-10-01' }],
    ['is agreed to end', { endedOn: '2027-03-01' }],
    ['has been given notice', { noticeGivenOn: '2026-11-01' }],
    ['has no known end', { endsOn: null }],
  ] as const) {
    test(`that ${what} do not come`, () => {
      assert.deepEqual(
        run(() => record([contract(values)]), usual, TODAY, 400),
        [],
      );
    });
  }

  test('stop when notice is given on the way', () => {
    const of = (day: PlainDate) => record([contract(day < '2027-03-01' ? {} : { noticeGivenOn: '2027-03-01' })]);
    assert.deepEqual(
      run(of, usual, '2027-02-01', 200).map((line) => line.slice(0, 10)),
      ['2027-02-01', '2027-02-27'],
    );
  });

  test('that renews by the month come for one chance after the other, not for all at once', () => {
    const monthly = contract({ endsOn: '2026-12-31', renewalMonths: 1, noticeCount: 1, leadInDays: 0 });
    const lines = run(() => record([monthly]), { ...usual, leadsInDays: [7] }, TODAY, 60);
    assert.ok(
      lines.every((line) => line.split('; ').length <= 2),
      JSON.stringify(lines),
    );
    assert.deepEqual(
      lines.map((line) => line.slice(0, 10)),
      ['2026-11-24', '2026-12-24', '2027-01-22'],
    );
  });

  test('go by the governors’ meeting, and by the next one where that has passed', () => {
    const of = () => record([contract()], ['2027-01-20', '2027-03-24']);
    const lines = run(of, { ...usual, leadsInDays: [30] }, TODAY, 150);
    assert.deepEqual(
      lines.filter((line) => line.includes('decide-by')),
      [
        '2027-02-22: copier decide-by 2027-03-24 (30)',
        // Nobody decided at the meeting, and there is time without one.
        '2027-03-25: copier decide-by 2027-03-29 (30)',
      ],
    );
  });
});

describe('the machine was off', () => {
  const two = () => record([contract(), contract({ id: 'phones', title: 'Phones', endsOn: '2027-08-20' })]);

  test('what was missed comes in one mail, each date once', () => {
    const off = (day: PlainDate) => day > '2027-02-01' && day < '2027-05-10';
    const lines = run(two, usual, '2026-12-25', 138, off);
    assert.deepEqual(
      lines.map((line) => line.slice(0, 10)).filter((day) => day > '2027-02-01'),
      ['2027-05-10'],
    );
    assert.equal(lines.at(-1)?.match(/notice-deadline/g)?.length, 2);
  });

  test('a date that went by without any reminder is said, once', () => {
    const off = (day: PlainDate) => day > '2027-02-01' && day < '2027-06-10';
    const lines = run(two, usual, '2026-12-25', 180, off, '2027-05-10');
    assert.deepEqual(
      lines.filter((line) => line.includes('missed')),
      [
        '2027-06-10: phones notice-deadline 2027-05-20 (90, 30, 7) missed; copier notice-deadline 2027-05-28 (90, 30, 7) missed',
      ],
    );
  });

  test('a date that a reminder went out for is not said to have been missed', () => {
    const off = (day: PlainDate) => day > '2027-03-01' && day < '2027-06-10';
    const lines = run(two, usual, '2026-12-25', 180, off, '2027-05-10');
    assert.deepEqual(
      lines.filter((line) => line.includes('missed')),
      [],
    );
  });
});

describe('mails once a week', () => {
  const weekly: ReminderChoice = { ...usual, rhythm: 'weekly' };

  test('come on Mondays and hold what would come until Sunday', () => {
    const lines = run(() => record([contract()]), weekly, '2026-12-28', 160);
    assert.deepEqual(lines.slice(0, 5), [
      '2026-12-28: copier decide-by 2027-03-29 (90)',
      '2027-02-22: copier decide-by 2027-03-29 (30); copier notice-deadline 2027-05-28 (90)',
      '2027-03-22: copier decide-by 2027-03-29 (7)',
      '2027-04-26: copier notice-deadline 2027-05-28 (30)',
      '2027-05-17: copier notice-deadline 2027-05-28 (7)',
    ]);
    assert.ok(lines.slice(0, 5).every((line) => dayOfWeek(line.slice(0, 10)) === 1));
  });

  test('hold back what can wait until Monday, and nothing that cannot', () => {
    const of = (id: string, endsOn: PlainDate) => contract({ id, title: id, endsOn, leadInDays: 0 });
    // Two more are entered on Wednesday the 26th of May.
    const early = of('early', '2027-08-31');
    const later = [of('waits', '2027-09-25'), of('urgent', '2027-08-27')];
    const lines = run((day) => record(day < '2027-05-26' ? [early] : [early, ...later]), weekly, '2027-05-24', 9);
    assert.deepEqual(
      lines.map((line) => line.replaceAll(/(\w+) decide-by [^;]+;? ?/g, '').trim()),
      [
        '2027-05-24: early notice-deadline 2027-05-28 (90, 30, 7)',
        '2027-05-26: urgent notice-deadline 2027-05-27 (90, 30, 7)',
        '2027-05-31: early notice-deadline 2027-05-31 (90, 30, 7); waits notice-deadline 2027-06-25 (90, 30)',
      ],
    );
  });
});

describe('whatever the contracts are', () => {
  const day = fc.integer({ min: -60, max: 500 }).map((offset) => addDays(TODAY, offset));
  const someContract = fc.record({
    endsOn: fc.option(day),
    renewal: fc.constantFrom('automatic', 'none', 'by-agreement', null),
    renewalMonths: fc.option(fc.constantFrom(1, 3, 12)),
    noticeCount: fc.option(fc.integer({ min: 0, max: 6 })),
    noticeUnit: fc.constantFrom('months', 'weeks', 'days', 'working-days', 'terms', null),
    leadInDays: fc.option(fc.integer({ min: 0, max: 200 })),
    endedOn: fc.option(day, { freq: 8 }),
    noticeGivenOn: fc.option(day, { freq: 8 }),
  });
  const contracts = fc
    .array(someContract, { maxLength: 5 })
    .map((list) => list.map((values, n) => contractSchema.parse({ id: `c${n}`, title: `Contract ${n}`, ...values })));
  const choices = fc.record({
    leadsInDays: fc.uniqueArray(fc.constantFrom(90, 60, 30, 14, 7, 1), { minLength: 1 }),
    rhythm: fc.constantFrom('daily' as const, 'weekly' as const),
  });
  const meetings = fc.array(day, { maxLength: 4 });

  test('each date has each number of days once, through any days off, and each day one mail at most', () => {
    fc.assert(
      fc.property(
        contracts,
        meetings,
        choices,
        fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
        (list, met, choice, off) => {
          const sent: SentReminder[] = [];
          for (const [n, isOff] of off.entries()) {
            const today = addDays(TODAY, n);
            if (isOff) continue;
            const held = record(list, met);
            const parts = {
              deadlines: deadlinesOf(held, today, addDays(today, 100)),
              missed: missedDeadlines(held, TODAY, today),
              choice,
              today,
            };
            const due = dueReminders({ ...parts, sent });
            for (const reminder of due) {
              assert.ok(reminder.leadsInDays.length > 0);
              for (const one of asSent(reminder, today)) {
                const key = (other: SentReminder) =>
                  JSON.stringify([other.contractId, other.kind, other.dueOn, other.leadInDays]);
                assert.ok(!sent.some((other) => key(other) === key(one)), key(one));
                sent.push(one);
              }
            }
            // Asked again the same day, as after a restart, there is nothing more.
            assert.deepEqual(dueReminders({ ...parts, sent }), []);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('no date that a reminder should come for passes in silence while the machine is on', () => {
    fc.assert(
      fc.property(contracts, meetings, choices, (list, met, choice) => {
        const held = record(list, met);
        const from = addDays(TODAY, 0);
        const told = new Set<string>();
        const expected = new Map<string, PlainDate>();
        const sent: SentReminder[] = [];
        for (let n = 0; n < 45; n++) {
          const today = addDays(from, n);
          const deadlines = deadlinesOf(held, today, addDays(today, 100));
          const due = dueReminders({ deadlines, missed: [], choice, sent, today });
          for (const reminder of due) {
            told.add(`${reminder.contractId} ${reminder.kind} ${reminder.dueOn}`);
            sent.push(...asSent(reminder, today));
          }
          for (const { contractId, kind, dueOn } of deadlines) {
            if (dueOn === today) expected.set(`${contractId} ${kind} ${dueOn}`, today);
          }
        }
        for (const key of expected.keys()) assert.ok(told.has(key), key);
      }),
      { numRuns: 60 },
    );
  });

  test('what is shown as planned is what will come, as long as nothing changes', () => {
    fc.assert(
      fc.property(contracts, meetings, choices, (list, met, choice) => {
        const deadlines = deadlinesOf(record(list, met), TODAY, addDays(TODAY, 365));
        const given = { deadlines, missed: [], choice, sent: [] };
        const planned = plannedMails(given, TODAY, 366);
        const days = planned.map(({ on }) => on);
        assert.deepEqual(days, [...new Set(days)].toSorted());
        const first = dueReminders({ ...given, today: TODAY });
        assert.deepEqual(planned.find(({ on }) => on === TODAY)?.reminders ?? [], first);
        for (const { on, reminders } of planned) {
          for (const { dueOn } of reminders) assert.ok(on <= dueOn || on === TODAY, `${on} for ${dueOn}`);
        }
        const all = planned.flatMap(({ reminders }) => reminders.flatMap(({ leadsInDays }) => leadsInDays));
        assert.equal(all.length, deadlines.length * choice.leadsInDays.length);
      }),
      { numRuns: 60 },
    );
  });
});

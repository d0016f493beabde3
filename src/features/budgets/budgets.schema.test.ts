import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleRecord } from '../../../test/people.ts';
import { addDays } from '../../domain/dates.ts';
import { limitsSchema, type Limits } from '../../domain/record.ts';
import { planningHorizon } from '../../domain/terms.ts';
import { calendarTyped, moneyTyped, readCalendarForm, readMoneyForm, savedDays, savedMoney } from './budgets.schema.ts';

const none = limitsSchema.parse({});
const { years, terms } = planningHorizon(none, 'maintained', '2026-11-24');
const [first, second] = years;
assert.ok(first && second && terms[0]);

const read = (body: Record<string, unknown>, before: Limits = none) => readMoneyForm(body, before, years, terms);
const messages = (errors: readonly { message: string }[]) => errors.map(({ message }) => message);

test('amounts come as people write them; an empty year is not known, half a year has nothing in the other pot', () => {
  const { limits, errors } = read({
    [`capital-${first.id}`]: '£12,500',
    [`revenue-${first.id}`]: '3000.50',
    [`revenue-${second.id}`]: '0',
    'carry-forward': 'yes',
    'staff-days': ' 12 ',
    [`days-${terms[0]?.id}`]: '3',
  });
  assert.deepEqual(errors, []);
  assert.deepEqual(limits, {
    budgets: [
      { year: first.id, capitalPence: 1_250_000, revenuePence: 300_050 },
      { year: second.id, capitalPence: 0, revenuePence: 0 },
    ],
    capitalCarriesForward: true,
    staffDaysPerTerm: 12,
    staffDaysByTerm: { [terms[0]?.id ?? '']: 3 },
  });
});

test('an empty form says that nothing is known', () => {
  assert.deepEqual(read({}).limits, {
    budgets: [],
    capitalCarriesForward: false,
    staffDaysPerTerm: null,
    staffDaysByTerm: {},
  });
});

test('what is no amount or no count is named with its year or term, and stays as it was typed', () => {
  const body = {
    [`capital-${first.id}`]: '12k',
    [`revenue-${first.id}`]: '-40',
    [`capital-${second.id}`]: '99999999999999',
    'staff-days': '2.5',
    [`days-${terms[0]?.id}`]: '1001',
  };
  const { errors, typed } = read(body);
  assert.deepEqual(typed, body);
  assert.deepEqual(errors.map(({ field }) => field).toSorted(), Object.keys(body).toSorted());
  assert.match(messages(errors).join('\n'), new RegExp(`Capital in ${first.name} must be an amount in pounds`));
  assert.match(messages(errors).join('\n'), new RegExp(`Revenue in ${first.name} cannot be less than nothing`));
  assert.match(messages(errors).join('\n'), new RegExp(`Days in ${terms[0]?.name} must be a whole number of days`));
});

test('years and terms of the record that the form does not show stay as they are', () => {
  const before = {
    ...none,
    budgets: [
      { year: '2019-20', capitalPence: 5, revenuePence: 6 },
      { year: first.id, capitalPence: 7, revenuePence: 8 },
    ],
    staffDaysByTerm: { '2019-autumn': 4, [terms[0]?.id ?? '']: 9 },
  };
  const { limits } = read({}, before);
  assert.deepEqual(limits.budgets, [{ year: '2019-20', capitalPence: 5, revenuePence: 6 }]);
  assert.deepEqual(limits.staffDaysByTerm, { '2019-autumn': 4 });
});

test('days of a term that the school has given an id of its own are shown with it', () => {
  const own = limitsSchema.parse({
    terms: [{ id: 'lent', name: 'Lent term', startsOn: '2027-01-06', endsOn: '2027-03-26' }],
    staffDaysByTerm: { lent: 6 },
  });
  const horizon = planningHorizon(own, 'maintained', '2026-11-24');
  const term = horizon.terms.find(({ recordedIds }) => recordedIds.includes('lent'));
  const typed = moneyTyped(own, horizon.years, horizon.terms);
  assert.equal(typed[`days-${term?.id}`], '6');
  const again = readMoneyForm(typed, own, horizon.years, horizon.terms);
  assert.deepEqual(moneyTyped({ ...own, ...again.limits }, horizon.years, horizon.terms), typed);
  assert.equal(Object.keys(again.limits.staffDaysByTerm).length, 1);
});

const pence = fc.integer({ min: 0, max: 1e13 });
const money = fc.record({
  budgets: fc.uniqueArray(
    fc.record(
      { year: fc.constantFrom(...years.map(({ id }) => id)), capitalPence: pence, revenuePence: pence },
      { noNullPrototype: true },
    ),
    { selector: ({ year }) => year },
  ),
  capitalCarriesForward: fc.boolean(),
  staffDaysPerTerm: fc.option(fc.nat(1000)),
  staffDaysByTerm: fc.dictionary(fc.constantFrom(...terms.map(({ id }) => id)), fc.nat(1000), {
    noNullPrototype: true,
  }),
});

test('whatever the amounts, the form gives back what it shows', () => {
  fc.assert(
    fc.property(money, (given) => {
      const typed = moneyTyped({ ...none, ...given }, years, terms);
      const again = read(typed);
      assert.deepEqual(again.errors, []);
      assert.deepEqual(again.limits, {
        ...given,
        budgets: given.budgets.toSorted((a, b) => (a.year < b.year ? -1 : 1)),
      });
      assert.deepEqual(moneyTyped({ ...none, ...again.limits }, years, terms), typed);
    }),
  );
});

test('days are read one to a line, sorted, each once; runs by name, a single day without “to”', () => {
  const { limits, errors } = readCalendarForm({
    meetings: '14/3/2027\r\n\r\n2 February 2027\n14 March 2027\n',
    holidays: 'Easter holiday: 27/3/2027 to 11/4/2027\nHalf term: 15/2/2027 - 19/2/2027\nInset: 1/3/2027',
    blackouts: 'Exams: 10 May 2027 until 25 June 2027',
    'bank-holidays': '2027-03-26',
  });
  assert.deepEqual(errors, []);
  assert.deepEqual(limits, {
    governorsMeetings: ['2027-02-02', '2027-03-14'],
    holidays: [
      { name: 'Half term', startsOn: '2027-02-15', endsOn: '2027-02-19' },
      { name: 'Inset', startsOn: '2027-03-01', endsOn: '2027-03-01' },
      { name: 'Easter holiday', startsOn: '2027-03-27', endsOn: '2027-04-11' },
    ],
    blackouts: [{ name: 'Exams', startsOn: '2027-05-10', endsOn: '2027-06-25' }],
    bankHolidays: ['2027-03-26'],
  });
});

test('a line that cannot be read is named by its number, and nothing typed is lost', () => {
  const body = {
    meetings: '14/3/2027\n\n31/4/2027',
    holidays: 'Easter: 27/3/2027 to 11/4/2027\n27/3/2027 to 11/4/2027\nBackwards: 2/4/2027 to 1/4/2027\nEmpty:',
    blackouts: 'Exams 10/5/2027',
    'bank-holidays': 'TBC',
  };
  const { errors, typed } = readCalendarForm(body);
  assert.deepEqual(typed, body);
  assert.deepEqual(
    errors.map(({ field, message }) => [field, /^Line (\d+), “(.*?)”/.exec(message)?.slice(1)]),
    [
      ['meetings', ['3', '31/4/2027']],
      ['holidays', ['2', '27/3/2027 to 11/4/2027']],
      ['holidays', ['3', 'Backwards: 2/4/2027 to 1/4/2027']],
      ['holidays', ['4', 'Empty:']],
      ['blackouts', ['1', 'Exams 10/5/2027']],
      ['bank-holidays', ['1', 'TBC']],
    ],
  );
});

const day = fc.integer({ min: 0, max: 36_500 }).map((days) => addDays('1990-01-01', days));
const name = fc
  .array(fc.constantFrom('Easter', ':', ' ', 'to', '-', '14/3/2027', '\n', 'until', '–', '\t', 'é', '“'), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(''))
  .filter((text) => /\w/.test(text));
const runs = fc.array(
  fc
    .record({ name, startsOn: day, days: fc.nat(60) })
    .map(({ days: length, ...run }) => ({ ...run, endsOn: addDays(run.startsOn, length) })),
  { maxLength: 5 },
);
const days = fc.uniqueArray(day, { maxLength: 5 });

test('whatever the days and their names, the form gives back what it shows', () => {
  fc.assert(
    fc.property(
      fc.record({ governorsMeetings: days, bankHolidays: days, holidays: runs, blackouts: runs }),
      (given) => {
        const typed = calendarTyped({ ...none, ...given });
        const { limits, errors } = readCalendarForm(typed);
        assert.deepEqual(errors, []);
        const tidy = (list: typeof given.holidays) =>
          list
            .map((run) => ({ ...run, name: run.name.trim().replace(/\s+/g, ' ') }))
            .toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
        assert.deepEqual(limits, {
          governorsMeetings: given.governorsMeetings.toSorted(),
          bankHolidays: given.bankHolidays.toSorted(),
          holidays: tidy(given.holidays),
          blackouts: tidy(given.blackouts),
        });
        const again = calendarTyped({ ...none, ...limits });
        assert.deepEqual(readCalendarForm(again).limits, limits);
      },
    ),
  );
});

test('what is saved otherwise than it was typed is said beside it, and nothing else is', () => {
  const saved = {
    ...none,
    budgets: [{ year: first.id, capitalPence: 1_200_000, revenuePence: 0 }],
    staffDaysPerTerm: 8,
    governorsMeetings: ['2027-02-02', '2027-03-14'],
  };
  const typed = moneyTyped(saved, years, terms);
  assert.deepEqual(savedMoney({ ...typed, [`capital-${first.id}`]: '£12000.00' }, saved, years, terms), []);
  assert.deepEqual(savedMoney({ ...typed, [`capital-${first.id}`]: '7', 'staff-days': '' }, saved, years, terms), [
    { field: `capital-${first.id}`, message: `Now saved under “Capital in ${first.name}”: 12,000` },
    { field: 'staff-days', message: 'Now saved under “Days in every term”: 8' },
  ]);
  assert.deepEqual(savedDays(calendarTyped(saved), saved), []);
  assert.deepEqual(savedDays({ meetings: '2/2/2027', 'bank-holidays': '25/12/2026' }, saved), [
    { field: 'meetings', message: 'Now saved under “Governors’ meetings”: 2 February 2027; 14 March 2027' },
    { field: 'bank-holidays', message: 'Now saved under “Bank holidays”: not filled in' },
  ]);
});

test('a record that has no limits is shown empty', () => {
  const { limits } = sampleRecord();
  assert.ok(Object.values(moneyTyped(limits, years, terms)).every((text) => text === ''));
  assert.ok(Object.values(calendarTyped(limits)).every((text) => text === ''));
});

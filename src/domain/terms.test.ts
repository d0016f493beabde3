import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays, dayOfWeek } from './dates.ts';
import { limitsSchema, type Limits } from './record.ts';
import {
  daysInYear,
  financialYearOf,
  financialYearsBetween,
  joinRuns,
  planningHorizon,
  planTerms,
  runDays,
  seasonOf,
  termIndexOf,
  usualTerm,
  withoutRuns,
} from './terms.ts';

const nothing: Limits = limitsSchema.parse({});
const limits = (parts: object): Limits => limitsSchema.parse(parts);

describe('financial years', () => {
  it('maintained schools count from April, academies from September', () => {
    const cases: [string, 'maintained' | 'academy', string, string, string, number][] = [
      ['2027-03-31', 'maintained', '2026-27', '2026-04-01', '2027-03-31', 365],
      ['2027-04-01', 'maintained', '2027-28', '2027-04-01', '2028-03-31', 366],
      ['2027-08-31', 'academy', '2026-27', '2026-09-01', '2027-08-31', 365],
      ['2027-09-01', 'academy', '2027-28', '2027-09-01', '2028-08-31', 366],
      ['2028-02-29', 'maintained', '2027-28', '2027-04-01', '2028-03-31', 366],
      ['2099-12-31', 'academy', '2099-00', '2099-09-01', '2100-08-31', 365],
    ];
    for (const [date, governance, id, startsOn, endsOn, days] of cases) {
      const year = financialYearOf(date, governance);
      assert.deepEqual([year.id, year.startsOn, year.endsOn], [id, startsOn, endsOn], date);
      assert.equal(daysInYear(year), days, date);
    }
  });

  it('lists every year that a stretch touches, without gaps', () => {
    const years = financialYearsBetween('2027-01-04', '2032-01-04', 'maintained');
    assert.deepEqual(
      years.map(({ id }) => id),
      ['2026-27', '2027-28', '2028-29', '2029-30', '2030-31', '2031-32'],
    );
    for (const [index, year] of years.slice(1).entries()) assert.equal(year.startsOn, addDays(years[index]!.endsOn, 1));
  });
});

describe('usual terms', () => {
  it('start on a weekday, end on a Friday, in order, for any year', () => {
    for (let year = 2020; year < 2060; year += 1) {
      const spring = usualTerm('spring', year);
      const summer = usualTerm('summer', year);
      const autumn = usualTerm('autumn', year);
      for (const { startsOn, endsOn } of [spring, summer, autumn]) {
        assert.ok(dayOfWeek(startsOn) <= 5);
        assert.equal(dayOfWeek(endsOn), 5);
      }
      assert.ok(spring.endsOn < summer.startsOn && summer.endsOn < autumn.startsOn);
    }
  });
});

describe('the horizon', () => {
  it('has fifteen terms from the next one, each day in one term', () => {
    const horizon = planningHorizon(nothing, 'maintained', '2026-11-24');
    assert.equal(horizon.terms.length, 15);
    assert.equal(horizon.terms[0]?.id, '2027-spring');
    assert.equal(horizon.terms.at(-1)?.id, '2031-autumn');
    for (const [index, term] of horizon.terms.slice(1).entries()) {
      assert.equal(term.startsOn, addDays(horizon.terms[index]!.endsOn, 1));
    }
  });

  it('still plans in a term that began at most two weeks ago', () => {
    const first = (asAt: string): string | undefined => planningHorizon(nothing, 'academy', asAt).terms[0]?.id;
    assert.equal(first('2027-01-04'), '2027-spring');
    assert.equal(first('2027-01-18'), '2027-spring');
    assert.equal(first('2027-01-19'), '2027-summer');
  });

  it('puts each term into the financial year of its first day', () => {
    const years = (governance: 'maintained' | 'academy'): number[] =>
      planTerms(planningHorizon(nothing, governance, '2026-11-24')).map(({ year }) => year);
    assert.deepEqual(years('maintained'), [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5]);
    assert.deepEqual(years('academy'), [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5]);
  });

  it('has about six weeks after summer and about two after the others', () => {
    for (const { id, holidayDays } of planTerms(planningHorizon(nothing, 'maintained', '2026-11-24'))) {
      if (id.endsWith('summer')) assert.ok(holidayDays >= 38 && holidayDays <= 46, `${id} ${holidayDays}`);
      else assert.ok(holidayDays >= 14 && holidayDays <= 19, `${id} ${holidayDays}`);
    }
  });

  it('takes recorded terms, and the usual ones around them', () => {
    const given = limits({
      terms: [{ id: 'sum27', name: 'Summer', startsOn: '2027-04-19', endsOn: '2027-07-16' }],
    });
    const { terms } = planningHorizon(given, 'maintained', '2026-11-24');
    assert.deepEqual([terms[0]?.id, terms[0]?.endsOn], ['2027-spring', '2027-04-18']);
    assert.deepEqual(terms[1]?.recordedIds, ['sum27']);
    assert.equal(terms[1]?.teachingEndsOn, '2027-07-16');
  });

  it('takes six half-year terms together by season', () => {
    const given = limits({
      terms: [
        { id: 't4', name: 'Term 4', startsOn: '2027-02-22', endsOn: '2027-03-25' },
        { id: 't3', name: 'Term 3', startsOn: '2027-01-05', endsOn: '2027-02-12' },
        { id: 't5', name: 'Term 5', startsOn: '2027-04-12', endsOn: '2027-05-28' },
        { id: 't6', name: 'Term 6', startsOn: '2027-06-07', endsOn: '2027-07-21' },
      ],
    });
    const { terms } = planningHorizon(given, 'academy', '2026-11-24');
    assert.deepEqual(terms[0]?.recordedIds, ['t3', 't4']);
    assert.deepEqual([terms[0]?.startsOn, terms[0]?.teachingEndsOn], ['2027-01-05', '2027-03-25']);
    assert.deepEqual(terms[1]?.recordedIds, ['t5', 't6']);
  });

  it('shapes the usual terms by recorded holidays', () => {
    const given = limits({
      holidays: [
        { name: 'Summer', startsOn: '2027-07-21', endsOn: '2027-07-31' },
        { name: 'Summer', startsOn: '2027-08-01', endsOn: '2027-09-05' },
      ],
      bankHolidays: ['2027-09-06'],
    });
    const { terms } = planningHorizon(given, 'maintained', '2026-11-24');
    assert.equal(terms[1]?.teachingEndsOn, '2027-07-20');
    assert.equal(terms[2]?.startsOn, '2027-09-07');
  });

  it('takes blackout days out of what work can use', () => {
    const given = limits({ blackouts: [{ name: 'Building work', startsOn: '2027-08-01', endsOn: '2027-08-31' }] });
    const { terms } = planningHorizon(given, 'maintained', '2026-11-24');
    const summer = terms[1];
    assert.ok(summer !== undefined && summer.usableHoliday !== null);
    assert.ok(runDays(summer.holiday) >= 38);
    assert.ok(runDays(summer.usableHoliday) < 12);
  });

  it('does not depend on the order of the rows', () => {
    const terms = [
      { id: 'a', name: 'A', startsOn: '2027-01-05', endsOn: '2027-03-25' },
      { id: 'b', name: 'B', startsOn: '2027-04-12', endsOn: '2027-07-21' },
      { id: 'c', name: 'C', startsOn: '2027-09-02', endsOn: '2027-12-17' },
    ];
    const straight = planningHorizon(limits({ terms }), 'academy', '2026-11-24');
    const turned = planningHorizon(limits({ terms: terms.toReversed() }), 'academy', '2026-11-24');
    assert.deepEqual(turned, straight);
  });

  it('covers every day exactly once, whatever the day it is made on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), (offset) => {
        const asAt = addDays('2024-01-01', offset);
        const { terms, years, endsOn } = planningHorizon(nothing, 'academy', asAt);
        assert.equal(terms.length, 15);
        assert.ok(terms[0]!.startsOn >= addDays(asAt, -14));
        assert.ok(years[0]!.startsOn <= terms[0]!.startsOn && endsOn <= years.at(-1)!.endsOn);
        for (const term of planTerms({ terms, years, endsOn })) assert.ok(term.year >= 0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('days', () => {
  const terms = [
    { startsOn: '2027-01-05', endsOn: '2027-04-11' },
    { startsOn: '2027-04-12', endsOn: '2027-09-01' },
  ];

  it('finds the term of a day', () => {
    assert.deepEqual(
      ['2027-01-04', '2027-01-05', '2027-04-11', '2027-04-12', '2027-09-02'].map((day) => termIndexOf(terms, day)),
      [-1, 0, 0, 1, 2],
    );
  });

  it('knows a season by its first day', () => {
    assert.deepEqual(['2026-09-01', '2027-01-05', '2027-04-12', '2027-08-30'].map(seasonOf), [
      'autumn',
      'spring',
      'summer',
      'autumn',
    ]);
  });

  it('joins runs over weekends and cuts others out', () => {
    const joined = joinRuns([
      { startsOn: '2027-05-31', endsOn: '2027-06-04' },
      { startsOn: '2027-06-07', endsOn: '2027-06-08' },
    ]);
    assert.deepEqual(joined, [{ startsOn: '2027-05-29', endsOn: '2027-06-08' }]);
    assert.deepEqual(withoutRuns(joined[0]!, [{ startsOn: '2027-06-01', endsOn: '2027-06-02' }]), [
      { startsOn: '2027-05-29', endsOn: '2027-05-31' },
      { startsOn: '2027-06-03', endsOn: '2027-06-08' },
    ]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { addDays } from '../../domain/dates.ts';
import { schoolDay } from '../../domain/school-days.ts';
import type { SchoolCalendar } from '../../domain/terms.ts';
import { readLibrary } from '../../app/services.ts';
import { findOutLetter, letterText, mailAddress, whyAsked } from './find-out-letter.rules.ts';
import {
  allTasks,
  dueAfter,
  dueOf,
  groupWith,
  leadRole,
  schoolDaysAfter,
  stateAfterAnswer,
  taskGroups,
  taskOf,
  type FindOutTask,
} from './find-out.rules.ts';

const edition = readLibrary().editions.at(-1) ?? assert.fail('there is an edition');
const noCalendar: SchoolCalendar = { terms: [], holidays: [], bankHolidays: [] };
const questionOf = (id: string) => edition.questions.find((one) => one.id === id) ?? assert.fail(id);
const taskFor = (id: string, parts: Partial<FindOutTask> = {}) => ({
  question: questionOf(id),
  task: { ...taskOf(questionOf(id), '2026-11-24', noCalendar), version: 1, ...parts },
});

describe('the day to find out by', () => {
  it('is fourteen school days on: no weekend, no holiday, no bank holiday counts', () => {
    const calendar: SchoolCalendar = {
      terms: [
        { id: 'a', name: 'Autumn', startsOn: '2026-09-03', endsOn: '2026-12-18' },
        { id: 's', name: 'Spring', startsOn: '2027-01-04', endsOn: '2027-03-25' },
      ],
      holidays: [],
      bankHolidays: [],
    };
    assert.equal(dueAfter('2026-11-24', calendar), '2026-12-14');
    // From 14 December four days of term are left, then ten of the next.
    assert.equal(dueAfter('2026-12-14', calendar), '2027-01-15');
    assert.equal(dueAfter('2026-12-14', noCalendar), '2027-01-06');
  });

  it('counts every day once, whatever the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 40 }), (offset, count) => {
        const from = addDays('2026-01-01', offset);
        const due = schoolDaysAfter(from, count, noCalendar);
        let days = 0;
        for (let day = addDays(from, 1); day <= due; day = addDays(day, 1)) {
          if (schoolDay(day, noCalendar) === 'unknown') days += 1;
        }
        assert.equal(days, count);
        assert.equal(schoolDay(due, noCalendar), 'unknown');
      }),
    );
  });

  it('comes to an end where the school is never open', () => {
    const shut = { ...noCalendar, holidays: [{ name: 'Shut', startsOn: '2020-01-01', endsOn: '2040-01-01' }] };
    assert.equal(dueAfter('2026-11-24', shut), '2027-11-25');
  });
});

describe('a task', () => {
  it('is made, opened again, closed, or left', () => {
    for (const [before, choice, after] of [
      [null, 'not-sure', 'open'],
      ['open', 'not-sure', null],
      ['done', 'not-sure', 'open'],
      ['dropped', 'not-sure', 'open'],
      ['open', 'yes', 'done'],
      [null, 'yes', null],
      ['done', 'yes', null],
      ['dropped', 'yes', null],
    ] as const) {
      assert.equal(stateAfterAnswer(before, choice), after, `${before} ${choice}`);
    }
  });

  it('stands for each “not sure” of a file, and for what is stored, once', () => {
    const answer = (questionId: string, choice: string) =>
      ({
        questionId,
        choice,
        answeredOn: '2026-11-02',
        note: null,
        basis: 'asserted',
        by: null,
        holdsUntil: null,
      }) as const;
    const stored = [
      taskFor('cyber-training', { dueOn: '2026-12-01' }).task,
      taskOf({ id: 'gone', asks: 'X' }, '2026-11-24', noCalendar),
    ];
    const answers = [
      answer('cyber-training', 'not-sure'),
      answer('filter-roles', 'not-sure'),
      answer('cyber-rules', 'no'),
    ];
    assert.deepEqual(
      allTasks(stored, answers, edition, noCalendar)
        .map(({ task }) => [task.questionId, task.dueOn, task.version])
        .toSorted(),
      [
        ['cyber-training', '2026-12-01', 1],
        ['filter-roles', '2026-11-20', 0],
      ],
    );
  });

  it('goes to whoever leads the answer, or to the person who is named', () => {
    assert.deepEqual(
      [
        'IT support',
        'IT support with the estates team',
        "IT support, with teachers' experience",
        'IT support or the backup supplier',
        'Headteacher',
      ].map(leadRole),
      ['IT support', 'IT support', 'IT support', 'IT support', 'Headteacher'],
    );
    const groups = taskGroups([
      taskFor('broadband-fibre', { dueOn: '2026-12-20' }),
      taskFor('broadband-speed', { dueOn: '2026-12-10' }),
      taskFor('cyber-training', { ownerName: 'Sam  Example', dueOn: '2026-12-01' }),
      taskFor('filter-roles', { ownerName: 'sam example', dueOn: '2026-12-05' }),
      taskFor('cyber-rules', { ownerEmail: 'Sam@it.example' }),
      taskFor('cyber-mfa', { ownerEmail: 'sam@it.example', ownerName: 'Sam' }),
      taskFor('cyber-passwords', { state: 'done' }),
    ]);
    assert.deepEqual(
      groups.map((group) => [group.who, group.tasks.length, dueOf(group)]),
      [
        ['Sam  Example', 2, '2026-12-01'],
        ['IT support', 2, '2026-12-10'],
        ['Sam@it.example', 2, '2026-12-14'],
      ],
    );
    assert.equal(groupWith(groups, 'filter-roles')?.tasks.length, 2);
    assert.equal(groupWith(groups, 'cyber-passwords'), null);
  });
});

describe('the letter that asks', () => {
  const letterOf = (tasks: ReturnType<typeof taskFor>[], today = '2026-11-24') => {
    const [group] = taskGroups(tasks);
    return findOutLetter(group ?? assert.fail('a group'), edition, 'Elm Lane Primary', today);
  };

  it('names the school, the questions with their choices, why and by when', () => {
    const text = letterText(letterOf([taskFor('broadband-fibre'), taskFor('broadband-speed')]));
    assert.match(text, /^Elm Lane Primary\n\[your school’s address\]\n\n\[the name of who is asked\]\nIT support\n/);
    assert.match(text, /2 questions about technology at Elm Lane Primary\n\nHello,/);
    assert.match(text, /Please answer by 14 December 2026\./);
    assert.match(text, /1\. Is your main internet line fibre all the way to the school\?\n {3}\[ \] Yes, full fibre/);
    assert.match(text, /Why we ask: It decides on the standard “A full fibre connection”\./);
    assert.match(text, /Please ask too: the broadband supplier/);
    assert.doesNotMatch(text, /Not sure|null|undefined/);
  });

  it('to one person about one question is short enough for a mail, about many it is not', () => {
    const one = mailAddress(
      letterOf([taskFor('cyber-training', { ownerName: 'Sam', ownerEmail: 'sam+school@it.example' })]),
    );
    assert.equal(one.isWhole, true);
    assert.match(one.href, /^mailto:sam%2Bschool@it\.example\?subject=A%20question/);
    const many = mailAddress(
      letterOf(edition.questions.filter(({ asks }) => asks === 'IT support').map(({ id }) => taskFor(id))),
    );
    assert.equal(many.isWhole, false);
    assert.ok(many.href.length <= 1900);
  });

  it('asks at once where the day has passed', () => {
    const text = letterText(letterOf([taskFor('cyber-training', { dueOn: '2026-11-01' })]));
    assert.match(text, /as soon as you can/);
    assert.doesNotMatch(text, /1 November/);
  });

  it('says of every question what hangs on it', () => {
    for (const { id } of edition.questions)
      assert.match(whyAsked(edition, id), /^It (decides on the standard “.+\.|tells us)/);
  });
});

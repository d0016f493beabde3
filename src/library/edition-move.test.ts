import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { recordSchema } from '../domain/record.ts';
import {
  editionFor,
  loadLibrary,
  moveBetween,
  UnknownEditionError,
  type Edition,
  type EditionChanges,
} from './index.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../library', import.meta.url))), ruleNames);
const [before, now] = library.editions;
const [list] = library.changes;
assert.ok(before && now && list);
const allAnswers = (edition: Edition) =>
  edition.questions.map(({ id, choices }, i) => ({ questionId: id, choice: choices[i % choices.length]?.id ?? '' }));
const idsOf = (some: { requirement: { id: string } }[]) => some.map(({ requirement }) => requirement.id);

test('all answers of 2025 carry over, and exactly the changed requirements and the new ones are looked at again', () => {
  const answers = allAnswers(before);
  const move = moveBetween(library, before.id, now.id, answers);
  assert.deepEqual(move.carried, answers);
  assert.deepEqual([move.unused, move.dropped], [[], []]);
  const changed = move.lookAgain.filter(({ why }) => why === 'changed');
  assert.deepEqual(idsOf(changed).toSorted(), list.changed.map(({ id }) => id).toSorted());
  for (const { requirement, what, answer } of changed) {
    assert.equal(what, list.changed.find(({ id }) => id === requirement.id)?.what);
    assert.equal(
      answer,
      answers.find(({ questionId }) => questionId === requirement.question?.id),
    );
  }
  // Four of the new ones ask what the school has answered already: whether a restore was tried, say.
  const asked = new Set(before.questions.map(({ id }) => id));
  const open = now.requirements.filter(
    ({ id, question }) => list.added.some((one) => one.id === id) && !asked.has(question?.id ?? ''),
  );
  const added = move.lookAgain.filter(({ why }) => why === 'added');
  assert.deepEqual(
    idsOf(added),
    open.map(({ id }) => id),
  );
  assert.deepEqual([list.added.length, added.length, changed.length], [28, 24, 3]);
});

test('a new requirement needs no second look once its question has any answer', () => {
  const question = now.requirements.find(({ id }) => id === 'it-support-2.registers')?.question;
  assert.ok(question);
  const idsWith = (answers: { questionId: string; choice: string }[]) =>
    new Set(idsOf(moveBetween(library, before.id, now.id, answers).lookAgain));
  const without = idsWith(allAnswers(before));
  const answered = idsWith([...allAnswers(before), { questionId: question.id, choice: 'not-sure' }]);
  const users = now.requirements.filter((one) => one.question?.id === question.id).map(({ id }) => id);
  assert.ok(users.length > 1);
  assert.deepEqual([...without].filter((id) => !answered.has(id)).toSorted(), users.toSorted());
});

test('back again: nothing is lost, what was new is dropped, and answers to it are kept without counting', () => {
  const answers = allAnswers(now);
  const move = moveBetween(library, now.id, before.id, answers);
  assert.equal(move.carried.length + move.unused.length, answers.length);
  assert.deepEqual(
    idsOf(move.dropped),
    list.added.map(({ id }) => id),
  );
  const asked = new Set(before.questions.map(({ id }) => id));
  for (const { answer, why, question } of move.unused) {
    assert.equal(why, asked.has(answer.questionId) ? 'choice' : 'question');
    assert.equal(question, now.questions.find(({ id }) => id === answer.questionId)?.text);
  }
  assert.ok(move.unused.some(({ why }) => why === 'question'));
  for (const { why, what } of move.lookAgain) {
    assert.equal(why, 'changed');
    assert.match(what ?? '', /^The later edition changed this, and the change is undone: [A-Z]/);
  }
});

test('over two editions at once: sentences are joined, undone changes are none, successors are followed', () => {
  const [first, second, third] = ['2025-03', '2026-09', '2027-09'];
  const requirement = (id: string, text: string) => ({ ...now.requirements[0]!, id, text, question: null });
  const edition = (id: string, texts: Record<string, string>): Edition => ({
    ...now,
    id,
    questions: [],
    requirements: Object.entries(texts).map(([key, text]) => requirement(key, text)),
  });
  const editions = [
    edition(first, { a: 'one', b: 'one', c: 'old' }),
    edition(second, { a: 'two', b: 'two', d: 'new' }),
    edition(third, { a: 'three', b: 'one', e: 'newest' }),
  ];
  const changes: EditionChanges[] = [
    {
      from: first,
      to: second,
      added: [{ id: 'd' }],
      removed: [],
      changed: [
        { id: 'a', what: 'First.' },
        { id: 'b', what: 'There.' },
      ],
      superseded: [{ id: 'c', by: 'd' }],
    },
    {
      from: second,
      to: third,
      added: [{ id: 'e' }],
      removed: [],
      changed: [
        { id: 'a', what: 'Second.' },
        { id: 'b', what: 'And back.' },
      ],
      superseded: [{ id: 'd', by: 'e' }],
    },
  ];
  const move = moveBetween({ editions, changes }, first, third, []);
  assert.deepEqual(
    move.lookAgain.map(({ requirement: { id }, why, what }) => [id, why, what]),
    [
      ['a', 'changed', 'First. Second.'],
      ['e', 'added', null],
    ],
  );
  assert.deepEqual(
    move.dropped.map(({ requirement: { id }, by }) => [id, by?.id]),
    [['c', 'e']],
  );
  const back = moveBetween({ editions, changes }, third, first, []);
  assert.deepEqual(
    back.lookAgain.map(({ requirement: { id }, what }) => [id, what?.split(': ')[1] ?? null]),
    [
      ['a', 'Second. First.'],
      ['c', null],
    ],
  );
});

test('to the same edition nothing is to be done; to an unknown one it is refused', () => {
  const move = moveBetween(library, now.id, now.id, allAnswers(now));
  assert.deepEqual([move.lookAgain, move.unused, move.dropped], [[], [], []]);
  assert.throws(() => moveBetween(library, now.id, '1999-01', []), UnknownEditionError);
});

test('whatever was answered, every answer is either carried or named, unchanged, and going there and back changes nothing', () => {
  const choices = [
    ...new Set(
      [...before.questions, ...now.questions].flatMap(({ id, choices: some }) => some.map((one) => `${id} ${one.id}`)),
    ),
  ];
  const answer = fc
    .oneof(fc.constantFrom(...choices), fc.constant('gone yes'))
    .map((text) => ({ questionId: text.split(' ')[0] ?? '', choice: text.split(' ')[1] ?? '' }));
  const answers = fc.uniqueArray(answer, { selector: ({ questionId }) => questionId, maxLength: 80 });
  fc.assert(
    fc.property(answers, fc.boolean(), (given, isBack) => {
      const [from, to] = isBack ? [now, before] : [before, now];
      const there = moveBetween(library, from.id, to.id, given);
      const all = [...there.carried, ...there.unused.map((one) => one.answer)];
      assert.deepEqual(new Set(all), new Set(given));
      assert.equal(all.length, given.length);
      for (const one of there.carried) {
        const question = to.questions.find(({ id }) => id === one.questionId);
        assert.ok(question?.choices.some(({ id }) => id === one.choice));
      }
      const back = moveBetween(library, to.id, from.id, all);
      const counted = given.filter((one) =>
        from.questions.some((q) => q.id === one.questionId && q.choices.some(({ id }) => id === one.choice)),
      );
      assert.deepEqual(new Set(back.carried), new Set(counted));
    }),
  );
});

test('local rules go along: their answers are carried, and what an edition lacks is listed to be looked at', () => {
  const { localRules, school } = recordSchema.parse({
    format: 'cairn.school/1',
    asAt: '2026-11-24',
    edition: now.id,
    school: { key: 'x', name: 'Elm Lane', phase: 'primary', pupils: 300, governance: 'maintained' },
    localRules: [
      {
        id: 'beacon',
        name: 'Rules',
        by: 'Beacon Trust (example)',
        asAt: '2026-10-01',
        rules: [
          { kind: 'add', id: 'own', standardId: 'broadband-1', text: 'Ours.' },
          { kind: 'add', id: 'late', standardId: 'it-support-2', text: 'Only where there is IT support.' },
          { kind: 'tighten', id: 'speed', requirementId: 'broadband-1.speed', threshold: { all: 500 } },
        ],
      },
    ],
  });
  const local = (edition: Edition) => editionFor(library, { edition: edition.id, school, localRules });
  const answers = ['own', 'late', 'speed'].map((id) => ({ questionId: `local.beacon.${id}`, choice: 'yes' }));
  const there = moveBetween(library, before.id, now.id, answers, local);
  assert.deepEqual([there.carried, there.unused, there.localLookAgain], [answers, [], []]);
  const back = moveBetween(library, now.id, before.id, answers, local);
  assert.deepEqual(
    back.unused.map(({ answer, question }) => [answer.questionId, question]),
    [['local.beacon.late', 'Is this in place? Only where there is IT support.']],
  );
  assert.deepEqual(
    back.localLookAgain.map(({ ruleId, why }) => [ruleId, why]),
    [['late', 'gone']],
  );
  const national = moveBetween(library, before.id, now.id, []);
  assert.deepEqual(
    idsOf(moveBetween(library, before.id, now.id, [], local).lookAgain),
    idsOf(national.lookAgain),
    'what has changed is told of the national editions',
  );
});

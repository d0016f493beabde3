import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordSchema, type SchoolRecord } from '../domain/record.ts';
import { editionOf, loadLibrary } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { nextQuestions, questionStates, requirementsMetByTerm, ruleNames, statusByDate, statusOn } from './index.ts';

const here = dirname(fileURLToPath(import.meta.url));
const files = [...readLibraryFolder(join(here, '../../library'))].filter(
  ([path]) => !/^(?:needs|options|presets)\//.test(path),
);
const edition = editionOf(loadLibrary(new Map(files), ruleNames), '2026-09');
const DAY = '2026-05-03';
const STRATEGY = 'leadership-4.strategy';

function school(answer: object, evidence: object[] = [], parts: object = {}): SchoolRecord {
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: DAY,
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'maintained' },
    answers: [{ questionId: 'strategy', choice: 'written', answeredOn: '2025-05-03', ...answer }],
    evidence: evidence.map((one, i) => ({ id: `e${i}`, questionId: 'strategy', title: `Paper ${i + 1}`, ...one })),
    ...parts,
  });
}

function intervals(record: SchoolRecord, from: string, to: string, id = STRATEGY) {
  const found = statusByDate(record, edition, from, to).requirements.find((one) => one.requirementId === id);
  return found?.intervals ?? assert.fail(id);
}

test('an answer counts to its last day, and the day after is not known, whatever it said', () => {
  for (const [choice, result] of [
    ['written', 'met'],
    ['no', 'not-met'],
  ] as const) {
    const found = intervals(school({ choice, holdsUntil: '2026-05-02' }), '2026-04-01', '2026-06-30');
    assert.deepEqual(
      found.map((one) => [one.from, one.to, one.result, one.grounds]),
      [
        ['2026-04-01', '2026-05-02', result, 'answer'],
        ['2026-05-03', '2026-06-30', 'not-known', 'none'],
      ],
    );
    assert.equal(found[0]?.endsBecause, 'The answer of 3 May 2025 holds until 2 May 2026.');
    assert.equal(found[0]?.answer?.until, '2026-05-02');
    assert.equal(found[1]?.reason, 'The answer of 3 May 2025 held until 2 May 2026.');
  }
});

test('an answer by a document counts while a paper is in force, from the day that it takes effect', () => {
  const papers = [
    { effectiveOn: '2026-01-10', expiresOn: '2026-03-31' },
    { effectiveOn: '2026-03-15', expiresOn: '2026-05-31' },
    { effectiveOn: '2026-08-01' },
  ];
  const found = intervals(school({ basis: 'document' }, papers), '2026-01-01', '2026-12-31');
  assert.deepEqual(
    found.map((one) => [one.from, one.to, one.result, one.answer?.until]),
    [
      ['2026-01-01', '2026-01-09', 'not-known', null],
      ['2026-01-10', '2026-05-31', 'met', '2026-05-31'],
      ['2026-06-01', '2026-07-31', 'not-known', null],
      ['2026-08-01', '2026-12-31', 'met', null],
    ],
  );
  assert.equal(found[0]?.reason, 'The evidence “Paper 1” counts only from 10 January 2026.');
  assert.equal(found[1]?.endsBecause, 'The evidence “Paper 2” expires on 31 May 2026.');
  assert.equal(found[2]?.reason, 'The evidence “Paper 2” expired on 31 May 2026.');
});

test('papers beside an answer that rests on somebody’s word change nothing, nor does a document that is not kept here', () => {
  const gone = [{ effectiveOn: '2025-01-10', expiresOn: '2025-03-31' }];
  for (const basis of ['asserted', 'measured', 'seen-by-peer'])
    assert.equal(intervals(school({ basis }, gone), DAY, DAY)[0]?.result, 'met', basis);
  assert.equal(intervals(school({ basis: 'document' }), DAY, DAY)[0]?.result, 'met');
});

test('a lapsed answer no longer contradicts the registers', () => {
  const equipment = [{ id: 's', name: 'Switches', kind: 'access-switch', supportEndsOn: '2024-01-01' }];
  const answer = { questionId: 'network-support', choice: 'supported-managed', holdsUntil: '2026-05-10' };
  const found = intervals(school(answer, [], { equipment }), DAY, '2026-05-20', 'switching-2.supported');
  assert.deepEqual(
    found.map((one) => [one.to, one.result, one.contradiction]),
    [
      ['2026-05-10', 'not-met', true],
      ['2026-05-20', 'not-met', false],
    ],
  );
});

test('what is due at once by an answer that equipment no longer does its work waits again when that answer lapses', () => {
  const equipment = [
    { id: 'ap', name: 'Access points', kind: 'access-point', wifiGeneration: '6', supportEndsOn: '2028-07-31' },
  ];
  const answer = { questionId: 'wifi-coverage', choice: 'poor', holdsUntil: '2026-05-31' };
  const found = intervals(school(answer, [], { equipment }), DAY, '2026-07-31', 'wireless-1.generation');
  assert.deepEqual(
    found.map((one) => [one.to, one.result]),
    [
      ['2026-05-31', 'not-met'],
      ['2026-07-31', 'not-due'],
    ],
  );
  assert.equal(found[0]?.endsBecause, 'The answer of 3 May 2025 holds until 31 May 2026.');
});

test('for the planner a term in which an answer lapses is not met throughout', () => {
  const terms = [
    { startsOn: '2026-04-13', endsOn: '2026-08-31' },
    { startsOn: '2026-09-01', endsOn: '2027-01-03' },
    { startsOn: '2027-01-04', endsOn: '2027-04-11' },
  ];
  const metIn = (holdsUntil: string | null) =>
    requirementsMetByTerm(school({ holdsUntil }), edition, terms).get(STRATEGY);
  assert.deepEqual(metIn(null), [true, true, true]);
  assert.deepEqual(metIn('2026-12-01'), [true, false, false]);
});

test('a lapsed answer is asked again, before what was never answered', () => {
  const record = school({ holdsUntil: '2026-05-02' });
  const state = questionStates(record, edition).find(({ question }) => question.id === 'strategy');
  assert.deepEqual(
    [state?.state, state?.answer?.choice, state?.lapse],
    ['to-ask', 'written', 'The answer of 3 May 2025 held until 2 May 2026.'],
  );
  assert.equal(nextQuestions(record, edition)[0]?.id, 'strategy');
  assert.equal(
    questionStates(record, edition, '2026-05-02').find(({ lapse }) => lapse !== null),
    undefined,
  );
  const status = statusOn(record, edition).requirements.find(({ requirementId }) => requirementId === STRATEGY);
  assert.equal(status?.intervals[0]?.result, 'not-known');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { recordSchema, type SchoolRecord } from '../domain/record.ts';
import { compileProblem } from '../needs/index.ts';
import { editionFor, editionOf, loadLibrary, type Edition } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { onDay, ruleNames, statusByDate, statusOn } from './index.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../library', import.meta.url))), ruleNames);
const AS_AT = '2026-11-24';

function schoolWith(rules: readonly object[], parts: object = {}): SchoolRecord {
  const set = { id: 'beacon', name: 'Rules', by: 'Beacon Trust (example)', asAt: '2026-10-01', rules };
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: AS_AT,
    edition: '2026-09',
    school: { key: 'x', name: 'Elm Lane', phase: 'primary', pupils: 300, governance: 'maintained' },
    contracts: [{ id: 'c', title: 'Line', type: 'broadband', endsOn: '2029-08-31' }],
    connections: [{ id: 'm', name: 'Line', technology: 'fttc', downMbps: 80, upMbps: 20, contractId: 'c' }],
    equipment: [{ id: 's', name: 'Switches', kind: 'access-switch', portSpeedMbps: 100, supportEndsOn: '2032-07-31' }],
    localRules: rules.length === 0 ? [] : [set],
    ...parts,
  });
}

function intervals(record: SchoolRecord, id: string) {
  const edition = editionFor(library, record);
  const found = statusByDate(record, edition, AS_AT, '2032-08-31').requirements.find((one) => one.requirementId === id);
  assert.ok(found, id);
  return found.intervals.map(({ from, result }) => [from, result]);
}

test('what waits is due on the local day, though a contract or support runs past it', () => {
  const speed = 'broadband-1.speed';
  assert.deepEqual(intervals(schoolWith([]), speed), [
    [AS_AT, 'not-due'],
    ['2029-09-01', 'not-met'],
  ]);
  const record = schoolWith([{ kind: 'earlier', id: 'r', requirementId: speed, dueOn: '2027-09-01' }]);
  assert.deepEqual(intervals(record, speed), [
    [AS_AT, 'not-due'],
    ['2027-09-01', 'not-met'],
  ]);
  const [now] =
    statusOn(record, editionFor(library, record)).requirements.find(({ requirementId }) => requirementId === speed)
      ?.intervals ?? [];
  assert.equal(now?.dueBecause, 'Beacon Trust (example) asks for it by 1 September 2027.');
  // Equipment in support outlasts the national day, but not the local one.
  const waiting = editionOf(library, '2026-09').requirements.find(
    ({ fact, trigger }) => fact === 'switches-port-speed' && trigger === 'at-replacement',
  );
  assert.ok(waiting);
  assert.deepEqual(intervals(schoolWith([]), waiting.id), [
    [AS_AT, 'not-due'],
    ['2032-08-01', 'not-met'],
  ]);
  const sooner = schoolWith([{ kind: 'earlier', id: 'r', categoryId: 'switching', dueOn: '2028-08-31' }]);
  assert.deepEqual(intervals(sooner, waiting.id), [
    [AS_AT, 'not-due'],
    ['2028-08-31', 'not-met'],
  ]);
});

test('a day later than the trigger changes nothing, and “now” is now', () => {
  const speed = 'broadband-1.speed';
  const late = schoolWith([{ kind: 'earlier', id: 'r', requirementId: speed, dueOn: '2030-01-01' }]);
  assert.deepEqual(intervals(late, speed), intervals(schoolWith([]), speed));
  const now = schoolWith([{ kind: 'tighten', id: 'r', requirementId: speed, trigger: 'now' }]);
  assert.deepEqual(intervals(now, speed), [[AS_AT, 'not-met']]);
});

test('an added requirement is not due before its day, and counts from its answer', () => {
  const rules = [{ kind: 'add', id: 'fw', standardId: 'broadband-1', text: 'The trust runs it.', dueOn: '2027-09-01' }];
  const id = 'local.beacon.fw';
  const answered = (choice: string) =>
    schoolWith(rules, { answers: [{ questionId: id, choice, answeredOn: '2026-11-20' }] });
  assert.deepEqual(intervals(schoolWith(rules), id), [[AS_AT, 'not-known']]);
  assert.deepEqual(intervals(answered('partly'), id), [
    [AS_AT, 'not-due'],
    ['2027-09-01', 'not-met'],
  ]);
  assert.deepEqual(intervals(answered('yes'), id), [[AS_AT, 'met']]);
  assert.deepEqual(intervals(answered('not-sure'), id), [[AS_AT, 'not-known']]);
});

test('a “yes” to the national question is no “yes” to a higher number, and a fact decides either', () => {
  const speed = 'broadband-1.speed';
  const rules = [{ kind: 'tighten', id: 'r', requirementId: speed, threshold: { all: 500 } }];
  const question = editionOf(library, '2026-09').requirements.find(({ id }) => id === speed)?.question;
  const answers = [{ questionId: question?.id, choice: question?.met[0], answeredOn: '2026-11-20' }];
  const result = (record: SchoolRecord) => intervals(record, speed)[0]?.[1];
  const unknown = { connections: [], answers };
  assert.equal(result(schoolWith([], unknown)), 'met');
  assert.equal(result(schoolWith(rules, unknown)), 'not-known');
  const line = (downMbps: number) => ({
    connections: [{ id: 'm', name: 'Line', technology: 'fttp', downMbps, contractId: 'c' }],
  });
  assert.deepEqual([result(schoolWith([], line(200))), result(schoolWith(rules, line(200)))], ['met', 'not-due']);
  assert.equal(result(schoolWith(rules, line(500))), 'met');
});

test('in the plan an added requirement counts like any other, and is met by what meets the one it names', () => {
  const rules = [
    { kind: 'add', id: 'own', standardId: 'broadband-1', text: 'Ours.', metWith: 'broadband-1.full-fibre' },
    { kind: 'add', id: 'alone', standardId: 'broadband-1', text: 'Alone.' },
  ];
  const record = schoolWith(rules);
  const problem = compileProblem(record, library, editionFor(library, record));
  const own = problem.requirements.filter(({ id }) => id.startsWith('local.'));
  assert.deepEqual(
    own.map(({ id, must, standardId, metWithout }) => [id, must, standardId, metWithout.includes(true)]),
    [
      ['local.beacon.alone', true, 'broadband-1', false],
      ['local.beacon.own', true, 'broadband-1', false],
    ],
  );
  const candidates = problem.needs.flatMap((need) => need.candidates);
  for (const { satisfies } of candidates)
    assert.equal(satisfies.includes('local.beacon.own'), satisfies.includes('broadband-1.full-fibre'));
  assert.ok(candidates.some(({ satisfies }) => satisfies.includes('local.beacon.own')));
});

test('a day brought forward is the plan’s own day for the standard', () => {
  const dueTerm = (record: SchoolRecord) =>
    compileProblem(record, library, editionFor(library, record)).standards.find(({ id }) => id === 'broadband-1')
      ?.dueTerm;
  const national = dueTerm(schoolWith([]));
  const local = dueTerm(schoolWith([{ kind: 'earlier', id: 'r', standardId: 'broadband-1', dueOn: '2028-08-31' }]));
  assert.ok(typeof national === 'number' && typeof local === 'number' && local < national);
});

const WORST = ['not-applicable', 'met', 'not-due', 'not-known', 'not-met'];

test('whatever is tightened or brought forward, no day of any requirement looks better for a school by its registers', () => {
  const edition: Edition = editionOf(library, '2026-09');
  const numbered = edition.requirements.filter(({ threshold }) => threshold !== null).map(({ id }) => id);
  const ids = edition.requirements.map(({ id }) => id);
  const rule = fc.oneof(
    fc.record({
      kind: fc.constant('tighten'),
      requirementId: fc.constantFrom(...numbered),
      threshold: fc.record({ all: fc.integer({ min: 1, max: 3000 }) }),
    }),
    fc.record({ kind: fc.constant('tighten'), requirementId: fc.constantFrom(...ids), trigger: fc.constant('now') }),
    fc.record({
      kind: fc.constant('earlier'),
      requirementId: fc.constantFrom(...ids),
      dueOn: fc.integer({ min: 2025, max: 2032 }).map((year) => `${year}-08-31`),
    }),
    fc.record({
      kind: fc.constant('earlier'),
      categoryId: fc.constantFrom(...edition.categories.map(({ id }) => id)),
      dueOn: fc.integer({ min: 2025, max: 2032 }).map((year) => `${year}-08-31`),
    }),
  );
  const days = ['2026-11-24', '2027-09-01', '2029-09-01', '2032-08-31'];
  const before = statusByDate(schoolWith([]), edition, AS_AT, '2032-08-31');
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (rules) => {
      const record = schoolWith(rules.map((one, index) => ({ id: `r${index}`, ...one })));
      const after = statusByDate(record, editionFor(library, record), AS_AT, '2032-08-31');
      for (const was of before.requirements) {
        const is = after.requirements.find(({ requirementId }) => requirementId === was.requirementId);
        for (const day of days) {
          const [old, now] = [onDay(was.intervals, day)?.result ?? '', onDay(is?.intervals ?? [], day)?.result ?? ''];
          assert.ok(WORST.indexOf(now) >= WORST.indexOf(old), `${was.requirementId} on ${day}: ${old}, then ${now}`);
        }
      }
    }),
    { numRuns: 40 },
  );
});

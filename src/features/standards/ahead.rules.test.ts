import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordSchema, type SchoolRecord } from '../../domain/record.ts';
import { loadLibrary } from '../../library/index.ts';
import { readLibraryFolder } from '../../platform/library-files.ts';
import { ruleNames, statusByDate, type PlanEffect } from '../../status/index.ts';
import { courses, isUnchanged, type Course, type Stretch } from './ahead.rules.ts';
import { aheadPart } from './ahead.view.ts';
import { groupContradictions } from './contradictions.rules.ts';
import { contradictions, outlookOf, standardLines } from './standards.rules.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../../library', import.meta.url))), ruleNames);
const DAY = '2026-11-24';

function school(parts: object): SchoolRecord {
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: DAY,
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'maintained' },
    ...parts,
  });
}

const accessPoints = {
  id: 'ap',
  name: 'Access points',
  kind: 'access-point',
  wifiGeneration: '6',
  supportEndsOn: '2028-07-31',
};

const newWifi: PlanEffect = {
  requirementId: 'wireless-1.generation',
  from: '2028-09-01',
  to: '2029-08-31',
  needId: 'wifi',
  optionId: 'wifi-buy',
  name: 'Wi-Fi: buy it',
};

function look(record: SchoolRecord, effects: PlanEffect[] | null) {
  const outlook = outlookOf(record, library, DAY);
  const { edition, status } = outlook;
  const withPlan = effects && statusByDate(record, edition, status.from, status.to, effects);
  return { outlook, of: courses(edition, status, withPlan) };
}

const brief = (stretches: readonly Stretch[] | null) =>
  stretches?.map(({ from, result, causes }) => [from, result, causes.map(({ kind }) => kind)]);

test('each change of a requirement has its kind: due, placement, expiry, fact', () => {
  const { of } = look(school({ equipment: [accessPoints] }), [newWifi]);
  const course = of.ofRequirement('wireless-1.generation');
  assert.deepEqual(brief(course.without), [
    [DAY, 'not-due', ['due']],
    ['2028-08-01', 'not-met', []],
  ]);
  assert.deepEqual(brief(course.withPlan), [
    [DAY, 'not-due', ['due']],
    ['2028-08-01', 'not-met', ['placement']],
    ['2028-09-01', 'met', ['placement']],
    ['2029-09-01', 'not-met', []],
  ]);
  assert.match(course.withPlan?.[1]?.causes[0]?.because ?? '', /Wi-Fi: buy it is in place/);
  assert.deepEqual(brief(of.ofRequirement('wireless-3.supported').without), [
    [DAY, 'met', ['fact']],
    ['2028-08-01', 'not-met', []],
  ]);
  const said = school({
    answers: [{ questionId: 'strategy', choice: 'in-use', answeredOn: '2026-11-01', holdsUntil: '2027-08-31' }],
  });
  const choice = outlookOf(said, library, DAY).edition.requirements.find(({ id }) => id === 'leadership-4.strategy');
  const met = choice?.question?.met[0] ?? assert.fail();
  const lapsing = { ...said, answers: said.answers.map((answer) => ({ ...answer, choice: met })) };
  assert.deepEqual(brief(look(lapsing, null).of.ofRequirement('leadership-4.strategy').without), [
    [DAY, 'met', ['expiry']],
    ['2027-09-01', 'not-known', []],
  ]);
});

test('a standard and its area change with the requirements that they go by, which are named', () => {
  const { of } = look(school({ equipment: [accessPoints] }), [newWifi]);
  const [first] = of.ofStandard('wireless-3').without;
  assert.equal(first?.result, 'not-known');
  const area = of.ofCategory('wireless');
  const change = area.without.findIndex(({ result }) => result === 'not-met');
  const causes = area.without[change - 1]?.causes ?? [];
  assert.ok(causes.some(({ requirement }) => requirement.id === 'wireless-3.supported'));
  assert.ok(causes.every(({ because }) => because !== null));
  assert.deepEqual(look(school({}), null).of.ofCategory('wireless').withPlan, null);
});

test('what the plan does not touch is said once', () => {
  const { of } = look(school({ equipment: [accessPoints] }), [newWifi]);
  assert.ok(isUnchanged(of.ofRequirement('wireless-3.supported')));
  assert.ok(!isUnchanged(of.ofRequirement('wireless-1.generation')));
  assert.ok(!isUnchanged({ without: [], withPlan: null }));
});

test('the table behind the bands has every stretch and every cause, and the bands their words', () => {
  const { of, outlook } = look(school({ equipment: [accessPoints] }), [newWifi]);
  const show = (course: Course) =>
    aheadPart({
      id: 'a',
      caption: 'Day by day',
      terms: outlook.terms,
      dueTerm: null,
      rows: [{ name: 'The whole', isWhole: true, course }],
      namesParts: false,
    }).toString();
  const both = show(of.ofRequirement('wireless-1.generation'));
  assert.match(both, /without it not due from 24 November 2026, not met from 1 August 2028\./);
  assert.equal(both.match(/<tr class="govuk-table__row"><th scope="row"/g)?.length, 6);
  assert.match(both, /The day on which it is due: Support of Access points ends on 31 July 2028\./);
  assert.match(both, /The plan: Wi-Fi: buy it is in place\./);
  assert.match(both, /Nothing on record/);
  const same = show(of.ofRequirement('wireless-3.supported'));
  assert.equal(same.match(/With it and without it/g)?.length, 2);
  assert.doesNotMatch(show({ ...of.ofRequirement('wireless-1.generation'), withPlan: null }), /With the plan|>Plan</);
});

test('one answer that the registers speak against is one thing to mend', () => {
  const record = school({
    equipment: [{ id: 's', name: 'Main server', kind: 'server' }],
    answers: [{ questionId: 'server-room', choice: 'no-servers', answeredOn: '2026-10-01' }],
  });
  const lines = contradictions(standardLines(outlookOf(record, library, DAY)));
  assert.ok(lines.length > 20, `${lines.length}`);
  const groups = groupContradictions(lines);
  assert.equal(groups.length, 1);
  assert.equal(groups[0]?.lines.length, lines.length);
  assert.deepEqual(
    groups[0]?.chain.map(({ name }) => name),
    ['Main server'],
  );
  assert.equal(groups[0].reasons.length, 1);
});

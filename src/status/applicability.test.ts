/** Whom a requirement concerns: by the school's details, by its equipment, and by what it answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { addDays } from '../domain/dates.ts';
import { phases, recordSchema, type SchoolRecord } from '../domain/record.ts';
import { editionOf, loadLibrary, type Applicability, type Edition, type Requirement } from '../library/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { appliesToSchool } from './applicability.ts';
import { coreSummary, nextQuestions, onDay, questionStates, ruleNames, statusByDate, statusOn } from './index.ts';
import type { PlanEffect, SchoolStatus } from './index.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../library/', import.meta.url))), ruleNames);
const edition = editionOf(library, '2026-09');
const DAY = '2026-11-24';

function school(parts: Record<string, unknown[]> = {}, details: object = {}): SchoolRecord {
  return recordSchema.parse({
    format: 'cairn.school/1',
    asAt: DAY,
    edition: '2026-09',
    school: { key: 'x', name: 'Example', phase: 'primary', pupils: 400, governance: 'maintained', ...details },
    ...parts,
  });
}

function answers(choices: Record<string, string>) {
  return Object.entries(choices).map(([questionId, choice]) => ({ questionId, choice, answeredOn: '2026-11-01' }));
}

function of(status: SchoolStatus, id: string) {
  return status.requirements.find(({ requirementId }) => requirementId === id) ?? assert.fail(id);
}

function on(status: SchoolStatus, id: string) {
  return of(status, id).intervals[0] ?? assert.fail(id);
}

const SERVERS = edition.requirements.filter(({ standardId }) => standardId.startsWith('servers-'));
const server = { id: 's', name: 'Main server', kind: 'server' };

test('one answer that there are no servers settles everything that is asked of servers, in both editions', () => {
  for (const each of library.editions) {
    const record = school({ answers: answers({ 'server-room': 'no-servers' }) });
    const status = statusOn(record, each);
    for (const { id } of [...SERVERS, { id: 'cloud-1.considered' }, { id: 'cloud-1.line-ready' }]) {
      const { result, grounds, reason, contradiction } = on(status, id);
      assert.deepEqual(
        [result, grounds, reason, contradiction],
        ['not-applicable', 'answer', 'Answered: We have no servers of our own.', false],
        id,
      );
    }
    for (const { standardId, intervals } of status.standards)
      if (standardId.startsWith('servers-')) assert.equal(intervals[0]?.result, 'not-applicable', standardId);
    assert.equal(
      status.categories.find(({ categoryId }) => categoryId === 'servers')?.intervals[0]?.result,
      'not-applicable',
    );
    const states = questionStates(record, each).filter(({ question }) => question.categoryId === 'servers');
    assert.deepEqual(
      states.map(({ question, state }) => [question.id, state]),
      [
        ['server-cover', 'not-asked'],
        ['server-failure', 'not-asked'],
        ['server-security', 'not-asked'],
        // Devices use energy too.
        ['energy-use', 'to-ask'],
        ['server-room', 'answered'],
      ],
    );
    assert.ok(!nextQuestions(record, each).some(({ id }) => id === 'cloud-choice'));
  }
});

test('what is recorded without servers says nothing of them: the line may be fast, and the backup elsewhere', () => {
  const record = school({
    connections: [{ id: 'l', name: 'Main', technology: 'fttp', downMbps: 500, upMbps: 500 }],
    systems: [{ id: 'b', name: 'Backup', kind: 'backup', backupOffSite: true }],
    answers: answers({ 'cloud-choice': 'no-servers' }),
  });
  const status = statusOn(record, edition);
  assert.equal(on(status, 'cloud-1.line-ready').result, 'not-applicable');
  assert.equal(on(status, 'servers-1.backed-up').result, 'not-applicable');
  assert.equal(on(status, 'cyber-6.off-site').result, 'met');
});

test('no servers by answer beside a server in use is shown as a contradiction, and nothing is overwritten', () => {
  const record = school({
    equipment: [{ ...server, onUps: false, disposedOn: '2027-08-31' }],
    answers: answers({ 'server-cover': 'no-servers' }),
  });
  const status = statusByDate(record, edition, DAY, '2027-12-31');
  // The registers know nothing of disks, so nothing is known; of power they do.
  const [disks, later] = of(status, 'servers-1.disks').intervals;
  assert.deepEqual(
    [disks?.result, disks?.contradiction, disks?.to, disks?.reason],
    ['not-known', true, '2027-08-30', 'Answered: We have no servers of our own. But in use: Main server.'],
  );
  assert.deepEqual(
    disks?.chain.map(({ target }) => target),
    [{ kind: 'equipment', id: 's' }],
  );
  assert.equal(disks?.answer?.label, 'We have no servers of our own');
  assert.deepEqual([later?.result, later?.grounds, later?.contradiction], ['not-applicable', 'answer', false]);
  const power = on(status, 'servers-1.ups');
  assert.deepEqual([power.result, power.grounds, power.contradiction], ['not-due', 'fact', true]);
  assert.deepEqual(
    record.answers.map(({ choice }) => choice),
    ['no-servers'],
  );
  // With the server in use its questions are asked.
  assert.ok(nextQuestions(record, edition).some(({ id }) => id === 'server-room'));
});

test('an answer to its own question stands before one to another, and not sure does not', () => {
  const record = school({
    answers: answers({ 'server-cover': 'no-servers', 'server-room': 'full', 'server-failure': 'not-sure' }),
  });
  const status = statusOn(record, edition);
  assert.equal(on(status, 'servers-4.cooling').result, 'met');
  assert.equal(on(status, 'servers-1.disks').result, 'not-applicable');
});

test('an answer that no longer counts no longer says that there are none', () => {
  const record = school({
    answers: [{ questionId: 'server-cover', choice: 'no-servers', answeredOn: '2026-11-01', holdsUntil: '2027-03-31' }],
  });
  const { intervals } = of(statusByDate(record, edition, DAY, '2027-12-31'), 'servers-4.cooling');
  assert.deepEqual(
    intervals.map(({ to, result }) => [to, result]),
    [
      ['2027-03-31', 'not-applicable'],
      ['2027-12-31', 'not-known'],
    ],
  );
  assert.ok(!nextQuestions(record, edition, '2027-03-31').some(({ id }) => id === 'server-room'));
  assert.ok(nextQuestions(record, edition, '2027-04-01').some(({ id }) => id === 'server-room'));
});

test('a choice without equipment behind it concerns its own requirements alone', () => {
  const status = statusOn(
    school({ answers: answers({ 'wifi-guests': 'none', 'cabling-fibre': 'one-place' }) }),
    edition,
  );
  assert.equal(on(status, 'wireless-4.guests').result, 'not-applicable');
  assert.equal(on(status, 'cabling-2.om4').result, 'not-applicable');
  assert.equal(on(status, 'filtering-3.guests').result, 'not-known');
});

test('sites: with one it does not apply, with two it does, and where nobody knows it does and says so', () => {
  const asked = (sites: number | null) => {
    const record = school({ answers: answers({ 'filter-checks': 'no' }) }, { sites });
    const { mayNotApply, intervals } = of(statusOn(record, edition), 'filtering-2.sites');
    return [intervals[0]?.result, intervals[0]?.grounds, intervals[0]?.reason, mayNotApply];
  };
  assert.deepEqual(asked(1), ['not-applicable', 'school', 'It is asked of schools with more than one site.', null]);
  assert.deepEqual(asked(2), ['not-met', 'answer', 'Answered: No, or without a log.', null]);
  assert.deepEqual(asked(null).slice(0, 1), ['not-met']);
  assert.equal(asked(null)[3], 'Not known: how many sites the school has (with only one this would not apply).');
});

test('what only further education is asked does not concern a school', () => {
  for (const phase of phases) {
    const { result, grounds } = on(statusOn(school({}, { phase }), edition), 'cyber-7.jisc');
    assert.deepEqual(
      [result, grounds],
      phase === 'post-16' ? ['not-known', 'none'] : ['not-applicable', 'school'],
      phase,
    );
  }
});

test('what does not apply is counted apart from what is met', () => {
  const record = school({ answers: answers({ 'cyber-incident': 'tried', 'filter-checks': 'yes' }) }, { sites: 1 });
  const { categories, dutiesNotMet } = coreSummary(statusOn(record, edition), edition);
  const musts = (id: string) => categories.find(({ categoryId }) => categoryId === id)?.musts;
  assert.deepEqual([musts('cyber')?.met, musts('cyber')?.['not-applicable']], [3, 1]);
  assert.deepEqual([musts('filtering')?.met, musts('filtering')?.['not-applicable']], [1, 1]);
  assert.equal(dutiesNotMet, 0);
  const made: Edition = {
    ...edition,
    requirements: edition.requirements.map((one) =>
      one.standardId.startsWith('filtering-') ? { ...one, appliesTo: { phases: ['secondary'], because: 'No.' } } : one,
    ),
  };
  const { met, notApplicable, total } = coreSummary(statusOn(record, made), made);
  assert.deepEqual([met, notApplicable, total], [0, 1, 6]);
});

test('what waits for another requirement is due from the day that it is met, by answer or by plan', () => {
  const say = { 'accessibility-communication': 'no' };
  const record = school({ answers: answers(say) });
  const effect: PlanEffect = {
    requirementId: 'accessibility-3.trained',
    from: '2027-09-01',
    to: '2028-08-31',
    needId: 'n',
    optionId: 'o',
    name: 'Training',
  };
  const planned = of(
    statusByDate(record, edition, DAY, '2028-12-31', [effect]),
    'accessibility-3.other-forms',
  ).intervals;
  assert.deepEqual(
    planned.map(({ from, result, dueFrom }) => [from, result, dueFrom]),
    [
      [DAY, 'not-due', '2027-09-01'],
      ['2027-09-01', 'not-met', null],
      ['2028-09-01', 'not-due', null],
    ],
  );
  const alone = on(statusOn(record, edition), 'accessibility-3.other-forms');
  assert.match(alone.dueBecause ?? '', /^Not due until this is met: “Staff who write .*”; the day is not known\.$/);
  const trained = statusOn(school({ answers: answers({ 'accessibility-communication': 'trained' }) }), edition);
  assert.equal(on(trained, 'accessibility-3.person-to-ask').result, 'not-met');
  const policy = on(
    statusOn(school({ answers: answers({ 'accessibility-policy': 'no' }) }), edition),
    'accessibility-1.needs',
  );
  assert.deepEqual(
    [policy.result, policy.dueBecause],
    ['not-due', 'Not due until the policy is next reviewed; the day is not known.'],
  );
});

test('a phase without a sixth form, or that is one, need not be asked for it', () => {
  const asks: Applicability = { sixthForm: true, because: 'Of sixth forms.' };
  const at = (details: object) => appliesToSchool(school({}, details).school, asks);
  assert.deepEqual(at({ phase: 'primary' }), { applies: false, because: 'Of sixth forms.' });
  assert.deepEqual(at({ phase: 'post-16' }), { applies: true, unknown: null });
  assert.deepEqual(at({ phase: 'secondary', hasSixthForm: false }), { applies: false, because: 'Of sixth forms.' });
  assert.deepEqual(at({ phase: 'secondary' }), {
    applies: true,
    unknown: 'Not known: whether the school has a sixth form (without one this would not apply).',
  });
});

const FROM = '2026-12-01';
const TO = '2027-03-31';
const nearDay = fc.integer({ min: -20, max: 140 }).map((days) => addDays(FROM, days));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const condition = fc.record(
  {
    phases: fc.subarray([...phases], { minLength: 1 }),
    governance: fc.subarray(['maintained', 'academy'] as const, { minLength: 1 }),
    sixthForm: fc.boolean(),
    leastSites: fc.integer({ min: 2, max: 4 }),
    equipment: fc.subarray(['server', 'tablet'] as const, { minLength: 1 }),
  },
  { requiredKeys: [] },
);

/** One requirement a row: whom it concerns, what it waits for, and what was answered. */
const rows = fc.array(
  fc.record({
    appliesTo: maybe(condition),
    waitsFor: maybe(fc.nat(20)),
    level: fc.constantFrom('must' as const, 'should' as const),
    choice: maybe(fc.constantFrom('yes', 'no', 'none', 'not-sure')),
    holdsUntil: maybe(nearDay),
    effect: maybe(fc.record({ from: nearDay, days: maybe(fc.nat(40)) })),
  }),
  { minLength: 1, maxLength: 12 },
);
const details = fc.record({
  phase: fc.constantFrom(...phases),
  governance: fc.constantFrom('maintained', 'academy'),
  hasSixthForm: maybe(fc.boolean()),
  sites: maybe(fc.integer({ min: 1, max: 5 })),
});
const equipment = fc.array(
  fc.record({ kind: fc.constantFrom('server', 'tablet', 'laptop'), disposedOn: maybe(nearDay) }),
  { maxLength: 3 },
);

type Row = (typeof rows extends fc.Arbitrary<infer T> ? T : never)[number];

test('each day is what the rules say of that day alone, worked out a second way', () => {
  const [template, standard, category] = [edition.requirements[0], edition.standards[0], edition.categories[0]];
  assert.ok(template && standard && category);
  fc.assert(
    fc.property(rows, details, equipment, (made, own, items) => {
      const id = (i: number) => `${standard.id}.r${i}`;
      const other = (row: Row, i: number) => (row.waitsFor !== null && row.waitsFor < i ? row.waitsFor : null);
      const requirements = made.map((row, i): Requirement => {
        const waitsFor = other(row, i);
        return {
          ...template,
          id: id(i),
          level: row.level,
          fact: null,
          dependsOn: [],
          trigger: waitsFor === null ? 'now' : 'after',
          triggerRule: null,
          ...(waitsFor === null ? {} : { after: [id(waitsFor)] }),
          ...(row.appliesTo === null ? {} : { appliesTo: { ...row.appliesTo, because: 'Not of all.' } }),
          question: { id: `q${i}`, met: ['yes'], notApplicable: ['none'] },
        };
      });
      const small: Edition = {
        ...edition,
        categories: [{ ...category, dueOn: null }],
        standards: [standard],
        requirements,
        questions: made.map((_, i) => ({
          id: `q${i}`,
          categoryId: category.id,
          text: 'So?',
          hint: 'It may be.',
          asks: 'Anyone',
          choices: ['yes', 'no', 'none', 'not-sure'].map((choice) => ({ id: choice, label: choice })),
          skipWhenKnown: true,
        })),
      };
      const record = school(
        {
          equipment: items.map((item, i) => ({ id: `e${i}`, name: `Entry ${i}`, ...item })),
          answers: made.flatMap(({ choice, holdsUntil }, i) =>
            choice === null ? [] : [{ questionId: `q${i}`, choice, answeredOn: DAY, holdsUntil }],
          ),
        },
        own,
      );
      const effects = made.flatMap(({ effect }, i): PlanEffect[] =>
        effect === null
          ? []
          : [
              {
                requirementId: id(i),
                from: effect.from,
                to: effect.days === null ? null : addDays(effect.from, effect.days),
                needId: 'n',
                optionId: 'o',
                name: 'Option',
              },
            ],
      );
      const whole = statusByDate(record, small, FROM, TO, effects);
      const said = (row: Row, day: string) =>
        row.choice !== null && (row.holdsUntil === null || day <= row.holdsUntil) ? row.choice : null;
      const concerns = (row: Row) => {
        const { phases: asked, governance, sixthForm, leastSites } = row.appliesTo ?? {};
        const six =
          own.hasSixthForm ?? { nursery: false, primary: false, 'post-16': true }[own.phase as string] ?? null;
        return !(
          (asked && !asked.includes(own.phase)) ||
          (governance && !(governance as readonly string[]).includes(own.governance)) ||
          (sixthForm !== undefined && six !== null && six !== sixthForm) ||
          (leastSites !== undefined && own.sites !== null && own.sites < leastSites)
        );
      };
      const resultOn = (i: number, day: string): string => {
        const row = made[i];
        assert.ok(row);
        if (!concerns(row)) return 'not-applicable';
        const kinds = row.appliesTo?.equipment;
        const mine = said(row, day);
        const elsewhere = made.some(
          (each, j) =>
            j !== i &&
            said(each, day) === 'none' &&
            kinds?.every((kind) => each.appliesTo?.equipment?.includes(kind)) === true,
        );
        const none = mine === 'none' || (elsewhere && (mine === null || mine === 'not-sure'));
        const inUse = items.some(
          ({ kind, disposedOn }) =>
            kinds?.some((one) => one === kind) === true && (disposedOn === null || disposedOn > day),
        );
        if (none && !inUse) return 'not-applicable';
        if (mine === 'yes') return 'met';
        const isPlanned = effects.some(
          ({ requirementId, from, to }) => requirementId === id(i) && from <= day && (to === null || day <= to),
        );
        if (isPlanned) return 'met';
        if (mine !== 'no') return 'not-known';
        const waitsFor = other(row, i);
        if (waitsFor === null) return 'not-met';
        return ['met', 'not-applicable'].includes(resultOn(waitsFor, day)) ? 'not-met' : 'not-due';
      };
      const judging = requirements.some(({ level }) => level === 'must') ? 'must' : 'should';
      for (let day = FROM; day <= TO; day = addDays(day, 1)) {
        const expected = made.map((_, i) => resultOn(i, day));
        assert.deepEqual(
          whole.requirements.map(({ intervals }) => onDay(intervals, day)?.result),
          expected,
          day,
        );
        const counted = new Set(expected.filter((_, i) => requirements[i]?.level === judging));
        const worst = ['not-met', 'not-known', 'not-due', 'met'].find((one) => counted.has(one));
        assert.equal(onDay(whole.standards[0]?.intervals ?? [], day)?.result, worst ?? 'not-applicable', day);
      }
    }),
    { numRuns: 120 },
  );
});

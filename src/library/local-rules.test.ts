import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { localRuleSetSchema, type LocalRuleSet } from '../domain/local-rules.ts';
import { phases, type Phase } from '../domain/record.ts';
import {
  applyLocalRules,
  editionFor,
  isCeiling,
  localId,
  needsUnder,
  numberFor,
  usableRules,
  waits,
  type Edition,
  type NeedTemplate,
  type Requirement,
} from './index.ts';

const source = {
  title: 'A page',
  url: 'https://example.org/',
  asAt: '2026-09-16',
  licence: 'OGL',
  confidence: 'seen',
} as const;

function requirement(id: string, parts: Partial<Requirement> = {}): Requirement {
  return {
    id,
    standardId: id.slice(0, id.indexOf('.')),
    text: `What ${id} asks.`,
    level: 'must',
    trigger: 'now',
    triggerRule: null,
    duty: false,
    weight: 5,
    threshold: null,
    evidence: 'A paper.',
    dependsOn: [],
    fact: null,
    question: { id: `${id.replace('.', '-')}-q`, met: ['yes'] },
    source,
    ...parts,
  };
}

const requirements = [
  requirement('line-1.speed', {
    trigger: 'at-contract-end',
    triggerRule: 'line-end',
    threshold: { unit: 'Mbps', byPhase: { primary: 100, secondary: 1000 }, all: 200 },
    fact: 'speed',
  }),
  requirement('line-1.fibre', { trigger: 'at-contract-end', triggerRule: 'line-end' }),
  requirement('line-2.backup', { level: 'should' }),
  requirement('cable-1.length', {
    trigger: 'at-replacement',
    threshold: { unit: 'metres at most', byPhase: {}, all: 90 },
  }),
  requirement('cable-1.labels', { level: 'should', trigger: 'every-year' }),
];

const national: Edition = frozen({
  id: 'made',
  title: 'Made',
  asAt: '2026-09-16',
  categories: [
    {
      id: 'line',
      name: 'Line',
      core: true,
      group: 'connection',
      lead: 'IT',
      consult: [],
      dueOn: '2030-08-31',
      dueNote: null,
      underperforming: null,
      source,
    },
    {
      id: 'cable',
      name: 'Cabling',
      core: false,
      group: 'network',
      lead: 'IT',
      consult: [],
      dueOn: null,
      dueNote: null,
      underperforming: null,
      source,
    },
  ],
  standards: ['line-1', 'line-2', 'cable-1'].map((id) => ({
    id,
    categoryId: id.slice(0, -2),
    name: id,
    asks: 'National words.',
    why: 'Because.',
    dependsOn: [],
    source,
  })),
  requirements,
  questions: requirements.map(({ id, question, standardId }) => ({
    id: question?.id ?? '',
    categoryId: standardId.slice(0, -2),
    text: `Is ${id} so?`,
    hint: 'Look.',
    asks: 'IT',
    choices: ['yes', 'no', 'not-sure'].map((choice) => ({ id: choice, label: choice })),
    skipWhenKnown: true,
  })),
  lifecycles: [],
  rules: new Map(),
});
const library = frozen({ editions: [national] });
const known = usableRules(library);

/** So that a change to any part of it throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

function setOf(rules: readonly object[], parts: Partial<Record<keyof LocalRuleSet, unknown>> = {}): LocalRuleSet {
  return frozen(
    localRuleSetSchema.parse({
      id: 'beacon',
      name: 'Beacon rules',
      by: 'Beacon Trust (example)',
      asAt: '2026-10-01',
      rules: rules.map((rule, index) => ({ id: `r${index}`, ...rule })),
      ...parts,
    }),
  );
}

const apply = (sets: readonly LocalRuleSet[], phase: Phase = 'primary', edition = national) =>
  applyLocalRules(edition, sets, phase, known);
const find = (edition: Edition, id: string): Requirement => {
  const found = edition.requirements.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};
const look = (edition: Edition) => edition.local?.lookAgain.map(({ ruleId, why }) => [ruleId, why]);

test('without local rules the edition is the national one itself; with the same list it is worked out once', () => {
  const school = { phase: 'primary' } as const;
  assert.equal(editionFor(library, { edition: 'made', school, localRules: [] }), national);
  const localRules = [setOf([{ kind: 'tighten', requirementId: 'line-2.backup', level: 'must' }])];
  const record = { edition: 'made', school, localRules };
  const edition = editionFor(library, record);
  assert.notEqual(edition, national);
  assert.equal(editionFor(library, { ...record }), edition);
  assert.notEqual(editionFor(library, { ...record, school: { phase: 'secondary' } }), edition);
  assert.notEqual(editionFor(frozen({ editions: [frozen({ ...national })] }), record), edition);
});

test('a number is raised for the phases that have a lower one, and asks a question of its own', () => {
  const set = setOf([{ kind: 'tighten', requirementId: 'line-1.speed', threshold: { unit: 'Mbps', all: 500 } }]);
  const primary = apply([set]);
  const speed = find(primary, 'line-1.speed');
  assert.deepEqual(
    phases.map((phase) => numberFor(speed.threshold, phase)),
    phases.map((phase) => (phase === 'secondary' ? 1000 : 500)),
  );
  assert.deepEqual(speed.question, { id: 'local.beacon.r0', met: ['yes'] });
  const question = primary.questions.find(({ id }) => id === 'local.beacon.r0');
  assert.equal(question?.text, 'Does your school reach 500 Mbps?');
  assert.deepEqual(
    question?.choices.map(({ id }) => id),
    ['yes', 'partly', 'no', 'not-sure'],
  );
  assert.ok(!primary.questions.some(({ id }) => id === 'line-1-speed-q'), 'the national question asks for too little');
  const [mark] = speed.local ?? [];
  assert.ok(mark?.kind === 'threshold');
  assert.deepEqual(
    [mark.by, mark.asked.all, mark.national],
    ['Beacon Trust (example)', 500, requirements[0]?.threshold],
  );
  // A secondary school is asked for 1,000 by the national standard as it is: its answer there still counts.
  assert.equal(find(apply([set], 'secondary'), 'line-1.speed').question?.id, 'line-1-speed-q');
});

test('of two sets the stricter number counts, whoever is named first, and both keep their mark', () => {
  const trust = setOf([{ kind: 'tighten', requirementId: 'line-1.speed', threshold: { all: 500 } }]);
  const authority = setOf(
    [{ kind: 'tighten', requirementId: 'line-1.speed', threshold: { byPhase: { primary: 300 } } }],
    {
      id: 'ashshire',
      by: 'Ashshire Council (example)',
    },
  );
  const both = apply([authority, trust]);
  assert.deepEqual(both, apply([trust, authority]));
  const speed = find(both, 'line-1.speed');
  assert.equal(numberFor(speed.threshold, 'primary'), 500);
  assert.equal(speed.question?.id, 'local.beacon.r0');
  assert.deepEqual(
    speed.local?.map(({ by }) => by),
    ['Ashshire Council (example)', 'Beacon Trust (example)'],
  );
});

test('where the number is the most that is allowed, the lower one is the stricter', () => {
  const shorter = apply([setOf([{ kind: 'tighten', requirementId: 'cable-1.length', threshold: { all: 70 } }])]);
  assert.equal(numberFor(find(shorter, 'cable-1.length').threshold, 'primary'), 70);
  const longer = apply([setOf([{ kind: 'tighten', requirementId: 'cable-1.length', threshold: { all: 100 } }])]);
  assert.equal(numberFor(find(longer, 'cable-1.length').threshold, 'primary'), 90);
  assert.deepEqual(look(longer), [['r0', 'not-stricter']]);
});

test('whoever has nothing of what a raised number is about can still say so', () => {
  const question = { id: 'line-1-speed-q', met: ['yes'], notApplicable: ['no'] };
  const edition = frozen({
    ...national,
    requirements: national.requirements.map((one) => (one.id === 'line-1.speed' ? { ...one, question } : one)),
  });
  const set = setOf([{ kind: 'tighten', requirementId: 'line-1.speed', threshold: { all: 500 } }]);
  const after = apply([set], 'primary', edition);
  assert.deepEqual(find(after, 'line-1.speed').question, {
    id: 'local.beacon.r0',
    met: ['yes'],
    notApplicable: ['absent-no'],
  });
  const choices = after.questions.find(({ id }) => id === 'local.beacon.r0')?.choices;
  assert.deepEqual(
    choices?.map(({ id }) => id),
    ['absent-no', 'yes', 'partly', 'no', 'not-sure'],
  );
});

test('an added requirement stands last in its standard with its question, its source and its day', () => {
  const edition = apply([
    setOf([
      {
        kind: 'add',
        id: 'own-firewall',
        standardId: 'line-1',
        text: 'The line has a firewall that the trust manages.',
        dueOn: '2027-09-01',
        metWith: 'line-1.fibre',
      },
    ]),
  ]);
  const id = localId('beacon', 'own-firewall');
  assert.deepEqual(
    edition.requirements.map((one) => one.id),
    ['line-1.speed', 'line-1.fibre', id, 'line-2.backup', 'cable-1.length', 'cable-1.labels'],
  );
  const added = find(edition, id);
  assert.deepEqual(
    [added.level, added.trigger, added.localDue, added.question, added.local?.[0]?.kind],
    ['must', 'now', { on: '2027-09-01', by: ['Beacon Trust (example)'] }, { id, met: ['yes'] }, 'add'],
  );
  assert.equal(added.source.title, 'Beacon rules, set by Beacon Trust (example)');
  assert.deepEqual(
    edition.questions.map((one) => one.id).indexOf(id),
    3,
    'after the questions of its category, before the next category',
  );
  const needs = [
    { id: 'n', requirements: ['line-1.fibre'], options: [{ id: 'o', satisfies: ['line-1.fibre', 'line-1.speed'] }] },
  ] as unknown as NeedTemplate[];
  assert.deepEqual(needsUnder(needs, edition)[0]?.requirements, ['line-1.fibre', id]);
  assert.deepEqual(needsUnder(needs, edition)[0]?.options[0]?.satisfies, ['line-1.fibre', 'line-1.speed', id]);
  assert.equal(needsUnder(needs, national), needs);
});

test('days are brought forward for a requirement, a standard or a whole category; the first one counts', () => {
  const edition = apply([
    setOf([
      { kind: 'earlier', categoryId: 'line', dueOn: '2029-08-31' },
      { kind: 'earlier', standardId: 'line-1', dueOn: '2028-08-31' },
      { kind: 'earlier', requirementId: 'line-1.fibre', dueOn: '2027-08-31' },
      { kind: 'earlier', standardId: 'cable-1', dueOn: '2031-08-31' },
    ]),
    setOf([{ kind: 'earlier', requirementId: 'line-1.fibre', dueOn: '2027-08-31' }], {
      id: 'ashshire',
      by: 'Ashshire',
    }),
  ]);
  const due = (id: string) => find(edition, id).localDue;
  assert.deepEqual(due('line-1.speed'), { on: '2028-08-31', by: ['Beacon Trust (example)'] });
  assert.deepEqual(due('line-1.fibre'), { on: '2027-08-31', by: ['Ashshire', 'Beacon Trust (example)'] });
  assert.equal(due('line-2.backup'), undefined, 'due at once as it is');
  assert.equal(due('cable-1.length')?.on, '2031-08-31', 'any day is earlier than none');
  assert.deepEqual(
    edition.categories.map(({ dueOn }) => dueOn),
    ['2029-08-31', null],
  );
  assert.deepEqual(
    edition.standards.map(({ dueOn }) => dueOn),
    ['2028-08-31', undefined, '2031-08-31'],
  );
  const at = apply([
    setOf([
      { kind: 'earlier', requirementId: 'line-1.fibre', dueOn: '2027-08-31' },
      { kind: 'tighten', requirementId: 'line-1.fibre', trigger: 'now' },
    ]),
  ]);
  assert.deepEqual([find(at, 'line-1.fibre').trigger, find(at, 'line-1.fibre').localDue], ['now', undefined]);
});

test('guidance is put beside the national words, which stay', () => {
  const edition = apply([
    setOf([
      { kind: 'guidance', standardId: 'line-1', text: 'Order through the trust.', url: 'https://trust.example/line' },
      { kind: 'guidance', requirementId: 'line-2.backup', text: 'A mobile router will do.' },
    ]),
  ]);
  const [standard] = edition.standards;
  assert.equal(standard?.asks, 'National words.');
  assert.ok(standard.local?.[0]?.kind === 'guidance' && standard.local[0].text === 'Order through the trust.');
  assert.equal(find(edition, 'line-2.backup').local?.[0]?.kind, 'guidance');
});

test('what the edition lacks, or asks for by itself, is listed to be looked at again and changes nothing', () => {
  const edition = apply(
    [
      setOf(
        [
          { kind: 'add', standardId: 'line-9', text: 'X' },
          { kind: 'add', standardId: 'line-1', text: 'Y', fact: 'gone' },
          { kind: 'tighten', requirementId: 'line-9.x', level: 'must' },
          { kind: 'tighten', requirementId: 'line-1.speed', threshold: { all: 100 } },
          { kind: 'tighten', requirementId: 'line-1.speed', threshold: { unit: 'Gbps', all: 1000 } },
          { kind: 'tighten', requirementId: 'line-1.speed', level: 'must' },
          { kind: 'tighten', requirementId: 'line-2.backup', trigger: 'now' },
          { kind: 'tighten', requirementId: 'line-2.backup', threshold: { all: 5 } },
          { kind: 'earlier', categoryId: 'line', dueOn: '2030-08-31' },
          { kind: 'earlier', requirementId: 'line-2.backup', dueOn: '2027-01-01' },
          { kind: 'earlier', standardId: 'gone', dueOn: '2027-01-01' },
          { kind: 'guidance', requirementId: 'gone', text: 'Z' },
        ],
        { phases: ['secondary'] },
      ),
    ],
    'secondary',
  );
  assert.deepEqual(
    edition.local?.lookAgain
      .map(({ ruleId, why }) => [Number(ruleId.slice(1)), why])
      .toSorted((a, b) => Number(a[0]) - Number(b[0])),
    [
      [0, 'gone'],
      [1, 'unknown-rule'],
      [2, 'gone'],
      [3, 'not-stricter'],
      [4, 'other-unit'],
      [5, 'not-stricter'],
      [6, 'not-stricter'],
      [7, 'gone'],
      [8, 'not-stricter'],
      [9, 'not-stricter'],
      [10, 'gone'],
      [11, 'gone'],
    ],
  );
  // Asked by its question, though the rule that was to answer it is not there.
  assert.deepEqual(edition.local?.applied, ['beacon.r1']);
  const others = edition.requirements.filter(({ id }) => !id.startsWith('local.'));
  assert.deepEqual(others, national.requirements);
});

test('a set reaches only schools of its phases', () => {
  const set = setOf([{ kind: 'tighten', requirementId: 'line-2.backup', level: 'must' }], { phases: ['special'] });
  assert.equal(apply([set], 'primary'), national);
  assert.equal(find(apply([set], 'special'), 'line-2.backup').level, 'must');
});

test('a rule that would loosen has no shape, and says so', () => {
  const refused = (rule: object) => {
    const read = localRuleSetSchema.safeParse({
      id: 'x',
      name: 'X',
      by: 'X',
      asAt: '2026-10-01',
      rules: [{ id: 'r', ...rule }],
    });
    return read.error?.issues.map(({ message }) => message).join('; ');
  };
  assert.match(
    refused({ kind: 'tighten', requirementId: 'a', level: 'should' }) ?? '',
    /can only be made stricter by a local rule: write must, or leave it out/,
  );
  assert.match(
    refused({ kind: 'tighten', requirementId: 'a', trigger: 'at-replacement' }) ?? '',
    /can only be made stricter .*: write now/,
  );
  assert.match(refused({ kind: 'tighten', requirementId: 'a' }) ?? '', /must change a threshold, a level or a trigger/);
  assert.match(refused({ kind: 'earlier', dueOn: '2027-01-01' }) ?? '', /must name one of/);
});

const phase = fc.constantFrom(...phases);
const targets = fc.constantFrom(...requirements.map(({ id }) => id), 'gone.x', 'local.a.r0', 'local.b.r1');
const standards = fc.constantFrom('line-1', 'line-2', 'cable-1', 'gone-1');
const day = fc.integer({ min: 2026, max: 2032 }).map((year) => `${year}-08-31`);
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const without = (object: object) => JSON.parse(JSON.stringify(object)) as object;
const threshold = fc.record({
  all: fc.integer({ min: 0, max: 2000 }),
  byPhase: fc.dictionary(phase, fc.integer({ min: 0, max: 2000 }), { maxKeys: 2 }),
});
const rule = fc.oneof(
  fc.record({
    kind: fc.constant('add'),
    standardId: standards,
    text: fc.constant('More.'),
    dueOn: some(day),
    fact: some(fc.constantFrom('speed', 'gone')),
  }),
  fc
    .record({
      kind: fc.constant('tighten'),
      requirementId: targets,
      threshold: some(threshold),
      level: some(fc.constant('must')),
      trigger: some(fc.constant('now')),
    })
    .filter((one) => (one.threshold ?? one.level ?? one.trigger) !== undefined),
  fc.record({ kind: fc.constant('earlier'), dueOn: day, requirementId: targets }),
  fc.record({ kind: fc.constant('earlier'), dueOn: day, standardId: standards }),
  fc.record({ kind: fc.constant('earlier'), dueOn: day, categoryId: fc.constantFrom('line', 'cable', 'gone') }),
  fc.record({ kind: fc.constant('guidance'), standardId: standards, text: fc.constant('Words.') }),
);
const sets = fc
  .array(fc.tuple(fc.array(rule, { maxLength: 6 }), fc.subarray([...phases]), day), { maxLength: 3 })
  .map((all) =>
    all.map(([rules, of, asAt], index) =>
      setOf(rules.map(without), { id: 'abc'.charAt(index), by: `Body ${index}`, phases: of, asAt }),
    ),
  );

test('whatever is asked: no part becomes looser, the national edition stays as it is, every rule is accounted for', () => {
  fc.assert(
    fc.property(sets, phase, (given, of) => {
      const edition = apply(given, of);
      for (const before of national.requirements) {
        const after = find(edition, before.id);
        assert.ok(after.level === before.level || after.level === 'must');
        assert.ok(after.trigger === before.trigger || (waits(before) && after.trigger === 'now'));
        if (before.threshold !== null)
          for (const each of phases) {
            const [was, is] = [numberFor(before.threshold, each), numberFor(after.threshold, each)];
            assert.ok(was !== null && is !== null && (isCeiling(before.threshold) ? is <= was : is >= was));
          }
        const categoryDue = national.categories.find(({ id }) => before.standardId.startsWith(id))?.dueOn;
        assert.ok(!after.localDue || !categoryDue || after.localDue.on < categoryDue);
        assert.ok(!after.localDue || waits(after), 'what is due at once is not put off');
      }
      national.categories.forEach(({ dueOn }, index) => {
        const now = edition.categories[index]?.dueOn ?? null;
        assert.ok(dueOn === null || (now !== null && now <= dueOn));
      });
      assert.deepEqual(
        edition.standards.map(({ id }) => id),
        national.standards.map(({ id }) => id),
      );
      const asked = new Set(edition.questions.map(({ id }) => id));
      assert.equal(asked.size, edition.questions.length);
      for (const { question } of edition.requirements) assert.ok(question !== null && asked.has(question.id));
      const accounted = new Set([
        ...(edition.local?.applied ?? []),
        ...(edition.local?.lookAgain ?? []).map(({ setId, ruleId }) => `${setId}.${ruleId}`),
      ]);
      const reaching = given.filter(({ phases: wanted }) => wanted.length === 0 || wanted.includes(of));
      for (const set of reaching) for (const { id } of set.rules) assert.ok(accounted.has(`${set.id}.${id}`));
    }),
    { numRuns: 500 },
  );
});

test('whatever is asked: the order of the sets and of their rules says nothing, and doing it twice changes nothing', () => {
  fc.assert(
    fc.property(sets, phase, (given, of) => {
      const edition = apply(given, of);
      const turned = given.toReversed().map((set) => ({ ...set, rules: set.rules.toReversed() }));
      assert.deepEqual(apply(turned, of), edition);
      assert.deepEqual(apply([...given, ...given], of), edition);
      assert.equal(apply(given, of, frozen(edition)), edition);
    }),
    { numRuns: 300 },
  );
});

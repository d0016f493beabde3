import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { changeListFaults, differencesBetween } from './edition-changes.ts';
import {
  formatFault,
  loadLibrary,
  validateLibrary,
  type Edition,
  type EditionChanges,
  type Requirement,
} from './index.ts';

const files = readLibraryFolder(fileURLToPath(new URL('../../library', import.meta.url)));
const library = loadLibrary(files, ruleNames);
const [before, now] = library.editions;
const [list] = library.changes;
assert.ok(before && now && list);
const messages = (changes: EditionChanges, from: Edition, to: Edition) =>
  changeListFaults(changes, from, to).map(({ message }) => message);

test('the change list names exactly what differs between the two editions', () => {
  assert.deepEqual([list.from, list.to], ['2025-03', '2026-09']);
  assert.deepEqual(messages(list, before, now), []);
  assert.deepEqual(differencesBetween(before, now).changed.toSorted(), [
    'cyber-4.mfa-staff',
    'cyber-7.outside',
    'wireless-1.generation',
  ]);
  assert.deepEqual(differencesBetween(now, now), { added: [], gone: [], changed: [] });
});

test('an entry left out is found, whichever it is', () => {
  for (const { id } of list.added)
    assert.deepEqual(messages({ ...list, added: list.added.filter((one) => one.id !== id) }, before, now), [
      `requirement ${id} is new in edition 2026-09 and not named`,
    ]);
  for (const { id } of list.changed)
    assert.deepEqual(messages({ ...list, changed: list.changed.filter((one) => one.id !== id) }, before, now), [
      `requirement ${id} has changed since edition 2025-03 and is not named`,
    ]);
});

const same = now.requirements.find(({ id }) => id === 'cyber-6.three-copies');
assert.ok(same);
const alterations: Partial<Requirement>[] = [
  { text: 'Another.' },
  { level: 'should' },
  { trigger: 'every-year' },
  { threshold: { unit: 'copies', byPhase: {}, all: 4 } },
  { threshold: { unit: 'copies', byPhase: { primary: 2 }, all: 3 } },
  { question: { id: 'backup-rule', met: ['all'] } },
  { weight: 1 },
  { fact: null },
  { dependsOn: ['cyber-6.off-site'] },
  { duty: true },
  { triggerRule: 'with-main-line' },
  { evidence: 'None.' },
  { appliesTo: { phases: ['primary'], because: 'It is asked of primaries.' } },
  { trigger: 'after', after: ['cyber-6.off-site'] },
  { lead: 'Governors' },
  { threshold: { unit: 'copies', atMost: true, byPhase: {}, all: 3 } },
  { question: { id: 'backup-rule', met: ['all-locked', 'all'], notApplicable: ['on-site'] } },
];
for (const part of alterations)
  test(`a requirement altered and not named is found: ${JSON.stringify(part)}`, () => {
    const to = { ...now, requirements: now.requirements.map((one) => (one === same ? { ...one, ...part } : one)) };
    assert.deepEqual(messages(list, before, to), [
      'requirement cyber-6.three-copies has changed since edition 2025-03 and is not named',
    ]);
  });

test('a question worded otherwise changes the requirements that ask it; another hint or source does not', () => {
  const withQuestion = (part: object) => ({
    ...now,
    questions: now.questions.map((one) => (one.id === 'backup-tested' ? { ...one, ...part } : one)),
  });
  const changed = ['requirement cyber-6.restore-tested has changed since edition 2025-03 and is not named'];
  assert.deepEqual(messages(list, before, withQuestion({ text: 'Other?' })), changed);
  assert.deepEqual(messages(list, before, withQuestion({ choices: [] })), changed);
  assert.deepEqual(messages(list, before, withQuestion({ hint: 'Another hint.' })), []);
  const read = { ...same.source, asAt: '2026-11-24' };
  const requirements = now.requirements.map((one) => (one === same ? { ...one, source: read } : one));
  assert.deepEqual(messages(list, before, { ...now, requirements }), []);
});

test('the order in which a file writes things is no change', () => {
  const turned = (one: Requirement): Requirement => ({
    ...(Object.fromEntries(Object.entries(one).toReversed()) as unknown as Requirement),
    question: one.question && {
      ...one.question,
      met: one.question.met.toReversed(),
      notApplicable: one.question.notApplicable?.toReversed(),
    },
  });
  assert.deepEqual(messages(list, before, { ...now, requirements: now.requirements.map(turned) }), []);
});

test('what is gone is named as removed, or as superseded by a requirement that exists', () => {
  const { id } = same;
  const without = { ...now, requirements: now.requirements.filter((one) => one !== same) };
  const superseded = (by: string) => ({ ...list, superseded: [{ id, by }] });
  assert.deepEqual(messages(list, before, without), [
    `requirement ${id} is gone from edition 2026-09 and named under neither removed nor superseded`,
  ]);
  assert.deepEqual(messages({ ...list, removed: [{ id }] }, before, without), []);
  assert.deepEqual(messages(superseded('cyber-6.two-devices'), before, without), []);
  assert.deepEqual(messages(superseded('nothing'), before, without), [
    `${id} is superseded by the unknown requirement nothing`,
  ]);
  assert.deepEqual(messages({ ...superseded('cyber-6.two-devices'), removed: [{ id }] }, before, without), [
    `requirement ${id} is named twice`,
  ]);
  assert.deepEqual(messages({ ...list, removed: [{ id }] }, before, now), [
    `requirement ${id} is named under removed and is not gone from edition 2026-09`,
  ]);
});

test('of any two editions, the list made of their differences is right, and one entry more or less is one fault', () => {
  const ids = now.requirements.slice(0, 12).map(({ id }) => id);
  const side = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom('a', 'b'), { minKeys: 1 });
  const editionOf = (texts: Record<string, string>): Edition => ({
    ...now,
    requirements: now.requirements
      .filter(({ id }) => texts[id] !== undefined)
      .map((one) => ({ ...one, text: texts[one.id] ?? '' })),
  });
  fc.assert(
    fc.property(side, side, fc.constantFrom(...ids), (a, b, id) => {
      const [from, to] = [editionOf(a), editionOf(b)];
      const found = differencesBetween(from, to);
      const right: EditionChanges = {
        from: 'a',
        to: 'b',
        added: found.added.map((one) => ({ id: one })),
        removed: found.gone.map((one) => ({ id: one })),
        changed: found.changed.map((one) => ({ id: one, what: 'Changed.' })),
        superseded: [],
      };
      assert.deepEqual(messages(right, from, to), []);
      const kinds = ['added', 'removed', 'changed'] as const;
      const kind = kinds.find((one) => right[one].some((entry) => entry.id === id));
      const toggled =
        kind === undefined
          ? { ...right, added: [...right.added, { id }] }
          : { ...right, [kind]: right[kind].filter((one) => one.id !== id) };
      assert.equal(messages(toggled, from, to).length, 1);
    }),
  );
});

const path = 'editions/2026-09/changes.yaml';
const text = files.get(path) ?? '';
const brokenLists: [name: string, change: (text: string) => string, line: string, message: RegExp][] = [
  ['another edition before', (it) => it.replace('from: 2025-03', 'from: 2024-03'), 'from:', /is 2025-03, not 2024-03/],
  ['another edition', (it) => it.replace('to: 2026-09', 'to: 2027-09'), 'to:', /edition 2026-09, not 2027-09/],
  ['an entry left out', (it) => it.replace('  - id: it-support-1.in-plans\n', ''), 'added:', /in-plans is new/],
  ['an unknown id', (it) => it.replace('removed: []', 'removed: [{ id: nothing-1.no }]'), 'removed:', /not gone/],
  [
    'an unknown successor',
    (it) => it.replace('superseded: []', 'superseded: [{ id: nothing-1.no, by: other }]'),
    'superseded:',
    /not gone/,
  ],
  ['a change not told in a sentence', (it) => it.replace(/what: New.*/, 'what: wifi 7'), 'what: wifi 7', /a sentence/],
  ['an entry of no kind', (it) => `${it}\nrenamed: []\n`, 'renamed:', /renamed/],
];
for (const [name, change, line, message] of brokenLists)
  test(`found in the change list with its line: ${name}`, () => {
    const broken = change(text);
    assert.notEqual(broken, text, 'nothing was broken');
    const [fault] = validateLibrary(new Map(files).set(path, broken), ruleNames);
    assert.ok(fault, 'no fault found');
    assert.equal(fault.file, path);
    assert.match(formatFault(fault), message);
    assert.ok(broken.split('\n')[fault.line - 1]?.includes(line), `line ${fault.line}`);
  });

test('an edition after the first has a change list, and the first has none', () => {
  const without = new Map(files);
  without.delete(path);
  assert.deepEqual(validateLibrary(without, ruleNames).map(formatFault), [
    `${path}:1: missing: what changed since edition 2025-03 is said here`,
  ]);
  const first = new Map(files).set('editions/2025-03/changes.yaml', text);
  assert.match(
    validateLibrary(first, ruleNames).map(formatFault).join('\n'),
    /2025-03\/changes\.yaml:\d+: there is no edition before/,
  );
});

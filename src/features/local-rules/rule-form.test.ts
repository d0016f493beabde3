import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { localRuleSchema, localRuleSetSchema, type LocalRule } from '../../domain/local-rules.ts';
import { editionOf, loadLibrary } from '../../library/index.ts';
import { readLibraryFolder } from '../../platform/library-files.ts';
import { ruleNames } from '../../status/index.ts';
import { changeLines } from './local-rules.words.ts';
import { kinds, readRule, standardOfRule, subjectOf, typedOf } from './rule-form.rules.ts';
import { idFor, readSetForm } from './set-form.rules.ts';

const library = loadLibrary(readLibraryFolder(fileURLToPath(new URL('../../../library', import.meta.url))), ruleNames);
const edition = editionOf(library, '2026-09');
const subject = subjectOf(edition, 'broadband-1');
assert.ok(subject);
const rule = (raw: object): LocalRule => localRuleSchema.parse({ id: 'r', ...raw });

const examples: Record<LocalRule['kind'], LocalRule> = {
  tighten: rule({
    kind: 'tighten',
    requirementId: 'broadband-1.speed',
    threshold: { unit: 'Mbps down', all: 500, byPhase: { secondary: 2000 } },
    trigger: 'now',
  }),
  add: rule({
    kind: 'add',
    standardId: 'broadband-1',
    text: 'Ours.',
    level: 'should',
    dueOn: '2027-09-01',
    weight: 8,
    fact: 'main-line-download',
    threshold: { unit: 'Mbps down', all: 700 },
    evidence: 'A paper.',
    question: { text: 'Is it ours?', hint: 'Look.', asks: 'IT support' },
    metWith: 'broadband-1.speed',
    url: 'https://trust.example/rules',
  }),
  earlier: rule({ kind: 'earlier', categoryId: 'broadband', dueOn: '2028-08-31' }),
  guidance: rule({ kind: 'guidance', requirementId: 'broadband-1.speed', text: 'Ask us.', url: null }),
};

test('a rule opened in its form and sent as it is stays the same, with what only a file can say', () => {
  for (const kind of kinds) {
    const present = examples[kind];
    assert.equal(standardOfRule(present, edition), 'broadband-1');
    assert.deepEqual(readRule(kind, 'r', subject, typedOf(present), present), {
      rule: present,
      typed: { ...typedOf(present) },
      errors: [],
    });
  }
});

test('what is wrong is said at its field, in words that mend it', () => {
  const errors = (kind: LocalRule['kind'], body: Record<string, string>) =>
    readRule(kind, 'r', subject, body, null).errors.map(({ field, message }) => `${field}: ${message}`);
  const tighten = { requirementId: 'broadband-1.speed', level: 'as-is', trigger: 'as-is' };
  assert.deepEqual(errors('tighten', { ...tighten, number: 'fast' }), [
    'number: The number to reach must be a number, like 500',
  ]);
  assert.deepEqual(errors('tighten', { ...tighten, number: '' }), [
    'number: Give a number, make it a must, or have it count from today',
  ]);
  assert.equal(readRule('tighten', 'r', subject, { ...tighten, number: '1,000' }, null).rule?.kind, 'tighten');
  assert.deepEqual(errors('add', { text: 'Ours.', level: 'must', url: 'javascript:alert(1)' }), [
    'url: The web address must begin with https://',
  ]);
  assert.deepEqual(errors('earlier', { target: 'standard:broadband-1', dueOn: '' }), [
    'dueOn: Enter the day by which it is due',
  ]);
  assert.deepEqual(errors('guidance', { target: 'requirement:cyber-1.insurance', text: 'X' }), [
    'target: Choose what your guidance is about from the list',
  ]);
});

test('a set gets an id of its name that no other has and no address needs', () => {
  assert.equal(idFor('Our rules, 2026!', new Set()), 'our-rules-2026');
  assert.equal(idFor('Our rules', new Set(['our-rules', 'our-rules-2'])), 'our-rules-3');
  assert.deepEqual(
    [idFor('New', new Set()), idFor('Import', new Set()), idFor('…', new Set())],
    ['new-2', 'import-2', 'rules'],
  );
  const { given, errors } = readSetForm({
    by: 'T',
    name: 'N',
    url: 'ftp://x.example',
    'phase-primary': 'yes',
    'phase-x': 'yes',
  });
  assert.deepEqual(given.phases, ['primary']);
  assert.deepEqual(
    errors.map(({ field }) => field),
    ['url'],
  );
});

test('the history says what became of each rule', () => {
  const set = (parts: object) => ({
    ...localRuleSetSchema.parse({ id: 's', name: 'Rules', by: 'Trust', asAt: '2026-10-01', ...parts }),
    withdrawnAt: null as string | null,
  });
  const before = set({ rules: [examples.earlier, { ...examples.guidance, id: 'g' }] });
  const after = set({
    rules: [
      { ...examples.earlier, dueOn: '2027-08-31' },
      { ...examples.add, id: 'a' },
    ],
  });
  assert.deepEqual(changeLines({ before, after: { ...after, withdrawnAt: '2026-11-24T09:00:00Z' } }, edition), [
    'Withdrawn',
    'Rule changed: Broadband internet Due by 31 August 2027. (was: Due by 31 August 2028.)',
    'Rule added: Ours. A should under “A full fibre connection”, due by 1 September 2027.',
    'Rule taken out: The main line can bring data in at the speed set for this kind of school. Ask us.',
  ]);
  assert.deepEqual(changeLines({ before, after: before }, edition), ['Saved without a difference']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import {
  formatFault,
  frameworkStanding,
  loadLibrary,
  validateLibrary,
  type Framework,
  type FrameworkLink,
  type KnownResult,
} from './index.ts';

const files = readLibraryFolder(fileURLToPath(new URL('../../library', import.meta.url)));
const library = loadLibrary(files, ruleNames);

test('three frameworks stand beside the standards, each mapped to every edition by somebody on a day', () => {
  assert.deepEqual(library.frameworks.map(({ id }) => id).toSorted(), [
    'cyber-essentials',
    'keeping-children-safe',
    'risk-protection-arrangement',
  ]);
  for (const edition of library.editions) {
    const known = new Set(edition.requirements.map(({ id }) => id));
    for (const { id, mappings, requirements } of library.frameworks) {
      const mapping = mappings.find((one) => one.edition === edition.id);
      assert.ok(mapping, `${id} ${edition.id}`);
      assert.match(mapping.assertedBy, /\S/);
      assert.match(mapping.on, /^\d{4}-\d\d-\d\d$/);
      assert.ok(mapping.links.length > 0, id);
      const own = new Set(requirements.map((one) => one.id));
      for (const { from, to } of mapping.links) {
        assert.ok((own.has(from) && known.has(to)) || (known.has(from) && own.has(to)), `${from} ${to}`);
      }
    }
  }
});

const path = 'frameworks/cyber-essentials.yaml';
const text = files.get(path) ?? '';
const swap = (from: string, to: string) => (it: string) => it.replace(from, to);
const link = 'from: cyber-essentials.block-incoming, to: cyber-3.firewall-set-up, relation: part-of';
const broken: [name: string, change: (text: string) => string, line: string, message: RegExp][] = [
  [
    'an unknown requirement of the edition',
    swap(link, link.replace('set-up', 'setup')),
    'setup',
    /unknown requirement cyber-3\.firewall-setup/,
  ],
  [
    'a link within the framework',
    swap(link, link.replace('cyber-3.firewall-set-up', 'cyber-essentials.malware')),
    'cyber-essentials.malware,',
    /both the framework's own/,
  ],
  [
    'a link within the edition',
    swap(link, link.replace('cyber-essentials.block-incoming', 'cyber-3.anti-malware')),
    'cyber-3.anti-malware, to',
    /both the edition's/,
  ],
  [
    'a link there twice',
    swap(
      `      - { ${link} }\n`,
      `      - { ${link} }\n      - { from: cyber-3.firewall-set-up, to: cyber-essentials.block-incoming, relation: equal } # again\n`,
    ),
    '# again',
    /linked twice/,
  ],
  ['a relation of no kind', swap(link, link.replace('part-of', 'similar')), 'similar', /relation/],
  [
    'one that is neither linked nor unmapped',
    swap('      - { id: cyber-essentials.no-autorun, why: The standards do not ask for it. }\n', ''),
    'unmapped:',
    /no-autorun has no link/,
  ],
  [
    'one that is both',
    swap('id: cyber-essentials.no-autorun, why', 'id: cyber-essentials.malware, why'),
    'cyber-essentials.malware, why',
    /malware is named as unmapped and has a link/,
  ],
  ['an unknown edition', swap('edition: 2026-09', 'edition: 2026-10'), 'edition: 2026-10', /unknown edition 2026-10/],
  ['nobody who says so', swap('    assertedBy: Cairn, derived\n', ''), '- edition:', /assertedBy/],
  ['no day on which it was said', swap('    on: 2026-11-24\n', ''), '- edition:', /on:/],
  [
    'a day before the edition',
    swap('    on: 2026-11-24\n', '    on: 2026-01-01\n'),
    'on: 2026-01-01',
    /before the edition's own day/,
  ],
  ['an unknown source', swap('source: notes', 'source: note'), 'source: note', /unknown source note/],
  ['no licence', swap('    licence: Open Government Licence v3.0\n', ''), 'notes:', /licence/],
  [
    'an id outside the framework',
    swap('- id: cyber-essentials.cloud-in-scope', '- id: essentials.cloud-in-scope'),
    '- id: essentials',
    /should begin with cyber-essentials\./,
  ],
  [
    'an id there twice',
    swap('- id: cyber-essentials.guessing', '- id: cyber-essentials.malware'),
    '- id: cyber-essentials.malware',
    /is there twice/,
  ],
];
for (const [name, change, line, message] of broken)
  test(`found in a framework with its line: ${name}`, () => {
    const changed = change(text);
    assert.notEqual(changed, text, 'nothing was broken');
    const faults = validateLibrary(new Map(files).set(path, changed), ruleNames);
    const fault = faults.find((one) => message.test(one.message));
    assert.ok(fault, faults.map(formatFault).join('\n'));
    assert.equal(fault.file, path);
    assert.ok(
      changed.split('\n')[fault.line - 1]?.includes(line),
      `${fault.line}: ${changed.split('\n')[fault.line - 1]}`,
    );
  });

test('two files with the same framework are found', () => {
  const faults = validateLibrary(new Map(files).set('frameworks/other.yaml', text), ruleNames);
  assert.match(
    faults.map(formatFault).join('\n'),
    /frameworks\/other\.yaml:\d+: framework cyber-essentials is there twice/,
  );
});

/** A framework of one requirement, `own`, with these links. */
function framework(links: FrameworkLink[]): Framework {
  const [first] = library.frameworks;
  assert.ok(first);
  const [requirement] = first.requirements;
  assert.ok(requirement);
  return {
    ...first,
    requirements: [{ ...requirement, id: 'own' }],
    mappings: [{ edition: 'e', assertedBy: 'A test', on: '2026-11-24', links, unmapped: [] }],
  };
}
const resultOf = (links: FrameworkLink[], results: Record<string, KnownResult>) =>
  frameworkStanding(framework(links), 'e', (id) => results[id] ?? 'not-known')?.lines[0]?.result;

const judged: [relation: FrameworkLink['relation'], isFrom: boolean, result: KnownResult, expected: string][] = [
  ['equal', true, 'met', 'met'],
  ['equal', false, 'met', 'met'],
  ['equal', true, 'not-met', 'not-met'],
  ['part-of', true, 'met', 'met'],
  ['part-of', true, 'not-met', 'not-known'],
  ['part-of', false, 'met', 'not-known'],
  ['part-of', false, 'not-met', 'not-met'],
  ['overlaps', true, 'met', 'not-known'],
  ['overlaps', false, 'met', 'not-known'],
  ['overlaps', true, 'not-met', 'not-known'],
  ['equal', true, 'not-applicable', 'not-known'],
  ['equal', true, 'not-known', 'not-known'],
];
for (const [relation, isFrom, result, expected] of judged)
  test(`${isFrom ? 'the framework’s' : 'the edition’s'} ${relation} the other, which is ${result}: ${expected}`, () => {
    const one: FrameworkLink = { from: isFrom ? 'own' : 'a', to: isFrom ? 'a' : 'own', relation };
    assert.equal(resultOf([one], { a: result }), expected);
  });

test('partial never counts as met: however many overlap or are a part of it, only an equal or a containing one can say met', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const one = fc.record({
    relation: fc.constantFrom('equal' as const, 'part-of' as const, 'overlaps' as const),
    isFrom: fc.boolean(),
    result: fc.constantFrom<KnownResult>('met', 'not-met', 'not-known', 'not-applicable'),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 5 }), (some) => {
      const links = some.map(({ relation, isFrom }, i): FrameworkLink => {
        const other = ids[i] ?? '';
        return { from: isFrom ? 'own' : other, to: isFrom ? other : 'own', relation };
      });
      const results = Object.fromEntries(some.map(({ result }, i) => [ids[i] ?? '', result]));
      const found = resultOf(links, results);
      const whole = some.filter(({ relation, isFrom }) => relation === 'equal' || (relation === 'part-of' && isFrom));
      if (!whole.some(({ result }) => result === 'met')) assert.notEqual(found, 'met');
      assert.equal(
        found,
        resultOf(
          links.filter(({ relation }) => relation !== 'overlaps'),
          results,
        ),
      );
    }),
  );
});

test('an edition that nobody has mapped it to says nothing', () => {
  assert.equal(
    frameworkStanding(framework([]), 'other', () => 'met'),
    null,
  );
});

test('what is unmapped says why, and what decides is looked at first', () => {
  const essentials = library.frameworks.find(({ id }) => id === 'cyber-essentials');
  assert.ok(essentials);
  const lines = frameworkStanding(essentials, '2026-09', () => 'met')?.lines ?? [];
  for (const { linked, unmapped } of lines) assert.equal(unmapped === null, linked.length > 0);
  const separate = lines.find(({ requirement }) => requirement.id === 'cyber-essentials.separate-admin');
  assert.deepEqual(
    separate?.linked.map(({ stands }) => stands),
    ['contains', 'part'],
  );
  const malware = lines.find(({ requirement }) => requirement.id === 'cyber-essentials.malware');
  assert.deepEqual([malware?.result, malware?.linked.length], ['not-known', 2], 'overlaps alone, all of them met');
});

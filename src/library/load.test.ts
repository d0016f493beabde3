import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertLine, small, swap } from '../../test/small-library.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { editionOf, formatFault, LibraryError, loadLibrary, UnknownEditionError, validateLibrary } from './index.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../library');
const files = readLibraryFolder(folder);

test('the library of this repository loads without a fault', () => {
  assert.deepEqual(validateLibrary(files, ruleNames).map(formatFault), []);
});

const CORE = ['broadband', 'wireless', 'switching', 'cyber', 'filtering', 'leadership'];
const OTHERS = ['cabling', 'servers', 'cloud', 'accessibility', 'it-support', 'devices'];

test('edition September 2026 holds twelve categories, six of them core, with their fifty standards', () => {
  const edition = editionOf(loadLibrary(files, ruleNames), '2026-09');
  assert.deepEqual(
    edition.categories.map(({ id, core, dueOn }) => [id, core, dueOn]),
    [...CORE.map((id) => [id, true, '2030-08-31']), ...OTHERS.map((id) => [id, false, null])],
  );
  const perCategory = Map.groupBy(edition.standards, ({ categoryId }) => categoryId);
  assert.deepEqual(
    [...perCategory.values()].map((standards) => standards.length),
    [3, 4, 4, 7, 4, 4, 3, 4, 5, 3, 5, 4],
  );
  assert.equal(edition.standards.length, 50);
});

test('edition 2025 holds eleven categories with 45 standards, none of them core yet and filtering a duty already', () => {
  const edition = editionOf(loadLibrary(files, ruleNames), '2025-03');
  assert.deepEqual(
    edition.categories.map(({ id, core, dueOn }) => [id, core, dueOn]),
    [...CORE, ...OTHERS].filter((id) => id !== 'it-support').map((id) => [id, false, null]),
  );
  assert.equal(edition.standards.length, 45);
  for (const { standardId, duty, id } of edition.requirements)
    if (standardId.startsWith('filtering-')) assert.ok(duty, id);
});

test('the editions stand in the order of their days', () => {
  const { editions } = loadLibrary(files, ruleNames);
  assert.deepEqual(
    editions.map(({ id }) => id),
    ['2025-03', '2026-09'],
  );
});

test('at most 45 questions reach a first status of the core standards, each with not-sure as its last choice', () => {
  const { questions } = editionOf(loadLibrary(files, ruleNames), '2026-09');
  const core = questions.filter(({ categoryId }) => CORE.includes(categoryId));
  assert.ok(core.length <= 45, `${core.length} questions`);
  for (const { choices } of questions) assert.equal(choices.at(-1)?.id, 'not-sure');
});

test('every requirement can be answered by a question, has a source with a licence, and filtering is a duty today', () => {
  const { requirements } = editionOf(loadLibrary(files, ruleNames), '2026-09');
  for (const requirement of requirements) {
    assert.notEqual(requirement.question, null, requirement.id);
    assert.match(requirement.source.licence, /Open Government Licence/, requirement.id);
    if (requirement.standardId.startsWith('filtering-')) assert.ok(requirement.duty, requirement.id);
  }
});

test('every requirement that waits for a trigger names the rule that finds it, in both editions', () => {
  for (const { requirements } of loadLibrary(files, ruleNames).editions)
    for (const { id, trigger, triggerRule } of requirements)
      assert.equal(
        triggerRule !== null,
        ['at-replacement', 'at-maintenance', 'before-buying', 'at-contract-end'].includes(trigger),
        id,
      );
});

test('an edition that is not there is refused by name', () => {
  const library = loadLibrary(files, ruleNames);
  assert.throws(() => editionOf(library, '1999-01'), UnknownEditionError);
  assert.equal(editionOf(library).id, library.editions.at(-1)?.id);
});

test('the small library that the faults below are made from has none', () => {
  assert.deepEqual(validateLibrary(small(), ruleNames), []);
});

const editionFaults: [name: string, change: (text: string) => string, place: string, message: RegExp][] = [
  ['not YAML', swap('lead: IT support', 'lead: IT: support'), 'lead:', /not YAML/],
  ['a key that is not known', swap('why: Because.', 'why: Because.\n    whim: No.'), 'whim: No', /whim/],
  ['a key that is missing', swap('    asks: Something.\n', ''), '- id: things-1', /asks/],
  ['a day that does not exist', swap('dueOn: 2030-08-31', 'dueOn: 2030-08-32'), 'dueOn', /real date/],
  ['no licence', swap('    licence: Open Government Licence v3.0\n', ''), 'page:', /licence/],
  [
    'an unknown source',
    swap('  source: page\nstandards', '  source: pag\nstandards'),
    'source: pag',
    /unknown source pag/,
  ],
  [
    'an id used twice',
    swap('things-1.two', 'things-1.one'),
    '- id: things-1.one',
    /requirement things-1.one is there twice \(also editions.*:\d+\)/,
  ],
  [
    'an id outside its standard',
    swap('- id: things-1.two', '- id: thing-1.two'),
    '- id: thing-1.two',
    /should begin with things-1\./,
  ],
  [
    'an unknown dependency',
    swap('[things-1.one]', '[things-1.six]'),
    '- id: things-1.two',
    /unknown requirement things-1.six/,
  ],
  [
    'requirements that wait for each other',
    swap('        fact: firewall', '        dependsOn: [things-1.two]\n        fact: firewall'),
    '- id: things-1.two',
    /wait for each other: things-1.one → things-1.two → things-1.one/,
  ],
  [
    'an unknown fact rule',
    swap('firewall-recorded', 'firewall-recordet'),
    'fact:',
    /unknown fact rule firewall-recordet/,
  ],
  [
    'an unknown trigger rule',
    swap('        trigger: now', '        trigger: at-replacement\n        triggerRule: one-day'),
    'triggerRule:',
    /unknown trigger rule one-day/,
  ],
  [
    'a rule that compares, and nothing to compare with',
    swap('firewall-recorded', 'main-line-download'),
    'fact:',
    /no threshold, which the fact rule main-line-download compares with/,
  ],
  [
    'a threshold without a number',
    swap('        fact: firewall', '        threshold: { unit: Mbps }\n        fact: firewall'),
    'threshold:',
    /has a threshold without a number/,
  ],
  [
    'a threshold that leaves phases out',
    swap(
      '        fact: firewall',
      '        threshold: { unit: Mbps, byPhase: { primary: 5, secondary: 9 } }\n        fact: firewall',
    ),
    'threshold:',
    /no number for nursery, all-through, special, post-16/,
  ],
  [
    'neither fact nor question',
    swap("        dependsOn: [things-1.one]\n        question: { id: ask, met: ['yes'] }\n", ''),
    '- id: things-1.two',
    /neither a fact nor a question/,
  ],
  [
    'an unknown question',
    swap("{ id: ask, met: ['yes'] }\n      - id", "{ id: aks, met: ['yes'] }\n      - id"),
    'question: { id: aks',
    /unknown question aks/,
  ],
  ['an unknown choice', swap("met: ['yes'] }\n      - id", 'met: [yep] }\n      - id'), 'met: [yep]', /no choice yep/],
  [
    'not sure as met',
    swap("met: ['yes'] }\n      - id", 'met: [not-sure] }\n      - id'),
    'met: [not-sure]',
    /never mean met/,
  ],
  [
    'nothing but met',
    swap("met: ['yes'] }\n      - id", "met: ['yes', 'no'] }\n      - id"),
    "met: ['yes', 'no']",
    /never say otherwise/,
  ],
  ['no not-sure', swap('      - { id: not-sure, label: Not sure }\n', ''), '- id: ask', /no choice not-sure/],
  [
    'a question that nothing uses',
    (text) =>
      `${text}  - { id: idle, text: A, hint: B, asks: C, choices: [{ id: a, label: A }, { id: not-sure, label: N }] }\n`,
    '- { id: idle',
    /no requirement can be answered by question idle/,
  ],
  [
    'a question that no way through the topic asks',
    (text) =>
      `${swap('  source: page\nstandards', '  source: page\n  underperforming: { question: idle, choices: [a] }\nstandards')(text)}  - { id: idle, text: A, hint: B, asks: C, choices: [{ id: a, label: A }, { id: b, label: B }, { id: not-sure, label: N }] }\n`,
    '- { id: idle',
    /question idle is never asked/,
  ],
];

for (const [name, change, place, message] of editionFaults)
  test(`found with file and line: ${name}`, () => {
    const broken = small(change);
    // What a change does to the needs that name the requirement is another fault.
    broken.delete('options/all.yaml');
    const found = validateLibrary(broken, ruleNames);
    const [first] = found;
    assert.ok(first, 'no fault found');
    assert.equal(found.length, 1, found.map(formatFault).join('\n'));
    assert.equal(first.file, 'editions/small/things.yaml');
    assert.match(first.message, message);
    assertLine(broken, first, place);
    assert.ok(!formatFault(first).includes('\n'));
  });

const needFaults: [name: string, change: (text: string) => string, place: string, message: RegExp][] = [
  ['one option only', (text) => text.slice(0, text.indexOf('      - id: fix-one-do')), 'options:', /at least two/],
  [
    'an unknown requirement',
    swap('    requirements: [things-1.one,', '    requirements: [things-1.x,'),
    'requirements:',
    /unknown requirement things-1.x/,
  ],
  [
    'satisfies what is not there',
    swap('satisfies: [things-1.one,', 'satisfies: [things-1.y,'),
    'satisfies: [things-1.y',
    /unknown requirement things-1.y/,
  ],
  [
    'an unknown exclusion',
    swap('excludes: [fix-one-buy]', 'excludes: [fix-one-by]'),
    'excludes:',
    /unknown option fix-one-by/,
  ],
  [
    'an unknown prerequisite',
    swap('        excludes:', '        after: [fix-two]\n        excludes:'),
    'after:',
    /unknown need fix-two/,
  ],
  ['an option without a source', swap('        source: page\n      - id', '      - id'), '- id: fix-one-buy', /source/],
  [
    'an option with an unknown source',
    swap('        source: page\n      - id', '        source: pge\n      - id'),
    'source: pge',
    /unknown source pge/,
  ],
  [
    'an option there twice',
    swap('fix-one-do', 'fix-one-buy'),
    '- id: fix-one-buy',
    /option fix-one-buy is there twice/,
  ],
];

for (const [name, change, place, message] of needFaults)
  test(`found among the options: ${name}`, () => {
    const broken = small(undefined, change);
    const [first] = validateLibrary(broken, ruleNames);
    assert.ok(first, 'no fault found');
    assert.equal(first.file, 'options/all.yaml');
    assert.match(first.message, message);
    assertLine(broken, first, place);
  });

const coverageFaults: [name: string, change: (text: string) => string, file: string, place: string, message: RegExp][] =
  [
    [
      'a requirement under no need',
      swap('[things-1.one, things-1.two]\n    doNothing', '[things-1.one]\n    doNothing'),
      'editions/small/things.yaml',
      '- id: things-1.two',
      /requirement things-1.two stands under no need/,
    ],
    [
      'a requirement that no option of its need meets',
      swap('satisfies: [things-1.one, things-1.two]', 'satisfies: [things-1.one]'),
      'options/all.yaml',
      'requirements: [',
      /requirement things-1.two is met by no option of the need fix-one/,
    ],
    [
      'an option that does nothing for its need',
      swap('satisfies: [things-1.one]\n        excludes', 'satisfies: []\n        excludes'),
      'options/all.yaml',
      '- id: fix-one-do',
      /option fix-one-do meets nothing of the need fix-one/,
    ],
    [
      'a requirement under two needs',
      (text) => `${text}${text.slice(text.indexOf('  - id: fix-one')).replaceAll('fix-one', 'fix-two')}`,
      'options/all.yaml',
      'requirements: [',
      /requirement things-1.one already stands under the need fix-one/,
    ],
  ];

for (const [name, change, file, place, message] of coverageFaults)
  test(`found between requirements and options: ${name}`, () => {
    const broken = small(undefined, change);
    const found = validateLibrary(broken, ruleNames).filter((fault) => message.test(fault.message));
    const [first] = found;
    assert.ok(first, 'no fault found');
    assert.equal(found.length, 1);
    assert.equal(first.file, file);
    assertLine(broken, first, place);
  });

test('editions by themselves, without a need, are no fault', () => {
  const alone = small();
  alone.delete('options/all.yaml');
  assert.deepEqual(validateLibrary(alone, ruleNames), []);
});

test('loading a faulty library names every fault at once', () => {
  const broken = small((text) =>
    swap('firewall-recorded', 'nothing')(swap("met: ['yes'] }\n      - id", 'met: [yep] }\n      - id')(text)),
  );
  assert.throws(
    () => loadLibrary(broken, ruleNames),
    (error) => error instanceof LibraryError && error.faults.length === 2 && error.message.split('\n').length === 3,
  );
});

test('an edition without its head, and no edition at all, are faults', () => {
  const headless = small();
  headless.delete('editions/small/edition.yaml');
  assert.match(formatFault(validateLibrary(headless, ruleNames)[0] ?? assert.fail()), /edition\.yaml:1: missing/);
  assert.match(formatFault(validateLibrary(new Map(), ruleNames)[0] ?? assert.fail()), /there is no edition/);
});

test('prices in whole pounds become pence', () => {
  const price = `        oneOffCapital: { basis: school, bands: [[200, 1000, 2000.5], [null, 3000, 4000]] }\n`;
  const library = loadLibrary(
    small(undefined, swap('        heading: E20F\n', `        heading: E20F\n${price}`)),
    ruleNames,
  );
  assert.deepEqual(library.needs[0]?.options[0]?.oneOffCapital?.bands, [
    { upToPupils: 200, lowPence: 100_000, highPence: 200_050 },
    { upToPupils: null, lowPence: 300_000, highPence: 400_000 },
  ]);
});

/** What the check says of whom a requirement concerns, when it bites, and what duty it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertLine, small, swap } from '../../test/small-library.ts';
import { ruleNames } from '../status/index.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { formatFault, loadLibrary, validateLibrary } from './index.ts';

const faults: [name: string, change: (text: string) => string, place: string, message: RegExp][] = [
  [
    'a wait without a rule that ends it',
    swap('trigger: now', 'trigger: at-replacement'),
    'trigger:',
    /waits \(at-replacement\), but names no triggerRule/,
  ],
  [
    'a trigger rule where nothing waits',
    swap('        fact: firewall', '        triggerRule: servers-support-end\n        fact: firewall'),
    'triggerRule:',
    /names a triggerRule, which its trigger now does not use/,
  ],
  ['after nothing', swap('trigger: now', 'trigger: after'), 'trigger:', /does not say after which/],
  [
    'after an unknown requirement',
    swap('trigger: now', 'trigger: after\n        after: [things-1.none]'),
    'after:',
    /comes after the unknown requirement things-1.none/,
  ],
  [
    'before, at another trigger',
    swap('trigger: now', 'trigger: now\n        before: [things-1.two]'),
    'before:',
    /says before which requirements it comes, but its trigger is now/,
  ],
  [
    'a requirement that waits for itself',
    swap('trigger: now', 'trigger: after\n        after: [things-1.one]'),
    'trigger:',
    /things-1.one comes after and before itself/,
  ],
  [
    'a duty without a source that is there',
    swap('trigger: now', 'trigger: now\n        duty: { kind: law, by: an Act, source: gone }'),
    'duty:',
    /a duty has the unknown source gone/,
  ],
  [
    'a duty of no kind',
    swap('core: true', 'core: true\n  duty: { kind: custom, by: us, source: page }'),
    'duty:',
    /kind/,
  ],
  [
    'some schools only, and not which',
    swap('trigger: now', 'trigger: now\n        appliesTo: { because: It is not asked of all. }'),
    'appliesTo:',
    /not to which/,
  ],
  [
    'every phase named',
    swap(
      'asks: Something.',
      'asks: Something.\n    appliesTo: { phases: [nursery, primary, secondary, all-through, special, post-16], because: Of all. }',
    ),
    'appliesTo:',
    /standard things-1 names every phase/,
  ],
  [
    'a requirement of schools to which its standard does not apply',
    (text) =>
      swap(
        'trigger: now',
        'trigger: now\n        appliesTo: { phases: [secondary], because: Of secondaries. }',
      )(
        swap(
          'asks: Something.',
          'asks: Something.\n    appliesTo: { phases: [primary], because: Of primaries. }',
        )(text),
      ),
    'appliesTo: { phases: [secondary]',
    /applies to schools to which its standard does not/,
  ],
  [
    'equipment that no answer can say is not there',
    swap('trigger: now', 'trigger: now\n        appliesTo: { equipment: [server], because: Of those with servers. }'),
    '- id: things-1.one',
    /no question has a choice that says there is none/,
  ],
  [
    'a choice that means met and not applicable',
    swap("met: ['yes'] }", "met: ['yes'], notApplicable: ['yes'] }"),
    'question:',
    /choice yes means both met and not applicable/,
  ],
  [
    'not sure as not applicable',
    swap("met: ['yes'] }", "met: ['yes'], notApplicable: [not-sure] }"),
    'question:',
    /not-sure can never mean not applicable/,
  ],
  [
    'nothing but met and not applicable',
    swap("met: ['yes'] }", "met: ['yes'], notApplicable: ['no'] }"),
    'question:',
    /can never say otherwise/,
  ],
  [
    'the most, for a rule that compares with the least',
    swap(
      '        fact: firewall-recorded',
      '        threshold: { unit: Mbps, atMost: true, all: 100 }\n        fact: main-line-download',
    ),
    'threshold:',
    /names the most, but the fact rule main-line-download compares with the least/,
  ],
];
for (const [name, change, place, message] of faults)
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
  });

const { editions } = loadLibrary(
  readLibraryFolder(fileURLToPath(new URL('../../library', import.meta.url))),
  ruleNames,
);

test('every requirement of both editions says who answers, who leads, what shows it, and how sure its source is', () => {
  for (const edition of editions) {
    const categories = new Map(edition.categories.map((category) => [category.id, category]));
    const standards = new Map(edition.standards.map((standard) => [standard.id, standard]));
    const questions = new Map(edition.questions.map((question) => [question.id, question]));
    for (const { id, standardId, question, lead, evidence, weight, source, duty, dutyBy } of edition.requirements) {
      const category = categories.get(standards.get(standardId)?.categoryId ?? '');
      assert.match(questions.get(question?.id ?? '')?.asks ?? '', /\S/, id);
      assert.match(lead ?? category?.lead ?? '', /\S/, id);
      assert.match(evidence, /\S/, id);
      assert.ok(weight >= 1 && weight <= 9, id);
      assert.match(source.licence, /\S/, id);
      assert.match(source.confidence, /\S/, id);
      assert.equal(duty, dutyBy !== undefined, id);
    }
  }
});

test('no choice that says "we have none of this" counts as met, and each settles all that is asked of servers', () => {
  for (const { requirements, questions } of editions) {
    const none = questions.flatMap(({ id, choices }) =>
      choices.flatMap((choice) =>
        /^(?:We have no servers|We do not let|Nothing: )/.test(choice.label) ? [`${id} ${choice.id}`] : [],
      ),
    );
    assert.equal(none.length, 7);
    for (const { id, question, standardId, appliesTo } of requirements) {
      for (const choice of question?.met ?? []) assert.ok(!none.includes(`${question?.id} ${choice}`), id);
      for (const choice of question?.notApplicable ?? []) assert.ok(none.includes(`${question?.id} ${choice}`), id);
      if (standardId.startsWith('servers-')) assert.deepEqual(appliesTo?.equipment, ['server'], id);
    }
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { small } from '../../test/small-library.ts';
import { ruleNames } from '../status/index.ts';
import { editionOf, formatFault, loadLibrary, validateLibrary } from './index.ts';
import { compileExpression, ExpressionError, type Scope } from './rule-expressions.ts';

const files = small();
const PATH = 'rules/own.yaml';

/** A rule of a trust's own, which has no fault. */
const OWN = `rules:
  - id: own-switches-fast
    explains: Met where every switch has fast ports and is looked after.
    looksAt:
      switches:
        register: equipment
        kinds: [core-switch, access-switch]
        where: item.condition != "broken"
        field: Port speed
        value: '{portSpeedMbps} Mbps'
        none: No switches are recorded.
    noThreshold: No speed is set.
    every: switches
    pass: 'item.portSpeedMbps == null ? notKnown : item.portSpeedMbps >= threshold'
    says:
      met: All switches give {threshold} Mbps.
      notMet: '{names} gives less.'
      notKnown: The speed of {names} is not recorded.
  - id: own-servers-young
    explains: Met until a server has stood for five years.
    looksAt:
      servers:
        register: equipment
        kinds: [server]
        field: Bought
        value: '{boughtOn}'
        none: No servers are recorded.
    cases:
      - when: servers.exists(each, each.boughtOn != null && addYears(each.boughtOn, 5) <= day)
        outcome: not-met
        says: '{names} is old.'
        about: { list: servers, where: 'item.boughtOn != null && addYears(item.boughtOn, 5) <= day' }
      - when: servers.exists(each, each.boughtOn == null)
        outcome: not-known
        says: When a server was bought is not recorded.
      - outcome: met
        says: All servers are young.
        shows: [servers]
    changes:
      - of: servers
        on: 'item.boughtOn == null ? notKnown : addYears(item.boughtOn, 5)'
        because: '{name}, bought on {boughtOn}, is five years old'
`;

function faultsOf(text: string) {
  return validateLibrary(new Map(files).set(PATH, text), ruleNames);
}

function swap(from: string, to: string): string {
  assert.ok(OWN.includes(from), `the text to break is not there: ${from}`);
  return OWN.replace(from, to);
}

test('rules of a library of one’s own load beside the others', () => {
  assert.deepEqual(faultsOf(OWN).map(formatFault), []);
  const { rules } = editionOf(loadLibrary(new Map(files).set(PATH, OWN), ruleNames));
  assert.equal(rules.get('own-switches-fast')?.noThreshold, 'No speed is set.');
  assert.equal(rules.get('own-servers-young')?.noThreshold, null);
});

const PASS = "pass: 'item.portSpeedMbps == null ? notKnown : item.portSpeedMbps >= threshold'";
const faults: [name: string, text: string, place: string, message: RegExp][] = [
  ['a slip in the expression', swap(PASS, "pass: 'item.portSpeedMbps == == 5'"), 'pass:', /Unexpected token|Expected/],
  ['an unknown name', swap(PASS, "pass: 'thing.portSpeedMbps == null'"), 'pass:', /Unknown variable: thing/],
  ['an unknown field', swap(PASS, "pass: 'item.portSpeed >= threshold'"), 'pass:', /no register has a field portSpeed/],
  ['a field of another register', swap(PASS, "pass: 'item.downMbps >= threshold'"), 'pass:', /No such key: downMbps/],
  ['a number and a word compared', swap(PASS, "pass: 'item.kind >= 3'"), 'pass:', /no such overload: string >= int/],
  ['no answer', swap(PASS, "pass: 'addDays(day, 1)'"), 'pass:', /must come to true, false or notKnown/],
  [
    'what is not known, forgotten',
    swap(PASS, "pass: 'item.portSpeedMbps >= threshold'"),
    'pass:',
    /must say what holds where a field is not known/,
  ],
  [
    'a threshold that is not read',
    swap(PASS, "pass: 'item.portSpeedMbps == null ? notKnown : item.portSpeedMbps >= 1000'"),
    'noThreshold:',
    /never said: no expression reads the threshold/,
  ],
  [
    'a threshold without a word for its lack',
    swap('    noThreshold: No speed is set.\n', ''),
    '- id: own-switches-fast',
    /say in noThreshold/,
  ],
  [
    'a rule that can never be met',
    swap(PASS, "pass: 'item.portSpeedMbps == null || threshold > 0 && item.portSpeedMbps < 0 ? notKnown : false'"),
    'met:',
    /pass is never true/,
  ],
  [
    'a rule that can never fail',
    swap(PASS, "pass: 'item.portSpeedMbps == null || threshold < 0 ? notKnown : true'"),
    'notMet:',
    /pass is never false/,
  ],
  [
    'a rule that never answers',
    swap(PASS, "pass: 'item.portSpeedMbps == threshold ? notKnown : notKnown'"),
    'pass:',
    /never true and never false/,
  ],
  [
    'an answer without words',
    swap("      notMet: '{names} gives less.'\n", ''),
    'pass:',
    /can come to false: put into words in says.notMet/,
  ],
  [
    'a condition that always holds',
    swap('item.condition != "broken"', 'item.kind != "laptop"'),
    'where:',
    /always holds/,
  ],
  [
    'a condition that never holds',
    swap('item.condition != "broken"', 'item.condition == "lost"'),
    'where:',
    /never holds/,
  ],
  ['an unknown kind', swap('[core-switch, access-switch]', '[core-switch, hub]'), 'kinds:', /no kind hub/],
  ['an unknown field to show', swap("'{portSpeedMbps} Mbps'", "'{portSpeed} Mbps'"), 'value:', /no field portSpeed/],
  [
    'an unknown name in a sentence',
    swap("'{names} gives less.'", "'{name} gives less.'"),
    'notMet:',
    /{name} is not one/,
  ],
  ['a brace too many', swap("'{names} gives less.'", "'{names}} gives less.'"), 'notMet:', /belongs to no {name}/],
  ['an unknown list', swap('every: switches', 'every: switchs'), 'every:', /no list switchs/],
  [
    'both every and any',
    swap('    every: switches\n', '    every: switches\n    any: switches\n'),
    '- id: own-switches',
    /exactly one of/,
  ],
  ['no word for an empty list', swap('        none: No switches are recorded.\n', ''), 'switches:', /say in none/],
  ['a name that has a meaning', OWN.replaceAll('servers', 'item'), 'item:', /has a meaning of its own/],
  ['an id used twice', swap('own-servers-young', 'own-switches-fast'), '- id: own-switches-fast', /is there twice/],
  [
    'a case that is never reached',
    swap('each.boughtOn == null)', 'each.boughtOn == null && each.boughtOn != null)'),
    'when: servers.exists(each, each.boughtOn == null &&',
    /never reached/,
  ],
  [
    'cases without an end',
    swap('      - outcome: met\n', '      - when: servers.size() > 3\n        outcome: met\n'),
    'when: servers.size() > 3',
    /the last must have none/,
  ],
  [
    'a day of change that is not named',
    swap("addYears(item.boughtOn, 5)'\n        because", "addYears(item.boughtOn, 6)'\n        because"),
    'changes:',
    /changes on a day that changes does not name/,
  ],
  [
    'no days of change',
    OWN.slice(0, OWN.indexOf('    changes:')),
    '- id: own-servers-young',
    /reads the day: say in changes/,
  ],
  [
    'days of change for what does not change',
    OWN.replaceAll('addYears(each.boughtOn, 5) <= day', 'each.boughtOn < "2020-01-01"').replace(
      'addYears(item.boughtOn, 5) <= day',
      'item.boughtOn < "2020-01-01"',
    ),
    'changes:',
    /nothing changes by itself/,
  ],
];

for (const [name, text, place, message] of faults)
  test(`found with file and line: ${name}`, () => {
    const found = faultsOf(text);
    assert.equal(found.length, 1, found.map(formatFault).join('\n') || 'no fault found');
    const [fault] = found;
    assert.equal(fault?.file, PATH);
    assert.match(fault.message, message);
    const line = text.split('\n')[fault.line - 1] ?? '';
    assert.ok(line.includes(place), `line ${fault.line} is "${line}", not the one with "${place}"`);
    assert.ok(!formatFault(fault).includes('\n'));
    // Said again when it is read again: what is kept of a rule is kept only where it is sound.
    assert.deepEqual(faultsOf(text), found);
  });

const scope: Scope = { item: 'equipment', lists: new Map([['switches', 'equipment']]), counts: [] };
const deep = (depth: number) => `${'('.repeat(depth)}true${')'.repeat(depth)}`;
const hostile: [name: string, text: string, message: RegExp][] = [
  ['too long', `item.name == "${'a'.repeat(600)}"`, /longer than 500/],
  ['too deep', deep(200), /depth|deep|nest/i],
  ['too many parts', Array.from({ length: 80 }, () => 'true').join('||'), /nodes|limit/i],
  ['too long a list', `item.name in [${Array.from({ length: 60 }, () => '"a"').join()}]`, /list|element/i],
  ['a table', '{"a": true}["a"]', /map|tables|entries/i],
  ['a prototype', 'item.__proto__ == null', /no register has a field __proto__/],
  ['a constructor', 'item.constructor == null', /no register has a field constructor/],
  ['a constructor by its name', 'item["constructor"] == null', /square brackets/],
  ['an inherited method', 'item.toString() == ""', /toString is not one that rules have/],
  ['what the record holds as a table', 'item.sources == null', /no register has a field sources/],
  ['a pattern that takes for ever', 'item.name.matches("(a+)+$")', /matches is not one that rules have/],
  ['another function', 'timestamp("2020-01-01T00:00:00Z") == null', /timestamp is not one that rules have/],
  ['a global', 'process.env == null', /no register has a field env|Unknown variable/],
  ['a name that every object has', 'constructor == null', /Unknown variable: constructor/],
  ['the prototype by its name', '__proto__ == null', /Reserved identifier: __proto__/],
  [
    'lists inside lists inside the list',
    'switches.all(a, switches.all(b, a.id == b.id))',
    /walked inside one other list, no deeper/,
  ],
];

for (const [name, text, message] of hostile)
  test(`refused at once: ${name}`, () => {
    const start = performance.now();
    assert.throws(
      () => compileExpression(text, scope),
      (error: unknown) => error instanceof ExpressionError && message.test(error.message),
    );
    assert.ok(performance.now() - start < 1000);
  });

test('words are found whole, in any capitals', () => {
  const has = (text: string) => compileExpression('hasWord(day, "pro")', scope).run({ day: text });
  assert.deepEqual(['Windows 11 Pro', 'PRO', 'pro-x', 'Processor', 'iPadPro', 'pro_x', 'process pro'].map(has), [
    true,
    true,
    true,
    false,
    false,
    false,
    true,
  ]);
});

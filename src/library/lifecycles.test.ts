import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { equipmentKinds } from '../domain/record.ts';
import { readLibraryFolder } from '../platform/library-files.ts';
import { ruleNames } from '../status/index.ts';
import { loadLibrary, validateLibrary } from './index.ts';
import { lifecycleOf, lifecycleOfKind, type LifecycleDate } from './lifecycle.ts';
import { wordsOf } from './lifecycle-names.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../library');
const files = readLibraryFolder(folder);
const { lifecycles, needs } = loadLibrary(files, ruleNames);

const SMALL = `sources:
  page:
    title: A page
    url: https://example.org/page
    asAt: 2026-08-22
    licence: MIT
    confidence: transcription
  own:
    title: Our own range
    url: ''
    asAt: 2026-11-01
    licence: MIT
    confidence: derived
products:
${equipmentKinds.map((kind) => `  - { id: kind-${kind}, title: ${kind}, kinds: [${kind}], refreshLife: { years: 5, source: own }, source: own }`).join('\n')}
  - id: tab
    title: Tab
    kinds: [tablet]
    names: [tab]
    price: { low: 100, typical: 150, high: 200, unit: each, placeholder: true, why: A guess., source: own }
    source: page
    releases:
      - releaseCycle: '1'
        releaseLabel: Tab one
        names: [tab 1]
        releaseDate: 2019-01-01
        discontinued: 2020-01-01
        eoas: 2021-01-01
        eol: 2022-01-01
        eoes: 2023-01-01
        successor: tab-2
      - releaseCycle: '2'
        releaseLabel: Tab two
        names: [tab 2, [tab, second]]
        eol: false
`;

function small(change: (text: string) => string = (text) => text): Map<string, string> {
  const editions = [...files].filter(([path]) => /^(?:editions|rules)\//.test(path));
  return new Map([...editions, ['lifecycles/all.yaml', change(SMALL)]]);
}

function swap(from: string, to: string) {
  return (text: string) => {
    assert.ok(text.includes(from), `the text to break is not there: ${from}`);
    return text.replace(from, to);
  };
}

test('the small catalogue that the faults below are made from has none, and resolves its sources', () => {
  assert.deepEqual(validateLibrary(small(), ruleNames), []);
  const made = loadLibrary(small(), ruleNames).lifecycles;
  const one = lifecycleOf(made, 'tab-1');
  assert.equal(one?.familyId, 'tab');
  assert.equal(one.source.url, 'https://example.org/page');
  assert.equal(one.price?.typicalPence, 15_000, 'a release has the price of its product');
  assert.equal(lifecycleOf(made, 'tab-2')?.securityEnds, false);
  assert.equal(lifecycleOf(made, 'nothing'), null);
});

const faults: [name: string, change: (text: string) => string, place: string, message: RegExp][] = [
  ['no source', swap('names: [tab]\n    price', 'names: [tab]\n    x: 1\n    price'), 'x: 1', /x/],
  ['an entry without a source', swap('source: own }\n    source: page', 'source: own }'), '- id: tab', /source/],
  [
    'an unknown source',
    swap('    source: page\n    rel', '    source: pag\n    rel'),
    'source: pag',
    /unknown source pag/,
  ],
  ['a price without a source', swap('why: A guess., source: own', 'why: A guess.'), 'price:', /source/],
  [
    'a price with an unknown source',
    swap('A guess., source: own', 'A guess., source: on'),
    'price:',
    /unknown source on/,
  ],
  [
    'dates whose source has no address',
    swap('    source: page\n    rel', '    source: own\n    rel'),
    'releaseCycle',
    /address/,
  ],
  ['a price that says it is no placeholder', swap('placeholder: true', 'placeholder: false'), 'price:', /placeholder/],
  ['a price whose ends are the wrong way round', swap('low: 100', 'low: 160'), 'price:', /must rise/],
  ['a day that does not exist', swap('eol: 2022-01-01', 'eol: 2022-02-30'), 'eol:', /real date/],
  ['an end before the release', swap('eol: 2022-01-01', 'eol: 2018-01-01'), 'eol:', /eol 2018-01-01 before eoas/],
  [
    'the end of sale before the release',
    swap('discontinued: 2020', 'discontinued: 2018'),
    'discontinued',
    /before rel/,
  ],
  ['paid fixes that end before the free ones', swap('eoes: 2023', 'eoes: 2021'), 'eoes', /eoes 2021-01-01 before eol/],
  ['an unknown successor', swap('successor: tab-2', 'successor: tab-9'), 'successor', /unknown successor tab-9/],
  [
    'successors in a circle',
    swap('eol: false', 'eol: false\n        successor: tab-1'),
    'successor',
    /circle: tab-1 → tab-2 → tab-1/,
  ],
  [
    'an id that is there twice',
    (text) => text.replace('        successor: tab-2\n', '').replace("releaseCycle: '2'", "releaseCycle: '1'"),
    "releaseCycle: '1'",
    /tab-1 is there twice/,
  ],
  [
    'two entries with the same name',
    swap('names: [tab 2', 'names: [Tab-1'),
    'names: [Tab-1',
    /tab-2 is recognised by "Tab-1" as tab-1 is \(lifecycles\/all.yaml:\d+\)/,
  ],
  [
    'the same phrases in another order',
    swap('names: [tab 1]', 'names: [[second, tab]]'),
    'names: [tab 2',
    /recognised by "tab \+ second" as tab-1 is/,
  ],
  ['a name of digits alone', swap('names: [tab 2', "names: ['365'"), "names: ['365'", /digits alone/],
  ['a name that says nothing', swap('names: [tab 2', "names: ['-'"), "names: ['-'", /without letters/],
  [
    'a kind without its refresh life',
    swap('kinds: [ups], refreshLife: { years: 5, source: own }, ', 'kinds: [ups], '),
    'ups',
    /refreshLife/,
  ],
  ['a kind without an entry', swap('kind-router', 'kind-rooter'), 'sources:', /no entry kind-router/],
];

for (const [name, change, place, message] of faults) {
  test(`a fault is named by file and line: ${name}`, () => {
    const library = small(change);
    const found = validateLibrary(library, ruleNames);
    const [fault] = found;
    assert.ok(fault, 'no fault was found');
    assert.equal(fault.file, 'lifecycles/all.yaml');
    assert.match(fault.message, message);
    assert.ok(!fault.message.includes('\n'));
    const line = library.get(fault.file)?.split('\n')[fault.line - 1] ?? '';
    assert.ok(line.includes(place), `line ${fault.line} is "${line}", not the one with "${place}"`);
  });
}

const given = (date: LifecycleDate) => date !== null;

test('the catalogue of this repository: every entry with a date has an address to check it at, and a day it was read', () => {
  assert.ok(lifecycles.length >= 60, `${lifecycles.length} entries`);
  for (const entry of lifecycles) {
    const { releasedOn, soldUntil, supportEnds, securityEnds, paidFixesEnd, source } = entry;
    if ([releasedOn, soldUntil, supportEnds, securityEnds, paidFixesEnd].some(given)) {
      assert.match(source.url, /^https:\/\//, entry.id);
    }
    assert.ok(source.asAt >= '2014-01-01', entry.id);
  }
});

test('every entry derived from endoflife.date has the dates that stood there together', () => {
  const path = join(folder, '../../shared/data/end-of-life/endoflife_selected_products.json');
  if (!existsSync(path)) return;
  type Release = Partial<Record<'releaseDate' | 'discontinued' | 'eoas' | 'eol' | 'eoes', string | boolean>>;
  const products = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { releases: Release[] }>;
  let compared = 0;
  for (const entry of lifecycles) {
    const [, product = ''] = /^https:\/\/endoflife\.date\/(.+)$/.exec(entry.source.url) ?? [];
    const dates: [keyof Release, LifecycleDate][] = [
      ['releaseDate', entry.releasedOn],
      ['discontinued', entry.soldUntil],
      ['eoas', entry.supportEnds],
      ['eol', entry.securityEnds],
      ['eoes', entry.paidFixesEnd],
    ];
    const own = dates.filter(([, date]) => given(date));
    if (product === '' || own.length === 0) continue;
    compared += 1;
    const releases = products[product]?.releases ?? assert.fail(`${entry.id}: no product ${product}`);
    const same = releases.filter((release) => own.every(([key, date]) => release[key] === date));
    assert.ok(same.length > 0, `${entry.id}: no release of ${product} has ${JSON.stringify(own)}`);
  }
  assert.ok(compared > 150, `${compared} compared`);
});

test('dates that schools ask about, as endoflife.date had them on 22 August 2026', () => {
  const ends = (id: string) => lifecycleOf(lifecycles, id)?.securityEnds;
  assert.equal(ends('windows-10'), '2025-10-14');
  assert.equal(ends('windows-server-2016'), '2027-01-12');
  assert.equal(ends('windows-server-2012-r2'), '2023-10-10');
  assert.equal(ends('exchange-server-2019'), '2025-10-14');
  assert.equal(ends('sql-server-2016'), '2026-07-14');
  assert.equal(ends('ipad-9'), false, 'Apple has named no day');
  assert.equal(ends('esxi-8.0'), '2027-10-11');
});

test('what is usually paid for one of a kind is what the option that buys it says', () => {
  const pairs = [
    ['laptop', 'laptops-buy'],
    ['desktop', 'desktops-buy'],
    ['chromebook', 'chromebooks-buy'],
    ['tablet', 'tablets-buy'],
    ['panel', 'panels-buy'],
    ['core-switch', 'switching-replace'],
    ['access-switch', 'switching-replace'],
  ] as const;
  for (const [kind, optionId] of pairs) {
    const option = needs.flatMap(({ options }) => options).find(({ id }) => id === optionId);
    const band = option?.oneOffCapital?.bands[0];
    const price = lifecycleOfKind(lifecycles, kind)?.price;
    assert.deepEqual([price?.lowPence, price?.highPence], [band?.lowPence, band?.highPence], kind);
  }
});

test('words are compared whatever the case, the hyphens and the short forms', () => {
  assert.deepEqual(wordsOf('Win10 Pro'), ['windows', '10', 'pro']);
  assert.deepEqual(wordsOf('HP ProLiant DL380 Gen9'), wordsOf('hp proliant DL-380 gen 9'));
  assert.deepEqual(wordsOf('iPad (9th generation)'), wordsOf('iPad 9th Gen'));
  assert.deepEqual(wordsOf('Windows 10, version 22H2'), wordsOf('windows 10 22h2'));
  assert.deepEqual(wordsOf('Windows 10/11'), wordsOf('Windows 10 or Windows 11'));
  assert.deepEqual(wordsOf('Tab A9+'), ['tab', 'a', '9', 'plus']);
  assert.deepEqual(wordsOf('£12,500 – n/a'), ['12', 'or', '500', 'n', 'a']);
  assert.deepEqual(wordsOf('…'), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkGlossary, glossaryFileSchema, replaceTerms, termsIn, termsOf, type Term } from './glossary.ts';
import { formatFault, readYamlFile, type LibraryFault } from './yaml-file.ts';

const term = (id: string, name: string, also: string[] = []): Term => ({ id, name, also, meaning: '.', source: null });
const terms = [
  term('mis', 'management information system', ['MIS']),
  term('switch', 'network switch'),
  term('wifi', 'Wi-Fi 6'),
  term('wifi-6e', 'Wi-Fi 6E'),
];
const marked = (text: string): string => replaceTerms(text, terms, (wording, { id }) => `<${wording}:${id}>`);

test('a term is found as a whole word, at the start of a sentence, and in the plural', () => {
  assert.equal(marked('Management information systems differ.'), '<Management information systems:mis> differ.');
  assert.equal(
    marked('The network switch, not networks switched.'),
    'The <network switch:switch>, not networks switched.',
  );
  assert.equal(marked('unmanagement information system'), 'unmanagement information system');
});

test('a short form is found only as it is written, and the longest wording that fits is taken', () => {
  assert.equal(marked('An MIS, not a mis-sold one.'), 'An <MIS:mis>, not a mis-sold one.');
  assert.equal(marked('Wi-Fi 6E and Wi-Fi 6.'), '<Wi-Fi 6E:wifi-6e> and <Wi-Fi 6:wifi>.');
  assert.equal(marked('Wi-Fi 60 is none.'), 'Wi-Fi 60 is none.');
});

test('the terms of several texts come once each, in the order of their first use', () => {
  const found = termsIn(['A network switch for the MIS.', 'Two MIS and a network switch.'], terms);
  assert.deepEqual(
    found.map(({ id }) => id),
    ['switch', 'mis'],
  );
  assert.deepEqual(termsIn(['Nothing of the trade.'], terms), []);
  assert.deepEqual(termsIn(['An MIS.'], []), []);
});

const FILE = `sources:
  page:
    title: A page
    url: https://example.org/page
    asAt: 2026-09-16
    licence: Open Government Licence v3.0
    confidence: seen
terms:
  - id: b
    name: server
    also: [box]
    meaning: A computer.
    source: page
  - id: a
    name: firewall
    meaning: A guard.
`;

function faultsOf(text: string): string[] {
  const faults: LibraryFault[] = [];
  const file = readYamlFile('glossary.yaml', text, glossaryFileSchema, faults);
  if (file !== null) checkGlossary(file, faults);
  return faults.map(formatFault);
}

test('a glossary is read by name, with its sources', () => {
  assert.deepEqual(faultsOf(FILE), []);
  const file = readYamlFile('glossary.yaml', FILE, glossaryFileSchema, []);
  assert.ok(file);
  assert.deepEqual(
    termsOf(file.data).map(({ name, source }) => [name, source?.title]),
    [
      ['firewall', undefined],
      ['server', 'A page'],
    ],
  );
});

test('a glossary that says a thing twice, or names no source that it has, is refused by line', () => {
  assert.deepEqual(faultsOf(FILE.replace('id: a', 'id: b')), ['glossary.yaml:14: term b is there twice']);
  assert.deepEqual(faultsOf(FILE.replace('name: firewall', 'name: box')), ['glossary.yaml:15: “box” is there twice']);
  assert.deepEqual(faultsOf(FILE.replace('source: page', 'source: book')), ['glossary.yaml:13: unknown source book']);
  assert.match(faultsOf(FILE.replace('    meaning: A guard.\n', '')).join(), /meaning/);
});

/** Our texts can be read at the age of twelve, and what is excepted from that is no way around it. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadLibrary, termsIn, type Term } from '../src/library/index.ts';
import { readLibraryFolder } from '../src/platform/library-files.ts';
import { ruleNames } from '../src/status/index.ts';
import { isOrdinary, OLDEST_READER, poolTexts, readingFaults, readingOf } from './reading-age.ts';
import { documentText, libraryTexts } from './reading-texts.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const library = loadLibrary(readLibraryFolder(join(root, 'library')), ruleNames);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Guides are for those who keep a server or edit the library, and name what they work with. */
const OLDEST_GUIDE_READER = 13;
/** As many as a page of terms may hold and still be read. */
const MOST_TERMS = 80;

const firewall: Term = { id: 'firewall', name: 'firewall', also: ['FW'], meaning: 'A guard.', source: null };

describe('the reading age', () => {
  test('is that of the published formula, five years above the grade', () => {
    // Six words of one syllable: 0.39 × 6 + 11.8 × 1 − 15.59 = −1.45.
    assert.equal(readingOf(['The cat sat on the mat.'], [])?.age.toFixed(2), '3.55');
    // Eight words of thirteen syllables in one sentence: 0.39 × 8 + 11.8 × 13 / 8 − 15.59 = 6.71.
    const hard = readingOf(['The committee will never approve the new building.'], []);
    assert.deepEqual([hard?.words, hard?.age.toFixed(2)], [8, '11.71']);
  });

  test('counts a term, a name, a number and a short form as the decision record says', () => {
    const words = (text: string) => readingOf([text], [firewall])?.sentences[0];
    const counted = (text: string) => [words(text)?.words, words(text)?.syllables];
    assert.deepEqual(counted('We each have two firewalls here.'), [6, 7]);
    assert.deepEqual(counted('Firewall and FW mean the same.'), [6, 8]);
    assert.deepEqual(counted('We bought this from Northern Telecommunications Limited.'), [5, 6]);
    assert.deepEqual(counted('We gave it to the Department for Education.'), [6, 7]);
    assert.deepEqual(counted('They paid us £12,345.67 last week.'), [6, 7]);
    assert.deepEqual(counted('Put the USB stick back here.'), [6, 8]);
  });

  test('leaves labels out, which would make any page look easy', () => {
    assert.equal(readingOf(['Yes', 'No', 'Not sure', 'Save and continue'], []), null);
    assert.equal(readingOf(['2 of 10 of 12 due', '1, 2, 3, 4, 5'], []), null);
    const remark = readingOf(['The cat sat on the mat. (not met in 3 terms)'], []);
    assert.deepEqual(
      remark?.sentences.map(({ text }) => text),
      ['The cat sat on the mat.'],
    );
    assert.equal(readingOf(['Yes', 'The cat sat on the mat.'], [])?.sentences.length, 1);
  });

  test('names what to mend where a text is too hard', () => {
    const hard = 'Organisational infrastructure necessitates considerable administrative responsibility.';
    const [fault, ...others] = readingFaults('a page', [hard, 'The cat sat on the mat.'], []);
    assert.match(fault ?? '', /^a page: age \d+\.\d.*Organisational infrastructure/);
    assert.deepEqual(others, []);
    assert.deepEqual(readingFaults('a page', ['The cat sat on the mat.'], []), []);
  });
});

test('short pages are measured together, a section at a time', () => {
  const long = Array.from({ length: 20 }, (_, index) => `The cat sat on mat ${index}.`);
  const pages = new Map([
    ['/a/1', long],
    ['/a/2', long.slice(0, 8)],
    ['/a/3', long.slice(11)],
    ['/b/1', ['The dog sat on the mat.']],
    ['/c/1', ['The pig sat on the mat.', 'The dog sat on the mat.']],
  ]);
  const pooled = poolTexts(pages, [], (name) => name.slice(0, 2));
  assert.deepEqual(
    pooled.map(({ name, blocks }) => [name, blocks.length]),
    [
      ['/a/1', 20],
      ['/a', 17],
      ['all other short pages', 2],
    ],
  );
});

describe('at the age of twelve anybody can read', () => {
  test('every text of the library: standards, questions, options, frameworks, terms', () => {
    const texts = libraryTexts(library);
    assert.ok(texts.length > 200, `only ${texts.length} texts were found`);
    const faults = texts.flatMap(({ name, blocks }) => readingFaults(name, blocks, library.terms));
    assert.deepEqual(faults, [], `past the age of ${OLDEST_READER}; see scripts/reading-age.ts`);
  });

  test('the README, and a little later the guides', () => {
    const paths = globSync(['README.md', 'docs/guide/*.md'], { cwd: root });
    assert.ok(paths.length > 4);
    const faults = paths.flatMap((path) => {
      const most = path === 'README.md' ? OLDEST_READER : OLDEST_GUIDE_READER;
      return readingFaults(path, documentText(path, read(path)).blocks, library.terms, most);
    });
    assert.deepEqual(faults, []);
  });

  test('the meaning of every term, though no term is excepted there', () => {
    const faults = library.terms.flatMap(({ id, meaning }) => readingFaults(id, [meaning], []));
    assert.deepEqual(faults, []);
  });
});

describe('a term of the glossary', () => {
  const wordings = library.terms.flatMap(({ name, also }) => [name, ...also]);

  test('is one of not too many', () => {
    assert.ok(library.terms.length >= 30 && library.terms.length <= MOST_TERMS, `${library.terms.length} terms`);
  });

  test('is used in the library or on a page', () => {
    const pages = globSync('src/features/**/*.{view,words,rules,web}.ts', { cwd: root }).filter(
      (path) => !path.includes('glossary'),
    );
    const withoutComments = (path: string): string => read(path).replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
    const texts = libraryTexts(library).filter(({ name }) => !name.startsWith('term '));
    const names = [
      ...library.editions.flatMap(({ categories }) => categories.flatMap(({ lead, consult }) => [lead, ...consult])),
      ...library.frameworks.map(({ name }) => name),
      ...library.needs.flatMap(({ options }) => options.map(({ name }) => name)),
    ];
    const used = new Set(
      termsIn([...texts.flatMap(({ blocks }) => blocks), ...names, ...pages.map(withoutComments)], library.terms),
    );
    assert.deepEqual(
      library.terms.filter((term) => !used.has(term)).map(({ id }) => id),
      [],
    );
  });

  test('counts as one word only where it is a word of the trade', () => {
    const words = library.terms.flatMap(({ name, also }) => [name, ...also]).filter((word) => !/[ -]/.test(word));
    assert.deepEqual(words.filter(isOrdinary), [], 'ordinary words need no meaning of their own');
    const text = 'We use the cloud service now.';
    assert.ok(isOrdinary('cloud service'));
    assert.deepEqual(readingOf([text], library.terms), readingOf([text], []));
  });

  test('is no whole phrase', () => {
    assert.deepEqual(
      wordings.filter((wording) => wording.split(' ').length > 5),
      [],
    );
  });
});

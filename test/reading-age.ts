/**
 * How old somebody has to be to read a text with ease (docs/decisions/reading-age.md). The formula is Flesch and Kincaid's:
 * grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid, Fishburne, Rogers and Chissom, "Derivation of
 * new readability formulas", Research Branch Report 8-75, US Navy, 1975). A child of grade n is n + 5 years old at the least.
 */
import { daleChall } from 'dale-chall';
import { syllable } from 'syllable';
import { replaceTerms, type Term } from '../src/library/index.ts';

/** No page of ours asks for an older reader, in years. */
export const OLDEST_READER = 12;
/** Sentences with fewer words beside numbers are labels: counting them would make any page look easy. */
const FEWEST_WORDS = 5;
/** A term of the trade, a name or a number counts as one word of as many syllables. */
const EXCEPTED_SYLLABLES = 2;
/** In a text, stands for a term or a name. */
export const STAND_IN = '\uE000';

/** Names that small words hold together; names that are only capitals in a row are seen as they are. */
const NAMES = [
  'Department for Education',
  'National Cyber Security Centre',
  'Open Government Licence v3.0',
  'Report Fraud',
  'Get Information about Schools',
];

export interface Sentence {
  text: string;
  words: number;
  syllables: number;
}

export interface Reading {
  /** Years; not rounded. */
  age: number;
  words: number;
  sentences: readonly Sentence[];
}

/** Dale and Chall's list of the words that four in five American children of ten know. */
const familiar = new Set(daleChall);

const segmenter = new Intl.Segmenter('en-GB', { granularity: 'sentence' });

/** The reading of these blocks of text (a block's end is a sentence's end); null where none holds a whole sentence. */
export function readingOf(blocks: readonly string[], terms: readonly Term[]): Reading | null {
  const sentences = blocks.flatMap((block) => sentencesOf(block, terms));
  return sentences.length === 0 ? null : { ...ageOf(sentences), sentences };
}

/** The sentences that do most to make a reading hard, the hardest first. */
export function hardestOf({ sentences }: Reading, most: number): (Sentence & { age: number })[] {
  return sentences
    .map((sentence) => ({ ...sentence, age: ageOf([sentence]).age }))
    .toSorted((a, b) => b.age - a.age)
    .slice(0, most);
}

/** A page with fewer words of running text says too little of itself to be measured alone. */
const FEWEST_ALONE = 60;

/**
 * The pages to measure, from each page's blocks by its name: those with enough words alone, the others together by what
 * `sectionOf` says of them, and what is still too short all together. A block is counted once in each.
 */
export function poolTexts(
  pages: ReadonlyMap<string, readonly string[]>,
  terms: readonly Term[],
  sectionOf: (name: string) => string,
): { name: string; blocks: string[] }[] {
  const isLong = (blocks: Iterable<string>): boolean => (readingOf([...blocks], terms)?.words ?? 0) >= FEWEST_ALONE;
  const alone = new Map<string, Set<string>>();
  const sections = new Map<string, Set<string>>();
  const rest = new Set<string>();
  for (const [name, blocks] of pages) {
    if (isLong(blocks)) alone.set(name, new Set(blocks));
    else addAll(sections, sectionOf(name), blocks);
  }
  for (const [section, blocks] of sections) {
    if (isLong(blocks)) alone.set(section, blocks);
    else for (const block of blocks) rest.add(block);
  }
  if (rest.size > 0) alone.set('all other short pages', rest);
  return [...alone].map(([name, blocks]) => ({ name, blocks: [...blocks] }));
}

function addAll(sets: Map<string, Set<string>>, key: string, values: Iterable<string>): void {
  const set = sets.get(key) ?? new Set();
  for (const value of values) set.add(value);
  sets.set(key, set);
}

/** One line where these blocks ask for an older reader than `most` years, with the sentences to mend; none where they do not. */
export function readingFaults(
  name: string,
  blocks: readonly string[],
  terms: readonly Term[],
  most = OLDEST_READER,
): string[] {
  const reading = readingOf(blocks, terms);
  if (reading === null || reading.age <= most) return [];
  const worst = hardestOf(reading, 3).map(({ age, text }) => `${age.toFixed(1)} “${text}”`);
  return [`${name}: age ${reading.age.toFixed(1)} over ${reading.words} words; ${worst.join(' ')}`];
}

function ageOf(sentences: readonly Sentence[]): { age: number; words: number } {
  const words = sentences.reduce((sum, sentence) => sum + sentence.words, 0);
  const syllables = sentences.reduce((sum, sentence) => sum + sentence.syllables, 0);
  return { age: 0.39 * (words / sentences.length) + 11.8 * (syllables / words) - 15.59 + 5, words };
}

function sentencesOf(block: string, terms: readonly Term[]): Sentence[] {
  const found: Sentence[] = [];
  // A remark in brackets after a full stop stands for itself.
  const text = block.replaceAll(/\s+/g, ' ').replaceAll(/(?<=[.?!]) (?=\()/g, '\n');
  for (const { segment } of segmenter.segment(text)) {
    const words = wordsOf(segment, terms);
    if (words.filter((word) => !isNumber(word)).length < FEWEST_WORDS) continue;
    found.push({
      text: segment.trim().replaceAll(STAND_IN, '…'),
      words: words.length,
      syllables: words.reduce((sum, word) => sum + syllablesOf(word), 0),
    });
  }
  return found;
}

/** The words as they are counted: a term, or a name in mid-sentence, is one. */
function wordsOf(text: string, terms: readonly Term[]): string[] {
  let rest = text;
  for (const name of NAMES) rest = rest.replaceAll(name, STAND_IN);
  rest = replaceTerms(rest, terms, (wording) => (isOrdinary(wording) ? wording : STAND_IN));
  const words = rest.match(/[\p{L}\p{N}\uE000](?:[\p{L}\p{N}\uE000]|['’./,@-](?=[\p{L}\p{N}]))*/gu) ?? [];
  const counted: string[] = [];
  let inName = false;
  words.forEach((word, index) => {
    const isName = index > 0 && /^\p{Lu}\p{Ll}/u.test(word);
    if (!isName) counted.push(word);
    else if (!inName) counted.push(STAND_IN);
    inName = isName;
  });
  return counted;
}

/** A term of ordinary words has a meaning to look up, and is measured as it stands. */
export function isOrdinary(wording: string): boolean {
  return wording.split(/[ -]/).every((word) => !/^\p{Lu}{2,}$/u.test(word) && familiar.has(word.toLowerCase()));
}

function isNumber(word: string): boolean {
  return /^\p{N}/u.test(word);
}

function syllablesOf(word: string): number {
  if (word.includes(STAND_IN) || isNumber(word)) return EXCEPTED_SYLLABLES;
  // Short forms are read letter by letter, as "USB" is; W takes three syllables.
  if (/^\p{Lu}{2,5}$/u.test(word)) return word.length + 2 * (word.split('W').length - 1);
  return Math.max(1, syllable(word));
}

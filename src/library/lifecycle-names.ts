/**
 * Finding catalogue names in what people wrote. Case, hyphens, spaces and the usual short forms do not matter ("Win10 Pro",
 * "HP ProLiant DL380 Gen9", "iPad 9th gen"); whole words and whole numbers do ("iPad 9" is not in "iPad 9.7").
 */
import type { Lifecycle, Lifecycles } from './lifecycle.ts';

/** Words that are written in several ways. */
const SAME_WORDS: Readonly<Record<string, string>> = {
  svr: 'server',
  srv: 'server',
  std: 'standard',
  ent: 'enterprise',
  edu: 'education',
  generation: 'gen',
};

/** A maker's name that people put before its products or leave out; before a number it is part of the name (Microsoft 365). */
const LEFT_OUT: ReadonlySet<string> = new Set(['microsoft', 'ms']);

/** Things that are written down as many. */
const PLURALS: ReadonlySet<string> = new Set([
  'ipads',
  'chromebooks',
  'surfaces',
  'tabs',
  'servers',
  'airs',
  'minis',
  'pros',
]);

/**
 * The words of a text as they are compared: small letters, letters and digits apart ("gen9" is "gen 9"), numbers with their
 * points, "9th gen" and "gen 9" alike, "version" before a number left out.
 */
export function wordsOf(text: string): string[] {
  const raw = (
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/(\d)\s*[/&,]\s*(?=\d)/g, '$1 or ')
      .match(/\d+(?:\.\d+)*|[a-z]+|\+/g) ?? []
  ).map((word) => (word === '+' ? 'plus' : word));
  return spelledOut(shortFormsOf(raw));
}

/** "windows 10 or 11" as "windows 10 or windows 11": a second number behind the first belongs to the same words. */
function spelledOut(words: readonly string[]): string[] {
  return words.flatMap((word, place) => {
    const joins = words[place - 1] === 'or' || words[place - 1] === 'and';
    if (!joins || !isNumber(word) || !isNumber(words[place - 2] ?? '')) return [word];
    let from = place - 2;
    while (from > 0 && from > place - 4 && !isNumber(words[from - 1] ?? '')) from -= 1;
    return [...words.slice(from, place - 2), word];
  });
}

function shortFormsOf(raw: readonly string[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < raw.length; i += 1) {
    const word = raw[i] ?? '';
    const next = raw[i + 1] ?? '';
    if (/^(?:v|ver|version)$/.test(word) && isNumber(next)) continue;
    if (word === 'win' && (isNumber(next) || next === 'server' || next === 'svr' || next === 'srv')) {
      words.push('windows');
      continue;
    }
    if (isNumber(word) && /^(?:st|nd|rd|th)$/.test(next)) {
      words.push('gen', word);
      i += /^gen(?:eration)?$/.test(raw[i + 2] ?? '') ? 2 : 1;
      continue;
    }
    // "iPads 9th gen" is what the iPad is called; "iPads 30" may be how many there are.
    if (PLURALS.has(word) && (!isNumber(next) || /^(?:st|nd|rd|th)$/.test(raw[i + 2] ?? ''))) {
      words.push(word.slice(0, -1));
      continue;
    }
    if (LEFT_OUT.has(word) && next !== '' && !isNumber(next)) continue;
    words.push(SAME_WORDS[word] ?? word);
  }
  return words;
}

function isNumber(word: string): boolean {
  return /^\d/.test(word);
}

/** Where a name stands in a text. */
interface Match {
  entry: Lifecycle;
  /** Places of the words that it takes up. */
  places: ReadonlySet<number>;
  /** Letters of the name: of two names on the same words, the longer says more ("8.1", "8"). */
  letters: number;
}

interface ReadName {
  entry: Lifecycle;
  phrases: string[][];
  letters: number;
  /** Versions go on behind a point: "macOS 13.6" is macOS 13. Sizes and models do not. */
  isVersion: boolean;
}

const indexes = new WeakMap<Lifecycles, Map<string, ReadName[]>>();

/** The catalogue's names by the first word of their first phrase. */
function indexOf(lifecycles: Lifecycles): Map<string, ReadName[]> {
  const known = indexes.get(lifecycles);
  if (known !== undefined) return known;
  const index = new Map<string, ReadName[]>();
  for (const entry of lifecycles) {
    const isVersion = entry.kinds.includes('operating-system') || entry.kinds.includes('software');
    for (const name of entry.names) {
      const phrases = name.map(wordsOf);
      const first = phrases[0]?.[0];
      if (first === undefined) continue;
      const letters = phrases.flat().join('').length;
      index.set(first, [...(index.get(first) ?? []), { entry, phrases, letters, isVersion }]);
    }
  }
  indexes.set(lifecycles, index);
  return index;
}

/**
 * The entries whose names are in the text, each once; a name inside a longer one does not count ("SQL Server 2016" is not
 * "Server 2016"), nor does a family beside one of its releases.
 */
export function findNames(lifecycles: Lifecycles, text: string): readonly Lifecycle[] {
  let before = found.get(lifecycles);
  if (before === undefined || before.size >= MOST_KEPT) {
    before = new Map();
    found.set(lifecycles, before);
  }
  let entries = before.get(text);
  if (entries === undefined) {
    entries = namesIn(lifecycles, text);
    before.set(text, entries);
  }
  return entries;
}

/** Texts whose names are kept: a register of thousands holds the same models again and again. */
const MOST_KEPT = 5_000;
const found = new WeakMap<Lifecycles, Map<string, readonly Lifecycle[]>>();

function namesIn(lifecycles: Lifecycles, text: string): Lifecycle[] {
  const words = wordsOf(text);
  const index = indexOf(lifecycles);
  const matches: Match[] = [];
  words.forEach((word, place) => {
    for (const name of index.get(word) ?? []) {
      const places = placesOf(name, words, place);
      if (places !== null) matches.push({ entry: name.entry, places, letters: name.letters });
    }
  });
  const standing = matches.filter((match) => !matches.some((other) => covers(other, match)));
  const entries = [...new Set(standing.map(({ entry }) => entry))];
  return entries.filter((entry) => !entries.some(({ familyId }) => familyId === entry.id));
}

/** The places that a name takes up where its first phrase stands at `start`; null where some of it is not in the text. */
function placesOf({ phrases, isVersion }: ReadName, words: readonly string[], start: number): Set<number> | null {
  const places = new Set<number>();
  for (const [index, phrase] of phrases.entries()) {
    const at =
      index === 0
        ? phraseAt(phrase, words, start, isVersion)
          ? start
          : -1
        : words.findIndex((_word, place) => phraseAt(phrase, words, place, isVersion));
    if (at < 0) return null;
    phrase.forEach((_word, offset) => places.add(at + offset));
  }
  return places;
}

function phraseAt(phrase: readonly string[], words: readonly string[], at: number, isVersion: boolean): boolean {
  return phrase.every((word, offset) => {
    const here = words[at + offset];
    if (here === undefined) return false;
    return here === word || (isVersion && isNumber(word) && here.startsWith(`${word}.`));
  });
}

function covers(one: Match, other: Match): boolean {
  if (one === other || one.places.size < other.places.size) return false;
  for (const place of other.places) if (!one.places.has(place)) return false;
  return one.places.size > other.places.size || one.letters > other.letters;
}

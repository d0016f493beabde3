/**
 * Words of the trade with their plain meanings (`library/glossary.yaml`), and where they stand in a text. Pure.
 */
import { z } from 'zod';
import { id, source, words } from './edition-shape.ts';
import type { Source } from './library.ts';
import type { LibraryFault, ReadFile } from './yaml-file.ts';

export interface Term {
  id: string;
  name: string;
  /** Other words for it, and its short forms. Plurals in -s are found without being listed. */
  also: string[];
  meaning: string;
  /** Where the meaning is from; null where it is common knowledge in our own words. */
  source: Source | null;
}

export const GLOSSARY_PATH = 'glossary.yaml';

export const glossaryFileSchema = z.strictObject({
  sources: z.record(z.string(), source),
  terms: z.array(
    z.strictObject({
      id,
      name: words,
      also: z.array(words).default([]),
      meaning: words,
      source: words.nullable().default(null),
    }),
  ),
});

export type GlossaryFile = z.output<typeof glossaryFileSchema>;

/** Each id and each wording once, and every source known. */
export function checkGlossary(file: ReadFile<GlossaryFile>, faults: LibraryFault[]): void {
  const { sources, terms } = file.data;
  const seen = new Set<string>();
  terms.forEach((term, t) => {
    const add = (key: string, message: string) =>
      void faults.push({ file: file.path, line: file.lineOf(['terms', t, key]), message });
    if (seen.has(`#${term.id}`)) add('id', `term ${term.id} is there twice`);
    seen.add(`#${term.id}`);
    for (const wording of [term.name, ...term.also]) {
      if (seen.has(wording)) add(wording === term.name ? 'name' : 'also', `“${wording}” is there twice`);
      seen.add(wording);
    }
    if (term.source !== null && sources[term.source] === undefined) add('source', `unknown source ${term.source}`);
  });
}

/** The terms of the file by name, their sources resolved. That they exist has been checked. */
export function termsOf({ sources, terms }: GlossaryFile): Term[] {
  return terms
    .map((term) => ({ ...term, source: term.source === null ? null : (sources[term.source] ?? null) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** The terms that these texts use, each once, in the order of their first use. */
export function termsIn(texts: readonly string[], terms: readonly Term[]): Term[] {
  const found = new Set<Term>();
  for (const text of texts) replaceTerms(text, terms, (wording, term) => (found.add(term), wording));
  return [...found];
}

/** The text with each use of a term put through `stand`: the longest wording that fits, whole words only. */
export function replaceTerms(
  text: string,
  terms: readonly Term[],
  stand: (wording: string, term: Term) => string,
): string {
  const { pattern, byWording } = finderOf(terms);
  if (byWording.size === 0) return text;
  return text.replace(pattern, (wording, base: string) => {
    const term = byWording.get(base) ?? byWording.get(base.charAt(0).toLowerCase() + base.slice(1));
    return term === undefined ? wording : stand(wording, term);
  });
}

interface Finder {
  pattern: RegExp;
  byWording: Map<string, Term>;
}

const finders = new WeakMap<readonly Term[], Finder>();

function finderOf(terms: readonly Term[]): Finder {
  const known = finders.get(terms);
  if (known !== undefined) return known;
  const byWording = new Map(
    terms.flatMap((term) => [term.name, ...term.also].map((wording) => [wording, term] as const)),
  );
  // Short forms stand as they are written; a term in small letters may begin a sentence.
  const pieces = [...byWording.keys()]
    .sort((a, b) => b.length - a.length)
    .map((wording) => {
      const first = wording.charAt(0);
      const escaped = wording.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
      return /\p{Ll}/u.test(first) ? `[${first}${first.toUpperCase()}]${escaped.slice(1)}` : escaped;
    });
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${pieces.join('|')})(?:s(?!\\p{L}))?(?![\\p{L}\\p{N}])`, 'gu');
  const finder = { pattern, byWording };
  finders.set(terms, finder);
  return finder;
}

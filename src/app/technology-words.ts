/** Reads the list of technology suppliers that comes with Cairn. */
import { readFileSync } from 'node:fs';
import { readTechnologyWords, type TechnologyWords } from '../features/payments/index.ts';

const FILE = new URL('../../library/imports/technology-suppliers.yaml', import.meta.url);

export function readOwnTechnologyWords(): TechnologyWords {
  return readTechnologyWords(readFileSync(FILE, 'utf8'));
}

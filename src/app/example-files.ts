/** Reads the example schools that come with Cairn. */
import { readFileSync, readdirSync } from 'node:fs';
import { recordSchema } from '../domain/record.ts';
import type { SchoolRecord } from '../domain/record.ts';

const FOLDER = new URL('../../examples/', import.meta.url);

/** The records of `examples/*.json`, in order of file name. */
export function readExamples(folder: URL = FOLDER): SchoolRecord[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => recordSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
}

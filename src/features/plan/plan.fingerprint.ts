/**
 * "Has the record changed since the plan?" is asked on every page. Making the problem takes about a hundred milliseconds,
 * a fingerprint of the record a tenth of one, so answers are kept by fingerprint.
 */
import { createHash } from 'node:crypto';
import type { SchoolRecord } from '../../domain/record.ts';
import type { Library } from '../../library/library.ts';
import { problemHash } from '../../planner/index.ts';
import { problemOf } from './plan.problem.ts';

/** Records whose answer is kept, for each library. */
const MOST_KEPT = 500;
const kept = new WeakMap<Library, Map<string, string>>();

/** Hash of the problem that planning this record would ask. */
export function problemHashOf(library: Library, record: SchoolRecord): string {
  const known = kept.get(library) ?? new Map<string, string>();
  kept.set(library, known);
  const fingerprint = createHash('sha256').update(JSON.stringify(record)).digest('base64');
  const hash = known.get(fingerprint) ?? problemHash(problemOf(library, record));
  // Put last again: the map's order is that of use, and the least used goes first.
  known.delete(fingerprint);
  known.set(fingerprint, hash);
  const oldest = known.keys().next().value;
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return hash;
}

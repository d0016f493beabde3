/** Building blocks of what the registers say: findings and links. */
import type { SchoolRecord } from '../domain/record.ts';
import type { Requirement } from '../library/library.ts';
import type { FactFinding, FactLink } from './results.ts';

type Entry = { id: string; name: string };
type EntryKind = 'system' | 'equipment' | 'connection';

export function found(
  outcome: FactFinding['outcome'],
  reason: string,
  chain: FactLink[] = [],
  failing: string[] = [],
): FactFinding {
  return { outcome, reason, chain, failing, lapsed: false };
}

/** "not known", for the reason given. */
export function unknown(reason: string, chain: FactLink[] = []): FactFinding {
  return found('not-known', reason, chain);
}

export function link(kind: EntryKind, entry: Entry, field: string, value: string): FactLink {
  return { target: { kind, id: entry.id }, name: entry.name, field, value };
}

/** The number that this school has to reach; null where the source names none for its phase. */
export function thresholdFor(record: SchoolRecord, threshold: Requirement['threshold']): number | null {
  return threshold?.byPhase[record.school.phase] ?? threshold?.all ?? null;
}

/** Building blocks of the fact rules: findings, and judging a list of entries by one field. */
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

export function yesNo(value: boolean | null): string {
  return value === null ? 'not known' : value ? 'yes' : 'no';
}

/**
 * Every entry must pass: one that fails decides, else one that is not known, else all is met. `pass` gives null where the
 * entry does not say.
 */
export function everyEntry<E extends Entry>(
  kind: EntryKind,
  entries: readonly E[],
  ask: {
    field: string;
    value(entry: E): string;
    pass(entry: E): boolean | null;
    none: string;
    met: string;
    notMet(failing: E[]): string;
    notKnown(open: E[]): string;
  },
): FactFinding {
  if (entries.length === 0) return unknown(ask.none);
  const chainOf = (some: readonly E[]) => some.map((entry) => link(kind, entry, ask.field, ask.value(entry)));
  const failing = entries.filter((entry) => ask.pass(entry) === false);
  if (failing.length > 0)
    return found(
      'not-met',
      ask.notMet(failing),
      chainOf(failing),
      failing.map(({ id }) => id),
    );
  const open = entries.filter((entry) => ask.pass(entry) === null);
  if (open.length > 0) return unknown(ask.notKnown(open), chainOf(open));
  return found('met', ask.met, chainOf(entries));
}

/** One entry that passes is enough; all must fail for "not met". */
export function anyEntry<E extends Entry>(
  kind: EntryKind,
  entries: readonly E[],
  ask: {
    field: string;
    value(entry: E): string;
    pass(entry: E): boolean | null;
    none: string;
    met: string;
    notMet: string;
    notKnown: string;
  },
): FactFinding {
  if (entries.length === 0) return unknown(ask.none);
  const chainOf = (some: readonly E[]) => some.map((entry) => link(kind, entry, ask.field, ask.value(entry)));
  const passing = entries.filter((entry) => ask.pass(entry) === true);
  if (passing.length > 0) return found('met', ask.met, chainOf(passing));
  const open = entries.filter((entry) => ask.pass(entry) === null);
  if (open.length > 0) return unknown(ask.notKnown, chainOf(open));
  return found(
    'not-met',
    ask.notMet,
    chainOf(entries),
    entries.map(({ id }) => id),
  );
}

/** "Core switch", "Core switch and Hall switch", "Core switch and 3 others". */
export function namesOf(entries: readonly { name: string }[]): string {
  const [first, second] = entries;
  if (first === undefined) return 'nothing';
  if (second === undefined) return first.name;
  if (entries.length === 2) return `${first.name} and ${second.name}`;
  return `${first.name} and ${entries.length - 1} others`;
}

/** A school's entries as one rule sees them: its lists, its counts, and what its expressions are worked out with. */
import { addDays, type PlainDate } from '../domain/dates.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { FactRule, RuleList, RuleShift } from './fact-rule.ts';
import { entriesOf, type RuleEntry } from './rule-entries.ts';
import type { Bindings, Expression } from './rule-expressions.ts';
import type { Register } from './rule-file.ts';

export interface Situation {
  listOf(list: RuleList): RuleEntry[];
  /** `item` is set for each entry in turn. */
  bindings: Bindings & { item?: RuleEntry };
}

/** Where the entries come from: a school's record, or made ones where a rule is tried. */
export interface EntrySource {
  entriesOf(register: Register): readonly RuleEntry[];
  /** Lists that were made before of the same entries; null where none are kept. */
  keptOf(register: Register): Map<string, RuleEntry[]> | null;
}

export interface Moment {
  day: PlainDate;
  /** The day of the record. */
  asAt: PlainDate;
  threshold: number | null;
}

interface Kept {
  entries: readonly RuleEntry[];
  lists: Map<string, RuleEntry[]>;
}

const kept = new WeakMap<readonly object[], Kept>();

/** The record's entries. The same ones for as long as a register's list is the same. */
export function sourceOf(record: SchoolRecord): EntrySource {
  const find = (register: Register): Kept => {
    const own = record[register];
    let found = kept.get(own);
    if (found === undefined) {
      found = { entries: entriesOf(record, register), lists: new Map() };
      kept.set(own, found);
    }
    return found;
  };
  return {
    entriesOf(register) {
      return find(register).entries;
    },
    keptOf(register) {
      return find(register).lists;
    },
  };
}

/** What the rule sees at a moment. */
export function situationOf(rule: FactRule, source: EntrySource, { day, asAt, threshold }: Moment): Situation {
  const bindings: Situation['bindings'] = { day, asAt, threshold, notKnown: null };
  const listOf = (list: RuleList): RuleEntry[] => bindings[list.name] as RuleEntry[];
  for (const list of rule.lists) bindings[list.name] = entriesIn(list, source, bindings);
  for (const { name, list, where } of rule.counts) bindings[name] = BigInt(only(listOf(list), where, bindings).length);
  return { listOf, bindings };
}

function entriesIn(list: RuleList, source: EntrySource, bindings: Situation['bindings']): RuleEntry[] {
  const lists = list.isOfOneDay ? null : source.keptOf(list.register);
  const before = lists?.get(list.key);
  if (before !== undefined) return before;
  const entries = only(ofKinds(source.entriesOf(list.register), list), list.where, bindings);
  lists?.set(list.key, entries);
  return entries;
}

/** The entries of a list's kinds, whether or not its `where` holds. */
export function ofKinds(entries: readonly RuleEntry[], { kinds }: RuleList): RuleEntry[] {
  if (kinds === null) return [...entries];
  return entries.filter((entry) => {
    const kind = entry[kinds.field];
    return typeof kind === 'string' && kinds.any.has(kind);
  });
}

/** The entries for which an expression holds; all where there is none. */
export function only(entries: RuleEntry[], where: Expression | null, bindings: Situation['bindings']): RuleEntry[] {
  if (where === null) return entries;
  return entries.filter((entry) => {
    bindings.item = entry;
    return where.run(bindings) === true;
  });
}

/** The day on which an entry changes the finding; null where it does not, or the day is not known. */
export function shiftDay({ where, first }: RuleShift, item: RuleEntry): PlainDate | null {
  const bindings = { item, notKnown: null };
  if (where !== null && where.run(bindings) !== true) return null;
  if ('on' in first) return first.on.dayOf(bindings);
  const last = item[first.dayAfter];
  return typeof last === 'string' ? addDays(last, 1) : null;
}

/**
 * What the rules of the library (`library/rules/`) find in a school's registers. A requirement names its rule (`fact: …`).
 *
 * A rule says what it finds on one day, and on which days its finding may change by itself: `status/facts-over-time.ts`
 * makes intervals of the two. What the registers do not hold is never taken as "no": it is not known, and the question is
 * asked instead. The exceptions are the registers themselves, whose gaps are what is asked about.
 */
import type { PlainDate } from '../domain/dates.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { FactRule, RuleJudge, RuleList, RuleRow } from '../library/fact-rule.ts';
import type { Requirement } from '../library/library.ts';
import { keptOf, type RuleEntry } from '../library/rule-entries.ts';
import { ExpressionError, type Expression } from '../library/rule-expressions.ts';
import type { Register } from '../library/rule-file.ts';
import { ofKinds, only, shiftDay, situationOf, sourceOf, type Situation } from '../library/rule-situation.ts';
import { fieldWords, fillTemplate, namesOf, showValue, type Template } from '../library/rule-words.ts';
import { wifiWords } from '../library/wifi-generations.ts';
import { found, thresholdFor, unknown } from './finding.ts';
import type { FactFinding, FactLink } from './results.ts';

/** What a rule may read of the requirement that names it. */
export type Threshold = Requirement['threshold'];

/** A day on which a rule's finding may change by itself. */
export interface FactChange {
  /** First day of the new state. */
  on: PlainDate;
  because: string;
}

/** Most entries of one list that a rule compares with each other: its work grows with their square. */
const MOST_COMPARED = 2000;

/** What a rule finds on a day in what the record holds. */
export function judgeRule(rule: FactRule, record: SchoolRecord, threshold: Threshold, day: PlainDate): FactFinding {
  try {
    return judge(rule, record, threshold, day);
  } catch (error) {
    // The library's load tries each rule first; what slips through must not take a school's pages with it.
    if (error instanceof ExpressionError)
      return unknown('The rule for this cannot be worked out from what is recorded.');
    throw error;
  }
}

/** The days on which the rule's finding may change by itself, by entry. */
export function ruleChanges(rule: FactRule, record: SchoolRecord): FactChange[] {
  if (rule.shiftsByList.length === 0) return [];
  const source = sourceOf(record);
  return rule.shiftsByList.flatMap((shifts) =>
    ofKinds(source.entriesOf(shifts.list.register), shifts.list).flatMap((item) => changesOf(shifts, item)),
  );
}

function changesOf({ key, shifts, list }: FactRule['shiftsByList'][number], item: RuleEntry): FactChange[] {
  return keptOf(item, key, () =>
    shifts.flatMap((shift): FactChange[] => {
      const on = shiftDay(shift, item);
      if (on === null) return [];
      const { fields } = list.value;
      return [{ on, because: fillTemplate(shift.because, (name) => fieldWords(fields.get(name), item[name])) }];
    }),
  );
}

function judge(rule: FactRule, record: SchoolRecord, threshold: Threshold, day: PlainDate): FactFinding {
  const number = rule.noThreshold === null ? null : thresholdFor(record, threshold);
  if (rule.noThreshold !== null && number === null) return unknown(rule.noThreshold);
  const at = situationOf(rule, sourceOf(record), { day, asAt: record.asAt, threshold: number });
  for (const list of rule.lists) {
    if (list.none !== null && at.listOf(list).length === 0) return unknown(list.none);
    if (rule.isNested && at.listOf(list).length > MOST_COMPARED)
      return unknown('There are too many entries to compare with each other.');
  }
  const say = (template: Template | null, names: readonly RuleEntry[], all: number): string =>
    template === null ? '' : fillTemplate(template, (name) => wordsFor(name, rule, at, { names, all, number }));
  switch (rule.judge.by) {
    case 'every':
      return everyEntry(rule, rule.judge, at, say);
    case 'any':
      return anyEntry(rule, rule.judge, at, say);
    case 'present':
      return present(rule.judge, at, say);
    case 'cases':
      return firstCase(rule.judge.cases, at, say);
  }
}

type Say = (template: Template | null, names: readonly RuleEntry[], all: number) => string;
type EntryJudge = Extract<RuleJudge, { by: 'every' | 'any' }>;

/** Every entry must pass: one that fails decides, else one that is not known, else all is met. */
function everyEntry(rule: FactRule, judge: EntryJudge, at: Situation, say: Say): FactFinding {
  const entries = at.listOf(judge.list);
  const { failing, open } = sorted(rule, judge, entries, at);
  if (failing.length > 0)
    return found('not-met', say(judge.notMet, failing, entries.length), links(judge.list, failing), ids(failing));
  if (open.length > 0) return unknown(say(judge.notKnown, open, entries.length), links(judge.list, open));
  return found('met', say(judge.met, entries, entries.length), judge.showsMet ? links(judge.list, entries) : []);
}

/** One entry that passes is enough; all must fail for "not met". */
function anyEntry(rule: FactRule, judge: EntryJudge, at: Situation, say: Say): FactFinding {
  const entries = at.listOf(judge.list);
  const { passing, open } = sorted(rule, judge, entries, at);
  if (passing.length > 0)
    return found('met', say(judge.met, passing, entries.length), judge.showsMet ? links(judge.list, passing) : []);
  if (open.length > 0) return unknown(say(judge.notKnown, open, entries.length), links(judge.list, open));
  return found('not-met', say(judge.notMet, entries, entries.length), links(judge.list, entries), ids(entries));
}

function sorted(rule: FactRule, { pass }: EntryJudge, entries: readonly RuleEntry[], { bindings }: Situation) {
  const passing: RuleEntry[] = [];
  const failing: RuleEntry[] = [];
  const open: RuleEntry[] = [];
  const [shifts] = rule.shiftsByList;
  for (const entry of entries) {
    bindings.item = entry;
    const passes =
      rule.passKey === null || shifts === undefined
        ? pass.run(bindings)
        : keptPass(rule.passKey, changesOf(shifts, entry), pass, entry, bindings);
    (passes === null ? open : passes ? passing : failing).push(entry);
  }
  return { passing, failing, open };
}

/** Whether an entry passes: worked out once for each stretch between its own days of change, however many others change. */
function keptPass(
  key: string,
  changes: readonly FactChange[],
  pass: Expression,
  entry: RuleEntry,
  bindings: Situation['bindings'],
): boolean | null {
  const passes = keptOf(entry, key, (): (boolean | null)[] => []);
  const day = String(bindings['day']);
  let stretch = 0;
  for (const { on } of changes) if (on <= day) stretch += 1;
  const before = passes[stretch];
  if (before !== undefined) return before;
  const now = pass.run(bindings);
  passes[stretch] = now;
  return now;
}

function present(
  { lists, met, notKnown }: Extract<RuleJudge, { by: 'present' }>,
  at: Situation,
  say: Say,
): FactFinding {
  const chain = lists.flatMap((list) => links(list, at.listOf(list)));
  const all = lists.flatMap((list) => at.listOf(list));
  return chain.length > 0 ? found('met', say(met, all, all.length), chain) : unknown(say(notKnown, [], 0));
}

function firstCase(cases: readonly RuleRow[], at: Situation, say: Say): FactFinding {
  const row = cases.find(({ when }) => when === null || when.run(at.bindings) === true);
  // The last case has no condition, which the library's load makes sure of.
  if (row === undefined) throw new TypeError('a rule without a last case');
  const about = row.about === null ? [] : only(at.listOf(row.about.list), row.about.where, at.bindings);
  const reason = say(row.says, about, about.length);
  const failing = row.failing === null ? (row.outcome === 'not-met' ? about : []) : at.listOf(row.failing);
  return {
    ...found(row.outcome, reason, chainOf(row, about, reason, at), ids(failing)),
    lapsed: row.lapsed !== null && row.lapsed.run(at.bindings) === true,
  };
}

function chainOf(row: RuleRow, about: readonly RuleEntry[], reason: string, at: Situation): FactLink[] {
  if (row.showsRegister !== null) {
    const { id, name } = row.showsRegister;
    return [{ target: { kind: 'register', id }, name, field: 'Entries', value: reason }];
  }
  if (row.shows !== null) return row.shows.flatMap((list) => links(list, at.listOf(list)));
  return row.about === null ? [] : links(row.about.list, about);
}

const linkKinds = {
  equipment: 'equipment',
  systems: 'system',
  connections: 'connection',
  contracts: 'contract',
} as const satisfies Record<Register, FactLink['target']['kind']>;

function links(list: RuleList, entries: readonly RuleEntry[]): FactLink[] {
  return entries.map((entry) => keptOf(entry, list.shownKey, () => linkOf(list, entry)));
}

function linkOf({ register, field, value }: RuleList, entry: RuleEntry): FactLink {
  return {
    target: { kind: linkKinds[register], id: String(entry['id']) },
    name: String(entry['name']),
    field,
    value: showValue(value, entry),
  };
}

function ids(entries: readonly RuleEntry[]): string[] {
  return entries.map((entry) => String(entry['id']));
}

/** What stands for a name in a rule's sentence. */
function wordsFor(
  name: string,
  rule: FactRule,
  at: Situation,
  { names, all, number }: { names: readonly RuleEntry[]; all: number; number: number | null },
): string {
  const list = rule.lists.find((each) => each.name === name);
  if (list !== undefined) return namesOf(at.listOf(list));
  if (rule.counts.some((each) => each.name === name)) return String(at.bindings[name]);
  switch (name) {
    case 'names':
      return namesOf(names);
    case 'count':
      return String(names.length);
    case 'all':
      return String(all);
    case 'wifi':
      return wifiWords(number ?? 0);
    default:
      return String(number ?? 'not known');
  }
}

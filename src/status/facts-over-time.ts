/** What a fact rule finds over a stretch of days, as intervals with what ends each of them. */
import { formatDate, type PlainDate } from '../domain/dates.ts';
import { inUseOn } from '../domain/in-use.ts';
import type { SchoolRecord } from '../domain/record.ts';
import type { FactRule, FactRules } from '../library/fact-rule.ts';
import { cutDays, joinDays } from './intervals.ts';
import { judgeRule, ruleChanges, type FactChange, type Threshold } from './judge-rule.ts';
import type { FactFinding, FactInterval, FactLink } from './results.ts';

/** The library names a rule that is not there; loading the library finds this first. */
export class UnknownRuleError extends Error {
  readonly code = 'status.unknown-rule';
  constructor(name: string) {
    super(`There is no rule named "${name}".`);
    this.name = 'UnknownRuleError';
  }
}

/** The findings of the rule with this id from `from` to `to`, both included. Throws {@link UnknownRuleError}. */
export function factIntervals(
  rules: FactRules,
  ruleName: string,
  record: SchoolRecord,
  threshold: Threshold,
  from: PlainDate,
  to: PlainDate,
): FactInterval[] {
  const rule = rules.get(ruleName);
  if (rule === undefined) throw new UnknownRuleError(ruleName);
  const changes = [...ruleChanges(rule, record), ...disposals(record)];
  const reasons = new Map<PlainDate, string[]>();
  for (const { on, because } of changes) reasons.set(on, [...(reasons.get(on) ?? []), because]);
  const days = cutDays(from, to, reasons.keys());
  const intervals = days.map((stretch, i): FactInterval => {
    const next = days[i + 1];
    const because = next === undefined ? undefined : reasons.get(next.from);
    return {
      ...stretch,
      ...findingOn(rule, record, threshold, stretch.from),
      endsBecause: because === undefined ? null : `${because.join('. ')}.`,
    };
  });
  return joinSame(intervals);
}

/** What a rule finds on a day among what is still in use then. */
export function findingOn(rule: FactRule, record: SchoolRecord, threshold: Threshold, day: PlainDate): FactFinding {
  return judgeRule(rule, inUseOn(record, day), threshold, day);
}

/** Whatever has been disposed of no longer counts, for any rule. */
function disposals(record: SchoolRecord): FactChange[] {
  return record.equipment.flatMap(({ name, disposedOn }) => {
    return disposedOn === null
      ? []
      : [{ on: disposedOn, because: `${name} is disposed of on ${formatDate(disposedOn)}` }];
  });
}

function joinSame(intervals: FactInterval[]): FactInterval[] {
  // The reason that ends a joined stretch is its last part's.
  const joined = joinDays(intervals, (a, b) => sameFinding(a, b));
  return joined.map((interval) => ({
    ...interval,
    endsBecause: intervals.find(({ to }) => to === interval.to)?.endsBecause ?? null,
  }));
}

function sameFinding(a: FactInterval, b: FactInterval): boolean {
  return a.outcome === b.outcome && a.lapsed === b.lapsed && a.reason === b.reason && sameChain(a.chain, b.chain);
}

/** Links are kept by entry, so most are the very same object. */
function sameChain(a: readonly FactLink[], b: readonly FactLink[]): boolean {
  return a.length === b.length && a.every((link, i) => link === b[i] || JSON.stringify(link) === JSON.stringify(b[i]));
}

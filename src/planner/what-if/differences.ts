/**
 * How one planning problem differs from another, one difference at a time: each with the later problem as it would be without
 * that difference, so that what it brought about can be found by planning again.
 */
import type { Pence } from '../../domain/money.ts';
import type { Candidate, PlanNeed, PlanningProblem, PlanRequirement } from '../../domain/planning.ts';

/** What may have made a plan change. */
export type PlanCause =
  | { kind: 'budget'; pot: 'capital' | 'revenue'; yearId: string; fromPence: Pence; toPence: Pence }
  | { kind: 'carry-forward'; carries: boolean }
  | { kind: 'staff'; termId: string; fromDays: number; toDays: number }
  | { kind: 'price'; needId: string; optionId: string; fromPence: Pence; toPence: Pence }
  | { kind: 'dates'; needId: string }
  | { kind: 'need'; needId: string; name: string; is: 'new' | 'gone' | 'other' }
  | { kind: 'requirement'; requirementId: string; name: string }
  | { kind: 'standard-date'; standardId: string; name: string }
  | { kind: 'lock'; needId: string; is: 'fixed' | 'freed' }
  | { kind: 'exclusions' }
  /** A term has gone by: what started in it can't any more, and one more has come in sight. */
  | { kind: 'time' };

export interface Difference {
  cause: PlanCause;
  /** The later problem with this one thing as it was before; null where it can't be taken back by itself. */
  without: PlanningProblem | null;
}

/** All differences, those of money and time first. Where the terms differ, only that and what does not hang on terms is told. */
export function problemDifferences(before: PlanningProblem, after: PlanningProblem): Difference[] {
  const isSameTime =
    before.terms.length === after.terms.length && before.terms.every((term, t) => term.id === after.terms[t]?.id);
  return [
    ...(isSameTime ? [] : [{ cause: { kind: 'time' } as const, without: null }]),
    ...moneyDifferences(before, after),
    ...(isSameTime ? [...staffDifferences(before, after), ...lockDifferences(before, after)] : []),
    ...needDifferences(before, after, isSameTime),
    ...(isSameTime ? requirementDifferences(before, after) : []),
  ];
}

function moneyDifferences(before: PlanningProblem, after: PlanningProblem): Difference[] {
  const found: Difference[] = [];
  for (const [y, year] of after.years.entries()) {
    const was = before.years.find(({ id }) => id === year.id);
    if (!was) continue;
    for (const pot of ['capital', 'revenue'] as const) {
      const key = pot === 'capital' ? 'capitalPence' : 'revenuePence';
      if (was[key] === year[key]) continue;
      const without = { ...after, years: after.years.with(y, { ...year, [key]: was[key] }) };
      found.push({
        cause: { kind: 'budget', pot, yearId: year.id, fromPence: was[key], toPence: year[key] },
        without,
      });
    }
  }
  const { capitalCarriesForward: carries } = after;
  if (before.capitalCarriesForward !== carries) {
    found.push({
      cause: { kind: 'carry-forward', carries },
      without: { ...after, capitalCarriesForward: before.capitalCarriesForward },
    });
  }
  return found;
}

function staffDifferences(before: PlanningProblem, after: PlanningProblem): Difference[] {
  return after.staffDaysPerTerm.flatMap((toDays, t): Difference[] => {
    const fromDays = before.staffDaysPerTerm[t] ?? toDays;
    if (fromDays === toDays) return [];
    const without = { ...after, staffDaysPerTerm: after.staffDaysPerTerm.with(t, fromDays) };
    return [{ cause: { kind: 'staff', termId: after.terms[t]?.id ?? '', fromDays, toDays }, without }];
  });
}

function lockDifferences(before: PlanningProblem, after: PlanningProblem): Difference[] {
  const ids = [...new Set([...before.locks, ...after.locks].map(({ needId }) => needId))].sort();
  return ids.flatMap((needId): Difference[] => {
    const was = before.locks.filter((lock) => lock.needId === needId);
    const is = after.locks.filter((lock) => lock.needId === needId);
    if (isSame(was, is)) return [];
    const without = { ...after, locks: [...after.locks.filter((lock) => lock.needId !== needId), ...was] };
    return [{ cause: { kind: 'lock', needId, is: is.length > 0 ? 'fixed' : 'freed' }, without }];
  });
}

function needDifferences(before: PlanningProblem, after: PlanningProblem, isSameTime: boolean): Difference[] {
  const was = new Map(before.needs.map((need) => [need.id, need]));
  const is = new Map(after.needs.map((need) => [need.id, need]));
  const found: Difference[] = [];
  for (const [needId, need] of was) {
    if (is.has(needId)) continue;
    const without = isSameTime ? { ...after, needs: inOrder([...after.needs, need]) } : null;
    found.push({ cause: { kind: 'need', needId, name: need.name, is: 'gone' }, without });
  }
  for (const [needId, need] of is) {
    const old = was.get(needId);
    if (!old) {
      const without = { ...after, needs: after.needs.filter(({ id }) => id !== needId) };
      found.push({ cause: { kind: 'need', needId, name: need.name, is: 'new' }, without });
      continue;
    }
    if (!isSameTime) continue;
    const withNeed = (changed: PlanNeed) => ({
      ...after,
      needs: after.needs.map((one) => (one.id === needId ? changed : one)),
    });
    found.push(...priceDifferences(old, need, withNeed));
    if (!isSame(startsAndDates(old), startsAndDates(need)))
      found.push({ cause: { kind: 'dates', needId }, without: withNeed(withOldStarts(old, need)) });
    if (!isSame(order(old), order(need))) {
      const options = need.options.map((option) => {
        const { after: _, ...others } = option;
        const theirs = old.options.find(({ id }) => id === option.id);
        return theirs?.after ? { ...others, after: theirs.after } : others;
      });
      const without = withNeed({ ...need, after: old.after, options });
      found.push({ cause: { kind: 'need', needId, name: need.name, is: 'other' }, without });
    }
  }
  if (!isSame(before.exclusions, after.exclusions))
    found.push({ cause: { kind: 'exclusions' }, without: { ...after, exclusions: before.exclusions } });
  return found;
}

/** An option's price is told by its dearest start that both problems have. */
function priceDifferences(old: PlanNeed, need: PlanNeed, withNeed: (need: PlanNeed) => PlanningProblem): Difference[] {
  return need.options.flatMap(({ id: optionId }): Difference[] => {
    const pairs = need.candidates.flatMap((candidate) => {
      const was = sameStart(old, candidate);
      return candidate.optionId === optionId && was && !isSame(moneyOf(was), moneyOf(candidate))
        ? [{ was, candidate }]
        : [];
    });
    const [first] = pairs;
    if (!first) return [];
    const candidates = need.candidates.map((candidate) => {
      const pair = pairs.find((one) => one.candidate === candidate);
      return pair ? { ...candidate, ...moneyOf(pair.was) } : candidate;
    });
    const cause = {
      kind: 'price',
      needId: need.id,
      optionId,
      fromPence: first.was.wholeLifePence,
      toPence: first.candidate.wholeLifePence,
    } as const;
    return [{ cause, without: withNeed({ ...need, candidates }) }];
  });
}

function moneyOf({ capitalPence, revenuePence, wholeLifePence }: Candidate) {
  return { capitalPence, revenuePence, wholeLifePence };
}

function sameStart(need: PlanNeed, { optionId, term }: Candidate): Candidate | undefined {
  return need.candidates.find((one) => one.optionId === optionId && one.term === term);
}

/** When options may start and when they are in place, with whose days, and what they then meet. */
function startsAndDates({ candidates }: PlanNeed) {
  return candidates.map(({ optionId, term, completeTerm, lapsesTerm, staffDays, satisfies }) => {
    return { optionId, term, completeTerm, lapsesTerm, staffDays, satisfies };
  });
}

/** The starts that there were before, at today's money where it is known. */
function withOldStarts(old: PlanNeed, need: PlanNeed): PlanNeed {
  const candidates = old.candidates.map((candidate) => {
    const now = sameStart(need, candidate);
    return now ? { ...candidate, ...moneyOf(now) } : candidate;
  });
  const options = [...need.options, ...old.options.filter(({ id }) => !need.options.some((one) => one.id === id))];
  return { ...need, options, candidates };
}

function order({ after, options }: PlanNeed) {
  return { after, options: options.map(({ id, after: waits = [] }) => ({ id, waits })) };
}

function requirementDifferences(before: PlanningProblem, after: PlanningProblem): Difference[] {
  const was = new Map(before.requirements.map((one) => [one.id, one]));
  const is = new Map(after.requirements.map((one) => [one.id, one]));
  const changed = [...new Set([...was.keys(), ...is.keys()])].sort().filter((id) => !isSame(was.get(id), is.get(id)));
  const requirements = changed.map((requirementId): Difference => {
    const rest = after.requirements.filter(({ id }) => id !== requirementId);
    const old = was.get(requirementId);
    const name = (old ?? is.get(requirementId))?.name ?? requirementId;
    const without: PlanRequirement[] = old ? inOrder([...rest, old]) : rest;
    return { cause: { kind: 'requirement', requirementId, name }, without: { ...after, requirements: without } };
  });
  const dates = after.standards.flatMap((standard): Difference[] => {
    const old = before.standards.find(({ id }) => id === standard.id);
    if (!old || old.dueTerm === standard.dueTerm) return [];
    const standards = after.standards.map((one) => (one === standard ? { ...one, dueTerm: old.dueTerm } : one));
    const cause = { kind: 'standard-date', standardId: standard.id, name: standard.name } as const;
    return [{ cause, without: { ...after, standards } }];
  });
  return [...dates, ...requirements];
}

function inOrder<T extends { id: string }>(rows: T[]): T[] {
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Both are plain data that one function wrote, so that their keys come in one order. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

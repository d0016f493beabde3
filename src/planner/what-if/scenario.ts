/**
 * "What if": a scenario is a list of changes to a planning problem. Each is applied to the problem as compiled, start by
 * start, so that the changed problem is planned and re-added like any other. What people have fixed stays fixed.
 */
import { daysBetween } from '../../domain/dates.ts';
import type { Pence } from '../../domain/money.ts';
import type {
  Candidate,
  ChosenStart,
  NationalHeading,
  PlanNeed,
  PlanningProblem,
  PlanYear,
} from '../../domain/planning.ts';

/** Which options a change is about. `optionIds` may hold some that the problem no longer has. */
export type ScenarioTarget =
  { kind: 'all' } | { kind: 'heading'; heading: NationalHeading } | { kind: 'options'; optionIds: string[] };

/** One change. Years and terms are named by id, so that a scenario outlives the plan that it was thought of beside. */
export type ScenarioPart =
  /** More (or, below nought, less) money in one pot of a whole year. A pot never falls below nought. */
  | { kind: 'budget'; pot: 'capital' | 'revenue'; yearId: string; changePence: Pence }
  /** Needs that can be met by moving to the cloud are met so, or not at all. */
  | { kind: 'cloud-first' }
  /** Only duties, what ends of itself, and what those wait for. */
  | { kind: 'keep' }
  /** In place that many terms later than ordered for; no start earlier than the plan's, for nobody knew. */
  | { kind: 'late'; target: ScenarioTarget; terms: number }
  /** The options' own prices that much up (or down), in whole per cent; what they save stays as it is. */
  | { kind: 'price'; target: ScenarioTarget; percent: number }
  /** A core standard (all of them where null) must be met by the end of that term already. */
  | { kind: 'standard-date'; standardId: string | null; termId: string }
  /** One start fixed, or with `optionId` null nothing done for the need. */
  | { kind: 'fix'; needId: string; optionId: string | null; termId: string };

/** What the changed problem is made from, beside the problem. */
export interface ScenarioFacts {
  /** Options that move something to the cloud. */
  cloudOptionIds: ReadonlySet<string>;
  /** Needs about something that ends of itself: a contract, or support. */
  endingNeedIds: ReadonlySet<string>;
  /** The plan that the scenario stands beside: what the new plan keeps to where it can. */
  starts: readonly ChosenStart[];
}

/** The problem as it would be, with the plan at hand as the agreed one. The problem given stays as it is. */
export function applyScenario(
  problem: PlanningProblem,
  parts: readonly ScenarioPart[],
  facts: ScenarioFacts,
): PlanningProblem {
  const agreed = facts.starts.map(({ needId, optionId, term }) => ({ needId, optionId, term }));
  return parts.reduce<PlanningProblem>((now, part) => applyPart(now, part, facts), { ...problem, agreed });
}

function applyPart(problem: PlanningProblem, part: ScenarioPart, facts: ScenarioFacts): PlanningProblem {
  switch (part.kind) {
    case 'budget': {
      const pot = part.pot === 'capital' ? 'capitalPence' : 'revenuePence';
      const years = problem.years.map((year) => {
        if (year.id !== part.yearId) return year;
        const change = part.pot === 'capital' ? part.changePence : withinPlan(problem, year, part.changePence);
        return { ...year, [pot]: Math.max(0, year[pot] + change) };
      });
      return { ...problem, years };
    }
    case 'cloud-first':
      return mapNeeds(problem, (need) => {
        const isCloud = ({ optionId }: Candidate) => facts.cloudOptionIds.has(optionId);
        return need.candidates.some(isCloud) ? { ...need, candidates: need.candidates.filter(isCloud) } : need;
      });
    case 'keep': {
      const kept = keptNeeds(problem, facts.endingNeedIds);
      return mapNeeds(problem, (need) => (kept.has(need.id) ? need : { ...need, candidates: [] }));
    }
    case 'late': {
      const isLate = targets(problem, part.target);
      const planned = new Map(facts.starts.map((start) => [start.optionId, start.term]));
      return mapNeeds(problem, (need) => ({
        ...need,
        candidates: need.candidates.flatMap((candidate) => {
          if (!isLate(candidate.optionId)) return [candidate];
          if (candidate.term < (planned.get(candidate.optionId) ?? 0)) return [];
          return [deliveredLate(problem, need, candidate, part.terms)];
        }),
      }));
    }
    case 'price': {
      const isDearer = targets(problem, part.target);
      const change = (candidate: Candidate) =>
        isDearer(candidate.optionId) ? withPricePercent(candidate, part.percent) : candidate;
      return mapNeeds(problem, (need) => ({ ...need, candidates: need.candidates.map(change) }));
    }
    case 'standard-date': {
      const term = problem.terms.findIndex(({ id }) => id === part.termId);
      if (term < 0) return problem;
      const standards = problem.standards.map((standard) => {
        const isMeant = part.standardId === null ? standard.core : standard.id === part.standardId;
        return isMeant ? { ...standard, dueTerm: Math.min(standard.dueTerm ?? term, term) } : standard;
      });
      return { ...problem, standards };
    }
    case 'fix': {
      const term = problem.terms.findIndex(({ id }) => id === part.termId);
      if (term < 0 && part.optionId !== null) return problem;
      const { needId, optionId } = part;
      const others = problem.locks.filter((lock) => lock.needId !== needId);
      return { ...problem, locks: [...others, { needId, optionId, term: Math.max(0, term) }] };
    }
  }
}

/** Of a year that the plan ends within, only the days up to its last one count for revenue: as a plan's years are made. */
function withinPlan(problem: PlanningProblem, year: PlanYear, pence: Pence): Pence {
  const last = problem.terms.at(-1)?.endsOn ?? year.endsOn;
  if (last >= year.endsOn) return pence;
  const days = daysBetween(year.startsOn, last) + 1;
  return Math.round((pence * days) / (daysBetween(year.startsOn, year.endsOn) + 1));
}

/** Each need that people have not fixed. One that they have stays as it is but for its prices and dates of delivery. */
function mapNeeds(problem: PlanningProblem, change: (need: PlanNeed) => PlanNeed): PlanningProblem {
  const locks = new Map(problem.locks.map((lock) => [lock.needId, lock]));
  const needs = problem.needs.map((need) => {
    const changed = change(need);
    const lock = locks.get(need.id);
    if (!lock || lock.optionId === null) return changed;
    const isFixed = ({ optionId, term }: Candidate) => optionId === lock.optionId && term === lock.term;
    return changed.candidates.some(isFixed) ? changed : need;
  });
  return { ...problem, needs };
}

function targets(problem: PlanningProblem, target: ScenarioTarget): (optionId: string) => boolean {
  if (target.kind === 'all') return () => true;
  if (target.kind === 'options') {
    const ids = new Set(target.optionIds);
    return (optionId) => ids.has(optionId);
  }
  const ids = new Set(
    problem.needs.flatMap(({ options }) =>
      options.flatMap((option) => (option.heading === target.heading ? option.id : [])),
    ),
  );
  return (optionId) => ids.has(optionId);
}

/** Needs with a duty not met of itself, needs about what ends, and all that those wait for. */
function keptNeeds(problem: PlanningProblem, ending: ReadonlySet<string>): Set<string> {
  const duties = new Set(
    problem.requirements.flatMap(({ id, duty, metWithout }) => (duty && metWithout.includes(false) ? id : [])),
  );
  const byId = new Map(problem.needs.map((need) => [need.id, need]));
  const waiting = problem.needs.filter(
    ({ id, candidates }) => ending.has(id) || candidates.some(({ satisfies }) => satisfies.some((r) => duties.has(r))),
  );
  const kept = new Set<string>();
  for (let need = waiting.pop(); need !== undefined; need = waiting.pop()) {
    if (kept.has(need.id)) continue;
    kept.add(need.id);
    for (const id of [...need.after, ...need.options.flatMap(({ after = [] }) => after)]) {
      const earlier = byId.get(id);
      if (earlier) waiting.push(earlier);
    }
  }
  return kept;
}

/**
 * A start whose delivery comes `late` terms after it was to. Its price is paid as it was ordered; what it replaces runs on as
 * it would for the same option started that much later (for its next start, where there is none just then).
 */
function deliveredLate(problem: PlanningProblem, need: PlanNeed, candidate: Candidate, late: number): Candidate {
  const terms = problem.terms.length;
  const completeTerm = Math.min(terms, candidate.completeTerm + late);
  const later = need.candidates
    .filter(({ optionId, term }) => optionId === candidate.optionId && term >= candidate.term + late)
    .sort((a, b) => a.term - b.term)[0];
  const own = beside(candidate);
  const theirs = later ? beside(later) : own.map((pence) => Math.max(0, pence));
  const lapsesTerm = candidate.lapsesTerm === null ? null : Math.max(completeTerm, candidate.lapsesTerm);
  const besidePricePence = own.map((pence, y) => Math.max(pence, theirs[y] ?? 0));
  return repriced(
    { ...candidate, completeTerm, lapsesTerm },
    { capital: candidate.capitalPence, revenue: priceRevenue(candidate), beside: besidePricePence },
  );
}

function withPricePercent(candidate: Candidate, percent: number): Candidate {
  const up = (pence: Pence) => Math.round((pence * (100 + percent)) / 100);
  return repriced(candidate, {
    capital: candidate.capitalPence.map(up),
    revenue: priceRevenue(candidate).map(up),
    beside: beside(candidate),
  });
}

/** What a start's revenue holds beside its own price, by year: ending what it replaces, less what that saves. */
function beside(candidate: Candidate): Pence[] {
  // A problem made before this was kept apart: what is below nought can only be savings.
  return (candidate.besidePricePence ?? candidate.revenuePence.map((pence) => Math.min(0, pence))).slice();
}

function priceRevenue(candidate: Candidate): Pence[] {
  const others = beside(candidate);
  return candidate.revenuePence.map((pence, y) => pence - (others[y] ?? 0));
}

/** The start at other money. Its ranges move by as much as their middle does. */
function repriced(
  candidate: Candidate,
  money: { capital: readonly Pence[]; revenue: readonly Pence[]; beside: readonly Pence[] },
): Candidate {
  const capitalPence = [...money.capital];
  const revenuePence = money.revenue.map((pence, y) => pence + (money.beside[y] ?? 0));
  const wholeLifePence = sum(capitalPence) + sum(revenuePence);
  const moved = wholeLifePence - candidate.wholeLifePence;
  const { lowPence, highPence } = candidate.wholeLifeRange;
  const { capitalRange, revenueRange } = candidate;
  return {
    ...candidate,
    capitalPence,
    revenuePence,
    ...(candidate.besidePricePence && { besidePricePence: [...money.beside] }),
    ...(capitalRange && { capitalRange: shifted(capitalRange, candidate.capitalPence, capitalPence) }),
    ...(revenueRange && { revenueRange: shifted(revenueRange, candidate.revenuePence, revenuePence) }),
    wholeLifePence,
    wholeLifeRange: { lowPence: lowPence + moved, highPence: highPence + moved },
  };
}

function shifted<R extends { lowPence: Pence; highPence: Pence }>(
  ranges: readonly R[],
  from: readonly Pence[],
  to: readonly Pence[],
): { lowPence: Pence; highPence: Pence }[] {
  return ranges.map(({ lowPence, highPence }, y) => {
    const moved = (to[y] ?? 0) - (from[y] ?? 0);
    return { lowPence: lowPence + moved, highPence: highPence + moved };
  });
}

function sum(amounts: readonly Pence[]): Pence {
  return amounts.reduce((total, pence) => total + pence, 0);
}

/** Turns what the search found into a {@link Plan}: placements in order, every limit re-added, bounds and the hash. */
import type { Certificate, LimitUse, Placement, Plan, PlanLevel, PlanningProblem } from '../domain/planning.ts';
import { inPlanOrder, planHasher } from './hash.ts';
import type { Compiled } from './compile.ts';
import type { LevelName } from './state.ts';

/** One level as solved: `bound` holds for every plan that is no worse at the levels before it. */
export interface SolvedLevel {
  name: LevelName;
  value: number;
  bound: number;
  proven: boolean;
}

export interface Solved {
  status: Certificate['status'];
  /** By need: candidate index, or -1. */
  chosen: Int32Array;
  levels: SolvedLevel[];
  /** Branch-and-bound nodes. */
  work: number;
  /** Set at the end where not all is proved. */
  stopped?: Certificate['stopped'];
}

/** Name of the solver as the certificate states it. */
export const solverName = 'HiGHS 1.15.3';

/** Gives a function that writes plans for one problem, whose hash is taken once. */
export function planWriter(compiled: Compiled): (solved: Solved) => Plan {
  const hashes = planHasher(compiled.problem);
  return (solved) => {
    const placements = placementsOf(compiled, solved.chosen);
    return {
      format: 'cairn.plan/1',
      hash: hashes.plan(placements),
      problemHash: hashes.problem,
      placements,
      certificate: {
        status: solved.status,
        levels: solved.levels.flatMap(({ name, ...level }): PlanLevel[] =>
          name === 'value' ? [] : [{ level: name, ...level }],
        ),
        gap: relativeGap(solved.levels),
        limits: limitUse(compiled, solved.chosen),
        solver: solverName,
        work: solved.work,
        ...(solved.stopped && { stopped: solved.stopped }),
      },
      reasons: [],
      unmet: [],
    };
  };
}

/** Gap of the first level that is not proven, as a part of its value; nought where all are proven. */
export function relativeGap(levels: readonly SolvedLevel[]): number {
  const open = levels.find((level) => !level.proven);
  return open ? Math.max(0, open.value - open.bound) / Math.max(1, Math.abs(open.value)) : 0;
}

export function placementsOf(compiled: Compiled, chosen: ArrayLike<number>): Placement[] {
  return inPlanOrder(
    compiled.needs.flatMap((need, n): Placement[] => {
      const candidate = compiled.candidates[chosen[n]!];
      if (!candidate) return [];
      const { optionId, term, completeTerm } = candidate;
      return [{ needId: need.id, optionId, term, completeTerm, locked: need.lock === candidate.index }];
    }),
  );
}

/**
 * How much of every limit a plan uses. Capital is by year, or the running total where it carries forward; a precedence
 * gives the first term in which the earlier work is complete against the term in which the later one starts; an exclusion
 * counts options placed; a lock counts starts that differ from it.
 */
export function limitUse(compiled: Compiled, chosen: ArrayLike<number>): LimitUse[] {
  const { problem, candidates } = compiled;
  const placed = [...compiled.needs.keys()].flatMap((n) => candidates[chosen[n]!] ?? []);
  const limits: LimitUse[] = [];
  for (const [y, year] of problem.years.entries()) {
    limits.push({ kind: 'capital', id: year.id, ...capitalUse(problem, placed, y) });
    limits.push({
      kind: 'revenue',
      id: year.id,
      used: total(placed, (c) => c.revenuePence[y]!),
      allowed: year.revenuePence,
    });
  }
  for (const [t, term] of problem.terms.entries()) {
    const allowed = problem.staffDaysPerTerm[t] ?? 0;
    limits.push({ kind: 'staff', id: term.id, used: total(placed, (c) => c.staffDays[t]!), allowed });
  }
  for (const candidate of placed) {
    const need = compiled.needs[candidate.need]!;
    for (const other of candidate.before) {
      const theirs = candidates[chosen[other]!];
      const id = `${need.id} after ${compiled.needs[other]!.id}`;
      limits.push({
        kind: 'precedence',
        id,
        used: theirs?.completeTerm ?? problem.terms.length,
        allowed: candidate.term,
      });
    }
  }
  for (const [e, exclusion] of problem.exclusions.entries()) {
    const used = placed.filter((candidate) => candidate.exclusions.includes(e)).length;
    limits.push({ kind: 'exclusion', id: exclusion.id, used, allowed: 1 });
  }
  for (const [n, need] of compiled.needs.entries()) {
    if (need.lock !== null)
      limits.push({ kind: 'lock', id: need.id, used: chosen[n] === need.lock ? 0 : 1, allowed: 0 });
  }
  for (const lock of compiled.impossibleLocks) limits.push({ kind: 'lock', id: lock.needId, used: 1, allowed: 0 });
  return limits;
}

type Placed = Compiled['candidates'][number];

function capitalUse(problem: PlanningProblem, placed: Placed[], y: number): { used: number; allowed: number } {
  const from = problem.capitalCarriesForward ? 0 : y;
  let used = 0;
  let allowed = 0;
  for (let year = from; year <= y; year++) {
    used += total(placed, (candidate) => candidate.capitalPence[year]!);
    allowed += problem.years[year]!.capitalPence;
  }
  return { used, allowed };
}

function total(placed: Placed[], of: (candidate: Placed) => number): number {
  return placed.reduce((sum, candidate) => sum + of(candidate), 0);
}

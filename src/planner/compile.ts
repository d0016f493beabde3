/**
 * A planning problem as flat arrays: what the search and the formulation both count with. Needs, candidates, requirements,
 * terms and years become indices; a "cell" is one requirement in one term, at index requirement × terms + term.
 */
import type { Candidate, ChosenStart, PlanningProblem, PlanRequirement } from '../domain/planning.ts';

export interface CompiledCandidate {
  index: number;
  need: number;
  optionId: string;
  term: number;
  completeTerm: number;
  capitalPence: number[];
  revenuePence: number[];
  staffDays: number[];
  wholeLifePence: number;
  /** Cells that it meets and that nothing else would without a placement. */
  cells: number[];
  /** Exclusions that its option is part of. */
  exclusions: number[];
  /** Needs that must be complete before it starts: its need's own and its option's. */
  before: number[];
  /** Only for a single objective given by the caller: what is to be made small. */
  price: number;
}

export interface CompiledNeed {
  id: string;
  candidates: number[];
  /** Needs that must be complete before some or all of its candidates start; which, each candidate says. */
  before: number[];
  /** Needs that wait for this one. */
  waiting: number[];
  /** The candidate that people have fixed, -1 for "nothing", null where it is free. */
  lock: number | null;
  /** What was agreed: a candidate, -1 for nothing, null where that start is no longer possible. */
  agreed: number | null;
  /** Doing nothing is not a choice: only for the questions that reasons ask. */
  mustPlace: boolean;
}

export interface CompiledStandard {
  dueTerm: number;
  requirements: number[];
}

export interface Compiled {
  problem: PlanningProblem;
  terms: number;
  years: number;
  needs: CompiledNeed[];
  candidates: CompiledCandidate[];
  /** By cell: weight where unmet without a placement (level 4), and whether it is a duty (level 1). */
  cellWeight: number[];
  /** The same of the requirements that come after all others; nought for the others. */
  cellLaterWeight: number[];
  cellDuty: boolean[];
  /** Core standards with a date and at least one "must" requirement. */
  standards: CompiledStandard[];
  /** Locks that no candidate can satisfy. */
  impossibleLocks: ChosenStart[];
  hasAgreed: boolean;
  /** Some requirements come after all others: they have a level of their own. */
  hasLater: boolean;
  /** True where the caller gave one objective in place of the standard levels. */
  priced: boolean;
}

/** A caller's own objective: the amount, to be made small, that placing a candidate adds. Must be a whole number. */
export type PriceOf = (needId: string, candidate: Candidate) => number;

/** Flattens a problem. `priceOf` replaces the standard levels by one. */
export function compile(problem: PlanningProblem, priceOf?: PriceOf): Compiled {
  const terms = problem.terms.length;
  const needIndex = new Map(problem.needs.map((need, index) => [need.id, index]));
  const requirementIndex = new Map(problem.requirements.map((requirement, index) => [requirement.id, index]));
  const exclusionsOf = new Map<string, number[]>();
  problem.exclusions.forEach((exclusion, index) => {
    for (const optionId of new Set(exclusion.optionIds)) {
      exclusionsOf.set(optionId, [...(exclusionsOf.get(optionId) ?? []), index]);
    }
  });
  const candidates: CompiledCandidate[] = [];
  const needs = problem.needs.map((need, index): CompiledNeed => {
    const indices = (ids: readonly string[]): number[] =>
      [...new Set(ids)].flatMap((id) => needIndex.get(id) ?? []).filter((other) => other !== index);
    const beforeOption = new Map(
      need.options.map((option) => [option.id, indices([...need.after, ...(option.after ?? [])])]),
    );
    const mine = need.candidates.map((candidate) => {
      const compiled: CompiledCandidate = {
        index: candidates.length,
        need: index,
        optionId: candidate.optionId,
        term: candidate.term,
        completeTerm: candidate.completeTerm,
        capitalPence: problem.years.map((_, year) => candidate.capitalPence[year] ?? 0),
        revenuePence: problem.years.map((_, year) => candidate.revenuePence[year] ?? 0),
        staffDays: problem.terms.map((_, term) => candidate.staffDays[term] ?? 0),
        wholeLifePence: candidate.wholeLifePence,
        cells: cellsOf(problem, requirementIndex, candidate),
        exclusions: exclusionsOf.get(candidate.optionId) ?? [],
        before: beforeOption.get(candidate.optionId) ?? indices(need.after),
        price: priceOf ? priceOf(need.id, candidate) : 0,
      };
      candidates.push(compiled);
      return compiled.index;
    });
    const before = indices([...need.after, ...need.options.flatMap((option) => option.after ?? [])]);
    return { id: need.id, candidates: mine, before, waiting: [], lock: null, agreed: -1, mustPlace: false };
  });
  needs.forEach((need, index) => {
    for (const other of need.before) needs[other]?.waiting.push(index);
  });
  const impossibleLocks: ChosenStart[] = [];
  for (const lock of problem.locks) {
    const need = needs[needIndex.get(lock.needId) ?? -1];
    const start = need && startOf(need, candidates, lock);
    if (need && start !== null && start !== undefined && (need.lock === null || need.lock === start)) need.lock = start;
    else if (need || lock.optionId !== null) impossibleLocks.push(lock);
  }
  for (const agreed of problem.agreed) {
    const need = needs[needIndex.get(agreed.needId) ?? -1];
    if (need) need.agreed = startOf(need, candidates, agreed);
  }
  return {
    problem,
    terms,
    years: problem.years.length,
    needs,
    candidates,
    cellWeight: cellWeights(problem, (r) => r.comesAfter !== true),
    cellLaterWeight: cellWeights(problem, (r) => r.comesAfter === true),
    cellDuty: problem.requirements.flatMap((r) => problem.terms.map((_, t) => r.duty && !r.metWithout[t])),
    standards: compileStandards(problem),
    impossibleLocks,
    hasAgreed: problem.agreed.length > 0,
    hasLater: problem.requirements.some((r) => r.comesAfter === true),
    priced: priceOf !== undefined,
  };
}

/** By cell: the weight where it is unmet without a placement and its requirement is one of those that count. */
function cellWeights(problem: PlanningProblem, counts: (requirement: PlanRequirement) => boolean): number[] {
  return problem.requirements.flatMap((r) =>
    problem.terms.map((_, t) => (counts(r) && !r.metWithout[t] ? r.weight : 0)),
  );
}

function cellsOf(problem: PlanningProblem, indexOf: Map<string, number>, candidate: Candidate): number[] {
  const terms = problem.terms.length;
  const end = Math.min(terms, candidate.lapsesTerm ?? terms);
  return [...new Set(candidate.satisfies)].flatMap((id) => {
    const index = indexOf.get(id);
    const requirement = index === undefined ? undefined : problem.requirements[index];
    if (index === undefined || !requirement) return [];
    const cells: number[] = [];
    for (let term = Math.max(0, candidate.completeTerm); term < end; term++) {
      if (!requirement.metWithout[term]) cells.push(index * terms + term);
    }
    return cells;
  });
}

function startOf(need: CompiledNeed, candidates: CompiledCandidate[], start: ChosenStart): number | null {
  if (start.optionId === null) return -1;
  const match = need.candidates.find(
    (index) => candidates[index]?.optionId === start.optionId && candidates[index]?.term === start.term,
  );
  return match ?? null;
}

function compileStandards(problem: PlanningProblem): CompiledStandard[] {
  return problem.standards.flatMap((standard) => {
    if (!standard.core || standard.dueTerm === null || standard.dueTerm >= problem.terms.length) return [];
    const requirements = problem.requirements.flatMap((r, i) => (r.standardId === standard.id && r.must ? [i] : []));
    return requirements.length > 0 ? [{ dueTerm: Math.max(0, standard.dueTerm), requirements }] : [];
  });
}

/**
 * A plan being built: which candidate each need has, and the running totals of every limit and level. Placing and taking
 * away cost work in proportion to what the candidate touches, so that a search can try hundreds of thousands of moves.
 * All totals are whole numbers (pence, requirement-terms, days), so nothing drifts.
 */
import type { PlanLevel } from '../domain/planning.ts';
import type { Compiled, CompiledCandidate } from './compile.ts';

/** What the planner makes small, in order. `value` stands alone, where the caller has given one objective. */
export type LevelName = PlanLevel['level'] | 'value';

/** The levels that a problem has, most important first. */
export function levelNames(compiled: Compiled): LevelName[] {
  if (compiled.priced) return ['value'];
  const names: LevelName[] = ['duties', 'core-standards', 'core-lateness', 'requirement-terms'];
  if (compiled.hasLater) names.push('later-requirement-terms');
  names.push('whole-life-cost');
  return compiled.hasAgreed ? [...names, 'changes'] : names;
}

export interface PlanState {
  compiled: Compiled;
  /** By need: candidate index, or -1. */
  chosen: Int32Array;
  capital: Float64Array;
  revenue: Float64Array;
  staff: Float64Array;
  exclusionUse: Int32Array;
  /** By cell: placements that meet it. */
  cover: Int32Array;
  /** By standard × term: "must" requirements unmet. */
  missing: Int32Array;
  duties: number;
  coreStandards: number;
  coreLateness: number;
  requirementTerms: number;
  laterRequirementTerms: number;
  cost: number;
  changes: number;
  price: number;
  /** Sum of start terms: the last resort between equals. */
  startSum: number;
  standardsOf: number[][];
}

/** An empty plan. */
export function emptyState(compiled: Compiled): PlanState {
  const { problem, terms } = compiled;
  const standardsOf: number[][] = problem.requirements.map(() => []);
  compiled.standards.forEach((standard, s) => standard.requirements.forEach((r) => standardsOf[r]!.push(s)));
  const state: PlanState = {
    compiled,
    chosen: new Int32Array(compiled.needs.length).fill(-1),
    capital: new Float64Array(compiled.years),
    revenue: new Float64Array(compiled.years),
    staff: new Float64Array(terms),
    exclusionUse: new Int32Array(problem.exclusions.length),
    cover: new Int32Array(problem.requirements.length * terms),
    missing: new Int32Array(compiled.standards.length * terms),
    duties: compiled.cellDuty.filter(Boolean).length,
    coreStandards: 0,
    coreLateness: 0,
    requirementTerms: compiled.cellWeight.reduce((sum, weight) => sum + weight, 0),
    laterRequirementTerms: compiled.cellLaterWeight.reduce((sum, weight) => sum + weight, 0),
    cost: 0,
    changes: compiled.hasAgreed ? compiled.needs.filter((need) => need.agreed !== -1).length : 0,
    price: 0,
    startSum: 0,
    standardsOf,
  };
  compiled.standards.forEach((standard, s) => {
    for (let t = 0; t < terms; t++) {
      const missing = standard.requirements.filter((r) => !problem.requirements[r]!.metWithout[t]).length;
      state.missing[s * terms + t] = missing;
      if (missing > 0 && t === standard.dueTerm) state.coreStandards++;
      if (missing > 0 && t > standard.dueTerm) state.coreLateness++;
    }
  });
  return state;
}

/** Gives a need another candidate, or none (-1). */
export function place(state: PlanState, need: number, candidate: number): void {
  const before = state.chosen[need]!;
  if (before === candidate) return;
  const { candidates } = state.compiled;
  if (before >= 0) countLevels(state, candidates[before]!, -1);
  placeLimits(state, need, candidate);
  if (candidate >= 0) countLevels(state, candidates[candidate]!, 1);
}

/** The cheap half of {@link place}: all but what {@link countLevels} counts. A search looks at the limits first. */
export function placeLimits(state: PlanState, need: number, candidate: number): void {
  const { candidates, needs, hasAgreed } = state.compiled;
  const before = state.chosen[need]!;
  if (before === candidate) return;
  if (before >= 0) countLimits(state, candidates[before]!, -1);
  if (candidate >= 0) countLimits(state, candidates[candidate]!, 1);
  if (hasAgreed) {
    const agreed = needs[need]!.agreed;
    state.changes += (candidate === agreed ? 0 : 1) - (before === agreed ? 0 : 1);
  }
  state.chosen[need] = candidate;
}

function countLimits(state: PlanState, candidate: CompiledCandidate, sign: 1 | -1): void {
  const { compiled } = state;
  for (let y = 0; y < compiled.years; y++) {
    state.capital[y]! += sign * candidate.capitalPence[y]!;
    state.revenue[y]! += sign * candidate.revenuePence[y]!;
  }
  for (let t = 0; t < compiled.terms; t++) state.staff[t]! += sign * candidate.staffDays[t]!;
  for (const exclusion of candidate.exclusions) state.exclusionUse[exclusion]! += sign;
  state.cost += sign * candidate.wholeLifePence;
  state.price += sign * candidate.price;
  state.startSum += sign * (candidate.term + 1);
}

/** What a candidate meets, added (1) or taken away (-1). */
export function countLevels(state: PlanState, candidate: CompiledCandidate, sign: 1 | -1): void {
  for (const cell of candidate.cells) {
    const had = state.cover[cell]!;
    state.cover[cell] = had + sign;
    if (sign > 0 ? had === 0 : had === 1) countCell(state, cell, -sign);
  }
}

/** A cell becomes unmet (+1) or met (-1). */
function countCell(state: PlanState, cell: number, sign: number): void {
  const { compiled } = state;
  const { terms } = compiled;
  state.requirementTerms += sign * compiled.cellWeight[cell]!;
  state.laterRequirementTerms += sign * compiled.cellLaterWeight[cell]!;
  if (compiled.cellDuty[cell]) state.duties += sign;
  const term = cell % terms;
  for (const s of state.standardsOf[(cell - term) / terms]!) {
    const at = s * terms + term;
    const had = state.missing[at]!;
    state.missing[at] = had + sign;
    const flips = sign > 0 ? had === 0 : had === 1;
    if (!flips) continue;
    const due = compiled.standards[s]!.dueTerm;
    if (term === due) state.coreStandards += sign;
    else if (term > due) state.coreLateness += sign;
  }
}

/** The levels' values, in the order of {@link levelNames}. */
export function levelValues(state: PlanState): number[] {
  if (state.compiled.priced) return [state.price];
  const values = [state.duties, state.coreStandards, state.coreLateness, state.requirementTerms];
  if (state.compiled.hasLater) values.push(state.laterRequirementTerms);
  values.push(state.cost);
  return state.compiled.hasAgreed ? [...values, state.changes] : values;
}

/** How far the plan breaks its limits, nought where it holds them all: pence over, days over and rules broken, added up. */
export function violation(state: PlanState): number {
  const { compiled, chosen } = state;
  const { problem, needs, candidates } = compiled;
  let over = 0;
  let spent = 0;
  let allowed = 0;
  for (let y = 0; y < compiled.years; y++) {
    const year = problem.years[y]!;
    if (!problem.capitalCarriesForward) spent = allowed = 0;
    spent += state.capital[y]!;
    allowed += year.capitalPence;
    if (spent > allowed) over += spent - allowed;
    if (state.revenue[y]! > year.revenuePence) over += state.revenue[y]! - year.revenuePence;
  }
  for (let t = 0; t < compiled.terms; t++) {
    const days = state.staff[t]! - (problem.staffDaysPerTerm[t] ?? 0);
    if (days > 1e-9) over += days * 10_000;
  }
  for (let e = 0; e < state.exclusionUse.length; e++) {
    if (state.exclusionUse[e]! > 1) over += (state.exclusionUse[e]! - 1) * 1_000_000;
  }
  for (let n = 0; n < needs.length; n++) {
    const need = needs[n]!;
    const mine = chosen[n]!;
    if (need.lock !== null && mine !== need.lock) over += 10_000_000;
    if (mine < 0) {
      if (need.mustPlace) over += 10_000_000;
      continue;
    }
    for (const other of candidates[mine]!.before) {
      const theirs = chosen[other]!;
      if (theirs < 0 || candidates[theirs]!.completeTerm > candidates[mine]!.term) over += 1_000_000;
    }
  }
  return over;
}

/** Less than nought where `a` is the better row of levels, more than nought where `b` is, nought where they are equal. */
export function compareLevels(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A plan as {@link PlanState}, from one candidate index (or -1) per need. */
export function stateOf(compiled: Compiled, chosen: ArrayLike<number>): PlanState {
  const state = emptyState(compiled);
  for (let n = 0; n < compiled.needs.length; n++) place(state, n, chosen[n]!);
  return state;
}

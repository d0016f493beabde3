/** The steps of a solve: bounds from the relaxation, a longer search, branch and bound stage by stage, and ties. */
import { branchAndBound } from './branch-and-bound.ts';
import { guidedSearch, type Guide } from './guided-search.ts';
import type { MipResult, WorkLimit } from './highs.ts';
import { searchPlan } from './search.ts';
import {
  accept,
  chosenOf,
  columnsOf,
  isLevelProven,
  raiseBound,
  raiseStage,
  report,
  toValueBound,
  type Run,
} from './solve-run.ts';
import { stageValue, type Stage } from './stages.ts';
import { compareLevels, levelValues, stateOf, violation } from './state.ts';

/** Bounds for every level from the relaxation: alone, then with the levels before it held at the plan's own values. */
export function relaxAll(run: Run): void {
  for (const [k, level] of run.model.levels.entries()) {
    const { isPossible, bound } = run.held.relax(level);
    if (!isPossible) continue;
    run.ranges[k]!.low = Math.max(run.ranges[k]!.low, Math.floor(bound + 1e-6));
    raiseBound(run, k, toValueBound(level, bound));
  }
  if (!run.best) return;
  for (const [k, level] of run.model.levels.entries()) {
    const relaxed = k > 0 && !isLevelProven(run, k) ? run.held.relax(level) : null;
    if (relaxed?.isPossible) raiseBound(run, k, toValueBound(level, relaxed.bound));
    run.held.pin(k, run.values[k]!);
  }
  report(run);
}

/** A longer search for a plan that holds every limit, where the first one found none. */
export function searchOn(run: Run, trials: number): void {
  const found = searchPlan(run.compiled, run.allowed, trials);
  if (!found.feasible) return;
  run.best = found.chosen;
  run.values = found.values;
  report(run);
}

/** A search from the best plan by the prices of a stage's relaxation, before its branch and bound. */
function searchByPrices(run: Run, stage: Stage, rounds: number): void {
  const { model, compiled } = run;
  const relaxed = run.held.relax(stage.sum);
  if (!run.best || !relaxed.isPossible) return;
  const guide: Guide = {
    cost: new Float64Array(compiled.candidates.length).fill(Infinity),
    nothing: new Float64Array(compiled.needs.length),
  };
  model.candidateOf.forEach((c, column) => {
    if (c < 0) return;
    guide.cost[c] = relaxed.reduced[column]!;
    guide.nothing[compiled.candidates[c]!.need] = relaxed.without[column]!;
  });
  guidedSearch(compiled, guide, run.best, {
    rounds,
    softLevel: stage.levels.at(-1)!,
    onBetter: (chosen, values) => {
      run.best = chosen;
      run.values = values;
    },
  });
  report(run);
}

/** One round over all stages that are not proven yet. */
export function pass(run: Run, limit: WorkLimit, rounds: number): 'ok' | 'infeasible' {
  for (const k of run.model.levels.keys()) run.held.pin(k, Infinity);
  let isProven = true;
  for (const stage of run.stages) {
    if (!stage.levels.every((k) => isLevelProven(run, k))) {
      searchByPrices(run, stage, rounds);
      const result = minimise(run, stage, limit);
      if (result.isInfeasible && !run.best) return 'infeasible';
      raiseStage(run, stage, result.bound);
    }
    if (!run.best) return 'ok';
    isProven = isProven && stage.levels.every((k) => isLevelProven(run, k));
    if (isProven) fixByReducedCost(run, stage);
    for (const k of stage.levels) run.held.pin(k, run.values[k]!);
  }
  return 'ok';
}

/**
 * Once a stage's best value is proven, a column whose reduced cost is more than the distance from the relaxation to that
 * value can't change in any plan that reaches it: the stages after it need not try.
 */
function fixByReducedCost(run: Run, stage: Stage): void {
  const relaxed = run.held.relax(stage.sum);
  if (!relaxed.isPossible) return;
  const value = stageValue(run.model, stage, run.values);
  const room = value - relaxed.bound + 0.01 + Math.abs(value) * 1e-8;
  run.model.integer.forEach((whole, column) => {
    if (!whole) return;
    const cost = relaxed.reduced[column]!;
    if (cost > room) run.held.fix(column, 0);
    if (cost < -room) run.held.fix(column, 1);
  });
}

/**
 * Branch and bound over choices; what it does not finish within its pivots, HiGHS gets. Another plan counts as better by a
 * whole unit, or by the gap asked for.
 */
function minimise(run: Run, stage: Stage, limit: WorkLimit): { isInfeasible: boolean; bound: number } {
  const valueNow = () => (run.best ? stageValue(run.model, stage, run.values) : Infinity);
  // What rounding may hide is taken off, so that what is pruned is still proven once the bound is rounded down.
  const leastGain = (best: number) =>
    Math.max(1, run.relativeGap * Math.abs(best)) - 4 * (1e-6 + Math.abs(best) * 1e-9);
  const result = branchAndBound(run.held.choices(stage.sum), {
    best: valueNow(),
    leastGain,
    mostPivots: Math.min(limit.iterations, MOST_PIVOTS),
    onBound: (bound) => raiseStage(run, stage, bound),
    onChoice: (columns) => {
      if (violation(stateOf(run.compiled, chosenOf(run, columns))) > 0) return null;
      if (accept(run, columns)) report(run);
      return valueNow();
    },
  });
  run.work += result.nodes;
  if (result.isDone) return { isInfeasible: run.best === null, bound: result.bound };
  raiseStage(run, stage, result.bound);
  const exact = minimiseExactly(run, stage, limit);
  return { isInfeasible: exact.outcome === 'infeasible', bound: exact.bound };
}

/** Pivots after which a stage that is not done is left to HiGHS. */
const MOST_PIVOTS = 3_000_000;

/**
 * Branch and bound on one stage. A plan that the solver believes in but that breaks a limit when re-added in whole pence
 * is cut off by a row of its own, and the search goes on: the bound stays valid, the plan is never shown.
 */
function minimiseExactly(run: Run, stage: Stage, limit: WorkLimit): MipResult {
  const { relativeGap } = run;
  let best: MipResult = { outcome: 'failed', columns: null, bound: -Infinity, nodes: 0 };
  const onBetter = (columns: Float64Array) => {
    if (accept(run, columns)) report(run);
  };
  const onBound = (bound: number) => raiseStage(run, stage, bound);
  for (let attempt = 0; attempt < 20; attempt++) {
    const start = run.best ? columnsOf(run, run.best) : null;
    const result = run.held.solver().minimise(stage.sum, { limit, start, onBetter, onBound, relativeGap });
    run.work += result.nodes;
    if (result.outcome === 'infeasible' && run.best) return best;
    best = { ...result, bound: Math.max(best.bound, result.bound) };
    if (!result.columns || result.outcome !== 'done') return best;
    accept(run, result.columns);
    if (violation(stateOf(run.compiled, chosenOf(run, result.columns))) === 0) return best;
    cutOff(run, result.columns);
  }
  return best;
}

/** A row that rules out exactly this choice of candidates. */
function cutOff(run: Run, columns: Float64Array): void {
  const parts = run.model.candidateOf.flatMap((c, column) => (c < 0 ? [] : [column]));
  const on = parts.filter((column) => columns[column]! > 0.5);
  run.held.addRow({
    columns: parts,
    values: parts.map((column) => (columns[column]! > 0.5 ? 1 : -1)),
    lower: -Infinity,
    upper: on.length - 1,
  });
}

/** Between plans that are equal at every level, the one whose starts come earliest. */
export function settleTies(run: Run): void {
  const columns: number[] = [];
  const values: number[] = [];
  run.model.candidateOf.forEach((c, column) => {
    if (c < 0) return;
    columns.push(column);
    values.push(run.compiled.candidates[c]!.term + 1);
  });
  for (const k of run.model.levels.keys()) run.held.pin(k, run.values[k]!);
  const before = stateOf(run.compiled, run.best!);
  branchAndBound(run.held.choices({ columns, values }), {
    best: before.startSum,
    leastGain: () => 1 - 1e-6,
    mostPivots: 4_000,
    onChoice: (found) => {
      const state = stateOf(run.compiled, chosenOf(run, found));
      if (violation(state) > 0 || compareLevels(levelValues(state), run.values) !== 0) return null;
      if (state.startSum < stateOf(run.compiled, run.best!).startSum) run.best = state.chosen;
      return stateOf(run.compiled, run.best!).startSum;
    },
  });
}

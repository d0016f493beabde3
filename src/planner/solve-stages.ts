/** The steps of a solve: bounds from the relaxation, a longer search, branch and bound stage by stage, and ties. */
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
    const relaxed = run.session.relax(level);
    if (relaxed.outcome !== 'done') continue;
    run.ranges[k]!.low = Math.max(run.ranges[k]!.low, Math.floor(relaxed.value + 1e-6));
    raiseBound(run, k, toValueBound(level, relaxed.value));
  }
  if (!run.best) return;
  for (const [k, level] of run.model.levels.entries()) {
    const relaxed = k > 0 && !isLevelProven(run, k) ? run.session.relax(level) : null;
    if (relaxed?.outcome === 'done') raiseBound(run, k, toValueBound(level, relaxed.value));
    run.session.pin(k, run.values[k]!);
  }
  report(run);
}

/** A longer search from the first plan, before branch and bound. */
export function searchOn(run: Run, trials: number): void {
  const found = searchPlan(run.compiled, run.allowed, trials, run.best ?? undefined);
  if (!found.feasible || (run.best && compareLevels(found.values, run.values) >= 0)) return;
  run.best = found.chosen;
  run.values = found.values;
  report(run);
}

/** One round over all stages that are not proven yet. */
export function pass(run: Run, limit: WorkLimit): 'ok' | 'infeasible' {
  for (const k of run.model.levels.keys()) run.session.pin(k, Infinity);
  let isProven = true;
  for (const stage of run.stages) {
    if (!stage.levels.every((k) => isLevelProven(run, k))) {
      const result = minimiseExactly(run, stage, limit);
      if (result.outcome === 'infeasible' && !run.best) return 'infeasible';
      raiseStage(run, stage, result.bound);
    }
    if (!run.best) return 'ok';
    isProven = isProven && stage.levels.every((k) => isLevelProven(run, k));
    if (isProven) fixByReducedCost(run, stage);
    for (const k of stage.levels) run.session.pin(k, run.values[k]!);
  }
  return 'ok';
}

/**
 * Once a stage's best value is proven, a column whose reduced cost is more than the distance from the relaxation to that
 * value can't change in any plan that reaches it: the stages after it need not try.
 */
function fixByReducedCost(run: Run, stage: Stage): void {
  const relaxed = run.session.relax(stage.sum);
  if (relaxed.outcome !== 'done') return;
  const value = stageValue(run.model, stage, run.values);
  const room = value - relaxed.value + 0.01 + Math.abs(value) * 1e-8;
  run.model.integer.forEach((whole, column) => {
    if (!whole) return;
    const cost = relaxed.reducedCosts[column]!;
    if (cost > room && relaxed.columns[column]! < 1e-6) run.session.bounds(column, run.model.lower[column]!, 0);
    if (cost < -room && relaxed.columns[column]! > 1 - 1e-6) run.session.bounds(column, 1, 1);
  });
}

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
    const result = run.session.minimise(stage.sum, { limit, start, onBetter, onBound, relativeGap });
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
  run.session.addRow({
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
  for (const k of run.model.levels.keys()) run.session.pin(k, run.values[k]!);
  const before = stateOf(run.compiled, run.best!);
  const relaxed = run.session.relax({ columns, values });
  if (relaxed.outcome === 'done' && relaxed.value > before.startSum - 1 + 1e-6) return;
  const limit = { iterations: 2_000, nodes: 20 };
  const result = run.session.minimise({ columns, values }, { limit, start: columnsOf(run, run.best!) });
  run.work += result.nodes;
  if (!result.columns) return;
  const state = stateOf(run.compiled, chosenOf(run, result.columns));
  const isEqual = violation(state) === 0 && compareLevels(levelValues(state), run.values) === 0;
  if (isEqual && state.startSum < before.startSum) run.best = state.chosen;
}

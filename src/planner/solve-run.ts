/**
 * A solve under way: the best plan so far, exactly re-added, and what is proven of each level. A bound on a level holds for
 * every plan that is no worse at the levels before it.
 */
import type { Solved, SolvedLevel } from './certificate.ts';
import type { Compiled } from './compile.ts';
import type { HeldModel } from './held-model.ts';
import type { Level, LinearModel } from './linear-model.ts';
import { searchPlan } from './search.ts';
import { splitBound, type LevelRange, type Stage } from './stages.ts';
import { compareLevels, levelValues, stateOf, violation } from './state.ts';

export interface Run {
  compiled: Compiled;
  allowed: boolean[];
  model: LinearModel;
  /** The best plan so far, exactly checked. */
  best: Int32Array | null;
  values: number[];
  bounds: number[];
  /** Bounds when last handed out. */
  said: number[];
  /** Of each level's sum of columns, whatever the other levels are. */
  ranges: LevelRange[];
  stages: Stage[];
  work: number;
  onProgress: ((solved: Solved) => void) | null;
  relativeGap: number;
  held: HeldModel;
}

export function solvedOf(run: Run, count: number): Solved {
  const levels: SolvedLevel[] = [];
  let proven = true;
  for (let k = 0; k < count; k++) {
    proven = proven && isLevelProven(run, k);
    const value = run.values[k]!;
    levels.push({ name: run.model.levels[k]!.name, value, bound: Math.min(value, run.bounds[k]!), proven });
  }
  return { status: proven ? 'proven' : 'gap', chosen: run.best!, levels, work: run.work };
}

/** Hands out the plan so far. A proven one is not handed out here: its ties are settled first. */
export function report(run: Run): void {
  if (!run.best || isProven(run)) return;
  run.said = [...run.bounds];
  run.onProgress?.(solvedOf(run, run.model.levels.length));
}

export function isLevelProven(run: Run, k: number): boolean {
  const value = run.values[k]!;
  const room = run.relativeGap * Math.abs(value);
  return run.best !== null && run.bounds[k]! >= value - room;
}

export function isProven(run: Run): boolean {
  return run.best !== null && run.model.levels.every((_, k) => isLevelProven(run, k));
}

/** The least that a level could be if every column were free; what is counted in terms or standards is never below nought. */
export function leastPossible(level: Level): number {
  const least = level.constant + level.unit * addUp(level.values, Math.min);
  return level.name === 'whole-life-cost' || level.name === 'value' ? least : Math.max(0, least);
}

/** The sum of what each column adds at its worst or best. */
export function addUp(values: readonly number[], worstOrBest: (a: number, b: number) => number): number {
  return values.reduce((sum, value) => sum + worstOrBest(0, value), 0);
}

/** From a bound on a level's sum of columns to one on its value: whole units, less what the solver's tolerance may hide. */
export function toValueBound(level: Level, sum: number): number {
  if (!Number.isFinite(sum)) return sum;
  return level.constant + level.unit * Math.ceil(sum - 1e-6 - Math.abs(sum) * 1e-9);
}

export function raiseBound(run: Run, k: number, bound: number): void {
  if (bound > run.bounds[k]!) run.bounds[k] = bound;
}

/** Takes a bound on a stage's weighted sum; says so where a level's distance to its bound has shrunk by a tenth or more. */
export function raiseStage(run: Run, stage: Stage, bound: number): void {
  const bounds = splitBound(run.model, stage, run.ranges, run.best && run.values, bound);
  stage.levels.forEach((k, i) => raiseBound(run, k, bounds[i]!));
  const isWorthSaying = stage.levels.some((k) => {
    const said = run.said[k] ?? -Infinity;
    return run.values[k]! - run.bounds[k]! <= 0.9 * (run.values[k]! - said) && said < run.values[k]!;
  });
  if (isWorthSaying) report(run);
}

/**
 * Takes a plan from the solver where it holds every limit exactly and is better, level by level, than the best so far.
 * The solver looks at one level only, so the plan is first made as good as single moves can make it at the later ones.
 */
export function accept(run: Run, columns: Float64Array): boolean {
  const chosen = chosenOf(run, columns);
  const state = stateOf(run.compiled, chosen);
  if (violation(state) > 0) return false;
  const values = levelValues(state);
  if (run.best && compareLevels(values, run.values) >= 0) return false;
  const polished = searchPlan(run.compiled, run.allowed, 0, chosen);
  run.best = polished.chosen;
  run.values = polished.values;
  return true;
}

export function chosenOf(run: Run, columns: Float64Array): Int32Array {
  const chosen = new Int32Array(run.compiled.needs.length).fill(-1);
  run.model.candidateOf.forEach((c, column) => {
    if (c >= 0 && columns[column]! > 0.5) chosen[run.compiled.candidates[c]!.need] = c;
  });
  return chosen;
}

/** A plan as the solver's columns; fractions for "not met" are left at one where a row needs it. */
export function columnsOf(run: Run, chosen: Int32Array): Float64Array {
  const { model } = run;
  const columns = new Float64Array(model.lower.length);
  for (const c of chosen) if (c >= 0 && model.columnOf[c]! >= 0) columns[model.columnOf[c]!] = 1;
  for (const row of model.rows) {
    if (row.kind !== 'cover') continue;
    const sum = row.columns.reduce((total, column, i) => total + row.values[i]! * columns[column]!, 0);
    if (sum > row.upper + 1e-6) columns[row.columns[0]!] = 1;
  }
  return columns;
}

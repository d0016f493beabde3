/**
 * Solves a planning problem level by level: first a good plan by search, then bounds from the relaxation, then branch and
 * bound on each level with the ones before it held, in passes of growing counted effort until all is proven. Each better
 * plan is handed out as it comes. Every plan is re-added exactly, in whole pence, before it is believed.
 */
import type { ChosenStart, Plan, PlanningProblem } from '../domain/planning.ts';
import { planWriter, type Solved, type SolvedLevel } from './certificate.ts';
import { compile, type Compiled } from './compile.ts';
import { formulate } from './formulate.ts';
import { loadSolver, openSession, type MipResult, type SolverSession, type WorkLimit } from './highs.ts';
import type { Level, LinearModel } from './linear-model.ts';
import { allowedCandidates } from './presolve.ts';
import { searchPlan } from './search.ts';
import { splitBound, stagesOf, stageValue, type LevelRange, type Stage } from './stages.ts';
import { compareLevels, levelNames, levelValues, stateOf, violation } from './state.ts';

/** How much counted work to spend: `quick` for a what-if, `standard` for a page's plan, `thorough` for the proof. */
export type Effort = 'quick' | 'standard' | 'thorough';

export interface SolveOptions {
  effort?: Effort;
  /** Hears of each better plan and each better bound. */
  onProgress?: (plan: Plan) => void;
  /** A plan to begin from, in place of nothing. */
  start?: readonly ChosenStart[];
}

/** Nothing is known to hold the limits, and that nothing can is not proven: the caller may spend more effort. */
export class NoPlanFoundError extends Error {
  readonly code = 'no-plan-found';
  constructor() {
    super('No plan was found that holds every limit, and it is not proven that there is none.');
  }
}

interface Passes {
  trials: number;
  limits: WorkLimit[];
}

const efforts: Record<Effort, Passes> = {
  quick: { trials: 100_000, limits: [{ iterations: 20_000, nodes: 500 }] },
  standard: {
    trials: 300_000,
    limits: [{ iterations: 400_000, nodes: 20_000 }],
  },
  thorough: {
    trials: 300_000,
    limits: [
      { iterations: 400_000, nodes: 20_000 },
      { iterations: 20_000_000, nodes: 2_000_000 },
    ],
  },
};

/**
 * Finds the best plan. The answer depends on the problem and the effort alone, never on time or machine. Where no plan
 * holds all limits and locks, the certificate says `infeasible` and there are no placements; {@link findConflict} says why.
 */
export async function solvePlan(problem: PlanningProblem, options: SolveOptions = {}): Promise<Plan> {
  const compiled = compile(problem);
  const { onProgress } = options;
  const toPlan = planWriter(compiled);
  const solved = await solveLevels(compiled, {
    effort: options.effort ?? 'standard',
    ...(options.start ? { start: options.start } : {}),
    ...(onProgress ? { onProgress: (found: Solved) => onProgress(toPlan(found)) } : {}),
  });
  return toPlan(solved);
}

export interface LevelOptions {
  effort: Effort;
  onProgress?: (solved: Solved) => void;
  start?: readonly ChosenStart[];
  /** Stop at this relative gap on the level (the benchmark's 0.01%); nought asks for the proof. */
  relativeGap?: number;
}

/** The same on a compiled problem: what the reasons and the benchmark call. */
export async function solveLevels(compiled: Compiled, options: LevelOptions): Promise<Solved> {
  const names = levelNames(compiled);
  const nothing = new Int32Array(compiled.needs.length).fill(-1);
  if (compiled.impossibleLocks.length > 0) return infeasible(compiled, nothing, 0);
  const allowed = allowedCandidates(compiled);
  const model = formulate(compiled, allowed);
  const passes = efforts[options.effort];
  const first = searchPlan(compiled, allowed, 20 * model.candidateOf.length, startOf(compiled, options.start));
  const run: Run = {
    compiled,
    allowed,
    model,
    best: first.feasible ? first.chosen : null,
    values: first.values,
    bounds: model.levels.map(leastPossible),
    ranges: model.levels.map(({ values }) => ({ low: addUp(values, Math.min), high: addUp(values, Math.max) })),
    stages: [],
    said: [],
    work: 0,
    options,
    session: openSession(await loadSolver(), model),
  };
  try {
    report(run);
    relaxAll(run);
    if (!isProven(run)) searchOn(run, Math.min(passes.trials, model.candidateOf.length ** 2));
    run.stages = stagesOf(model, run.ranges);
    for (const limit of passes.limits) {
      const ended = pass(run, limit);
      if (ended === 'infeasible') return infeasible(compiled, nothing, run.work);
      if (isProven(run)) break;
    }
    if (run.best && isProven(run) && !compiled.priced) settleTies(run);
  } finally {
    run.session.dispose();
  }
  if (!run.best) throw new NoPlanFoundError();
  return solvedOf(run, names.length);
}

interface Run {
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
  options: LevelOptions;
  session: SolverSession;
}

function startOf(compiled: Compiled, start: readonly ChosenStart[] | undefined): number[] | undefined {
  if (!start) return undefined;
  return compiled.needs.map((need) => {
    const chosen = start.find((one) => one.needId === need.id);
    return (
      need.candidates.find((c) => {
        const candidate = compiled.candidates[c]!;
        return candidate.optionId === chosen?.optionId && candidate.term === chosen.term;
      }) ?? -1
    );
  });
}

function infeasible(compiled: Compiled, nothing: Int32Array, work: number): Solved {
  const values = levelValues(stateOf(compiled, nothing));
  const levels = levelNames(compiled).map((name, k) => ({ name, value: values[k]!, bound: values[k]!, proven: false }));
  return { status: 'infeasible', chosen: nothing, levels, work };
}

function solvedOf(run: Run, count: number): Solved {
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
function report(run: Run): void {
  if (!run.best || isProven(run)) return;
  run.said = [...run.bounds];
  run.options.onProgress?.(solvedOf(run, run.model.levels.length));
}

function isLevelProven(run: Run, k: number): boolean {
  const value = run.values[k]!;
  const room = (run.options.relativeGap ?? 0) * Math.abs(value);
  return run.best !== null && run.bounds[k]! >= value - room;
}

function isProven(run: Run): boolean {
  return run.best !== null && run.model.levels.every((_, k) => isLevelProven(run, k));
}

/** The least that a level could be if every column were free; what is counted in terms or standards is never below nought. */
function leastPossible(level: Level): number {
  const least = level.constant + level.unit * addUp(level.values, Math.min);
  return level.name === 'whole-life-cost' || level.name === 'value' ? least : Math.max(0, least);
}

/** The sum of what each column adds at its worst or best. */
function addUp(values: readonly number[], worstOrBest: (a: number, b: number) => number): number {
  return values.reduce((sum, value) => sum + worstOrBest(0, value), 0);
}

/** From a bound on a level's sum of columns to one on its value: whole units, less what the solver's tolerance may hide. */
function toValueBound(level: Level, sum: number): number {
  if (!Number.isFinite(sum)) return sum;
  return level.constant + level.unit * Math.ceil(sum - 1e-6 - Math.abs(sum) * 1e-9);
}

/** Bounds for every level from the relaxation: alone, then with the levels before it held at the plan's own values. */
function relaxAll(run: Run): void {
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

/** Takes a bound on a stage's weighted sum; says so where a level's distance to its bound has shrunk by a tenth or more. */
function raiseStage(run: Run, stage: Stage, bound: number): void {
  const bounds = splitBound(run.model, stage, run.ranges, run.best && run.values, bound);
  stage.levels.forEach((k, i) => raiseBound(run, k, bounds[i]!));
  const isWorthSaying = stage.levels.some((k) => {
    const said = run.said[k] ?? -Infinity;
    return run.values[k]! - run.bounds[k]! <= 0.9 * (run.values[k]! - said) && said < run.values[k]!;
  });
  if (isWorthSaying) report(run);
}

/** A longer search from the first plan, before branch and bound. */
function searchOn(run: Run, trials: number): void {
  const found = searchPlan(run.compiled, run.allowed, trials, run.best ?? undefined);
  if (!found.feasible || (run.best && compareLevels(found.values, run.values) >= 0)) return;
  run.best = found.chosen;
  run.values = found.values;
  report(run);
}

function raiseBound(run: Run, k: number, bound: number): void {
  if (bound > run.bounds[k]!) run.bounds[k] = bound;
}

/** One round over all stages that are not proven yet. */
function pass(run: Run, limit: WorkLimit): 'ok' | 'infeasible' {
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
  const relativeGap = run.options.relativeGap ?? 0;
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

/**
 * Takes a plan from the solver where it holds every limit exactly and is better, level by level, than the best so far.
 * The solver looks at one level only, so the plan is first made as good as single moves can make it at the later ones.
 */
function accept(run: Run, columns: Float64Array): boolean {
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

function chosenOf(run: Run, columns: Float64Array): Int32Array {
  const chosen = new Int32Array(run.compiled.needs.length).fill(-1);
  run.model.candidateOf.forEach((c, column) => {
    if (c >= 0 && columns[column]! > 0.5) chosen[run.compiled.candidates[c]!.need] = c;
  });
  return chosen;
}

/** A plan as the solver's columns; fractions for "not met" are left at one where a row needs it. */
function columnsOf(run: Run, chosen: Int32Array): Float64Array {
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
function settleTies(run: Run): void {
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

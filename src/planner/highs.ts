/**
 * The one place that speaks to HiGHS (WebAssembly, MIT licence). Effort is counted in simplex iterations and
 * branch-and-bound nodes, never in seconds, so that a slow machine gives the same plan as a fast one.
 */
import highsModule from 'highs';
import type { Highs, Model } from 'highs';
import type { Level, LinearModel, Row } from './linear-model.ts';

/** How much counted work one solve may do. */
export interface WorkLimit {
  iterations: number;
  nodes: number;
}

/** `Σ value × column`, to be made small. */
export interface ColumnSum {
  columns: readonly number[];
  values: readonly number[];
}

export interface MipSearch {
  limit: WorkLimit;
  /** A plan's columns to begin from. */
  start?: Float64Array | null;
  /** Hears of each better one. */
  onBetter?: (columns: Float64Array) => void;
  /** Hears of each higher lower bound. */
  onBound?: (bound: number) => void;
  relativeGap?: number;
  /** Stop within this of the bound: just under 1 where the sum can only be whole (the default), else how near is near. */
  absoluteGap?: number;
}

export interface MipResult {
  /** `done`: searched to the end; `limit`: stopped by counted work; `infeasible`: no plan; `failed`: the solver gave up. */
  outcome: 'done' | 'limit' | 'infeasible' | 'failed';
  /** Chosen columns, rounded; null where none was found. */
  columns: Float64Array | null;
  /** Lower bound on the level's sum of columns (before constant and unit); -Infinity where there is none. */
  bound: number;
  nodes: number;
}

export interface LpResult {
  outcome: 'done' | 'infeasible' | 'failed';
  value: number;
  columns: Float64Array;
  reducedCosts: Float64Array;
}

/** A model inside the solver: its levels' rows are added last, so that each can be pinned. */
export interface SolverSession {
  /** Makes `level` small. */
  minimise(level: ColumnSum, search: MipSearch): MipResult;
  /** The same with fractions allowed: a quick bound. */
  relax(level: ColumnSum): LpResult;
  /** Holds a level at or below a value (in its own measure); Infinity lets it go. */
  pin(level: number, value: number): void;
  bounds(column: number, lower: number, upper: number): void;
  rowBounds(row: number, lower: number, upper: number): void;
  /** Adds a row and returns its index. */
  addRow(row: Pick<Row, 'columns' | 'values' | 'lower' | 'upper'>): number;
  dispose(): void;
}

export type { Highs } from 'highs';

let loading: Promise<Highs> | null = null;

/** Loads the solver once per thread. */
export function loadSolver(): Promise<Highs> {
  const load = highsModule as unknown as () => Promise<Highs>;
  loading ??= load();
  return loading;
}

/** Puts a model into the solver. The caller must dispose of it. */
export function openSession(highs: Highs, model: LinearModel): SolverSession {
  const firstLevelRow = model.rows.length;
  const data = toData(model);
  const integrality = model.integer.map((whole) => (whole ? 1 : 0));
  const mip = highs.createModel({ ...data, integrality });
  const lp = highs.createModel(data);
  for (const one of [mip, lp])
    one.options.set({ output_flag: false, random_seed: 20_300_901, mip_allow_restart: false });
  const both = [mip, lp];
  const costs = new Float64Array(model.lower.length);
  const setCosts = (target: Model, level: ColumnSum) => {
    costs.fill(0);
    level.columns.forEach((column, i) => (costs[column]! += level.values[i]!));
    target.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs);
  };
  let rows = firstLevelRow + model.levels.length;
  return {
    minimise(level, search) {
      if (costs.length === 0) return withoutColumns(model);
      setCosts(mip, level);
      return runMip(highs, mip, search);
    },
    relax(level) {
      if (costs.length === 0) return { outcome: 'done', value: 0, columns: costs, reducedCosts: costs };
      setCosts(lp, level);
      return runLp(highs, lp);
    },
    pin(level, value) {
      const { constant, unit } = model.levels[level]!;
      for (const one of both) one.changeRowBounds(firstLevelRow + level, -Infinity, toSum(value, constant, unit));
    },
    bounds(column, lower, upper) {
      for (const one of both) one.changeColBounds(column, lower, upper);
    },
    rowBounds(row, lower, upper) {
      for (const one of both) one.changeRowBounds(row, lower, upper);
    },
    addRow(row) {
      for (const one of both) one.addRow(row.lower, row.upper, { indices: row.columns, values: row.values });
      return rows++;
    },
    dispose() {
      mip.dispose();
      lp.dispose();
    },
  };
}

/** Nothing to choose: either the limits hold as they are, or nothing can make them. */
function withoutColumns(model: LinearModel): MipResult {
  const holds = model.rows.every((row) => row.lower <= 0 && row.upper >= 0);
  if (!holds) return { outcome: 'infeasible', columns: null, bound: Infinity, nodes: 0 };
  return { outcome: 'done', columns: new Float64Array(0), bound: 0, nodes: 0 };
}

/** A level's value as a sum of columns; levels are whole numbers of units, so half a unit of room is safe for the solver. */
function toSum(value: number, constant: number, unit: number): number {
  return Number.isFinite(value) ? (value - constant) / unit + 1e-6 : Infinity;
}

function toData(model: LinearModel) {
  const levelRow = (level: Level) => ({
    columns: level.columns,
    values: level.values,
    lower: -Infinity,
    upper: Infinity,
  });
  const rows = [...model.rows, ...model.levels.map(levelRow)];
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    indices.push(...row.columns);
    values.push(...row.values);
    starts.push(indices.length);
  }
  return {
    numCols: model.lower.length,
    numRows: rows.length,
    colCost: model.lower.map(() => 0),
    colLower: model.lower,
    colUpper: model.upper,
    rowLower: rows.map((row) => row.lower),
    rowUpper: rows.map((row) => row.upper),
    matrix: { format: 'csr' as const, numRows: rows.length, numCols: model.lower.length, starts, indices, values },
  };
}

function runMip(highs: Highs, mip: Model, search: MipSearch): MipResult {
  const { limit, start, onBetter, onBound } = search;
  let known = -Infinity;
  const { callbackType, modelStatus } = highs.constants;
  mip.options.set({
    mip_rel_gap: search.relativeGap ?? 0,
    mip_abs_gap: search.absoluteGap ?? 0.999,
    mip_max_nodes: limit.nodes,
  });
  mip.clearSolver();
  if (start) mip.setSolution({ colValue: start });
  try {
    mip.run({
      [callbackType.mipInterrupt](event) {
        const bound = event.data.mip_dual_bound ?? -Infinity;
        if (onBound && bound > known && Math.abs(bound) < 1e20) onBound((known = bound));
        if (Number(event.data.mip_total_lp_iterations ?? 0n) > limit.iterations) event.interrupt();
        return undefined;
      },
      [callbackType.mipImprovingSolution](event) {
        if (onBetter && event.data.mip_solution) onBetter(rounded(event.data.mip_solution));
        return undefined;
      },
    });
  } catch {
    return { outcome: 'failed', columns: null, bound: -Infinity, nodes: 0 };
  }
  const status = mip.getModelStatus();
  if (status === modelStatus.infeasible)
    return { outcome: 'infeasible', columns: null, bound: Infinity, nodes: nodesOf(mip) };
  const limits: number[] = [modelStatus.interrupted, modelStatus.solutionLimit, modelStatus.iterationLimit];
  const outcome = status === modelStatus.optimal ? 'done' : limits.includes(status) ? 'limit' : 'failed';
  const found = Number(mip.info.get('primal_solution_status')) === highs.constants.solutionStatus.feasible;
  const bound = Number(mip.info.get('mip_dual_bound'));
  return {
    outcome,
    columns: found ? rounded(mip.getSolution().colValue) : null,
    bound: outcome === 'failed' || Number.isNaN(bound) || Math.abs(bound) > 1e20 ? -Infinity : bound,
    nodes: nodesOf(mip),
  };
}

function nodesOf(mip: Model): number {
  return Math.max(0, Number(mip.info.get('mip_node_count')));
}

function runLp(highs: Highs, lp: Model): LpResult {
  const none = { value: -Infinity, columns: new Float64Array(0), reducedCosts: new Float64Array(0) };
  try {
    lp.run();
  } catch {
    return { outcome: 'failed', ...none };
  }
  const status = lp.getModelStatus();
  if (status === highs.constants.modelStatus.infeasible) return { outcome: 'infeasible', ...none };
  if (status !== highs.constants.modelStatus.optimal) return { outcome: 'failed', ...none };
  const solution = lp.getSolution();
  return { outcome: 'done', value: lp.getObjectiveValue(), columns: solution.colValue, reducedCosts: solution.colDual };
}

function rounded(columns: Float64Array): Float64Array {
  return columns.map((value) => (value > 0.5 ? 1 : 0));
}

/**
 * The relaxation of a choice model at one node: rows come in where they are broken, cuts where they help, and what the rows
 * or the bound rule out is ruled out. What is pruned is pruned by a bound that is added up again from the model.
 */
import { makeGroups, propagate, ruleOut, type GroupRow, type Groups, type Open } from './choice-groups.ts';
import { coverCuts } from './cover-cuts.ts';
import { safeBound, solveDual, type LpCounts, type Outcome } from './dense-simplex.ts';
import {
  addPoolRow,
  columnValues,
  copyTable,
  fixAtOne,
  fixAtZero,
  forceRow,
  makeTable,
  type LpRow,
  type RowPool,
  type Table,
} from './dense-table.ts';

export interface ChoiceModel {
  /** By column. */
  costs: readonly number[];
  lower: readonly number[];
  upper: readonly number[];
  /** Groups of columns of which at most one is chosen, in the order in which they are split; every column is in one. */
  groups: number[][];
  /** By group: whether one must be chosen. */
  must: boolean[];
  rows: readonly LpRow[];
  /** Which of the rows are worth having from the start, and worth cuts. */
  isAmount: boolean[];
}

export interface BranchOptions {
  /** The best sum known; only better ones are looked for. Infinity where none is. */
  best: number;
  /** How much better another must be to count: an absolute amount, given the best sum. */
  leastGain: (best: number) => number;
  mostPivots: number;
  /** Takes a choice of columns; gives the best sum there now is, or null where the choice breaks a limit after all. */
  onChoice: (columns: Float64Array) => number | null;
  onBound?: (bound: number) => void;
}

export interface Node {
  table: Table;
  open: Open;
  /** A bound that holds for all below. */
  bound: number;
}

export interface Search {
  model: ChoiceModel;
  options: BranchOptions;
  costs: Float64Array;
  scale: number;
  groups: Groups;
  amounts: GroupRow[];
  pool: RowPool;
  /** Rows of the pool before this are the groups'; after them come the model's, then cuts. */
  firstModelRow: number;
  choiceRow: Int32Array;
  x: Float64Array;
  reduced: Float64Array;
  counts: LpCounts;
  nodes: number;
  best: number;
  /** Sums from here on are not looked for (scaled): what the best sum leaves, or less where a guess is tried first. */
  limit: number;
  guess: number;
  /** Least of the bounds at which something was left unlooked at. */
  leftAt: number;
  openBounds: number[];
  gain: { inside: Float64Array; outside: Float64Array; insideCount: Float64Array; outsideCount: Float64Array };
  isStopped: boolean;
}

/** What the relaxation of a choice model says. */
export interface RelaxedChoices {
  /** False where not even fractions hold every row. */
  isPossible: boolean;
  /** A sum that no choice is below. */
  bound: number;
  /** By column: what choosing it adds to that at least (Infinity: it can't be chosen), or, below nought, what not choosing it adds. */
  reduced: Float64Array;
  /** By column: what choosing none of its group adds to the bound at least. */
  without: Float64Array;
}

/** The least sum where fractions are allowed, rows only. */
export function relaxChoices(model: ChoiceModel): RelaxedChoices {
  const search = prepare(model, { best: Infinity, leastGain: () => 0, mostPivots: 20_000, onChoice: () => null });
  const root = rootNode(search);
  const without = new Float64Array(model.costs.length);
  if (!root || !tighten(search, root, 0, 20_000))
    return { isPossible: false, bound: Infinity, reduced: search.reduced, without };
  const bound = safeBound(root.table, search.pool, search.costs, search.reduced);
  const reduced = search.reduced.map((cost, column) => {
    if (root.table.low[column]! > 0) return 0;
    return root.open.allowed[column] ? cost * search.scale : Infinity;
  });
  const { table } = root;
  for (let j = 0; j < table.columns; j++) {
    const row = table.nonbasic[j]! - table.where.length;
    if (row < 0 || row >= search.firstModelRow) continue;
    const price = Math.max(0, -table.cost[j]!) * search.scale;
    for (const column of search.pool.rows[row]!.columns) without[column] = price;
  }
  return { isPossible: true, bound: bound * search.scale, reduced, without };
}

export function prepare(model: ChoiceModel, options: BranchOptions): Search {
  const scale = model.costs.reduce((most, cost) => Math.max(most, Math.abs(cost)), 1e-9);
  const choiceRow = new Int32Array(model.groups.length).fill(-1);
  const rows: LpRow[] = [];
  model.groups.forEach((columns, g) => {
    if (columns.length < 2) return;
    choiceRow[g] = rows.length;
    rows.push({ columns, values: columns.map(() => 1), lower: model.must[g] ? 1 : -Infinity, upper: 1 });
  });
  const firstModelRow = rows.length;
  for (const row of model.rows) rows.push(scaled(row));
  const groups = makeGroups(model.groups, model.rows, model.costs.length);
  const amounts = model.rows.flatMap((row, r) =>
    model.isAmount[r] ? [amountRow(makeGroups(model.groups, [row], model.costs.length).rows[0]!)] : [],
  );
  const g = model.groups.length;
  const search: Search = {
    model,
    options,
    costs: Float64Array.from(model.costs, (cost) => cost / scale),
    scale,
    groups,
    amounts,
    pool: { count: rows.length, rows },
    firstModelRow,
    choiceRow,
    x: new Float64Array(model.costs.length),
    reduced: new Float64Array(model.costs.length),
    counts: { pivots: 0 },
    nodes: 0,
    best: options.best,
    limit: Infinity,
    guess: Infinity,
    leftAt: Infinity,
    openBounds: [],
    gain: {
      inside: new Float64Array(g),
      outside: new Float64Array(g),
      insideCount: new Float64Array(g),
      outsideCount: new Float64Array(g),
    },
    isStopped: false,
  };
  setBest(search, options.best);
  return search;
}

/** Divided by its largest value, so that all rows are of a size. */
function scaled(row: LpRow): LpRow {
  const most = row.values.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-9);
  return {
    columns: row.columns,
    values: row.values.map((v) => v / most),
    lower: row.lower / most,
    upper: row.upper / most,
  };
}

/** What some columns give back is added to the limit, so that the others are all that count. */
function amountRow(row: GroupRow): GroupRow {
  const back = row.parts.reduce((sum, { values }) => sum + Math.min(0, ...values), 0);
  return { ...row, upper: row.upper - back };
}

export function setBest(search: Search, best: number): void {
  search.best = best;
  const limit = Number.isFinite(best) ? (best - search.options.leastGain(best)) / search.scale : Infinity;
  search.limit = Math.min(limit, search.guess);
}

export function rootNode(search: Search): Node | null {
  const { model, groups } = search;
  const allowed = Uint8Array.from(model.upper, (upper) => (upper > 0.5 ? 1 : 0));
  const left = Int32Array.from(groups.columns, (columns) => columns.filter((column) => allowed[column]).length);
  const must = Uint8Array.from(model.must, Number);
  const open: Open = { allowed, left, must };
  model.lower.forEach((lower, column) => {
    if (lower < 0.5) return;
    const group = groups.groupOf[column]!;
    must[group] = 1;
    for (const other of groups.columns[group]!) if (other !== column) ruleOut(groups, open, other);
  });
  for (let g = 0; g < left.length; g++) if (must[g] && left[g] === 0) return null;
  if (!propagate(groups, open, groups.columns.keys())) return null;
  const low = Float64Array.from(model.costs, () => 0);
  const high = Float64Array.from(allowed);
  const table = makeTable(search.costs, low, high);
  const node: Node = { table, open, bound: -Infinity };
  search.groups.columns.forEach((_, g) => {
    if (search.choiceRow[g]! >= 0) addPoolRow(table, search.pool, search.choiceRow[g]!);
  });
  model.isAmount.forEach((is, r) => {
    if (is) addPoolRow(table, search.pool, search.firstModelRow + r);
  });
  follow(search, node);
  return { ...node, table: copyTable(table) };
}

/** Brings the table up to what is open. */
export function follow(search: Search, node: Node): void {
  const { table, open } = node;
  const { low, high } = table;
  for (let v = 0; v < high.length; v++) if (!open.allowed[v] && high[v]! > 0) fixAtZero(table, v);
  for (let g = 0; g < open.must.length; g++) {
    if (!open.must[g]) continue;
    const row = search.choiceRow[g]!;
    if (row >= 0) {
      if (!table.forced[row]) forceRow(table, search.pool, row);
    } else {
      const v = search.groups.columns[g]![0]!;
      if (low[v]! < 1) fixAtOne(table, v);
    }
  }
}

/**
 * Solves a node's relaxation, bringing in rows that are broken and ruling out what the bound allows. False where nothing
 * better lies below. Leaves the fractions in `search.x`.
 */
export function tighten(search: Search, node: Node, rounds: number, mostPivots: number): boolean {
  const { pool, counts, x } = search;
  const { table } = node;
  for (let round = 0; ; round++) {
    const outcome = solveDual(table, pool, search.limit, mostPivots, counts);
    if (outcome.status === 'infeasible') {
      if (isRuledOut(search, node, outcome)) return false;
      columnValues(table, x);
      return true;
    }
    const bound = safeBound(table, pool, search.costs, search.reduced);
    if (bound > node.bound) node.bound = bound;
    if (node.bound > search.limit) return leave(search, node.bound);
    columnValues(table, x);
    if (outcome.status !== 'optimal') return true;
    const changed = ruleOutByCost(search, node, bound);
    if (changed === null) return leave(search, search.limit);
    if (changed) {
      follow(search, node);
      continue;
    }
    const added = addBroken(search, table);
    if (added > 0) continue;
    if (round >= rounds || !addCuts(search, table)) return true;
  }
}

/** Nothing below `bound` is looked at any further. */
export function leave(search: Search, bound: number): false {
  search.leftAt = Math.min(search.leftAt, bound * search.scale);
  return false;
}

/** A row can't hold: believed where its price, raised far enough, brings the safe bound past the limit. */
function isRuledOut(search: Search, node: Node, outcome: Outcome): boolean {
  const { table } = node;
  const { pool } = search;
  const v = table.basic[outcome.row]!;
  const n = table.where.length;
  const low = v < n ? table.low[v]! : table.forced[v - n] ? pool.rows[v - n]!.upper : pool.rows[v - n]!.lower;
  const sign = table.value[outcome.row]! < low ? -1 : 1;
  const limit = Number.isFinite(search.limit) ? search.limit : 10 * search.costs.length;
  for (const times of [10, 1_000, 100_000]) {
    const bound = safeBound(table, pool, search.costs, search.reduced, { row: outcome.row, times: sign * times });
    if (bound > limit) {
      if (Number.isFinite(search.limit)) leave(search, search.limit);
      return true;
    }
  }
  return false;
}

/** Rules out what would cost more than there is; null where nothing is left, else whether anything was ruled out. */
function ruleOutByCost(search: Search, node: Node, bound: number): boolean | null {
  const { open } = node;
  const room = search.limit - bound;
  if (!Number.isFinite(room)) return false;
  const touched = new Set<number>();
  const { reduced, groups } = search;
  for (let v = 0; v < reduced.length; v++) {
    if (!open.allowed[v] || node.table.low[v]! > 0) continue;
    if (reduced[v]! > room) {
      touched.add(groups.groupOf[v]!);
      if (!ruleOut(groups, open, v)) return null;
    } else if (-reduced[v]! > room) {
      const group = groups.groupOf[v]!;
      if (open.must[group] && open.left[group] === 1) continue;
      touched.add(group);
      open.must[group] = 1;
      for (const other of groups.columns[group]!) if (other !== v) ruleOut(groups, open, other);
    }
  }
  const { table } = node;
  const n = table.where.length;
  for (let j = 0; j < table.columns; j++) {
    const row = table.nonbasic[j]! - n;
    if (row < 0 || row >= search.firstModelRow || -table.cost[j]! <= room) continue;
    const group = groups.groupOf[search.pool.rows[row]!.columns[0]!]!;
    if (open.must[group]) continue;
    open.must[group] = 1;
    if (open.left[group] === 0) return null;
    touched.add(group);
  }
  if (touched.size === 0) return false;
  return propagate(groups, open, touched) ? true : null;
}

/** Brings in the rows that the fractions break, the most broken first. */
function addBroken(search: Search, table: Table): number {
  const { pool, x, firstModelRow } = search;
  const broken: { row: number; by: number }[] = [];
  for (let r = firstModelRow; r < pool.count; r++) {
    if (table.present[r]) continue;
    const { columns, values, upper, lower } = pool.rows[r]!;
    let sum = 0;
    for (let i = 0; i < columns.length; i++) sum += values[i]! * x[columns[i]!]!;
    const by = Math.max(sum - upper, lower - sum);
    if (by > 1e-6) broken.push({ row: r, by });
  }
  broken.sort((a, b) => b.by - a.by || a.row - b.row);
  for (const { row } of broken.slice(0, 20)) addPoolRow(table, pool, row);
  return Math.min(20, broken.length);
}

/** Cuts of the rows of amounts that the fractions break. */
function addCuts(search: Search, table: Table): boolean {
  const { pool, x } = search;
  let added = 0;
  for (const row of search.amounts) {
    const seen = new Set<string>();
    for (const cut of coverCuts(row, x, 0.01).slice(0, 2)) {
      const key = cut.row.columns.map((c, i) => `${c}:${cut.row.values[i]!}`).join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      pool.rows[pool.count] = scaled(cut.row);
      addPoolRow(table, pool, pool.count++);
      added++;
    }
  }
  return added > 0;
}

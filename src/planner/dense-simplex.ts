/**
 * A small dual simplex on a dense table, for models of a school's size: a few hundred columns and about a hundred rows that
 * matter at a time. Arithmetic is the language's own doubles in a fixed order, so the same model takes the same steps on any
 * machine. It may drift; the bound that is believed is added up again from the model.
 */
import { highOf, lowOf, moveColumn, valueOfColumn, type RowPool, type Table } from './dense-table.ts';

const FEASIBLE = 1e-7;

const PIVOT = 1e-7;

let ROW = new Float64Array(4096);

let CANDIDATE = new Int32Array(4096);

let RATIO = new Float64Array(4096);

export interface LpCounts {
  pivots: number;
}

/**
 * Dual simplex until all bounds hold. `cutoff`: the objective has passed `limit`; `stopped`: more than `most` pivots (the
 * objective is still a lower bound). After `infeasible`, the row that can't hold is {@link Outcome.row}.
 */
export interface Outcome {
  status: 'optimal' | 'cutoff' | 'infeasible' | 'stopped';
  row: number;
}

export function solveDual(table: Table, pool: RowPool, limit: number, most: number, counts: LpCounts): Outcome {
  if (ROW.length < table.columns) {
    ROW = new Float64Array(2 * table.columns);
    CANDIDATE = new Int32Array(2 * table.columns);
    RATIO = new Float64Array(2 * table.columns);
  }
  for (let step = 0; step < most; step++) {
    if (table.objective > limit) return { status: 'cutoff', row: -1 };
    const r = leavingRow(table, pool);
    if (r < 0) return { status: 'optimal', row: -1 };
    const v = table.basic[r]!;
    const low = lowOf(table, pool, v);
    const isBelow = table.value[r]! < low;
    const target = isBelow ? low : highOf(table, pool, v);
    const q = enteringColumn(table, pool, r, isBelow, Math.abs(table.value[r]! - target));
    if (q < 0) return { status: 'infeasible', row: r };
    pivot(table, pool, r, q, target, isBelow);
    counts.pivots++;
  }
  return { status: 'stopped', row: -1 };
}

function leavingRow(table: Table, pool: RowPool): number {
  let best = -1;
  let most = 0;
  const n = table.where.length;
  const { value, basic, low, high, weight, forced } = table;
  for (let r = 0; r < table.rows; r++) {
    const v = basic[r]!;
    const x = value[r]!;
    let off: number;
    if (v < n) off = x < low[v]! ? low[v]! - x : x - high[v]!;
    else {
      const row = pool.rows[v - n]!;
      const under = (forced[v - n] ? row.upper : row.lower) - x;
      off = under > 0 ? under : x - row.upper;
    }
    if (off <= FEASIBLE) continue;
    const score = (off * off) / weight[r]!;
    if (score > most) {
      most = score;
      best = r;
    }
  }
  return best;
}

/** The column that enters, after flipping those that can be passed; -1 where the row can't be mended. */
function enteringColumn(table: Table, pool: RowPool, r: number, isBelow: boolean, short: number): number {
  const { body, stride, columns, nonbasic, atUpper, cost } = table;
  const at = r * stride;
  let count = 0;
  for (let j = 0; j < columns; j++) {
    const raw = body[at + j]!;
    if (raw < PIVOT && raw > -PIVOT) continue;
    const a = isBelow ? raw : -raw;
    if (atUpper[j] ? a > 0 : a < 0) continue;
    const v = nonbasic[j]!;
    if (lowOf(table, pool, v) === highOf(table, pool, v)) continue;
    const d = atUpper[j] ? -cost[j]! : cost[j]!;
    CANDIDATE[count] = j;
    RATIO[count++] = d > 0 ? d / Math.abs(a) : 0;
  }
  let left = short;
  while (count > 0) {
    let pick = 0;
    for (let i = 1; i < count; i++) {
      const difference = RATIO[i]! - RATIO[pick]!;
      if (
        difference < -1e-12 ||
        (difference <= 1e-12 && Math.abs(body[at + CANDIDATE[i]!]!) > Math.abs(body[at + CANDIDATE[pick]!]!))
      )
        pick = i;
    }
    const j = CANDIDATE[pick]!;
    const v = nonbasic[j]!;
    const range = highOf(table, pool, v) - lowOf(table, pool, v);
    const gain = Math.abs(body[at + j]!) * range;
    if (!(gain < left - FEASIBLE)) return j;
    left -= gain;
    moveColumn(table, j, atUpper[j] ? -range : range);
    atUpper[j] = atUpper[j] ? 0 : 1;
    count--;
    CANDIDATE[pick] = CANDIDATE[count]!;
    RATIO[pick] = RATIO[count]!;
  }
  return -1;
}

function pivot(table: Table, pool: RowPool, r: number, q: number, target: number, isBelow: boolean): void {
  const { body, stride, columns, rows, value, cost, weight } = table;
  const at = r * stride;
  const alpha = body[at + q]!;
  const n = table.where.length;
  const entering = table.nonbasic[q]!;
  const leaving = table.basic[r]!;
  const enteringValue = valueOfColumn(table, pool, q);
  const move = (target - value[r]!) / alpha;
  moveColumn(table, q, move);
  // Rows are nearly full, so a copy of the pivot's that is gone through from end to end is faster than a list of its entries.
  const row = ROW;
  for (let j = 0; j < columns; j++) {
    const a = body[at + j]!;
    const made = -a / alpha;
    row[j] = made < 1e-13 && made > -1e-13 ? 0 : made;
  }
  row[q] = 0;
  const weightR = weight[r]!;
  for (let k = 0; k < rows; k++) {
    if (k === r) continue;
    const to = k * stride;
    const a = body[to + q]!;
    if (a === 0) continue;
    if (a < 1e-13 && a > -1e-13) {
      body[to + q] = 0;
      continue;
    }
    addTimes(body, to, row, columns, a);
    body[to + q] = a / alpha;
    const steep = (a / alpha) * (a / alpha) * weightR;
    if (steep > weight[k]!) weight[k] = steep;
  }
  const d = cost[q]!;
  if (d !== 0) {
    addTimes(cost, 0, row, columns, d);
    cost[q] = d / alpha;
  }
  for (let j = 0; j < columns; j++) body[at + j] = row[j]!;
  body[at + q] = 1 / alpha;
  weight[r] = Math.max(1, weightR / (alpha * alpha));
  value[r] = enteringValue + move;
  table.basic[r] = entering;
  table.nonbasic[q] = leaving;
  table.atUpper[q] = isBelow ? 0 : 1;
  if (entering < n) table.where[entering] = ~r;
  if (leaving < n) table.where[leaving] = q;
}

/** Adds a multiple of a row to `count` numbers of `to` from a place on. */
function addTimes(to: Float64Array, from: number, row: Float64Array, count: number, times: number): void {
  let j = 0;
  let i = from;
  for (; j + 3 < count; j += 4, i += 4) {
    to[i]! += times * row[j]!;
    to[i + 1]! += times * row[j + 1]!;
    to[i + 2]! += times * row[j + 2]!;
    to[i + 3]! += times * row[j + 3]!;
  }
  for (; j < count; j++, i++) to[i]! += times * row[j]!;
}

/**
 * A lower bound that holds whatever rounding did to the table: prices of rows are read from it, everything else is added
 * up again from the model. `reduced` gets each column's cost less its rows' prices.
 */
export function safeBound(
  table: Table,
  pool: RowPool,
  costs: Float64Array,
  reduced: Float64Array,
  ray?: { row: number; times: number },
): number {
  const n = costs.length;
  reduced.set(costs);
  let bound = 0;
  for (let j = 0; j < table.columns; j++) {
    const v = table.nonbasic[j]!;
    if (v < n) continue;
    let y = table.cost[j]!;
    if (ray) y += ray.times * table.body[ray.row * table.stride + j]!;
    if (y === 0) continue;
    bound += addPrice(table, pool, v, y, reduced);
  }
  if (ray) {
    const v = table.basic[ray.row]!;
    if (v >= n) bound += addPrice(table, pool, v, -ray.times, reduced);
  }
  for (let v = 0; v < n; v++) bound += reduced[v]! > 0 ? reduced[v]! * table.low[v]! : reduced[v]! * table.high[v]!;
  return bound;
}

function addPrice(table: Table, pool: RowPool, v: number, y: number, reduced: Float64Array): number {
  const limit = y > 0 ? lowOf(table, pool, v) : highOf(table, pool, v);
  if (!Number.isFinite(limit)) return 0;
  const row = pool.rows[v - table.where.length]!;
  const { columns, values } = row;
  for (let i = 0; i < columns.length; i++) reduced[columns[i]!]! -= y * values[i]!;
  return y * limit;
}

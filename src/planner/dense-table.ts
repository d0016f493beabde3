/**
 * The table of a small dual simplex. Each row of the model has a variable of its own, its sum; basic variables are written as
 * sums of the others. Columns lie between two whole bounds, so a start without phase one always exists; a change of a bound
 * or a new row is mended in a few steps. A table is one plain object: a copy of it is a saved place to come back to.
 */

/** `lower ≤ Σ value × column ≤ upper`. */
export interface LpRow {
  columns: readonly number[];
  values: readonly number[];
  lower: number;
  upper: number;
}

export interface Table {
  /** Rows and columns there are now, and how long a row is in `body`. */
  rows: number;
  columns: number;
  stride: number;
  body: Float64Array;
  /** By row: its basic variable, the value of it, and how steep its edge is thought to be. */
  basic: Int32Array;
  value: Float64Array;
  weight: Float64Array;
  /** By column: its variable, whether it stands at its upper bound, and its reduced cost. */
  nonbasic: Int32Array;
  atUpper: Uint8Array;
  cost: Float64Array;
  /** The objective now. */
  objective: number;
  /** By variable of the model (not of rows): bounds, and where it is: a column, a row written as ~row, or `GONE`. */
  low: Float64Array;
  high: Float64Array;
  where: Int32Array;
  /** By row of the pool: 1 where it is in the table; and whether its sum must be its upper bound. */
  present: Uint8Array;
  forced: Uint8Array;
}

/** All rows that a table may hold; a row's variable is the number of model columns plus its place here. */
export interface RowPool {
  count: number;
  rows: LpRow[];
}

const GONE = -1_000_000;

/** A table with no rows: every column at the bound that costs least. */
export function makeTable(costs: Float64Array, low: Float64Array, high: Float64Array): Table {
  const n = costs.length;
  const table: Table = {
    rows: 0,
    columns: n,
    stride: n,
    body: new Float64Array(0),
    basic: new Int32Array(0),
    value: new Float64Array(0),
    weight: new Float64Array(0),
    nonbasic: Int32Array.from({ length: n }, (_, j) => j),
    atUpper: new Uint8Array(n),
    cost: Float64Array.from(costs),
    objective: 0,
    low: Float64Array.from(low),
    high: Float64Array.from(high),
    where: Int32Array.from({ length: n }, (_, j) => j),
    present: new Uint8Array(64),
    forced: new Uint8Array(64),
  };
  for (let j = 0; j < n; j++) {
    if (costs[j]! < 0) table.atUpper[j] = 1;
    table.objective += costs[j]! * (costs[j]! < 0 ? high[j]! : low[j]!);
  }
  return table;
}

/** A copy without the columns that are fixed for good below here, and with room for more rows. */
export function copyTable(from: Table): Table {
  const { stride } = from;
  const keep = KEEP.length >= from.columns ? KEEP : (KEEP = new Int32Array(from.columns + 64));
  let columns = 0;
  const where = Int32Array.from(from.where);
  const n = where.length;
  for (let j = 0; j < from.columns; j++) {
    const v = from.nonbasic[j]!;
    if (v < n && from.low[v] === from.high[v]) where[v] = GONE;
    else {
      if (v < n) where[v] = columns;
      keep[columns++] = j;
    }
  }
  const room = from.rows + 24;
  const body = new Float64Array(room * columns);
  for (let r = 0; r < from.rows; r++) {
    const a = r * stride;
    const b = r * columns;
    for (let j = 0; j < columns; j++) body[b + j] = from.body[a + keep[j]!]!;
  }
  const nonbasic = new Int32Array(columns);
  const atUpper = new Uint8Array(columns);
  const cost = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    nonbasic[j] = from.nonbasic[keep[j]!]!;
    atUpper[j] = from.atUpper[keep[j]!]!;
    cost[j] = from.cost[keep[j]!]!;
  }
  const basic = new Int32Array(room);
  const value = new Float64Array(room);
  const weight = new Float64Array(room);
  basic.set(from.basic.subarray(0, from.rows));
  value.set(from.value.subarray(0, from.rows));
  weight.set(from.weight.subarray(0, from.rows));
  return {
    rows: from.rows,
    columns,
    stride: columns,
    body,
    basic,
    value,
    weight,
    nonbasic,
    atUpper,
    cost,
    objective: from.objective,
    low: Float64Array.from(from.low),
    high: Float64Array.from(from.high),
    where,
    present: Uint8Array.from(from.present),
    forced: Uint8Array.from(from.forced),
  };
}

let KEEP = new Int32Array(1024);

export function lowOf(table: Table, pool: RowPool, v: number): number {
  const n = table.where.length;
  if (v < n) return table.low[v]!;
  return table.forced[v - n] ? pool.rows[v - n]!.upper : pool.rows[v - n]!.lower;
}

export function highOf(table: Table, pool: RowPool, v: number): number {
  const n = table.where.length;
  return v < n ? table.high[v]! : pool.rows[v - n]!.upper;
}

export function valueOfColumn(table: Table, pool: RowPool, column: number): number {
  const v = table.nonbasic[column]!;
  return table.atUpper[column] ? highOf(table, pool, v) : lowOf(table, pool, v);
}

/** Value of a model column. */
export function columnValue(table: Table, v: number): number {
  const at = table.where[v]!;
  if (at === GONE) return table.low[v]!;
  if (at < 0) return table.value[~at]!;
  return table.atUpper[at] ? table.high[v]! : table.low[v]!;
}

/** Writes all model columns' values. */
export function columnValues(table: Table, into: Float64Array): void {
  for (let v = 0; v < into.length; v++) into[v] = columnValue(table, v);
}

/** Puts a row of the pool into the table. */
export function addPoolRow(table: Table, pool: RowPool, index: number): void {
  if (table.present.length <= index) {
    const grow = (old: Uint8Array) => {
      const made = new Uint8Array(2 * index + 64);
      made.set(old);
      return made;
    };
    table.present = grow(table.present);
    table.forced = grow(table.forced);
  }
  if (table.present[index]) return;
  table.present[index] = 1;
  if (table.basic.length <= table.rows) makeRoom(table);
  const { body, stride, columns } = table;
  const at = table.rows * stride;
  for (let j = 0; j < columns; j++) body[at + j] = 0;
  let value = 0;
  const row = pool.rows[index]!;
  for (let i = 0; i < row.columns.length; i++) {
    const v = row.columns[i]!;
    const a = row.values[i]!;
    value += a * columnValue(table, v);
    const place = table.where[v]!;
    if (place === GONE) continue;
    if (place >= 0) body[at + place]! += a;
    else {
      const from = ~place * stride;
      for (let j = 0; j < columns; j++) body[at + j]! += a * body[from + j]!;
    }
  }
  table.basic[table.rows] = table.where.length + index;
  table.value[table.rows] = value;
  table.weight[table.rows] = 1;
  table.rows++;
}

function makeRoom(table: Table): void {
  const room = table.rows + 32;
  const body = new Float64Array(room * table.stride);
  body.set(table.body.subarray(0, table.rows * table.stride));
  table.body = body;
  const basic = new Int32Array(room);
  basic.set(table.basic.subarray(0, table.rows));
  table.basic = basic;
  const value = new Float64Array(room);
  value.set(table.value.subarray(0, table.rows));
  table.value = value;
  const weight = new Float64Array(room);
  weight.set(table.weight.subarray(0, table.rows));
  table.weight = weight;
}

/** Takes out rows that hold by more than `slack`: their sums are basic, so nothing else changes. */
export function dropSlackRows(table: Table, pool: RowPool, slack: number, from: number): void {
  const n = table.where.length;
  for (let r = table.rows - 1; r >= 0; r--) {
    const v = table.basic[r]!;
    if (v < n + from) continue;
    const row = pool.rows[v - n]!;
    if (table.value[r]! > row.upper - slack || table.value[r]! < row.lower + slack) continue;
    table.present[v - n] = 0;
    const last = --table.rows;
    if (last === r) continue;
    table.body.copyWithin(r * table.stride, last * table.stride, last * table.stride + table.columns);
    table.basic[r] = table.basic[last]!;
    table.value[r] = table.value[last]!;
    table.weight[r] = table.weight[last]!;
    if (table.basic[r]! < n) table.where[table.basic[r]!] = ~r;
  }
}

/** Narrows a model column to nought. A column that stands at one is moved first. */
export function fixAtZero(table: Table, v: number): void {
  const at = table.where[v]!;
  table.high[v] = 0;
  if (at < 0 || !table.atUpper[at]) return;
  moveColumn(table, at, -1);
  table.atUpper[at] = 0;
}

/** Raises a model column's lower bound to one. */
export function fixAtOne(table: Table, v: number): void {
  const at = table.where[v]!;
  table.low[v] = 1;
  if (at < 0 || table.atUpper[at]) return;
  moveColumn(table, at, 1);
  table.atUpper[at] = 1;
}

/** The sum of a row that is in the table must be its upper bound from here on. */
export function forceRow(table: Table, pool: RowPool, index: number): void {
  addPoolRow(table, pool, index);
  if (table.forced[index]) return;
  const v = table.where.length + index;
  const row = pool.rows[index]!;
  for (let j = 0; j < table.columns; j++) {
    if (table.nonbasic[j] !== v) continue;
    if (!table.atUpper[j]) {
      moveColumn(table, j, row.upper - row.lower);
      table.atUpper[j] = 1;
    }
    break;
  }
  table.forced[index] = 1;
}

export function moveColumn(table: Table, column: number, by: number): void {
  const { body, stride, rows } = table;
  for (let r = 0, at = column; r < rows; r++, at += stride) {
    const a = body[at]!;
    if (a !== 0) table.value[r]! += a * by;
  }
  table.objective += table.cost[column]! * by;
}

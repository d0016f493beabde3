/**
 * A mixed-integer linear model as plain arrays, before any solver sees it. Columns are yes-or-no choices or fractions
 * between nought and one; rows are limits; levels are what is made small, one after the other.
 */
import type { LimitKind } from '../domain/planning.ts';
import type { LevelName } from './state.ts';

export interface Row {
  kind: LimitKind | 'choice' | 'cover' | 'cut';
  /** Which limit it is, as in the certificate's {@link LimitUse}. */
  id: string;
  columns: number[];
  values: number[];
  lower: number;
  upper: number;
  /** What the amounts were divided by. */
  unit: number;
  /** The limit as given, before it was divided and rounded down to what whole amounts can reach. */
  allowed: number;
}

export interface Level {
  name: LevelName;
  columns: number[];
  /** Whole numbers, in `unit`s. */
  values: number[];
  /** Value of the level where all columns are nought, in its own measure (pence, terms). */
  constant: number;
  /** Value = constant + unit × sum. */
  unit: number;
}

export interface LinearModel {
  /** By column. */
  lower: number[];
  upper: number[];
  integer: boolean[];
  /** Column of a candidate, -1 where it has been ruled out. */
  columnOf: Int32Array;
  /** Candidate of a column, -1 where the column is something else. */
  candidateOf: number[];
  rows: Row[];
  levels: Level[];
}

/** The greatest whole number that divides all of them; 1 where there are none or one is not whole. */
export function commonUnit(values: readonly number[]): number {
  let unit = 0;
  for (const value of values) {
    if (!Number.isSafeInteger(value)) return 1;
    let a = Math.abs(value);
    while (a > 0) [unit, a] = [a, unit % a];
  }
  return unit || 1;
}

/** Adds a column and returns its index. */
export function addColumn(model: LinearModel, lower: number, upper: number, integer: boolean, candidate = -1): number {
  model.lower.push(lower);
  model.upper.push(upper);
  model.integer.push(integer);
  model.candidateOf.push(candidate);
  return model.lower.length - 1;
}

/** Adds `sum(values × columns) ≤ upper`, divided by what all whole amounts have in common; nought values are left out. */
export function addLimit(
  model: LinearModel,
  kind: Row['kind'],
  id: string,
  parts: [number, number][],
  upper: number,
): void {
  const used = parts.filter(([, value]) => value !== 0);
  const unit = commonUnit(used.map(([, value]) => value));
  const whole = used.every(([, value]) => Number.isSafeInteger(value));
  const scaled = whole ? Math.floor(upper / unit + 1e-9) : upper + 1e-9;
  model.rows.push({
    kind,
    id,
    columns: used.map(([column]) => column),
    values: used.map(([, value]) => value / unit),
    lower: -Infinity,
    upper: scaled,
    unit,
    allowed: upper,
  });
}

/**
 * Levels that count small numbers are solved together, as one weighted sum, where the weights prove that no lower level
 * can buy a higher one: each level's weight is more than everything below it can change. Large levels (money) stand alone.
 */
import type { ColumnSum } from './highs.ts';
import type { Level, LinearModel } from './linear-model.ts';

export interface Stage {
  /** Indices of its levels, most important first. */
  levels: number[];
  weights: number[];
  sum: ColumnSum;
}

/** The sum stays well inside what the solver's arithmetic can tell apart. */
const largestSum = 10_000_000;

/** Least and greatest that a level's sum of columns can be, in its own units. */
export interface LevelRange {
  low: number;
  high: number;
}

/** Groups neighbouring levels from the last upwards for as long as the weighted sum stays small enough. */
export function stagesOf(model: LinearModel, ranges: readonly LevelRange[]): Stage[] {
  const stages: Stage[] = [];
  let open: Stage | null = null;
  let span = 1;
  for (let k = model.levels.length - 1; k >= 0; k--) {
    const { low, high } = ranges[k]!;
    const steps = Math.max(0, Math.ceil(high) - Math.floor(low)) + 1;
    if (open && canShare(model.levels[k]!) && span * steps <= largestSum) {
      open.levels.unshift(k);
      open.weights.unshift(span);
    } else {
      open = { levels: [k], weights: [1], sum: { columns: [], values: [] } };
      span = 1;
      stages.unshift(open);
    }
    span *= steps;
    if (!canShare(model.levels[k]!)) open = null;
  }
  for (const stage of stages) stage.sum = weightedSum(model, stage);
  return stages;
}

function canShare(level: Level): boolean {
  return level.name !== 'whole-life-cost' && level.name !== 'changes' && level.name !== 'value';
}

function weightedSum(model: LinearModel, stage: Stage): ColumnSum {
  const byColumn = new Map<number, number>();
  stage.levels.forEach((k, i) => {
    const { columns, values } = model.levels[k]!;
    columns.forEach((column, at) => {
      byColumn.set(column, (byColumn.get(column) ?? 0) + stage.weights[i]! * values[at]!);
    });
  });
  return { columns: [...byColumn.keys()], values: [...byColumn.values()] };
}

/** A level's value as its sum of columns, in units. */
export function inUnits(level: Level, value: number): number {
  return (value - level.constant) / level.unit;
}

/** A plan's weighted sum, from the levels' values. */
export function stageValue(model: LinearModel, stage: Stage, values: readonly number[]): number {
  return stage.levels.reduce((sum, k, i) => sum + stage.weights[i]! * inUnits(model.levels[k]!, values[k]!), 0);
}

/**
 * What a bound on the weighted sum says of each level: the levels above are no more than their values, those below no more
 * than their greatest. Whole units, less what the solver's tolerance may hide.
 */
export function splitBound(
  model: LinearModel,
  stage: Stage,
  ranges: readonly LevelRange[],
  values: readonly number[] | null,
  bound: number,
): number[] {
  if (!Number.isFinite(bound)) return stage.levels.map(() => bound);
  const whole = Math.ceil(bound - 1e-6 - Math.abs(bound) * 1e-9);
  return stage.levels.map((k, i) => {
    const level = model.levels[k]!;
    let rest = 0;
    stage.levels.forEach((other, j) => {
      if (j === i) return;
      const known = values && j < i ? inUnits(model.levels[other]!, values[other]!) : ranges[other]!.high;
      rest += stage.weights[j]! * known;
    });
    return level.constant + level.unit * Math.ceil((whole - rest) / stage.weights[i]! - 1e-9);
  });
}

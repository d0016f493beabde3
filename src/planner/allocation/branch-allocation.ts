/**
 * The exact end of a small allocation. For a handful of schools the prices' bound is loose by as much as a school's own lumps,
 * whatever plans are chosen; it falls only where choices are split. What costs more at the prices than the gap is ruled out
 * before, and again at every node.
 *
 * Effort is counted in pivots, so the answer is the same on any machine.
 */
import type { AllocationFrame } from '../../domain/allocation.ts';
import { makeAnswerer, roomForAnswers } from './answer.ts';
import { branchAndBound } from '../branch-and-bound.ts';
import { openChoices, type OpenChoices } from './open-choices.ts';
import type { PackedSchools } from './packed-schools.ts';
import { startLosses, type StartLosses } from './start-losses.ts';

/** An allocation as it stands, and what is proven of it. */
export interface Settled {
  value: number;
  /** By need of all schools in a row: the number of the chosen start within its need, -1 for none. */
  choice: Int16Array;
  /** No allocation is worth more. */
  bound: number;
}

export interface BranchEffort {
  /** The gap that is good enough: a share of the value. */
  goal: number;
  pivots: number;
}

/** Values are whole numbers: a better plan is better by one. */
const LEAST_GAIN = 0.5;

/**
 * Betters a plan and its bound until they are within the goal or the work is used up. `root`: what starts cost at some prices,
 * and the bound at those prices.
 */
export function branchAllocation(
  frame: AllocationFrame,
  packed: PackedSchools,
  root: { losses: StartLosses; bound: number },
  from: Settled,
  { goal, pivots }: BranchEffort,
  onBetter: (now: Settled) => void = () => undefined,
): Settled {
  const best: Settled = { ...from };
  const leastGain = (value: number) => Math.max(goal * Math.abs(value), LEAST_GAIN);
  if (best.bound <= best.value + leastGain(best.value)) return best;
  // Whatever holds a start outside the window is worth no more than the plan with the least gain.
  const window = root.bound - best.value - leastGain(best.value);
  const lower = (worth: number) => {
    // Values are whole numbers, so a bound is rounded down; not where only the rounding of a sum is between.
    const bound = Math.floor(Math.max(best.value, worth, root.bound - window) + 1e-3);
    if (!(bound < best.bound)) return;
    best.bound = bound;
    onBetter({ ...best });
  };
  lower(
    searchOpen(frame, packed, root.losses, window, {
      best: best.value,
      leastGain,
      pivots,
      onBound: lower,
      onBetter: (value, choice) => {
        // What was proven may be short of a plan that is really there by the rounding of a sum.
        Object.assign(best, { value, choice, bound: Math.max(best.bound, value) });
        onBetter({ ...best });
      },
    }).bound,
  );
  return best;
}

/** Pivots for proving a bound again: from the best plan it takes fewer than it took to find it. */
const PROOF_PIVOTS = 1_000_000;

/**
 * Proves again that no allocation is worth more than `said.bound`, of which prices prove only `priceBound`. Gives what was
 * proven: no more than said where that is so.
 */
export function boundByBranching(
  frame: AllocationFrame,
  packed: PackedSchools,
  prices: readonly number[],
  priceBound: number,
  said: { value: number; bound: number },
): number {
  const answerer = makeAnswerer(packed, roomForAnswers(packed, 1));
  const losses = startLosses(packed, (school) => answerer.recipeOf(school), prices);
  const goal = Math.max(0, said.bound - said.value) / Math.max(1, Math.abs(said.value));
  const from = { value: said.value, bound: priceBound, choice: new Int16Array(0) };
  return branchAllocation(frame, packed, { losses, bound: priceBound }, from, { goal, pivots: PROOF_PIVOTS }).bound;
}

export interface OpenSearch {
  /** Only what is worth more than this by the least gain is looked for. */
  best: number;
  leastGain: (value: number) => number;
  pivots: number;
  onBetter: (value: number, choice: Int16Array) => void;
  /** Hears of lower bounds on whatever is within the window. */
  onBound?: (bound: number) => void;
}

/** Looks through what is open within a window. `bound`: nothing within it is worth more. */
export function searchOpen(
  frame: AllocationFrame,
  packed: PackedSchools,
  losses: StartLosses,
  window: number,
  search: OpenSearch,
): { bound: number } {
  const open = openChoices(frame, packed, losses, window);
  let best = search.best;
  const { bound } = branchAndBound(open.model, {
    best: open.settledValue - best,
    leastGain: (cost) => search.leastGain(open.settledValue - cost),
    mostPivots: search.pivots,
    onChoice: (columns) => {
      const value = worthOf(packed, open, columns);
      if (value === null) return null;
      if (value > best) {
        best = value;
        search.onBetter(value, choiceOf(packed, open, columns));
      }
      return open.settledValue - value;
    },
    onBound: (cost) => search.onBound?.(open.settledValue - cost),
  });
  return { bound: open.settledValue - bound };
}

/** What a choice of columns is worth with what is settled; null where it is over a limit. */
function worthOf(packed: PackedSchools, open: OpenChoices, columns: Float64Array): number | null {
  const { limits } = packed;
  let value = open.settledValue;
  const room = [...open.room];
  for (let c = 0; c < columns.length; c++) {
    if (columns[c]! < 0.5) continue;
    const start = open.start[c]!;
    value += packed.value[start]!;
    for (let l = 0; l < limits; l++) room[l]! -= packed.uses[start * limits + l]!;
  }
  return room.every((left) => left >= 0) ? value : null;
}

function choiceOf(packed: PackedSchools, open: OpenChoices, columns: Float64Array): Int16Array {
  const choice = open.settled.slice();
  for (let c = 0; c < columns.length; c++)
    if (columns[c]! > 0.5) choice[open.need[c]!] = open.start[c]! - packed.firstStart[open.need[c]!]!;
  return choice;
}

/**
 * For some hundred schools and fewer: several good allocations are made, and merged. What they have in common is held; what
 * they differ in, with what the prices alone would choose, is small enough for branch and bound to look through. The better
 * one is shaken into further ones, and so on.
 */
import type { AllocationFrame } from '../../domain/allocation.ts';
import { seededNumbers } from '../../domain/seeded.ts';
import { searchOpen, type Settled } from './branch-allocation.ts';
import { choiceOf, choosePlans } from './choose-plans.ts';
import type { NearPlan } from './near-plans.ts';
import type { PackedSchools } from './packed-schools.ts';
import { poolOfPlans, type Pool } from './pool.ts';

export interface MergeEffort {
  /** Done when within this share of the bound. */
  goal: number;
  rounds: number;
}

/** In each round: shakes, pairs of changes looked at, changes looked at together, merges, and pivots of one merge. */
const SHAKES = 30;
const PAIRS = 60_000_000;
const CHANGES = 600;
const MERGES = 8;
const PIVOTS = 4_000;
/** Allocations that are kept to be merged. */
const KEPT = 10;

interface Kept {
  value: number;
  choice: Int16Array;
}

/** A better allocation than `from`, or `from` itself. `lists` are the schools' plans nearly as good as their best at the prices. */
export function mergePlans(
  frame: AllocationFrame,
  packed: PackedSchools,
  lists: NearPlan[][],
  prices: readonly number[],
  from: Settled,
  { goal, rounds }: MergeEffort,
  onBetter: (now: Settled) => void = () => undefined,
): Settled {
  const best: Settled = { ...from };
  const draw = seededNumbers(20_301_127);
  let kept: Kept[] = [{ value: from.value, choice: from.choice }];
  const keep = (one: Kept) => {
    if (kept.some(({ choice, value }) => value === one.value && choice.every((k, n) => k === one.choice[n]))) return;
    kept = [...kept, one].sort((a, b) => b.value - a.value).slice(0, KEPT);
    if (one.value <= best.value) return;
    Object.assign(best, one);
    onBetter({ ...best });
  };
  const isDone = () => best.bound - best.value <= goal * Math.abs(best.bound);
  for (let round = 0; round < rounds && !isDone(); round++) {
    const plan = listed(packed, lists, best.choice);
    const pool = poolOfPlans(packed, lists, prices);
    const at = plan.map((k, s) => pool.first[s]! + k);
    const effort = { shakes: SHAKES, pairs: PAIRS };
    choosePlans(frame, pool, prices, best.bound, effort, {
      from: Int32Array.from(at),
      seed: draw(1, 1_000_000_000),
      changes: CHANGES,
      onFound: (found) => keep({ value: found.value, choice: choiceOf(packed, pool, found.plan) }),
    });
    const favourites = favouritesOf(packed, pool);
    for (let merge = 0; merge < MERGES && !isDone(); merge++) {
      const parents = [kept[0]!, ...[1, 2].map(() => kept[draw(0, kept.length - 1)]!)];
      const losses = onlyIn(packed, [...parents.map(({ choice }) => choice), ...favourites]);
      const least = Math.abs(best.bound) * goal * 0.01;
      searchOpen(frame, packed, losses, 1, {
        best: best.value,
        leastGain: () => least,
        pivots: PIVOTS,
        onBetter: (value, choice) => keep({ value, choice }),
      });
    }
  }
  return best;
}

/** By school: the place of its part of the choice in its list, which gets it where it is not there. */
function listed(packed: PackedSchools, lists: NearPlan[][], choice: Int16Array): number[] {
  return lists.map((list, s) => {
    const first = packed.firstNeed[s]!;
    const own = choice.subarray(first, packed.firstNeed[s + 1]);
    const known = list.findIndex((plan) => plan.choice.every((k, n) => k === own[n]));
    if (known >= 0) return known;
    const plan: NearPlan = {
      loss: 0,
      value: 0,
      uses: Array.from({ length: packed.limits }, () => 0),
      choice: own.slice(),
    };
    own.forEach((k, n) => {
      if (k < 0) return;
      const start = packed.firstStart[first + n]! + k;
      plan.value += packed.value[start]!;
      for (let l = 0; l < packed.limits; l++) plan.uses[l]! += packed.uses[start * packed.limits + l]!;
    });
    return list.push(plan) - 1;
  });
}

/** What the schools would choose at the prices alone: for some there are several plans that lose less than a point. */
function favouritesOf(packed: PackedSchools, pool: Pool): Int16Array[] {
  const best = Array.from({ length: pool.schools }, (_, s) => {
    const mine: number[] = [];
    for (let p = pool.first[s]!; p < pool.first[s + 1]!; p++) if (pool.loss[p]! < 1) mine.push(p);
    return mine;
  });
  const most = Math.max(...best.map((mine) => mine.length));
  return Array.from({ length: Math.min(8, most) }, (_, k) =>
    choiceOf(
      packed,
      pool,
      Int32Array.from(best, (mine) => mine[Math.min(k, mine.length - 1)]!),
    ),
  );
}

/** Losses that rule out whatever is in none of the choices. */
function onlyIn(packed: PackedSchools, choices: readonly Int16Array[]) {
  const losses = {
    start: new Float64Array(packed.value.length).fill(Infinity),
    none: new Float64Array(packed.firstStart.length - 1).fill(Infinity),
  };
  for (const choice of choices)
    choice.forEach((k, need) => {
      if (k < 0) losses.none[need] = 0;
      else losses.start[packed.firstStart[need]! + k] = 0;
    });
  return losses;
}

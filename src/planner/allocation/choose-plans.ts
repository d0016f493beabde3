/**
 * From prices to an allocation: one plan of each school's pool, so that all limits hold and as little worth as possible is lost.
 *
 * At the best prices most schools have one plan that stands out, and some have several that are nearly as good. Those few decide
 * what is left over of each limit. First every school in turn takes the plan that is best when a penalty is laid on what is over
 * or left of each limit (an augmented Lagrangian: left-over money pulls as overspending pushes); what is still over is mended
 * with the least loss for each unit; then single changes and changes of two schools together use what is left. Small problems
 * are shaken and settled again several times. Effort is counted, and the shaking seeded.
 */
import type { AllocationFrame } from '../../domain/allocation.ts';
import { restore, tableOf, take, type Table } from './choice-table.ts';
import { seededNumbers } from '../../domain/seeded.ts';
import { improveByPairs } from './pair-moves.ts';
import type { PackedSchools } from './packed-schools.ts';
import type { Pool } from './pool.ts';

export interface Chosen {
  /** By school: the plan's place in the pool. */
  plan: Int32Array;
  value: number;
  used: number[];
}

export interface ChoiceEffort {
  /** How many times a good choice is shaken and settled again. */
  shakes: number;
  /** Pairs of changes looked at, in all. */
  pairs: number;
  /** For few schools: work goes on until the gap is within `goal`, in rounds of merging plans, then in pivots of a proof. */
  closer?: { goal: number; rounds: number; pivots: number };
}

/** Where the choice begins, and who hears of what is found on the way. */
export interface ChoiceSearch {
  /** By school, a plan of the pool: the first to be shaken. */
  from?: Int32Array;
  seed?: number;
  /** Changes looked at together. */
  changes?: number;
  /** Every choice that holds all limits and could not be bettered by changing one school or two. */
  onFound?: (found: Chosen) => void;
}

const PASSES = 12;
/** A limit without a price still has to hold: it counts as if a unit were worth this share of the dearest limit's. */
const LEAST_PRICE = 0.01;

/** The best choice found; null where not even "nothing" for everyone holds the limits and nothing else was found that does. */
export function choosePlans(
  frame: AllocationFrame,
  pool: Pool,
  prices: readonly number[],
  bound: number,
  effort: ChoiceEffort,
  search: ChoiceSearch = {},
): Chosen | null {
  const table = tableOf(frame, pool, prices);
  const draw = seededNumbers(search.seed ?? 20_300_901);
  const work = { left: effort.pairs };
  let best: Chosen | null = null;
  const keep = () => (best = { plan: table.plan.slice(), value: table.total, used: table.used.slice() });
  if (search.from !== undefined) {
    restore(table, search.from);
    best = keep();
  }
  for (let shake = best === null ? 0 : 1; shake <= effort.shakes; shake++) {
    if (best !== null && shake % 2 === 1) {
      restore(table, best.plan);
      for (let i = 0; i < Math.max(3, pool.schools * 0.15); i++) {
        const school = draw(0, pool.schools - 1);
        const count = pool.first[school + 1]! - pool.first[school]!;
        take(table, school, pool.first[school]! + draw(0, Math.min(3, count - 1)));
      }
    } else restore(table, table.favourite);
    settle(table, 0.02 * (shake === 0 ? 1 : 1 + draw(0, 100) / 50));
    if (!mend(table)) continue;
    improveByPairs(table, bound, work, search.changes);
    search.onFound?.({ plan: table.plan.slice(), value: table.total, used: table.used.slice() });
    if (best === null || table.total > best.value) best = keep();
    if (work.left <= 0) break;
  }
  return best;
}

/** A choice of the pool's plans, need by need. */
export function choiceOf(packed: PackedSchools, pool: Pool, plan: Int32Array): Int16Array {
  const choice = new Int16Array(packed.firstStart.length - 1);
  plan.forEach((p, s) => choice.set(pool.choice(s, p), packed.firstNeed[s]));
  return choice;
}

/** Every school in turn, the penalty doubling from pass to pass: at first little, at the end more than any plan is worth. */
function settle(table: Table, firstForce: number): void {
  const { pool, allowed, used, plan, grain, prices } = table;
  const { limits, first, loss, uses } = pool;
  const floor = LEAST_PRICE * Math.max(1e-12, ...prices);
  for (let pass = 0; pass < PASSES; pass++) {
    const weight = grain.map((each, l) => (firstForce * 2 ** pass * Math.max(prices[l]!, floor)) / each);
    let moved = 0;
    for (let s = 0; s < pool.schools; s++) {
      const from = plan[s]! * limits;
      let best = plan[s]!;
      let bestScore = -Infinity;
      for (let p = first[s]!; p < first[s + 1]!; p++) {
        let score = -loss[p]!;
        if (score <= bestScore) continue;
        for (let l = 0; l < limits; l++) {
          const over = used[l]! - allowed[l]! + uses[p * limits + l]! - uses[from + l]!;
          if (over > 0 || prices[l]! > 0) score -= 0.5 * weight[l]! * over * over;
        }
        if (score > bestScore + 1e-9) {
          bestScore = score;
          best = p;
        }
      }
      if (best !== plan[s]!) {
        take(table, s, best);
        moved++;
      }
    }
    if (moved === 0 && pass > 4) break;
  }
}

/** Takes back what is over, losing least for each unit taken back. False where that cannot be done. */
function mend(table: Table): boolean {
  const { pool, allowed, used, plan, grain } = table;
  const { limits, first, loss, uses } = pool;
  for (let guard = 0; guard < 20 * pool.schools + 200; guard++) {
    let over = 0;
    for (let l = 0; l < limits; l++) if (used[l]! > allowed[l]!) over += (used[l]! - allowed[l]!) / grain[l]!;
    if (over === 0) return true;
    let bestSchool = -1;
    let bestPlan = 0;
    let bestRate = Infinity;
    for (let s = 0; s < pool.schools; s++) {
      const from = plan[s]!;
      for (let p = first[s]!; p < first[s + 1]!; p++) {
        if (p === from) continue;
        let after = 0;
        for (let l = 0; l < limits; l++) {
          const left = used[l]! - allowed[l]! + uses[p * limits + l]! - uses[from * limits + l]!;
          if (left > 0) after += left / grain[l]!;
        }
        if (after >= over - 1e-12) continue;
        const rate = (loss[p]! - loss[from]! + 1e-9) / (over - after);
        if (rate < bestRate) {
          bestRate = rate;
          bestSchool = s;
          bestPlan = p;
        }
      }
    }
    if (bestSchool < 0) return false;
    take(table, bestSchool, bestPlan);
  }
  return false;
}

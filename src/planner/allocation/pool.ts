/** The plans among which each school's is chosen: what it answered to the last prices, or all that are nearly its best. */
import type { Answers } from './answer.ts';
import type { NearPlan } from './near-plans.ts';
import type { PackedSchools } from './packed-schools.ts';

/** Plans of all schools in a row. Every school's last one is "nothing". */
export interface Pool {
  schools: number;
  limits: number;
  /** By school, one more than there are schools. */
  first: Int32Array;
  value: Float64Array;
  /** Worth at the prices less the best of the school's: nought or more. */
  loss: Float64Array;
  /** By plan × limit. */
  uses: Float64Array;
  /** The starts of a plan: by the school's needs the start's number within its need, -1 for none. */
  choice(school: number, plan: number): Int16Array;
}

/** A pool of the answers in all slots. */
export function poolOfAnswers(packed: PackedSchools, answers: Answers, prices: readonly number[], slots: number): Pool {
  const { schools, limits } = packed;
  const width = slots + 1;
  const value = new Float64Array(schools * width);
  const uses = new Float64Array(schools * width * limits);
  for (let s = 0; s < schools; s++)
    for (let k = 0; k < slots; k++) {
      const at = s * answers.slots + k;
      const cell = s * width + k;
      value[cell] = answers.value[at]!;
      for (let l = 0; l < limits; l++) uses[cell * limits + l] = answers.uses[at * limits + l]!;
    }
  const first = Int32Array.from({ length: schools + 1 }, (_, s) => s * width);
  return {
    schools,
    limits,
    first,
    value,
    loss: lossesOf(first, value, uses, prices),
    uses,
    choice(school, plan) {
      const needs = packed.firstNeed[school + 1]! - packed.firstNeed[school]!;
      const slot = plan - school * width;
      if (slot === slots) return new Int16Array(needs).fill(-1);
      return Int16Array.from(
        { length: needs },
        (_, n) => answers.choice[(packed.firstNeed[school]! + n) * answers.slots + slot]!,
      );
    },
  };
}

/** A pool of listed plans. */
export function poolOfPlans(
  packed: PackedSchools,
  lists: readonly (readonly NearPlan[])[],
  prices: readonly number[],
): Pool {
  const { limits } = packed;
  const first = new Int32Array(lists.length + 1);
  lists.forEach((list, s) => (first[s + 1] = first[s]! + list.length + 1));
  const count = first[lists.length]!;
  const value = new Float64Array(count);
  const uses = new Float64Array(count * limits);
  lists.forEach((list, s) =>
    list.forEach((plan, k) => {
      value[first[s]! + k] = plan.value;
      uses.set(plan.uses, (first[s]! + k) * limits);
    }),
  );
  return {
    schools: lists.length,
    limits,
    first,
    value,
    loss: lossesOf(first, value, uses, prices),
    uses,
    choice(school, plan) {
      const needs = packed.firstNeed[school + 1]! - packed.firstNeed[school]!;
      return lists[school]![plan - first[school]!]?.choice ?? new Int16Array(needs).fill(-1);
    },
  };
}

function lossesOf(first: Int32Array, value: Float64Array, uses: Float64Array, prices: readonly number[]): Float64Array {
  const limits = prices.length;
  const loss = new Float64Array(value.length);
  for (let s = 0; s + 1 < first.length; s++) {
    let best = -Infinity;
    for (let p = first[s]!; p < first[s + 1]!; p++) {
      let net = value[p]!;
      for (let l = 0; l < limits; l++) net -= prices[l]! * uses[p * limits + l]!;
      loss[p] = net;
      if (net > best) best = net;
    }
    for (let p = first[s]!; p < first[s + 1]!; p++) loss[p] = best - loss[p]!;
  }
  return loss;
}

/**
 * All of a school's plans that are nearly as good as its best at given prices: what a fund's last pounds are spent with. The
 * tables of the dynamic programme say of every part choice what the best rest brings, so the walk never enters a branch that
 * holds no plan within the loss allowed.
 */
import { CLASSES, fillTables, makeScratch, type Scratch } from './answer.ts';
import type { PackedSchools } from './packed-schools.ts';
import type { Recipe } from './recipe.ts';

export interface NearPlan {
  /** Worth at the prices less than the best plan's. */
  loss: number;
  value: number;
  uses: number[];
  /** By the school's needs: the start's number within its need, -1 for none. */
  choice: Int16Array;
}

/** The school's plans within `mostLoss` of its best, the best first, at most `most`; `whole` where none was left out. */
export function nearPlans(
  packed: PackedSchools,
  recipe: Recipe,
  school: number,
  prices: readonly number[],
  mostLoss: number,
  most: number,
  scratch: Scratch = makeScratch(),
): { plans: NearPlan[]; whole: boolean } {
  fillTables(packed, recipe, school, prices, scratch);
  const { limits } = packed;
  const firstNeed = packed.firstNeed[school]!;
  // Loss of each start beside the best of its class.
  const starts = Array.from({ length: recipe.needs }, (_, n) => startsByClass(packed, recipe, school, n, prices));
  let allowed = mostLoss;
  for (let attempt = 0; ; attempt++) {
    const plans: NearPlan[] = [];
    const choice = new Int16Array(recipe.needs).fill(-1);
    const classNow = new Int32Array(recipe.needs);
    const uses = new Float64Array(limits);
    let visited = 0;
    const walk = (i: number, loss: number, value: number): boolean => {
      if (i < 0) {
        plans.push({ loss, value, uses: [...uses], choice: choice.slice() });
        return plans.length <= 4 * most;
      }
      if (++visited > 200 * most) return false;
      const step = recipe.steps[i]!;
      let entry = 0;
      let mask = 2 ** recipe.classes[step.need]! - 1;
      for (let d = 0; d < step.scope.length; d++) {
        entry = entry * step.sizes[d]! + classNow[step.scope[d]!]!;
        mask &= step.masks[d]![classNow[step.scope[d]!]!]!;
      }
      const best = scratch.tables[step.offset + entry]!;
      for (let c = 0; c < recipe.classes[step.need]!; c++) {
        if (!(mask & (1 << c))) continue;
        let withClass = scratch.worth[step.need * CLASSES + c]!;
        for (const table of step.tables) {
          let base = recipe.steps[table.from]!.offset + c * table.own;
          for (let d = 0; d < step.scope.length; d++) base += classNow[step.scope[d]!]! * table.strides[d]!;
          withClass += scratch.tables[base]!;
        }
        const classLoss = loss + best - withClass;
        if (!(classLoss <= allowed)) continue;
        classNow[step.need] = c;
        if (c === 0) {
          choice[step.need] = -1;
          if (!walk(i - 1, classLoss, value)) return false;
          continue;
        }
        for (const start of starts[step.need]![c]!) {
          if (classLoss + start.loss > allowed) break;
          const at = start.index * limits;
          choice[step.need] = start.index - packed.firstStart[firstNeed + step.need]!;
          for (let l = 0; l < limits; l++) uses[l]! += packed.uses[at + l]!;
          const isWithin = walk(i - 1, classLoss + start.loss, value + packed.value[start.index]!);
          for (let l = 0; l < limits; l++) uses[l]! -= packed.uses[at + l]!;
          if (!isWithin) return false;
        }
      }
      return true;
    };
    const whole = walk(recipe.steps.length - 1, 0, 0);
    if (whole || attempt === 12) {
      plans.sort((a, b) => a.loss - b.loss);
      return { plans: plans.slice(0, most), whole: whole && attempt === 0 && plans.length <= most };
    }
    allowed *= 0.6;
  }
}

function startsByClass(
  packed: PackedSchools,
  recipe: Recipe,
  school: number,
  need: number,
  prices: readonly number[],
): { index: number; loss: number }[][] {
  const firstNeed = packed.firstNeed[school]!;
  const from = packed.firstStart[firstNeed]!;
  const lists: { index: number; net: number; loss: number }[][] = Array.from(
    { length: recipe.classes[need]! },
    () => [],
  );
  for (let s = packed.firstStart[firstNeed + need]!; s < packed.firstStart[firstNeed + need + 1]!; s++) {
    let net = packed.value[s]!;
    for (let l = 0; l < packed.limits; l++) net -= prices[l]! * packed.uses[s * packed.limits + l]!;
    lists[recipe.classOf[s - from]!]!.push({ index: s, net, loss: 0 });
  }
  for (const list of lists) {
    list.sort((a, b) => b.net - a.net);
    for (const each of list) each.loss = list[0]!.net - each.net;
  }
  return lists;
}

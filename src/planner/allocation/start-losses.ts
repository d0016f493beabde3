/**
 * What each start costs at given prices: how much less a school's best plan is worth when it has to hold that start, or when a
 * need has to be left alone. The dynamic programme's tables say it of the need taken out last; walking back through them says
 * it of all. Where the best allocation known is within a sum of the bound, no better one holds a start that costs more.
 */
import { CLASSES, fillTables, makeScratch, type Scratch } from './answer.ts';
import type { PackedSchools } from './packed-schools.ts';
import type { Recipe } from './recipe.ts';

/** Nought or more; Infinity for what no plan holds. */
export interface StartLosses {
  /** By start. */
  start: Float64Array;
  /** By need: of leaving it alone. */
  none: Float64Array;
}

/** The losses of every school's starts at these prices. */
export function startLosses(
  packed: PackedSchools,
  recipeOf: (school: number) => Recipe,
  prices: readonly number[],
): StartLosses {
  const losses: StartLosses = {
    start: new Float64Array(packed.value.length),
    none: new Float64Array(packed.firstStart.length - 1),
  };
  const scratch = makeScratch();
  let room = new Float64Array(4096);
  for (let school = 0; school < packed.schools; school++) {
    const recipe = recipeOf(school);
    fillTables(packed, recipe, school, prices, scratch);
    if (room.length < recipe.tableLength) room = new Float64Array(2 * recipe.tableLength);
    const classLoss = classLosses(recipe, scratch, room);
    const firstNeed = packed.firstNeed[school]!;
    const from = packed.firstStart[firstNeed]!;
    for (let n = 0; n < recipe.needs; n++) {
      losses.none[firstNeed + n] = classLoss[n * CLASSES]!;
      for (let s = packed.firstStart[firstNeed + n]!; s < packed.firstStart[firstNeed + n + 1]!; s++) {
        const cell = n * CLASSES + recipe.classOf[s - from]!;
        let net = packed.value[s]!;
        for (let l = 0; l < packed.limits; l++) net -= prices[l]! * packed.uses[s * packed.limits + l]!;
        losses.start[s] = classLoss[cell]! + scratch.worth[cell]! - net;
      }
    }
  }
  return losses;
}

/**
 * By need × class: what choosing the class costs. `least` holds, for every entry of the tables, what the choices of those the
 * table speaks of cost when everything taken out before is at its best; it is known once all that came later has been walked.
 */
function classLosses(recipe: Recipe, { tables, worth }: Scratch, least: Float64Array): Float64Array {
  const losses = new Float64Array(recipe.needs * CLASSES).fill(Infinity);
  least.fill(Infinity, 0, recipe.tableLength);
  for (let i = recipe.steps.length - 1; i >= 0; i--) {
    const step = recipe.steps[i]!;
    const depth = step.scope.length;
    if (depth === 0) least[step.offset] = 0;
    const row = step.need * CLASSES;
    const digits = new Int32Array(depth);
    const bases = new Int32Array(step.tables.length);
    for (let entry = 0; entry < step.length; entry++) {
      const so = least[step.offset + entry]!;
      let mask = 2 ** recipe.classes[step.need]! - 1;
      for (let d = 0; d < depth; d++) mask &= step.masks[d]![digits[d]!]!;
      if (so < Infinity) {
        step.tables.forEach((table, k) => {
          let base = recipe.steps[table.from]!.offset;
          for (let d = 0; d < depth; d++) base += digits[d]! * table.strides[d]!;
          bases[k] = base;
        });
        const best = tables[step.offset + entry]!;
        for (let c = 0; c < recipe.classes[step.need]!; c++) {
          if (!(mask & (1 << c))) continue;
          let sum = worth[row + c]!;
          for (let k = 0; k < bases.length; k++) sum += tables[bases[k]! + c * step.tables[k]!.own]!;
          if (sum === -Infinity) continue;
          const loss = so + best - sum;
          if (loss < losses[row + c]!) losses[row + c] = loss;
          for (let k = 0; k < bases.length; k++) {
            const at = bases[k]! + c * step.tables[k]!.own;
            if (loss < least[at]!) least[at] = loss;
          }
        }
      }
      for (let d = depth - 1; d >= 0; d--) {
        if (++digits[d]! < step.sizes[d]!) break;
        digits[d] = 0;
      }
    }
  }
  return losses;
}

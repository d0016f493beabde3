/** The schools' exact answers to prices, written into shared memory. */
import type { PackedSchools } from './packed-schools.ts';
import { makeRecipe, type Recipe } from './recipe.ts';

/**
 * Answers kept for each school, one for each of the last prices, in slots that are used again in turn. On shared memory:
 * threads write their own schools' answers.
 */
export interface Answers {
  slots: number;
  /** By school × slot: worth without prices. */
  value: Float64Array;
  /** By school × slot × limit. */
  uses: Float64Array;
  /** By need (all schools' in a row) × slot: the start's number within its need, -1 for none. */
  choice: Int16Array;
}

/** Room for the answers to `slots` prices. */
export function roomForAnswers(packed: PackedSchools, slots: number): Answers {
  const { schools, limits } = packed;
  const needs = packed.firstStart.length - 1;
  return {
    slots,
    value: new Float64Array(new SharedArrayBuffer(8 * schools * slots)),
    uses: new Float64Array(new SharedArrayBuffer(8 * schools * slots * limits)),
    choice: new Int16Array(new SharedArrayBuffer(2 * needs * slots)),
  };
}

/** What a run of schools answered, added up: whole numbers, so the order of adding is all one. */
export interface AnswerSum {
  value: number;
  uses: number[];
}

export interface Answerer {
  /** Answers for the schools from `first` to before `last`, or every `step`th of them, at these prices, into slot `slot`. */
  answer(prices: readonly number[], slot: number, first: number, last: number, step?: number): AnswerSum;
  /** How a school's answer is worked out. */
  recipeOf(school: number): Recipe;
}

/** Something that answers for schools; recipes are made as they are first needed. */
export function makeAnswerer(packed: PackedSchools, answers: Answers): Answerer {
  const recipes: (Recipe | undefined)[] = [];
  const scratch = makeScratch();
  const classNow = new Int32Array(256);
  const recipeOf = (school: number) => (recipes[school] ??= makeRecipe(packed, school));
  return {
    recipeOf,
    answer(prices, slot, first, last, step = 1) {
      const sum: AnswerSum = { value: 0, uses: prices.map(() => 0) };
      for (let school = first; school < last; school += step) {
        const recipe = recipeOf(school);
        fillTables(packed, recipe, school, prices, scratch);
        lookBack(recipe, scratch.picks, classNow);
        keep(packed, answers, recipe, school, slot, classNow, scratch.bestStart, sum);
      }
      return sum;
    },
  };
}

/** Classes are kept in rows of this length: a need has at most 31. */
export const CLASSES = 32;

/** Working space, used again from school to school. */
export interface Scratch {
  tables: Float64Array;
  picks: Uint8Array;
  /** By need × class: worth of its best start at the prices. */
  worth: Float64Array;
  bestStart: Int16Array;
}

export function makeScratch(): Scratch {
  return {
    tables: new Float64Array(4096),
    picks: new Uint8Array(4096),
    worth: new Float64Array(256 * CLASSES),
    bestStart: new Int16Array(256 * CLASSES),
  };
}

/** Works out the tables of one school at these prices; the last ones hold what its best plan is worth. */
export function fillTables(
  packed: PackedSchools,
  recipe: Recipe,
  school: number,
  prices: readonly number[],
  scratch: Scratch,
): void {
  if (scratch.tables.length < recipe.tableLength) {
    scratch.tables = new Float64Array(2 * recipe.tableLength);
    scratch.picks = new Uint8Array(2 * recipe.tableLength);
  }
  priceClasses(packed, recipe, school, prices, scratch.worth, scratch.bestStart);
  for (const step of recipe.steps) takeOut(step, recipe, scratch.worth, scratch.tables, scratch.picks);
}

/** The best start of each class at these prices. */
function priceClasses(
  packed: PackedSchools,
  recipe: Recipe,
  school: number,
  prices: readonly number[],
  worth: Float64Array,
  bestStart: Int16Array,
): void {
  const { limits, uses, value } = packed;
  const firstNeed = packed.firstNeed[school]!;
  const from = packed.firstStart[firstNeed]!;
  for (let n = 0; n < recipe.needs; n++) {
    const row = n * CLASSES;
    worth.fill(-Infinity, row, row + recipe.classes[n]!);
    worth[row] = 0;
    bestStart[row] = -1;
    const start = packed.firstStart[firstNeed + n]!;
    const end = packed.firstStart[firstNeed + n + 1]!;
    for (let s = start; s < end; s++) {
      let net = value[s]!;
      const at = s * limits;
      for (let l = 0; l < limits; l++) net -= prices[l]! * uses[at + l]!;
      const cell = row + recipe.classOf[s - from]!;
      if (net > worth[cell]!) {
        worth[cell] = net;
        bestStart[cell] = s - start;
      }
    }
  }
}

/** Takes one need out: for every choice of those it touches, its best class and what all taken out so far then bring. */
function takeOut(
  step: Recipe['steps'][number],
  recipe: Recipe,
  worth: Float64Array,
  tables: Float64Array,
  picks: Uint8Array,
): void {
  const { need, scope, sizes, masks, offset, length } = step;
  const depth = scope.length;
  const row = need * CLASSES;
  const classes = recipe.classes[need]!;
  const all = 2 ** classes - 1;
  const digits = DIGITS;
  for (let d = 0; d < depth; d++) digits[d] = 0;
  const count = step.tables.length;
  for (let entry = 0; entry < length; entry++) {
    let mask = all;
    for (let d = 0; d < depth; d++) mask &= masks[d]![digits[d]!]!;
    for (let k = 0; k < count; k++) {
      const table = step.tables[k]!;
      let base = recipe.steps[table.from]!.offset;
      for (let d = 0; d < depth; d++) base += digits[d]! * table.strides[d]!;
      BASES[k] = base;
    }
    let best = -Infinity;
    let pick = 0;
    for (let c = 0; c < classes; c++) {
      if (!(mask & (1 << c))) continue;
      let sum = worth[row + c]!;
      for (let k = 0; k < count; k++) sum += tables[BASES[k]! + c * step.tables[k]!.own]!;
      if (sum > best) {
        best = sum;
        pick = c;
      }
    }
    tables[offset + entry] = best;
    picks[offset + entry] = pick;
    for (let d = depth - 1; d >= 0; d--) {
      if (++digits[d]! < sizes[d]!) break;
      digits[d] = 0;
    }
  }
}

const DIGITS = new Int32Array(256);
const BASES = new Int32Array(256);

/** From the last need taken out to the first: the class each has in the best answer. */
function lookBack(recipe: Recipe, picks: Uint8Array, classNow: Int32Array): void {
  for (let i = recipe.steps.length - 1; i >= 0; i--) {
    const { need, scope, sizes, offset } = recipe.steps[i]!;
    let entry = 0;
    for (let d = 0; d < scope.length; d++) entry = entry * sizes[d]! + classNow[scope[d]!]!;
    classNow[need] = picks[offset + entry]!;
  }
}

function keep(
  packed: PackedSchools,
  answers: Answers,
  recipe: Recipe,
  school: number,
  slot: number,
  classNow: Int32Array,
  bestStart: Int16Array,
  sum: AnswerSum,
): void {
  const { limits } = packed;
  const firstNeed = packed.firstNeed[school]!;
  const at = school * answers.slots + slot;
  const row = at * limits;
  let value = 0;
  for (let l = 0; l < limits; l++) answers.uses[row + l] = 0;
  for (let n = 0; n < recipe.needs; n++) {
    const chosen = bestStart[n * CLASSES + classNow[n]!]!;
    answers.choice[(firstNeed + n) * answers.slots + slot] = chosen;
    if (chosen < 0) continue;
    const start = packed.firstStart[firstNeed + n]! + chosen;
    value += packed.value[start]!;
    for (let l = 0; l < limits; l++) answers.uses[row + l]! += packed.uses[start * limits + l]!;
  }
  answers.value[at] = value;
  sum.value += value;
  for (let l = 0; l < limits; l++) sum.uses[l]! += answers.uses[row + l]!;
}

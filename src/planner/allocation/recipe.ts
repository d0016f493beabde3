/**
 * How one school's best answer to prices is worked out exactly: a dynamic programme over its needs (variable elimination).
 *
 * What a need's neighbours see of its choice is little: when it starts, when it is in place, and which exclusion groups it
 * uses up. Choices that look alike to all neighbours form a class, and only the best of a class matters. Needs are taken out
 * one at a time, the one that touches fewest others first; what it adds is kept in a table over the classes of those others.
 * The tables stay small because needs mostly wait for one or two others. The recipe depends on the school alone, never on
 * prices, and is made once.
 */
import { AllocationInputError, type PackedSchools } from './packed-schools.ts';

export interface Step {
  /** The school's own number of the need taken out. */
  need: number;
  /** Needs still there that it touches, and how many classes each has. */
  scope: number[];
  sizes: number[];
  /** By scope need, by its class: bits of the classes of `need` that may stand beside it. */
  masks: Int32Array[];
  /** Earlier tables over `need`, with what one step of each scope need (and of `need` itself) moves in them. */
  tables: { from: number; strides: number[]; own: number }[];
  /** Where this step's table lies in the scratch space. */
  offset: number;
  length: number;
}

export interface Recipe {
  needs: number;
  /** By need: how many classes, the first being "none". */
  classes: number[];
  /** By the school's starts: the class within its need. */
  classOf: Uint8Array;
  steps: Step[];
  tableLength: number;
}

/** Classes of one need: bits of a whole number. */
const MOST_CLASSES = 31;
/** Entries of one table; past it the needs hang together too closely for this way. */
const LARGEST_TABLE = 400_000;

interface ClassOf {
  year: number;
  completeYear: number;
  groups: number;
}

/** The recipe of one school. Throws {@link AllocationInputError} where its needs hang together too closely. */
export function makeRecipe(packed: PackedSchools, school: number): Recipe {
  const first = packed.firstNeed[school]!;
  const needs = packed.firstNeed[school + 1]! - first;
  const before = Array.from({ length: needs }, (_, n) => [
    ...packed.before.subarray(packed.firstBefore[first + n], packed.firstBefore[first + n + 1]),
  ]);
  const { classes, classOf } = classesOf(packed, first, needs, before);
  const touching = neighbours(classes, before);
  const sizes = classes.map((list) => list.length + 1);
  const steps: Step[] = [];
  const left = new Set(Array.from({ length: needs }, (_, n) => n));
  let offset = 0;
  while (left.size > 0) {
    const need = cheapest(left, touching, sizes);
    const scope = [...touching[need]!].sort((a, b) => a - b);
    const length = scope.reduce((product, n) => product * sizes[n]!, 1);
    if (length > LARGEST_TABLE)
      throw new AllocationInputError(
        `School ${school + 1} of the list: too many of its needs wait for one another to be shared out exactly.`,
      );
    steps.push({
      need,
      scope,
      sizes: scope.map((n) => sizes[n]!),
      masks: scope.map((other) => masksOf(classes, before, need, other)),
      tables: tablesOver(steps, need, scope),
      offset,
      length,
    });
    offset += length;
    left.delete(need);
    for (const a of scope) {
      touching[a]!.delete(need);
      for (const b of scope) if (a !== b) touching[a]!.add(b);
    }
  }
  return { needs, classes: sizes, classOf, steps, tableLength: offset };
}

/** The classes of each need but "none", keeping apart only what some neighbour can tell apart. */
function classesOf(packed: PackedSchools, first: number, needs: number, before: number[][]) {
  const waitedFor = new Set(before.flat());
  const from = packed.firstStart[first]!;
  const classOf = new Uint8Array(packed.firstStart[first + needs]! - from);
  const users = new Map<number, number>();
  for (let n = 0; n < needs; n++) {
    let bits = 0;
    for (let s = packed.firstStart[first + n]!; s < packed.firstStart[first + n + 1]!; s++) bits |= packed.groups[s]!;
    for (let g = 0; g < 31; g++) if (bits & (1 << g)) users.set(g, (users.get(g) ?? 0) + 1);
  }
  let shared = 0;
  for (const [group, count] of users) if (count > 1) shared |= 1 << group;
  const classes = Array.from({ length: needs }, (_, n) => {
    const list: ClassOf[] = [];
    const indexOf = new Map<string, number>();
    for (let s = packed.firstStart[first + n]!; s < packed.firstStart[first + n + 1]!; s++) {
      const one = {
        year: before[n]!.length > 0 ? packed.year[s]! : 0,
        completeYear: waitedFor.has(n) ? packed.completeYear[s]! : 0,
        groups: packed.groups[s]! & shared,
      };
      const key = `${one.year} ${one.completeYear} ${one.groups}`;
      if (!indexOf.has(key)) {
        list.push(one);
        indexOf.set(key, list.length);
      }
      classOf[s - from] = indexOf.get(key)!;
    }
    if (list.length > MOST_CLASSES - 1)
      throw new AllocationInputError(
        `Need ${n + 1} of a school can begin in too many different ways (${list.length}).`,
      );
    return list;
  });
  return { classes, classOf };
}

function neighbours(classes: ClassOf[][], before: number[][]): Set<number>[] {
  const touching = classes.map(() => new Set<number>());
  const join = (a: number, b: number) => {
    touching[a]!.add(b);
    touching[b]!.add(a);
  };
  before.forEach((list, n) => list.forEach((other) => join(n, other)));
  const groups = classes.map((list) => list.reduce((bits, one) => bits | one.groups, 0));
  for (let a = 0; a < groups.length; a++)
    for (let b = a + 1; b < groups.length; b++) if (groups[a]! & groups[b]!) join(a, b);
  return touching;
}

function cheapest(left: ReadonlySet<number>, touching: Set<number>[], sizes: number[]): number {
  let best = -1;
  let least = Infinity;
  for (const need of left) {
    let table = 1;
    for (const other of touching[need]!) table *= sizes[other]!;
    if (table < least) {
      least = table;
      best = need;
    }
  }
  return best;
}

/** By class of `other`: bits of the classes of `need` that may stand beside it. */
function masksOf(classes: ClassOf[][], before: number[][], need: number, other: number): Int32Array {
  const mine: (ClassOf | null)[] = [null, ...classes[need]!];
  const theirs: (ClassOf | null)[] = [null, ...classes[other]!];
  const needWaits = before[need]!.includes(other);
  const otherWaits = before[other]!.includes(need);
  return Int32Array.from(theirs, (their) =>
    mine.reduce((bits, my, c) => {
      const isFine =
        !(needWaits && my !== null && (their === null || their.completeYear > my.year)) &&
        !(otherWaits && their !== null && (my === null || my.completeYear > their.year)) &&
        !(my !== null && their !== null && my.groups & their.groups);
      return isFine ? bits | (1 << c) : bits;
    }, 0),
  );
}

/** The tables of earlier steps that still speak of `need`. */
function tablesOver(steps: Step[], need: number, scope: number[]): Step['tables'] {
  const taken = new Set(steps.flatMap(({ tables }) => tables.map(({ from }) => from)));
  return steps.flatMap((step, from) => {
    if (taken.has(from) || !step.scope.includes(need)) return [];
    const strideOf = (n: number) => {
      const at = step.scope.indexOf(n);
      return at < 0 ? 0 : step.sizes.slice(at + 1).reduce((product, size) => product * size, 1);
    };
    return [{ from, strides: scope.map(strideOf), own: strideOf(need) }];
  });
}

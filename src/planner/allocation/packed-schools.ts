/**
 * Schools packed into flat arrays: a nation's fit into memory, and threads share them without copying. Indices run on from
 * school to school; the first index of each is kept.
 */
import type { AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';
import {
  growingBytes,
  growingFloats,
  growingInts,
  type Growing,
  type SharedBytes,
  type SharedFloats,
  type SharedInts,
} from './growing-array.ts';

/** All arrays lie on shared memory. A start's `class` says which of its need's classes it belongs to ({@link ./recipe.ts}). */
export interface PackedSchools {
  schools: number;
  limits: number;
  /** By school, one more than there are schools. */
  firstNeed: Int32Array;
  /** By need, one more than there are needs. */
  firstStart: Int32Array;
  /** By start. */
  option: Uint8Array;
  year: Uint8Array;
  completeYear: Uint8Array;
  /** Bit g: the start's option is in the school's exclusion group g. */
  groups: Int32Array;
  value: Float64Array;
  /** By start × limit. */
  uses: Int32Array;
  /** Predecessors: by need the first index into `before`, one more than there are needs; `before` holds the school's own need numbers. */
  firstBefore: Int32Array;
  before: Uint8Array;
}

/** The frame or a school cannot be allocated; the message says what to change. */
export class AllocationInputError extends Error {
  readonly code = 'planner.allocation-input';
  constructor(message: string) {
    super(message);
    this.name = 'AllocationInputError';
  }
}

const MOST_GROUPS = 30;
const MOST_NEEDS = 250;
const LARGEST_USE = 2_147_483_647;

/** Packs the schools as they come. Throws {@link AllocationInputError} on the first that cannot be packed. */
export function packSchools(frame: AllocationFrame, schools: Iterable<AllocationSchool>): PackedSchools {
  const limits = frame.limits.length;
  const arrays = {
    firstNeed: growingInts(),
    firstStart: growingInts(),
    option: growingBytes(),
    year: growingBytes(),
    completeYear: growingBytes(),
    groups: growingInts(),
    value: growingFloats(),
    uses: growingInts(),
    firstBefore: growingInts(),
    before: growingBytes(),
  };
  let count = 0;
  for (const school of schools) {
    count++;
    packSchool(arrays, frame, school);
  }
  arrays.firstNeed.push(arrays.firstStart.length);
  arrays.firstStart.push(arrays.option.length);
  arrays.firstBefore.push(arrays.before.length);
  return {
    schools: count,
    limits,
    firstNeed: arrays.firstNeed.done(),
    firstStart: arrays.firstStart.done(),
    option: arrays.option.done(),
    year: arrays.year.done(),
    completeYear: arrays.completeYear.done(),
    groups: arrays.groups.done(),
    value: arrays.value.done(),
    uses: arrays.uses.done(),
    firstBefore: arrays.firstBefore.done(),
    before: arrays.before.done(),
  };
}

type Arrays = Record<'firstNeed' | 'firstStart' | 'groups' | 'uses' | 'firstBefore', Growing<SharedInts>> &
  Record<'option' | 'year' | 'completeYear' | 'before', Growing<SharedBytes>> & {
    value: Growing<SharedFloats>;
  };

function packSchool(arrays: Arrays, frame: AllocationFrame, school: AllocationSchool): void {
  const refuse = (what: string): never => {
    throw new AllocationInputError(`School ${school.id}: ${what}`);
  };
  if (school.needs.length > MOST_NEEDS)
    refuse(`it has ${school.needs.length} needs; at most ${MOST_NEEDS} can be shared out.`);
  if (school.exclusions.length > MOST_GROUPS)
    refuse(`it has ${school.exclusions.length} exclusion groups; at most ${MOST_GROUPS} can be kept apart.`);
  refuseCircles(school, refuse);
  const years = frame.years.length;
  arrays.firstNeed.push(arrays.firstStart.length);
  school.needs.forEach((need) => {
    arrays.firstStart.push(arrays.option.length);
    arrays.firstBefore.push(arrays.before.length);
    for (const before of need.after) arrays.before.push(before);
    need.options.forEach((option, o) => {
      const groups = school.exclusions.reduce((bits, ids, g) => (ids.includes(option.id) ? bits | (1 << g) : bits), 0);
      for (const start of option.starts) {
        if (!(start.year >= 0 && start.year < years))
          refuse(`${option.id} starts in year ${start.year}, which is not there.`);
        if (!(start.completeYear >= start.year && start.completeYear <= years))
          refuse(`${option.id} is complete in year ${start.completeYear}, before it starts or after the end.`);
        if (!Number.isSafeInteger(start.value)) refuse(`the value of ${option.id} is not a whole number.`);
        if (start.uses.length !== frame.limits.length)
          refuse(`${option.id} says what it takes from ${start.uses.length} limits; there are ${frame.limits.length}.`);
        arrays.option.push(o);
        arrays.year.push(start.year);
        arrays.completeYear.push(start.completeYear);
        arrays.groups.push(groups);
        arrays.value.push(start.value);
        for (const use of start.uses) {
          if (!Number.isInteger(use) || Math.abs(use) > LARGEST_USE)
            refuse(`what ${option.id} takes must be whole and no more than ${LARGEST_USE.toLocaleString('en-GB')}.`);
          arrays.uses.push(use);
        }
      }
    });
  });
}

/** A need that waits for itself, by whatever way, could never start. */
function refuseCircles(school: AllocationSchool, refuse: (what: string) => never): void {
  const state = new Uint8Array(school.needs.length);
  const visit = (n: number): void => {
    const need = school.needs[n];
    if (need === undefined) return refuse(`a need waits for need ${n}, which is not there.`);
    if (state[n] === 2) return;
    if (state[n] === 1) return refuse(`${need.id} waits for itself.`);
    state[n] = 1;
    need.after.forEach(visit);
    state[n] = 2;
  };
  school.needs.forEach((_need, n) => visit(n));
}

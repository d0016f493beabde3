/** Every plan of a school, and the best allocation of a few tiny schools, by trying all: what the tests compare with. */
import type { AllocatedStart, AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';
import { checkAllocation } from './check-allocation.ts';

export interface TriedPlan {
  starts: AllocatedStart[];
  value: number;
  used: number[];
}

/** Every plan of the school that breaks none of its own rules. */
export function everyPlan(frame: AllocationFrame, school: AllocationSchool): TriedPlan[] {
  const unlimited = { ...frame, limits: frame.limits.map((limit) => ({ ...limit, allowed: Infinity })) };
  let combinations: AllocatedStart[][] = [[]];
  for (const need of school.needs) {
    const own = need.options.flatMap((option) =>
      option.starts.map(({ year }) => ({ schoolId: school.id, needId: need.id, optionId: option.id, year })),
    );
    combinations = combinations.flatMap((rest) => [rest, ...own.map((start) => [...rest, start])]);
  }
  return combinations.flatMap((starts) => {
    const { value, used, faults } = checkAllocation(unlimited, [school], starts);
    return faults.length > 0 ? [] : [{ starts, value, used }];
  });
}

/** Worth of the best allocation; -Infinity where none holds the limits. */
export function bestByTrying(frame: AllocationFrame, schools: readonly AllocationSchool[]): number {
  let sums = [{ value: 0, used: frame.limits.map(() => 0) }];
  for (const school of schools) {
    const plans = everyPlan(frame, school);
    sums = sums.flatMap((sum) =>
      plans.map((plan) => ({ value: sum.value + plan.value, used: sum.used.map((use, l) => use + plan.used[l]!) })),
    );
  }
  const within = sums.filter(({ used }) => used.every((use, l) => use <= frame.limits[l]!.allowed));
  return Math.max(-Infinity, ...within.map(({ value }) => value));
}

/** Adds an allocation up again from the schools and the chosen starts alone; shares no code with what found it. */
import type { AllocatedStart, AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';

export interface AllocationCheck {
  value: number;
  used: number[];
  /** One plain sentence for each thing that is wrong. */
  faults: string[];
}

/** Checks the starts, which come in the order of the schools. */
export function checkAllocation(
  frame: AllocationFrame,
  schools: Iterable<AllocationSchool>,
  starts: Iterable<AllocatedStart>,
): AllocationCheck {
  const bySchool = new Map<string, AllocatedStart[]>();
  for (const start of starts) {
    const list = bySchool.get(start.schoolId);
    if (list === undefined) bySchool.set(start.schoolId, [start]);
    else list.push(start);
  }
  const check: AllocationCheck = { value: 0, used: frame.limits.map(() => 0), faults: [] };
  for (const school of schools) {
    checkSchool(school, bySchool.get(school.id) ?? [], check);
    bySchool.delete(school.id);
  }
  for (const id of bySchool.keys()) check.faults.push(`${id} is not one of the schools.`);
  frame.limits.forEach((limit, l) => {
    const over = check.used[l]! - limit.allowed;
    if (over > 0) check.faults.push(`${limit.name} is over by ${over}.`);
  });
  return check;
}

function checkSchool(school: AllocationSchool, chosen: readonly AllocatedStart[], check: AllocationCheck): void {
  const done = new Map<string, { year: number; completeYear: number }>();
  for (const { needId, optionId, year } of chosen) {
    const need = school.needs.find(({ id }) => id === needId);
    const start = need?.options.find(({ id }) => id === optionId)?.starts.find((each) => each.year === year);
    if (start === undefined) {
      check.faults.push(`${school.id}: ${optionId} cannot begin in year ${year}.`);
      continue;
    }
    if (done.has(needId)) check.faults.push(`${school.id}: ${needId} is met twice.`);
    done.set(needId, start);
    check.value += start.value;
    start.uses.forEach((use, l) => (check.used[l]! += use));
  }
  for (const need of school.needs) {
    const mine = done.get(need.id);
    if (mine === undefined) continue;
    for (const before of need.after) {
      const other = school.needs[before];
      const theirs = other === undefined ? undefined : done.get(other.id);
      if (theirs === undefined || theirs.completeYear > mine.year)
        check.faults.push(`${school.id}: ${need.id} begins before ${other?.id ?? before} is in place.`);
    }
  }
  for (const group of school.exclusions) {
    const both = chosen.filter(({ optionId }) => group.includes(optionId));
    if (both.length > 1)
      check.faults.push(`${school.id}: ${both.map(({ optionId }) => optionId).join(' and ')} exclude each other.`);
  }
}

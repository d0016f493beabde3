/**
 * Makes an allocation better by small steps, where few schools or lumpy options leave money over: each school in turn answers
 * anew within what the others leave, then single starts are added, moved or taken away. Every step keeps all limits and is
 * worth more than what was there; counted, and the same on any machine.
 */
import type { AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';
import type { Highs } from '../highs.ts';
import { askHere } from '../allocation/asker.ts';
import { findPrices } from '../allocation/find-prices.ts';
import { packSchools, type PackedSchools } from '../allocation/packed-schools.ts';

export interface StartChoice {
  /** By school, by need: the number of the start through all the need's options; -1 for none. */
  choice: Int16Array[];
  value: number;
  used: number[];
}

/** Passes over all schools; each ends sooner where nothing gets better. */
const MOST_PASSES = 6;
/** Rounds of prices asked of one school. */
const SCHOOL_ROUNDS = 12;

/** A choice at least as good as the one given. */
export async function improveByStarts(
  highs: Highs,
  frame: AllocationFrame,
  schools: readonly AllocationSchool[],
  given: StartChoice,
): Promise<StartChoice> {
  const now: StartChoice = {
    choice: given.choice.map((one) => one.slice()),
    value: given.value,
    used: [...given.used],
  };
  const alone = schools.map((school) => packSchools(frame, [school]));
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = now.value;
    for (let s = 0; s < schools.length; s++) await answerAnew(highs, frame, schools[s]!, alone[s]!, s, now);
    while (moveOnce(frame, schools, now));
    if (now.value === before) break;
  }
  return now;
}

/** The school's best plan found within what the others leave takes the place of the one it has. */
async function answerAnew(
  highs: Highs,
  frame: AllocationFrame,
  school: AllocationSchool,
  packed: PackedSchools,
  s: number,
  now: StartChoice,
): Promise<void> {
  const mine = worthOf(school, now.choice[s]!, frame.limits.length);
  const left = frame.limits.map(({ allowed }, l) => allowed - now.used[l]! + mine.uses[l]!);
  const asker = askHere(packed);
  let best: { value: number; uses: number[]; choice: Int16Array } | null = null;
  const ask = async (prices: readonly number[]) => {
    const sums = await asker.ask(prices);
    const { value, uses } = sums[0]!;
    if (value > (best?.value ?? mine.value) && uses.every((use, l) => use <= left[l]!)) {
      const answers = await asker.answers([prices]);
      best = { value, uses: [...uses], choice: answers.choice.slice(0, school.needs.length) };
    }
    return sums;
  };
  const limits = frame.limits.map((limit, l) => ({ ...limit, allowed: left[l]! }));
  await findPrices(highs, { ...frame, limits }, ask, { mostRounds: SCHOOL_ROUNDS });
  const found = best as { value: number; uses: number[]; choice: Int16Array } | null;
  if (found === null) return;
  now.choice[s] = Int16Array.from(found.choice);
  now.value += found.value - mine.value;
  found.uses.forEach((use, l) => (now.used[l]! += use - mine.uses[l]!));
}

/** Takes the first single change of each need that is worth more and keeps every limit. True where there was one. */
function moveOnce(frame: AllocationFrame, schools: readonly AllocationSchool[], now: StartChoice): boolean {
  let moved = false;
  schools.forEach((school, s) => {
    const choice = now.choice[s]!;
    school.needs.forEach((need, n) => {
      const starts = need.options.flatMap((option) => option.starts);
      const have = starts[choice[n]!];
      let best = choice[n]!;
      let bestValue = have?.value ?? 0;
      for (let k = -1; k < starts.length; k++) {
        const start = starts[k];
        const value = start?.value ?? 0;
        if (value <= bestValue || k === choice[n]!) continue;
        const keeps = frame.limits.every(
          ({ allowed }, l) => now.used[l]! - (have?.uses[l] ?? 0) + (start?.uses[l] ?? 0) <= allowed,
        );
        if (keeps && isInOrder(school, choice, n, k)) {
          best = k;
          bestValue = value;
        }
      }
      if (best === choice[n]!) return;
      const start = starts[best];
      now.value += bestValue - (have?.value ?? 0);
      frame.limits.forEach((_limit, l) => (now.used[l]! += (start?.uses[l] ?? 0) - (have?.uses[l] ?? 0)));
      choice[n] = best;
      moved = true;
    });
  });
  return moved;
}

/** Whether need `n` may have start `k` beside what the school's other needs have. */
function isInOrder(school: AllocationSchool, choice: Int16Array, n: number, k: number): boolean {
  const startOf = (need: number, at: number) => school.needs[need]?.options.flatMap(({ starts }) => starts)[at];
  const start = startOf(n, k);
  const holds = (before: number, at: number, after: number, afterAt: number): boolean => {
    const later = startOf(after, afterAt);
    if (later === undefined) return true;
    const earlier = startOf(before, at);
    return earlier !== undefined && earlier.completeYear <= later.year;
  };
  const need = school.needs[n]!;
  if (start !== undefined && !need.after.every((before) => holds(before, choice[before]!, n, k))) return false;
  const waiting = school.needs.every(({ after }, m) => !after.includes(n) || holds(n, k, m, choice[m]!));
  if (!waiting) return false;
  const idOf = (at: number, of: number) => {
    let left = of;
    for (const option of school.needs[at]!.options) {
      if (left >= 0 && left < option.starts.length) return option.id;
      left -= option.starts.length;
    }
    return null;
  };
  const mine = idOf(n, k);
  return school.exclusions.every((group) => {
    if (mine === null || !group.includes(mine)) return true;
    return school.needs.every((_other, m) => {
      const theirs = m === n ? null : idOf(m, choice[m]!);
      return theirs === null || !group.includes(theirs);
    });
  });
}

function worthOf(school: AllocationSchool, choice: Int16Array, limits: number) {
  const uses = Array.from({ length: limits }, () => 0);
  let value = 0;
  school.needs.forEach((need, n) => {
    const start = need.options.flatMap(({ starts }) => starts)[choice[n]!];
    if (start === undefined) return;
    value += start.value;
    start.uses.forEach((use, l) => (uses[l]! += use));
  });
  return { value, uses };
}

/**
 * A good plan quickly: a greedy start, then take some needs out and put them back better, again and again, for a counted
 * number of trials. The generator is seeded, so that the same problem gives the same plan on any machine.
 */
import type { Compiled } from './compile.ts';
import { compareLevels, emptyState, levelValues, place, violation, type PlanState } from './state.ts';

export interface FoundPlan {
  chosen: Int32Array;
  feasible: boolean;
  values: number[];
}

/** Mulberry32, a public-domain generator: whole numbers below `limit`, the same sequence for the same seed. */
function seededChoice(seed: number): (limit: number) => number {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/**
 * Searches for `trials` tried moves. `allowed` are the candidates that may be used (the rest have been ruled out as never
 * better), `start` a plan to begin from.
 */
export function searchPlan(
  compiled: Compiled,
  allowed: readonly boolean[],
  trials: number,
  start?: ArrayLike<number>,
): FoundPlan {
  const state = emptyState(compiled);
  const choices = compiled.needs.map((need) =>
    need.lock !== null ? [need.lock] : [-1, ...need.candidates.filter((c) => allowed[c])],
  );
  compiled.needs.forEach((need, n) => place(state, n, need.lock ?? start?.[n] ?? -1));
  const search = { state, choices, tried: 0, choose: seededChoice(20_300_901) };
  descend(search, order(compiled.needs.length));
  let best = snapshot(state);
  const free = choices.flatMap((mine, n) => (mine.length > 1 ? [n] : []));
  while (search.tried < trials && free.length > 0) {
    const removed = takeOut(search, free);
    descend(search, removed);
    const now = score(state);
    if (compareLevels(now, best.score) <= 0) best = snapshot(state);
    else best.chosen.forEach((candidate, n) => place(state, n, candidate));
  }
  best.chosen.forEach((candidate, n) => place(state, n, candidate));
  return { chosen: best.chosen, feasible: violation(state) === 0, values: levelValues(state) };
}

interface Search {
  state: PlanState;
  choices: number[][];
  tried: number;
  choose: (limit: number) => number;
}

function order(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Limits broken first, then the levels, then the earlier starts. */
function score(state: PlanState): number[] {
  return [violation(state), ...levelValues(state), state.startSum];
}

function snapshot(state: PlanState): { chosen: Int32Array; score: number[] } {
  return { chosen: Int32Array.from(state.chosen), score: score(state) };
}

/** Gives each need its best candidate in turn, `first` before the others, until a whole round changes nothing. */
function descend(search: Search, first: readonly number[]): void {
  const { state, choices } = search;
  const inFirst = new Set(first);
  let round = first;
  for (let pass = 0; pass < 20; pass++) {
    let changed = false;
    for (const need of round) changed = bestFor(search, need) || changed;
    if (!changed && pass > 0) return;
    if (pass === 0)
      round = [...first, ...order(choices.length).filter((n) => !inFirst.has(n) && state.chosen[n]! >= -1)];
  }
}

function bestFor(search: Search, need: number): boolean {
  const { state } = search;
  const mine = search.choices[need]!;
  if (mine.length < 2) return false;
  const had = state.chosen[need]!;
  let best = had;
  let bestScore = score(state);
  for (const candidate of mine) {
    if (candidate === had) continue;
    place(state, need, candidate);
    search.tried++;
    const now = score(state);
    if (compareLevels(now, bestScore) < 0) {
      best = candidate;
      bestScore = now;
    }
  }
  place(state, need, best);
  return best !== had;
}

/** Takes out a few needs at random, and whatever waits for them; returns them in the order to put them back. */
function takeOut(search: Search, free: readonly number[]): number[] {
  const { state, choose } = search;
  const { needs } = state.compiled;
  const count = Math.min(free.length, 2 + choose(Math.max(1, Math.min(6, free.length))));
  const removed = new Set<number>();
  const remove = (n: number) => {
    if (removed.has(n) || needs[n]!.lock !== null) return;
    removed.add(n);
    place(state, n, -1);
    needs[n]!.waiting.forEach(remove);
  };
  for (let i = 0; i < count; i++) remove(free[choose(free.length)]!);
  const put = [...removed];
  for (let i = put.length - 1; i > 0; i--) {
    const j = choose(i + 1);
    [put[i], put[j]] = [put[j]!, put[i]!];
  }
  return put;
}

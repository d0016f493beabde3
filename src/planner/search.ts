/**
 * A good plan quickly: a greedy start, then take some needs out and put them back better, again and again, for a counted
 * number of trials. The generator is seeded, so that the same problem gives the same plan on any machine.
 */
import { seededBits } from '../domain/seeded.ts';
import type { Compiled, CompiledCandidate } from './compile.ts';
import {
  compareLevels,
  countLevels,
  emptyState,
  levelNames,
  levelValues,
  place,
  placeLimits,
  violation,
  type PlanState,
} from './state.ts';

export interface FoundPlan {
  chosen: Int32Array;
  feasible: boolean;
  values: number[];
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
  const bits = seededBits(20_300_901);
  const search: Search = { state, choices, tried: 0, choose: (limit) => bits() % limit };
  const all = compiled.needs.map((_, n) => n);
  descend(search, start ? all : byWorth(search, all));
  let best = snapshot(state);
  let current = best;
  const free = all.filter((n) => choices[n]!.length > 1);
  const soft = softLevel(compiled);
  const allowance = Math.abs(best.score[soft]!) * 0.03;
  while (search.tried < trials && free.length > 0) {
    putBack(search, takeOut(search, free));
    let now = score(state);
    if (compareLevels(now, best.score) < 0) {
      descend(search, all);
      now = score(state);
      best = snapshot(state);
    }
    const room = allowance * (1 - search.tried / trials);
    if (isNear(now, current.score, soft, room)) current = snapshot(state);
    else current.chosen.forEach((candidate, n) => place(state, n, candidate));
  }
  return { chosen: best.chosen, feasible: best.score[0] === 0, values: best.score.slice(1, -1) };
}

/** Where in the score the level stands that the search may lose a little of on its way to a better plan. */
function softLevel(compiled: Compiled): number {
  const names = levelNames(compiled);
  return 1 + Math.max(0, names.indexOf('requirement-terms'), names.indexOf('value'));
}

/** Threshold accepting: no worse before the soft level, and not much worse there. */
function isNear(now: readonly number[], than: readonly number[], soft: number, room: number): boolean {
  for (let i = 0; i < soft; i++) if (now[i] !== than[i]) return now[i]! < than[i]!;
  return now[soft]! <= than[soft]! + room;
}

interface Search {
  state: PlanState;
  choices: number[][];
  tried: number;
  choose: (limit: number) => number;
}

/** Limits broken first, then the levels, then the earlier starts. */
function score(state: PlanState): number[] {
  return [violation(state), ...levelValues(state), state.startSum];
}

function snapshot(state: PlanState): { chosen: Int32Array; score: number[] } {
  return { chosen: Int32Array.from(state.chosen), score: score(state) };
}

/** The needs that gain most when placed alone come first: what counts for most takes the scarce early terms. */
function byWorth(search: Search, needs: readonly number[]): number[] {
  const { state } = search;
  const worth = needs.map((need) => {
    const had = state.chosen[need]!;
    bestFor(search, need);
    const levels = score(state);
    place(state, need, had);
    return levels;
  });
  return [...needs].sort((a, b) => compareLevels(worth[a]!, worth[b]!) || a - b);
}

/** Gives each need its best candidate in turn, until a whole round changes nothing. */
function descend(search: Search, order: readonly number[]): void {
  for (let round = 0; round < 20; round++) {
    let changed = false;
    for (const need of order) changed = bestFor(search, need) || changed;
    if (!changed) return;
  }
}

/**
 * Puts needs back in the given order, twice, so that one that waited for a later one gets its turn. The first time round
 * it overlooks a start here and an option there at random, which leaves room for the needs that come after.
 */
function putBack(search: Search, removed: readonly number[]): void {
  const { choose } = search;
  for (const need of removed) {
    const mine = search.choices[need]!;
    const passedOver = choose(3) === 0 ? search.state.compiled.candidates[mine[choose(mine.length)]!]?.optionId : null;
    bestFor(search, need, (candidate) => candidate.optionId === passedOver || choose(8) === 0);
  }
  for (const need of removed) bestFor(search, need);
}

function bestFor(search: Search, need: number, isOverlooked?: (candidate: CompiledCandidate) => boolean): boolean {
  const { state } = search;
  const mine = search.choices[need]!;
  if (mine.length < 2) return false;
  const had = state.chosen[need]!;
  let best = had;
  let bestScore = score(state);
  place(state, need, -1);
  for (const candidate of mine) {
    if (candidate === had) continue;
    if (candidate >= 0 && isOverlooked?.(state.compiled.candidates[candidate]!)) continue;
    search.tried++;
    placeLimits(state, need, candidate);
    const over = violation(state);
    if (over <= bestScore[0]!) {
      const added = candidate < 0 ? null : state.compiled.candidates[candidate]!;
      if (added) countLevels(state, added, 1);
      const now = score(state);
      if (compareLevels(now, bestScore) < 0) {
        best = candidate;
        bestScore = now;
      }
      if (added) countLevels(state, added, -1);
    }
    placeLimits(state, need, -1);
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

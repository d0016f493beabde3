/**
 * A search that goes by prices: what each start costs once the money and the days it uses are counted at what the
 * relaxation says they are worth. Some needs are taken out and put back at the least such cost that fits; whether a plan is
 * kept is decided by its levels. Seeded, and counted in rounds, so that the same problem gives the same plan anywhere.
 */
import { seededBits } from '../domain/seeded.ts';
import type { Compiled, CompiledCandidate } from './compile.ts';
import { compareLevels, levelValues, place, stateOf, violation, type PlanState } from './state.ts';

/** Costs at the relaxation's prices, in the measure of the sum that was relaxed. */
export interface Guide {
  /** By candidate: what choosing it adds at least; Infinity where it can't be chosen. */
  cost: Float64Array;
  /** By need: what leaving it out adds at least. */
  nothing: Float64Array;
}

export interface GuidedOptions {
  rounds: number;
  /** The level (by index) of which a little may be lost on the way to a better plan. */
  softLevel: number;
  /** Hears of each better plan; all of them hold every limit. */
  onBetter: (chosen: Int32Array, values: number[]) => void;
}

interface Walk {
  state: PlanState;
  guide: Guide;
  /** By need: the starts that may be used, the least cost first. */
  starts: CompiledCandidate[][];
  /** Needs that have a choice. */
  free: number[];
  /** By need: 1 while it is taken out and not yet put back. */
  isOut: Uint8Array;
  /** A whole number from 0 up to, but not, the limit. */
  choose: (limit: number) => number;
  /** The largest loss of leaving a need out, for comparison. */
  largestLoss: number;
}

/** A start is passed over at random once in so many times, which leaves room for the needs that come after. */
const PASSED_OVER = 12;

/** How far, as a part of the largest loss, the cost of leaving a need out is blurred. */
const BLUR = 0.02;

/** What may be lost of the soft level on the way, as a part of it, at the beginning; nothing at the end. */
const ALLOWANCE = 0.004;

/** Searches from a plan that holds every limit. */
export function guidedSearch(
  compiled: Compiled,
  guide: Guide,
  start: ArrayLike<number>,
  { rounds, softLevel, onBetter }: GuidedOptions,
): void {
  const walk = beginAt(compiled, guide, start);
  const { state, free } = walk;
  if (free.length === 0) return;
  let current = { chosen: Int32Array.from(state.chosen), values: levelValues(state) };
  let best = current;
  for (let round = 0; round < rounds; round++) {
    const out: number[] = [];
    const kind = walk.choose(3);
    if (round === 0) free.forEach((n) => takeOut(walk, n, out));
    else if (kind === 0) takeSome(walk, out);
    else if (kind === 1) takeNeighbours(walk, out);
    else forceOneIn(walk, out);
    putAllBack(walk, out);
    const values = levelValues(state);
    const room = ALLOWANCE * (1 - round / rounds) * Math.abs(current.values[softLevel]!);
    if (isNear(values, current.values, softLevel, room) && violation(state) === 0) {
      current = { chosen: Int32Array.from(state.chosen), values };
      if (compareLevels(values, best.values) < 0) {
        best = current;
        onBetter(best.chosen, best.values);
      }
    } else for (const n of out) place(state, n, current.chosen[n]!);
  }
}

function beginAt(compiled: Compiled, guide: Guide, start: ArrayLike<number>): Walk {
  const { needs, candidates } = compiled;
  const starts = needs.map((need) =>
    need.candidates
      .filter((c) => guide.cost[c]! < Infinity)
      .sort((a, b) => guide.cost[a]! - guide.cost[b]! || candidates[a]!.term - candidates[b]!.term || a - b)
      .map((c) => candidates[c]!),
  );
  const free = needs.flatMap((need, n) => (need.lock === null && starts[n]!.length > 0 ? [n] : []));
  const bits = seededBits(31_415_926);
  return {
    state: stateOf(compiled, start),
    guide,
    starts,
    free,
    isOut: new Uint8Array(needs.length),
    choose: (limit) => bits() % limit,
    largestLoss: free.reduce((most, n) => Math.max(most, guide.nothing[n]!), 0),
  };
}

/** No worse before the soft level, and not much worse there. */
function isNear(now: readonly number[], than: readonly number[], soft: number, room: number): boolean {
  for (let k = 0; k < soft; k++) if (now[k] !== than[k]) return now[k]! < than[k]!;
  return now[soft]! <= than[soft]! + room;
}

/** Takes a need out, and whatever waits for it. What people have fixed stays. */
function takeOut(walk: Walk, n: number, out: number[]): void {
  const need = walk.state.compiled.needs[n]!;
  if (walk.isOut[n] || need.lock !== null) return;
  walk.isOut[n] = 1;
  out.push(n);
  place(walk.state, n, -1);
  for (const other of need.waiting) takeOut(walk, other, out);
}

function anyNeed({ free, choose }: Walk): number {
  return free[choose(free.length)]!;
}

function takeSome(walk: Walk, out: number[]): void {
  for (let left = 2 + walk.choose(7); left > 0; left--) takeOut(walk, anyNeed(walk), out);
}

/** Needs that start within a term of one another, and now and then one that is left out. */
function takeNeighbours(walk: Walk, out: number[]): void {
  const { choose, state } = walk;
  const { candidates, terms } = state.compiled;
  const count = 2 + choose(7);
  const centre = choose(terms);
  for (let tries = 0; tries < 60 && out.length < count; tries++) {
    const n = anyNeed(walk);
    const c = state.chosen[n]!;
    const isClose = c < 0 ? choose(4) === 0 : Math.abs(candidates[c]!.term - centre) <= 1;
    if (isClose) takeOut(walk, n, out);
  }
}

/** Puts one need, rather one that is left out, at one of its better starts, whatever has to give way. */
function forceOneIn(walk: Walk, out: number[]): void {
  const { state } = walk;
  let n = anyNeed(walk);
  for (let tries = 0; tries < 4 && state.chosen[n]! >= 0; tries++) n = anyNeed(walk);
  force(walk, n, state.compiled.terms, out);
}

/** The same, complete by a term, with all that must come before it. False where no way was found. */
function force(walk: Walk, n: number, by: number, out: number[]): boolean {
  const { state, choose } = walk;
  const { candidates, needs } = state.compiled;
  takeOut(walk, n, out);
  if (needs[n]!.lock !== null) return false;
  const mine = walk.starts[n]!.filter((start) => start.completeTerm <= by);
  if (mine.length === 0) return false;
  const start = mine[Math.min(choose(mine.length), choose(mine.length))]!;
  for (const other of start.before) {
    const theirs = state.chosen[other]!;
    if (theirs >= 0 && candidates[theirs]!.completeTerm <= start.term) continue;
    if (!force(walk, other, start.term, out)) return false;
  }
  for (let tries = 0; tries < 40; tries++) {
    if (fits(state, start)) {
      place(state, n, start.index);
      walk.isOut[n] = 0;
      return true;
    }
    const other = anyNeed(walk);
    const theirs = state.chosen[other]!;
    if (theirs < 0 || start.before.includes(other) || !clash(candidates[theirs]!, start)) continue;
    takeOut(walk, other, out);
  }
  return false;
}

/** Those whose absence costs most come first, more or less. */
function putAllBack(walk: Walk, out: number[]): void {
  const { guide, choose } = walk;
  const urgency = new Map(out.map((n) => [n, guide.nothing[n]! * (0.3 + choose(1024) / 1024)]));
  for (const n of [...out].sort((a, b) => urgency.get(b)! - urgency.get(a)! || a - b)) putBack(walk, n);
}

/** At the least cost that fits, after what must come before it; left out where that costs less. */
function putBack(walk: Walk, n: number): void {
  const { state, guide, choose } = walk;
  if (!walk.isOut[n]) return;
  walk.isOut[n] = 0;
  const need = state.compiled.needs[n]!;
  for (const other of need.before) putBack(walk, other);
  const blur = (BLUR * walk.largestLoss * choose(1024)) / 1024;
  const most = need.mustPlace ? Infinity : guide.nothing[n]! + blur;
  for (const start of walk.starts[n]!) {
    if (guide.cost[start.index]! > most) return;
    if (choose(PASSED_OVER) === 0 || !fits(state, start)) continue;
    place(state, n, start.index);
    return;
  }
}

/** Whether two starts use money of the same year and pot, or days of the same term. */
function clash(a: CompiledCandidate, b: CompiledCandidate): boolean {
  const both = (mine: number[], theirs: number[]) => mine.some((amount, i) => amount > 0 && theirs[i]! > 0);
  return both(a.capitalPence, b.capitalPence) || both(a.revenuePence, b.revenuePence) || both(a.staffDays, b.staffDays);
}

/** Whether a start holds every limit beside what is placed. */
function fits(state: PlanState, start: CompiledCandidate): boolean {
  const { compiled } = state;
  const { problem, candidates } = compiled;
  for (const other of start.before) {
    const theirs = state.chosen[other]!;
    if (theirs < 0 || candidates[theirs]!.completeTerm > start.term) return false;
  }
  let left = 0;
  for (let y = 0; y < compiled.years; y++) {
    const year = problem.years[y]!;
    if (!problem.capitalCarriesForward) left = 0;
    left += year.capitalPence - state.capital[y]! - start.capitalPence[y]!;
    if (left < 0 || state.revenue[y]! + start.revenuePence[y]! > year.revenuePence) return false;
  }
  for (let t = 0; t < compiled.terms; t++) {
    const days = start.staffDays[t]!;
    if (days > 0 && state.staff[t]! + days > (problem.staffDaysPerTerm[t] ?? 0) + 1e-9) return false;
  }
  return start.exclusions.every((exclusion) => state.exclusionUse[exclusion] === 0);
}

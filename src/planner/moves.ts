/**
 * Why a placement does not start earlier, shown without solving again: with the rest of the plan left alone, an earlier
 * start of the same option either breaks limits, or makes no level better.
 */
import type { LimitKind, LimitUse } from '../domain/planning.ts';
import { limitUse } from './certificate.ts';
import type { Compiled } from './compile.ts';
import { compareLevels, levelValues, stateOf } from './state.ts';

export interface EarlierStart {
  candidate: number;
  term: number;
  /** Limits that it would break, and by how much. */
  broken: { kind: LimitKind; id: string; amount: number }[];
  /** True where the levels would be better, were it not for the broken limits. */
  better: boolean;
}

/** Earlier starts of the option placed for a need, nearest first. */
export function earlierStarts(compiled: Compiled, chosen: Int32Array, need: number): EarlierStart[] {
  const placed = compiled.candidates[chosen[need]!];
  if (!placed) return [];
  const now = levelValues(stateOf(compiled, chosen));
  const others = compiled.needs[need]!.candidates.map((c) => compiled.candidates[c]!);
  return others
    .filter((other) => other.optionId === placed.optionId && other.term < placed.term)
    .sort((a, b) => b.term - a.term)
    .map((other) => {
      const moved = Int32Array.from(chosen);
      moved[need] = other.index;
      const broken = limitUse(compiled, moved)
        .filter(isBroken)
        .map(({ kind, id, used, allowed }) => ({ kind, id, amount: used - allowed }));
      const better = compareLevels(levelValues(stateOf(compiled, moved)), now) < 0;
      return { candidate: other.index, term: other.term, broken, better };
    });
}

/** The limit that alone keeps the nearest better start away, and the cheapest of the limits that alone keep one away. */
export function bindingMove(starts: readonly EarlierStart[]): { nearest: EarlierStart; cheapest: EarlierStart } | null {
  const single = starts.filter((start) => start.better && start.broken.length === 1);
  const nearest = single[0];
  if (!nearest) return null;
  const money = single.filter((start) => isMoney(start.broken[0]!.kind));
  const cheapest = money.reduce((a, b) => (b.broken[0]!.amount < a.broken[0]!.amount ? b : a), money[0] ?? nearest);
  return { nearest, cheapest };
}

/**
 * Where no start is kept away by one limit alone: the better start that the fewest limits keep away together, the nearest of
 * those. With all of them lifted, the plan with this one start moved shows that it would come earlier.
 */
export function bindingTogether(starts: readonly EarlierStart[]): EarlierStart | null {
  const better = starts.filter((start) => start.better && start.broken.length > 1);
  const fewest = Math.min(...better.map((start) => start.broken.length));
  return better.find((start) => start.broken.length === fewest) ?? null;
}

export function isMoney(kind: LimitKind): boolean {
  return kind === 'capital' || kind === 'revenue';
}

function isBroken(limit: LimitUse): boolean {
  return limit.used > limit.allowed + 1e-9;
}

/** Comparing the numbers that requirements name. Pure. */
import { phases, type Phase } from '../domain/record.ts';
import type { Threshold } from './library.ts';

type Numbers = { byPhase: Partial<Record<Phase, number | undefined>>; all?: number | undefined };

/** The number for a phase; null where none is named. */
export function numberFor(threshold: Numbers | null, phase: Phase): number | null {
  return threshold?.byPhase[phase] ?? threshold?.all ?? null;
}

/** True for "metres at most": there the lower number is the stricter one. */
export function isCeiling({ unit, atMost }: Pick<Threshold, 'unit' | 'atMost'>): boolean {
  return atMost ?? /\bat most\b/.test(unit);
}

/** True where `asked` is stricter than `than` for schools of that phase. */
export function isStricter(asked: Numbers, than: Threshold, phase: Phase): boolean {
  const [one, other] = [numberFor(asked, phase), numberFor(than, phase)];
  if (one === null || other === null) return one !== null;
  return isCeiling(than) ? one < other : one > other;
}

/** The stricter number of the two for every phase. */
export function stricterOf(one: Threshold, asked: Numbers): Threshold {
  const byPhase: Threshold['byPhase'] = {};
  for (const phase of phases) {
    const number = isStricter(asked, one, phase) ? numberFor(asked, phase) : numberFor(one, phase);
    if (number !== null) byPhase[phase] = number;
  }
  return { unit: one.unit, ...(one.atMost === undefined ? {} : { atMost: one.atMost }), byPhase };
}

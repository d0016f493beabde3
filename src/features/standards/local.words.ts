/** Which rule is whose: what a trust or an authority has added to, or changed of, a national standard. Pure. */
import { formatDate } from '../../domain/dates.ts';
import type { Phase } from '../../domain/record.ts';
import {
  isCeiling,
  isStricter,
  numberFor,
  numberWords,
  type LocalMark,
  type Requirement,
  type Threshold,
} from '../../library/index.ts';

type Marked = Pick<Requirement, 'threshold' | 'local'>;

/** One sentence or two for each local rule on a requirement, but guidance, for a school of that phase. */
export function localWords(requirement: Marked, phase: Phase): string[] {
  return (requirement.local ?? []).flatMap((mark) => markWords(mark, requirement.threshold, phase) ?? []);
}

/** What one rule changed, and what the national standard says; null for guidance, which stands where it is read. */
export function markWords(mark: LocalMark, counts: Threshold | null, phase: Phase): string | null {
  const { by } = mark;
  switch (mark.kind) {
    case 'add':
      return `Added by ${by}. The national standards do not ask this.`;
    case 'threshold':
      return numberSentence(mark, counts, phase);
    case 'level':
      return `Set by ${by}: this is a must. The national standard says “should”.`;
    case 'trigger':
      return `Set by ${by}: it counts now. The national standard lets it wait.`;
    case 'due': {
      const national =
        mark.national === null
          ? 'The national standard sets no day.'
          : `The national day is ${formatDate(mark.national)}.`;
      return `Set by ${by}: due by ${formatDate(mark.on)}. ${national}`;
    }
    case 'guidance':
      return null;
  }
}

function numberSentence(
  mark: LocalMark & { kind: 'threshold' },
  counts: Threshold | null,
  phase: Phase,
): string | null {
  const { by, asked, national } = mark;
  const number = numberFor(asked, phase);
  if (number === null) return null;
  const wanted = `${isCeiling(asked) ? 'at most' : 'at least'} ${numberWords(asked, number).replace(' at most', '')}`;
  if (!isStricter(asked, national, phase))
    return `${by} asks for ${wanted}. The national standard is stricter here, and counts.`;
  const there = numberFor(national, phase);
  const rest =
    there === null
      ? 'The national standard names no number.'
      : `The national standard asks ${numberWords(national, there)}.`;
  if (counts !== null && number !== numberFor(counts, phase))
    return `${by} asks for ${wanted}; the stricter number counts. ${rest}`;
  return `Set by ${by}: ${wanted}. ${rest}`;
}

/** The days that local rules set for a whole standard or area. */
export function localDays(marks: readonly LocalMark[] | undefined): string[] {
  return (marks ?? []).flatMap((mark) =>
    mark.kind === 'due' ? `${mark.by} asks for it by ${formatDate(mark.on)}.` : [],
  );
}

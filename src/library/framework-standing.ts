/**
 * What a school's results under an edition say of a framework. Only a requirement that is equal, or that contains the
 * framework's own, can say that it is met. A requirement that merely overlaps never counts, and parts never add up to a whole.
 */
import type { Framework, FrameworkLink, FrameworkMapping, FrameworkRequirement } from './library.ts';

/** What is known of a requirement of the edition. */
export type KnownResult = 'met' | 'not-met' | 'not-known' | 'not-applicable';

export interface LinkedResult {
  requirementId: string;
  /** How it stands to the framework's requirement: the same, more than it, a part of it, or something beside it. */
  stands: 'equal' | 'contains' | 'part' | 'overlaps';
  result: KnownResult;
}

export interface FrameworkLine {
  requirement: FrameworkRequirement;
  result: 'met' | 'not-met' | 'not-known';
  /** What was looked at, those that decide first. */
  linked: LinkedResult[];
  /** Why no requirement of the edition says anything; null where one is linked. */
  unmapped: string | null;
}

/** Each requirement of the framework with what the mapped ones say; null where nobody has mapped it to that edition. */
export function frameworkStanding(
  framework: Framework,
  editionId: string,
  resultOf: (requirementId: string) => KnownResult,
): { mapping: FrameworkMapping; lines: FrameworkLine[] } | null {
  const mapping = framework.mappings.find(({ edition }) => edition === editionId);
  if (mapping === undefined) return null;
  const lines = framework.requirements.map((requirement): FrameworkLine => {
    const linked = mapping.links
      .flatMap((link) => linkedOf(link, requirement.id))
      .map((one) => ({ ...one, result: resultOf(one.requirementId) }))
      .toSorted((a, b) => ORDER.indexOf(a.stands) - ORDER.indexOf(b.stands));
    const unmapped = mapping.unmapped.find(({ id }) => id === requirement.id)?.why ?? null;
    return { requirement, result: together(linked), linked, unmapped };
  });
  return { mapping, lines };
}

const ORDER: readonly LinkedResult['stands'][] = ['equal', 'contains', 'part', 'overlaps'];

function linkedOf({ from, to, relation }: FrameworkLink, id: string): Omit<LinkedResult, 'result'>[] {
  if (from === id) return [{ requirementId: to, stands: relation === 'part-of' ? 'contains' : relation }];
  if (to === id) return [{ requirementId: from, stands: relation === 'part-of' ? 'part' : relation }];
  return [];
}

/** Where one says met and another not met, it is not met: nobody is to rely on the better of two. */
function together(linked: readonly LinkedResult[]): FrameworkLine['result'] {
  const says = (result: KnownResult, ...stands: LinkedResult['stands'][]) =>
    linked.some((one) => one.result === result && stands.includes(one.stands));
  if (says('not-met', 'equal', 'part')) return 'not-met';
  return says('met', 'equal', 'contains') ? 'met' : 'not-known';
}

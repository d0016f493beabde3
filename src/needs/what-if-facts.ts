/** What scenarios need to know of a plan's question that the question itself does not say. */
import type { PlanningProblem } from '../domain/planning.ts';
import type { Library } from '../library/library.ts';
import { KEPT_UP_STANDARD } from './compile-problem.ts';

export interface WhatIfFacts {
  /** Options that move something to the cloud. */
  cloudOptionIds: ReadonlySet<string>;
  /** Needs about something that ends of itself: a contract, or support. */
  endingNeedIds: ReadonlySet<string>;
}

/** An option's id is the library's, with `:` and what it is about where there is one for each. */
function templateOf(optionId: string): string {
  return optionId.split(':')[0] ?? optionId;
}

export function whatIfFacts(problem: PlanningProblem, library: Pick<Library, 'needs'>): WhatIfFacts {
  const cloud = new Set(
    library.needs.flatMap(({ options }) => options.flatMap(({ id, kind }) => (kind === 'cloud' ? id : []))),
  );
  const kept = new Set(
    problem.requirements.flatMap(({ id, standardId }) => (standardId === KEPT_UP_STANDARD.id ? id : [])),
  );
  return {
    cloudOptionIds: new Set(
      problem.needs.flatMap(({ options }) => options.flatMap(({ id }) => (cloud.has(templateOf(id)) ? id : []))),
    ),
    endingNeedIds: new Set(
      problem.needs.flatMap(({ id, candidates }) =>
        candidates.some(({ satisfies }) => satisfies.some((requirement) => kept.has(requirement))) ? id : [],
      ),
    ),
  };
}

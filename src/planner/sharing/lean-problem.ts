/** A problem without its words. */
import type { PlanningProblem } from '../../domain/planning.ts';

/**
 * The problem with only what sharing looks at. A school's whole problem is some three megabytes of words; hundreds of them
 * would not fit.
 */
export function leanProblem(problem: PlanningProblem): PlanningProblem {
  return {
    ...problem,
    agreed: [],
    needs: problem.needs.map((need) => ({
      ...need,
      because: [],
      ruledOut: [],
      candidates: need.candidates.map((one) => ({
        optionId: one.optionId,
        term: one.term,
        completeTerm: one.completeTerm,
        capitalPence: one.capitalPence,
        revenuePence: one.revenuePence,
        staffDays: one.staffDays,
        satisfies: one.satisfies,
        lapsesTerm: one.lapsesTerm,
        wholeLifePence: one.wholeLifePence,
        wholeLifeRange: one.wholeLifeRange,
        decideBy: null,
        decideByReason: null,
      })),
    })),
  };
}

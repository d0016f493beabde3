/** What changed between two plans, named need by need. Terms are compared by id: the two plans may start in different terms. */
import type { PlainDate } from '../../domain/dates.ts';
import type { Placement, Plan, PlanningProblem } from '../../domain/planning.ts';
import { diffPlans, type PlanChange } from '../../planner/index.ts';

export interface PlanChangeLine {
  kind: PlanChange['kind'];
  needId: string;
  needName: string;
  /** Option and term before and after, in words; null where there was or is none. */
  from: ChangedPlace | null;
  to: ChangedPlace | null;
}

export interface ChangedPlace {
  option: string;
  /** Name and id of the term in which it starts. */
  term: string;
  termId: string;
  startsOn: PlainDate;
  /** Terms from its start until it is in place. */
  lastsTerms: number;
}

/** Compares the plan that people had with the one they have now. */
export function planChanges(
  before: { problem: PlanningProblem; plan: Plan },
  after: { problem: PlanningProblem; plan: Plan },
): PlanChangeLine[] {
  return diffPlans(before, after).changes.map((change): PlanChangeLine => {
    const { kind, needId } = change;
    const needName = nameOf(after.problem, needId) ?? nameOf(before.problem, needId) ?? needId;
    const from = 'from' in change ? placeOf(before.problem, change.from) : null;
    const to = 'to' in change ? placeOf(after.problem, change.to) : null;
    return { kind, needId, needName, from, to };
  });
}

function nameOf(problem: PlanningProblem, needId: string): string | null {
  return problem.needs.find(({ id }) => id === needId)?.name ?? null;
}

function placeOf(problem: PlanningProblem, placement: Placement): ChangedPlace {
  const need = problem.needs.find(({ id }) => id === placement.needId);
  const term = problem.terms[placement.term];
  return {
    option: need?.options.find(({ id }) => id === placement.optionId)?.name ?? placement.optionId,
    term: term?.name ?? '',
    termId: term?.id ?? '',
    startsOn: term?.startsOn ?? '',
    lastsTerms: placement.completeTerm - placement.term,
  };
}

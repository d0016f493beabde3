/** What changed between two plans, named need by need. Terms are compared by id: the two plans may start in different terms. */
import type { PlainDate } from '../../domain/dates.ts';
import type { Placement, Plan, PlanningProblem } from '../../domain/planning.ts';

export interface PlanChangeLine {
  kind: 'added' | 'dropped' | 'moved' | 'other-option' | 'finished';
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
  const from = byNeed(before.plan);
  const to = byNeed(after.plan);
  const ids = [...new Set([...from.keys(), ...to.keys()])].sort();
  return ids.flatMap((needId): PlanChangeLine[] => {
    const was = from.get(needId);
    const is = to.get(needId);
    const there = was ? placeOf(before.problem, was) : null;
    const here = is ? placeOf(after.problem, is) : null;
    const needName = nameOf(after.problem, needId) ?? nameOf(before.problem, needId) ?? needId;
    const line = { needId, needName, from: there, to: here };
    if (!there) return [{ ...line, kind: 'added' }];
    if (!here) return [{ ...line, kind: nameOf(after.problem, needId) === null ? 'finished' : 'dropped' }];
    if (was?.optionId !== is?.optionId) return [{ ...line, kind: 'other-option' }];
    return there.termId === here.termId ? [] : [{ ...line, kind: 'moved' }];
  });
}

function byNeed(plan: Plan): Map<string, Placement> {
  return new Map(plan.placements.map((placement) => [placement.needId, placement]));
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

/** What a plan's placements bring about, for {@link statusByDate}: which requirement is met by which, from when to when. */
import { addDays, type PlainDate } from '../domain/dates.ts';
import type { Plan, PlanningProblem } from '../domain/planning.ts';
import type { PlanEffect } from './results.ts';

/**
 * One effect for each requirement that a placement meets: from the first day of the term in which it is in place throughout, to
 * the day before the term in which it no longer holds. What is in place only after the plan's last term has no effect in it.
 */
export function planEffects(problem: PlanningProblem, plan: Plan): PlanEffect[] {
  const needs = new Map(problem.needs.map((need) => [need.id, need]));
  const startOf = (term: number): PlainDate | null => problem.terms[term]?.startsOn ?? null;
  return plan.placements.flatMap(({ needId, optionId, term }): PlanEffect[] => {
    const need = needs.get(needId);
    const candidate = need?.candidates.find((one) => one.optionId === optionId && one.term === term);
    const option = need?.options.find(({ id }) => id === optionId);
    const from = candidate === undefined ? null : startOf(candidate.completeTerm);
    if (need === undefined || candidate === undefined || from === null) return [];
    const lapses = candidate.lapsesTerm === null ? null : startOf(candidate.lapsesTerm);
    if (lapses !== null && lapses <= from) return [];
    const to = lapses === null ? null : addDays(lapses, -1);
    const name = `${need.name}: ${option?.name ?? optionId}`;
    return candidate.satisfies.map((requirementId) => ({ requirementId, from, to, needId, optionId, name }));
  });
}

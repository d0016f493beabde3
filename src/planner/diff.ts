/**
 * What changed between two plans, as data: pages and packs put it into words. Terms are compared by id, for the two plans may
 * start in different terms.
 */
import type { Placement, Plan, PlanningProblem } from '../domain/planning.ts';

/** A plan with what it answers. */
export interface PlannedProblem {
  problem: PlanningProblem;
  plan: Pick<Plan, 'placements' | 'certificate'>;
}

export type PlanChange =
  | { kind: 'added'; needId: string; to: Placement }
  | { kind: 'dropped'; needId: string; from: Placement }
  /** No longer planned because there is no such need any more. */
  | { kind: 'finished'; needId: string; from: Placement }
  | { kind: 'moved'; needId: string; from: Placement; to: Placement; terms: number }
  | { kind: 'other-option'; needId: string; from: Placement; to: Placement };

export interface PlanDiff {
  /** By need id. */
  changes: PlanChange[];
  /** Placements that are the same in both. */
  kept: number;
  /** Later value less the earlier, for each level that both plans have; less is better. */
  levels: { level: string; from: number; to: number }[];
}

/** Compares two plans need by need. `terms` of a move is negative where it starts earlier than before. */
export function diffPlans(before: PlannedProblem, after: PlannedProblem): PlanDiff {
  const from = new Map(before.plan.placements.map((placement) => [placement.needId, placement]));
  const to = new Map(after.plan.placements.map((placement) => [placement.needId, placement]));
  const needs = new Set(after.problem.needs.map(({ id }) => id));
  const changes: PlanChange[] = [];
  let kept = 0;
  for (const needId of [...new Set([...from.keys(), ...to.keys()])].sort()) {
    const was = from.get(needId);
    const is = to.get(needId);
    if (was && !is) changes.push({ kind: needs.has(needId) ? 'dropped' : 'finished', needId, from: was });
    else if (!was && is) changes.push({ kind: 'added', needId, to: is });
    else if (was && is && was.optionId !== is.optionId)
      changes.push({ kind: 'other-option', needId, from: was, to: is });
    else if (was && is && before.problem.terms[was.term]?.id !== after.problem.terms[is.term]?.id) {
      changes.push({ kind: 'moved', needId, from: was, to: is, terms: termsMoved(before, after, was, is) });
    } else kept++;
  }
  const levels = after.plan.certificate.levels.flatMap((level) => {
    const was = before.plan.certificate.levels.find((one) => one.level === level.level);
    return was ? [{ level: level.level, from: was.value, to: level.value }] : [];
  });
  return { changes, kept, levels };
}

/** Counted on the later plan's terms; a term that it no longer has lies before them all. */
function termsMoved(before: PlannedProblem, after: PlannedProblem, was: Placement, is: Placement): number {
  const id = before.problem.terms[was.term]?.id;
  const there = after.problem.terms.findIndex((term) => term.id === id);
  const first = before.problem.terms.findIndex((term) => term.id === after.problem.terms[0]?.id);
  return is.term - (there < 0 ? was.term - Math.max(0, first) : there);
}

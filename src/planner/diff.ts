/** What changed between two plans, as data: pages and packs put it into words. */
import type { Placement, Plan } from '../domain/planning.ts';

export type PlanChange =
  | { kind: 'added'; needId: string; to: Placement }
  | { kind: 'dropped'; needId: string; from: Placement }
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
export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const from = new Map(before.placements.map((placement) => [placement.needId, placement]));
  const to = new Map(after.placements.map((placement) => [placement.needId, placement]));
  const changes: PlanChange[] = [];
  let kept = 0;
  for (const needId of [...new Set([...from.keys(), ...to.keys()])].sort()) {
    const was = from.get(needId);
    const is = to.get(needId);
    if (was && !is) changes.push({ kind: 'dropped', needId, from: was });
    else if (!was && is) changes.push({ kind: 'added', needId, to: is });
    else if (was && is && was.optionId !== is.optionId)
      changes.push({ kind: 'other-option', needId, from: was, to: is });
    else if (was && is && was.term !== is.term) {
      changes.push({ kind: 'moved', needId, from: was, to: is, terms: is.term - was.term });
    } else kept++;
  }
  const levels = after.certificate.levels.flatMap((level) => {
    const was = before.certificate.levels.find((one) => one.level === level.level);
    return was ? [{ level: level.level, from: was.value, to: level.value }] : [];
  });
  return { changes, kept, levels };
}

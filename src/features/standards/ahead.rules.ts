/** How requirements, standards and categories go on, with the plan and without it, and what causes each change. Pure. */
import type { PlainDate } from '../../domain/dates.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { Edition, Requirement } from '../../library/index.ts';
import {
  planEffects,
  statusByDate,
  type GroupInterval,
  type RequirementStatus,
  type Result,
  type SchoolStatus,
  type StatusInterval,
} from '../../status/index.ts';
import type { Outlook } from './standards.rules.ts';

/** `placement`: the plan. `due`: the day of a rule. `expiry`: an answer or its evidence. `fact`: a day in the registers. */
export type CauseKind = 'placement' | 'due' | 'expiry' | 'fact';

/** Why something changes on a day. */
export interface Cause {
  kind: CauseKind;
  /** One plain sentence; null where nothing more is known than the kind. */
  because: string | null;
  /** The requirement that changes. */
  requirement: Requirement;
}

/** Days with one result, and what brings them to their end; nothing at the end of what is looked at. */
export interface Stretch {
  from: PlainDate;
  to: PlainDate;
  result: Result;
  causes: Cause[];
}

export interface Course {
  without: Stretch[];
  /** Null where there is no plan. */
  withPlan: Stretch[] | null;
}

/** The school's status with the plan carried out, over the same days as the outlook's own. */
export function statusWithPlan(outlook: Outlook, found: { problem: PlanningProblem; plan: Plan }): SchoolStatus {
  const { record, edition, status } = outlook;
  return statusByDate(record, edition, status.from, status.to, planEffects(found.problem, found.plan));
}

/** Looks up how any part of the edition goes on. */
export function courses(edition: Edition, without: SchoolStatus, withPlan: SchoolStatus | null) {
  const plain = coursesOf(edition, without);
  const planned = withPlan && coursesOf(edition, withPlan);
  const both = (of: (one: ReturnType<typeof coursesOf>) => Stretch[]): Course => ({
    without: of(plain),
    withPlan: planned && of(planned),
  });
  return {
    ofRequirement: (id: string) => both((one) => one.ofRequirement(id)),
    ofStandard: (id: string) => both((one) => one.ofStandard(id)),
    ofCategory: (id: string) => both((one) => one.ofCategory(id)),
  };
}

function coursesOf(edition: Edition, status: SchoolStatus) {
  const texts = new Map(edition.requirements.map((requirement) => [requirement.id, requirement]));
  const byId = new Map(status.requirements.map((one) => [one.requirementId, one]));
  const byStandard = Map.groupBy(status.requirements, ({ standardId }) => standardId);
  const groups = new Map<string, GroupInterval[]>([
    ...status.standards.map((one) => [`standard ${one.standardId}`, one.intervals] as const),
    ...status.categories.map((one) => [`category ${one.categoryId}`, one.intervals] as const),
  ]);
  return {
    ofRequirement(id: string): Stretch[] {
      const own = byId.get(id);
      const requirement = texts.get(id);
      if (own === undefined || requirement === undefined) return [];
      return stretchesOf(own.intervals, (day) => causesOn([own], texts, day));
    },
    ofStandard: (id: string): Stretch[] =>
      stretchesOf(groups.get(`standard ${id}`) ?? [], (day) => causesOn(counted(byStandard.get(id) ?? []), texts, day)),
    ofCategory(id: string): Stretch[] {
      const standards = [...byStandard.values()].filter((own) => own[0]?.categoryId === id);
      return stretchesOf(groups.get(`category ${id}`) ?? [], (day) => causesOn(standards.flatMap(counted), texts, day));
    },
  };
}

/** A standard goes by its musts; one that has only "should"s goes by them. */
function counted(requirements: readonly RequirementStatus[]): readonly RequirementStatus[] {
  const musts = requirements.filter(({ level }) => level === 'must');
  return musts.length > 0 ? musts : requirements;
}

/** Neighbours with the same result are one stretch; `causesOf` is asked for the first day after it. */
function stretchesOf(
  intervals: readonly { from: PlainDate; to: PlainDate; result: Result }[],
  causesOf: (firstDayAfter: PlainDate) => Cause[],
): Stretch[] {
  const joined: Stretch[] = [];
  for (const { from, to, result } of intervals) {
    const last = joined.at(-1);
    if (last?.result === result) {
      last.to = to;
      continue;
    }
    if (last !== undefined) last.causes = causesOf(from);
    joined.push({ from, to, result, causes: [] });
  }
  return joined;
}

/** What changes its result on that day, and why. */
function causesOn(
  requirements: readonly RequirementStatus[],
  texts: ReadonlyMap<string, Requirement>,
  day: PlainDate,
): Cause[] {
  return requirements.flatMap(({ requirementId, intervals }): Cause[] => {
    const index = intervals.findIndex(({ from }) => from === day);
    const before = intervals[index - 1];
    const after = intervals[index];
    const requirement = texts.get(requirementId);
    if (index < 1 || before === undefined || after === undefined || requirement === undefined) return [];
    return before.result === after.result
      ? []
      : [{ kind: kindOf(before, after), because: before.endsBecause, requirement }];
  });
}

function kindOf(before: StatusInterval, after: StatusInterval): CauseKind {
  if ((before.effect ?? null) !== (after.effect ?? null)) return 'placement';
  if (before.result === 'not-due' && before.dueFrom === after.from) return 'due';
  const said = ({ answer }: StatusInterval) => answer && `${answer.says} ${answer.lapse ?? ''}`;
  return said(before) === said(after) ? 'fact' : 'expiry';
}

/** True where the plan changes nothing of it. */
export function isUnchanged({ without, withPlan }: Course): boolean {
  return (
    withPlan !== null &&
    withPlan.length === without.length &&
    withPlan.every(({ from, result }, i) => from === without[i]?.from && result === without[i].result)
  );
}

/**
 * The independent checker: re-adds every limit and every level of a plan from the problem and the placements alone, and
 * compares them with the certificate. It shares no code with the search, the formulation or the certificate's writer, and
 * reads the problem as it stands, so that an error there can't hide here.
 *
 * What it can't do is prove a bound: it checks that none is above its value, and that "proven" means they are equal.
 */
import type { Candidate, LimitUse, Placement, Plan, PlanningProblem } from '../domain/planning.ts';
import { planHash, problemHash } from './hash.ts';

export interface CheckedLevel {
  level: string;
  value: number;
}

export interface CheckedYear {
  year: string;
  capitalPence: number;
  revenuePence: number;
}

export interface CheckResult {
  ok: boolean;
  /** What is wrong, in plain words; empty where the plan holds. */
  faults: string[];
  levels: CheckedLevel[];
  limits: LimitUse[];
  cashByYear: CheckedYear[];
}

/** Adds placements up again, whatever any certificate says of them: levels, limits, cash, and each limit that is broken. */
export function recount(problem: PlanningProblem, placements: Placement[]): Omit<CheckResult, 'ok'> {
  const faults: string[] = [];
  const placed = findPlaced(problem, placements, faults);
  const cashByYear = problem.years.map((year, y) => ({
    year: year.id,
    capitalPence: addUp(placed, (candidate) => candidate.capitalPence[y] ?? 0),
    revenuePence: addUp(placed, (candidate) => candidate.revenuePence[y] ?? 0),
  }));
  const limits = recountLimits(problem, placements, placed, cashByYear);
  for (const limit of limits) {
    if (limit.used > limit.allowed + 1e-9) {
      faults.push(`Over the ${limit.kind} limit ${limit.id}: ${limit.used} used, ${limit.allowed} allowed.`);
    }
  }
  return { faults, levels: recountLevels(problem, placements, placed), limits, cashByYear };
}

/** Checks a plan against the problem it claims to answer. */
export function checkPlan(problem: PlanningProblem, plan: Plan): CheckResult {
  const { faults: broken, levels, limits, cashByYear } = recount(problem, plan.placements);
  const { certificate } = plan;
  const isInfeasible = certificate.status === 'infeasible';
  const faults = isInfeasible ? [] : broken;
  if (isInfeasible && plan.placements.length > 0) {
    faults.push('The certificate says that no plan is possible, yet something is placed.');
  }
  compareLimits(certificate.limits, limits, faults);
  compareLevels(plan, levels, faults);
  if (plan.format !== 'cairn.plan/1') faults.push('The plan is of an unknown format.');
  if (plan.problemHash !== problemHash(problem))
    faults.push('The plan was made for another problem: its problem hash differs.');
  if (plan.hash !== planHash(problem, plan.placements))
    faults.push('The plan hash does not fit the problem and placements.');
  return { ok: faults.length === 0, faults, levels, limits, cashByYear };
}

interface Placed {
  placement: Placement;
  candidate: Candidate;
}

function findPlaced(problem: PlanningProblem, placements: Placement[], faults: string[]): Placed[] {
  const seen = new Set<string>();
  const found: Placed[] = [];
  for (const placement of placements) {
    const { needId, optionId, term } = placement;
    if (seen.has(needId)) faults.push(`More than one option is placed for ${needId}.`);
    seen.add(needId);
    const need = problem.needs.find((one) => one.id === needId);
    const candidate = need?.candidates.find((one) => one.optionId === optionId && one.term === term);
    if (!candidate) {
      faults.push(`${optionId} for ${needId} may not start in term ${term}: it is not one of the allowed starts.`);
      continue;
    }
    if (candidate.completeTerm !== placement.completeTerm)
      faults.push(`${needId} is complete in another term than the plan says.`);
    const isLocked = problem.locks.some(
      (lock) => lock.needId === needId && lock.optionId === optionId && lock.term === term,
    );
    if (isLocked !== placement.locked)
      faults.push(`${needId} is marked ${placement.locked ? 'locked but is not' : 'free but is locked'}.`);
    found.push({ placement, candidate });
  }
  return found;
}

function addUp(placed: Placed[], of: (candidate: Candidate) => number): number {
  let sum = 0;
  for (const { candidate } of placed) sum += of(candidate);
  return sum;
}

function recountLimits(
  problem: PlanningProblem,
  placements: Placement[],
  placed: Placed[],
  cash: CheckedYear[],
): LimitUse[] {
  const limits: LimitUse[] = [];
  let carried = 0;
  problem.years.forEach((year, y) => {
    const spent = cash[y]?.capitalPence ?? 0;
    const before = problem.capitalCarriesForward ? carried : 0;
    const usedBefore = problem.capitalCarriesForward
      ? cash.slice(0, y).reduce((sum, one) => sum + one.capitalPence, 0)
      : 0;
    limits.push({ kind: 'capital', id: year.id, used: usedBefore + spent, allowed: before + year.capitalPence });
    carried += year.capitalPence;
    limits.push({ kind: 'revenue', id: year.id, used: cash[y]?.revenuePence ?? 0, allowed: year.revenuePence });
  });
  problem.terms.forEach((term, t) => {
    const used = addUp(placed, (candidate) => candidate.staffDays[t] ?? 0);
    limits.push({ kind: 'staff', id: term.id, used, allowed: problem.staffDaysPerTerm[t] ?? 0 });
  });
  for (const { placement } of placed) {
    const need = problem.needs.find((one) => one.id === placement.needId);
    const option = need?.options.find((one) => one.id === placement.optionId);
    for (const other of new Set([...(need?.after ?? []), ...(option?.after ?? [])])) {
      if (other === placement.needId || !problem.needs.some((one) => one.id === other)) continue;
      const done = placed.find((one) => one.placement.needId === other)?.candidate.completeTerm ?? problem.terms.length;
      limits.push({
        kind: 'precedence',
        id: `${placement.needId} after ${other}`,
        used: done,
        allowed: placement.term,
      });
    }
  }
  for (const exclusion of problem.exclusions) {
    const used = placements.filter((placement) => exclusion.optionIds.includes(placement.optionId)).length;
    limits.push({ kind: 'exclusion', id: exclusion.id, used, allowed: 1 });
  }
  for (const lock of problem.locks) {
    const held = placements.find((placement) => placement.needId === lock.needId);
    const isHeld = lock.optionId === null ? !held : held?.optionId === lock.optionId && held.term === lock.term;
    const isGone = lock.optionId === null && !problem.needs.some((need) => need.id === lock.needId);
    if (!isGone) limits.push({ kind: 'lock', id: lock.needId, used: isHeld ? 0 : 1, allowed: 0 });
  }
  return limits;
}

function recountLevels(problem: PlanningProblem, placements: Placement[], placed: Placed[]): CheckedLevel[] {
  const isMet = (requirementId: string, term: number): boolean => {
    const requirement = problem.requirements.find((one) => one.id === requirementId);
    if (requirement?.metWithout[term]) return true;
    return placed.some(({ candidate }) => {
      const lapses = candidate.lapsesTerm ?? problem.terms.length;
      return candidate.satisfies.includes(requirementId) && candidate.completeTerm <= term && term < lapses;
    });
  };
  const unmetIn = new Map<string, boolean[]>();
  let duties = 0;
  let weighted = 0;
  let weightedLater = 0;
  for (const requirement of problem.requirements) {
    const unmet = problem.terms.map((_, term) => !isMet(requirement.id, term));
    unmetIn.set(requirement.id, unmet);
    const terms = unmet.filter(Boolean).length;
    if (requirement.duty) duties += terms;
    if (requirement.comesAfter) weightedLater += terms * requirement.weight;
    else weighted += terms * requirement.weight;
  }
  let late = 0;
  let lateTerms = 0;
  for (const standard of problem.standards) {
    if (!standard.core || standard.dueTerm === null) continue;
    const musts = problem.requirements.filter((one) => one.must && one.standardId === standard.id);
    const due = Math.max(0, standard.dueTerm);
    for (let term = due; term < problem.terms.length; term++) {
      if (!musts.some((one) => unmetIn.get(one.id)?.[term])) continue;
      if (term === due) late++;
      else lateTerms++;
    }
  }
  const levels: CheckedLevel[] = [
    { level: 'duties', value: duties },
    { level: 'core-standards', value: late },
    { level: 'core-lateness', value: lateTerms },
    { level: 'requirement-terms', value: weighted },
    ...(problem.requirements.some((one) => one.comesAfter)
      ? [{ level: 'later-requirement-terms' as const, value: weightedLater }]
      : []),
    { level: 'whole-life-cost', value: addUp(placed, (candidate) => candidate.wholeLifePence) },
  ];
  if (problem.agreed.length > 0) levels.push({ level: 'changes', value: countChanges(problem, placements) });
  return levels;
}

/** Needs whose start is not the agreed one; a need that nothing was agreed for was agreed to have none. */
function countChanges(problem: PlanningProblem, placements: Placement[]): number {
  return problem.needs.filter((need) => {
    const agreed = problem.agreed.findLast((one) => one.needId === need.id);
    const now = placements.find((placement) => placement.needId === need.id);
    if (!agreed || agreed.optionId === null) return now !== undefined;
    return now?.optionId !== agreed.optionId || now.term !== agreed.term;
  }).length;
}

function compareLimits(claimed: LimitUse[], counted: LimitUse[], faults: string[]): void {
  const key = (limit: LimitUse) => `${limit.kind} limit ${limit.id}`;
  const left = [...claimed];
  for (const limit of counted) {
    const index = left.findIndex((one) => key(one) === key(limit));
    if (index < 0) {
      faults.push(`The certificate leaves out the ${key(limit)}.`);
      continue;
    }
    const [one] = left.splice(index, 1);
    if (one && (Math.abs(one.used - limit.used) > 1e-9 || Math.abs(one.allowed - limit.allowed) > 1e-9)) {
      faults.push(
        `The certificate says ${one.used} of ${one.allowed} for the ${key(limit)}; it is ${limit.used} of ${limit.allowed}.`,
      );
    }
  }
  for (const one of left) faults.push(`The certificate names a ${key(one)} that the problem does not have.`);
}

function compareLevels(plan: Plan, counted: CheckedLevel[], faults: string[]): void {
  const claimed = plan.certificate.levels;
  if (claimed.length !== counted.length)
    faults.push(`The certificate has ${claimed.length} levels; there are ${counted.length}.`);
  let isProven = true;
  let gap = 0;
  counted.forEach((level, k) => {
    const one = claimed[k];
    if (!one || one.level !== level.level) {
      faults.push(`The certificate leaves out the level ${level.level}.`);
      return;
    }
    if (one.value !== level.value)
      faults.push(`The certificate says ${one.value} for ${level.level}; it is ${level.value}.`);
    if (!(one.bound <= one.value)) faults.push(`The bound on ${level.level} is above its value.`);
    if (one.proven && one.bound !== one.value)
      faults.push(`${level.level} is called proven, but its bound is not its value.`);
    if (one.proven && !isProven) faults.push(`${level.level} is called proven before the levels above it are.`);
    if (isProven && !one.proven) gap = Math.max(0, one.value - one.bound) / Math.max(1, Math.abs(one.value));
    isProven = isProven && one.proven;
  });
  const { status } = plan.certificate;
  if (status === 'proven' && !isProven) faults.push('The plan is called proven, but a level is not.');
  if (status === 'gap' && isProven) faults.push('The plan is said to have a gap, but every level is proven.');
  if (Math.abs(plan.certificate.gap - gap) > 1e-9)
    faults.push(`The certificate gives a gap of ${plan.certificate.gap}; it is ${gap}.`);
}

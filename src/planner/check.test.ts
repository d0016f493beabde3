import { ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, PlanningProblem } from '../domain/planning.ts';
import { checkPlan } from './check.ts';
import { planHash } from './hash.ts';
import { makeProblem } from './made-problems.ts';
import { solvePlan } from './solve.ts';

/** A proven plan with at least two placements, and its problem. */
async function someplan(from: number): Promise<{ problem: PlanningProblem; plan: Plan; seed: number }> {
  for (let seed = from; ; seed++) {
    const problem = makeProblem(seed);
    const plan = await solvePlan(problem);
    if (plan.certificate.status === 'proven' && plan.placements.length >= 2) return { problem, plan, seed };
  }
}

type Spoil = (plan: Plan, problem: PlanningProblem) => void;

const spoils: Record<string, Spoil> = {
  'a placement moved to another term': (plan) => (plan.placements[0]!.term += 1),
  'a placement moved to another allowed start, hash and all': (plan, problem) => {
    const placement = plan.placements[0]!;
    const need = problem.needs.find((one) => one.id === placement.needId)!;
    const other = need.candidates.find((one) => one.term !== placement.term || one.optionId !== placement.optionId);
    if (!other) plan.placements.pop();
    else Object.assign(placement, { optionId: other.optionId, term: other.term, completeTerm: other.completeTerm });
    plan.hash = planHash(problem, plan.placements);
    plan.certificate.levels.forEach((level) => (level.proven = true));
  },
  'a placement dropped': (plan) => plan.placements.pop(),
  'a placement twice': (plan) => plan.placements.push({ ...plan.placements[0]! }),
  'a completion brought forward': (plan) => (plan.placements[0]!.completeTerm -= 1),
  'a start marked as locked': (plan) => (plan.placements[0]!.locked = !plan.placements[0]!.locked),
  'an amount used changed': (plan) => (plan.certificate.limits[0]!.used -= 1),
  'an amount allowed changed': (plan) => (plan.certificate.limits[1]!.allowed += 1),
  'a limit left out': (plan) => plan.certificate.limits.pop(),
  'a limit added': (plan) => plan.certificate.limits.push({ kind: 'staff', id: 'none', used: 0, allowed: 0 }),
  'a level value changed': (plan) => (plan.certificate.levels[3]!.value -= 1),
  'a bound above its value': (plan) => (plan.certificate.levels[4]!.bound += 1),
  'a bound below a value called proven': (plan) => (plan.certificate.levels[4]!.bound -= 1),
  'a level left out': (plan) => plan.certificate.levels.pop(),
  'a gap claimed': (plan) => (plan.certificate.gap = 0.1),
  'a status of gap': (plan) => (plan.certificate.status = 'gap'),
  'a status of infeasible': (plan) => (plan.certificate.status = 'infeasible'),
  'another problem hash': (plan) => (plan.problemHash = plan.problemHash.replace(/^./, (c) => (c === '0' ? '1' : '0'))),
  'another plan hash': (plan) => (plan.hash = plan.hash.replace(/^./, (c) => (c === '0' ? '1' : '0'))),
};

test('the checker accepts solved plans and refuses each way of spoiling one', async () => {
  for (let from = 1; from < 200; from += 20) {
    const { problem, plan, seed } = await someplan(from);
    ok(checkPlan(problem, plan).ok, `seed ${seed}`);
    for (const [name, spoil] of Object.entries(spoils)) {
      const spoiled = structuredClone(plan);
      spoil(spoiled, problem);
      ok(!checkPlan(problem, spoiled).ok, `${name}, seed ${seed}`);
    }
  }
});

test('the checker refuses a plan for a problem in which one amount has changed', async () => {
  const { problem, plan } = await someplan(300);
  const changed = structuredClone(problem);
  changed.years[0]!.capitalPence += 1;
  ok(!checkPlan(changed, plan).ok);
});

/** A solver that breaks down, a limit that is reached, numbers that arithmetic can hardly hold: never a wrong "proven". */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate, Plan, PlanningProblem } from '../domain/planning.ts';
import { seededNumbers } from '../domain/seeded.ts';
import { bruteForce } from './brute-force.ts';
import { planWriter } from './certificate.ts';
import { checkPlan } from './check.ts';
import { compile } from './compile.ts';
import { openSession } from './highs.ts';
import { makeProblem, tinyShape } from './made-problems.ts';
import { NoPlanFoundError, solveLevels, solvePlan, type LevelOptions } from './solve.ts';

/** The plan made with these options, or what it failed with. */
async function solveWith(problem: PlanningProblem, options: Partial<LevelOptions>): Promise<Plan | Error> {
  const compiled = compile(problem);
  try {
    return planWriter(compiled)(await solveLevels(compiled, { effort: 'standard', ...options }));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Holds what a certificate says against every plan there is. Gives whether it claimed to be proved. */
function holdAgainstAll(problem: PlanningProblem, plan: Plan, name: string): boolean {
  return holdAgainst(bruteForce(problem).levels, problem, plan, name);
}

function holdAgainst(best: number[] | null, problem: PlanningProblem, plan: Plan, name: string): boolean {
  const { status, levels } = plan.certificate;
  equal(status === 'infeasible', best === null, name);
  if (!best) return false;
  const checked = checkPlan(problem, plan);
  ok(checked.ok, `${name}: ${checked.faults.join(' ')}`);
  const isBest = levels.every(({ value }, k) => value === best[k]);
  if (status === 'proven') ok(isBest, `${name} is said to be proved, and is not the best`);
  // A bound on a level holds for every plan that is no worse at the levels before it: the best plan is one.
  for (const [k, level] of levels.entries()) {
    ok(level.bound <= best[k]!, `${name}: bound ${level.bound} of ${level.level}, ${best[k]} is possible`);
    if (level.proven) equal(level.value, best[k], name);
    if (level.value !== best[k]) break;
  }
  return status === 'proven';
}

/** Every plan can still be tried, and the relaxation alone seldom proves the best. */
const largerShape = { ...tinyShape, needs: [5, 5] as [number, number], terms: 6, requirementsPerNeed: 2 };

const schoolShape = { ...tinyShape, needs: [14, 18] as [number, number], startsPerNeed: 6, terms: 9, termsPerYear: 3 };

/** So little work that hardly anything is proved by branching. */
const hardlyAny = [{ iterations: 1, nodes: 1 }];

test('where the work allowed is used up, the plan says its gap, and no bound is too high', async () => {
  let open = 0;
  for (let seed = 23_000; seed < 23_040; seed++) {
    const problem = makeProblem(seed, schoolShape);
    const all = await solvePlan(problem);
    if (all.certificate.status !== 'proven') continue;
    const plan = await solveWith(problem, { limits: hardlyAny });
    if (plan instanceof Error) {
      ok(plan instanceof NoPlanFoundError, `seed ${seed}: ${plan.message}`);
      continue;
    }
    const best = all.certificate.levels.map(({ value }) => value);
    if (holdAgainst(best, problem, plan, `seed ${seed}`)) continue;
    open++;
    const { levels, gap } = plan.certificate;
    const first = levels.find(({ proven }) => !proven);
    ok(first !== undefined && first.value >= first.bound && gap >= 0, `seed ${seed}`);
  }
  ok(open > 5, `${open} open`);
});

test('a solver that breaks down leaves the best plan so far, with an honest gap', async () => {
  let broken = 0;
  for (let seed = 21_000; seed < 21_250; seed++) {
    const problem = makeProblem(seed, largerShape);
    let isBroken = false;
    const open: typeof openSession = (highs, model) => ({
      ...openSession(highs, model),
      minimise: () => {
        isBroken = true;
        throw new Error('out of memory');
      },
    });
    const plan = await solveWith(problem, { limits: hardlyAny, open });
    if (plan instanceof Error) continue;
    holdAgainstAll(problem, plan, `seed ${seed}`);
    if (!isBroken) continue;
    broken++;
    equal(plan.certificate.status, 'gap', `seed ${seed}`);
  }
  ok(broken > 5, `${broken} broken`);
});

/** The same problem with every amount of money moved by some powers of ten, one penny among thousands of millions. */
function withOddMoney(problem: PlanningProblem, seed: number): PlanningProblem {
  const draw = seededNumbers(seed);
  const odd = (pence: number) => {
    const power = draw(-4, 6);
    const moved = power < 0 ? Math.trunc(pence / 10 ** -power) : pence * 10 ** power;
    return moved + draw(-1, 1);
  };
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
  const needs = problem.needs.map((need) => ({
    ...need,
    candidates: need.candidates.map((candidate): Candidate => {
      const capitalPence = candidate.capitalPence.map((pence) => Math.max(0, odd(pence)));
      const revenuePence = candidate.revenuePence.map(odd);
      return { ...candidate, capitalPence, revenuePence, wholeLifePence: sum(capitalPence) + sum(revenuePence) };
    }),
  }));
  const years = problem.years.map((year) => ({
    ...year,
    capitalPence: Math.max(0, odd(year.capitalPence)),
    revenuePence: odd(year.revenuePence),
  }));
  const requirements = problem.requirements.map((one) => ({ ...one, weight: one.weight * 10 ** draw(0, 5) }));
  return { ...problem, needs, years, requirements };
}

test('a penny among thousands of millions, and weights of 1 to 100,000, are never lost in a proof', async () => {
  let [proved, open] = [0, 0];
  for (let seed = 22_000; seed < 22_600; seed++) {
    const problem = withOddMoney(makeProblem(seed), seed);
    let plan: Plan;
    try {
      plan = await solvePlan(problem);
    } catch (error) {
      ok(error instanceof NoPlanFoundError, `seed ${seed}: ${String(error)}`);
      continue;
    }
    if (holdAgainstAll(problem, plan, `seed ${seed}`)) proved++;
    else if (plan.certificate.status === 'gap') open++;
  }
  ok(proved > 400, `${proved} proved, ${open} open`);
});

test('the same odd problem gives the same plan and the same certificate again', async () => {
  for (let seed = 22_000; seed < 22_020; seed++) {
    const problem = withOddMoney(makeProblem(seed), seed);
    deepEqual(await solvePlan(problem), await solvePlan(problem), `seed ${seed}`);
  }
});

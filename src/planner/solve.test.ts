import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { bruteForce } from './brute-force.ts';
import { checkPlan } from './check.ts';
import { makeProblem } from './made-problems.ts';
import { solvePlan } from './solve.ts';

test('every level equals the best of all plans, on 2,000 random tiny problems, and the checker agrees', async () => {
  let infeasible = 0;
  let changed = 0;
  for (let seed = 1; seed <= 2000; seed++) {
    const problem = makeProblem(seed);
    const best = bruteForce(problem);
    const plan = await solvePlan(problem);
    const { status, levels } = plan.certificate;
    if (best.levels === null) {
      infeasible++;
      equal(status, 'infeasible', `seed ${seed}`);
      continue;
    }
    if (problem.agreed.length > 0) changed++;
    deepEqual(
      levels.map((level) => level.value),
      best.levels,
      `seed ${seed}`,
    );
    equal(status, 'proven', `seed ${seed}`);
    const checked = checkPlan(problem, plan);
    ok(checked.ok, `seed ${seed}: ${checked.faults.join(' ')}`);
  }
  ok(infeasible > 10 && changed > 200, `${infeasible} infeasible, ${changed} with an agreed plan`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { bruteForce } from '../brute-force.ts';
import { diffPlans } from '../diff.ts';
import { seededNumbers } from '../../domain/seeded.ts';
import { makeProblem } from '../made-problems.ts';
import { solvePlan } from '../solve.ts';
import { findCauses } from './causes.ts';
import { problemDifferences } from './differences.ts';
import { replan, startsOf } from './replan.ts';
import { applyScenario, type ScenarioPart } from './scenario.ts';

/** The problem after a few things have happened to it, the same for the same seed. */
function happened(problem: PlanningProblem, seed: number): PlanningProblem {
  const draw = seededNumbers(seed);
  const needs = problem.needs.map((need) => ({
    ...need,
    candidates: need.candidates.map((candidate) => {
      const more = draw(1, 3) === 1 ? draw(1, 900_000) : 0;
      const capitalPence = candidate.capitalPence.map((pence) => (pence > 0 ? pence + more : pence));
      const wholeLifePence = [...capitalPence, ...candidate.revenuePence].reduce((sum, pence) => sum + pence, 0);
      return { ...candidate, capitalPence, wholeLifePence };
    }),
  }));
  const years = problem.years.map((year) => ({
    ...year,
    capitalPence: Math.round(year.capitalPence * draw(3, 20) * 0.1),
  }));
  const staffDaysPerTerm = problem.staffDaysPerTerm.map((days) => (draw(1, 3) === 1 ? draw(0, 2 * days) : days));
  return { ...problem, needs, years, staffDaysPerTerm, locks: draw(1, 3) === 1 ? [] : problem.locks };
}

async function* replanned(from: number, count: number) {
  for (let seed = from; seed < from + count; seed += 1) {
    const problem = { ...makeProblem(seed), agreed: [] };
    const plan = await solvePlan(problem);
    if (plan.certificate.status !== 'proven' || plan.placements.length === 0) continue;
    const later = { ...happened(problem, seed), agreed: startsOf(plan) };
    const again = await replan(later, startsOf(plan), 'quick');
    if (again) yield { seed, before: { problem, plan }, after: { problem: later, plan: again } };
  }
}

/** The best levels there are where that need stays as the plan has it, the best of all first. By trying every plan. */
function bestWith(problem: PlanningProblem, plan: Plan, needId: string): [unknown, unknown] {
  const start = plan.placements.find((placement) => placement.needId === needId);
  const fixed = { needId, optionId: start?.optionId ?? null, term: start?.term ?? 0 };
  const held = { ...problem, locks: [...problem.locks.filter((lock) => lock.needId !== needId), fixed] };
  return [bruteForce(problem).levels, bruteForce(held).levels];
}

test('each difference taken back is one that is no longer told', async () => {
  let told = 0;
  for await (const { before, after } of replanned(11_000, 60)) {
    const all = problemDifferences(before.problem, after.problem);
    for (const { cause, without } of all) {
      assert.ok(without, cause.kind);
      told += 1;
      const left = problemDifferences(before.problem, without).map((one) => JSON.stringify(one.cause));
      assert.ok(!left.includes(JSON.stringify(cause)), JSON.stringify(cause));
      assert.equal(left.length, all.length - 1);
    }
  }
  assert.ok(told > 100, `${told} told`);
});

test('the same problem has no differences', () => {
  for (let seed = 0; seed < 20; seed += 1)
    assert.deepEqual(problemDifferences(makeProblem(seed), makeProblem(seed)), []);
});

test('a change is put down to what, taken back, takes the change back: every plan tried', async () => {
  let confirmed = 0;
  for await (const { seed, before, after } of replanned(11_000, 240)) {
    const possible = problemDifferences(before.problem, after.problem);
    if (possible.length < 2) continue;
    const found = await findCauses(before, after, possible, 'quick');
    assert.deepEqual(
      found.map(({ needId }) => needId),
      diffPlans(before, after).changes.map(({ needId }) => needId),
    );
    for (const { needId, causes } of found) {
      for (const cause of causes) {
        const without = possible.find((one) => one.cause === cause)?.without;
        assert.ok(without, `seed ${seed}`);
        const agreed = startsOf(before.plan);
        const [best, held] = bestWith({ ...without, agreed }, before.plan, needId);
        assert.deepEqual(held, best, `seed ${seed} ${needId} ${JSON.stringify(cause)}`);
        confirmed += 1;
      }
    }
  }
  assert.ok(confirmed > 20, `${confirmed} confirmed`);
});

test('re-planning changes no more placements than needed: every plan tried', async () => {
  let changed = 0;
  for await (const { seed, before, after } of replanned(11_000, 300)) {
    if (after.plan.certificate.status !== 'proven') continue;
    const { levels } = bruteForce(after.problem);
    const fewest = levels?.at(-1);
    const { changes } = diffPlans(before, after);
    assert.equal(changes.length, fewest, `seed ${seed}`);
    changed += changes.length;
  }
  assert.ok(changed > 20, `${changed} changed`);
});

test('the changes of a scenario of two parts are put down to the part that makes them', async () => {
  let named = 0;
  for (let seed = 11_200; seed < 11_260; seed += 1) {
    const problem = { ...makeProblem(seed), agreed: [] };
    const plan = await solvePlan(problem);
    if (plan.certificate.status !== 'proven' || plan.placements.length === 0) continue;
    const starts = startsOf(plan);
    const facts = { cloudOptionIds: new Set<string>(), endingNeedIds: new Set<string>(), starts };
    const parts: ScenarioPart[] = [
      { kind: 'budget', pot: 'capital', yearId: 'y0', changePence: -100_000_000 },
      { kind: 'price', target: { kind: 'all' }, percent: 1 },
    ];
    const supposed = applyScenario(problem, parts, facts);
    const again = await replan(supposed, starts, 'quick');
    if (!again) continue;
    const possible = parts.map((cause) => ({
      cause,
      without: applyScenario(
        problem,
        parts.filter((part) => part !== cause),
        facts,
      ),
    }));
    const found = await findCauses({ problem, plan }, { problem: supposed, plan: again }, possible, 'quick');
    for (const { needId, causes } of found) {
      for (const cause of causes) {
        const without = possible.find((one) => one.cause === cause)?.without;
        assert.ok(without);
        const [best, held] = bestWith(without, plan, needId);
        assert.deepEqual(held, best, `seed ${seed} ${needId}`);
        named += 1;
      }
    }
  }
  assert.ok(named > 10, `${named} named`);
});

test('where a term has gone by, that is what a change is put down to if nothing else is', async () => {
  const problem = makeProblem(11_300);
  const shifted = { ...problem, terms: problem.terms.slice(1) };
  const differences = problemDifferences(problem, shifted);
  assert.deepEqual(
    differences.map(({ cause, without }) => [cause.kind, without]),
    [['time', null]],
  );
});

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
import { answerStudy } from './studies.ts';
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
    const found = await findCauses(before, after, possible, { effort: 'quick' });
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

test('what a search names is only said to be proved where trying every plan confirms it', async () => {
  let [proved, likely] = [0, 0];
  for await (const { seed, before, after } of replanned(11_000, 300)) {
    const possible = problemDifferences(before.problem, after.problem);
    if (possible.length < 2) continue;
    const searched = await findCauses(before, after, possible, { effort: 'search' });
    assert.ok(searched.every((one) => one.proved === 0));
    likely += searched.reduce((sum, { causes }) => sum + causes.length, 0);
    for (const found of await findCauses(before, after, possible, { effort: 'search', confirm: 'quick' })) {
      for (const cause of found.causes.slice(0, found.proved)) {
        const without = possible.find((one) => one.cause === cause)?.without;
        assert.ok(without, `seed ${seed}`);
        const [best, held] = bestWith({ ...without, agreed: startsOf(before.plan) }, before.plan, found.needId);
        assert.deepEqual(held, best, `seed ${seed} ${found.needId} ${JSON.stringify(cause)}`);
        proved += 1;
      }
    }
  }
  assert.ok(proved > 20, `${proved} proved`);
  assert.ok(likely >= proved, `${likely} likely`);
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
    const found = await findCauses({ problem, plan }, { problem: supposed, plan: again }, possible, {
      effort: 'quick',
    });
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

test('the only thing that changed is a proved cause where both plans are proved, and a likely one else', async () => {
  let proved = 0;
  for await (const { before, after } of replanned(11_000, 60)) {
    const [first] = problemDifferences(before.problem, after.problem);
    if (!first?.without || diffPlans(before, after).changes.length === 0) continue;
    const possible = [{ cause: 'it', without: before.problem }];
    for (const one of await findCauses(before, after, possible, { effort: 'search' })) {
      assert.deepEqual([one.causes, one.proved], [['it'], after.plan.certificate.status === 'proven' ? 1 : 0]);
      proved += 1;
    }
    const plan = { ...before.plan, certificate: { ...before.plan.certificate, status: 'gap' as const } };
    const unsure = await findCauses({ ...before, plan }, after, possible, { effort: 'search' });
    assert.ok(unsure.every((one) => one.proved === 0));
  }
  assert.ok(proved > 5, `${proved} proved`);
});

test('a change of a scenario is put down to a part alone, or to all of one of its changes', async () => {
  let [parts, whole] = [0, 0];
  for (let seed = 11_200; seed < 11_290; seed += 1) {
    const problem = { ...makeProblem(seed), agreed: [] };
    const plan = await solvePlan(problem);
    if (plan.certificate.status !== 'proven' || plan.placements.length === 0) continue;
    const facts = { cloudOptionIds: new Set<string>(), endingNeedIds: new Set<string>() };
    const changes: ScenarioPart[][] = [
      problem.years.map(({ id }) => ({ kind: 'budget', pot: 'capital', yearId: id, changePence: -1_500_000 })),
      [{ kind: 'late', target: { kind: 'all' }, terms: 1 }],
    ];
    const starts = startsOf(plan);
    const supposed = applyScenario(problem, changes.flat(), { ...facts, starts });
    const again = await replan(supposed, starts, 'quick');
    if (!again) continue;
    const answer = await answerStudy({
      kind: 'scenario-causes',
      before: { problem, plan },
      plan: again,
      changes,
      facts,
      effort: 'quick',
    });
    assert.ok(answer.kind === 'scenario-causes');
    for (const { needId, causes } of answer.causes) {
      for (const cause of causes) {
        const rest =
          'part' in cause
            ? changes.flat().filter((_, part) => part !== cause.part)
            : changes.filter((_, change) => change !== cause.change).flat();
        const without = applyScenario(problem, rest, { ...facts, starts });
        const [best, held] = bestWith(without, plan, needId);
        assert.deepEqual(held, best, `seed ${seed} ${needId}`);
        if ('part' in cause) parts += 1;
        else whole += 1;
      }
    }
  }
  assert.ok(parts > 3 && whole > 0, `${parts} parts, ${whole} whole changes`);
});

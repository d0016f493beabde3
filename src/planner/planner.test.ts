import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate, Plan, PlanNeed, PlanningProblem } from '../domain/planning.ts';
import { isBetter } from './brute-force.ts';
import { checkPlan } from './check.ts';
import { findConflict } from './conflict.ts';
import { diffPlans } from './diff.ts';
import { makeProblem } from './made-problems.ts';
import { cashByYear, statusByTerm } from './outcome.ts';
import { withoutLimit } from './relaxed-problem.ts';
import { solvePlan } from './solve.ts';
import { planInWorker } from './worker.ts';

function valuesOf(plan: Plan): number[] {
  return plan.certificate.levels.map((level) => level.value);
}

/** Four terms in two years, one requirement, needs as given. */
function smallProblem(needs: PlanNeed[], change: Partial<PlanningProblem> = {}): PlanningProblem {
  const year = (id: string) => ({ id, name: id, startsOn: '2026-04-01', endsOn: '2027-03-31' });
  return {
    format: 'cairn.problem/1',
    terms: [0, 1, 2, 3].map((t) => ({
      id: `t${t}`,
      name: `Term ${t}`,
      startsOn: '2026-09-01',
      endsOn: '2026-12-18',
      year: t < 2 ? 0 : 1,
      holidayDays: 14,
    })),
    years: ['y0', 'y1'].map((id) => ({ ...year(id), capitalPence: 100_000, revenuePence: 100_000 })),
    capitalCarriesForward: false,
    staffDaysPerTerm: [5, 5, 5, 5],
    standards: [{ id: 's', name: 'Standard', core: true, dueTerm: 3 }],
    requirements: ['a', 'b'].map((id) => ({
      id,
      name: id,
      standardId: 's',
      must: true,
      duty: false,
      weight: 3,
      metWithout: [false, false, false, false],
    })),
    needs,
    exclusions: [],
    locks: [],
    agreed: [],
    ...change,
  };
}

function start(optionId: string, term: number, change: Partial<Candidate> = {}): Candidate {
  return {
    optionId,
    term,
    completeTerm: term + 1,
    capitalPence: term < 2 ? [60_000, 0] : [0, 60_000],
    revenuePence: [0, 0],
    staffDays: [0, 1, 2, 3].map((t) => (t === term ? 2 : 0)),
    satisfies: ['a'],
    lapsesTerm: null,
    wholeLifePence: 60_000,
    wholeLifeRange: { lowPence: 60_000, highPence: 60_000 },
    decideBy: null,
    decideByReason: null,
    ...change,
  };
}

function need(id: string, candidates: Candidate[], after: string[] = []): PlanNeed {
  const options = [...new Set(candidates.map((candidate) => candidate.optionId))];
  return {
    id,
    name: id,
    group: 'network',
    because: [],
    options: options.map((one) => ({ id: one, name: one, heading: 'E20D', placeholderPrice: false })),
    candidates,
    ruledOut: [],
    after,
    doNothing: '',
  };
}

const everyTerm = (optionId: string, change: Partial<Candidate> = {}) =>
  [0, 1, 2].map((t) => start(optionId, t, change));

test('a need waits until the need before it is complete', async () => {
  const cabling = need('cabling', everyTerm('cable', { satisfies: [] }));
  const wifi = need('wifi', everyTerm('points'), ['cabling']);
  const plan = await solvePlan(
    smallProblem([cabling, wifi], { years: smallProblem([]).years.map((y) => ({ ...y, capitalPence: 200_000 })) }),
  );
  deepEqual(
    plan.placements.map((p) => [p.needId, p.term]),
    [
      ['cabling', 0],
      ['wifi', 1],
    ],
  );
});

test('an option waits for what it alone needs, while another of the same need does not', async () => {
  const line = need('line', everyTerm('fibre', { satisfies: ['b'], capitalPence: [0, 0] }));
  const files = need('files', [
    ...everyTerm('move', { capitalPence: [0, 0] }),
    start('renew', 0, { wholeLifePence: 9 }),
  ]);
  files.options = files.options.map((option) => (option.id === 'move' ? { ...option, after: ['line'] } : option));
  const enough = { years: smallProblem([]).years.map((year) => ({ ...year, capitalPence: 200_000 })) };
  const free = await solvePlan(smallProblem([line, files], enough));
  equal(free.placements.find(({ needId }) => needId === 'files')?.optionId, 'renew');
  const locks = [{ needId: 'files', optionId: 'move', term: 0 }];
  equal((await solvePlan(smallProblem([line, files], { ...enough, locks }))).certificate.status, 'infeasible');
  const waits = [{ needId: 'files', optionId: 'move', term: 1 }];
  const later = await solvePlan(smallProblem([line, files], { ...enough, locks: waits }));
  equal(later.placements.find(({ needId }) => needId === 'line')?.term, 0);
});

test('options that exclude each other are not both placed', async () => {
  const server = need('server', everyTerm('renew', { capitalPence: [0, 0] }));
  const cloud = need('cloud', everyTerm('move', { capitalPence: [0, 0], satisfies: ['b'] }));
  const exclusions = [{ id: 'one-home', reason: 'Files live in one place.', optionIds: ['renew', 'move'] }];
  const plan = await solvePlan(smallProblem([server, cloud], { exclusions }));
  equal(plan.placements.length, 1);
});

test('what lapses no longer counts as met', async () => {
  const plan = await solvePlan(smallProblem([need('licence', [start('short', 0, { lapsesTerm: 3 })])]));
  const status = statusByTerm(smallProblem([need('licence', [start('short', 0, { lapsesTerm: 3 })])]), plan.placements);
  deepEqual(status.requirements[0]!.with, [false, true, true, false]);
});

test('unspent capital is used later only where it carries forward', async () => {
  const dear = need('network', [start('all', 2, { capitalPence: [0, 150_000] })]);
  equal((await solvePlan(smallProblem([dear]))).placements.length, 0);
  const problem = smallProblem([dear], { capitalCarriesForward: true });
  const plan = await solvePlan(problem);
  equal(plan.placements.length, 1);
  equal(cashByYear(problem, plan.placements)[1]!.capitalAvailablePence, 200_000);
});

test('a penny over the budget is over', async () => {
  const exact = need('network', [start('all', 0, { capitalPence: [100_000, 0] })]);
  const over = need('network', [start('all', 0, { capitalPence: [100_001, 0] })]);
  equal((await solvePlan(smallProblem([exact]))).placements.length, 1);
  equal((await solvePlan(smallProblem([over]))).placements.length, 0);
});

test('large sums are added up to the penny', async () => {
  const parts = [333_333_333_33, 333_333_333_33, 333_333_333_35];
  const needs = parts.map((pence, i) =>
    need(`n${i}`, [start(`o${i}`, 0, { capitalPence: [pence, 0], satisfies: [`r${i}`] })]),
  );
  const requirements = parts.map((_, i) => ({ ...smallProblem([]).requirements[0]!, id: `r${i}` }));
  const budget = (pence: number) => smallProblem([]).years.map((y) => ({ ...y, capitalPence: pence }));
  const change = { requirements, staffDaysPerTerm: [9, 9, 9, 9] };
  const all = 333_333_333_33 * 2 + 333_333_333_35;
  equal((await solvePlan(smallProblem(needs, { ...change, years: budget(all) }))).placements.length, 3);
  const short = await solvePlan(smallProblem(needs, { ...change, years: budget(all - 1) }));
  equal(short.placements.length, 2);
  equal(short.certificate.status, 'proven');
});

test('a fixed start is held, also where another would be better, and never moves', async () => {
  for (let seed = 2000; seed < 2150; seed++) {
    const problem = makeProblem(seed);
    const plan = await solvePlan(problem);
    if (plan.certificate.status === 'infeasible') continue;
    for (const lock of problem.locks) {
      const placed = plan.placements.find((placement) => placement.needId === lock.needId);
      equal(placed?.optionId ?? null, lock.optionId, `seed ${seed}`);
      if (placed) deepEqual([placed.term, placed.locked], [lock.term, true], `seed ${seed}`);
    }
  }
});

test('more money never makes the plan worse', async () => {
  for (let seed = 3000; seed < 3120; seed++) {
    const problem = { ...makeProblem(seed), agreed: [] };
    const richer = {
      ...problem,
      years: problem.years.map((year) => ({
        ...year,
        capitalPence: year.capitalPence + 400_000,
        revenuePence: year.revenuePence + 50_000,
      })),
    };
    const [before, after] = [await solvePlan(problem), await solvePlan(richer)];
    if (before.certificate.status === 'infeasible') continue;
    ok(!isBetter(valuesOf(before), valuesOf(after)), `seed ${seed}`);
  }
});

test('the same problem gives the same plan and hash, and a changed one another hash', async () => {
  for (let seed = 4000; seed < 4030; seed++) {
    const problem = makeProblem(seed);
    const again = JSON.parse(JSON.stringify(problem)) as PlanningProblem;
    const [one, two] = [await solvePlan(problem), await solvePlan(again)];
    deepEqual(one, two);
    const changed = { ...again, years: again.years.map((year) => ({ ...year, capitalPence: year.capitalPence + 1 })) };
    notEqual((await solvePlan(changed)).hash, one.hash);
  }
});

test('re-planning keeps to the agreed plan where nothing better is lost by it', async () => {
  const twin = (term: number) => start('twin', term, { completeTerm: 3 });
  const problem = smallProblem([need('n', [twin(0), twin(1)])]);
  const agreed = [{ needId: 'n', optionId: 'twin', term: 1 }];
  equal((await solvePlan(problem)).placements[0]!.term, 0);
  const plan = await solvePlan({ ...problem, agreed });
  equal(plan.placements[0]!.term, 1);
  equal(plan.certificate.levels.at(-1)!.value, 0);
});

test('where fixed starts break a limit, the smallest set to relax is named', async () => {
  const needs = ['p', 'q', 'r'].map((id) => need(id, [start(`${id}-buy`, 0, { staffDays: [3, 0, 0, 0] })]));
  const locks = ['p', 'q'].map((id) => ({ needId: id, optionId: `${id}-buy`, term: 0 }));
  const problem = smallProblem(needs, { locks, staffDaysPerTerm: [9, 9, 9, 9] });
  const plan = await solvePlan(problem);
  equal(plan.certificate.status, 'infeasible');
  ok(checkPlan(problem, plan).ok);
  const conflict = await findConflict(problem);
  equal(conflict?.limits.length, 1);
  equal(await findConflict({ ...problem, locks: [] }), null);
});

test('a start that is fixed but no longer possible is said to be in the way', async () => {
  const problem = smallProblem([need('p', everyTerm('buy'))], { locks: [{ needId: 'p', optionId: 'buy', term: 3 }] });
  equal((await solvePlan(problem)).certificate.status, 'infeasible');
  deepEqual(
    (await findConflict(problem))?.limits.map((limit) => [limit.kind, limit.id]),
    [['lock', 'p']],
  );
});

test('relaxing what the conflict names makes a plan possible', async () => {
  let conflicts = 0;
  for (let seed = 5000; seed < 5200; seed++) {
    const problem = makeProblem(seed);
    const conflict = await findConflict(problem);
    const isInfeasible = (await solvePlan(problem)).certificate.status === 'infeasible';
    equal(conflict !== null, isInfeasible, `seed ${seed}`);
    if (!conflict) continue;
    conflicts++;
    const relaxed = conflict.limits.reduce((now, limit) => withoutLimit(now, limit.kind, limit.id) ?? now, problem);
    equal(await findConflict(relaxed), null, `seed ${seed}`);
  }
  ok(conflicts > 5, `${conflicts} conflicts`);
});

test('differences between two plans are listed need by need', async () => {
  const problem = smallProblem([need('p', everyTerm('buy'))]);
  const poorer = {
    ...problem,
    years: problem.years.map((y, i) => ({ ...y, capitalPence: i === 0 ? 0 : y.capitalPence })),
  };
  const before = { problem, plan: await solvePlan(problem) };
  const after = { problem: poorer, plan: await solvePlan(poorer) };
  const { changes, kept } = diffPlans(before, after);
  deepEqual(
    changes.map((change) => [change.kind, change.needId]),
    [['moved', 'p']],
  );
  equal(changes[0]?.kind === 'moved' && changes[0].terms, 2);
  equal(kept, 0);
});

test('the worker gives the same plan, with progress, and stops when told', async () => {
  const problem = makeProblem(4001);
  const direct = await solvePlan(problem);
  const plan = await planInWorker(problem);
  deepEqual(plan, direct);
  await rejects(planInWorker(problem, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  const stopping = new AbortController();
  const started = planInWorker(problem, { signal: stopping.signal });
  stopping.abort();
  await rejects(started, { name: 'AbortError' });
});

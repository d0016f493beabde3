import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate, Placement, PlanningProblem } from '../../domain/planning.ts';
import { recount } from '../check.ts';
import { loadSolver } from '../highs.ts';
import { makeProblem, type ProblemShape } from '../made-problems.ts';
import { creditOf, moneyOf, usesOf, type Fund } from './from-problem.ts';
import { gainsOf, pointsOf } from './points.ts';
import { fundMoney, prepareSharing, problemWithMoney, shareFund } from './share-fund.ts';

const highs = await loadSolver();

/** A term is a year here: then every start is offered, and what is counted by year is counted by term. */
const shape: ProblemShape = {
  needs: [2, 3],
  startsPerNeed: 4,
  terms: 3,
  termsPerYear: 1,
  requirementsPerNeed: 2,
  standards: 2,
  lockChance: 0,
  agreedChance: 0,
};

interface Made {
  id: string;
  pupils: number;
  problem: PlanningProblem;
}

/** Two schools whose people have few days, with options of which some wait for other needs and some do not. */
function madeTrust(seed: number): { schools: Made[]; fund: Fund } {
  const schools = [0, 1].map((s): Made => {
    const problem = makeProblem(seed * 10 + s, { ...shape, lockChance: seed % 4 === 0 ? 15 : 0 });
    return {
      id: `s${s}`,
      pupils: 100,
      problem: { ...problem, staffDaysPerTerm: problem.staffDaysPerTerm.map((days) => Math.ceil(days / 2)) },
    };
  });
  const years = schools[0]!.problem.years.map(({ id, name }, y) => ({
    id,
    name,
    capitalPence: schools.reduce((sum, { problem }) => sum + Math.max(0, problem.years[y]!.capitalPence), 0),
    revenuePence: schools.reduce((sum, { problem }) => sum + Math.max(0, problem.years[y]!.revenuePence), 0),
  }));
  return { schools, fund: { years, capitalCarriesForward: seed % 2 === 0 } };
}

const placementOf = (problem: PlanningProblem, needId: string, one: Candidate): Placement => ({
  needId,
  optionId: one.optionId,
  term: one.term,
  completeTerm: one.completeTerm,
  locked: problem.locks.some(
    ({ needId: id, optionId, term }) => id === needId && optionId === one.optionId && term === one.term,
  ),
});

/** All plans of a school that hold every limit but the shared money, by the independent checker. */
function plansOf(problem: PlanningProblem, fund: Fund): { needId: string; candidate: Candidate }[][] {
  const rich = problemWithMoney(
    problem,
    fund,
    fundMoney(fund).map(() => 1e12),
  );
  const build = (n: number): { needId: string; candidate: Candidate }[][] => {
    const need = problem.needs[n];
    if (need === undefined) return [[]];
    const rest = build(n + 1);
    return [
      ...rest,
      ...need.candidates.flatMap((candidate) => rest.map((one) => [{ needId: need.id, candidate }, ...one])),
    ];
  };
  return build(0).filter((plan) => {
    const placements = plan.map(({ needId, candidate }) => placementOf(problem, needId, candidate));
    return recount(rich, placements).faults.length === 0;
  });
}

describe('a school’s own limits in a shared fund', () => {
  it('hold, and neither what is found nor what is proven passes what brute force finds', async () => {
    let equal = 0;
    let tried = 0;
    let waits = 0;
    let held = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const { schools, fund } = madeTrust(seed);
      const parts = prepareSharing(highs, fund, schools, []);
      const all = schools.map(({ problem }) => {
        const credit = creditOf(problem);
        return plansOf(problem, fund).map((plan) => ({
          value: plan.reduce(
            (sum, { needId, candidate }) =>
              sum + pointsOf(gainsOf(problem, candidate, credit.get(needId) ?? new Set()), parts.points),
            0,
          ),
          uses: usesOf(
            fundMoney(fund).map((_, l) =>
              plan.reduce((sum, { candidate }) => sum + moneyOf(problem, candidate, fund)[l]!, 0),
            ),
            fund,
          ),
        }));
      });
      // What is fixed in a school may not go together even without money: its plan by term says so, the others share on.
      if (all.some((plans) => plans.length === 0)) continue;
      const allowed = usesOf(fundMoney(fund), fund);
      let best = -Infinity;
      for (const one of all[0]!)
        for (const other of all[1]!)
          if (one.value + other.value > best && allowed.every((most, l) => one.uses[l]! + other.uses[l]! <= most))
            best = one.value + other.value;
      const shared = await shareFund(parts, [], new Set());
      if (shared === null) {
        assert.equal(best, -Infinity, `seed ${seed}: there is a sharing`);
        continue;
      }
      tried++;
      const where = `seed ${seed}: ${shared.value} of ${best}, bound ${shared.bound}`;
      assert.ok(shared.value <= best, where);
      assert.ok(shared.bound >= best - 1e-6 * Math.abs(best), where);
      if (shared.value === best) equal++;
      const cash = fundMoney(fund).map(() => 0);
      for (const [s, { starts }] of shared.schools.entries()) {
        const { problem } = schools[s]!;
        const rich = problemWithMoney(
          problem,
          fund,
          fundMoney(fund).map(() => 1e12),
        );
        const placements = starts.map(({ needId, candidate }) => placementOf(problem, needId, candidate));
        const { faults, cashByYear } = recount(rich, placements);
        assert.deepEqual(faults, [], where);
        cashByYear.forEach(({ capitalPence, revenuePence }, y) => {
          cash[y]! += capitalPence;
          cash[fund.years.length + y]! += revenuePence;
        });
        if (problem.needs.some(({ options }) => new Set(options.map(({ after = [] }) => after.join())).size > 1))
          waits++;
        const days = problem.terms.map((_, t) =>
          starts.reduce((sum, { candidate }) => sum + (candidate.staffDays[t] ?? 0), 0),
        );
        if (days.some((each, t) => each > 0 && each === problem.staffDaysPerTerm[t])) held++;
      }
      // What runs on is paid in every year, out of the fund of that year.
      assert.deepEqual(cash, shared.usedPence, where);
      assert.ok(
        usesOf(cash, fund).every((pence, l) => pence <= allowed[l]!),
        where,
      );
    }
    assert.ok(
      tried > 240 && waits > 50 && held > 50,
      `${tried} tried, ${waits} with options that wait, ${held} at the days’ end`,
    );
    assert.ok(equal >= 0.95 * tried, `${equal} of ${tried} are the best there is`);
  });
});

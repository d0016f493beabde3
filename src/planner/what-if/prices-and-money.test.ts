import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import { bruteForce, isBetter } from '../brute-force.ts';
import { seededNumbers } from '../../domain/seeded.ts';
import { makeProblem } from '../made-problems.ts';
import { solvePlan } from '../solve.ts';
import { drawCosts } from './cost-draws.ts';
import { nextMoney } from './next-money.ts';
import { studyPrices, withPriceAt } from './price-study.ts';
import { startsOf } from './replan.ts';

/** Each price between half and twice the plan's own. */
function withRanges(problem: PlanningProblem): PlanningProblem {
  const range = (pence: number) => ({
    lowPence: Math.min(Math.round(pence / 2), 2 * pence),
    highPence: Math.max(Math.round(pence / 2), 2 * pence),
  });
  const needs = problem.needs.map((need) => ({
    ...need,
    candidates: need.candidates.map((candidate) => ({
      ...candidate,
      capitalRange: candidate.capitalPence.map(range),
      revenueRange: candidate.revenuePence.map(range),
      wholeLifeRange: range(candidate.wholeLifePence),
    })),
  }));
  return { ...problem, needs };
}

async function* planned(from: number, count: number) {
  for (let seed = from; seed < from + count; seed += 1) {
    const problem = withRanges({ ...makeProblem(seed), agreed: [] });
    const plan = await solvePlan(problem);
    if (plan.certificate.status === 'proven' && plan.placements.length > 0) yield { seed, problem, plan };
  }
}

test('what a price at its end makes of the plan is the best there is then: every plan tried', async () => {
  let moved = 0;
  for await (const { seed, problem, plan } of planned(12_000, 50)) {
    const { prices, open, tried } = await studyPrices(problem, plan);
    assert.ok(prices.length <= 5 && tried <= open);
    for (const { needId, optionId, ends } of prices) {
      for (const { end, changes, costPence, fits, proven } of ends) {
        const base = { ...problem, agreed: startsOf(plan) };
        const { levels } = bruteForce(withPriceAt(base, needId, optionId, end));
        assert.equal(fits, levels !== null, `seed ${seed}`);
        if (!levels) continue;
        assert.ok(proven, `seed ${seed}`);
        const cost = levels.at(-2) ?? 0;
        const was = plan.certificate.levels.find(({ level }) => level === 'whole-life-cost')?.value ?? 0;
        assert.equal(costPence, cost - was, `seed ${seed} ${optionId} ${end}`);
        assert.equal(changes.length, levels.at(-1), `seed ${seed} ${optionId} ${end}`);
        moved += changes.length;
      }
    }
  }
  assert.ok(moved > 20, `${moved} moved`);
});

test('a price that is left out unasked could not have changed the plan', async () => {
  for await (const { seed, problem, plan } of planned(12_100, 30)) {
    for (const need of problem.needs) {
      for (const { id } of need.options) {
        if (plan.placements.some(({ optionId }) => optionId === id)) continue;
        // Not in the plan, and no option of it saves more than it costs at any of its starts: dearer is never better.
        const dearer = withPriceAt({ ...problem, agreed: startsOf(plan) }, need.id, id, 'high');
        const grows = dearer.needs.every((one, n) =>
          one.candidates.every((candidate, c) => {
            const old = problem.needs[n]?.candidates[c];
            return old && candidate.revenuePence.every((pence, y) => pence >= (old.revenuePence[y] ?? 0));
          }),
        );
        if (!grows) continue;
        const was = plan.certificate.levels.map(({ value }) => value);
        assert.deepEqual(bruteForce(dearer).levels, [...was, 0], `seed ${seed} ${id}`);
      }
    }
  }
});

test('quotes have no ends to be taken to', async () => {
  const need = madeNeed('line', 'Line', {
    options: [{ id: 'line-buy', name: 'Line', heading: 'E20D', placeholderPrice: false }],
    candidates: [madeCandidate('line-buy', 0, { wholeLifeRange: { lowPence: 1, highPence: 900_000 } })],
  });
  const problem = madePlanningProblem([need]);
  const study = await studyPrices(problem, madePlan(problem, { line: 0 }));
  assert.deepEqual(study, { prices: [], open: 0, tried: 0 });
});

test('more money in a pot is said to help where the best plan with it is better: every plan tried', async () => {
  let helped = 0;
  for await (const { seed, problem, plan } of planned(12_200, 120)) {
    const was = plan.certificate.levels.map(({ value }) => value);
    const lines = await nextMoney(problem, plan, { effort: 'quick' });
    assert.equal(lines.length, 2 * problem.years.length);
    for (const { pot, yearId, helps, sooner, met } of lines) {
      const key = pot === 'capital' ? 'capitalPence' : 'revenuePence';
      const years = problem.years.map((year) =>
        year.id === yearId ? { ...year, [key]: year[key] + 1_000_000 } : year,
      );
      const { levels } = bruteForce({ ...problem, years });
      assert.ok(levels);
      assert.equal(helps, isBetter(levels, was), `seed ${seed} ${pot} ${yearId}`);
      if (helps) helped += 1;
      else assert.deepEqual([sooner, met], [[], []]);
    }
  }
  assert.ok(helped > 10, `${helped} helped`);
});

const priced = (low: number, middle: number, high: number, placeholderPrice = true) => {
  const need = madeNeed('line', 'Line', {
    options: [{ id: 'line-buy', name: 'Line', heading: 'E20D', placeholderPrice }],
    candidates: [
      madeCandidate('line-buy', 1, {
        capitalPence: [0, middle, 0],
        ...(placeholderPrice && {
          capitalRange: [0, 1, 0].map((one) => ({ lowPence: one * low, highPence: one * high })),
        }),
      }),
    ],
  });
  const problem = madePlanningProblem([need]);
  return { problem, placements: madePlan(problem, { line: 1 }).placements };
};

test('drawn prices: a quote never moves, a range lies within its ends with the plan’s price in the middle', () => {
  const quote = priced(1, 400_000, 900_000, false);
  assert.deepEqual(drawCosts(quote.problem, quote.placements).wholeLife, { p10: 400_000, p50: 400_000, p90: 400_000 });
  const range = priced(300_000, 400_000, 500_000);
  const { wholeLife, years, anyOver } = drawCosts(range.problem, range.placements);
  // Of a triangle, a tenth lies below √0.2 − 1 of the way to the low end.
  const tenth = 400_000 - 100_000 * (1 - Math.sqrt(0.2));
  assert.ok(Math.abs(wholeLife.p10 - tenth) < 5_000, String(wholeLife.p10));
  assert.ok(Math.abs(wholeLife.p50 - 400_000) < 5_000, String(wholeLife.p50));
  assert.ok(Math.abs(wholeLife.p90 - (800_000 - tenth)) < 5_000, String(wholeLife.p90));
  assert.equal(anyOver, 0);
  assert.deepEqual(years[0]?.total, { p10: 0, p50: 0, p90: 0 });
});

test('drawn prices: the share overspent is that of the triangle above the budget', () => {
  const { problem, placements } = priced(300_000, 400_000, 600_000);
  const { years, anyOver } = drawCosts(problem, placements, { draws: 20_000 });
  // Above half of the upper side lies a quarter of its half.
  assert.ok(Math.abs((years[1]?.capitalOver ?? 0) - 0.125) < 0.01, String(years[1]?.capitalOver));
  assert.equal(anyOver, years[1]?.capitalOver);
  const poor = { ...problem, years: problem.years.map((year) => ({ ...year, capitalPence: 299_999 })) };
  assert.equal(drawCosts(poor, placements).anyOver, 1);
  const carried = { ...poor, capitalCarriesForward: true };
  assert.ok(Math.abs(drawCosts(carried, placements).anyOver) < 0.01);
});

test('drawn prices: the same seed gives the same, the points are in order and within the ends', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 300 }), (seed, which) => {
      const problem = withRanges(makeProblem(12_500 + which));
      const draw = seededNumbers(seed);
      const placements = problem.needs.flatMap(({ id: needId, candidates }) => {
        const start = candidates[draw(0, candidates.length - 1)];
        return start ? [{ ...start, needId, locked: false }] : [];
      });
      const options = { seed, draws: 100 };
      const drawn = drawCosts(problem, placements, options);
      assert.deepEqual(drawCosts(problem, placements, options), drawn);
      for (const { p10, p50, p90 } of [drawn.wholeLife, ...drawn.years.flatMap((y) => [y.capital, y.revenue, y.total])])
        assert.ok(p10 <= p50 && p50 <= p90);
      const [low, high] = [0, 0].map((_, k) =>
        placements
          .flatMap(({ capitalRange, revenueRange }) => [...(capitalRange ?? []), ...(revenueRange ?? [])])
          .reduce((sum, range) => sum + (k === 0 ? range.lowPence : range.highPence), 0),
      );
      // Each year is rounded to a penny.
      const slack = 2 * problem.years.length;
      assert.ok(drawn.wholeLife.p10 >= (low ?? 0) - slack && drawn.wholeLife.p90 <= (high ?? 0) + slack);
      for (const share of [drawn.anyOver, ...drawn.years.flatMap((y) => [y.capitalOver, y.revenueOver])])
        assert.ok(share >= 0 && share <= 1);
    }),
    { numRuns: 100, seed: 5 },
  );
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PlanningProblem } from '../domain/planning.ts';
import type { SchoolRecord } from '../domain/record.ts';
import { checkPlan, explainPlan, solvePlan } from '../planner/index.ts';
import { compileProblem } from './compile-problem.ts';
import { emptyEdition, madeRecord, phoneLibrary } from './made-school.ts';

const library = phoneLibrary([
  'oneOffCapital: { basis: school, bands: [[null, 1000, 3000]] }',
  'yearlyRevenue: { basis: school, bands: [[null, 1000, 2000]] }',
]);
const old = {
  id: 'old',
  title: 'Old phones',
  type: 'phones',
  annualCostPence: 365_000,
  startsOn: '2020-01-01',
  endsOn: '2028-03-31',
  renewal: 'by-agreement',
};
const limits = { budgets: [{ year: '2026-27', capitalPence: 300_000, revenuePence: 900_000 }] };
const order = {
  id: 'a1',
  needId: '',
  optionId: 'change:old',
  name: 'New phones',
  state: 'ordered',
  orderedOn: '2027-06-01',
  startsOn: '2027-10-01',
  oneOffPence: 250_000,
  oneOffPot: 'capital',
  yearlyPence: 120_000,
};
const compile = (parts: Record<string, unknown>): PlanningProblem =>
  compileProblem(record(parts), library, emptyEdition);
const record = (parts: Record<string, unknown>): SchoolRecord => madeRecord({ contracts: [old], limits, ...parts });
const needId = compile({}).needs[0]?.id ?? '';
const withOrder = (parts: Record<string, unknown> = {}) => compile({ actuals: [{ ...order, needId, ...parts }] });
const years = (problem: PlanningProblem) => problem.years.map(({ capitalPence }) => capitalPence);

describe('an order', () => {
  it('is the only start of its need, fixed, at the price and on the day agreed', () => {
    const problem = withOrder();
    const [need] = problem.needs;
    assert.equal(need?.candidates.length, 1);
    const [start] = need.candidates;
    assert.equal(problem.terms[start?.term ?? -1]?.name, 'Autumn term 2027');
    assert.deepEqual(start?.capitalPence, [0, 250_000, 0, 0, 0, 0]);
    assert.deepEqual(problem.locks, [{ needId, optionId: 'change:old', term: start?.term }]);
    assert.deepEqual(problem.agreed, problem.locks);
    assert.equal(start?.decideByReason, 'Ordered on 1 June 2027.');
    assert.deepEqual(
      [...new Set(need.ruledOut.map(({ kind }) => kind))],
      problem.needs[0]?.options.length === 1 ? [] : ['ordered'],
    );
  });

  it('is held by the plan, even where it costs more than was free', async () => {
    for (const oneOffPence of [250_000, 2_500_000]) {
      const problem = withOrder({ oneOffPence });
      const plan = await solvePlan(problem);
      assert.deepEqual(
        plan.placements.map((placement) => [placement.needId, placement.locked]),
        [[needId, true]],
      );
      assert.deepEqual(checkPlan(problem, plan).faults, []);
    }
  });

  it('leaves nothing else free where it takes more than there was, and says so', () => {
    const problem = withOrder({ oneOffPence: 2_500_000 });
    assert.equal(problem.years[1]?.capitalPence, 2_500_000);
    assert.match(problem.years[1]?.notes?.join(' ') ?? '', /£22,000 more capital/);
  });

  it('that began before the first term takes its money in the year that it began in', () => {
    const problem = withOrder({ state: 'started', startsOn: '2026-10-05', expectedOn: '2027-01-02' });
    const [start] = problem.needs[0]?.candidates ?? [];
    assert.deepEqual([start?.term, start?.completeTerm], [0, 0]);
    assert.deepEqual(start?.capitalPence, [250_000, 0, 0, 0, 0, 0]);
  });

  it('takes its money off what is free where its need is no more, and once only', () => {
    const base = years(compileProblem(record({ contracts: [] }), library, emptyEdition));
    const gone = compileProblem(record({ contracts: [], actuals: [{ ...order, needId }] }), library, emptyEdition);
    assert.equal(base[1]! - years(gone)[1]!, 250_000);
    assert.equal(years(withOrder())[1], base[1]);
  });

  it('that was dropped changes nothing', () => {
    const dropped = { state: 'dropped', droppedOn: '2027-07-01', dropReason: 'Too dear' };
    assert.deepEqual(withOrder(dropped), compile({}));
  });
});

describe('what is finished', () => {
  const finished = { state: 'finished', startsOn: '2026-10-01', finishedOn: '2026-11-01', needId: null };

  it('takes its money off the year that it was spent in', () => {
    assert.equal(years(compile({}))[0]! - years(withOrder(finished))[0]!, 250_000);
  });

  it('has its yearly cost counted once, by its contract where it has one', () => {
    const revenue = (problem: PlanningProblem) => problem.years.map(({ revenuePence }) => revenuePence);
    const contract = {
      id: 'new',
      title: 'New',
      annualCostPence: 120_000,
      startsOn: '2026-11-01',
      endsOn: '2031-10-31',
    };
    const actuals = [{ ...order, ...finished, yearlyPence: 120_000 }];
    const byItself = compile({ actuals });
    const byContract = compile({ actuals: [{ ...actuals[0], contractId: 'new' }], contracts: [old, contract] });
    const both = compile({ contracts: [old, contract] });
    assert.deepEqual(revenue(byContract), revenue(both));
    assert.deepEqual(revenue(byItself).slice(1, 5), revenue(both).slice(1, 5));
  });

  it('never takes more than is free, whatever it cost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: 0, max: 2_000_000 }), (once, yearly) => {
        const problem = withOrder({ ...finished, oneOffPence: once, yearlyPence: yearly });
        return problem.years.every(({ capitalPence, revenuePence }) => capitalPence >= 0 && revenuePence >= 0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an accepted gap', () => {
  const accepted = (parts: Record<string, unknown> = {}) =>
    compile({
      exceptions: [
        {
          id: 'e',
          needId,
          subject: 'Phones',
          reason: 'We move.',
          until: '2028-08-31',
          agreedBy: 'Governors',
          agreedOn: '2026-11-01',
          ...parts,
        },
      ],
    });

  it('keeps the plan from starting anything before the day, and only then', () => {
    const problem = accepted();
    const starts = problem.needs[0]?.candidates.map(({ term }) => problem.terms[term]?.startsOn ?? '') ?? [];
    const all = compile({}).needs[0]?.candidates ?? [];
    assert.ok(starts.every((day) => day > '2028-08-31'));
    assert.equal(starts.length, all.filter(({ term }) => (problem.terms[term]?.startsOn ?? '') > '2028-08-31').length);
    assert.ok(starts.length < all.length);
    assert.ok(
      problem.needs[0]?.ruledOut.some(({ kind, reason }) => kind === 'accepted' && reason.includes('We move.')),
    );
  });

  it('of which nothing can start before the end says what it would meet, and the plan says what stands in the way', async () => {
    const problem = accepted({ until: '2039-08-31' });
    const [need] = problem.needs;
    assert.deepEqual(need?.candidates, []);
    const would = need?.options.flatMap(({ wouldSatisfy = [] }) => wouldSatisfy) ?? [];
    assert.ok(would.length > 0);
    assert.ok(
      compile({}).needs.every(({ options }) => options.every(({ wouldSatisfy }) => wouldSatisfy === undefined)),
    );
    const plan = await explainPlan(problem, await solvePlan(problem));
    const unmet = plan.unmet.filter(({ requirementId }) => would.includes(requirementId));
    assert.ok(unmet.length > 0);
    for (const { reason } of unmet)
      assert.match(
        reason,
        /^Every start of “.+” is ruled out\. Your school accepts this until 31 August 2039: We move\./,
      );
  });

  it('counts as not met all the same', () => {
    assert.deepEqual(accepted().requirements, compile({}).requirements);
  });

  it('that has run out, or is about something else, changes nothing', () => {
    assert.deepEqual(accepted({ until: '2026-11-20' }), compile({}));
    assert.deepEqual(accepted({ needId: 'other' }), compile({}));
  });
});

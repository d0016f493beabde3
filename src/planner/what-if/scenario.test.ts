import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { madeCandidate, madeNeed, madePlanningProblem } from '../../../test/made-plan.ts';
import type { PlanningProblem } from '../../domain/planning.ts';
import { checkPlan } from '../check.ts';
import { diffPlans } from '../diff.ts';
import { makeProblem } from '../made-problems.ts';
import { solvePlan } from '../solve.ts';
import { replan, startsOf } from './replan.ts';
import { applyScenario, type ScenarioFacts, type ScenarioPart } from './scenario.ts';

const noFacts: ScenarioFacts = { cloudOptionIds: new Set(), endingNeedIds: new Set(), starts: [] };
const candidatesOf = (problem: PlanningProblem, needId: string) =>
  problem.needs.find(({ id }) => id === needId)?.candidates ?? [];

test('a budget changes in its own pot and year, and never falls below nought', () => {
  const problem = madePlanningProblem([]);
  const changed = applyScenario(
    problem,
    [
      { kind: 'budget', pot: 'capital', yearId: '2027-28', changePence: 100_000 },
      { kind: 'budget', pot: 'revenue', yearId: '2026-27', changePence: -900_000 },
    ],
    noFacts,
  );
  assert.deepEqual(
    changed.years.map(({ capitalPence, revenuePence }) => [capitalPence, revenuePence]),
    [
      [500_000, 0],
      [600_000, 200_000],
      [500_000, 200_000],
    ],
  );
  assert.equal(problem.years[1]?.capitalPence, 500_000);
});

test('of the year that the plan ends within, revenue changes by its share of days', () => {
  const part = { kind: 'budget', yearId: '2028-29', changePence: 36_500 } as const;
  const changed = applyScenario(
    madePlanningProblem([]),
    [
      { ...part, pot: 'revenue' },
      { ...part, pot: 'capital' },
    ],
    noFacts,
  );
  // April to August: 153 of 365 days.
  assert.equal(changed.years[2]?.revenuePence, 200_000 + 15_300);
  assert.equal(changed.years[2]?.capitalPence, 536_500);
});

const options = (...ids: string[]) =>
  ids.map((id) => ({ id, name: id, heading: 'E20D' as const, placeholderPrice: true }));

test('cloud first leaves only cloud options where there is one, and what people fixed', () => {
  const both = ['buy', 'cloud'].flatMap((id) => [0, 1].map((term) => madeCandidate(id, term)));
  const problem = madePlanningProblem(
    [
      madeNeed('files', 'Files', { options: options('buy', 'cloud'), candidates: both }),
      madeNeed('mail', 'Mail', { options: options('buy', 'cloud'), candidates: both }),
      madeNeed('wifi', 'Wi-Fi'),
    ],
    { locks: [{ needId: 'mail', optionId: 'buy', term: 1 }] },
  );
  const facts = { ...noFacts, cloudOptionIds: new Set(['cloud']) };
  const changed = applyScenario(problem, [{ kind: 'cloud-first' }], facts);
  assert.deepEqual(
    changed.needs.map(({ id, candidates }) => [id, [...new Set(candidates.map(({ optionId }) => optionId))]]),
    [
      ['files', ['cloud']],
      ['mail', ['buy', 'cloud']],
      ['wifi', ['wifi-buy']],
    ],
  );
});

test('keeping what there is leaves duties, what ends of itself, and what those wait for', () => {
  const problem = madePlanningProblem(
    [
      madeNeed('duty', 'Filtering', {
        candidates: [madeCandidate('duty-buy', 1, { satisfies: ['filtering'] })],
        options: [{ id: 'duty-buy', name: 'Filter', heading: 'E20D', placeholderPrice: true, after: ['line'] }],
      }),
      madeNeed('line', 'Line', { after: ['cable'] }),
      madeNeed('cable', 'Cable'),
      madeNeed('ends', 'Contract'),
      madeNeed('nice', 'Screens'),
    ],
    {
      requirements: [
        {
          id: 'filtering',
          name: 'Filtering',
          standardId: 's',
          must: true,
          duty: true,
          weight: 1,
          metWithout: [false, false, false, false, false],
        },
      ],
    },
  );
  const changed = applyScenario(problem, [{ kind: 'keep' }], { ...noFacts, endingNeedIds: new Set(['ends']) });
  assert.deepEqual(
    changed.needs.flatMap(({ id, candidates }) => (candidates.length > 0 ? id : [])),
    ['duty', 'line', 'cable', 'ends'],
  );
});

test('a price goes up without what it saves, in every sum', () => {
  const candidate = madeCandidate('line-buy', 0, {
    capitalPence: [100_001, 0, 0],
    revenuePence: [10_000, -40_000, -40_000],
    besidePricePence: [0, -60_000, -60_000],
    wholeLifePence: 30_001,
    wholeLifeRange: { lowPence: 20_000, highPence: 50_000 },
    revenueRange: [-40_000, -60_000, -60_000].map((lowPence) => ({ lowPence, highPence: 20_000 })),
  });
  const problem = madePlanningProblem([
    madeNeed('line', 'Line', { candidates: [candidate] }),
    madeNeed('other', 'Other'),
  ]);
  const part: ScenarioPart = { kind: 'price', target: { kind: 'options', optionIds: ['line-buy'] }, percent: 20 };
  const changed = applyScenario(problem, [part], noFacts);
  const [dearer] = candidatesOf(changed, 'line');
  assert.deepEqual(dearer?.capitalPence, [120_001, 0, 0]);
  assert.deepEqual(dearer?.revenuePence, [12_000, -36_000, -36_000]);
  assert.equal(dearer?.wholeLifePence, 60_001);
  assert.deepEqual(dearer?.wholeLifeRange, { lowPence: 50_000, highPence: 80_000 });
  assert.deepEqual(dearer?.revenueRange?.[1], { lowPence: -56_000, highPence: 24_000 });
  assert.deepEqual(candidatesOf(changed, 'other'), candidatesOf(problem, 'other'));
});

test('prices change alike by heading and for all, and nought per cent changes nothing', () => {
  for (const target of [{ kind: 'all' }, { kind: 'heading', heading: 'E20D' }] as const) {
    const problem = madePlanningProblem([madeNeed('line', 'Line')]);
    const up = applyScenario(problem, [{ kind: 'price', target, percent: 20 }], noFacts);
    assert.equal(candidatesOf(up, 'line')[0]?.wholeLifePence, 120_000);
    const same = applyScenario(problem, [{ kind: 'price', target, percent: 0 }], noFacts);
    assert.deepEqual(same.needs, problem.needs);
  }
  const other = applyScenario(
    madePlanningProblem([madeNeed('line', 'Line')]),
    [{ kind: 'price', target: { kind: 'heading', heading: 'E20A' }, percent: 20 }],
    noFacts,
  );
  assert.equal(candidatesOf(other, 'line')[0]?.wholeLifePence, 100_000);
});

test('what comes late is in place later, can’t be started sooner than planned, and saves no more than it then can', () => {
  const starts = [1, 2, 3].map((term) =>
    madeCandidate('line-buy', term, {
      capitalPence: [0, 0, 0],
      revenuePence: [0, -10_000 * (4 - term), 0],
      besidePricePence: [0, -20_000 * (4 - term), 0],
    }),
  );
  const problem = madePlanningProblem([madeNeed('line', 'Line', { candidates: starts })]);
  const part: ScenarioPart = { kind: 'late', target: { kind: 'options', optionIds: ['line-buy'] }, terms: 1 };
  const facts = { ...noFacts, starts: [{ needId: 'line', optionId: 'line-buy', term: 2 }] };
  const late = candidatesOf(applyScenario(problem, [part], facts), 'line');
  assert.deepEqual(
    late.map(({ term, completeTerm, revenuePence }) => [term, completeTerm, revenuePence[1]]),
    [
      // £200 a term is its price for two terms, and what it replaces stops costing £200 only a term later.
      [2, 4, 0],
      // Nothing starts a term later still, so it saves nothing within the plan.
      [3, 5, 10_000],
    ],
  );
});

test('a standard’s date is only ever brought forward', () => {
  const standards = [
    { id: 'core', name: 'Core', core: true, dueTerm: 3 },
    { id: 'early', name: 'Early', core: true, dueTerm: 0 },
    { id: 'other', name: 'Other', core: false, dueTerm: null },
  ];
  const problem = madePlanningProblem([], { standards });
  const due = (part: ScenarioPart) => applyScenario(problem, [part], noFacts).standards.map(({ dueTerm }) => dueTerm);
  assert.deepEqual(due({ kind: 'standard-date', standardId: null, termId: 't1' }), [1, 0, null]);
  assert.deepEqual(due({ kind: 'standard-date', standardId: 'core', termId: 't2' }), [2, 0, null]);
  assert.deepEqual(due({ kind: 'standard-date', standardId: 'core', termId: 'gone' }), [3, 0, null]);
});

test('a fixed start takes the place of one fixed before', () => {
  const problem = madePlanningProblem([madeNeed('line', 'Line')], {
    locks: [{ needId: 'line', optionId: 'line-buy', term: 0 }],
  });
  const fix: ScenarioPart = { kind: 'fix', needId: 'line', optionId: 'line-buy', termId: 't2' };
  assert.deepEqual(applyScenario(problem, [fix], noFacts).locks, [{ needId: 'line', optionId: 'line-buy', term: 2 }]);
});

test('a scenario that changes nothing leaves the plan as it is', async () => {
  for (let seed = 9_100; seed < 9_140; seed += 1) {
    const problem = makeProblem(seed);
    const plan = await solvePlan(problem);
    if (plan.certificate.status !== 'proven') continue;
    const same = applyScenario(problem, [], { ...noFacts, starts: startsOf(plan) });
    const again = await replan(same, startsOf(plan), 'quick');
    assert.ok(again);
    assert.deepEqual(diffPlans({ problem, plan }, { problem: same, plan: again }).changes, [], `seed ${seed}`);
  }
});

const anyPart = (problem: PlanningProblem): fc.Arbitrary<ScenarioPart> => {
  const target = fc.oneof(
    fc.constant({ kind: 'all' as const }),
    fc.record({
      kind: fc.constant('options' as const),
      optionIds: fc.subarray(problem.needs.flatMap(({ options: all }) => all.map(({ id }) => id))),
    }),
  );
  const yearId = fc.constantFrom(...problem.years.map(({ id }) => id));
  const pot = fc.constantFrom('capital' as const, 'revenue' as const);
  const termId = fc.constantFrom(...problem.terms.map(({ id }) => id));
  return fc.oneof(
    fc.record({ kind: fc.constant('budget' as const), pot, yearId, changePence: fc.integer({ min: -2e6, max: 2e6 }) }),
    fc.record({ kind: fc.constant('price' as const), target, percent: fc.integer({ min: -50, max: 100 }) }),
    fc.record({ kind: fc.constant('late' as const), target, terms: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('standard-date' as const), standardId: fc.constant(null), termId }),
    fc.constantFrom<ScenarioPart>({ kind: 'keep' }, { kind: 'cloud-first' }),
  );
};

test('whatever is supposed, every start’s money adds up and the plan of it holds every limit', async () => {
  const cases = fc.integer({ min: 0, max: 500 }).chain((seed) => {
    const problem = makeProblem(9_300 + seed);
    return fc.record({ problem: fc.constant(problem), parts: fc.array(anyPart(problem), { maxLength: 4 }) });
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ problem, parts }) => {
      const changed = applyScenario(problem, parts, noFacts);
      for (const candidate of changed.needs.flatMap(({ candidates }) => candidates)) {
        const money = [...candidate.capitalPence, ...candidate.revenuePence];
        assert.equal(
          candidate.wholeLifePence,
          money.reduce((total, pence) => total + pence, 0),
        );
        assert.ok(candidate.completeTerm <= problem.terms.length);
        assert.ok(candidate.lapsesTerm === null || candidate.lapsesTerm >= candidate.completeTerm);
      }
      const plan = await replan(changed, [], 'quick');
      if (!plan) return;
      const { faults } = checkPlan(changed, plan);
      assert.deepEqual(faults, []);
    }),
    { numRuns: 60, seed: 7 },
  );
});

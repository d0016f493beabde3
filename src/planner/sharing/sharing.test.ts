import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Placement, PlanningProblem } from '../../domain/planning.ts';
import { checkAllocation } from '../allocation/check-allocation.ts';
import { recount } from '../check.ts';
import { loadSolver } from '../highs.ts';
import { seededNumbers } from '../../domain/seeded.ts';
import { makeProblem, type ProblemShape } from '../made-problems.ts';
import { allocationSchoolOf, bringSchool, moneyOf, usesOf, type Fund, type OfferedStart } from './from-problem.ts';
import { addGains, gainKeys, pointsOf, weighPoints, type Gains } from './points.ts';
import { compareOutcomes } from './school-outcome.ts';
import { planSchool } from './school-plans.ts';
import { fundMoney, prepareSharing, shareFund } from './share-fund.ts';
import { workOnSharing, type SharingTask } from './sharing.ts';

const highs = await loadSolver();

const shape: ProblemShape = {
  needs: [2, 6],
  startsPerNeed: 5,
  terms: 6,
  termsPerYear: 3,
  requirementsPerNeed: 2,
  standards: 3,
  lockChance: 8,
  agreedChance: 0,
};

/** Each requirement is left to the first need that meets it: then nothing is met twice. */
function withoutSharedRequirements(problem: PlanningProblem): PlanningProblem {
  const owner = new Map<string, string>();
  for (const need of problem.needs)
    for (const { satisfies } of need.candidates) for (const id of satisfies) owner.set(id, owner.get(id) ?? need.id);
  return {
    ...problem,
    needs: problem.needs.map((need) => ({
      ...need,
      candidates: need.candidates.map((candidate) => ({
        ...candidate,
        satisfies: candidate.satisfies.filter((id) => owner.get(id) === need.id),
      })),
    })),
  };
}

/** Starts that keep precedence and exclusions, drawn one after another. */
function drawStarts(problem: PlanningProblem, seed: number): OfferedStart[] {
  const draw = seededNumbers(seed);
  const { needs, fixed } = bringSchool({ id: 's', pupils: 1, problem }, []);
  const chosen = new Map<string, OfferedStart>(fixed.map((start) => [start.needId, start]));
  for (const need of needs) {
    const fits = need.starts.filter(
      (start) =>
        need.after.every((n) => {
          const before = chosen.get(needs[n]!.id);
          return before !== undefined && before.candidate.completeTerm <= start.candidate.term;
        }) &&
        problem.exclusions.every(
          ({ optionIds }) =>
            !optionIds.includes(start.optionId) ||
            ![...chosen.values()].some(({ optionId }) => optionIds.includes(optionId)),
        ),
    );
    const start = fits[draw(-1, fits.length - 1)];
    if (start !== undefined) chosen.set(need.id, start);
  }
  return [...chosen.values()];
}

const placementsOf = (problem: PlanningProblem, starts: readonly OfferedStart[]): Placement[] =>
  starts.map(({ needId, optionId, candidate: { term, completeTerm } }) => ({
    needId,
    optionId,
    term,
    completeTerm,
    locked: problem.locks.some((lock) => lock.needId === needId && lock.optionId === optionId && lock.term === term),
  }));

/** What the independent checker counts, none placed, less what it counts with these: by level. */
function countedGains(problem: PlanningProblem, starts: readonly OfferedStart[]) {
  const level = (placements: Placement[], name: string) =>
    recount(problem, placements).levels.find((one) => one.level === name)?.value ?? 0;
  const placed = placementsOf(problem, starts);
  return (name: string) => level([], name) - level(placed, name);
}

/** "Must" requirements of dated core standards met in the term, with these starts and not without. */
function coreMet(
  problem: PlanningProblem,
  starts: readonly OfferedStart[],
  isAt: (term: number, due: number) => boolean,
) {
  let met = 0;
  for (const requirement of problem.requirements) {
    const standard = problem.standards.find(({ id }) => id === requirement.standardId);
    if (!standard?.core || standard.dueTerm === null || !requirement.must) continue;
    for (let term = 0; term < problem.terms.length; term++) {
      const holds = starts.some(
        ({ candidate }) =>
          candidate.satisfies.includes(requirement.id) &&
          candidate.completeTerm <= term &&
          term < (candidate.lapsesTerm ?? Infinity),
      );
      if (holds && !requirement.metWithout[term] && isAt(term, standard.dueTerm)) met++;
    }
  }
  return met;
}

function fundOf(problems: readonly PlanningProblem[], percent: number, capitalCarriesForward = false): Fund {
  const years = problems[0]!.years.map(({ id, name }, y) => ({
    id,
    name,
    capitalPence: Math.round(problems.reduce((sum, { years: all }) => sum + all[y]!.capitalPence, 0) * (percent / 100)),
    revenuePence: Math.round(
      problems.reduce((sum, { years: all }) => sum + Math.max(0, all[y]!.revenuePence), 0) * (percent / 100),
    ),
  }));
  return { years, capitalCarriesForward };
}

function madeSchools(seed: number, count: number, change: Partial<ProblemShape> = {}) {
  return Array.from({ length: count }, (_, s) => ({
    id: `s${s}`,
    pupils: 100 + 50 * s,
    problem: makeProblem(seed * 1_000 + s, { ...shape, lockChance: 0, ...change }),
  }));
}

describe('what a start is worth to the fund', () => {
  it('adds up to what the independent checker says of the levels', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const problem = withoutSharedRequirements(makeProblem(seed, shape));
      const starts = drawStarts(problem, seed);
      const gains = addGains(starts.map((start) => start.gains));
      const counted = countedGains(problem, starts);
      const told: Gains = {
        duties: counted('duties'),
        coreOnDate: coreMet(problem, starts, (term, due) => term === Math.max(0, due)),
        coreTerms: coreMet(problem, starts, (term, due) => term > Math.max(0, due)),
        terms: counted('requirement-terms'),
        laterTerms: counted('later-requirement-terms'),
        costPence: counted('whole-life-cost'),
      };
      assert.deepEqual(gains, told, `seed ${seed}`);
    }
  });

  it('is never more than the levels say where two needs meet one requirement', () => {
    let shared = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const problem = makeProblem(seed, shape);
      const starts = drawStarts(problem, seed);
      const gains = addGains(starts.map((start) => start.gains));
      const counted = countedGains(problem, starts);
      assert.ok(gains.duties <= counted('duties') && gains.terms <= counted('requirement-terms'), `seed ${seed}`);
      if (gains.terms < counted('requirement-terms')) shared++;
    }
    assert.ok(shared > 10, 'the case comes up');
  });

  it('lets no lower level buy a higher one, among all schools or within one', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const schools = madeSchools(seed, 3).map((school) => bringSchool(school, []));
      const points = weighPoints(
        schools.map(({ needs }) => needs.map(({ starts }) => starts.map(({ gains }) => gains))),
      );
      assert.equal(points.strictWithin, 'all');
      const draw = seededNumbers(seed);
      const any = () =>
        addGains(
          schools.flatMap(({ needs }) =>
            needs.flatMap(({ starts }) => starts[draw(-1, starts.length - 1)]?.gains ?? []),
          ),
        );
      for (let pair = 0; pair < 40; pair++) {
        const [one, other] = [any(), any()];
        const unit = (gains: Gains, key: (typeof gainKeys)[number]) =>
          key === 'costPence' ? Math.round(gains[key] / points.costUnitPence) : gains[key];
        const first = gainKeys.find((key) => key !== 'costPence' && unit(one, key) !== unit(other, key));
        if (first === undefined) continue;
        assert.equal(pointsOf(one, points) > pointsOf(other, points), one[first] > other[first], `seed ${seed}`);
      }
    }
  });

  it('counts costs in larger units, then within a school, where numbers grow too large', () => {
    const one = (gains: Partial<Gains>): Gains => ({
      duties: 0,
      coreOnDate: 0,
      coreTerms: 0,
      terms: 0,
      laterTerms: 0,
      costPence: 0,
      ...gains,
    });
    const need = [
      one({ duties: 40, coreOnDate: 20, coreTerms: 100, terms: 2_000, laterTerms: 500, costPence: -9_000_000 }),
    ];
    const weights = (schools: number) => weighPoints(Array.from({ length: schools }, () => [need]));
    assert.equal(weights(1).strictWithin, 'all');
    const many = weights(40);
    assert.equal(many.strictWithin, 'school');
    assert.ok(pointsOf(addGains(Array.from({ length: 40 }, () => need[0]!)), many) < 2 ** 53);
  });
});

describe('a shared fund', () => {
  it('holds every year and pot, every order and exclusion, and the grants come to no more than there is', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const schools = madeSchools(seed, 4, { lockChance: seed % 5 === 0 ? 4 : 0 });
      const fund = fundOf(
        schools.map(({ problem }) => problem),
        70,
        seed % 2 === 0,
      );
      const parts = prepareSharing(highs, fund, schools, []);
      const shared = await shareFund(parts, [], new Set());
      if (shared === null) {
        assert.ok(
          schools.some(({ problem }) => problem.locks.length > 0),
          `seed ${seed}`,
        );
        continue;
      }
      const brought = schools.map((school) => bringSchool(school, []));
      const asked = brought.map((school) => allocationSchoolOf(school, fund, parts.points, []));
      const fixed = brought.flatMap(({ fixed: own, problem }) =>
        own.map(({ candidate }) => moneyOf(problem, candidate, fund)),
      );
      const limits = usesOf(fundMoney(fund), fund).map((allowed, l) => ({
        id: String(l),
        name: String(l),
        allowed: allowed - fixed.reduce((sum, money) => sum + usesOf(money, fund)[l]!, 0),
      }));
      const frame = { format: 'cairn.allocation/1' as const, years: [], limits };
      const starts = shared.schools.flatMap((school, s) =>
        school.starts.flatMap((start) => {
          const need = brought[s]!.needs.find(({ id }) => id === start.needId);
          if (need === undefined) return [];
          const at = need.starts.findIndex(
            (one) => one.optionId === start.optionId && one.candidate.term === start.candidate.term,
          );
          return [
            {
              schoolId: school.id,
              needId: start.needId,
              optionId: `${start.needId} ${at}`,
              year: start.candidate.term,
            },
          ];
        }),
      );
      assert.deepEqual(checkAllocation(frame, asked, starts).faults, [], `seed ${seed}`);
      assert.ok(shared.value <= shared.bound + 1e-6 * Math.abs(shared.bound));
      const given = fundMoney(fund).map((_pence, l) =>
        shared.schools.reduce((sum, one) => sum + one.grantPence[l]!, 0),
      );
      const within = usesOf(given, fund).map((pence, l) => pence <= usesOf(fundMoney(fund), fund)[l]!);
      assert.ok(within.every(Boolean), `seed ${seed}: ${given.join()}`);
    }
  });

  it('is worth no less with more money, and what is gained is said', async () => {
    const schools = madeSchools(3, 5);
    const problems = schools.map(({ problem }) => problem);
    const result = await workOnSharing(highs, taskOf(schools, fundOf(problems, 50)));
    assert.equal(result.more.length, 2 * problems[0]!.years.length);
  });

  it('gives a school that opts out its share by pupils, and says what that costs the others', async () => {
    const schools = madeSchools(8, 4);
    const fund = fundOf(
      schools.map(({ problem }) => problem),
      60,
    );
    const result = await workOnSharing(highs, { ...taskOf(schools, fund), out: ['s3'] });
    const gone = result.schools[3]!;
    const pupils = schools.reduce((sum, one) => sum + one.pupils, 0);
    assert.deepEqual(
      gone.grantPence,
      fundMoney(fund).map((pence) => Math.floor((pence * 250) / pupils)),
    );
    assert.deepEqual(
      result.fundPence,
      fundMoney(fund).map((pence, l) => pence - gone.grantPence[l]!),
    );
    const plans = await planSchool(fund, { problem: schools[3]!.problem, atPoolPrice: {} }, gone);
    assert.deepEqual(plans.plan, plans.own);
    assert.equal(plans.own.isPossible, true);
    assert.deepEqual(
      result.becauseOfOptOuts.map(({ id }) => id),
      ['s0', 's1', 's2'],
    );
  });

  it('says so where fixed starts take more than there is, and where nobody is in', async () => {
    const schools = madeSchools(8, 2);
    const { problem } = schools[0]!;
    const dear = problem.needs
      .flatMap(({ id, candidates }) => candidates.map((one) => ({ id, one })))
      .find(({ one }) => one.wholeLifePence > 0)!;
    schools[0]!.problem = {
      ...problem,
      locks: [{ needId: dear.id, optionId: dear.one.optionId, term: dear.one.term }],
    };
    const fund = fundOf([problem], 0);
    await assert.rejects(workOnSharing(highs, taskOf(schools, fund)), /What is fixed in the schools’ plans takes more/);
    await assert.rejects(
      workOnSharing(highs, { ...taskOf(schools, fund), out: ['s0', 's1'] }),
      /Every school has opted out/,
    );
  });
});

describe('a pool', () => {
  /** One need, one option, one start a year; cheaper by half in the pool. */
  const problemAt = (pence: number): PlanningProblem => ({
    ...makeProblem(1, { ...shape, lockChance: 0 }),
    standards: [],
    exclusions: [],
    locks: [],
    agreed: [],
    requirements: [
      {
        id: 'r',
        name: 'R',
        standardId: 's',
        must: true,
        duty: false,
        weight: 5,
        metWithout: [false, false, false, false, false, false],
      },
    ],
    needs: [
      {
        id: 'laptops',
        name: 'Laptops',
        group: 'devices',
        because: [],
        options: [{ id: 'buy:old', name: 'Buy', heading: 'E20D', placeholderPrice: true }],
        candidates: [0, 3].map((term) => ({
          optionId: 'buy:old',
          term,
          completeTerm: term,
          capitalPence: term === 0 ? [pence, 0] : [0, pence],
          revenuePence: [0, 0],
          staffDays: [],
          satisfies: ['r'],
          lapsesTerm: null,
          wholeLifePence: pence,
          wholeLifeRange: { lowPence: pence, highPence: pence },
          decideBy: null,
          decideByReason: null,
        })),
        ruledOut: [],
        after: [],
        doNothing: '',
      },
    ],
  });
  const schools = [1, 2, 3].map((s) => ({
    id: `s${s}`,
    pupils: 100,
    problem: problemAt(1_000),
    atPoolPrice: { p: problemAt(500) },
  }));
  const fund: Fund = {
    capitalCarriesForward: false,
    years: schools[0]!.problem.years.map(({ id, name }) => ({ id, name, capitalPence: 1_500, revenuePence: 0 })),
  };
  const pool = { id: 'p', optionId: 'buy', yearId: fund.years[0]!.id, fromSchools: 3 };

  it('is reached where it pays, and says who would not have bought then', async () => {
    const { pools } = await workOnSharing(highs, { fund, schools, pools: [pool], out: [] });
    assert.equal(pools[0]!.isReached, true);
    assert.deepEqual(
      pools[0]!.schools.map(({ savingPence }) => savingPence),
      [500, 500, 500],
    );
    // Without it there is money for one in the first year.
    assert.equal(pools[0]!.schools.filter(({ wouldOtherwise }) => wouldOtherwise).length, 1);
  });

  it('is not where too few can join', async () => {
    const { pools } = await workOnSharing(highs, { fund, schools, pools: [{ ...pool, fromSchools: 4 }], out: [] });
    assert.deepEqual(pools, [{ id: 'p', isReached: false, couldJoin: 3, schools: [] }]);
  });

  it('is tried one at a time where there are more than four', async () => {
    const many = Array.from({ length: 5 }, (_, p) => ({ ...pool, id: p === 0 ? 'p' : `q${p}`, fromSchools: 3 }));
    const result = await workOnSharing(highs, { fund, schools, pools: many, out: [] });
    assert.equal(result.poolsTried, 'one-at-a-time');
    assert.deepEqual(
      result.pools.map(({ isReached }) => isReached),
      [true, false, false, false, false],
    );
  });
});

describe('who is worse off', () => {
  const outcome = {
    isPossible: true,
    dutyTerms: 1,
    coreStandards: 6,
    coreMet: 4,
    coreLateTerms: 3,
    unmetTerms: 9,
    laterUnmetTerms: 2,
    metTerms: 9,
    capitalPence: [],
    revenuePence: [],
    wholeLifePence: 1,
    placements: [],
  };
  it('is judged by the levels in their order, money left out', () => {
    assert.equal(compareOutcomes(outcome, { ...outcome, wholeLifePence: 9 }), 0);
    assert.ok(compareOutcomes({ ...outcome, dutyTerms: 2, coreMet: 6 }, outcome) < 0);
    assert.ok(compareOutcomes({ ...outcome, coreMet: 5, unmetTerms: 99 }, outcome) > 0);
    assert.ok(compareOutcomes({ ...outcome, laterUnmetTerms: 3 }, outcome) < 0);
    assert.ok(compareOutcomes({ ...outcome, isPossible: false }, outcome) < 0);
  });
});

function taskOf(schools: ReturnType<typeof madeSchools>, fund: Fund): SharingTask {
  return { fund, schools: schools.map((school) => ({ ...school, atPoolPrice: {} })), pools: [], out: [] };
}

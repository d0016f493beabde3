import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';
import { loadSolver } from '../highs.ts';
import { seededNumbers } from '../../domain/seeded.ts';
import { allocate, startsOf, type AllocateOptions, type Round } from './allocate.ts';
import { makeAnswerer, roomForAnswers } from './answer.ts';
import { askHere } from './asker.ts';
import { askInThreads } from './worker.ts';
import { bestByTrying, everyPlan } from './brute-force-allocation.ts';
import { checkAllocation } from './check-allocation.ts';
import { madeAllocation, type MadeShape } from './made-allocation.ts';
import { nearPlans } from './near-plans.ts';
import { AllocationInputError, packSchools } from './packed-schools.ts';

const TINY: MadeShape = { years: 3, needs: [1, 4], options: 2 };
const highs = await loadSolver();

function made(seed: number, count: number, shape?: MadeShape) {
  const { frame, school } = madeAllocation(seed, count, shape);
  const schools = Array.from({ length: count }, (_, i) => school(i));
  return { frame, schools, packed: packSchools(frame, schools) };
}

/** Enough for the tests, and quick. */
const effort = { shakes: 1, pairs: 300_000 };

async function solve({ frame, packed }: ReturnType<typeof made>, options: AllocateOptions = {}) {
  return allocate(highs, frame, packed, askHere(packed), { effort, ...options });
}

function startsFor(schools: readonly AllocationSchool[], choice: (school: number) => Int16Array) {
  return schools.flatMap((school, s) => startsOf(school, choice(s)));
}

describe("a school's answer to prices", () => {
  it('is the best of all its plans, for 2,000 schools and prices', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const { frame, schools, packed } = made(seed, 1, TINY);
      const draw = seededNumbers(seed);
      const prices = frame.limits.map(() => draw(0, 300) / 100);
      const answers = roomForAnswers(packed, 1);
      makeAnswerer(packed, answers).answer(prices, 0, 0, 1);
      const worth = (value: number, used: ArrayLike<number>) =>
        prices.reduce((sum, price, l) => sum - price * used[l]!, value);
      const best = Math.max(...everyPlan(frame, schools[0]!).map(({ value, used }) => worth(value, used)));
      assert.ok(Math.abs(worth(answers.value[0]!, answers.uses) - best) < 1e-3, `seed ${seed}`);
    }
  });

  it('lists exactly the plans that lose no more than allowed', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { frame, schools, packed } = made(seed, 1, TINY);
      const draw = seededNumbers(seed);
      const prices = frame.limits.map(() => draw(0, 200) / 100);
      const worth = (value: number, used: readonly number[]) =>
        prices.reduce((sum, price, l) => sum - price * used[l]!, value);
      const all = everyPlan(frame, schools[0]!).map(({ value, used }) => worth(value, used));
      const best = Math.max(...all);
      const mostLoss = Math.abs(best) * 0.4 + 0.5;
      const recipe = makeAnswerer(packed, roomForAnswers(packed, 1)).recipeOf(0);
      const { plans, whole } = nearPlans(packed, recipe, 0, prices, mostLoss, 5_000);
      assert.ok(whole);
      const near = all.filter((each) => best - each <= mostLoss).sort((a, b) => b - a);
      assert.equal(plans.length, near.length, `seed ${seed}`);
      plans.forEach((plan, k) => assert.ok(Math.abs(plan.loss - (best - near[k]!)) < 1e-3));
      for (const plan of plans) assert.ok(Math.abs(worth(plan.value, plan.uses) - (best - plan.loss)) < 1e-3);
    }
  });
});

describe('an allocation', () => {
  it('lies between what trying everything finds and its bound', async () => {
    let exact = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const one = made(seed, 2, TINY);
      const result = await solve(one);
      const best = bestByTrying(one.frame, one.schools);
      assert.ok(result.value <= best, `seed ${seed}: ${result.value} is more than ${best}`);
      assert.ok(result.bound >= best - 1e-3, `seed ${seed}: the bound ${result.bound} is below ${best}`);
      if (result.value === best) exact++;
    }
    assert.ok(exact >= 40, `only ${exact} of 60 are the best there is`);
  });

  it('adds up again from its starts alone', async () => {
    const one = made(5, 60);
    const result = await solve(one);
    const check = checkAllocation(one.frame, one.schools, startsFor(one.schools, result.choice));
    assert.deepEqual(check, { value: result.value, used: result.used, faults: [] });
    assert.ok(result.gap < 0.005, `gap ${result.gap}`);
  });

  it('has a smaller gap the more schools there are', async () => {
    const gaps = [];
    for (const count of [15, 150]) gaps.push((await solve(made(2, count))).gap);
    assert.ok(gaps[0]! > gaps[1]! && gaps[1]! < 3e-3, gaps.join(', '));
  });

  it('is the same with three threads, and after being ended and taken up again', async () => {
    const one = made(3, 150);
    const kept: Round[] = [];
    const whole = await solve(one, { onRound: (round) => kept.push(round) });
    const asker = askInThreads(one.packed, 3);
    try {
      const threaded = await allocate(highs, one.frame, one.packed, asker, { effort });
      assert.deepEqual(startsFor(one.schools, threaded.choice), startsFor(one.schools, whole.choice));
    } finally {
      await asker.stop();
    }
    const asked: Round[] = [];
    const resume = JSON.parse(JSON.stringify(kept.slice(0, -2))) as Round[];
    const again = await solve(one, { resume, onRound: (round) => asked.push(round) });
    assert.equal(asked.length, 2);
    assert.deepEqual(startsFor(one.schools, again.choice), startsFor(one.schools, whole.choice));
    assert.equal(again.bound, whole.bound);
  });

  it('is the same after a kill where only answers are kept, not the plans nearly as good', async () => {
    const one = made(4, 3_100);
    const kept: Round[] = [];
    const whole = await solve(one, { onRound: (round) => kept.push(round) });
    const again = await solve(one, { resume: kept });
    assert.deepEqual(startsFor(one.schools, again.choice), startsFor(one.schools, whole.choice));
    assert.ok(whole.gap < 2e-4, `gap ${whole.gap}`);
  });

  it('holds a limit on how often something is bought at least', async () => {
    const { frame, schools } = made(6, 40);
    const counted: AllocationFrame = {
      ...frame,
      limits: [...frame.limits, { id: 'pool', name: 'Bought together', allowed: -12 }],
    };
    const withPool = schools.map((school) => ({
      ...school,
      needs: school.needs.map((need, n) => ({
        ...need,
        options: need.options.map((option) => ({
          ...option,
          starts: option.starts.map((start) => ({ ...start, uses: [...start.uses, n === 0 ? -1 : 0] })),
        })),
      })),
    }));
    const packed = packSchools(counted, withPool);
    const result = await allocate(highs, counted, packed, askHere(packed), { effort });
    assert.ok(result.used.at(-1)! <= -12);
    assert.deepEqual(checkAllocation(counted, withPool, startsFor(withPool, result.choice)).faults, []);
  });

  it('says how far it is', async () => {
    const seen: number[] = [];
    await solve(made(7, 50), { onProgress: ({ bound }) => seen.push(bound) });
    assert.ok(seen.length > 3);
    assert.ok(seen.every((bound, i) => i === 0 || bound <= seen[i - 1]!));
  });
});

describe('what cannot be shared out', () => {
  const frame: AllocationFrame = {
    format: 'cairn.allocation/1',
    years: [{ id: 'y0', name: 'Year 1' }],
    limits: [{ id: 'm', name: 'Money', allowed: 10 }],
  };
  const school = (change: object): AllocationSchool => ({
    id: 'a',
    exclusions: [],
    needs: [
      {
        id: 'n',
        after: [],
        options: [{ id: 'o', starts: [{ year: 0, completeYear: 0, value: 1, uses: [1], ...change }] }],
      },
    ],
  });

  for (const [name, change, words] of [
    ['a year that is not there', { year: 3, completeYear: 3 }, /starts in year 3/],
    ['being complete before the start', { completeYear: -1 }, /before it starts/],
    ['part of a penny', { uses: [0.5] }, /must be whole/],
    ['a use for each limit', { uses: [] }, /from 0 limits; there are 1/],
    ['a value in parts', { value: 0.5 }, /not a whole number/],
  ] as const)
    it(`names ${name}`, () => {
      assert.throws(
        () => packSchools(frame, [school(change)]),
        (error) => error instanceof AllocationInputError && words.test(error.message) && /School a/.test(error.message),
      );
    });

  it('names a need that waits for itself', () => {
    const one = school({});
    one.needs[0]!.after.push(0);
    assert.throws(() => packSchools(frame, [one]), /n waits for itself/);
  });

  it('says when nothing keeps within the limits', async () => {
    const impossible = { ...frame, limits: [{ id: 'm', name: 'Money', allowed: -5 }] };
    const packed = packSchools(impossible, [school({})]);
    await assert.rejects(allocate(highs, impossible, packed, askHere(packed)), /No allocation keeps within: Money/);
  });
});

describe('the check of an allocation', () => {
  it('finds each thing that is wrong', () => {
    const { frame, schools } = made(1, 3, TINY);
    const first = schools[0]!;
    const start = { schoolId: first.id, needId: first.needs[0]!.id, optionId: first.needs[0]!.options[0]!.id };
    const year = first.needs[0]!.options[0]!.starts[0]!.year;
    const faultsOf = (starts: Parameters<typeof checkAllocation>[2]) => checkAllocation(frame, schools, starts).faults;
    assert.match(faultsOf([{ ...start, year: 77 }])[0]!, /cannot begin in year 77/);
    assert.match(
      faultsOf([
        { ...start, year },
        { ...start, year },
      ]).join(),
      /is met twice/,
    );
    assert.match(faultsOf([{ ...start, schoolId: 'x', year }])[0]!, /not one of the schools/);
    const poor = { ...frame, limits: frame.limits.map((limit) => ({ ...limit, allowed: -1 })) };
    assert.match(checkAllocation(poor, schools, [{ ...start, year }]).faults.join(), /is over by/);
  });
});

describe('schools whose good plans do not go together', () => {
  it('get a plan all the same, as doing nothing is one', async () => {
    const start = (year: number, completeYear: number, value: number, uses: number[]) => ({
      year,
      completeYear,
      value,
      uses,
    });
    const school = (id: string, needs: [after: number[], ...ReturnType<typeof start>[]][]): AllocationSchool => ({
      id,
      needs: needs.map(([after, ...starts], n) => ({
        id: `${n}`,
        after,
        options: starts.map((one, o) => ({ id: `${n}-${o}`, starts: [one] })),
      })),
      exclusions: [],
    });
    const early = start(0, 2, 4_006, [1_721_798, 1_721_798, 1_721_798, 0, 0, -17_218]);
    const schools = [
      school('a', [
        [
          [],
          start(2, 2, -35, [0, 0, 356_127, 0, 0, -7_123]),
          start(0, 2, -1, [0, 0, 0, 0, 0, 7_123]),
          start(2, 3, 0, [0, 0, 0, 0, 0, 0]),
        ],
        [[], early, start(1, 3, -172, [0, 1_721_798, 1_721_798, 0, 0, 0])],
      ]),
      school('b', [
        [
          [],
          start(1, 2, 12_806, [0, 1_839_271, 1_839_271, 0, 0, 18_393]),
          start(2, 2, 12_898, [0, 0, 919_636, 0, 0, 18_393]),
        ],
        [[0], start(1, 1, -70, [0, 710_898, 710_898, 0, -7_109, -7_109])],
      ]),
    ];
    const allowed = [1_670_987, 3_341_972, 4_921_160, 5_056, 7_240, 8_545];
    const frame: AllocationFrame = {
      format: 'cairn.allocation/1',
      years: ['1', '2', '3'].map((id) => ({ id, name: id })),
      limits: allowed.map((each, l) => ({ id: `${l}`, name: `${l}`, allowed: each })),
    };
    const result = await solve({ frame, schools, packed: packSchools(frame, schools) });
    const best = bestByTrying(frame, schools);
    assert.ok(result.value <= best && result.bound >= best - 1e-3, `${result.value}, ${best}, ${result.bound}`);
    assert.deepEqual(checkAllocation(frame, schools, startsFor(schools, result.choice)).faults, []);
  });
});

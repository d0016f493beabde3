import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededNumbers } from '../../domain/seeded.ts';
import { loadSolver } from '../highs.ts';
import { allocate, startsOf } from './allocate.ts';
import { makeAnswerer, roomForAnswers } from './answer.ts';
import { askHere } from './asker.ts';
import { branchAllocation } from './branch-allocation.ts';
import { bestByTrying, everyPlan } from './brute-force-allocation.ts';
import { checkAllocation } from './check-allocation.ts';
import { madeAllocation, type MadeShape } from './made-allocation.ts';
import { openChoices } from './open-choices.ts';
import { packSchools } from './packed-schools.ts';
import { startLosses } from './start-losses.ts';
import { askInThreads } from './worker.ts';

const TINY: MadeShape = { years: 3, needs: [1, 4], options: 2 };
const highs = await loadSolver();

function made(seed: number, count: number, shape?: MadeShape) {
  const { frame, school } = madeAllocation(seed, count, shape);
  const schools = Array.from({ length: count }, (_, i) => school(i));
  return { frame, schools, packed: packSchools(frame, schools) };
}

const recipes = ({ packed }: ReturnType<typeof made>) => {
  const answerer = makeAnswerer(packed, roomForAnswers(packed, 1));
  return (school: number) => answerer.recipeOf(school);
};

describe('what a start costs at prices', () => {
  it('is what the best plan with it is worth less than the best of all, for 500 schools', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const one = made(seed, 1, TINY);
      const draw = seededNumbers(seed);
      const prices = one.frame.limits.map(() => draw(0, 300) / 100);
      const school = one.schools[0]!;
      const plans = everyPlan(one.frame, school).map(({ value, used, starts }) => ({
        net: prices.reduce((sum, price, l) => sum - price * used[l]!, value),
        starts,
      }));
      const bestWith = (fits: (plan: (typeof plans)[number]) => boolean) =>
        Math.max(-Infinity, ...plans.filter(fits).map(({ net }) => net));
      const best = bestWith(() => true);
      const losses = startLosses(one.packed, recipes(one), prices);
      let s = 0;
      school.needs.forEach((need, n) => {
        const without = best - bestWith(({ starts }) => starts.every(({ needId }) => needId !== need.id));
        assert.ok(isNear(losses.none[n]!, without), `seed ${seed}, none of need ${n}`);
        for (const option of need.options)
          for (const { year } of option.starts) {
            const held = bestWith(({ starts }) => starts.some((x) => x.optionId === option.id && x.year === year));
            assert.ok(isNear(losses.start[s]!, best - held), `seed ${seed}, start ${s}`);
            s++;
          }
      });
    }
  });
});

function isNear(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) < 1e-3;
}

describe('what is open within a window', () => {
  it('settles nothing where nothing is ruled out, and what has one way left', () => {
    const one = made(3, 2, TINY);
    const prices = one.frame.limits.map(() => 0.01);
    const losses = startLosses(one.packed, recipes(one), prices);
    const all = openChoices(one.frame, one.packed, losses, Infinity);
    assert.equal(all.start.length, one.packed.value.length);
    assert.equal(all.settledValue, 0);
    const narrow = openChoices(one.frame, one.packed, losses, 0);
    narrow.settled.forEach((chosen, need) => {
      if (chosen >= 0) assert.equal(losses.start[one.packed.firstStart[need]! + chosen], 0);
    });
    const used = narrow.room.map((room, l) => one.frame.limits[l]!.allowed - room);
    const sums = used.map(() => 0);
    narrow.settled.forEach((chosen, need) => {
      if (chosen < 0) return;
      const start = one.packed.firstStart[need]! + chosen;
      sums.forEach((_sum, l) => (sums[l]! += one.packed.uses[start * one.packed.limits + l]!));
    });
    assert.deepEqual(used, sums);
    assert.ok(narrow.start.length < all.start.length);
  });
});

describe('a small allocation', () => {
  it('is the best there is, and proven, for 150 pairs and threes of schools', async () => {
    for (let seed = 1; seed <= 150; seed++) {
      const one = made(seed, seed % 3 === 0 ? 3 : 2, { ...TINY, needs: [1, 3] });
      const result = await allocate(highs, one.frame, one.packed, askHere(one.packed));
      const best = bestByTrying(one.frame, one.schools);
      assert.equal(result.value, best, `seed ${seed}`);
      assert.ok(result.bound >= best && result.bound < best + 1, `seed ${seed}: bound ${result.bound}, best ${best}`);
    }
  });

  it('has a bound that holds whatever plan it begins from', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const one = made(seed, 2, TINY);
      const effort = { shakes: 0, pairs: 1 };
      const { prices, bound } = await allocate(highs, one.frame, one.packed, askHere(one.packed), { effort });
      const losses = startLosses(one.packed, recipes(one), prices);
      const nothing = { value: 0, bound, choice: new Int16Array(one.packed.firstStart.length - 1).fill(-1) };
      const result = branchAllocation(one.frame, one.packed, { losses, bound }, nothing, { goal: 0, pivots: 20_000 });
      assert.equal(result.value, bestByTrying(one.frame, one.schools), `seed ${seed}`);
      assert.ok(result.bound >= result.value, `seed ${seed}: ${result.bound} for ${result.value}, root ${bound}`);
    }
  });

  it('is within 0.05%, step by step, and the same with threads', async () => {
    const one = made(4, 8);
    const seen: { value: number; bound: number }[] = [];
    const result = await allocate(highs, one.frame, one.packed, askHere(one.packed), {
      onProgress: ({ value, bound }) => seen.push({ value, bound }),
    });
    assert.ok(result.gap < 5e-4, `gap ${result.gap}`);
    assert.ok(
      seen.every(({ value, bound }, i) => i === 0 || (value >= seen[i - 1]!.value && bound <= seen[i - 1]!.bound)),
    );
    const first = seen.find(({ value }) => value > -Infinity)!;
    assert.ok(first.bound - first.value > 2 * (result.bound - result.value));
    const starts = one.schools.flatMap((school, s) => startsOf(school, result.choice(s)));
    const check = checkAllocation(one.frame, one.schools, starts);
    assert.deepEqual(check, { value: result.value, used: result.used, faults: [] });
    const asker = askInThreads(one.packed, 2);
    try {
      const threaded = await allocate(highs, one.frame, one.packed, asker);
      assert.deepEqual(
        one.schools.flatMap((school, s) => startsOf(school, threaded.choice(s))),
        starts,
      );
      assert.equal(threaded.bound, result.bound);
    } finally {
      await asker.stop();
    }
  });
});

describe('a hundred schools', () => {
  it('get a better plan by merging good ones', async () => {
    const one = made(3, 100);
    const first = { shakes: 1, pairs: 3_000_000 };
    const plain = await allocate(highs, one.frame, one.packed, askHere(one.packed), { effort: first });
    const effort = { ...first, closer: { goal: 1e-4, rounds: 1, pivots: 0 } };
    const merged = await allocate(highs, one.frame, one.packed, askHere(one.packed), { effort });
    assert.equal(merged.bound, plain.bound);
    assert.ok(merged.gap < 5e-4 && merged.gap < 0.8 * plain.gap, `${plain.gap} to ${merged.gap}`);
    const starts = one.schools.flatMap((school, s) => startsOf(school, merged.choice(s)));
    assert.deepEqual(checkAllocation(one.frame, one.schools, starts), {
      value: merged.value,
      used: merged.used,
      faults: [],
    });
  });
});

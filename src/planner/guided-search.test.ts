import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { bruteForce } from './brute-force.ts';
import { compile, type Compiled } from './compile.ts';
import { guidedSearch, type Guide } from './guided-search.ts';
import { makeProblem, tinyShape, type ProblemShape } from './made-problems.ts';
import { searchPlan } from './search.ts';
import { compareLevels, levelValues, stateOf, violation } from './state.ts';

const middleShape: ProblemShape = { ...tinyShape, needs: [12, 20], startsPerNeed: 6, terms: 9, termsPerYear: 3 };

/** Prices that say nothing: every start costs what it adds to the money, and leaving a need out costs most. */
function plainGuide(compiled: Compiled): Guide {
  return {
    cost: Float64Array.from(compiled.candidates, ({ wholeLifePence }) => wholeLifePence),
    nothing: new Float64Array(compiled.needs.length).fill(1e9),
  };
}

interface Searched {
  start: number[];
  found: { chosen: Int32Array; values: number[] }[];
}

/** Searches from the first plan that holds; null where none was found. */
function searched(compiled: Compiled, rounds: number): Searched | null {
  if (compiled.impossibleLocks.length > 0) return null;
  const first = searchPlan(
    compiled,
    compiled.candidates.map(() => true),
    0,
  );
  if (!first.feasible) return null;
  const found: Searched['found'] = [];
  guidedSearch(compiled, plainGuide(compiled), first.chosen, {
    rounds,
    softLevel: first.values.length - 1,
    onBetter: (chosen, values) => found.push({ chosen, values }),
  });
  return { start: first.values, found };
}

test('every plan handed out holds all limits and locks, is worth what it says, and is better than the one before', () => {
  let handedOut = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const compiled = compile(makeProblem(seed, middleShape));
    const result = searched(compiled, 300);
    if (!result) continue;
    let before = result.start;
    for (const { chosen, values } of result.found) {
      const state = stateOf(compiled, chosen);
      equal(violation(state), 0, `seed ${seed}`);
      deepEqual(values, levelValues(state), `seed ${seed}`);
      ok(compareLevels(values, before) < 0, `seed ${seed}`);
      compiled.needs.forEach((need, n) => need.lock === null || equal(chosen[n], need.lock, `seed ${seed}`));
      before = values;
      handedOut++;
    }
  }
  ok(handedOut > 30, `${handedOut}`);
});

test('it finds the best of all plans of most tiny problems, and never a better one', () => {
  let best = 0;
  let all = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const problem = makeProblem(seed);
    const result = searched(compile(problem), 200);
    const { levels } = bruteForce(problem);
    if (!result || !levels) continue;
    const last = result.found.at(-1)?.values ?? result.start;
    const difference = compareLevels(last, levels);
    ok(difference >= 0, `seed ${seed}`);
    all++;
    if (difference === 0) best++;
  }
  ok(all > 80 && best >= 0.9 * all, `${best} of ${all}`);
});

test('the same problem gives the same plans', () => {
  const compiled = compile(makeProblem(7, middleShape));
  deepEqual(searched(compiled, 200), searched(compiled, 200));
});

test('a start that the prices rule out is not used', () => {
  const compiled = compile(makeProblem(3, middleShape));
  const guide = plainGuide(compiled);
  const ruledOut = compiled.needs.flatMap((need) => (need.lock === null ? need.candidates.slice(0, 2) : []));
  for (const c of ruledOut) guide.cost[c] = Infinity;
  const start = compiled.needs.map((need) => need.lock ?? -1);
  let count = 0;
  guidedSearch(compiled, guide, start, {
    rounds: 200,
    softLevel: 0,
    onBetter: (chosen) => {
      count++;
      ok(ruledOut.every((c) => !chosen.includes(c)));
    },
  });
  ok(count > 0);
});

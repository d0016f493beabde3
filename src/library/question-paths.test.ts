import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countQuestionPaths } from './question-paths.ts';

interface Made {
  choices: number;
  skipWhenKnown: boolean;
  /** The rule of each requirement that asks it; null where none can know. */
  facts: (string | null)[];
}

function topic(made: readonly Made[]) {
  const questions = made.map(({ choices, skipWhenKnown }, i) => ({
    id: `q${i}`,
    choices: Array.from({ length: choices }, (_, c) => ({ id: `c${c}`, label: '' })),
    skipWhenKnown,
  }));
  const requirements = made.flatMap(({ facts }, i) =>
    facts.map((fact) => ({ fact, question: { id: `q${i}`, met: ['c0'] } })),
  );
  return [questions, requirements] as const;
}
const count = (made: readonly Made[]) => countQuestionPaths(...topic(made));

/** Walks every way: for each thing the rules may know, each answer to each question that is then asked. */
function walk(made: readonly Made[]): { count: bigint; fewest: number; most: number } {
  const rules = [...new Set(made.flatMap(({ facts }) => facts.filter((fact) => fact !== null)))];
  const ways = new Map<string, bigint>();
  for (let bits = 0; bits < 2 ** rules.length; bits++) {
    const knows = (rule: string | null) => rule !== null && ((bits >> rules.indexOf(rule)) & 1) === 1;
    const asked = made.map(({ skipWhenKnown, facts }) => !(skipWhenKnown && facts.every(knows)));
    const answers = made.reduce((product, { choices }, i) => product * (asked[i] ? BigInt(choices) : 1n), 1n);
    ways.set(asked.map(Number).join(''), answers);
  }
  const lengths = [...ways.keys()].map((asked) => asked.replaceAll('0', '').length);
  return {
    count: [...ways.values()].reduce((sum, one) => sum + one, 0n),
    fewest: Math.min(...lengths),
    most: Math.max(...lengths),
  };
}

test('a topic with more than a million ways is counted exactly', () => {
  const asked: Made = { choices: 4, skipWhenKnown: true, facts: [null] };
  assert.deepEqual(count(Array.from({ length: 10 }, () => asked)), {
    count: 1_048_576n,
    fewest: 10,
    most: 10,
    neverAsked: [],
  });
  // Each may also be passed over: five ways through each of sixty questions. Nobody could walk these.
  const skippable = Array.from({ length: 60 }, (_, i): Made => ({ ...asked, facts: [`rule-${i}`] }));
  assert.deepEqual(count(skippable), { count: 5n ** 60n, fewest: 0, most: 60, neverAsked: [] });
});

test('questions that share a rule are passed over together', () => {
  const both: Made = { choices: 3, skipWhenKnown: true, facts: ['shared'] };
  assert.deepEqual(count([both, both]), { count: 10n, fewest: 0, most: 2, neverAsked: [] });
  assert.equal(count([both, { ...both, facts: ['shared', 'own'] }]).count, 1n + 3n + 9n);
  assert.equal(count([both, { ...both, skipWhenKnown: false }]).count, 3n + 9n);
});

test('a chain of sixty questions, each sharing a rule with the next, is counted too', () => {
  const chain = Array.from({ length: 60 }, (_, i): Made => ({
    choices: 2,
    skipWhenKnown: true,
    facts: [`rule-${i}`, `rule-${i + 1}`],
  }));
  assert.deepEqual(
    { ...count(chain.slice(0, 10)), neverAsked: undefined },
    { ...walk(chain.slice(0, 10)), neverAsked: undefined },
  );
  assert.ok(count(chain).count > 2n ** 60n);
});

test('a question that no requirement needs is never asked where it may be passed over', () => {
  const idle: Made = { choices: 3, skipWhenKnown: true, facts: [] };
  assert.deepEqual(count([idle]), { count: 1n, fewest: 0, most: 0, neverAsked: ['q0'] });
  assert.deepEqual(count([{ ...idle, skipWhenKnown: false }]).neverAsked, []);
  assert.deepEqual(count([]), { count: 1n, fewest: 0, most: 0, neverAsked: [] });
});

test('the count is what walking every way gives', () => {
  const made: fc.Arbitrary<Made> = fc.record({
    choices: fc.integer({ min: 2, max: 5 }),
    skipWhenKnown: fc.boolean(),
    facts: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', null), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(made, { maxLength: 7 }), (questions) => {
      const { neverAsked: _never, ...counted } = count(questions);
      assert.deepEqual(counted, walk(questions));
    }),
    { numRuns: 300 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countQuestionPaths } from './question-paths.ts';

interface Made {
  choices: number;
  skipWhenKnown: boolean;
  /** The rule of each requirement that asks it; null where none can know. */
  facts: (string | null)[];
  /** The equipment for which each of them is asked; all schools where left out. */
  kinds?: (Kind | null)[];
  /** The last choice says that there is none of that equipment. */
  saysNone?: boolean;
}
type Kind = 'server' | 'tablet';

function topic(made: readonly Made[]) {
  const questions = made.map(({ choices, skipWhenKnown }, i) => ({
    id: `q${i}`,
    choices: Array.from({ length: choices }, (_, c) => ({ id: `c${c}`, label: '' })),
    skipWhenKnown,
  }));
  const requirements = made.flatMap(({ facts, kinds, saysNone, choices }, i) =>
    facts.map((fact, f) => {
      const kind = kinds?.[f] ?? null;
      return {
        fact,
        appliesTo: kind === null ? undefined : { equipment: [kind], because: 'Not of all.' },
        question: { id: `q${i}`, met: ['c0'], notApplicable: saysNone === true ? [`c${choices - 1}`] : undefined },
      };
    }),
  );
  return [questions, requirements] as const;
}
const count = (made: readonly Made[]) => countQuestionPaths(...topic(made));

/** Walks every way: for each thing the registers may hold, each answer to each question that is then asked. */
function walk(made: readonly Made[]): { count: bigint; fewest: number; most: number } {
  const rules = [...new Set(made.flatMap(({ facts }) => facts.filter((fact) => fact !== null)))];
  const unknowns = [...rules, 'server', 'tablet'];
  const ways = new Map<string, number>();
  for (let bits = 0; bits < 2 ** unknowns.length; bits++) {
    const holds = (one: string | null) => one !== null && ((bits >> unknowns.indexOf(one)) & 1) === 1;
    const go = (i: number, way: string, length: number, none: readonly Kind[]): void => {
      const question = made[i];
      if (question === undefined) return void ways.set(way, length);
      const { facts, kinds = [], saysNone, skipWhenKnown, choices } = question;
      const asked = facts.filter((_, f) => {
        const kind = kinds[f] ?? null;
        return kind === null || !none.includes(kind) || holds(kind);
      });
      const concerns = facts.length === 0 || asked.length > 0;
      if (!concerns || (skipWhenKnown && asked.every(holds))) return go(i + 1, way, length, none);
      for (let choice = 0; choice < choices; choice++) {
        const says = saysNone === true && choice === choices - 1;
        const more = says ? kinds.slice(0, facts.length).filter((kind) => kind !== null) : [];
        go(i + 1, `${way} q${i}=${choice}`, length + 1, [...none, ...more]);
      }
    };
    go(0, '', 0, []);
  }
  return { count: BigInt(ways.size), fewest: Math.min(...ways.values()), most: Math.max(...ways.values()) };
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
    { ...count(chain.slice(0, 6)), neverAsked: undefined },
    { ...walk(chain.slice(0, 6)), neverAsked: undefined },
  );
  assert.ok(count(chain).count > 2n ** 60n);
});

test('a question that no requirement needs is never asked where it may be passed over', () => {
  const idle: Made = { choices: 3, skipWhenKnown: true, facts: [] };
  assert.deepEqual(count([idle]), { count: 1n, fewest: 0, most: 0, neverAsked: ['q0'] });
  assert.deepEqual(count([{ ...idle, skipWhenKnown: false }]).neverAsked, []);
  assert.deepEqual(count([]), { count: 1n, fewest: 0, most: 0, neverAsked: [] });
});

test('once a choice says that there is no equipment, what is asked only for it is passed over unless some is recorded', () => {
  const server: Made = { choices: 3, skipWhenKnown: true, facts: [null], kinds: ['server'], saysNone: true };
  // Two answers lead to three more each; the one that says none to nothing, or with a server recorded to three.
  assert.deepEqual(count([server, server]), { count: 2n * 3n + 1n + 3n, fewest: 1, most: 2, neverAsked: [] });
  const all: Made = { choices: 2, skipWhenKnown: true, facts: [null, null], kinds: ['server', null] };
  assert.equal(count([server, all]).count, 3n * 2n);
});

test('the count is what walking every way gives', () => {
  const made: fc.Arbitrary<Made> = fc.record({
    choices: fc.integer({ min: 2, max: 3 }),
    kinds: fc.array(fc.constantFrom('server' as const, 'tablet' as const, null), { minLength: 3, maxLength: 3 }),
    saysNone: fc.boolean(),
    skipWhenKnown: fc.boolean(),
    facts: fc.array(fc.constantFrom('a', 'b', 'c', 'd', null), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(made, { maxLength: 5 }), (questions) => {
      const { neverAsked: _never, ...counted } = count(questions);
      assert.deepEqual(counted, walk(questions));
    }),
    { numRuns: 300 },
  );
});

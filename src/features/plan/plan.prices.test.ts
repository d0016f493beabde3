import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeCandidate, madeNeed, madePlan, madePlanningProblem } from '../../../test/made-plan.ts';
import type { GuessEffect } from '../../domain/planning.ts';
import { pricesThatMatter } from './plan.prices.ts';
import { pricesPart } from './plan.prices.view.ts';
import { planTotals } from './plan.rules.ts';

/** A need whose one option costs between two amounts, and is still a guess unless said otherwise. */
function priced(id: string, lowPence: number, highPence: number, placeholderPrice = true, guesses: GuessEffect[] = []) {
  const candidate = madeCandidate(`${id}-buy`, 0, {
    wholeLifePence: (lowPence + highPence) / 2,
    wholeLifeRange: { lowPence, highPence },
    ...(guesses.length > 0 && { guesses }),
  });
  const option = { id: `${id}-buy`, name: `Buy ${id}`, heading: 'E20F' as const, placeholderPrice };
  return madeNeed(id, `Need ${id}`, { options: [option], candidates: [candidate] });
}

const needs = [
  priced('a', 100_000, 150_000),
  priced('b', 0, 400_000),
  priced('c', 10_000, 20_000),
  priced('d', 200_000, 300_000),
  priced('e', 1_000, 2_000),
  priced('f', 50_000, 250_000),
  priced('quoted', 900_000, 900_000, false),
  priced('time', 0, 0, false),
  priced('left', 0, 9_000_000),
];
const problem = madePlanningProblem(needs);
const plan = madePlan(problem, { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0, quoted: 0, time: 0 });

test('the five prices whose range moves the total most, widest first; quotes and what is not planned have none', () => {
  const prices = pricesThatMatter(problem, plan);
  assert.deepEqual(
    prices.map(({ need, spreadPence }) => [need.id, spreadPence]),
    [
      ['b', 400_000],
      ['f', 200_000],
      ['d', 100_000],
      ['a', 50_000],
      ['c', 10_000],
    ],
  );
});

test('together all prices make up the whole range of the total', () => {
  const all = pricesThatMatter(problem, plan, 100);
  const { range } = planTotals(problem, plan);
  assert.equal(
    all.reduce((sum, { spreadPence }) => sum + spreadPence, 0),
    range.highPence - range.lowPence,
  );
  assert.ok(Math.abs(all.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
});

test('a quote in the place of a range takes it off the list, and narrows the total by what was said', () => {
  const [first] = pricesThatMatter(problem, plan);
  const quoted = madePlanningProblem(
    needs.map((need) => (need.id === 'b' ? priced('b', 123_000, 123_000, false) : need)),
  );
  const width = ({ lowPence, highPence }: { lowPence: number; highPence: number }) => highPence - lowPence;
  assert.equal(pricesThatMatter(quoted, plan)[0]?.need.id, 'f');
  assert.equal(width(planTotals(problem, plan).range) - width(planTotals(quoted, plan).range), first?.spreadPence);
});

test('what a guessed number adds to the range is not the price’s doing', () => {
  const guess: GuessEffect = {
    register: 'equipment',
    id: 'e',
    field: 'quantity',
    lowPence: -30_000,
    highPence: 50_000,
  };
  const guessed = madePlanningProblem([priced('a', 0, 100_000, true, [guess]), priced('b', 0, 80_000, false, [guess])]);
  const prices = pricesThatMatter(guessed, madePlan(guessed, { a: 0, b: 0 }));
  assert.deepEqual(
    prices.map(({ need, spreadPence, share }) => [need.id, spreadPence, share]),
    [['a', 20_000, 1]],
  );
});

test('the part on the page leads to where each quote is written down, for those who may', () => {
  const hrefOf = (needId: string) => `/plan/${needId}`;
  const shown = String(pricesPart({ hrefOf, mayEdit: true }, problem, plan));
  assert.match(shown, /These 5 guesses make up 99% of what the prices leave open/);
  assert.match(shown, /href="\/plan\/b#quotes"/);
  assert.match(shown, /£0 to £4,000/);
  assert.doesNotMatch(String(pricesPart({ hrefOf, mayEdit: false }, problem, plan)), /#quotes/);
  assert.equal(pricesPart({ hrefOf, mayEdit: true }, problem, madePlan(problem, { quoted: 0 })), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addRanges, type PenceRange } from '../domain/money.ts';
import type { Candidate, PlanningProblem } from '../domain/planning.ts';
import type { SchoolRecord, ValueSource } from '../domain/record.ts';
import { compileProblem } from './compile-problem.ts';
import { emptyEdition, madeLibrary, madeRecord } from './made-school.ts';

const library = madeLibrary(`needs:
  - id: laptops
    name: Laptops
    group: devices
    equipmentKinds: [laptop]
    each: equipment
    keeps: { text: Kept up, weight: 2 }
    doNothing: They grow old.
    options:
      - { id: laptops-buy, name: Buy, kind: buy, summary: Buy., heading: E20E, oneOffCapital: { basis: per-item, bands: [[null, 400, 600]] }, source: own }
      - { id: laptops-lease, name: Lease, kind: lease, summary: Lease., heading: E20E, yearlyRevenue: { basis: per-item, bands: [[null, 120, 190]] }, lifeYears: 4, source: own }
  - id: switches
    name: Switches
    group: network
    equipmentKinds: [core-switch, access-switch]
    keeps: { text: Kept up, weight: 2 }
    doNothing: They fail.
    options:
      - { id: switches-buy, name: Buy, kind: buy, summary: Buy., heading: E20F, oneOffCapital: { basis: per-item, bands: [[null, 1400, 3200]] }, yearlyRevenue: { basis: per-item, bands: [[null, 41, 113]] }, source: own }
      - { id: switches-whole, name: Whole, kind: managed, summary: All., heading: E20F, oneOffCapital: { basis: school, bands: [[null, 9000, 12000]] }, source: own }
  - id: phones
    name: Phones
    group: systems
    contractTypes: [phones]
    each: contract
    keeps: { text: Chosen afresh, weight: 2 }
    doNothing: It rolls on.
    options:
      - { id: renew, name: Renew, kind: keep, summary: Renew., heading: E20A, yearlyRevenue: { basis: school, bands: [[null, 900, 2200]], percentOfContract: { low: 95, high: 105 } }, endsContractTypes: [phones], source: own }
      - { id: change, name: Change, kind: switch-supplier, summary: Change., heading: E20A, oneOffRevenue: { basis: school, bands: [[null, 300, 1500]] }, yearlyRevenue: { basis: school, bands: [[null, 900, 2200]], percentOfContract: { low: 60, high: 90 } }, endsContractTypes: [phones], source: own }
`);

const typed: ValueSource = { from: 'typed', on: '2026-11-25', note: null };
const assumed = (low: number, high: number): ValueSource => ({
  from: 'assumed',
  on: '2026-11-24',
  note: 'typical',
  range: { low, high },
});

interface Counts {
  laptops: Guessed;
  core: Guessed;
  access: Guessed;
  cost: Guessed;
}
interface Guessed {
  value: number;
  source: ValueSource;
}

const usual: Counts = {
  laptops: { value: 30, source: assumed(20, 45) },
  core: { value: 1, source: assumed(1, 2) },
  access: { value: 5, source: assumed(2, 8) },
  cost: { value: 120_000, source: assumed(50_000, 220_000) },
};

function record({ laptops, core, access, cost }: Counts): SchoolRecord {
  const group = (id: string, kind: string, { value, source }: Guessed) => ({
    id,
    name: id,
    kind,
    quantity: value,
    boughtYear: 2019,
    sources: { quantity: source },
  });
  return madeRecord({
    equipment: [
      group('laptops', 'laptop', laptops),
      group('core', 'core-switch', core),
      group('access', 'access-switch', access),
    ],
    contracts: [
      {
        id: 'lines',
        title: 'Lines',
        type: 'phones',
        annualCostPence: cost.value,
        endsOn: '2027-08-31',
        renewal: 'automatic',
        renewalMonths: 12,
        noticeCount: 3,
        noticeUnit: 'months',
        sources: { annualCostPence: cost.source },
      },
    ],
  });
}

const problemOf = (counts: Counts) => compileProblem(record(counts), library, emptyEdition);

/** The first start of each option named, as a plan would hold them. */
function starts(problem: PlanningProblem, optionIds: readonly string[]): Candidate[] {
  const all = problem.needs.flatMap(({ candidates }) => candidates);
  return optionIds.map(
    (id) => all.find(({ optionId, term }) => optionId === id && term >= 3) ?? assert.fail(`no start of ${id}`),
  );
}

const PLAN = ['laptops-buy:laptops', 'switches-buy', 'change:lines'];
const rangeOf = (counts: Counts, plan = PLAN): PenceRange =>
  addRanges(...starts(problemOf(counts), plan).map(({ wholeLifeRange }) => wholeLifeRange));
const width = ({ lowPence, highPence }: PenceRange) => highPence - lowPence;

test('a guessed count widens the range by itself, and the planner goes on counting with the guess', () => {
  const firm: Counts = { ...usual, laptops: { value: 30, source: typed } };
  const [guessed] = starts(problemOf(usual), ['laptops-buy:laptops']);
  const [counted] = starts(problemOf(firm), ['laptops-buy:laptops']);
  assert.deepEqual(counted?.wholeLifeRange, { lowPence: 30 * 40_000, highPence: 30 * 60_000 });
  assert.deepEqual(guessed?.wholeLifeRange, { lowPence: 20 * 40_000, highPence: 45 * 60_000 });
  assert.equal(guessed?.wholeLifePence, counted?.wholeLifePence);
  assert.deepEqual(guessed?.capitalPence, counted?.capitalPence);
  assert.deepEqual(guessed?.guesses, [
    { register: 'equipment', id: 'laptops', field: 'quantity', lowPence: -10 * 40_000, highPence: 15 * 60_000 },
  ]);
  assert.ok(counted !== undefined && !('guesses' in counted));
});

/** At the guess it is 20 × £400 to 45 × £600: £19,000 wide. */
const replacements: [what: string, laptops: number, poundsWide: number][] = [
  ['counted as guessed', 30, 30 * 200],
  ['counted at the low end', 20, 20 * 200],
  ['counted at the high end', 45, 45 * 200],
  ['counted beyond what was thought', 60, 60 * 200],
];

for (const [what, laptops, pounds] of replacements)
  test(`the range is visibly narrower once the laptops are ${what}`, () => {
    const before = rangeOf(usual);
    const after = rangeOf({ ...usual, laptops: { value: laptops, source: typed } });
    assert.equal((width(before) - width(after)) / 100, 19_000 - pounds);
  });

test('saying that a guess is right narrows the range as typing the same number does, and moves nothing else', () => {
  const right = { ...usual, laptops: { value: 30, source: { ...typed, note: 'said to be right' } } };
  assert.deepEqual(problemOf(right), problemOf({ ...usual, laptops: { value: 30, source: typed } }));
});

test('a guess on which nothing hangs in the option chosen adds nothing', () => {
  const [whole] = starts(problemOf(usual), ['switches-whole']);
  assert.deepEqual(whole?.wholeLifeRange, { lowPence: 900_000, highPence: 1_200_000 });
  assert.equal(whole?.guesses, undefined);
});

test('a guessed contract cost that is paid either way hardly widens the price of going on with it', () => {
  const [renew] = starts(problemOf(usual), ['renew:lines']);
  const range = renew?.wholeLifeRange ?? assert.fail();
  // The cost saved and the cost paid are one and the same guess: what is unsure is five per cent of it, not the whole.
  assert.ok(width(range) < 220_000 * 0.11 * 5, JSON.stringify(range));
  const [effect] = renew?.guesses ?? [];
  assert.deepEqual([effect?.register, effect?.id, effect?.field], ['contract', 'lines', 'annualCostPence']);
});

test('the ranges by year hold what the years can come to', () => {
  for (const need of problemOf(usual).needs)
    for (const candidate of need.candidates) {
      candidate.capitalPence.forEach((pence, y) => assertWithin(pence, candidate.capitalRange?.[y]));
      candidate.revenuePence.forEach((pence, y) => assertWithin(pence, candidate.revenueRange?.[y]));
      assertWithin(candidate.wholeLifePence, candidate.wholeLifeRange);
    }
});

function assertWithin(pence: number, range: PenceRange | undefined): void {
  assert.ok(
    range !== undefined && range.lowPence <= pence && pence <= range.highPence,
    `${pence} in ${JSON.stringify(range)}`,
  );
}

/** Each yearly amount is rounded to the penny in each of six years. */
const ROUNDING_PENCE = 12;

const between = (low: number, high: number) =>
  fc.tuple(
    fc.integer({ min: low, max: high }),
    fc.integer({ min: low, max: high }),
    fc.integer({ min: low, max: high }),
  );
const guessIn = (low: number, high: number) =>
  between(low, high).map((three): Guessed & { low: number; high: number } => {
    const [least = low, value = low, most = low] = [...three].sort((a, b) => a - b);
    return { value, source: assumed(least, most), low: least, high: most };
  });
const guesses = fc.record({
  laptops: guessIn(1, 300),
  core: guessIn(1, 4),
  access: guessIn(1, 40),
  cost: guessIn(0, 900_000),
});

test('replacing a guess by any value within its range never makes the range wider, nor reach beyond where it was', () => {
  fc.assert(
    fc.property(
      guesses,
      fc.constantFrom('laptops', 'core', 'access', 'cost' as const),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('laptops-buy:laptops', 'laptops-lease:laptops'),
      fc.constantFrom('change:lines', 'renew:lines'),
      (counts, which, where, laptops, phones) => {
        const plan = [laptops, 'switches-buy', phones];
        const { low, high } = counts[which];
        const value = Math.round(low + where * (high - low));
        const before = rangeOf(counts, plan);
        const after = rangeOf({ ...counts, [which]: { value, source: typed } }, plan);
        // Counts hold to the penny; a share of a contract's cost is rounded in each year.
        const slack = which === 'cost' ? ROUNDING_PENCE : 0;
        assert.ok(after.lowPence >= before.lowPence - slack, `${JSON.stringify(before)} → ${JSON.stringify(after)}`);
        assert.ok(after.highPence <= before.highPence + slack, `${JSON.stringify(before)} → ${JSON.stringify(after)}`);
        assert.ok(width(after) <= width(before) + slack);
      },
    ),
    { numRuns: 300 },
  );
});

test('what each guess is said to add is what replacing it by itself takes away', () => {
  fc.assert(
    fc.property(guesses, fc.constantFrom('laptops', 'access', 'core' as const), (counts, which) => {
      const effects = starts(problemOf(counts), PLAN).flatMap(({ guesses: found = [] }) => found);
      const effect = effects.find(({ id }) => id === which);
      const said = effect === undefined ? 0 : effect.highPence - effect.lowPence;
      const replaced = { ...counts, [which]: { value: counts[which].value, source: typed } };
      const narrower = width(rangeOf(counts)) - width(rangeOf(replaced));
      assert.ok(Math.abs(narrower - said) <= ROUNDING_PENCE, `said ${said}, was ${narrower}`);
    }),
    { numRuns: 100 },
  );
});

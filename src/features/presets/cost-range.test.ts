import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readLibrary } from '../../app/services.ts';
import type { PenceRange } from '../../domain/money.ts';
import type { Placement, PlanningProblem } from '../../domain/planning.ts';
import { recordSchema, type SchoolRecord, type ValueSource } from '../../domain/record.ts';
import { editionOf, expandPreset, TYPICAL_ID } from '../../library/index.ts';
import { compileProblem } from '../../needs/index.ts';
import { problemHash } from '../../planner/index.ts';
import { planCostRange } from './cost-range.ts';
import { costRangePart } from './cost-range.view.ts';

const library = readLibrary();
const typed: ValueSource = { from: 'typed', on: '2026-11-25', note: null };
const school = { key: 'x', name: 'Made school', phase: 'primary', pupils: 420, governance: 'maintained' };
const preset = library.presets.find(({ id }) => id === 'primary-two-form') ?? assert.fail();
const record = recordSchema.parse({
  format: 'cairn.school/1',
  asAt: '2026-11-24',
  edition: '2026-09',
  school,
  ...expandPreset(preset, { pupils: 420 }, '2026-11-24'),
});
const problemOf = (of: SchoolRecord) => compileProblem(of, library, editionOf(library, '2026-09'));
const problem = problemOf(record);

/** The first start of each need's last option: what a plan may hold, whatever it costs. */
function placementsOf({ needs }: PlanningProblem): Placement[] {
  return needs.flatMap(({ id, candidates }) => {
    const last = candidates.at(-1)?.optionId;
    const first = candidates.find(({ optionId }) => optionId === last);
    if (first === undefined) return [];
    return [
      { needId: id, optionId: first.optionId, term: first.term, completeTerm: first.completeTerm, locked: false },
    ];
  });
}
const placements = placementsOf(problem);
const fresh = planCostRange(library, record, { problem, placements, isStale: false }) ?? assert.fail();

/** The record with the count of one group typed. */
function withCount(id: string, quantity: number): SchoolRecord {
  const equipment = record.equipment.map((row) =>
    row.id === id ? { ...row, quantity, sources: { ...row.sources, quantity: typed } } : row,
  );
  return { ...record, equipment };
}

const width = ({ lowPence, highPence }: PenceRange) => highPence - lowPence;

test('a plan from a typical school says how far its cost reaches and which guesses are behind that', () => {
  assert.equal(fresh.before, null);
  assert.equal(fresh.guesses, fresh.facts);
  assert.ok(fresh.weights.length >= 3);
  assert.ok(
    fresh.weights.every(({ narrowsPence }, index, all) => narrowsPence <= (all[index - 1]?.narrowsPence ?? Infinity)),
  );
  const laptops = fresh.weights.find(({ id }) => id === `${TYPICAL_ID}pupil-laptops`);
  assert.deepEqual([laptops?.field, laptops?.value, laptops?.low, laptops?.high], ['quantity', 38, 16, 76]);
  assert.equal(fresh.guessedContracts?.count, record.contracts.length);
});

test('replacing the guess that matters most narrows the range, by what was said and before planning again', () => {
  const [most] = fresh.weights;
  assert.ok(most);
  const counted = withCount(most.id, most.value);
  const after = planCostRange(library, counted, { problem, placements, isStale: true }) ?? assert.fail();
  assert.equal(width(fresh.range) - width(after.range), most.narrowsPence);
  assert.deepEqual(after.before, fresh.range);
  assert.equal(after.guesses, fresh.guesses - 1);
  assert.ok(!after.weights.some(({ id }) => id === most.id));
});

test('replacing any guessed count by any number within its range never widens what the plan may cost', () => {
  const counts = fresh.weights.filter(({ field }) => field === 'quantity');
  fc.assert(
    fc.property(fc.constantFrom(...counts), fc.double({ min: 0, max: 1, noNaN: true }), ({ id, low, high }, where) => {
      const counted = withCount(id, Math.max(1, Math.round(low + where * (high - low))));
      const { range } = planCostRange(library, counted, { problem, placements, isStale: true }) ?? assert.fail();
      assert.ok(range.lowPence >= fresh.range.lowPence && range.highPence <= fresh.range.highPence);
      assert.ok(width(range) <= width(fresh.range));
    }),
    { numRuns: 25 },
  );
});

test('a school without guesses is told nothing, and its plan’s hash is what it would be without sources', () => {
  const known = (sources: Record<string, ValueSource>): SchoolRecord => ({
    ...record,
    equipment: record.equipment.map((row) => ({ ...row, sources })),
    contracts: record.contracts.map((row) => ({ ...row, sources })),
    systems: record.systems.map((row) => ({ ...row, sources })),
    connections: record.connections.map((row) => ({ ...row, sources })),
  });
  const own = known({ '*': typed });
  const ownProblem = problemOf(own);
  assert.equal(problemHash(ownProblem), problemHash(problemOf(known({}))));
  assert.ok(!JSON.stringify(ownProblem).includes('"guesses"'));
  const made = { problem: ownProblem, placements: placementsOf(ownProblem), isStale: false };
  assert.equal(planCostRange(library, own, made), null);
  assert.equal(costRangePart(null, '/schools/x'), null);
});

test('once all guesses are replaced, it says so beside what the plan cost when it was made', () => {
  const own: SchoolRecord = {
    ...record,
    equipment: record.equipment.map((row) => ({ ...row, sources: { '*': typed } })),
    contracts: record.contracts.map((row) => ({ ...row, sources: { '*': typed } })),
    systems: record.systems.map((row) => ({ ...row, sources: { '*': typed } })),
    connections: record.connections.map((row) => ({ ...row, sources: { '*': typed } })),
  };
  const cost = planCostRange(library, own, { problem, placements, isStale: true });
  const words = String(costRangePart(cost, '/schools/x')).replaceAll(/\s+/g, ' ');
  assert.match(words, /None of your \d+ facts is a guess any more/);
  assert.match(words, /It was £[\d,]+ to £[\d,]+ when the plan was made/);
  assert.doesNotMatch(words, /Replacing/);
});

test('a guess beside the school’s own of the same kind is pointed out, because both count', () => {
  const own = { ...(record.contracts[0] ?? assert.fail()), id: 'own', title: 'Our line', sources: { '*': typed } };
  const both = { ...record, contracts: [...record.contracts, own] };
  const cost = planCostRange(library, both, { problem, placements, isStale: true });
  assert.equal(cost?.doubled, 1);
  assert.match(String(costRangePart(cost ?? null, '/schools/x')), /One of the guesses stands beside your own/);
  assert.doesNotMatch(String(costRangePart(fresh, '/schools/x')), /beside your own/);
});

test('the three that matter most are named with links, numbers and about how much they narrow it', () => {
  const words = String(costRangePart(fresh, '/schools/x')).replaceAll(/\s+/g, ' ');
  assert.match(words, /This plan costs <strong>£[\d,]+ to £[\d,]+<\/strong>/);
  assert.match(
    words,
    /href="\/schools\/x\/typical">\d+ of your \d+ facts<\/a> are guesses\. Replacing these three would narrow it most:/,
  );
  assert.equal([...words.matchAll(/<li>/g)].length, 3);
  assert.match(
    words,
    /href="\/schools\/x\/equipment\/typical-pupil-laptops">Pupils’ laptops<\/a>: how many there are, now 38 and between 16 and 76/,
  );
  assert.match(words, /What 14 of your contracts cost is guessed too, £[\d,]+ to £[\d,]+ a year together/);
});

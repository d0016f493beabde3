/**
 * How unsure a plan's cost is by what is written down now: the plan's own starts, with prices and numbers as they are today.
 * Where the record has changed since the plan was made, the problem is worked out afresh, so that a replaced guess is seen at
 * once and not only when planning again.
 */
import { createHash } from 'node:crypto';
import { countFacts, guessRange, holdsGuesses } from '../../domain/guesses.ts';
import { addRanges, type Pence, type PenceRange } from '../../domain/money.ts';
import type { Candidate, GuessEffect, Placement, PlanningProblem } from '../../domain/planning.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor } from '../../library/index.ts';
import type { Library } from '../../library/library.ts';
import { compileProblem } from '../../needs/index.ts';
import { remainingGuesses } from './presets.rules.ts';

/** A guess and how much narrower the range gets once it is replaced. */
export interface GuessWeight extends Pick<GuessEffect, 'register' | 'id' | 'field'> {
  name: string;
  value: number;
  low: number;
  high: number;
  narrowsPence: Pence;
}

export interface CostRange {
  range: PenceRange;
  /** The range when the plan was made; null where it is the same. */
  before: PenceRange | null;
  facts: number;
  guesses: number;
  /** Guesses that move the cost, the one that matters most first. */
  weights: GuessWeight[];
  /** Guesses that count twice, because the school has written down its own of the same kind. */
  doubled: number;
  /** Contracts whose yearly cost is a guess, and between what that lies for all of them; null where there is none. */
  guessedContracts: { count: number; yearly: PenceRange } | null;
}

/** Answers kept: working a problem out takes about a hundred milliseconds, and a page is looked at more than once. */
const MOST_KEPT = 100;
const kept = new WeakMap<Library, Map<string, CostRange>>();

/** Null where nothing is guessed, nor was when the plan was made. */
export function planCostRange(
  library: Library,
  record: SchoolRecord,
  made: { problem: PlanningProblem; placements: readonly Placement[]; isStale: boolean },
): CostRange | null {
  const then = startsOf(made.problem, made.placements);
  if (!holdsGuesses(record) && !then.some((candidate) => candidate.guesses !== undefined)) return null;
  if (!made.isStale) return weigh(record, then, then);
  const known = kept.get(library) ?? new Map<string, CostRange>();
  kept.set(library, known);
  const key = createHash('sha256')
    .update(JSON.stringify([record, made.placements]))
    .digest('base64');
  const found = known.get(key) ?? weigh(record, startsNow(library, record, made, then), then);
  known.delete(key);
  known.set(key, found);
  const oldest = known.keys().next().value;
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return found;
}

/** The same starts with today's record; as they were where a start is not possible any more. */
function startsNow(
  library: Library,
  record: SchoolRecord,
  { placements }: { placements: readonly Placement[] },
  then: readonly Candidate[],
): Candidate[] {
  const now = startsOf(compileProblem(record, library, editionFor(library, record)), placements);
  return then.map((old) => now.find(({ optionId, term }) => optionId === old.optionId && term === old.term) ?? old);
}

function startsOf(problem: PlanningProblem, placements: readonly Placement[]): Candidate[] {
  const byNeed = new Map(problem.needs.map((need) => [need.id, need.candidates]));
  return placements.flatMap(({ needId, optionId, term }) => {
    return byNeed.get(needId)?.find((one) => one.optionId === optionId && one.term === term) ?? [];
  });
}

/** Pure: what the starts come to, and which guesses of the record are behind that. */
export function weigh(record: SchoolRecord, now: readonly Candidate[], then: readonly Candidate[]): CostRange {
  const { facts, guesses } = countFacts(record);
  const range = addRanges(...now.map(({ wholeLifeRange }) => wholeLifeRange));
  const made = addRanges(...then.map(({ wholeLifeRange }) => wholeLifeRange));
  const effects = Map.groupBy(
    now.flatMap((candidate) => candidate.guesses ?? []),
    ({ register, id, field }) => `${register}/${id}/${field}`,
  );
  const weights = guesses.flatMap(({ register, id, field, name, value, source }): GuessWeight[] => {
    const mine = effects.get(`${register}/${id}/${field}`) ?? [];
    const [first] = mine;
    if (first === undefined || source.range === undefined || typeof value !== 'number') return [];
    const narrowsPence = mine.reduce((sum, { lowPence, highPence }) => sum + highPence - lowPence, 0);
    return [{ register: first.register, id, field: first.field, name, value, ...source.range, narrowsPence }];
  });
  const yearly = record.contracts.flatMap((contract) => {
    const cost = guessRange(contract, 'annualCostPence');
    return cost === null ? [] : [{ lowPence: cost.low, highPence: cost.high }];
  });
  const isSame = range.lowPence === made.lowPence && range.highPence === made.highPence;
  return {
    range,
    before: isSame ? null : made,
    facts,
    guesses: guesses.length,
    doubled: remainingGuesses(record).doubled.length,
    guessedContracts: yearly.length === 0 ? null : { count: yearly.length, yearly: addRanges(...yearly) },
    weights: weights.sort((a, b) => b.narrowsPence - a.narrowsPence || (a.id < b.id ? -1 : 1)),
  };
}

/**
 * Solves a planning problem level by level: first a good plan by search, then bounds from the relaxation, then branch and
 * bound on each level with the ones before it held, in passes of growing counted effort until all is proven. Each better
 * plan is handed out as it comes. Every plan is re-added exactly, in whole pence, before it is believed.
 */
import type { ChosenStart, Plan, PlanningProblem } from '../domain/planning.ts';
import { planWriter, type Solved } from './certificate.ts';
import { compile, type Compiled } from './compile.ts';
import { formulate } from './formulate.ts';
import { holdModel } from './held-model.ts';
import { loadSolver, openSession, type WorkLimit } from './highs.ts';
import { allowedCandidates } from './presolve.ts';
import { searchPlan } from './search.ts';
import { addUp, isProven, leastPossible, report, solvedOf, type Run } from './solve-run.ts';
import { pass, relaxAll, searchOn, settleTies } from './solve-stages.ts';
import { stagesOf } from './stages.ts';
import { levelNames, levelValues, stateOf } from './state.ts';

/** How much counted work to spend: `quick` for a what-if, `standard` for a page's plan, `thorough` for the proof. */
export type Effort = 'quick' | 'standard' | 'thorough';

export interface SolveOptions {
  effort?: Effort;
  /** Hears of each better plan and each better bound. */
  onProgress?: (plan: Plan) => void;
  /** A plan to begin from, in place of nothing. */
  start?: readonly ChosenStart[];
}

/** Amounts that no arithmetic of ours adds up to the penny: nothing could be proved about them. */
export class OddNumbersError extends Error {
  readonly code = 'odd-numbers';
  constructor(of: string) {
    super(`The numbers of “${of}” cannot be added up to the penny: they are too large, or no whole pence.`);
  }
}

/** @throws {OddNumbersError} names the first need, year or requirement whose numbers are out of reach. */
function requireSoundNumbers({ years, needs, requirements, staffDaysPerTerm, terms }: PlanningProblem): void {
  let largest = 0;
  const whole = (amounts: readonly number[], of: string) => {
    if (!amounts.every(Number.isSafeInteger)) throw new OddNumbersError(of);
  };
  const days = (amounts: readonly number[], of: string) => {
    if (!amounts.every((one) => Number.isFinite(one) && Math.abs(one) < MOST_DAYS)) throw new OddNumbersError(of);
  };
  for (const { name, capitalPence, revenuePence } of years) whole([capitalPence, revenuePence], name);
  for (const { name, weight } of requirements) {
    whole([weight, weight * terms.length], name);
    largest += weight * terms.length;
  }
  days(staffDaysPerTerm, 'your own people’s time');
  let money = 0;
  for (const { name, candidates } of needs) {
    let most = 0;
    for (const candidate of candidates) {
      const { capitalPence, revenuePence, wholeLifePence, staffDays } = candidate;
      whole([...capitalPence, ...revenuePence, wholeLifePence], name);
      days(staffDays, name);
      const all = [...capitalPence, ...revenuePence].reduce((sum, pence) => sum + Math.abs(pence), 0);
      most = Math.max(most, all, Math.abs(wholeLifePence));
    }
    money += most;
    whole([money, largest], name);
  }
}

const MOST_DAYS = 1_000_000;

/** Nothing is known to hold the limits, and that nothing can is not proven: the caller may spend more effort. */
export class NoPlanFoundError extends Error {
  readonly code = 'no-plan-found';
  constructor() {
    super('No plan was found that holds every limit, and it is not proven that there is none.');
  }
}

interface Passes {
  /** Moves tried for a plan where the first search finds none. */
  trials: number;
  /** Rounds of the search by prices, for each stage. */
  rounds: number;
  limits: WorkLimit[];
}

const efforts: Record<Effort, Passes> = {
  quick: { trials: 100_000, rounds: 2_000, limits: [{ iterations: 20_000, nodes: 500 }] },
  standard: {
    trials: 300_000,
    rounds: 8_000,
    limits: [{ iterations: 400_000, nodes: 20_000 }],
  },
  thorough: {
    trials: 300_000,
    rounds: 8_000,
    limits: [{ iterations: 20_000_000, nodes: 2_000_000 }],
  },
};

/**
 * Finds the best plan. The answer depends on the problem and the effort alone, never on time or machine. Where no plan
 * holds all limits and locks, the certificate says `infeasible` and there are no placements; {@link findConflict} says why.
 * @throws {OddNumbersError} where amounts cannot be added up exactly; {@link NoPlanFoundError} where the work was used up first.
 */
export async function solvePlan(problem: PlanningProblem, options: SolveOptions = {}): Promise<Plan> {
  requireSoundNumbers(problem);
  const compiled = compile(problem);
  const { onProgress } = options;
  const toPlan = planWriter(compiled);
  const solved = await solveLevels(compiled, {
    effort: options.effort ?? 'standard',
    ...(options.start ? { start: options.start } : {}),
    ...(onProgress ? { onProgress: (found: Solved) => onProgress(toPlan(found)) } : {}),
  });
  return toPlan(solved);
}

export interface LevelOptions {
  effort: Effort;
  onProgress?: (solved: Solved) => void;
  start?: readonly ChosenStart[];
  /** Stop at this relative gap on the level (the benchmark's 0.01%); nought asks for the proof. */
  relativeGap?: number;
  /** Opens the solver; tests give one that breaks down. */
  open?: typeof openSession;
  /** In place of the effort's own; tests give hardly any. */
  limits?: readonly WorkLimit[];
}

/** The same on a compiled problem: what the reasons and the benchmark call. */
export async function solveLevels(compiled: Compiled, options: LevelOptions): Promise<Solved> {
  const names = levelNames(compiled);
  const nothing = new Int32Array(compiled.needs.length).fill(-1);
  if (compiled.impossibleLocks.length > 0) return infeasible(compiled, nothing, 0);
  const allowed = allowedCandidates(compiled);
  const model = formulate(compiled, allowed);
  const passes = efforts[options.effort];
  const first = searchPlan(compiled, allowed, 20 * model.candidateOf.length, startOf(compiled, options.start));
  const run: Run = {
    compiled,
    allowed,
    model,
    best: first.feasible ? first.chosen : null,
    values: first.values,
    bounds: model.levels.map(leastPossible),
    ranges: model.levels.map(({ values }) => ({ low: addUp(values, Math.min), high: addUp(values, Math.max) })),
    stages: [],
    said: [],
    work: 0,
    onProgress: options.onProgress ?? null,
    relativeGap: options.relativeGap ?? 0,
    held: holdModel(compiled, model, await loadSolver(), options.open ?? openSession),
  };
  let stopped: 'work' | 'solver' = 'work';
  try {
    report(run);
    relaxAll(run);
    if (!run.best) searchOn(run, Math.min(passes.trials, model.candidateOf.length ** 2));
    run.stages = stagesOf(model, run.ranges);
    for (const limit of options.limits ?? passes.limits) {
      const ended = pass(run, limit, Math.min(passes.rounds, 15 * model.candidateOf.length));
      if (ended === 'infeasible') return infeasible(compiled, nothing, run.work);
      if (isProven(run)) break;
    }
    if (run.best && isProven(run) && !compiled.priced) settleTies(run);
  } catch (error) {
    // A solver that breaks down costs the proof, not the plan: what was found and proven before still stands.
    if (!run.best) throw error;
    stopped = 'solver';
  } finally {
    closeQuietly(run);
  }
  if (!run.best) throw new NoPlanFoundError();
  const solved = solvedOf(run, names.length);
  return solved.status === 'proven' ? solved : { ...solved, stopped };
}

/** A solver that has broken down may not even close; there is nothing left to lose. */
function closeQuietly(run: Run): void {
  try {
    run.held.dispose();
  } catch {
    return;
  }
}

function startOf(compiled: Compiled, start: readonly ChosenStart[] | undefined): number[] | undefined {
  if (!start) return undefined;
  return compiled.needs.map((need) => {
    const chosen = start.find((one) => one.needId === need.id);
    return (
      need.candidates.find((c) => {
        const candidate = compiled.candidates[c]!;
        return candidate.optionId === chosen?.optionId && candidate.term === chosen.term;
      }) ?? -1
    );
  });
}

function infeasible(compiled: Compiled, nothing: Int32Array, work: number): Solved {
  const values = levelValues(stateOf(compiled, nothing));
  const levels = levelNames(compiled).map((name, k) => ({ name, value: values[k]!, bound: values[k]!, proven: false }));
  return { status: 'infeasible', chosen: nothing, levels, work };
}

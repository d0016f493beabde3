/**
 * Has all schools answer by way of the database: each part is a task for whichever worker takes it. What has been answered stays
 * in the database, so that a coordinator that is killed goes on where it was.
 */
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Answers,
  type AnswerSum,
  type Asker,
  groupsOf,
  KEPT_ANSWERS,
  type PackedSchools,
  roomForAnswers,
  takeChoices,
} from '../../planner/allocation/index.ts';
import {
  ensureRound,
  lockRunState,
  type RunRow,
  selectChoices,
  selectRoundState,
  selectSums,
} from './allocation.queries.ts';
import { sumsSchema } from './allocation.schema.ts';
import type { RunsOf } from './allocation.store.ts';
import { bytesToChoices, type TaskWorker } from './allocation.work.ts';

/** The run cannot go on; the message says why and what to do. */
export class AllocationRunError extends Error {
  readonly code = 'allocation-run';
}

export interface WorkersOptions {
  /** Takes tasks while it waits; null to leave them all to other processes. */
  own: TaskWorker | null;
  /** Hears how many schools have answered the prices now asked. */
  onAnswered?: (schools: number) => void;
  /** Hears once that tasks have been waiting for so long while nobody took any. */
  onNobody?: () => void;
}

/** A part that was taken up so often without an answer brings down whoever takes it. */
const MOST_ATTEMPTS = 6;
const LOOK_FIRST_MS = 5;
const LOOK_MOST_MS = 250;
const NOBODY_MS = 10_000;

function requireRunning(state: RunRow['state'] | null): void {
  if (state !== 'running')
    throw new AllocationRunError('Another process has ended or removed this run. Call the same line again.');
}

/** Asks by way of the database. */
export function askWorkers(runs: RunsOf, run: RunRow, packed: PackedSchools, options: WorkersOptions): Asker {
  const groups = groupsOf(packed.schools);

  const settle = async (prices: readonly number[]): Promise<number> => {
    const round = await runs.transact(async (tx) => {
      requireRunning(await lockRunState(tx, run));
      return ensureRound(tx, run, JSON.stringify(prices), run.parts);
    });
    let pause = LOOK_FIRST_MS;
    let before = -1;
    let quietMs = 0;
    for (;;) {
      const state = await runs.transact((tx) => selectRoundState(tx, run, round));
      requireRunning(state.state);
      if (state.failure !== null) throw new AllocationRunError(state.failure);
      options.onAnswered?.(state.answered.reduce((sum, part) => sum + groups[part]!.last - groups[part]!.first, 0));
      if (state.answered.length === run.parts) return round;
      if (state.attempts > MOST_ATTEMPTS)
        throw new AllocationRunError(
          `A part of the schools has been taken up ${state.attempts} times and never answered. Look at why the workers end (memory?), then call the same line again.`,
        );
      if (state.answered.length > before) {
        before = state.answered.length;
        pause = LOOK_FIRST_MS;
        quietMs = 0;
      }
      if (options.own !== null && (await options.own.step()) > 0) continue;
      await wait(pause);
      quietMs += pause;
      if (quietMs >= NOBODY_MS && quietMs - pause < NOBODY_MS) options.onNobody?.();
      pause = Math.min(LOOK_MOST_MS, 2 * pause);
    }
  };

  const sumsOf = async (round: number): Promise<AnswerSum[]> => {
    const texts = await runs.transact((tx) => selectSums(tx, run, round));
    return texts.map((text) => sumsSchema.parse(JSON.parse(text)));
  };

  return {
    ask: async (prices) => sumsOf(await settle(prices)),
    async answers(pricesOf) {
      const wanted = pricesOf.slice(0, KEPT_ANSWERS);
      const answers = roomForAnswers(packed, wanted.length);
      for (const [slot, prices] of wanted.entries()) {
        const round = await settle(prices);
        const told = await runs.transact((tx) => selectChoices(tx, run, round));
        takeTold(packed, answers, slot, told, await sumsOf(round));
      }
      return answers;
    },
  };

  function takeTold(
    schools: PackedSchools,
    answers: Answers,
    slot: number,
    told: readonly Uint8Array[],
    sums: readonly AnswerSum[],
  ): void {
    groups.forEach(({ first, last }, part) => {
      const sum = takeChoices(schools, answers, slot, { first, last, choices: bytesToChoices(told[part]!) });
      const said = sums[part]!;
      if (sum.value !== said.value || sum.uses.some((use, l) => use !== said.uses[l]))
        throw new AllocationRunError(
          `Part ${part} does not add up to what was said of it: a worker of another version? Remove the run and start again.`,
        );
    });
  }
}

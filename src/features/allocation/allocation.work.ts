/**
 * Answering parts of runs that stand in the database. Any number of processes may: each takes a few tasks for a while, answers
 * them and writes the answers down. One that is killed says no more, its tasks are taken up by others when its time is over, and
 * since every answer is exact and depends on the prices alone, it is all one who gave it or how often.
 */
import { randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  AllocationInputError,
  type AnswerSum,
  choicesOf,
  makeAnswerer,
  packSchools,
  type PackedSchools,
  roomForAnswers,
} from '../../planner/allocation/index.ts';
import type { Transaction } from '../../platform/database/index.ts';
import { putAnswer, type RunScope, putFailure, releaseTasks, takeTasks, type TakenTask } from './allocation.queries.ts';
import { readPart, type RunsOf } from './allocation.store.ts';

export interface PartAnswer {
  sum: AnswerSum;
  choices: Int16Array;
}

/** Answers prices for the schools of one part. */
export type AnswerPart = (prices: readonly number[]) => PartAnswer;

/** How to answer for a part; null where there is nothing more to answer. */
export type PartSource = (task: TakenTask) => Promise<AnswerPart | null>;

export interface TaskWorker {
  /** Takes a few tasks and answers them; how many. */
  step(): Promise<number>;
  /** Lets go of what was taken and not answered. */
  release(): Promise<void>;
}

/** A worker that is silent for so long has its tasks taken up by others. Far more than a few parts take. */
export const LEASE_MS = 30_000;
/** Tasks taken at once: few, so that all workers have something, and more than one, so that they rarely wait for the database. */
const AT_ONCE = 4;

export interface WorkerOptions {
  leaseMs?: number;
  atOnce?: number;
  /** The one run that it works on; all that can be reached where not given. */
  run?: RunScope | null;
}

export function createTaskWorker(
  runs: RunsOf,
  source: PartSource,
  { leaseMs = LEASE_MS, atOnce = AT_ONCE, run = null }: WorkerOptions = {},
): TaskWorker {
  // The process is named too, for whoever looks at the table to see who is stuck.
  const holder = `${process.pid} ${randomUUID()}`;
  const held = new Set<string>();
  const take = (tx: Transaction) => takeTasks(tx, { holder, leaseMs, atOnce, held, run });
  // Taken together with writing down the last answers: half as many transactions.
  let next: TakenTask[] = [];
  return {
    async step() {
      const tasks = next.length > 0 ? next : await runs.transact(take);
      next = [];
      const answers: { task: TakenTask; answer: PartAnswer | string }[] = [];
      for (const task of tasks) {
        const answer = await answerOf(task, source);
        held.add(`${task.runId} ${task.part}`);
        if (answer !== null) answers.push({ task, answer });
      }
      if (answers.length > 0)
        next = await runs.transact(async (tx) => {
          for (const { task, answer } of answers) await put(tx, task, answer);
          return take(tx);
        });
      return tasks.length;
    },
    async release() {
      next = [];
      await runs.transact((tx) => releaseTasks(tx, holder));
    },
  };
}

async function put(tx: Transaction, task: TakenTask, answer: PartAnswer | string): Promise<void> {
  if (typeof answer === 'string') return putFailure(tx, task, answer);
  const { round, part } = task;
  const choices = choicesToBytes(answer.choices);
  return putAnswer(tx, task, { round, part, sums: JSON.stringify(answer.sum), choices });
}

/** The answer, or in words why there can never be one. */
async function answerOf(task: TakenTask, source: PartSource): Promise<PartAnswer | string | null> {
  try {
    const answer = await source(task);
    return answer === null ? null : answer(JSON.parse(task.prices) as number[]);
  } catch (error) {
    if (error instanceof AllocationInputError) return error.message;
    throw error;
  }
}

/** Reads the parts that are asked for from the database, once each, and keeps them. */
export function partsFromDatabase(runs: RunsOf): PartSource {
  const parts = new Map<string, AnswerPart>();
  let current = '';
  return async (task) => {
    // Another run: the parts of the last one are let go of.
    const run = `${task.organisationId} ${task.runId}`;
    if (run !== current) parts.clear();
    current = run;
    const key = String(task.part);
    const known = parts.get(key);
    if (known !== undefined) return known;
    const read = await readPart(runs, task, task.part);
    if (read === null) return null;
    const packed = packSchools(read.frame, read.schools);
    const answers = roomForAnswers(packed, 1);
    const answerer = makeAnswerer(packed, answers);
    const answer: AnswerPart = (prices) => ({
      sum: answerer.answer(prices, 0, 0, packed.schools),
      choices: choicesOf(packed, answers, 0, 0, packed.schools),
    });
    parts.set(key, answer);
    return answer;
  };
}

/** Answers for the parts of schools that are at hand whole. */
export function partsAtHand(packed: PackedSchools, groups: readonly { first: number; last: number }[]): PartSource {
  const answers = roomForAnswers(packed, 1);
  const answerer = makeAnswerer(packed, answers);
  return ({ part }) => {
    const group = groups[part];
    if (group === undefined) return Promise.resolve(null);
    const { first, last } = group;
    return Promise.resolve((prices) => ({
      sum: answerer.answer(prices, 0, first, last),
      choices: choicesOf(packed, answers, 0, first, last),
    }));
  };
}

/** Two bytes each, the low one first whatever the machine; deflated. */
export function choicesToBytes(choices: Int16Array): Uint8Array {
  const bytes = Buffer.alloc(2 * choices.length);
  choices.forEach((choice, at) => bytes.writeInt16LE(choice, 2 * at));
  return deflateRawSync(bytes, { level: 3 });
}

export function bytesToChoices(deflated: Uint8Array): Int16Array {
  const bytes = inflateRawSync(deflated);
  return Int16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(2 * at));
}

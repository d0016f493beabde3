/**
 * The allocation's edge: schools answer in worker threads, which share their packed data and write their answers into shared
 * memory. Which thread answers for which group changes nothing in what is answered.
 */
import { Worker } from 'node:worker_threads';
import { roomForAnswers, type Answers, type AnswerSum } from './answer.ts';
import { copySlot, groupsOf, KEPT_ANSWERS, makeSlots, type Asker } from './asker.ts';
import type { PackedSchools } from './packed-schools.ts';

/** What a thread is given at its start. */
export interface ThreadData {
  packed: PackedSchools;
  answers: Answers;
}

/** A thread's work: one group's answers to prices, into a slot. */
export interface ThreadTask {
  id: number;
  prices: readonly number[];
  slot: number;
  first: number;
  last: number;
}

export interface ThreadAnswer {
  id: number;
  sum: AnswerSum;
}

export interface ThreadAsker extends Asker {
  /** Ends the threads; whatever is still asked then fails. */
  stop(): Promise<void>;
}

/** A thread ended or failed before it had answered. */
export class AskerStoppedError extends Error {
  readonly code = 'planner.asker-stopped';
  constructor(message: string) {
    super(message);
    this.name = 'AskerStoppedError';
  }
}

/** Asks in so many threads. `onGroup` hears how many schools have answered the prices now asked. */
export function askInThreads(
  packed: PackedSchools,
  threads: number,
  onGroup?: (answered: number) => void,
): ThreadAsker {
  const answers = roomForAnswers(packed, KEPT_ANSWERS);
  const groups = groupsOf(packed.schools);
  const slots = makeSlots(KEPT_ANSWERS);
  const waiting = new Map<number, { resolve(sum: AnswerSum): void; reject(error: Error): void; schools: number }>();
  let nextId = 0;
  let answered = 0;
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const workers = Array.from({ length: Math.max(1, threads) }, () => {
    const data: ThreadData = { packed, answers };
    const worker = new Worker(new URL('./worker-thread.ts', import.meta.url), { workerData: data });
    worker.on('message', ({ id, sum }: ThreadAnswer) => {
      const one = waiting.get(id);
      if (one === undefined) return;
      waiting.delete(id);
      answered += one.schools;
      onGroup?.(answered);
      one.resolve(sum);
    });
    worker.on('error', (error) => fail(error instanceof Error ? error : new AskerStoppedError(String(error))));
    worker.on('exit', () => fail(new AskerStoppedError('A thread of the planner ended before it had answered.')));
    return worker;
  });
  const askInto = (prices: readonly number[], slot: number): Promise<AnswerSum[]> => {
    answered = 0;
    return Promise.all(
      groups.map(
        ({ first, last }, g) =>
          new Promise<AnswerSum>((resolve, reject) => {
            const task: ThreadTask = { id: nextId++, prices, slot, first, last };
            waiting.set(task.id, { resolve, reject, schools: last - first });
            workers[g % workers.length]!.postMessage(task);
          }),
      ),
    );
  };
  return {
    ask: (prices) => askInto(prices, slots.slotFor(prices.join(' ')).slot),
    async answers(pricesOf) {
      const wanted = pricesOf.slice(0, KEPT_ANSWERS);
      const inOrder = roomForAnswers(packed, wanted.length);
      for (const [k, prices] of wanted.entries()) {
        const { slot, isHeld } = slots.slotFor(prices.join(' '));
        if (!isHeld) await askInto(prices, slot);
        copySlot(packed, answers, slot, inOrder, k);
      }
      return inOrder;
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

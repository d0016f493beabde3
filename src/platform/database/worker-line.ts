/** The line to the thread of the embedded database: questions go out numbered, answers come back to whoever asked. */
import { Worker } from 'node:worker_threads';
import { DatabaseUnavailableError, SqlError } from './connection.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './pglite-worker.ts';

/** A question without its number. */
export type Question = WorkerRequest extends infer R ? (R extends WorkerRequest ? Omit<R, 'id'> : never) : never;

export interface WorkerLine {
  /** @throws {SqlError} what the database said no to; {DatabaseUnavailableError} once the thread has gone. */
  ask(question: Question): Promise<WorkerReply>;
  /** Ends the thread. What is still asked is refused. */
  hangUp(): Promise<void>;
}

/** No single statement takes this long: the thread hangs, and is better ended than waited for. */
const LONGEST_ANSWER_MS = 300_000;

/**
 * Starts the thread and waits until its database is open. `onLost` is told once if the thread dies of itself later.
 * @throws where the database cannot be opened.
 */
export async function openWorkerLine(start: WorkerStart, onLost?: (error: Error) => void): Promise<WorkerLine> {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: start });
  const waiting = new Map<
    number,
    { resolve: (reply: WorkerReply) => void; reject: (error: Error) => void; since: number }
  >();
  const opened = Promise.withResolvers<void>();
  let nextId = 1;
  let lost: Error | null = null;
  let isHungUp = false;

  const lose = (reason: string): void => {
    if (lost !== null) return;
    lost = new DatabaseUnavailableError(`The embedded database stopped: ${reason}.`);
    clearInterval(watch);
    opened.reject(lost);
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
    void worker.terminate();
    if (!isHungUp) onLost?.(lost);
  };
  const watch = setInterval(() => {
    const oldest = waiting.values().next().value;
    if (oldest !== undefined && performance.now() - oldest.since > LONGEST_ANSWER_MS) lose('it no longer answers');
  }, LONGEST_ANSWER_MS / 10);
  watch.unref();

  worker.on('message', (reply: WorkerReply) => {
    if (reply.kind === 'open') return opened.resolve();
    if (reply.kind === 'failed') return opened.reject(new Error(reply.message));
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.kind !== 'error') return waiter?.resolve(reply);
    waiter?.reject(new SqlError(reply.message, reply.sqlState, reply.constraint, reply.table));
    if (reply.isFinal) lose(reply.sqlState === DISK_FULL ? 'its disk is full' : firstLine(reply.message));
  });
  worker.on('error', (error) => lose(firstLine(error instanceof Error ? error.message : String(error))));
  worker.on('exit', (code) => lose(`its thread ended (${code})`));
  await opened.promise.catch(async (error: unknown) => {
    isHungUp = true;
    clearInterval(watch);
    await worker.terminate();
    throw error;
  });

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (lost !== null) return reject(lost);
        if (question.kind === 'close') isHungUp = true;
        const id = nextId++;
        waiting.set(id, { resolve, reject, since: performance.now() });
        worker.postMessage({ ...question, id });
      }),
    async hangUp() {
      isHungUp = true;
      clearInterval(watch);
      await worker.terminate();
    },
  };
}

const DISK_FULL = '53100';

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/\.$/, '');
}

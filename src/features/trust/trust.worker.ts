/**
 * The heavy work of a shared fund in a thread of its own: a school's needs take tens of milliseconds to work out, its plan
 * seconds, and the pages of everybody else must not wait for either. The thread can be ended at any time.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SchoolRecord } from '../../domain/record.ts';
import type {
  Fund,
  SchoolPlans,
  SharingProgress,
  SharingResult,
  SharingSchool,
  SharingTask,
} from '../../planner/sharing/index.ts';
import type { TrustPool } from './trust.schema.ts';

export type ThreadRequest =
  | { kind: 'read'; id: string; record: SchoolRecord; pools: TrustPool[] }
  | { kind: 'share'; task: Omit<SharingTask, 'schools'> }
  | { kind: 'plan'; id: string; record: SchoolRecord; pools: TrustPool[]; fund: Fund; share: PlannedShare };

/** What a school's plans by term are made from. */
export type PlannedShare = Pick<SharingSchool, 'isOut' | 'starts' | 'grantPence' | 'sharePence'>;

export type ThreadAnswer =
  | { kind: 'read' }
  | { kind: 'progress'; progress: SharingProgress }
  | { kind: 'result'; result: SharingResult }
  | { kind: 'shared'; result: SharingResult }
  | { kind: 'planned'; plans: SchoolPlans }
  | { kind: 'error'; code: string; message: string };

export interface SharingWatch {
  onProgress?: (progress: SharingProgress) => void;
  /** Hears of the sharing before what more money would bring is known. */
  onResult?: (result: SharingResult) => void;
}

/** One thread. Requests are answered one after another; each rejects with a {@link ThreadStoppedError} once it is closed. */
export interface TrustThread {
  /** Takes a school in, to be shared among. */
  read(id: string, record: SchoolRecord, pools: readonly TrustPool[]): Promise<void>;
  /** Shares the fund among the schools that were taken in. */
  share(task: Omit<SharingTask, 'schools'>, watch?: SharingWatch): Promise<SharingResult>;
  /** Makes one school's plans by term. */
  plan(request: Omit<Extract<ThreadRequest, { kind: 'plan' }>, 'kind'>): Promise<SchoolPlans>;
  close(): Promise<void>;
}

/** The work ended without an answer. */
export class ThreadStoppedError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'ThreadStoppedError';
    this.code = code;
  }
}

const LIBRARY = fileURLToPath(new URL('../../../library/', import.meta.url));

/** Opens a thread; it ends with the signal. */
export function openTrustThread(signal: AbortSignal): TrustThread {
  const worker = new Worker(new URL('./trust.thread.ts', import.meta.url), { workerData: LIBRARY });
  let stopped: ThreadStoppedError | null = null;
  let waiting: { watch: SharingWatch; settle: (answer: ThreadAnswer) => void; fail: (error: Error) => void } | null =
    null;
  const stop = (error: ThreadStoppedError) => {
    stopped ??= error;
    waiting?.fail(stopped);
    waiting = null;
  };
  const abort = () => {
    stop(new ThreadStoppedError('stopped', 'Sharing the fund was stopped.'));
    void worker.terminate();
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  worker.on('message', (answer: ThreadAnswer) => {
    if (answer.kind === 'progress') return waiting?.watch.onProgress?.(answer.progress);
    if (answer.kind === 'result') return waiting?.watch.onResult?.(answer.result);
    const { settle, fail } = waiting ?? {};
    waiting = null;
    if (answer.kind === 'error') fail?.(new ThreadStoppedError(answer.code, answer.message));
    else settle?.(answer);
  });
  worker.on('error', (error) =>
    stop(new ThreadStoppedError('broke', error instanceof Error ? error.message : String(error))),
  );
  worker.on('exit', () => stop(new ThreadStoppedError('ended', 'Sharing the fund ended before it had a result.')));
  const ask = <K extends 'read' | 'shared' | 'planned'>(
    request: ThreadRequest,
    kind: K,
    watch: SharingWatch = {},
  ): Promise<Extract<ThreadAnswer, { kind: K }>> =>
    new Promise((resolve, reject) => {
      if (stopped !== null) return reject(stopped);
      const settle = (answer: ThreadAnswer) =>
        answer.kind === kind
          ? resolve(answer as Extract<ThreadAnswer, { kind: K }>)
          : reject(new ThreadStoppedError('broke', `Answered with ${answer.kind}.`));
      waiting = { watch, settle, fail: reject };
      worker.postMessage(request);
    });
  return {
    async read(id, record, pools) {
      await ask({ kind: 'read', id, record, pools: [...pools] }, 'read');
    },
    share: async (task, watch = {}) => (await ask({ kind: 'share', task }, 'shared', watch)).result,
    plan: async (request) => (await ask({ kind: 'plan', ...request }, 'planned')).plans,
    async close() {
      signal.removeEventListener('abort', abort);
      stop(new ThreadStoppedError('stopped', 'Sharing the fund was stopped.'));
      await worker.terminate();
    },
  };
}

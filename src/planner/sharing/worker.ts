/** The edge of sharing a fund: the work runs in a thread of its own, which can be ended at any time. */
import { Worker } from 'node:worker_threads';
import type { SharingProgress, SharingResult, SharingTask } from './sharing.ts';

export type SharingMessage =
  | { kind: 'progress'; progress: SharingProgress }
  | { kind: 'result'; result: SharingResult }
  | { kind: 'done'; result: SharingResult }
  | { kind: 'error'; code: string; message: string };

export interface SharingWatch {
  signal?: AbortSignal;
  onProgress?: (progress: SharingProgress) => void;
  /** Hears of the result as it grows: the sharing first, then plan after plan. */
  onResult?: (result: SharingResult) => void;
}

/** The work ended without a result. */
export class SharingStoppedError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'SharingStoppedError';
    this.code = code;
  }
}

/** Shares a fund in a worker thread. */
export function shareInWorker(task: SharingTask, { signal, onProgress, onResult }: SharingWatch = {}) {
  return new Promise<SharingResult>((resolve, reject) => {
    const worker = new Worker(new URL('./worker-thread.ts', import.meta.url), { workerData: task });
    let isOver = false;
    const end = (act: () => void) => {
      if (isOver) return;
      isOver = true;
      signal?.removeEventListener('abort', stop);
      void worker.terminate().then(act, act);
    };
    const fail = (code: string, message: string) => end(() => reject(new SharingStoppedError(code, message)));
    const stop = () => fail('stopped', 'Sharing the fund was stopped.');
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: SharingMessage) => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'result') onResult?.(message.result);
      else if (message.kind === 'done') end(() => resolve(message.result));
      else fail(message.code, message.message);
    });
    worker.on('error', (error) => fail('broke', error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => fail('ended', 'Sharing the fund ended before it had a result.'));
  });
}

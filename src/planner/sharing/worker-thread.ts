/** Runs inside the thread of {@link ./worker.ts}. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadSolver } from '../highs.ts';
import { NoSharingError, workOnSharing, type SharingTask } from './sharing.ts';
import type { SharingMessage } from './worker.ts';

function say(message: SharingMessage): void {
  parentPort?.postMessage(message);
}

try {
  const result = await workOnSharing(
    await loadSolver(),
    workerData as SharingTask,
    (progress) => say({ kind: 'progress', progress }),
    (found) => say({ kind: 'result', result: found }),
  );
  say({ kind: 'done', result });
} catch (error) {
  const code = error instanceof NoSharingError ? error.code : 'broke';
  say({ kind: 'error', code, message: error instanceof Error ? error.message : String(error) });
}

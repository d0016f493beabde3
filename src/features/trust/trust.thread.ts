/**
 * Runs inside the thread of {@link ./trust.worker.ts}: works out schools' needs, shares the fund, makes plans by term. One
 * request at a time; whoever asks waits for the answer before the next.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { loadLibrary } from '../../library/index.ts';
import { readLibraryFolder } from '../../platform/library-files.ts';
import {
  leanProblem,
  loadSolver,
  NoSharingError,
  planSchool,
  workOnSharing,
  type SharingTask,
} from '../../planner/sharing/index.ts';
import { ruleNames } from '../../status/index.ts';
import { schoolTask } from './trust.task.ts';
import type { ThreadAnswer, ThreadRequest } from './trust.worker.ts';

const library = loadLibrary(readLibraryFolder(workerData as string), ruleNames);
/** Kept without their words until the fund is shared. */
let schools: SharingTask['schools'] = [];

function say(answer: ThreadAnswer): void {
  parentPort?.postMessage(answer);
}

async function answer(request: ThreadRequest): Promise<void> {
  const { kind } = request;
  if (kind === 'read') {
    const { atPoolPrice, problem, ...task } = schoolTask(library, request.id, request.record, request.pools);
    const lean = Object.entries(atPoolPrice).map(([pool, one]) => [pool, leanProblem(one)] as const);
    schools.push({ ...task, problem: leanProblem(problem), atPoolPrice: Object.fromEntries(lean) });
    return say({ kind: 'read' });
  }
  if (kind === 'share') {
    const task: SharingTask = { ...request.task, schools };
    const result = await workOnSharing(
      await loadSolver(),
      task,
      (progress) => say({ kind: 'progress', progress }),
      (found) => say({ kind: 'result', result: found }),
    );
    schools = [];
    return say({ kind: 'shared', result });
  }
  const task = schoolTask(library, request.id, request.record, request.pools);
  say({ kind: 'planned', plans: await planSchool(request.fund, task, request.share) });
}

parentPort?.on('message', (request: ThreadRequest) => {
  answer(request).catch((error: unknown) => {
    const code = error instanceof NoSharingError ? error.code : 'broke';
    say({ kind: 'error', code, message: error instanceof Error ? error.message : String(error) });
  });
});

/** Runs inside the planner's worker thread: one task in, messages out. */
import { parentPort, workerData } from 'node:worker_threads';
import { findConflict } from './conflict.ts';
import { explainPlan } from './reasons.ts';
import { NoPlanFoundError, OddNumbersError, solvePlan } from './solve.ts';
import { answerStudy } from './what-if/studies.ts';
import type { WorkerMessage, WorkerTask } from './worker.ts';

function say(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

async function work(task: WorkerTask): Promise<WorkerMessage> {
  const onProgress = (plan: import('../domain/planning.ts').Plan) => say({ kind: 'progress', plan });
  switch (task.kind) {
    case 'plan': {
      const { problem, effort, start } = task;
      return { kind: 'plan', plan: await solvePlan(problem, { effort, onProgress, ...(start && { start }) }) };
    }
    case 'study':
      return { kind: 'study', answer: await answerStudy(task.study) };
    case 'explain':
      return { kind: 'plan', plan: await explainPlan(task.problem, task.plan, { onProgress }) };
    case 'conflict':
      return { kind: 'conflict', conflict: await findConflict(task.problem) };
  }
}

try {
  say(await work(workerData as WorkerTask));
} catch (error) {
  const isAnswer = error instanceof NoPlanFoundError || error instanceof OddNumbersError;
  const code = isAnswer ? error.code : 'solver-stopped';
  say({ kind: 'error', code, message: error instanceof Error ? error.message : String(error) });
}

/**
 * The planner's edge: runs a solve in a worker thread, so that the caller's event loop stays free, with progress as it
 * comes and a hard limit after which the thread is ended. The limit is a last resort: effort is counted work.
 */
import { Worker } from 'node:worker_threads';
import type { ChosenStart, Conflict, Plan, PlanningProblem } from '../domain/planning.ts';
import type { Effort } from './solve.ts';
import type { Study, StudyAnswer } from './what-if/studies.ts';

export interface WorkerOptions {
  /** Hears of each better plan (or of the plan with more of its reasons). */
  onProgress?: (plan: Plan) => void;
  /** Ends the work; the promise then fails with the signal's reason. */
  signal?: AbortSignal;
  effort?: Effort;
  /** A plan to begin from, in place of nothing; only for planning. */
  start?: readonly ChosenStart[];
  /** Milliseconds after which the thread is ended and the best plan so far stands; 10 minutes where not given. */
  hardLimitMs?: number;
}

/** What the thread is asked to do. */
export type WorkerTask =
  | { kind: 'plan'; problem: PlanningProblem; effort: Effort; start?: readonly ChosenStart[] }
  | { kind: 'study'; study: Study }
  | { kind: 'explain'; problem: PlanningProblem; plan: Plan }
  | { kind: 'conflict'; problem: PlanningProblem };

/** What the thread says. */
export type WorkerMessage =
  | { kind: 'progress'; plan: Plan }
  | { kind: 'plan'; plan: Plan }
  | { kind: 'conflict'; conflict: Conflict | null }
  | { kind: 'study'; answer: StudyAnswer }
  | { kind: 'error'; code: string; message: string };

/** The thread ended before it had any plan: the hard limit, or the solver ran out of memory. */
export class PlannerStoppedError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Plans in a worker thread. On the hard limit or a crash of the solver, gives the best plan so far with its gap. */
export async function planInWorker(problem: PlanningProblem, options: WorkerOptions = {}): Promise<Plan> {
  const { effort = 'standard', start } = options;
  const ended = await runTask({ kind: 'plan', problem, effort, ...(start && { start }) }, options);
  const plan = planFrom(ended);
  if (ended.last?.kind === 'plan') return plan;
  const stopped = ended.last === null && ended.isTimeUp ? 'time' : 'solver';
  return { ...plan, certificate: { ...plan.certificate, stopped } };
}

/** Fills a plan's reasons and unmet list in a worker thread; progress gives them as they come. */
export async function explainInWorker(
  problem: PlanningProblem,
  plan: Plan,
  options: WorkerOptions = {},
): Promise<Plan> {
  return planFrom(await runTask({ kind: 'explain', problem, plan }, options), plan);
}

/** The smallest set of limits to relax where no plan holds them all, found in a worker thread; null where one does. */
export async function conflictInWorker(
  problem: PlanningProblem,
  options: WorkerOptions = {},
): Promise<Conflict | null> {
  const ended = await runTask({ kind: 'conflict', problem }, options);
  if (ended.last?.kind === 'conflict') return ended.last.conflict;
  throw stopped(ended.last);
}

/** Answers a question about a plan (what its prices, more money, or a change of the problem make of it) in a worker thread. */
export async function studyInWorker(
  study: Study,
  options: Pick<WorkerOptions, 'signal' | 'hardLimitMs'> = {},
): Promise<StudyAnswer> {
  const ended = await runTask({ kind: 'study', study }, options);
  if (ended.last?.kind === 'study') return ended.last.answer;
  throw stopped(ended.last);
}

interface Ended {
  last: WorkerMessage | null;
  best: Plan | null;
  isTimeUp: boolean;
}

function planFrom(ended: Ended, known?: Plan): Plan {
  if (ended.last?.kind === 'plan') return ended.last.plan;
  const plan = ended.best ?? known;
  if (plan && ended.last?.kind !== 'error') return plan;
  if (plan && ended.last?.kind === 'error' && ended.last.code === 'solver-stopped') return plan;
  throw stopped(ended.last);
}

function stopped(last: WorkerMessage | null): PlannerStoppedError {
  if (last?.kind === 'error') return new PlannerStoppedError(last.code, last.message);
  return new PlannerStoppedError('planner-stopped', 'The planner was stopped before it had a plan.');
}

function runTask(task: WorkerTask, options: WorkerOptions): Promise<Ended> {
  const { signal, onProgress, hardLimitMs = 600_000 } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(
        signal.reason instanceof Error
          ? signal.reason
          : new PlannerStoppedError('planner-stopped', 'Planning was stopped.'),
      );
      return;
    }
    const worker = new Worker(new URL('./worker-thread.ts', import.meta.url), { workerData: task });
    const ended: Ended = { last: null, best: null, isTimeUp: false };
    let isFinished = false;
    const finish = (act: () => void) => {
      if (isFinished) return;
      isFinished = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      void worker.terminate().then(act, act);
    };
    const abort = () =>
      finish(() =>
        reject(
          signal?.reason instanceof Error
            ? signal.reason
            : new PlannerStoppedError('planner-stopped', 'Planning was stopped.'),
        ),
      );
    const timer = setTimeout(() => {
      ended.isTimeUp = true;
      finish(() => resolve(ended));
    }, hardLimitMs);
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') {
        ended.best = message.plan;
        onProgress?.(message.plan);
        return;
      }
      ended.last = message;
      finish(() => resolve(ended));
    });
    worker.on('error', (error) => {
      ended.last = {
        kind: 'error',
        code: 'solver-stopped',
        message: error instanceof Error ? error.message : String(error),
      };
      finish(() => resolve(ended));
    });
    worker.on('exit', () => finish(() => resolve(ended)));
  });
}

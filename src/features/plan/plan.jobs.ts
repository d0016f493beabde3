/**
 * Planning as background work: the page never waits for the proof. One plan is worked on at a time, each in its own worker
 * thread; every better plan is stored as it comes, so that leaving the page, or a restart, loses nothing but time: a plan
 * found unfinished is taken up again when somebody next looks at it.
 */
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import {
  conflictInWorker as findConflictInWorker,
  explainInWorker,
  NoPlanFoundError,
  planInWorker,
  PlannerStoppedError,
} from '../../planner/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { type PlanProgress, type PlanState, selectPlan, updatePlan } from './plan.queries.ts';

/** Which plan to work on, and as whom: the work sees and writes what that person may. */
export interface PlanJob {
  personId: string;
  organisationId: string;
  schoolId: string;
  planId: string;
}

export interface PlanRunner {
  /** Puts a plan in the queue, unless it is there already. */
  enqueue(job: PlanJob): void;
  /** Resolves when the plan has a first result, is finished, or the time is up; whichever comes first. */
  untilFirst(planId: string, withinMs: number): Promise<void>;
  /** Resolves when nothing is left to do: for tests. */
  drain(): Promise<void>;
  /** Stops the work under way; what is stored stays. */
  close(): Promise<void>;
}

interface Waiting {
  first: Promise<void>;
  settle: () => void;
}

export interface PlanRunnerParts {
  db: Database;
  clock: Clock;
  /** Told of a failure: an id of the plan and the error, nothing about the school. */
  onFailure: (planId: string, error: unknown) => void;
}

export function createPlanRunner(parts: PlanRunnerParts): PlanRunner {
  const queue: PlanJob[] = [];
  const waiting = new Map<string, Waiting>();
  const stop = new AbortController();
  let running: Promise<void> | null = null;

  const runAll = async (): Promise<void> => {
    for (let job = queue.shift(); job && !stop.signal.aborted; job = queue.shift()) {
      const wait = waiting.get(job.planId);
      try {
        await workOn(parts, job, stop.signal, () => wait?.settle());
      } catch (error) {
        if (!stop.signal.aborted) parts.onFailure(job.planId, error);
      } finally {
        wait?.settle();
        waiting.delete(job.planId);
      }
    }
    running = null;
  };

  return {
    enqueue(job) {
      if (waiting.has(job.planId) || stop.signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(job.planId, { first: promise, settle: resolve });
      queue.push(job);
      running ??= runAll();
    },
    async untilFirst(planId, withinMs) {
      const wait = waiting.get(planId);
      if (!wait) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, withinMs);
      await Promise.race([wait.first, promise]);
      clearTimeout(timer);
    },
    async drain() {
      while (running) await running;
    },
    async close() {
      stop.abort();
      queue.length = 0;
      for (const wait of waiting.values()) wait.settle();
      await running?.catch(() => undefined);
    },
  };
}

async function workOn(parts: PlanRunnerParts, job: PlanJob, signal: AbortSignal, onFirst: () => void): Promise<void> {
  const stored = await parts.db.as(job.personId, (tx) => selectPlan(tx, job, job.planId));
  if (!stored || stored.state !== 'planning') return;
  const store = storeFor(parts, job);
  let best: Plan | null = stored.plan;
  try {
    const found = await planInWorker(stored.problem, {
      signal,
      onProgress: (plan) => {
        best = plan;
        void store.soon('planning', plan, { stage: 'proving' }).then(onFirst);
      },
    });
    best = found;
    await store.now('planning', found, { stage: 'reasons' });
    onFirst();
    const explained = await explainInWorker(stored.problem, found, {
      signal,
      onProgress: (plan) => void store.soon('planning', plan, { stage: 'reasons' }),
    });
    await store.now('ready', explained, { stage: 'done' });
  } catch (error) {
    if (signal.aborted) return;
    await storeFailure(stored.problem, store, best, error, signal);
    if (!(error instanceof NoPlanFoundError) && !isNoPlan(error)) throw error;
  }
}

/** A failure keeps the best plan there was, and says which limits cannot all hold where there was none. */
async function storeFailure(
  problem: PlanningProblem,
  store: Store,
  best: Plan | null,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  const message = error instanceof Error ? error.message : 'The plan could not be made.';
  if (best) {
    await store.now('ready', best, { stage: 'done' }, message);
    return;
  }
  const conflict = await findConflictInWorker(problem, { signal }).catch(() => null);
  await store.now('failed', null, { stage: 'done', ...(conflict && { conflict: conflict.limits }) }, message);
}

function isNoPlan(error: unknown): boolean {
  return error instanceof PlannerStoppedError && error.code === 'no-plan-found';
}

interface Store {
  /** Stores at once, after anything still being stored. */
  now(state: PlanState, plan: Plan | null, progress: PlanProgress, error?: string): Promise<void>;
  /** Stores unless a newer result comes while an older one is still being stored. */
  soon(state: PlanState, plan: Plan, progress: PlanProgress): Promise<void>;
}

function storeFor({ db, clock }: PlanRunnerParts, job: PlanJob): Store {
  let last: Promise<void> = Promise.resolve();
  let newest = 0;
  const write = (state: PlanState, plan: Plan | null, progress: PlanProgress, error: string | null) =>
    db.as(job.personId, (tx) =>
      updatePlan(tx, { ...job, id: job.planId }, { state, plan, progress, error, at: clock.now() }),
    );
  return {
    now(state, plan, progress, error) {
      newest += 1;
      last = last.catch(() => undefined).then(() => write(state, plan, progress, error ?? null));
      return last;
    },
    soon(state, plan, progress) {
      newest += 1;
      const mine = newest;
      last = last.catch(() => undefined).then(() => (mine === newest ? write(state, plan, progress, null) : undefined));
      return last;
    },
  };
}

/**
 * Planning as background work: the page never waits for the proof. A few plans are worked on at once, each in its own worker
 * thread; every better plan is stored as it comes, so that leaving the page, or a restart, loses nothing but time: a plan
 * found unfinished is taken up again when somebody next looks at it.
 */
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import {
  conflictInWorker,
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

interface Active {
  job: PlanJob;
  first: Promise<void>;
  settle: () => void;
  /** Ends the work: the process stops, or a newer plan of the same school takes its place. */
  stop: AbortController;
  done: Promise<void> | null;
}

/** A newer plan of the same school has been asked for. */
class SupersededError extends Error {
  readonly code = 'superseded';
  constructor() {
    super('A newer plan has taken its place.');
  }
}

/** It is proved that no plan holds all limits and what is fixed. */
class NoPlanFitsError extends Error {
  readonly code = 'no-plan-fits';
  constructor() {
    super('No plan fits all your limits and what you fixed.');
  }
}

export interface PlanRunnerParts {
  db: Database;
  clock: Clock;
  /** Told of a failure: an id of the plan and the error, nothing about the school. */
  onFailure: (planId: string, error: unknown) => void;
  /** The planner in worker threads where not given; tests give one that waits for them. */
  planner?: Planner;
}

export interface Planner {
  plan: typeof planInWorker;
  explain: typeof explainInWorker;
  conflict: typeof conflictInWorker;
}

const workerPlanner: Planner = { plan: planInWorker, explain: explainInWorker, conflict: conflictInWorker };

/** Plans worked on at once: one person's proof must not keep the next one from a first plan. */
const AT_ONCE = 3;
/** Finished plans kept, so that the same question (everyone's first plan of an example) is answered at once. */
const MOST_KEPT = 8;

export function createPlanRunner(parts: PlanRunnerParts): PlanRunner {
  const queue: Active[] = [];
  const active = new Map<string, Active>();
  const finished = new Map<string, Plan>();
  let isClosed = false;

  const startNext = (): void => {
    const running = [...active.values()].filter(({ done }) => done !== null).length;
    if (running >= AT_ONCE || isClosed) return;
    const next = queue.shift();
    if (!next) return;
    next.done = run(next);
    startNext();
  };

  const run = async (one: Active): Promise<void> => {
    const { job, stop, settle } = one;
    try {
      await workOn(parts, job, stop.signal, settle, finished);
    } catch (error) {
      if (!isClosed) parts.onFailure(job.planId, error);
    } finally {
      settle();
      active.delete(job.planId);
      startNext();
    }
  };

  return {
    enqueue(job) {
      if (active.has(job.planId) || isClosed) return;
      for (const other of active.values()) {
        const isSameSchool = other.job.schoolId === job.schoolId && other.job.organisationId === job.organisationId;
        if (isSameSchool) other.stop.abort(new SupersededError());
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      const one: Active = { job, first: promise, settle: resolve, stop: new AbortController(), done: null };
      active.set(job.planId, one);
      queue.push(one);
      startNext();
    },
    async untilFirst(planId, withinMs) {
      const one = active.get(planId);
      if (!one) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, withinMs);
      await Promise.race([one.first, promise]);
      clearTimeout(timer);
    },
    async drain() {
      while (active.size > 0) await Promise.all([...active.values()].flatMap(({ done }) => done ?? []));
    },
    async close() {
      isClosed = true;
      queue.length = 0;
      const running = [...active.values()];
      for (const { stop, settle } of running) {
        stop.abort();
        settle();
      }
      await Promise.all(running.flatMap(({ done }) => done ?? []));
      // Those that were still waiting for their turn.
      active.clear();
    },
  };
}

async function workOn(
  parts: PlanRunnerParts,
  job: PlanJob,
  signal: AbortSignal,
  onFirst: () => void,
  finished: Map<string, Plan>,
): Promise<void> {
  const stored = await parts.db.as(job.personId, (tx) => selectPlan(tx, job, job.planId));
  if (!stored || stored.state !== 'planning') return;
  const store = storeFor(parts, job);
  const known = finished.get(stored.problemHash);
  if (known) {
    await store.now('ready', known, { stage: 'done' });
    return;
  }
  let best: Plan | null = stored.plan;
  const planner = parts.planner ?? workerPlanner;
  try {
    const found = await planner.plan(stored.problem, {
      signal,
      onProgress: (plan) => {
        best = plan;
        void store.soon('planning', plan, { stage: 'proving' }).then(onFirst, () => undefined);
      },
    });
    if (found.certificate.status === 'infeasible') throw new NoPlanFitsError();
    best = found;
    await store.now('planning', found, { stage: 'reasons' });
    onFirst();
    const explained = await planner.explain(stored.problem, found, {
      signal,
      onProgress: (plan) => {
        best = plan;
        void store.soon('planning', plan, { stage: 'reasons' }).catch(() => undefined);
      },
    });
    await store.now('ready', explained, { stage: 'done' });
    keep(finished, stored.problemHash, explained);
  } catch (error) {
    if (signal.aborted && !(signal.reason instanceof SupersededError)) return;
    await storeFailure({ planner, problem: stored.problem, store, signal }, best, error);
    if (!signal.aborted && !isNoPlan(error)) throw error;
  }
}

function keep(finished: Map<string, Plan>, problemHash: string, plan: Plan): void {
  finished.set(problemHash, plan);
  const oldest = finished.keys().next().value;
  if (finished.size > MOST_KEPT && oldest !== undefined) finished.delete(oldest);
}

/** A failure keeps the best plan there was, and says which limits cannot all hold where there was none. */
async function storeFailure(
  work: { planner: Planner; problem: PlanningProblem; store: Store; signal: AbortSignal },
  best: Plan | null,
  error: unknown,
): Promise<void> {
  const { planner, problem, store, signal } = work;
  const message = error instanceof Error ? error.message : 'The plan could not be made.';
  if (best) {
    await store.now('ready', best, { stage: 'done' }, message);
    return;
  }
  const conflict = signal.aborted ? null : await planner.conflict(problem, { signal }).catch(() => null);
  await store.now('failed', null, { stage: 'done', ...(conflict && { conflict: conflict.limits }) }, message);
}

/** That there is no plan, or none was found, is an answer and no failure. */
function isNoPlan(error: unknown): boolean {
  if (error instanceof NoPlanFitsError || error instanceof NoPlanFoundError) return true;
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

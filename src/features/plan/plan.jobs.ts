/**
 * Planning as background work: the page never waits for the proof. A few plans are worked on at once, each in its own worker
 * thread; every better plan is stored as it comes, so that leaving the page, or a restart, loses nothing but time: a plan
 * found unfinished is taken up again when somebody next looks at it.
 */
import type { Plan } from '../../domain/planning.ts';
import { type PlanJob, SupersededError, type WorkParts, workOn } from './plan.work.ts';

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
  hasFirst: boolean;
  isSuperseded: boolean;
  /** Past the long part: no longer asked to give way. */
  isProved: boolean;
  /** Ends the work: the process stops, or a newer plan of the same school takes its place. */
  stop: AbortController;
  done: Promise<void> | null;
}

/** Somebody waits for a first plan: the proof of another, which has had its first, gives way and begins again later. */
class GaveWayError extends Error {
  readonly code = 'gave-way';
}

export interface PlanRunnerParts extends WorkParts {
  /** Told of a failure: an id of the plan and the error, nothing about the school. */
  onFailure: (planId: string, error: unknown) => void;
}

/** Plans worked on at once: one person's proof must not keep the next one from a first plan. */
const AT_ONCE = 3;
/** Remembered too: one that is just giving way is only stopped for good when its turn comes again. */
function supersede(one: Active): void {
  one.isSuperseded = true;
  one.stop.abort(new SupersededError());
}

export function createPlanRunner(parts: PlanRunnerParts): PlanRunner {
  const queue: Active[] = [];
  const active = new Map<string, Active>();
  const finished = new Map<string, Plan>();
  let isClosed = false;

  const startNext = (): void => {
    if (isClosed) return;
    const running = [...active.values()].filter(({ done }) => done !== null);
    // Who has no plan yet comes first.
    const next = queue.find(({ hasFirst }) => !hasFirst) ?? queue[0];
    if (!next) return;
    if (running.length < AT_ONCE) {
      queue.splice(queue.indexOf(next), 1);
      next.done = run(next);
      startNext();
    } else if (!next.hasFirst) {
      const proof = running.find(({ hasFirst, isProved, stop }) => hasFirst && !isProved && !stop.signal.aborted);
      proof?.stop.abort(new GaveWayError());
    }
  };

  const run = async (one: Active): Promise<void> => {
    const { job, settle } = one;
    try {
      const onProved = () => void (one.isProved = true);
      await workOn(parts, job, one.stop.signal, { onFirst: settle, onProved }, finished);
    } catch (error) {
      if (!isClosed) parts.onFailure(job.planId, error);
    } finally {
      const gaveWay = one.stop.signal.reason instanceof GaveWayError;
      // Nothing is left to give way to.
      one.isProved = true;
      if (gaveWay && !isClosed) {
        Object.assign(one, { stop: new AbortController(), done: null, isProved: false });
        queue.push(one);
        if (one.isSuperseded) supersede(one);
      } else {
        settle();
        active.delete(job.planId);
      }
      startNext();
    }
  };

  return {
    enqueue(job) {
      if (active.has(job.planId) || isClosed) return;
      for (const other of active.values()) {
        const isSameSchool = other.job.schoolId === job.schoolId && other.job.organisationId === job.organisationId;
        if (isSameSchool) supersede(other);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      const one: Active = {
        job,
        first: promise,
        hasFirst: false,
        isProved: false,
        isSuperseded: false,
        stop: new AbortController(),
        done: null,
        settle: () => {
          one.hasFirst = true;
          resolve();
          // Somebody may have been waiting until this one could give way.
          startNext();
        },
      };
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

export type { PlanJob, Planner } from './plan.work.ts';

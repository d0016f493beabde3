/**
 * One plan worked on, from the first one found to its reasons, each better one stored as it comes. Where the work was broken
 * off and begins again, nothing worse than what is stored takes its place.
 */
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import {
  type ChangeCauses,
  conflictInWorker,
  diffPlans,
  explainInWorker,
  type PlanCause,
  planInWorker,
  startsOf,
  studyInWorker,
} from '../../planner/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import {
  type PlanProgress,
  type PlanState,
  selectPlan,
  selectPlanBefore,
  type StoredPlan,
  updatePlan,
} from './plan.queries.ts';

/** Which plan to work on, and as whom: the work sees and writes what that person may. */
export interface PlanJob {
  personId: string;
  organisationId: string;
  schoolId: string;
  planId: string;
}

/** A newer plan of the same school has been asked for. */
export class SupersededError extends Error {
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

export interface Planner {
  plan: typeof planInWorker;
  explain: typeof explainInWorker;
  conflict: typeof conflictInWorker;
  /** Left out by tests that ask for no causes. */
  study?: typeof studyInWorker;
}

export const workerPlanner: Planner = {
  plan: planInWorker,
  explain: explainInWorker,
  conflict: conflictInWorker,
  study: studyInWorker,
};

/** What working on a plan needs. */
export interface WorkParts {
  db: Database;
  clock: Clock;
  /** The planner in worker threads where not given; tests give one that waits for them. */
  planner?: Planner;
}

/** Finished plans kept, so that the same question (everyone's first plan of an example) is answered at once. */
const MOST_KEPT = 8;

export interface WorkHooks {
  /** A first plan is stored. */
  onFirst: () => void;
  /** The search for better plans and the proof is over; what is left is short. */
  onProved: () => void;
}

/** Works on a plan until it is done or the signal ends it. */
export async function workOn(
  parts: WorkParts,
  job: PlanJob,
  signal: AbortSignal,
  { onFirst, onProved }: WorkHooks,
  finished: Map<string, Plan>,
): Promise<void> {
  const stored = await parts.db.as(job.personId, (tx) => selectPlan(tx, job, job.planId));
  if (!stored || stored.state !== 'planning') return;
  const store = storeFor(parts, job);
  const planner = parts.planner ?? workerPlanner;
  const known = finished.get(stored.problemHash);
  if (known) {
    await store.now('ready', known, { stage: 'done' });
    const causes = await causesOf({ parts, planner, signal, personId: job.personId }, stored, known);
    if (causes) await store.now('ready', known, { stage: 'done', causes });
    return;
  }
  let best: Plan | null = stored.plan;
  if (best) onFirst();
  try {
    const found = await planner.plan(stored.problem, {
      signal,
      onProgress: (plan) => {
        if (best && isWorse(plan, best)) return;
        best = plan;
        void store.soon('planning', plan, { stage: 'proving' }).then(onFirst, () => undefined);
      },
    });
    if (found.certificate.status === 'infeasible') throw new NoPlanFitsError();
    best = found;
    // What is not proved by then goes on after the reasons, and may still give way.
    if (!isOpen(found)) onProved();
    await store.now('planning', found, { stage: 'reasons' });
    onFirst();
    const explained = await planner.explain(stored.problem, found, {
      signal,
      onProgress: (plan) => {
        best = plan;
        void store.soon('planning', plan, { stage: 'reasons' }).catch(() => undefined);
      },
    });
    const work = { parts, planner, signal, personId: job.personId };
    const causes = await causesOf(work, stored, explained);
    best = explained;
    const done = await proveOn({ ...work, store }, stored, explained, causes, (plan) => void (best = plan));
    await store.now('ready', done.plan, { stage: 'done', ...(done.causes && { causes: done.causes }) });
    keep(finished, stored.problemHash, done.plan);
  } catch (error) {
    if (signal.aborted && !(signal.reason instanceof SupersededError)) return;
    await storeFailure({ planner, problem: stored.problem, store, signal }, best, error);
    if (!signal.aborted && !isNoPlan(error)) throw error;
  }
}

interface Work {
  parts: WorkParts;
  planner: Planner;
  signal: AbortSignal;
  personId: string;
}

/** The work that a page's plan may take was used up before the proof. */
function isOpen({ certificate }: Plan): boolean {
  return certificate.stopped === 'work';
}

/**
 * Goes on with the proof of a plan that has its reasons, with far more work allowed. People look at it all the while; what is
 * found better, and its reasons, take its place.
 */
async function proveOn(
  { store, ...work }: Work & { store: Store },
  stored: StoredPlan,
  explained: Plan,
  causes: ChangeCauses<PlanCause>[] | null,
  onBetter: (plan: Plan) => void,
): Promise<{ plan: Plan; causes: ChangeCauses<PlanCause>[] | null }> {
  if (!isOpen(explained)) return { plan: explained, causes };
  const { planner, signal } = work;
  let best = explained;
  const take = (plan: Plan): boolean => {
    if (isWorse(plan, best)) return false;
    // The same plan with less of a gap keeps its reasons.
    best = plan.hash === explained.hash ? { ...explained, certificate: plan.certificate } : plan;
    onBetter(best);
    return true;
  };
  const progress = { stage: 'proving' as const, ...(causes && { causes }) };
  await store.now('planning', best, progress);
  const found = await planner.plan(stored.problem, {
    signal,
    effort: 'thorough',
    start: startsOf(explained),
    onProgress: (plan) => {
      if (take(plan)) void store.soon('planning', best, progress).catch(() => undefined);
    },
  });
  take(found);
  if (best.hash === explained.hash) return { plan: best, causes };
  await store.now('planning', best, { stage: 'reasons' });
  const plan = await planner.explain(stored.problem, best, { signal });
  return { plan, causes: await causesOf(work, stored, plan) };
}

/**
 * What each change since the plan before hangs on, found by planning again without one difference at a time. A few seconds at
 * most; null where nothing changed, or it can't be told.
 */
async function causesOf(
  { parts, planner, signal, personId }: Work,
  stored: StoredPlan,
  plan: Plan,
): Promise<ChangeCauses<PlanCause>[] | null> {
  if (!planner.study) return null;
  const before = await parts.db.as(personId, (tx) => selectPlanBefore(tx, stored));
  if (!before?.plan) return null;
  const made = { problem: before.problem, plan: before.plan };
  const after = { problem: stored.problem, plan };
  if (diffPlans(made, after).changes.length === 0) return null;
  const study = { kind: 'causes', before: made, after, effort: 'search', confirm: 'quick' } as const;
  const answer = await planner.study(study, { signal }).catch(() => null);
  return answer?.kind === 'causes' ? answer.causes : null;
}

/** Worse on the first level where they differ; on the same plan, less is proved. */
function isWorse(plan: Plan, than: Plan): boolean {
  for (const [index, level] of plan.certificate.levels.entries()) {
    const other = than.certificate.levels[index];
    if (other && other.value !== level.value) return level.value > other.value;
  }
  return plan.certificate.gap > than.certificate.gap;
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
  // Only where limits are what stands in the way.
  const conflict =
    signal.aborted || !isNoPlan(error) ? null : await planner.conflict(problem, { signal }).catch(() => null);
  const progress = {
    stage: 'done' as const,
    failure: failureOf(error),
    ...(conflict && { conflict: conflict.limits }),
  };
  await store.now('failed', null, progress, message);
}

function failureOf(error: unknown): NonNullable<PlanProgress['failure']> {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'no-plan-fits') return 'no-plan';
  if (code === 'no-plan-found') return 'not-found';
  return code === 'odd-numbers' ? 'odd-numbers' : 'stopped';
}

/** That there is no plan, or none was found, is an answer and no failure. */
function isNoPlan(error: unknown): boolean {
  return ['no-plan', 'not-found'].includes(failureOf(error));
}

interface Store {
  /** Stores at once, after anything still being stored. */
  now(state: PlanState, plan: Plan | null, progress: PlanProgress, error?: string): Promise<void>;
  /** Stores unless a newer result comes while an older one is still being stored. */
  soon(state: PlanState, plan: Plan, progress: PlanProgress): Promise<void>;
}

function storeFor({ db, clock }: WorkParts, job: PlanJob): Store {
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

/**
 * Scenarios and studies of a plan as background work, one at a time, each in a worker thread: every better plan is stored as it
 * comes. One found unfinished (after a restart) is taken up again when somebody who may edit next looks at the page.
 */
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import type { Library } from '../../library/library.ts';
import { whatIfFacts } from '../../needs/index.ts';
import {
  applyScenario,
  conflictInWorker,
  NoPlanFoundError,
  planInWorker,
  PlannerStoppedError,
  startsOf,
  studyInWorker,
} from '../../planner/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, SchoolScope } from '../../platform/database/index.ts';
import { currentPlanMade } from '../plan/index.ts';
import { partsOf } from './scenario-changes.rules.ts';
import { besideOf, COULD_NOT } from './scenarios.rules.ts';
import { selectScenario, type StudyKind, updateScenario, writeStudy } from './scenarios.queries.ts';

/** What to work on, and as whom: the work sees and writes what that person may. */
export type ScenarioJob = SchoolScope & { personId: string } & (
    { kind: 'scenario'; id: string } | { kind: 'study'; planId: string; study: StudyKind }
  );

export interface ScenarioRunner {
  /** Puts it in the queue, unless it is there already. */
  enqueue(job: ScenarioJob): void;
  /** Resolves when the scenario has a first plan, is finished, or the time is up; whichever comes first. */
  untilFirst(id: string, withinMs: number): Promise<void>;
  /** Ends the work on a scenario that nobody wants any more. */
  forget(id: string): void;
  /** Resolves when nothing is left to do: for tests. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** The planner in worker threads; tests may give another. */
export interface ScenarioPlanner {
  plan: typeof planInWorker;
  conflict: typeof conflictInWorker;
  study: typeof studyInWorker;
}

const workerPlanner: ScenarioPlanner = { plan: planInWorker, conflict: conflictInWorker, study: studyInWorker };

export interface ScenarioRunnerParts {
  db: Database;
  clock: Clock;
  library: Library;
  planner?: ScenarioPlanner;
  /** Told of a failure: an id and the error, nothing about the school. */
  onFailure: (id: string, error: unknown) => void;
}

interface Active {
  key: string;
  job: ScenarioJob;
  first: PromiseWithResolvers<void>;
  stop: AbortController;
}

export function createScenarioRunner(parts: ScenarioRunnerParts): ScenarioRunner {
  const waiting: Active[] = [];
  let running: { one: Active; done: Promise<void> } | null = null;
  let isClosed = false;

  const startNext = (): void => {
    if (running || isClosed) return;
    const one = waiting.shift();
    if (one) running = { one, done: run(one) };
  };
  const run = async (one: Active): Promise<void> => {
    try {
      await workOn(parts, one.job, one.stop.signal, () => one.first.resolve());
    } catch (error) {
      if (!one.stop.signal.aborted) parts.onFailure(one.key, error);
    } finally {
      one.first.resolve();
      running = null;
      startNext();
    }
  };
  // What has been forgotten may still be ending: it is not what is asked for now.
  const find = (key: string) =>
    running?.one.key === key && !running.one.stop.signal.aborted ? running.one : waiting.find((one) => one.key === key);

  return {
    enqueue(job) {
      const key = job.kind === 'scenario' ? job.id : `${job.planId} ${job.study}`;
      if (isClosed || find(key)) return;
      const one = { key, job, first: Promise.withResolvers<void>(), stop: new AbortController() };
      // Whoever looks at scenarios waits for them; a study can wait its turn.
      const at = job.kind === 'scenario' ? waiting.findIndex((other) => other.job.kind === 'study') : -1;
      if (at < 0) waiting.push(one);
      else waiting.splice(at, 0, one);
      startNext();
    },
    async untilFirst(id, withinMs) {
      const one = find(id);
      if (!one) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, withinMs);
      await Promise.race([one.first.promise, promise]);
      clearTimeout(timer);
    },
    forget(id) {
      const at = waiting.findIndex((one) => one.key === id);
      if (at >= 0) waiting.splice(at, 1);
      if (running?.one.key === id) running.one.stop.abort();
    },
    async drain() {
      while (running) await running.done;
    },
    async close() {
      isClosed = true;
      for (const one of waiting.splice(0)) one.first.resolve();
      running?.one.stop.abort();
      await running?.done;
    },
  };
}

async function workOn(
  parts: ScenarioRunnerParts,
  job: ScenarioJob,
  signal: AbortSignal,
  onFirst: () => void,
): Promise<void> {
  const made = await parts.db.as(job.personId, (tx) => currentPlanMade(tx, job));
  if (!made) return;
  if (job.kind === 'study') await workOnStudy(parts, job, made, signal);
  else await workOnScenario(parts, job, made, signal, onFirst);
}

interface Made {
  id: string;
  problem: PlanningProblem;
  plan: Plan;
}

async function workOnScenario(
  { db, clock, library, planner = workerPlanner }: ScenarioRunnerParts,
  job: SchoolScope & { personId: string; id: string },
  made: Made,
  signal: AbortSignal,
  onFirst: () => void,
): Promise<void> {
  const scenario = await db.as(job.personId, (tx) => selectScenario(tx, job, job.id));
  if (!scenario) return;
  let last: Promise<void> = Promise.resolve();
  const store = (found: Omit<Parameters<typeof updateScenario>[3], 'at' | 'planId'>): Promise<void> => {
    last = last
      .catch(() => undefined)
      .then(() =>
        db.as(job.personId, (tx) =>
          updateScenario(tx, job, scenario, { ...found, planId: besideOf(made), at: clock.now() }),
        ),
      );
    return last;
  };
  const starts = startsOf(made.plan);
  const facts = whatIfFacts(made.problem, library);
  const problem = applyScenario(made.problem, partsOf(scenario.changes), { ...facts, starts });
  try {
    const plan = await planner.plan(problem, {
      signal,
      start: starts,
      onProgress: (better) => {
        void store({ state: 'planning', plan: better, causes: null, error: null }).then(onFirst, () => undefined);
      },
    });
    if (plan.certificate.status === 'infeasible') throw new NoPlanFitsError();
    await store({ state: 'planning', plan, causes: null, error: null });
    onFirst();
    const study = {
      kind: 'scenario-causes',
      before: { problem: made.problem, plan: made.plan },
      plan,
      changes: scenario.changes.map(({ parts: its }) => its),
      facts,
      effort: 'search',
      confirm: 'quick',
    } as const;
    const answer = await planner.study(study, { signal });
    const causes = answer.kind === 'scenario-causes' ? answer.causes : null;
    await store({ state: 'ready', plan, causes, error: null });
  } catch (error) {
    if (signal.aborted) return;
    if (!isNoPlan(error)) {
      await store({ state: 'failed', plan: null, causes: null, error: COULD_NOT });
      throw error;
    }
    const conflict = await planner.conflict(problem, { signal }).catch(() => null);
    const details = conflict?.limits.map(({ detail }) => detail).join(' ') ?? '';
    const known = error instanceof NoPlanFitsError || details !== '';
    const lead = known ? 'No plan fits.' : 'No plan was found that fits. There may be one.';
    await store({ state: 'failed', plan: null, causes: null, error: `${lead} ${details}`.trim() });
  }
}

/** It is proved that no plan holds all limits, what is fixed and what is supposed. */
class NoPlanFitsError extends Error {
  readonly code = 'no-plan-fits';
}

/** That there is no plan, or none was found, is an answer and no failure. */
function isNoPlan(error: unknown): boolean {
  if (error instanceof NoPlanFitsError || error instanceof NoPlanFoundError) return true;
  return error instanceof PlannerStoppedError && error.code === 'no-plan-found';
}

async function workOnStudy(
  { db, clock, planner = workerPlanner }: ScenarioRunnerParts,
  job: SchoolScope & { personId: string; planId: string; study: StudyKind },
  made: Made,
  signal: AbortSignal,
): Promise<void> {
  if (made.id !== job.planId) return;
  const { problem, plan } = made;
  const write = (state: 'ready' | 'failed', answer: unknown) =>
    db.as(job.personId, (tx) =>
      writeStudy(
        tx,
        job,
        { planId: job.planId, kind: job.study, state, answer },
        { personId: job.personId, at: clock.now() },
      ),
    );
  try {
    const answer =
      job.study === 'prices'
        ? await planner.study(
            { kind: 'prices', made: { problem, plan }, screen: 'search', confirm: 'quick' },
            { signal },
          )
        : await planner.study({ kind: 'money', made: { problem, plan }, effort: 'quick' }, { signal });
    await write('ready', answer.kind === 'prices' ? answer.study : answer.kind === 'money' ? answer.lines : null);
  } catch (error) {
    if (signal.aborted) return;
    await write('failed', null);
    throw error;
  }
}

/** One file shared out: by threads here, or by whichever processes take parts of it from the database. */
import type { AllocationProgress } from '../../domain/allocation.ts';
import {
  allocate,
  type AllocateOptions,
  askInThreads,
  groupsOf,
  loadSolver,
  type AllocationResult,
} from '../../planner/allocation/index.ts';
import { askWorkers } from './allocation.asker.ts';
import type { OpenAllocation } from './allocation.file.ts';
import { askWithJournal, type Journal } from './allocation.journal.ts';
import { deleteWorkings, type RunRow, setRun } from './allocation.queries.ts';
import { putRun, type RunsOf } from './allocation.store.ts';
import { createTaskWorker, partsAtHand } from './allocation.work.ts';

export type Hear = (progress: AllocationProgress) => void;

/** In threads of this process, with a journal where one is given. */
export async function shareOutHere(
  file: OpenAllocation,
  { threads, journal, hear }: { threads: number; journal: Journal | null; hear: Hear },
): Promise<AllocationResult> {
  const telling = teller(file, hear);
  const asker = askInThreads(file.packed, threads, telling.answered);
  try {
    const highs = await loadSolver();
    const journaled = journal === null ? asker : askWithJournal(asker, journal);
    return await allocate(highs, file.frame, file.packed, journaled, { onProgress: telling.progress });
  } finally {
    await asker.stop();
  }
}

export interface ShareOutByWorkers {
  name: string;
  /** Whether this process answers parts too. */
  worksToo: boolean;
  hear: Hear;
  onNobody?: () => void;
  leaseMs?: number;
  /** How hard the choice among plans is worked at, where not as hard as the planner thinks right. */
  effort?: AllocateOptions['effort'];
}

/** By way of the database. The run is there until {@link endRun}. */
export async function shareOutByWorkers(
  runs: RunsOf,
  file: OpenAllocation,
  { name, worksToo, hear, onNobody, leaseMs, effort }: ShareOutByWorkers,
): Promise<{ run: RunRow; result: AllocationResult }> {
  const run = await putRun(runs, file, name);
  const telling = teller(file, hear);
  const source = partsAtHand(file.packed, groupsOf(file.packed.schools));
  const own = worksToo ? createTaskWorker(runs, source, { run, ...(leaseMs === undefined ? {} : { leaseMs }) }) : null;
  let saving: Promise<void> = Promise.resolve();
  const save = (progress: AllocationProgress) => {
    telling.progress(progress);
    // What is shown elsewhere may be lost: it is no part of the run.
    saving = saving
      .then(() => runs.transact((tx) => setRun(tx, run, { progress: shown(progress) })))
      .catch(() => undefined);
  };
  const asker = askWorkers(runs, run, file.packed, {
    own,
    onAnswered: telling.answered,
    ...(onNobody === undefined ? {} : { onNobody }),
  });
  try {
    const highs = await loadSolver();
    const result = await allocate(highs, file.frame, file.packed, asker, {
      onProgress: save,
      ...(effort === undefined ? {} : { effort }),
    });
    return { run, result };
  } finally {
    await saving;
  }
}

/** The plan is where it is wanted: the run's workings can go. */
export async function endRun(runs: RunsOf, run: RunRow, planHash: string): Promise<void> {
  await runs.transact(async (tx) => {
    await setRun(tx, run, { state: 'done', planHash });
    await deleteWorkings(tx, run);
  });
}

/** Numbers that JSON has, for {@link setRun}. */
function shown(progress: AllocationProgress): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(progress).map(([key, value]) => [key, Number.isFinite(value) ? (value as number) : null]),
  );
}

/** Puts together what the rounds and what the schools say. */
function teller(file: OpenAllocation, hear: Hear) {
  const last: AllocationProgress = {
    schoolsAnswered: 0,
    schools: file.packed.schools,
    rounds: 0,
    bound: Infinity,
    value: -Infinity,
    gap: Infinity,
  };
  return {
    progress: (progress: AllocationProgress) => hear({ ...Object.assign(last, progress) }),
    answered: (schoolsAnswered: number) => hear({ ...Object.assign(last, { schoolsAnswered }) }),
  };
}

/**
 * Sharing a fund as work in the background, in a thread of its own, every part stored as it comes. A newer one of the same
 * organisation takes the place of what is under way. A sharing found unfinished (after a restart, say) is taken up again when
 * an administrator next looks at it.
 */
import type { PlainDate } from '../../domain/dates.ts';
import type { Library } from '../../library/library.ts';
import { shareInWorker, SharingStoppedError, type SharingTask } from '../../planner/sharing/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { readRecord } from '../schools/index.ts';
import { selectSharing, updateSharing, type SharingFound } from './trust.queries.ts';
import { schoolTask, sharingTask } from './trust.task.ts';

/** Which sharing to work on, and as whom: the work sees and writes what that person may. */
export interface SharingJob {
  personId: string;
  organisationId: string;
  sharingId: string;
}

export interface TrustRunner {
  /** Puts a sharing in the queue, unless it is there already. */
  enqueue(job: SharingJob): void;
  /** Resolves when nothing is left to do: for tests. */
  drain(): Promise<void>;
  /** Stops the work under way; what is stored stays. */
  close(): Promise<void>;
}

export interface TrustRunnerParts {
  db: Database;
  clock: Clock;
  library: Library;
  /** Told of a failure: the sharing's id and the error, nothing about the schools. */
  onFailure: (sharingId: string, error: unknown) => void;
  /** In a thread where not given. */
  share?: typeof shareInWorker;
}

/** Sharings worked on at once: one organisation's plans must not keep the next one from being shared. */
const AT_ONCE = 2;

interface Active {
  job: SharingJob;
  stop: AbortController;
  done: Promise<void> | null;
}

/** A newer sharing of the same organisation has been asked for. */
class SupersededError extends Error {
  readonly code = 'superseded';
  constructor() {
    super('A newer sharing of the fund has taken its place.');
  }
}

export function createTrustRunner(parts: TrustRunnerParts): TrustRunner {
  const active: Active[] = [];
  let isClosed = false;

  const startNext = (): void => {
    if (isClosed || active.filter(({ done }) => done !== null).length >= AT_ONCE) return;
    const next = active.find(({ done }) => done === null);
    if (next === undefined) return;
    next.done = workOn(parts, next.job, next.stop.signal)
      .catch((error: unknown) => {
        if (!next.stop.signal.aborted) parts.onFailure(next.job.sharingId, error);
      })
      .finally(() => {
        active.splice(active.indexOf(next), 1);
        startNext();
      });
    startNext();
  };

  return {
    enqueue(job) {
      if (isClosed || active.some(({ job: { sharingId } }) => sharingId === job.sharingId)) return;
      for (const { job: other, stop } of active)
        if (other.organisationId === job.organisationId) stop.abort(new SupersededError());
      active.push({ job, stop: new AbortController(), done: null });
      startNext();
    },
    async drain() {
      while (active.length > 0) await Promise.all(active.flatMap(({ done }) => done ?? []));
    },
    async close() {
      isClosed = true;
      const running = active.flatMap(({ done }) => done ?? []);
      for (const { stop } of active) stop.abort();
      await Promise.all(running);
    },
  };
}

/** What can be put right by people is said to them; anything else is a failure of ours. */
const OURS = 'The fund could not be shared out. Try again; if it happens again, tell whoever runs Cairn.';

async function workOn(parts: TrustRunnerParts, job: SharingJob, signal: AbortSignal): Promise<void> {
  const { db, clock, library } = parts;
  const { personId, organisationId, sharingId } = job;
  const stored = await db.as(personId, (tx) => selectSharing(tx, organisationId, sharingId));
  if (stored?.state !== 'working') return;
  let last: Promise<void> = Promise.resolve();
  let newest = 0;
  const store = (found: SharingFound): Promise<void> => {
    const mine = ++newest;
    last = last.then(async () => {
      // A newer part is already waiting to be stored: this one need not be.
      if (mine !== newest && found.state === 'working') return;
      await db.as(personId, (tx) => updateSharing(tx, organisationId, sharingId, found, clock.now()));
    });
    return last;
  };
  try {
    const { fund, schools } = stored.question;
    const tasks: SharingTask['schools'] = [];
    for (const { id } of schools) tasks.push(await taskOf(parts, job, id, stored.asAt, fund));
    let found: SharingFound = { state: 'working' };
    const later = (change: Partial<SharingFound>) => {
      found = { ...found, ...change };
      void store(found).catch(() => undefined);
    };
    const share = parts.share ?? shareInWorker;
    const result = await share(sharingTask(fund, tasks), {
      signal,
      onProgress: (progress) => later({ progress }),
      onResult: (part) => later({ result: part }),
    });
    await store({ state: 'ready', progress: found.progress ?? null, result });
  } catch (error) {
    if (signal.aborted) {
      if (signal.reason instanceof SupersededError) await store({ state: 'failed', error: signal.reason.message });
      return;
    }
    const isAnswer = error instanceof SharingStoppedError && error.code === 'planner.no-sharing';
    await store({ state: 'failed', error: isAnswer ? error.message : OURS });
    if (!isAnswer) throw error;
  }

  function taskOf(
    { db: database }: TrustRunnerParts,
    { personId: who }: SharingJob,
    schoolId: string,
    asAt: PlainDate,
    { pools }: Parameters<typeof sharingTask>[0],
  ) {
    return database.as(who, async (tx) => schoolTask(library, schoolId, await readRecord(tx, schoolId, asAt), pools));
  }
}

/**
 * Sharing a fund as work in the background: one at a time, in a thread of its own, every part stored as it comes. A sharing
 * found unfinished (after a restart, say) is taken up again when an administrator next looks at it.
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

export function createTrustRunner(parts: TrustRunnerParts): TrustRunner {
  const queue: SharingJob[] = [];
  const stop = new AbortController();
  let running: Promise<void> | null = null;
  let current: SharingJob | null = null;

  const next = (): void => {
    if (running !== null || stop.signal.aborted) return;
    const job = queue.shift();
    if (job === undefined) return;
    current = job;
    running = workOn(parts, job, stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) parts.onFailure(job.sharingId, error);
      })
      .finally(() => {
        running = null;
        current = null;
        next();
      });
  };

  return {
    enqueue(job) {
      if (current?.sharingId === job.sharingId || queue.some(({ sharingId }) => sharingId === job.sharingId)) return;
      queue.push(job);
      next();
    },
    async drain() {
      while (running !== null) await running;
    },
    async close() {
      queue.length = 0;
      stop.abort();
      await running;
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
    if (signal.aborted) return;
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

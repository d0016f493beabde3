/**
 * Sharing a fund as work in the background, in threads of its own: nothing heavy runs where pages are answered. Every part is
 * stored as it comes, each school's plans by term one by one. A newer sharing of the same organisation takes the place of what
 * is under way. A sharing found unfinished (after a restart, say) is taken up again when somebody next looks at it, at the
 * first school that has no plans yet.
 */
import { availableParallelism } from 'node:os';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import { readRecord } from '../schools/index.ts';
import {
  listUnplanned,
  listWholeShares,
  replaceShares,
  selectSharing,
  updatePlans,
  updateSharing,
  type SharingFound,
  type StoredSharing,
} from './trust.queries.ts';
import type { TrustProgress } from './trust.schema.ts';
import type { SharingResult } from '../../planner/sharing/index.ts';
import { openTrustThread, ThreadStoppedError, type TrustThread } from './trust.worker.ts';

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
  /** Told of a failure: the sharing's id and the error, nothing about the schools. */
  onFailure: (sharingId: string, error: unknown) => void;
  /** A thread where not given. */
  open?: (signal: AbortSignal) => TrustThread;
  /** Threads that make plans by term at the same time; by the machine's cores where not given. */
  threads?: number;
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
const MOST_THREADS = 4;
/** A thread takes a second or two to begin: not worth it for fewer schools. */
const SCHOOLS_A_THREAD = 4;

/** One sharing as it is worked on. */
interface Work {
  parts: TrustRunnerParts;
  job: SharingJob;
  stored: StoredSharing;
  signal: AbortSignal;
  progress: TrustProgress;
  /** Shows how far it is. Where several come at once only the newest is stored. */
  say(change: Partial<TrustProgress>): void;
  store(found: SharingFound): Promise<void>;
}

async function workOn(parts: TrustRunnerParts, job: SharingJob, signal: AbortSignal): Promise<void> {
  const { db, clock } = parts;
  const { personId, organisationId, sharingId } = job;
  const stored = await db.as(personId, (tx) => selectSharing(tx, organisationId, sharingId));
  if (stored?.state !== 'working') return;
  let last: Promise<void> = Promise.resolve();
  let newest = 0;
  const store = (found: SharingFound): Promise<void> => {
    const mine = ++newest;
    last = last
      .catch(() => undefined)
      .then(async () => {
        const isProgressOnly = found.state === 'working' && found.result === undefined;
        // Something newer is already waiting to be stored: this need not be.
        if (mine !== newest && isProgressOnly) return;
        await db.as(personId, (tx) => updateSharing(tx, organisationId, sharingId, found, clock.now()));
      });
    return last;
  };
  const progress: TrustProgress = stored.progress ?? {
    stage: 'reading',
    schoolsRead: 0,
    schoolsAnswered: 0,
    schools: stored.question.schools.length,
    rounds: 0,
    bound: null,
    gap: null,
    plansMade: 0,
    plans: stored.question.schools.length,
  };
  const say = (change: Partial<TrustProgress>) =>
    void store({ state: 'working', progress: { ...Object.assign(progress, change) } }).catch(() => undefined);
  const work: Work = { parts, job, stored, signal, progress, say, store };
  try {
    const thread = (parts.open ?? openTrustThread)(signal);
    try {
      // Else it was broken off among the plans, which go on where they were.
      if (progress.stage !== 'plans') await shareOut(work, thread);
      await planSchools(work, thread);
    } finally {
      await thread.close();
    }
    await store({ state: 'ready', progress: { ...progress } });
  } catch (error) {
    if (signal.aborted) {
      if (signal.reason instanceof SupersededError) await store({ state: 'failed', error: signal.reason.message });
      return;
    }
    const isAnswer = error instanceof ThreadStoppedError && error.code === 'planner.no-sharing';
    await store({ state: 'failed', error: isAnswer ? error.message : OURS });
    if (!isAnswer) throw error;
  }
}

/** Reads the schools and shares the fund out among them. */
async function shareOut(work: Work, thread: TrustThread): Promise<void> {
  const { parts, job, stored, say, store } = work;
  const { db, clock } = parts;
  const { personId, organisationId, sharingId } = job;
  const { fund, schools } = stored.question;
  for (const [read, { id }] of schools.entries()) {
    await thread.read(id, await recordOf(work, id), fund.pools);
    say({ stage: 'reading', schoolsRead: read + 1 });
  }
  const keep = async ({ schools: shares, ...result }: SharingResult, isWhole: boolean) => {
    await db.as(personId, async (tx) => {
      if (!isWhole) await replaceShares(tx, organisationId, sharingId, shares, clock.now());
    });
    await store({ state: 'working', result });
  };
  let first: Promise<void> = Promise.resolve();
  const task = {
    fund: { years: fund.years, capitalCarriesForward: fund.capitalCarriesForward },
    pools: fund.pools.map(({ id, optionId, yearId, fromSchools }) => ({ id, optionId, yearId, fromSchools })),
    out: fund.optedOut,
  };
  const result = await thread.share(task, {
    onProgress: say,
    onResult: (found) => {
      first = first.then(() => keep(found, false));
      // Told further below, once the sharing is over.
      first.catch(() => undefined);
    },
  });
  await first;
  await keep(result, true);
  say({ stage: 'plans', bound: result.bound, gap: result.gap });
}

/** Makes the plans by term of the schools that have none yet, several at a time. */
async function planSchools(work: Work, first: TrustThread): Promise<void> {
  const { parts, job, stored, signal, say, progress } = work;
  const { db, clock, open = openTrustThread, threads = Math.min(MOST_THREADS, availableParallelism()) } = parts;
  const { personId, organisationId, sharingId } = job;
  const { fund, schools } = stored.question;
  const unplanned = new Set(await db.as(personId, (tx) => listUnplanned(tx, organisationId, sharingId)));
  const left = schools.filter(({ id }) => unplanned.has(id));
  say({ plansMade: schools.length - left.length });
  const next = left.values();
  const planNext = async (thread: TrustThread): Promise<void> => {
    try {
      for (const { id } of next) {
        const [share] = await db.as(personId, (tx) => listWholeShares(tx, organisationId, sharingId, id));
        if (share === undefined) continue;
        const { given, starts } = share;
        const plans = await thread.plan({
          id,
          record: await recordOf(work, id),
          pools: fund.pools,
          fund: { years: fund.years, capitalCarriesForward: fund.capitalCarriesForward },
          share: { starts, isOut: given.isOut, grantPence: given.grantPence, sharePence: given.sharePence },
        });
        await db.as(personId, (tx) => updatePlans(tx, organisationId, sharingId, id, plans, clock.now()));
        say({ plansMade: progress.plansMade + 1 });
      }
    } catch (error) {
      // The others need not go on.
      left.length = 0;
      throw error;
    }
  };
  const more = Math.min(threads, Math.ceil(left.length / SCHOOLS_A_THREAD)) - 1;
  const others = Array.from({ length: Math.max(0, more) }, () => open(signal));
  try {
    await Promise.all([first, ...others].map(planNext));
  } finally {
    await Promise.all(others.map((thread) => thread.close()));
  }
}

function recordOf({ parts, job, stored }: Work, schoolId: string) {
  return parts.db.as(job.personId, (tx) => readRecord(tx, schoolId, stored.asAt));
}

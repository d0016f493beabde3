/**
 * Work that waits its turn in the database, so that a restart loses none of it: one at a time in each process, each job by one
 * process only, again with growing pauses where it fails. Two processes on one server share the queue.
 *
 * A job is held for a short while at a time. A process that is killed says no more, and another (or the next start) takes its
 * job up: so a job may run twice, and what must happen once is for the job itself to see to.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Database, Transaction } from '../database/index.ts';
import { nextDailyRun } from './daily.ts';
import {
  deleteFailed,
  deleteJob,
  giveUp,
  type HeldJob,
  holdNextJob,
  insertJob,
  keepHolding,
  putBack,
  releaseAll,
  selectNextTime,
} from './jobs.queries.ts';

/** A kind of job. What it does is idempotent, or sees to it that nothing happens twice. */
export interface JobKind {
  name: string;
  /** The full hour in England at which it runs every day; null where it only runs when it is added. */
  dailyAtHour: number | null;
  /**
   * Does the work. A date given back is when to do it again; `signal` tells it to stop where it is.
   * What it throws has a `code`, which is all of it that is kept and logged.
   */
  run(data: unknown, signal: AbortSignal): Promise<Date | null>;
}

export interface Jobs {
  /** Asks for work in the transaction of what it is for. Of those with the same name and key one is kept. */
  add(tx: Transaction, job: { name: string; key: string | null; data: object; runAt?: Date }): Promise<void>;
  /** Takes up work from now on. */
  start(): Promise<void>;
  /** Looks now rather than later: to call when what was added has been committed. */
  wake(): void;
  /** Does everything that is due and resolves when nothing is: for tests and the command line. */
  runDue(): Promise<number>;
  /** Stops. Work under way is told to; what it leaves undone is done after the next start. */
  close(): Promise<void>;
}

export interface JobsParts {
  db: Database;
  clock: Clock;
  kinds: readonly JobKind[];
  /** Told of a failure: the job's name and a code, nothing about people. */
  onFailure: (name: string, code: string) => void;
  /** How long a process may be silent before its job is taken up by another, and how often it speaks: for tests. */
  patience?: { holdMs: number; speakMs: number };
}

/** How long a process may be silent before its job is taken up by another, and how often it speaks. */
const PATIENCE = { holdMs: 120_000, speakMs: 40_000 };
/** A server's queue may be filled by another process, which cannot wake this one. */
const LOOK_SERVER_MS = 60_000;
const LOOK_EMBEDDED_MS = 900_000;
/** Pauses before the second, third … try; then it is given up, or left until its next day. */
const PAUSES_MS = [60_000, 300_000, 900_000, 3_600_000, 14_400_000];
/** Jobs that were given up can be looked at for this long. */
const FAILED_DAYS = 30;
/** A job that does not heed being told to stop is left behind; it is taken up again after the next start. */
const CLOSE_MS = 3_000;

export function createJobs({ db, clock, kinds, onFailure, patience = PATIENCE }: JobsParts): Jobs {
  const names = kinds.map(({ name }) => name);
  const holder = randomUUID();
  const stop = new AbortController();
  let looping: Promise<void> | null = null;
  let prepared: Promise<void> | null = null;
  let isWoken = false;
  let rouse = (): void => undefined;

  const later = (ms: number): Date => new Date(clock.now().getTime() + ms);

  const runNext = async (): Promise<boolean> => {
    if (stop.signal.aborted || names.length === 0) return false;
    const hold = { holder, now: clock.now(), until: later(patience.holdMs) };
    const job = await db.asSystem((tx) => holdNextJob(tx, names, hold));
    if (job === null) return false;
    await work(
      job,
      kinds.find(({ name }) => name === job.name)!,
    );
    return true;
  };

  const work = async (job: HeldJob, kind: JobKind): Promise<void> => {
    const hold = { id: job.id, holder };
    const own = new AbortController();
    const signal = AbortSignal.any([own.signal, stop.signal]);
    const speaking = setInterval(() => {
      db.asSystem((tx) => keepHolding(tx, hold, later(patience.holdMs))).then(
        (isOurs) => void (isOurs || own.abort()),
        () => own.abort(),
      );
    }, patience.speakMs);
    speaking.unref();
    try {
      // One that was taken up so often without anyone saying what became of it brings its process down.
      if (job.attempts > PAUSES_MS.length + 1) throw Object.assign(new Error(), { code: 'taken-too-often' });
      const again = await kind.run(job.data, signal);
      await db.asSystem((tx) => finish(tx, hold, kind, again));
    } catch (error) {
      await db.asSystem((tx) => fail(tx, hold, job, kind, error));
    } finally {
      clearInterval(speaking);
    }
  };

  const finish = async (tx: Transaction, hold: { id: number; holder: string }, kind: JobKind, again: Date | null) => {
    const nextDay = kind.dailyAtHour === null ? null : nextDailyRun(clock.now(), kind.dailyAtHour);
    const runAt = again !== null && (nextDay === null || again < nextDay) ? again : nextDay;
    if (runAt === null) return deleteJob(tx, hold);
    return putBack(tx, hold, { runAt, attempts: 0, failure: null });
  };

  const fail = async (
    tx: Transaction,
    hold: { id: number; holder: string },
    job: HeldJob,
    kind: JobKind,
    error: unknown,
  ): Promise<void> => {
    // Told to stop: that is no failure of the job's, and it starts again where it is.
    if (stop.signal.aborted) {
      return putBack(tx, hold, { runAt: clock.now(), attempts: job.attempts - 1, failure: null });
    }
    const code = codeOf(error);
    onFailure(kind.name, code);
    const pause = PAUSES_MS[job.attempts - 1];
    if (pause !== undefined) return putBack(tx, hold, { runAt: later(pause), attempts: job.attempts, failure: code });
    if (kind.dailyAtHour === null) return giveUp(tx, hold, code, clock.now());
    return putBack(tx, hold, { runAt: nextDailyRun(clock.now(), kind.dailyAtHour), attempts: 0, failure: code });
  };

  const pause = async (): Promise<void> => {
    isWoken = false;
    const next = await db.asSystem((tx) => selectNextTime(tx, names));
    // Asked to look, or to stop, while it looked: it must not fall asleep now.
    if (isWoken || stop.signal.aborted) return;
    const longest = db.kind === 'embedded' ? LOOK_EMBEDDED_MS : LOOK_SERVER_MS;
    const untilNext = next === null ? longest : next.getTime() - clock.now().getTime();
    await sleep(Math.min(Math.max(untilNext, 100), longest));
  };

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        while (await runNext());
        if (!stop.signal.aborted) await pause();
      } catch (error) {
        if (stop.signal.aborted) return;
        // The database is away for a while.
        onFailure('queue', codeOf(error));
        await sleep(LOOK_SERVER_MS);
      }
    }
  };

  const prepare = (): Promise<void> => {
    prepared ??= db.asSystem(async (tx) => {
      const at = clock.now();
      if (db.kind === 'embedded') await releaseAll(tx);
      await deleteFailed(tx, new Date(at.getTime() - FAILED_DAYS * 86_400_000));
      for (const { name, dailyAtHour } of kinds) {
        if (dailyAtHour === null) continue;
        await insertJob(tx, { name, key: 'daily', data: {}, runAt: nextDailyRun(at, dailyAtHour), at });
      }
    });
    return prepared;
  };

  return {
    async add(tx, { name, key, data, runAt }) {
      if (!names.includes(name)) throw new Error(`There is no kind of job called ${name}.`);
      const at = clock.now();
      await insertJob(tx, { name, key, data, runAt: runAt ?? at, at });
    },
    async start() {
      await prepare();
      looping ??= loop();
    },
    wake() {
      isWoken = true;
      rouse();
    },
    async runDue() {
      await prepare();
      let ran = 0;
      while (await runNext()) ran += 1;
      return ran;
    },
    async close() {
      stop.abort();
      rouse();
      const waited = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      await Promise.race([looping, waited]);
    },
  };
}

/** What may be kept and logged of an error. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  for (const text of [code, name]) if (typeof text === 'string') return text.slice(0, 60);
  return 'unknown';
}

/** SQL of the queue. All but adding runs as the system. */
import { sql } from 'kysely';
import type { Transaction } from '../database/index.ts';

export interface NewJob {
  name: string;
  /** Of those that wait or run under one name and key there is one. */
  key: string | null;
  data: object;
  runAt: Date;
  at: Date;
}

/** A job that is held by this process. */
export interface HeldJob {
  id: number;
  name: string;
  data: unknown;
  /** This one included. */
  attempts: number;
}

/** Who holds a job, and so may say what became of it. */
export interface Hold {
  id: number;
  holder: string;
}

/** Adds a job, unless one of that name and key is there. Runs as whoever the transaction is for. */
export async function insertJob(tx: Transaction, job: NewJob): Promise<void> {
  await tx
    .insertInto('job')
    .values({
      name: job.name,
      key: job.key,
      data: JSON.stringify(job.data),
      run_at: job.runAt,
      created_at: job.at,
      holder: null,
      held_until: null,
      failed_at: null,
      failure: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes the job that has waited longest, if one is due and nobody holds it. Two processes never take the same. */
export async function holdNextJob(
  tx: Transaction,
  names: readonly string[],
  hold: { holder: string; now: Date; until: Date },
): Promise<HeldJob | null> {
  const row = await tx
    .updateTable('job')
    .set({ holder: hold.holder, held_until: hold.until, attempts: sql<number>`attempts + 1` })
    .where('id', '=', (query) =>
      query
        .selectFrom('job')
        .select('id')
        .where('failed_at', 'is', null)
        .where('name', 'in', names)
        .where('run_at', '<=', hold.now)
        .where((or) => or.or([or('held_until', 'is', null), or('held_until', '<', hold.now)]))
        .orderBy('run_at')
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'name', 'data', 'attempts'])
    .executeTakeFirst();
  return row ?? null;
}

/** Says that the holder still works on it. False where it has lost the job. */
export async function keepHolding(tx: Transaction, { id, holder }: Hold, until: Date): Promise<boolean> {
  const result = await tx
    .updateTable('job')
    .set({ held_until: until })
    .where('id', '=', id)
    .where('holder', '=', holder)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** The job is done and goes. */
export async function deleteJob(tx: Transaction, { id, holder }: Hold): Promise<void> {
  await tx.deleteFrom('job').where('id', '=', id).where('holder', '=', holder).execute();
}

/** Lets go of a job until `runAt`. `attempts` is what it has behind it then; `failure` why, where it failed. */
export async function putBack(
  tx: Transaction,
  { id, holder }: Hold,
  next: { runAt: Date; attempts: number; failure: string | null },
): Promise<void> {
  await tx
    .updateTable('job')
    .set({ holder: null, held_until: null, run_at: next.runAt, attempts: next.attempts, failure: next.failure })
    .where('id', '=', id)
    .where('holder', '=', holder)
    .execute();
}

/** Gives a job up; it stays to be seen for a while. */
export async function giveUp(tx: Transaction, { id, holder }: Hold, failure: string, at: Date): Promise<void> {
  await tx
    .updateTable('job')
    .set({ holder: null, held_until: null, failed_at: at, failure })
    .where('id', '=', id)
    .where('holder', '=', holder)
    .execute();
}

/** When there may be something to do next; null where nothing waits. */
export async function selectNextTime(tx: Transaction, names: readonly string[]): Promise<Date | null> {
  const row = await tx
    .selectFrom('job')
    .select(sql<Date | null>`min(greatest(run_at, held_until))`.as('at'))
    .where('failed_at', 'is', null)
    .where('name', 'in', names)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Lets go of everything: for a database that no other process can have open. */
export async function releaseAll(tx: Transaction): Promise<void> {
  await tx.updateTable('job').set({ holder: null, held_until: null }).where('holder', 'is not', null).execute();
}

/** Removes what was given up before `before`. */
export async function deleteFailed(tx: Transaction, before: Date): Promise<void> {
  await tx.deleteFrom('job').where('failed_at', '<', before).execute();
}

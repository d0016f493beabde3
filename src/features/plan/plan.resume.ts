/**
 * What a process left unfinished goes on when the next one starts, whether or not anybody looks at it. It is done as somebody
 * who may edit there, found for each organisation: no work sees more than a person does.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { PlanRunner } from './plan.jobs.ts';
import { listEditors, listUnfinishedPlans } from './plan.queries.ts';

/**
 * Where several processes share a database, another may be working on it: it is left for as long as work that goes on takes to
 * store something new.
 */
const IDLE_MS = 120_000;

/** Before when the last was stored of what nobody works on any more. */
export function idleBefore({ db, clock }: { db: Database; clock: Clock }): Date {
  return new Date(clock.now().getTime() - (db.kind === 'embedded' ? 0 : IDLE_MS));
}

/** Does something once for each organisation, as a person who may edit there. */
export async function asEachEditor<T>(
  db: Database,
  work: (tx: Transaction, organisationId: string) => Promise<T>,
): Promise<{ organisationId: string; personId: string; result: T }[]> {
  const found: { organisationId: string; personId: string; result: T }[] = [];
  for (const { organisationId, personId } of await db.asSystem(listEditors)) {
    const result = await db.as(personId, (tx) => work(tx, organisationId));
    found.push({ organisationId, personId, result });
  }
  return found;
}

/** Puts every plan that is not finished back in the queue. Gives how many there were. */
export async function resumePlans(services: { db: Database; clock: Clock; planRunner: PlanRunner }): Promise<number> {
  const before = idleBefore(services);
  const found = await asEachEditor(services.db, (tx, organisationId) =>
    listUnfinishedPlans(tx, organisationId, before),
  );
  const jobs = found.flatMap(({ personId, result }) => result.map((plan) => ({ ...plan, personId })));
  for (const job of jobs) services.planRunner.enqueue(job);
  return jobs.length;
}

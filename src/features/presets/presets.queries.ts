/** SQL of starting from a typical school. */
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

/** Lets nobody else put guesses in, or take them out, until the transaction ends: pressing twice does it once. */
export async function lockSchool(tx: Transaction, scope: SchoolScope): Promise<void> {
  await tx
    .selectFrom('school')
    .select('id')
    .where('organisation_id', '=', scope.organisationId)
    .where('id', '=', scope.schoolId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Whether a plan was ever asked for. */
export async function hasPlan(tx: Transaction, scope: SchoolScope): Promise<boolean> {
  const found = await tx
    .selectFrom('plan')
    .select('id')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

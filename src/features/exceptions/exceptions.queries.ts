/** SQL of accepted gaps. */
import type { Exception } from '../../domain/actuals.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { ExceptionSubject } from './exceptions.rules.ts';

export interface StoredException extends Exception {
  version: number;
  updatedAt: Date;
}

const columns = [
  'id',
  'requirement_id as requirementId',
  'need_id as needId',
  'subject',
  'reason',
  'until',
  'agreed_by as agreedBy',
  'agreed_on as agreedOn',
  'version',
  'updated_at as updatedAt',
] as const;

/** All of a school, what runs out first comes first. */
export async function listExceptions(tx: Transaction, scope: SchoolScope): Promise<StoredException[]> {
  return ofSchool(tx, scope).orderBy('until').orderBy('id').execute();
}

/** One; null where the school has none of that id. `lock` holds it until the transaction ends. */
export async function selectException(
  tx: Transaction,
  scope: SchoolScope,
  id: string,
  lock = false,
): Promise<StoredException | null> {
  const query = ofSchool(tx, scope).where('id', '=', id);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

/** The one about a requirement or a need; null where there is none. */
export async function selectExceptionAbout(
  tx: Transaction,
  scope: SchoolScope,
  { requirementId, needId }: ExceptionSubject,
): Promise<StoredException | null> {
  const query =
    requirementId === null
      ? ofSchool(tx, scope).where('need_id', '=', needId)
      : ofSchool(tx, scope).where('requirement_id', '=', requirementId);
  return (await query.executeTakeFirst()) ?? null;
}

function ofSchool(tx: Transaction, scope: SchoolScope) {
  return tx
    .selectFrom('accepted_gap')
    .select(columns)
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId);
}

/** @returns false where another is already about the same: at most one is. */
export async function insertException(
  tx: Transaction,
  scope: SchoolScope,
  one: Exception & { version: number },
  at: Date,
): Promise<boolean> {
  const result = await tx
    .insertInto('accepted_gap')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: one.id,
      requirement_id: one.requirementId,
      need_id: one.needId,
      subject: one.subject,
      reason: one.reason,
      until: one.until,
      agreed_by: one.agreedBy,
      agreed_on: one.agreedOn,
      version: one.version,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Writes what was agreed anew, and counts the version up. */
export async function updateException(tx: Transaction, scope: SchoolScope, one: Exception, at: Date): Promise<void> {
  await tx
    .updateTable('accepted_gap')
    .set((row) => ({
      reason: one.reason,
      until: one.until,
      agreed_by: one.agreedBy,
      agreed_on: one.agreedOn,
      version: row('version', '+', 1),
      updated_at: at,
    }))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', one.id)
    .execute();
}

export async function deleteException(tx: Transaction, scope: SchoolScope, id: string): Promise<void> {
  await tx
    .deleteFrom('accepted_gap')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .execute();
}

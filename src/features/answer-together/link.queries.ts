/**
 * SQL of whoever has a link. It runs as the role of links (`Database.asLink`), which reaches the rows of that one link alone;
 * each statement names the link itself too, so that neither stands by itself.
 */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { AskedItem, AskedQuestion, AskedRequest } from './asking.rules.ts';

export interface LinkedRequest extends AskedRequest {
  scope: SchoolScope;
}

/** The link of that hash that works on the day; null where there is none. */
export async function selectLinked(
  tx: Transaction,
  tokenHash: string,
  today: PlainDate,
): Promise<LinkedRequest | null> {
  const row = await tx
    .selectFrom('answer_request')
    .select(['organisation_id', 'school_id', 'id', 'school_name', 'person_name', 'message', 'expires_on'])
    .select(['revoked_at', 'sent_at', 'version'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where('expires_on', '>=', today)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    scope: { organisationId: row.organisation_id, schoolId: row.school_id },
    id: row.id,
    schoolName: row.school_name,
    personName: row.person_name,
    message: row.message,
    expiresOn: row.expires_on,
    revokedAt: row.revoked_at,
    sentAt: row.sent_at,
    version: row.version,
  };
}

/** Holds a link that is not sent until the transaction ends, so that nothing is saved while it is being sent. */
export async function lockLinked(tx: Transaction, tokenHash: string): Promise<boolean> {
  const row = await tx
    .selectFrom('answer_request')
    .select('id')
    .where('token_hash', '=', tokenHash)
    .where('sent_at', 'is', null)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** The link's questions, in their order. */
export async function listLinkedItems(tx: Transaction, { scope, id }: LinkedRequest): Promise<AskedItem[]> {
  const rows = await tx
    .selectFrom('answer_request_item')
    .select(['question_id', 'question', 'choice', 'note', 'version', 'decision'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('request_id', '=', id)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    questionId: row.question_id,
    question: row.question as AskedQuestion,
    choice: row.choice,
    note: row.note,
    version: row.version,
    decision: row.decision,
  }));
}

/** Writes what was chosen, over the version that was seen. @returns false where that is not the present one. */
export async function saveLinkedItem(
  tx: Transaction,
  { scope, id }: LinkedRequest,
  answer: { questionId: string; choice: string | null; note: string | null; version: number },
  at: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('answer_request_item')
    .set((row) => ({ choice: answer.choice, note: answer.note, saved_at: at, version: row('version', '+', 1) }))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('request_id', '=', id)
    .where('question_id', '=', answer.questionId)
    .where('version', '=', answer.version)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** Marks the link as sent. From then on the database takes no more changes by it. */
export async function sendLinked(
  tx: Transaction,
  { scope, id }: LinkedRequest,
  sent: { at: Date; on: PlainDate },
): Promise<void> {
  await tx
    .updateTable('answer_request')
    .set((row) => ({ sent_at: sent.at, sent_on: sent.on, version: row('version', '+', 1) }))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .where('sent_at', 'is', null)
    .execute();
}

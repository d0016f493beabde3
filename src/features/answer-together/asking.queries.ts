/** SQL of links as the school's people see them. The hash of a link's secret is written here, and read by nobody. */
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { PlainDate } from '../../domain/dates.ts';
import type { AskedItem, AskedQuestion, AskedRequest } from './asking.rules.ts';

/** A link as the school sees it. */
export interface StoredRequest extends AskedRequest {
  sentOn: PlainDate | null;
  createdAt: Date;
  items: StoredItem[];
}

export interface StoredItem extends AskedItem {
  /** Who decided, where they still are one of the school's people. */
  decidedBy: string | null;
}

export async function insertRequest(
  tx: Transaction,
  scope: SchoolScope,
  request: {
    id: string;
    tokenHash: string;
    schoolName: string;
    personName: string;
    message: string | null;
    expiresOn: PlainDate;
    createdBy: string;
    questions: readonly { id: string; asked: AskedQuestion }[];
  },
  at: Date,
): Promise<void> {
  const named = { organisation_id: scope.organisationId, school_id: scope.schoolId };
  await tx
    .insertInto('answer_request')
    .values({
      ...named,
      id: request.id,
      token_hash: request.tokenHash,
      school_name: request.schoolName,
      person_name: request.personName,
      message: request.message,
      expires_on: request.expiresOn,
      revoked_at: null,
      sent_at: null,
      sent_on: null,
      created_by: request.createdBy,
      created_at: at,
    })
    .execute();
  await tx
    .insertInto('answer_request_item')
    .values(
      request.questions.map(({ id, asked }, position) => ({
        ...named,
        request_id: request.id,
        question_id: id,
        position,
        question: JSON.stringify(asked),
        choice: null,
        note: null,
        saved_at: null,
        decision: null,
        decided_by: null,
        decided_at: null,
      })),
    )
    .execute();
}

/** All links of a school, the newest first; only one of them where its id is given. */
export async function listRequests(tx: Transaction, scope: SchoolScope, id?: string): Promise<StoredRequest[]> {
  let query = tx
    .selectFrom('answer_request')
    .select(['id', 'school_name', 'person_name', 'message', 'expires_on', 'revoked_at', 'sent_at', 'sent_on'])
    .select(['created_at', 'version'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId);
  if (id !== undefined) query = query.where('id', '=', id);
  const rows = await query.orderBy('entered', 'desc').execute();
  const items = await listRequestItems(tx, scope, id);
  return rows.map((row) => ({
    id: row.id,
    schoolName: row.school_name,
    personName: row.person_name,
    message: row.message,
    expiresOn: row.expires_on,
    revokedAt: row.revoked_at,
    sentAt: row.sent_at,
    sentOn: row.sent_on,
    createdAt: row.created_at,
    version: row.version,
    items: items.get(row.id) ?? [],
  }));
}

/** Holds a link's question until the transaction ends, and gives its version and decision; null where there is none. */
export async function lockItem(
  tx: Transaction,
  scope: SchoolScope,
  requestId: string,
  questionId: string,
): Promise<{ version: number; decision: AskedItem['decision'] } | null> {
  const row = await tx
    .selectFrom('answer_request_item')
    .select(['version', 'decision'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('request_id', '=', requestId)
    .where('question_id', '=', questionId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function decideItem(
  tx: Transaction,
  scope: SchoolScope,
  requestId: string,
  questionId: string,
  decided: { decision: 'accepted' | 'declined'; personId: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('answer_request_item')
    .set((row) => ({
      decision: decided.decision,
      decided_by: decided.personId,
      decided_at: decided.at,
      version: row('version', '+', 1),
    }))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('request_id', '=', requestId)
    .where('question_id', '=', questionId)
    .execute();
}

/** Stops a link that nobody has sent yet. @returns false where there is none that runs. */
export async function revokeRequest(tx: Transaction, scope: SchoolScope, id: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('answer_request')
    .set((row) => ({ revoked_at: at, version: row('version', '+', 1) }))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

async function listRequestItems(tx: Transaction, scope: SchoolScope, requestId?: string) {
  let query = tx
    .selectFrom('answer_request_item as item')
    .leftJoin('person', 'person.id', 'item.decided_by')
    .select(['item.request_id', 'item.question_id', 'item.question', 'item.choice', 'item.note', 'item.version'])
    .select(['item.decision', 'person.name as decided_by_name'])
    .where('item.organisation_id', '=', scope.organisationId)
    .where('item.school_id', '=', scope.schoolId);
  if (requestId !== undefined) query = query.where('item.request_id', '=', requestId);
  const rows = await query.orderBy('item.request_id').orderBy('item.position').execute();
  const byRequest = Map.groupBy(rows, (row) => row.request_id);
  return new Map(
    [...byRequest].map(([id, own]) => [
      id,
      own.map((row) => ({
        questionId: row.question_id,
        question: row.question as AskedQuestion,
        choice: row.choice,
        note: row.note,
        version: row.version,
        decision: row.decision,
        decidedBy: row.decided_by_name,
      })),
    ]),
  );
}

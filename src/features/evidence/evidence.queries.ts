/** SQL of evidence. */
import { sql } from 'kysely';
import type { PlainDate } from '../../domain/dates.ts';
import type { Evidence } from '../../domain/record.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

export interface StoredEvidence extends Evidence {
  version: number;
  /** The file kept here; null where there is none, or where only its name came with a school file. */
  file: { id: string; name: string; mediaType: string; byteCount: number } | null;
}

type Row = Omit<StoredEvidence, 'file'> & {
  fileId: string | null;
  fileName: string | null;
  mediaType: string | null;
  byteCount: number | null;
};

/** All evidence of a school: what expires first comes first, what never does last. */
export async function listEvidence(tx: Transaction, scope: SchoolScope): Promise<StoredEvidence[]> {
  return selectRows(tx, scope, null);
}

/** Evidence that has not expired by `today` and will, for calendars. */
export interface ExpiringEvidence {
  id: string;
  title: string;
  expiresOn: PlainDate;
  version: number;
  updatedAt: Date;
}

export async function listExpiringEvidence(
  tx: Transaction,
  scope: SchoolScope,
  today: PlainDate,
): Promise<ExpiringEvidence[]> {
  const rows = await tx
    .selectFrom('evidence')
    .select(['id', 'title', 'expires_on', 'version', 'updated_at'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('expires_on', '>=', today)
    .orderBy('expires_on')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ id, title, expires_on: expiresOn, version, updated_at: updatedAt }) =>
    expiresOn === null ? [] : [{ id, title, expiresOn, version, updatedAt }],
  );
}

/** One piece of evidence; null where the school has none of that id. `lock` holds it until the transaction ends. */
export async function selectEvidence(
  tx: Transaction,
  scope: SchoolScope,
  id: string,
  lock = false,
): Promise<StoredEvidence | null> {
  if (lock) {
    await sql`select 1 from evidence where organisation_id = ${scope.organisationId}
      and school_id = ${scope.schoolId} and id = ${id} for update`.execute(tx);
  }
  const [found] = await selectRows(tx, scope, id);
  return found ?? null;
}

async function selectRows(tx: Transaction, scope: SchoolScope, id: string | null): Promise<StoredEvidence[]> {
  const { rows } =
    await sql<Row>`select e.id, e.question_id as "questionId", e.requirement_id as "requirementId", e.title,
      e.url, e.document_id as "documentId", e.effective_on as "effectiveOn", e.expires_on as "expiresOn", e.note, e.version,
      d.id as "fileId", d.name as "fileName", d.media_type as "mediaType", d.byte_count as "byteCount"
    from evidence e left join document d on d.organisation_id = e.organisation_id and d.school_id = e.school_id
      and d.id = e.document_id and d.removed_at is null
    where e.organisation_id = ${scope.organisationId} and e.school_id = ${scope.schoolId}
      ${id === null ? sql`` : sql`and e.id = ${id}`}
    order by e.expires_on nulls last, lower(e.title), e.id`.execute(tx);
  return rows.map(({ fileId, fileName, mediaType, byteCount, ...row }) => ({
    ...row,
    file:
      fileId === null
        ? null
        : { id: fileId, name: fileName ?? '', mediaType: mediaType ?? '', byteCount: byteCount ?? 0 },
  }));
}

/** Adds evidence as version 1, or as `version` where it is put back. */
export async function insertEvidence(
  tx: Transaction,
  scope: SchoolScope,
  evidence: Evidence & { version: number },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('evidence')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: evidence.id,
      question_id: evidence.questionId,
      requirement_id: evidence.requirementId,
      ...columnsOf(evidence),
      version: evidence.version,
      created_at: at,
      updated_at: at,
    })
    .execute();
}

/** Writes what it holds, and counts its version up. What it is about stays. */
export async function updateEvidence(tx: Transaction, scope: SchoolScope, evidence: Evidence, at: Date): Promise<void> {
  await tx
    .updateTable('evidence')
    .set((row) => ({ ...columnsOf(evidence), version: row('version', '+', 1), updated_at: at }))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', evidence.id)
    .execute();
}

/** Names the file that came with evidence just added. */
export async function setDocument(tx: Transaction, scope: SchoolScope, id: string, documentId: string): Promise<void> {
  await tx
    .updateTable('evidence')
    .set({ document_id: documentId })
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .execute();
}

export async function deleteEvidence(tx: Transaction, scope: SchoolScope, id: string): Promise<void> {
  await tx
    .deleteFrom('evidence')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .execute();
}

function columnsOf({ title, url, documentId, effectiveOn, expiresOn, note }: Evidence) {
  return { title, url, document_id: documentId, effective_on: effectiveOn, expires_on: expiresOn, note };
}

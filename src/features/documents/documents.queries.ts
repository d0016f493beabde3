/** SQL of documents. Lists never read the files themselves. */
import { sql } from 'kysely';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

/** What can have documents: the registers' items, and evidence. The names are those of their tables. */
export const documentTables = ['contract', 'system', 'equipment', 'connection', 'evidence'] as const;
export type DocumentTable = (typeof documentTables)[number];

export interface Document {
  id: string;
  table: DocumentTable;
  itemId: string;
  name: string;
  mediaType: string;
  byteCount: number;
  sha256: string;
  addedAt: Date;
  removedAt: Date | null;
}

const columns = [
  'id',
  'table_name as table',
  'item_id as itemId',
  'name',
  'media_type as mediaType',
  'byte_count as byteCount',
  'sha256',
  'added_at as addedAt',
  'removed_at as removedAt',
] as const;

/** Documents of one item that are not removed, the oldest first. */
export function listDocuments(
  tx: Transaction,
  scope: SchoolScope,
  table: DocumentTable,
  itemId: string,
): Promise<Document[]> {
  return tx
    .selectFrom('document')
    .select(columns)
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('table_name', '=', table)
    .where('item_id', '=', itemId)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
}

/** One document, removed or not; null where the school has none of that id. `lock` holds it until the transaction ends. */
export async function selectDocument(
  tx: Transaction,
  scope: SchoolScope,
  id: string,
  lock = false,
): Promise<Document | null> {
  const query = tx
    .selectFrom('document')
    .select(columns)
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

/** What is in a document. It crosses to either database as text, which is all that both take alike. */
export async function selectContent(tx: Transaction, scope: SchoolScope, id: string): Promise<Buffer | null> {
  const row = await tx
    .selectFrom('document')
    .select(sql<string>`encode(content, 'base64')`.as('content'))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : Buffer.from(row.content, 'base64');
}

/** Bytes of all documents of the school, removed ones too: they can be put back. */
export async function countBytes(tx: Transaction, scope: SchoolScope): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select coalesce(sum(byte_count), 0)::bigint as bytes from document
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}`.execute(tx);
  return rows[0]?.bytes ?? 0;
}

/** The name of what has documents; null where the school has no such item. */
export async function selectItemName(
  tx: Transaction,
  scope: SchoolScope,
  table: DocumentTable,
  id: string,
): Promise<string | null> {
  const { rows } = await sql<{
    name: string;
  }>`select ${sql.ref(table === 'contract' || table === 'evidence' ? 'title' : 'name')} as name
    from ${sql.table(table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and id = ${id}`.execute(tx);
  return rows[0]?.name ?? null;
}

export async function insertDocument(
  tx: Transaction,
  scope: SchoolScope,
  document: Document & { content: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('document')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: document.id,
      table_name: document.table,
      item_id: document.itemId,
      name: document.name,
      media_type: document.mediaType,
      byte_count: document.byteCount,
      sha256: document.sha256,
      content: sql`decode(${Buffer.from(document.content).toString('base64')}, 'base64')`,
      added_at: document.addedAt,
      removed_at: null,
    })
    .execute();
}

export async function markRemoved(tx: Transaction, scope: SchoolScope, id: string, at: Date | null): Promise<void> {
  await tx
    .updateTable('document')
    .set({ removed_at: at })
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .execute();
}

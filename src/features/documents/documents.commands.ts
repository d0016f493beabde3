/** Keeping a document, taking it away and putting it back; each with its line in the history, which holds no content. */
import { createHash, randomUUID } from 'node:crypto';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { MOST_DOCUMENTS, MOST_SCHOOL_BYTES, takeDocument } from './documents.rules.ts';
import {
  countBytes,
  insertDocument,
  listDocuments,
  markRemoved,
  selectDocument,
  selectItemName,
  type Document,
  type DocumentTable,
} from './documents.queries.ts';

export interface ActingOnDocuments {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
}

/** The document that was kept, `gone` where its item is not there, or what to do about the file. */
export async function addDocument(
  acting: ActingOnDocuments,
  table: DocumentTable,
  itemId: string,
  file: { fileName: string; bytes: Uint8Array },
): Promise<{ document: Document } | { mend: string } | { gone: true }> {
  const { tx, scope, now } = acting;
  if ((await selectItemName(tx, scope, table, itemId)) === null) return { gone: true };
  const taken = takeDocument(file.fileName, file.bytes);
  if ('mend' in taken) return taken;
  const there = await listDocuments(tx, scope, table, itemId);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const twin = there.find((document) => document.sha256 === sha256);
  if (twin !== undefined) return { mend: `The same file is here already, as ${twin.name}` };
  if (there.length >= MOST_DOCUMENTS) return { mend: `There are ${MOST_DOCUMENTS} documents here. Remove one first` };
  if ((await countBytes(tx, scope)) + file.bytes.length > MOST_SCHOOL_BYTES) {
    return { mend: 'The school’s documents have reached 1 GB. Keep this one elsewhere, and write down where' };
  }
  const document: Document = {
    id: randomUUID(),
    table,
    itemId,
    name: taken.name,
    mediaType: taken.mediaType,
    byteCount: file.bytes.length,
    sha256,
    addedAt: now,
    removedAt: null,
  };
  await insertDocument(tx, scope, { ...document, content: file.bytes });
  await record(acting, document, null, { document: document.name });
  return { document };
}

/** Null where there is no such document. Removing what is removed changes nothing. */
export async function removeDocument(acting: ActingOnDocuments, id: string): Promise<Document | null> {
  const document = await selectDocument(acting.tx, acting.scope, id, true);
  if (document === null || document.removedAt !== null) return document;
  await markRemoved(acting.tx, acting.scope, id, acting.now);
  await record(acting, document, { document: document.name }, { document: null });
  return document;
}

/** Null where there is no such document. */
export async function restoreDocument(acting: ActingOnDocuments, id: string): Promise<Document | null> {
  const document = await selectDocument(acting.tx, acting.scope, id, true);
  if (document === null || document.removedAt === null) return document;
  await markRemoved(acting.tx, acting.scope, id, null);
  await record(acting, document, { document: null }, { document: document.name });
  return document;
}

/** It stands in the history of the item that the document belongs to. */
async function record(
  { tx, scope, personId, now }: ActingOnDocuments,
  { table, itemId }: Document,
  before: Record<string, unknown> | null,
  after: Record<string, unknown>,
): Promise<void> {
  await recordChange(tx, {
    ...scope,
    table,
    rowId: itemId,
    before: before ?? { document: null },
    after,
    personId,
    at: now,
  });
}

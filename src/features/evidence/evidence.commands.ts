/**
 * Adding evidence, changing it, taking it away and putting it back. Each is one transaction that also writes the history.
 * Evidence is only changed by someone who has seen its present version; its file comes and goes with it.
 */
import { randomUUID } from 'node:crypto';
import { evidenceSchema, type Evidence } from '../../domain/record.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { addDocument, removeDocument, restoreDocument } from '../documents/index.ts';
import { listItemChanges } from '../registers/index.ts';
import type { EvidenceContent, EvidenceSubject } from './evidence.rules.ts';
import {
  deleteEvidence,
  insertEvidence,
  selectEvidence,
  setDocument,
  updateEvidence,
  type StoredEvidence,
} from './evidence.queries.ts';

export interface ActingOnEvidence {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
}

export interface NewFile {
  fileName: string;
  bytes: Uint8Array;
}

export type EvidenceResult =
  | { outcome: 'done'; id: string }
  /** The file cannot be kept: what to do about it. Nothing is written. */
  | { outcome: 'mend'; mend: string }
  | { outcome: 'gone' }
  /** Somebody else changed it since; `latest` is how it is now. */
  | { outcome: 'stale'; latest: StoredEvidence };

/** Adds evidence for a question or a requirement, with its file where there is one. */
export async function addEvidence(
  acting: ActingOnEvidence,
  subject: EvidenceSubject,
  content: EvidenceContent,
  file: NewFile | null,
): Promise<EvidenceResult> {
  const { tx, scope, now } = acting;
  const evidence: Evidence = { id: randomUUID(), ...subject, ...content, documentId: null };
  await insertEvidence(tx, scope, { ...evidence, version: 1 }, now);
  const kept = file === null ? null : await addDocument(acting, 'evidence', evidence.id, file);
  if (kept !== null && !('document' in kept)) {
    await deleteEvidence(tx, scope, evidence.id);
    return { outcome: 'mend', mend: 'mend' in kept ? kept.mend : 'Choose the file again' };
  }
  if (kept !== null) await setDocument(tx, scope, evidence.id, kept.document.id);
  await record(acting, evidence.id, null, { ...evidence, documentId: kept?.document.id ?? null, version: 1 });
  return { outcome: 'done', id: evidence.id };
}

/** Changes evidence; a new file takes the place of the one before. Writing what is there already changes nothing. */
export async function changeEvidence(
  acting: ActingOnEvidence,
  id: string,
  version: number,
  content: EvidenceContent,
  file: NewFile | null,
): Promise<EvidenceResult> {
  const { tx, scope, now } = acting;
  const before = await selectEvidence(tx, scope, id, true);
  if (before === null) return { outcome: 'gone' };
  if (file === null && sameContent(before, content)) return { outcome: 'done', id };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  let { documentId } = before;
  if (file !== null) {
    const kept = await addDocument(acting, 'evidence', id, file);
    if (!('document' in kept)) {
      return { outcome: 'mend', mend: 'mend' in kept ? kept.mend : 'Choose the file again' };
    }
    if (before.file !== null) await removeDocument(acting, before.file.id);
    documentId = kept.document.id;
  }
  const after = { ...contentOf(before), ...content, documentId };
  await updateEvidence(tx, scope, after, now);
  await record(acting, id, { ...contentOf(before), version }, { ...after, version: version + 1 });
  return { outcome: 'done', id };
}

/** Takes evidence away, and its file with it. */
export async function removeEvidence(acting: ActingOnEvidence, id: string, version: number): Promise<EvidenceResult> {
  const { tx, scope } = acting;
  const before = await selectEvidence(tx, scope, id, true);
  if (before === null) return { outcome: 'gone' };
  if (before.version !== version) return { outcome: 'stale', latest: before };
  if (before.file !== null) await removeDocument(acting, before.file.id);
  await deleteEvidence(tx, scope, id);
  await record(acting, id, { ...contentOf(before), version }, null);
  return { outcome: 'done', id };
}

/** Puts back what was taken away last, as it was. Doing it twice does it once. */
export async function restoreEvidence(acting: ActingOnEvidence, id: string): Promise<EvidenceResult> {
  const { tx, scope, now } = acting;
  if ((await selectEvidence(tx, scope, id, true)) !== null) return { outcome: 'done', id };
  const removed = (await listItemChanges(tx, scope, 'evidence', id)).find(({ after }) => after === null);
  const held = evidenceSchema.safeParse(removed?.before);
  if (!held.success) return { outcome: 'gone' };
  const version = Number(removed?.before?.['version'] ?? 1) + 1;
  await insertEvidence(tx, scope, { ...held.data, version }, now);
  if (held.data.documentId !== null) await restoreDocument(acting, held.data.documentId);
  await record(acting, id, null, { ...held.data, version });
  return { outcome: 'done', id };
}

function contentOf({ version: _version, file: _file, ...evidence }: StoredEvidence): Evidence {
  return evidence;
}

function sameContent(before: StoredEvidence, content: EvidenceContent): boolean {
  return (Object.keys(content) as (keyof EvidenceContent)[]).every((name) => before[name] === content[name]);
}

type Recorded = Evidence & { version: number };

async function record(
  { tx, scope, personId, now }: ActingOnEvidence,
  id: string,
  before: Recorded | null,
  after: Recorded | null,
): Promise<void> {
  await recordChange(tx, { ...scope, table: 'evidence', rowId: id, before, after, personId, at: now });
}

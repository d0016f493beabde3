/** Making a report: the record is read, the report made and kept with what it was made from, in one transaction. */
import { randomUUID } from 'node:crypto';
import type { PlainDate } from '../../domain/dates.ts';
import type { Library } from '../../library/index.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { readRecord } from '../schools/index.ts';
import { makeReport } from './report.rules.ts';
import { insertReport, listReports, selectReport, type ReportRow } from './reports.queries.ts';

export interface ReportAsked {
  why: ReportRow['why'];
  /** The edition to report under; the school's own where not given. */
  edition?: string;
  personId: string;
  at: Date;
  today: PlainDate;
}

/**
 * Makes a report of the school as it stands and keeps it. Where the newest report already holds exactly this, gives that one.
 * @throws {UnknownEditionError} where the library lacks the edition.
 */
export async function addReport(
  tx: Transaction,
  library: Library,
  scope: SchoolScope,
  { why, edition, personId, at, today }: ReportAsked,
): Promise<{ id: string; isNew: boolean }> {
  const own = await readRecord(tx, scope.schoolId, today);
  const made = makeReport(edition === undefined ? own : { ...own, edition }, library);
  const [newest] = await listReports(tx, scope, 1);
  if (newest !== undefined && newest.resultHash === made.resultHash) {
    const before = await selectReport(tx, scope, newest.id);
    const isSame = before?.record === made.record && before.libraryHash === made.libraryHash;
    if (isSame) return { id: newest.id, isNew: false };
  }
  const id = randomUUID();
  await insertReport(tx, scope, { ...made, id, why, personId, at });
  await recordChange(tx, {
    ...scope,
    table: 'status_report',
    rowId: id,
    before: null,
    after: { edition: made.edition, asAt: made.asAt },
    personId,
    at,
  });
  return { id, isNew: true };
}

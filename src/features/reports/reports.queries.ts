/** SQL of reports: they are added and read, never altered. */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { KeptReport } from './report.rules.ts';

export interface ReportRow {
  id: string;
  asAt: PlainDate;
  edition: string;
  why: 'asked' | 'edition-moved';
  resultHash: string;
  madeAt: Date;
  personName: string | null;
}

export interface StoredReport extends ReportRow, KeptReport {}

const columns = [
  'status_report.id',
  'as_at',
  'edition',
  'why',
  'result_hash',
  'made_at',
  'person.name as person_name',
] as const;

function reportsOf(tx: Transaction, { organisationId, schoolId }: SchoolScope) {
  return tx
    .selectFrom('status_report')
    .leftJoin('person', 'person.id', 'status_report.made_by')
    .where('organisation_id', '=', organisationId)
    .where('school_id', '=', schoolId);
}

function toRow(row: {
  id: string;
  as_at: string;
  edition: string;
  why: ReportRow['why'];
  result_hash: string;
  made_at: Date;
  person_name: string | null;
}): ReportRow {
  return {
    id: row.id,
    asAt: row.as_at,
    edition: row.edition,
    why: row.why,
    resultHash: row.result_hash,
    madeAt: row.made_at,
    personName: row.person_name,
  };
}

/** A school's reports, the newest first, without what they hold. */
export async function listReports(tx: Transaction, scope: SchoolScope, limit = 200): Promise<ReportRow[]> {
  const rows = await reportsOf(tx, scope).select(columns).orderBy('entered', 'desc').limit(limit).execute();
  return rows.map(toRow);
}

export async function selectReport(tx: Transaction, scope: SchoolScope, id: string): Promise<StoredReport | null> {
  const row = await reportsOf(tx, scope)
    .select([...columns, 'record', 'library_hash', 'result'])
    .where('status_report.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { ...toRow(row), record: row.record, libraryHash: row.library_hash, result: row.result };
}

export async function insertReport(
  tx: Transaction,
  scope: SchoolScope,
  report: KeptReport & { id: string; why: ReportRow['why']; personId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('status_report')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: report.id,
      as_at: report.asAt,
      edition: report.edition,
      why: report.why,
      record: report.record,
      library_hash: report.libraryHash,
      result_hash: report.resultHash,
      result: report.result,
      made_by: report.personId,
      made_at: report.at,
    })
    .execute();
}

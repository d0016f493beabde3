/** Tables of checks and of reports, as Kysely knows them. See {@link ./tables.ts}. */
import type { Generated } from 'kysely';

export interface CheckSetAsideTable {
  organisation_id: string;
  school_id: string;
  check_id: string;
  facts: string;
  reason: string;
  until: string;
  person_id: string;
  at: Date;
}

export interface StatusReportTable {
  organisation_id: string;
  school_id: string;
  id: string;
  as_at: string;
  edition: string;
  why: 'asked' | 'edition-moved';
  record: string;
  library_hash: string;
  result_hash: string;
  result: string;
  entered: Generated<number>;
  made_by: string;
  made_at: Date;
}

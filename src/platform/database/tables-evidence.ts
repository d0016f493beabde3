/** The table of evidence: what shows that answers to the standards are so. */
import type { Generated } from 'kysely';

export interface EvidenceTable {
  organisation_id: string;
  school_id: string;
  id: string;
  question_id: string | null;
  requirement_id: string | null;
  title: string;
  url: string | null;
  document_id: string | null;
  effective_on: string;
  expires_on: string | null;
  note: string | null;
  entered: Generated<number>;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

/** The tables of asking, as {@link import('./tables.ts').Tables} lists them. */
import type { Generated } from 'kysely';
import type { Json } from './json-columns.ts';

export interface FindOutTaskTable {
  organisation_id: string;
  school_id: string;
  id: string;
  question_id: string;
  asked_role: string;
  owner_name: string | null;
  owner_email: string | null;
  due_on: string;
  state: 'open' | 'done' | 'dropped';
  note: string | null;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface AnswerRequestTable {
  organisation_id: string;
  school_id: string;
  id: string;
  token_hash: string;
  school_name: string;
  person_name: string;
  message: string | null;
  expires_on: string;
  revoked_at: Date | null;
  sent_at: Date | null;
  sent_on: string | null;
  created_by: string;
  created_at: Date;
  entered: Generated<number>;
  version: Generated<number>;
}

export interface AnswerRequestItemTable {
  organisation_id: string;
  school_id: string;
  request_id: string;
  question_id: string;
  position: number;
  question: Json;
  choice: string | null;
  note: string | null;
  saved_at: Date | null;
  decision: 'accepted' | 'declined' | null;
  decided_by: string | null;
  decided_at: Date | null;
  version: Generated<number>;
}

export interface SignOffTable {
  organisation_id: string;
  school_id: string;
  id: string;
  category_id: string | null;
  signed_on: string;
  person_id: string;
  person_name: string;
  answers: Json;
  created_at: Date;
  entered: Generated<number>;
}

/** The tables of the queue and of reminders, as {@link import('./tables.ts').Tables} lists them. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

type Json = ColumnType<unknown, object | string, object | string>;
type DefaultedJson = ColumnType<unknown, object | string | undefined, object | string>;

export interface JobTable {
  id: GeneratedAlways<number>;
  name: string;
  key: string | null;
  data: DefaultedJson;
  run_at: Date;
  attempts: Generated<number>;
  holder: string | null;
  held_until: Date | null;
  failed_at: Date | null;
  failure: string | null;
  created_at: Date;
}

export interface ReminderChoiceTable {
  organisation_id: string;
  school_id: string;
  person_id: string;
  email: string;
  confirmed_at: Date | null;
  confirm_hash: string | null;
  confirm_expires_at: Date | null;
  lead_days: Json;
  rhythm: 'daily' | 'weekly';
  stop_token: string;
  stopped_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface ReminderSentTable {
  organisation_id: string;
  school_id: string;
  person_id: string;
  contract_id: string;
  kind: 'decide-by' | 'notice-deadline';
  due_on: string;
  lead_days: number;
  attempts: Generated<number>;
  mail_id: string;
  claimed_at: Date;
  sent_at: Date | null;
}

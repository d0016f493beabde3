/** Tables of plans, as Kysely knows them. See {@link ./tables.ts}. */
import type { ColumnType, Generated } from 'kysely';

type Json = ColumnType<unknown, object | string, object | string>;
type NullableJson = ColumnType<unknown, object | string | null | undefined, object | string | null>;

export interface PlanLockTable {
  organisation_id: string;
  school_id: string;
  need_id: string;
  option_id: string | null;
  term: string;
  entered: Generated<number>;
}

export interface PlanAgreedTable {
  organisation_id: string;
  school_id: string;
  need_id: string;
  option_id: string | null;
  term: string;
  entered: Generated<number>;
}

export interface PlanTable {
  organisation_id: string;
  school_id: string;
  id: string;
  state: 'planning' | 'ready' | 'failed';
  as_at: string;
  problem_hash: string;
  plan_hash: string | null;
  problem: Json;
  plan: NullableJson;
  progress: NullableJson;
  error: string | null;
  entered: Generated<number>;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export interface ScenarioTable {
  organisation_id: string;
  school_id: string;
  id: string;
  name: string;
  parts: Json;
  plan_id: string | null;
  state: 'planning' | 'ready' | 'failed';
  plan: NullableJson;
  plan_hash: string | null;
  causes: NullableJson;
  error: string | null;
  entered: Generated<number>;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export interface PlanStudyTable {
  organisation_id: string;
  school_id: string;
  plan_id: string;
  kind: 'prices' | 'money';
  state: 'working' | 'ready' | 'failed';
  answer: NullableJson;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

/** Tables of agreed plans, of what became of them, and of accepted gaps. See {@link ./tables.ts}. */
import type { Generated } from 'kysely';
import type { DefaultedJson, Json } from './json-columns.ts';

export interface AcceptedGapTable {
  organisation_id: string;
  school_id: string;
  id: string;
  requirement_id: string | null;
  need_id: string | null;
  subject: string;
  reason: string;
  until: string;
  agreed_by: string;
  agreed_on: string;
  entered: Generated<number>;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface PlanAgreementTable {
  organisation_id: string;
  school_id: string;
  id: string;
  plan_id: string;
  agreed_on: string;
  agreed_by: string;
  content: Json;
  entered: Generated<number>;
  created_by: string;
  created_at: Date;
}

export interface PlanActualTable {
  organisation_id: string;
  school_id: string;
  id: string;
  need_id: string | null;
  option_id: string | null;
  name: string;
  state: 'ordered' | 'started' | 'finished' | 'dropped';
  ordered_on: string | null;
  starts_on: string | null;
  expected_on: string | null;
  finished_on: string | null;
  dropped_on: string | null;
  drop_reason: string | null;
  one_off_pence: number | null;
  one_off_pot: 'capital' | 'revenue' | null;
  yearly_pence: number | null;
  quantity: number | null;
  supplier: string | null;
  reference: string | null;
  contract_id: string | null;
  facts: DefaultedJson;
  entered: Generated<number>;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

/** The tables of a fund that schools share, as {@link import('./tables.ts').Tables} lists them. */
import type { Generated } from 'kysely';
import type { DefaultedJson, Json, NullableJson } from './json-columns.ts';

export interface TrustFundTable {
  organisation_id: string;
  capital_carries_forward: boolean;
  years: DefaultedJson;
  pools: DefaultedJson;
  opted_out: DefaultedJson;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface TrustSharingTable {
  organisation_id: string;
  id: string;
  state: 'working' | 'ready' | 'failed';
  as_at: string;
  question: Json;
  progress: NullableJson;
  result: NullableJson;
  error: string | null;
  entered: Generated<number>;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export interface TrustSharingSchoolTable {
  organisation_id: string;
  sharing_id: string;
  school_id: string;
  given: Json;
  starts: Json;
  plan: NullableJson;
  own: NullableJson;
  updated_at: Date;
}

/** The tables of a shared fund. */
export interface TrustTables {
  trust_fund: TrustFundTable;
  trust_sharing: TrustSharingTable;
  trust_sharing_school: TrustSharingSchoolTable;
}

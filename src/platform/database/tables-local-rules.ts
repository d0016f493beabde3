/** The table of local rules, as {@link import('./tables.ts').Tables} lists it. */
import type { Generated } from 'kysely';
import type { DefaultedJson } from './json-columns.ts';

export interface LocalRuleSetTable {
  organisation_id: string;
  id: string;
  name: string;
  set_by: string;
  as_at: string;
  phases: DefaultedJson;
  url: string | null;
  rules: DefaultedJson;
  version: Generated<number>;
  withdrawn_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

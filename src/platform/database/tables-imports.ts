/** The tables of imports: batches, their rows, what those became, and what headings mean. */
import type { Generated } from 'kysely';
import type { DefaultedJson, Json, NullableJson } from './json-columns.ts';

export interface ImportBatchTable {
  organisation_id: string;
  school_id: string;
  id: string;
  register: string;
  file_name: string;
  state: 'preview' | 'done' | 'undone';
  rows: number;
  mapping: DefaultedJson;
  counts: DefaultedJson;
  entered: Generated<number>;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export interface ImportRowTable {
  organisation_id: string;
  school_id: string;
  batch_id: string;
  row_number: number;
  original: Json;
  read: NullableJson;
  fate: string;
  notes: DefaultedJson;
  fingerprint: Generated<string>;
  mended: NullableJson;
  choices: NullableJson;
}

export interface ImportMadeTable {
  organisation_id: string;
  school_id: string;
  batch_id: string;
  row_number: number;
  item_id: string | null;
  what: 'added' | 'changed' | 'same' | 'left';
  item_version: number;
  before: NullableJson;
}

export interface ImportHeadingTable {
  organisation_id: string;
  school_id: string;
  register: string;
  heading: string;
  target: string | null;
  person_id: string;
  at: Date;
}

/** Tables of sharing out a fund, as Kysely knows them. `organisation_id` is '' for the installation's own. See {@link ./tables.ts}. */
import type { ColumnType, Generated } from 'kysely';

interface AllocationRunTable {
  organisation_id: string;
  run_id: string;
  name: string;
  input_hash: string;
  frame: string;
  schools: number;
  parts: number;
  state: 'loading' | 'running' | 'done';
  progress: ColumnType<Record<string, unknown>, string | undefined, string>;
  plan_hash: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

interface AllocationPartTable {
  organisation_id: string;
  run_id: string;
  part: number;
  first_school: number;
  schools: number;
  content: Uint8Array;
}

interface AllocationRoundTable {
  organisation_id: string;
  run_id: string;
  round: number;
  prices: string;
}

interface AllocationTaskTable {
  organisation_id: string;
  run_id: string;
  round: number;
  part: number;
  holder: string | null;
  held_until: Date | null;
  attempts: Generated<number>;
  sums: string | null;
  choices: Uint8Array | null;
  answered_at: Date | null;
  failure: string | null;
}

export interface AllocationTables {
  allocation_run: AllocationRunTable;
  allocation_part: AllocationPartTable;
  allocation_round: AllocationRoundTable;
  allocation_task: AllocationTaskTable;
}

/** SQL of what points from one register to another: systems, lines and equipment hang on contracts, systems on servers. */
import { sql } from 'kysely';
import { columnOf, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import type { RegisterTable } from './register.ts';
import { column, within } from './registers.queries.ts';

type Pointing = 'system' | 'connection' | 'equipment';

/** Which fields of which registers can point to an item of a register. */
export const pointers: Record<RegisterTable, { table: Pointing; field: string }[]> = {
  contract: [
    { table: 'system', field: 'contractId' },
    { table: 'connection', field: 'contractId' },
    { table: 'equipment', field: 'contractId' },
  ],
  equipment: [
    { table: 'system', field: 'equipmentId' },
    { table: 'connection', field: 'routerId' },
  ],
  system: [],
  connection: [],
};

/** An item of another register that points to this one. */
export interface HangingItem {
  table: Pointing;
  field: string;
  id: string;
  name: string;
  /** What it points to. */
  on: string;
}

/** What hangs on an item, in order of name. */
export function listHanging(
  tx: Transaction,
  scope: SchoolScope,
  table: RegisterTable,
  id: string,
): Promise<HangingItem[]> {
  return listHangingOn(tx, scope, table, [id]);
}

/** What hangs on any of some items, in order of name. */
export async function listHangingOn(
  tx: Transaction,
  scope: SchoolScope,
  table: RegisterTable,
  ids: readonly string[],
): Promise<HangingItem[]> {
  const hanging: HangingItem[] = [];
  for (const pointer of pointers[table]) {
    const { rows } = await sql<{
      id: string;
      name: string;
      points_to: string;
    }>`select id, name, ${column(pointer.field)} as points_to
      from ${sql.table(pointer.table)}
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
        and ${within(column(pointer.field), ids)}
      order by lower(name), id`.execute(tx);
    hanging.push(...rows.map(({ points_to, ...row }) => ({ ...pointer, ...row, on: points_to })));
  }
  return hanging;
}

/** A pointer to set: from what it points to now, to what it shall point to. Null is nothing. */
export interface Repointing {
  table: string;
  field: string;
  id: string;
  from: string | null;
  to: string | null;
}

/** Sets pointers that still point to where `from` says. Gives back those that it set. */
export async function repointItems(
  tx: Transaction,
  scope: SchoolScope,
  items: readonly Repointing[],
  at: Date,
): Promise<Repointing[]> {
  const done: Repointing[] = [];
  for (const { table, field } of Object.values(pointers).flat()) {
    const mine = items.filter((item) => item.table === table && item.field === field);
    if (mine.length === 0) continue;
    const { rows } = await sql<{ id: string }>`update ${sql.table(table)} as item
      set ${column(field)} = wanted.becomes, version = item.version + 1, updated_at = ${at}
      from jsonb_to_recordset(${JSON.stringify(mine.map(({ id, from, to }) => ({ id, was: from, becomes: to })))}::jsonb)
        as wanted (id text, was text, becomes text)
      where item.organisation_id = ${scope.organisationId} and item.school_id = ${scope.schoolId}
        and item.id = wanted.id and ${sql.ref(`item.${columnOf(field)}`)} is not distinct from wanted.was
      returning item.id`.execute(tx);
    const set = new Set(rows.map(({ id }) => id));
    done.push(...mine.filter(({ id }) => set.has(id)));
  }
  return done;
}

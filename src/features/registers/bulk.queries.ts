/** SQL of changing many items at once, and of what was chosen and done. */
import { sql } from 'kysely';
import { columnOf, insertRows, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import type { BulkOutcome } from './bulk.rules.ts';
import type { Register, RegisterItem, RegisterTable } from './register.ts';
import { column, within } from './registers.queries.ts';

export interface BulkChange {
  id: string;
  state: 'chosen' | 'done' | 'undone';
  /** The list's parameters that the items were chosen from. */
  query: string;
  /** Each item with its version when it was chosen; once done, with the version it was given (null: removed). */
  items: [id: string, version: number | null][];
  outcome: BulkOutcome | null;
  doneAt: Date | null;
}

/** Rows that go into one statement. */
const ROWS_AT_ONCE = 500;

export async function insertBulkChange(
  tx: Transaction,
  scope: SchoolScope,
  bulk: Pick<BulkChange, 'id' | 'query' | 'items'> & { register: RegisterTable; personId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('bulk_change')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: bulk.id,
      register: bulk.register,
      state: 'chosen',
      query: bulk.query,
      items: JSON.stringify(bulk.items),
      created_by: bulk.personId,
      created_at: bulk.at,
      updated_at: bulk.at,
    })
    .execute();
}

/** Removes what was chosen before that time and never done. */
export async function deleteOldChoices(tx: Transaction, scope: SchoolScope, before: Date): Promise<void> {
  await tx
    .deleteFrom('bulk_change')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('state', '=', 'chosen')
    .where('created_at', '<', before)
    .execute();
}

/** One change of many, or null where the register has no such. `lock` holds it until the transaction ends. */
export async function selectBulkChange(
  tx: Transaction,
  scope: SchoolScope,
  register: RegisterTable,
  id: string,
  lock = false,
): Promise<BulkChange | null> {
  const { rows } = await sql<Record<string, unknown>>`select id, state, query, items, outcome, done_at from bulk_change
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      and register = ${register} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx);
  const row = rows[0];
  if (row === undefined) return null;
  const outcome = row['outcome'] as Partial<BulkOutcome>;
  return {
    id: String(row['id']),
    state: row['state'] as BulkChange['state'],
    query: String(row['query']),
    items: row['items'] as BulkChange['items'],
    outcome: outcome.action === undefined ? null : (outcome as BulkOutcome),
    doneAt: row['done_at'] as Date | null,
  };
}

export async function updateBulkChange(
  tx: Transaction,
  scope: SchoolScope,
  id: string,
  to: Pick<BulkChange, 'state' | 'items'> & { outcome: BulkOutcome; doneAt: Date | null },
  at: Date,
): Promise<void> {
  await tx
    .updateTable('bulk_change')
    .set({
      state: to.state,
      items: JSON.stringify(to.items),
      outcome: JSON.stringify(to.outcome),
      done_at: to.doneAt,
      updated_at: at,
    })
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .execute();
}

/** Writes the named fields, the unread texts and the sources of many items, and their versions. */
export async function updateItems(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  items: readonly Pick<RegisterItem, 'id' | 'version' | 'values' | 'unread' | 'sources'>[],
  fields: readonly string[],
  at: Date,
): Promise<void> {
  const table = sql.table(register.table);
  const named = ['version', 'unread', 'sources', ...fields.map(columnOf)];
  const sets = named.map((name) => sql`${sql.ref(name)} = wanted.${sql.ref(name)}`);
  for (let start = 0; start < items.length; start += ROWS_AT_ONCE) {
    const rows = items.slice(start, start + ROWS_AT_ONCE).map(({ id, version, values, unread, sources }) => ({
      id,
      version,
      unread,
      sources,
      ...Object.fromEntries(fields.map((name) => [columnOf(name), values[name] ?? null])),
    }));
    await sql`update ${table} as item set ${sql.join(sets)}, updated_at = ${at}
      from jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows)}::jsonb) as wanted
      where item.organisation_id = ${scope.organisationId} and item.school_id = ${scope.schoolId}
        and item.id = wanted.id and ${within(
          sql.ref('item.id'),
          rows.map(({ id }) => id),
        )}`.execute(tx);
  }
}

/** Adds many items, each in the version that it says. */
export async function insertItems(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  items: readonly Pick<RegisterItem, 'id' | 'version' | 'values' | 'unread' | 'sources'>[],
  at: Date,
): Promise<void> {
  for (let start = 0; start < items.length; start += ROWS_AT_ONCE) {
    const rows = items.slice(start, start + ROWS_AT_ONCE).map(({ id, version, values, unread, sources }) => ({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id,
      version,
      unread,
      sources,
      created_at: at.toISOString(),
      updated_at: at.toISOString(),
      ...Object.fromEntries(
        register.fields.map(({ name, fallback }) => [columnOf(name), values[name] ?? fallback ?? null]),
      ),
    }));
    await insertRows(tx, register.table, rows);
  }
}

export async function deleteItems(
  tx: Transaction,
  scope: SchoolScope,
  table: RegisterTable,
  ids: readonly string[],
): Promise<void> {
  await sql`delete from ${sql.table(table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      and ${within(column('id'), ids)}`.execute(tx);
}

/** What the latest line of history of each of some items held before it; only where that line took the item out. */
export async function listRemoved(
  tx: Transaction,
  scope: SchoolScope,
  table: RegisterTable,
  ids: readonly string[],
): Promise<{ id: string; before: Record<string, unknown> }[]> {
  const { rows } = await sql<{ row_id: string; before: Record<string, unknown> | null; after: unknown }>`
    select distinct on (row_id) row_id, before, after from change
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      and table_name = ${table} and ${within(sql.ref('row_id'), ids)}
    order by row_id, id desc`.execute(tx);
  return rows.flatMap(({ row_id, before, after }) =>
    after === null && before !== null ? [{ id: row_id, before }] : [],
  );
}

/** What items held before the change of many that was done at that instant. */
export async function listBefore(
  tx: Transaction,
  scope: SchoolScope,
  table: RegisterTable,
  ids: readonly string[],
  doneAt: Date,
): Promise<Map<string, Record<string, unknown>>> {
  const { rows } = await sql<{ row_id: string; before: Record<string, unknown> }>`
    select row_id, before from change
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and table_name = ${table}
      and at = ${doneAt} and before is not null and after is not null and ${within(sql.ref('row_id'), ids)}
    order by id desc`.execute(tx);
  return new Map(rows.map(({ row_id, before }) => [row_id, before]));
}

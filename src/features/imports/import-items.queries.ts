/**
 * SQL of the items that an import brings in, for any importable table. Rows become items inside the database, so that a long
 * file is not sent to it twice.
 */
import { sql, type RawBuilder } from 'kysely';
import { pointers, type RegisterTable } from '../registers/index.ts';
import { columnOf, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { listOf } from './import-made.queries.ts';
import type { Importable } from './importable.ts';
import type { Keyed } from './match.rules.ts';

/** Who brings a batch in, when, and what is noted as the source of its values. */
export interface Bringing {
  tx: Transaction;
  scope: SchoolScope;
  personId: string;
  now: Date;
  batchId: string;
  fileName: string;
  /** The day that is noted beside each value. */
  day: string;
}

/** An item as the register holds it. */
export interface HeldItem {
  id: string;
  version: number;
  /** By field name, without `unread` and `sources`. */
  values: Record<string, unknown>;
  unread: Record<string, string>;
  sources: Record<string, unknown>;
}

/** Fields that an item of the importable can have, without its id. */
function fieldsOf({ schema }: Importable): string[] {
  return Object.keys(schema.shape).filter((field) => field !== 'id');
}

/** Rows of a batch: all, those of the numbers, or those from one number to another. */
export type PickedRows = 'all' | readonly number[] | { from: number; to: number };

/** Makes new items of rows of a batch, of those that can be. Says how many. */
export async function insertItemsOfRows(
  by: Bringing,
  importable: Importable,
  fields: readonly string[],
  rows: PickedRows,
): Promise<number> {
  const { tx, scope, now } = by;
  const types = await selectColumnTypes(tx, importable.table);
  const all = new Set(fieldsOf(importable));
  const used = [...new Set(fields)].filter((field) => all.has(field) && field !== 'unread' && field !== 'sources');
  const given = ['id', ...used, ...(all.has('unread') ? ['unread'] : [])];
  const linked = new Map(importable.fields.flatMap(({ name, linksTo }) => (linksTo ? [[name, linksTo] as const] : [])));
  const targets = ['organisation_id', 'school_id', 'version', 'created_at', 'updated_at', ...given.map(columnOf)];
  const values: RawBuilder<unknown>[] = [
    sql`${scope.organisationId}`,
    sql`${scope.schoolId}`,
    sql`1`,
    sql`${now.toISOString()}::timestamptz`,
    sql`${now.toISOString()}::timestamptz`,
    ...given.map((field) => valueOf(field, linked.get(field), scope)),
  ];
  if (all.has('sources')) {
    targets.push('sources');
    values.push(sourceText(by, '', ''));
  }
  const picked = pickedRows(by, rows);
  const { numAffectedRows } =
    await sql`insert into ${sql.table(importable.table)} (${sql.join(targets.map((name) => sql.ref(name)))})
    select ${sql.join(values)} from import_row
      cross join lateral jsonb_to_record(read) as x(${columnList(given, types)})
    where ${picked} order by row_number`.execute(tx);
  if (importable.hasHistory) {
    const made = all.has('sources') ? sourceText(by, '{"version":1,"sources":', '}') : sql`'{"version":1}'::jsonb`;
    await sql`insert into change (organisation_id, school_id, table_name, row_id, before, after, person_id, at)
      select organisation_id, school_id, ${importable.table}, 'import-' || fingerprint, null, read || ${made},
        ${by.personId}, ${now.toISOString()}::timestamptz
      from import_row where ${picked} order by row_number`.execute(tx);
  }
  return Number(numAffectedRows ?? 0n);
}

function pickedRows({ scope, batchId }: Bringing, rows: PickedRows): RawBuilder<unknown> {
  const some =
    rows === 'all'
      ? sql``
      : 'from' in rows
        ? sql`and row_number between ${rows.from} and ${rows.to}`
        : sql`and row_number = any (${listOf(rows)}::int[])`;
  return sql`organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and batch_id = ${batchId}
    and read is not null ${some}`;
}

/**
 * Where a row's values came from, as the record writes it, after `start` and before `end`: put together as text, which is
 * half the work of building it.
 */
function sourceText({ day, fileName }: Bringing, start: string, end: string): RawBuilder<unknown> {
  const source = JSON.stringify({ '*': { from: 'import', on: day, note: `${fileName}, row ` } });
  const at = source.length - '"}}'.length;
  return sql`(${start + source.slice(0, at)}::text || row_number || ${`"}}${end}`}::text)::jsonb`;
}

/** What is written into a column: where it points to an item that has gone since the row was read, nothing. */
function valueOf(field: string, linksTo: RegisterTable | undefined, scope: SchoolScope): RawBuilder<unknown> {
  const value = sql.ref(`x.${field}`);
  if (field === 'unread') return sql`coalesce(${value}, '{}')`;
  if (linksTo === undefined) return value;
  return sql`(select there.id from ${sql.table(linksTo)} there where there.organisation_id = ${scope.organisationId}
    and there.school_id = ${scope.schoolId} and there.id = ${value})`;
}

function columnList(fields: readonly string[], types: ReadonlyMap<string, string>): RawBuilder<unknown> {
  return sql.join(fields.map((field) => sql`${sql.ref(field)} ${sql.raw(types.get(columnOf(field)) ?? 'text')}`));
}

/** The types of a table's columns, as the database writes them. */
async function selectColumnTypes(tx: Transaction, table: Importable['table']): Promise<Map<string, string>> {
  const { rows } = await sql<{
    name: string;
    type: string;
  }>`select attname as name, format_type(atttypid, atttypmod) as type
    from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(tx);
  return new Map(rows.map(({ name, type }) => [name, type]));
}

/** Of all items of the school, or of `most`, what tells which they are. */
export async function listKeyedItems(
  tx: Transaction,
  scope: SchoolScope,
  importable: Importable,
  fields: readonly string[],
  most?: number,
): Promise<Keyed[]> {
  const { rows } = await sql<{ id: string; k: (string | null)[] }>`select id,
      jsonb_build_array(${sql.join(fields.map((field) => sql`${sql.ref(columnOf(field))}::text`))}) as k
    from ${sql.table(importable.table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} order by entered
    ${most === undefined ? sql`` : sql`limit ${most}`}`.execute(tx);
  return rows.map(({ id, k }) => ({
    id,
    keys: Object.fromEntries(fields.map((field, index) => [field, k[index] ?? null])),
  }));
}

/** Items by their ids; `lock` holds them until the transaction ends. */
export async function listHeldItems(
  tx: Transaction,
  scope: SchoolScope,
  importable: Importable,
  ids: readonly string[],
  lock = false,
): Promise<Map<string, HeldItem>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(importable.table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      and id = any (${listOf(ids)}) order by id
    ${lock ? sql`for update` : sql``}`.execute(tx);
  const fields = fieldsOf(importable).filter((field) => field !== 'unread' && field !== 'sources');
  return new Map(
    rows.map((row) => [
      String(row['id']),
      {
        id: String(row['id']),
        version: Number(row['version']),
        values: Object.fromEntries(fields.map((field) => [field, row[columnOf(field)] ?? null])),
        unread: (row['unread'] ?? {}) as Record<string, string>,
        sources: (row['sources'] ?? {}) as Record<string, unknown>,
      },
    ]),
  );
}

/** Writes items as they are given, whole, and counts each version up. */
export async function updateHeldItems(
  tx: Transaction,
  scope: SchoolScope,
  importable: Importable,
  items: readonly HeldItem[],
  at: Date,
): Promise<void> {
  if (items.length === 0) return;
  const types = await selectColumnTypes(tx, importable.table);
  const fields = fieldsOf(importable);
  const linked = new Map(importable.fields.flatMap(({ name, linksTo }) => (linksTo ? [[name, linksTo] as const] : [])));
  const rows = items.map(({ id, values, unread, sources }) => ({ ...values, id, unread, sources }));
  const sets = fields.map((field) => sql`${sql.ref(columnOf(field))} = ${valueOf(field, linked.get(field), scope)}`);
  await sql`update ${sql.table(importable.table)} as held
    set version = held.version + 1, updated_at = ${at.toISOString()}::timestamptz, ${sql.join(sets)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(${columnList(['id', ...fields], types)})
    where held.organisation_id = ${scope.organisationId} and held.school_id = ${scope.schoolId} and held.id = x.id`.execute(
    tx,
  );
}

/**
 * Takes out those of the items that have this version still and that nothing points to. What is taken out goes into the
 * history as it was. Says how many.
 */
export async function deleteItems(
  { tx, scope, personId, now }: Bringing,
  importable: Importable,
  ids: readonly string[],
  version: number,
): Promise<number> {
  const { table } = importable;
  // Lists, not joins: the database knows nothing yet of rows that came in a moment ago, and would compare each with each.
  const unlinked = (table === 'payment' ? [] : pointers[table]).map((pointer) => {
    const points = sql.ref(columnOf(pointer.field));
    return sql`and id <> all (array(select ${points} from ${sql.table(pointer.table)}
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and ${points} is not null))`;
  });
  const note = importable.hasHistory
    ? sql`, noted as (insert into change (organisation_id, school_id, table_name, row_id, before, after, person_id, at)
        select organisation_id, school_id, ${table}, id, ${asObject(['version', ...fieldsOf(importable)])}, null,
          ${personId}, ${now.toISOString()}::timestamptz from gone)`
    : sql``;
  const { rows } = await sql<{ count: number }>`with gone as (
      delete from ${sql.table(table)}
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and version = ${version}
        and id = any (${listOf(ids)}) ${sql.join(unlinked, sql` `)}
      returning *)
    ${note}
    select count(*)::int as count from gone`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** A row's columns by field name, without the empty ones. In pieces, because a function takes a hundred arguments. */
function asObject(fields: readonly string[]): RawBuilder<unknown> {
  const pieces: RawBuilder<unknown>[] = [];
  for (let from = 0; from < fields.length; from += 40) {
    const pairs = fields.slice(from, from + 40).map((field) => sql`${sql.lit(field)}, ${sql.ref(columnOf(field))}`);
    pieces.push(sql`jsonb_build_object(${sql.join(pairs)})`);
  }
  return sql`jsonb_strip_nulls(${sql.join(pieces, sql` || `)})`;
}

/** How many of the items are there. */
export async function countItems(
  tx: Transaction,
  scope: SchoolScope,
  importable: Importable,
  ids: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(importable.table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and id = any (${listOf(ids)})`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

/** Items of another register by what a file may call them, for cells that name one: null for a name that two have. */
export async function selectNames(
  tx: Transaction,
  scope: SchoolScope,
  table: RegisterTable,
): Promise<Map<string, string | null>> {
  const others = {
    contract: ['title', 'reference'],
    equipment: ['name', 'asset_tag', 'serial_number'],
    system: ['name'],
    connection: ['name'],
  }[table];
  const { rows } = await sql<{ id: string; names: (string | null)[] }>`select id,
      jsonb_build_array(${sql.join(others.map((name) => sql.ref(name)))}) as names from ${sql.table(table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}`.execute(tx);
  const found = new Map<string, string | null>();
  for (const { id, names } of rows) {
    for (const name of new Set(names.map(linkName))) {
      if (name !== '') found.set(name, found.has(name) && found.get(name) !== id ? null : id);
    }
  }
  return found;
}

/** A name as links are compared by: without case and double spaces. */
export function linkName(name: string | null): string {
  return (name ?? '').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Names of the items that an importable's fields point to, to show what a value means: by table, then by id. */
export async function selectLinkWords(
  tx: Transaction,
  scope: SchoolScope,
  importable: Importable,
): Promise<Partial<Record<RegisterTable, Map<string, string>>>> {
  const words: Partial<Record<RegisterTable, Map<string, string>>> = {};
  for (const { linksTo } of importable.fields) {
    if (linksTo === undefined || words[linksTo] !== undefined) continue;
    const name = sql.ref(linksTo === 'contract' ? 'title' : 'name');
    const { rows } = await sql<{ id: string; name: string }>`select id, ${name} as name from ${sql.table(linksTo)}
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}`.execute(tx);
    words[linksTo] = new Map(rows.map((row) => [row.id, row.name]));
  }
  return words;
}

/** SQL of the registers. Columns are the record's fields in the database's style: `annualCostPence` is `annual_cost_pence`. */
import { sql, type RawBuilder } from 'kysely';
import { columnOf, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import type { LinkNames, Register, RegisterItem, RegisterTable } from './register.ts';
import type { Change } from './registers.changes.ts';

/** A row as the database gives it, by column names. */
export type Row = Record<string, unknown>;

/** All items, in order of name. */
export async function listItems(tx: Transaction, scope: SchoolScope, register: Register): Promise<RegisterItem[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(register.table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
    order by lower(${column(register.nameField)}), id`.execute(tx);
  return rows.map((row) => toItem(register, row));
}

/** One item, or null where there is none in this school. `lock` holds it until the transaction ends. */
export async function selectItem(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  id: string,
  lock = false,
): Promise<RegisterItem | null> {
  const { rows } = await sql<Row>`select * from ${sql.table(register.table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and id = ${id}
    ${lock ? sql`for update` : sql``}`.execute(tx);
  return rows[0] === undefined ? null : toItem(register, rows[0]);
}

/** Adds an item as version 1, or as `version` where it is brought back. */
export async function insertItem(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  item: Pick<RegisterItem, 'id' | 'values' | 'unread' | 'sources'> & { version?: number },
  at: Date,
): Promise<void> {
  const named: [string, unknown][] = [
    ['organisation_id', scope.organisationId],
    ['school_id', scope.schoolId],
    ['id', item.id],
    ['version', item.version ?? 1],
    ['unread', JSON.stringify(item.unread)],
    ['sources', JSON.stringify(item.sources)],
    ['created_at', at],
    ['updated_at', at],
    ...register.fields.map((field): [string, unknown] => [
      columnOf(field.name),
      storedValue(item.values[field.name] ?? field.fallback),
    ]),
  ];
  await sql`insert into ${sql.table(register.table)} (${sql.join(named.map(([name]) => sql.ref(name)))})
    values (${sql.join(named.map(([, value]) => value))})`.execute(tx);
}

/** Writes the given fields, and counts the version up. */
export async function updateItem(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  item: Pick<RegisterItem, 'id' | 'values' | 'unread' | 'sources'>,
  at: Date,
): Promise<void> {
  const sets = [
    sql`version = version + 1`,
    sql`updated_at = ${at}`,
    sql`unread = ${JSON.stringify(item.unread)}`,
    sql`sources = ${JSON.stringify(item.sources)}`,
    ...register.fields
      .filter(({ name }) => name in item.values)
      .map((field) => sql`${column(field.name)} = ${storedValue(item.values[field.name] ?? field.fallback)}`),
  ];
  await sql`update ${sql.table(register.table)} set ${sql.join(sets)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and id = ${item.id}`.execute(tx);
}

/**
 * Names of the items of the registers that `register` points to, for choices and for words. Where a page shows few items,
 * `of` says whose links are wanted: a register may hold thousands.
 */
export async function selectLinkNames(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  of?: readonly Readonly<Record<string, unknown>>[],
): Promise<LinkNames> {
  const names: LinkNames = {};
  for (const { linksTo } of register.fields) {
    if (linksTo === undefined || names[linksTo] !== undefined) continue;
    const ids = of && linkedIds(register, linksTo, of);
    if (ids?.length === 0) {
      names[linksTo] = new Map();
      continue;
    }
    const name = linksTo === 'contract' ? sql.ref('title') : sql.ref('name');
    const wanted = ids && sql`and ${within(sql.ref('id'), ids)}`;
    const { rows } = await sql<{ id: string; name: string }>`select id, ${name} as name from ${sql.table(linksTo)}
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} ${wanted ?? sql``}
      order by lower(${name})`.execute(tx);
    names[linksTo] = new Map(rows.map((row) => [row.id, row.name]));
  }
  return names;
}

function linkedIds(
  register: Register,
  table: RegisterTable,
  of: readonly Readonly<Record<string, unknown>>[],
): string[] {
  const fields = register.fields.filter(({ linksTo }) => linksTo === table);
  const ids = of.flatMap((values) => fields.map(({ name }) => values[name]));
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

/** What was done to one item, newest first. */
export async function listItemChanges(
  tx: Transaction,
  scope: SchoolScope,
  table: string,
  rowId: string,
): Promise<Change[]> {
  const { rows } =
    await sql<ChangeRow>`select change.id, table_name, row_id, before, after, at, ${personNameOf} as person_name
    from change left join person on person.id = change.person_id
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      and table_name = ${table} and row_id = ${rowId}
    order by change.id desc limit 100`.execute(tx);
  return rows.map(toChange);
}

/** Who did it: a person, or whoever had a link to some questions, who is named in the line itself. */
export const personNameOf = sql`coalesce(person.name,
  case when change.person_id like 'link:%' then change.after ->> 'person' end)`;

/** A row of the history with the name of who did it. */
export interface ChangeRow {
  id: number;
  table_name: string;
  row_id: string;
  before: Row | null;
  after: Row | null;
  at: Date;
  person_name: string | null;
}

/** A row of the history as {@link Change}. */
export function toChange(row: ChangeRow): Change {
  return {
    id: String(row.id),
    table: row.table_name,
    rowId: row.row_id,
    before: row.before,
    after: row.after,
    personName: row.person_name,
    at: row.at,
  };
}

/** A row of a register's table as an item. */
export function toItem(register: Register, row: Row): RegisterItem {
  return {
    id: String(row['id']),
    version: Number(row['version']),
    updatedAt: row['updated_at'] as Date,
    values: Object.fromEntries(register.fields.map(({ name }) => [name, row[columnOf(name)] ?? null])),
    unread: (row['unread'] ?? {}) as Record<string, string>,
    sources: (row['sources'] ?? {}) as RegisterItem['sources'],
  };
}

/** Amounts by year are the only values that are not single: they are stored as JSON. */
export function storedValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null);
}

export function column(field: string) {
  return sql.ref(columnOf(field));
}

/**
 * `column in (…)` for lists of any length: one parameter in place of thousands. An array and no subquery, because the
 * planner of PostgreSQL joins a subquery row by row where it knows nothing of the table yet: seconds for 5,000 ids.
 */
export function within(reference: RawBuilder<unknown>, ids: readonly string[]): RawBuilder<unknown> {
  const quoted = ids.map((id) => `"${id.replace(/["\\]/g, '\\$&')}"`);
  return sql`${reference} = any(${`{${quoted.join(',')}}`}::text[])`;
}

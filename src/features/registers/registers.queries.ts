/** SQL of the registers. Columns are the record's fields in the database's style: `annualCostPence` is `annual_cost_pence`. */
import { sql } from 'kysely';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { LinkNames, Register, RegisterItem, RegisterTable } from './register.ts';
import type { Change } from './registers.changes.ts';

export interface ListFilter {
  /** Words that must all occur in one of the text fields. */
  q?: string;
  /** A value of the register's kind field; `not-known` for none. */
  kind?: string;
}

type Row = Record<string, unknown>;

/** All items that pass, in order of name. */
export async function listItems(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  filter: ListFilter = {},
): Promise<RegisterItem[]> {
  const conditions = [sql`organisation_id = ${scope.organisationId}`, sql`school_id = ${scope.schoolId}`];
  const words = (filter.q ?? '').split(/\s+/).filter((word) => word !== '');
  for (const word of words.slice(0, 10)) {
    const texts = register.fields.filter(({ kind }) => kind === 'text' || kind === 'longtext');
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(
      sql`(${sql.join(
        texts.map(({ name }) => sql`${column(name)} ilike ${pattern}`),
        sql` or `,
      )})`,
    );
  }
  if (filter.kind === 'not-known') conditions.push(sql`${column(register.kindField)} is null`);
  else if (filter.kind) conditions.push(sql`${column(register.kindField)} = ${filter.kind}`);
  const { rows } = await sql<Row>`select * from ${sql.table(register.table)} where ${sql.join(conditions, sql` and `)}
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
      columnName(field.name),
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

export async function deleteItem(tx: Transaction, scope: SchoolScope, table: RegisterTable, id: string): Promise<void> {
  await sql`delete from ${sql.table(table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and id = ${id}`.execute(tx);
}

/** Names of the items of the registers that `register` points to, for choices and for words. */
export async function selectLinkNames(tx: Transaction, scope: SchoolScope, register: Register): Promise<LinkNames> {
  const names: LinkNames = {};
  for (const { linksTo } of register.fields) {
    if (linksTo === undefined || names[linksTo] !== undefined) continue;
    const name = linksTo === 'contract' ? sql.ref('title') : sql.ref('name');
    const { rows } = await sql<{ id: string; name: string }>`select id, ${name} as name from ${sql.table(linksTo)}
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      order by lower(${name})`.execute(tx);
    names[linksTo] = new Map(rows.map((row) => [row.id, row.name]));
  }
  return names;
}

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
}

/** What hangs on an item, in order of name. */
export async function listHanging(
  tx: Transaction,
  scope: SchoolScope,
  table: RegisterTable,
  id: string,
): Promise<HangingItem[]> {
  const hanging: HangingItem[] = [];
  for (const pointer of pointers[table]) {
    const { rows } = await sql<{ id: string; name: string }>`select id, name from ${sql.table(pointer.table)}
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
        and ${column(pointer.field)} = ${id}
      order by lower(name), id`.execute(tx);
    hanging.push(...rows.map((row) => ({ ...pointer, ...row })));
  }
  return hanging;
}

/** Points an item of another register to `to` (null: to nothing), where it now points to `from`. True where it did. */
export async function repoint(
  tx: Transaction,
  scope: SchoolScope,
  item: Omit<HangingItem, 'name'>,
  from: string | null,
  to: string | null,
  at: Date,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`update ${sql.table(item.table)}
    set ${column(item.field)} = ${to}, version = version + 1, updated_at = ${at}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and id = ${item.id}
      and ${column(item.field)} is not distinct from ${from}
    returning id`.execute(tx);
  return rows.length > 0;
}

/** What was done to one item, newest first. */
export async function listItemChanges(
  tx: Transaction,
  scope: SchoolScope,
  table: string,
  rowId: string,
): Promise<Change[]> {
  const { rows } =
    await sql<ChangeRow>`select change.id, table_name, row_id, before, after, at, person.name as person_name
    from change left join person on person.id = change.person_id
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
      and table_name = ${table} and row_id = ${rowId}
    order by change.id desc limit 100`.execute(tx);
  return rows.map(toChange);
}

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

function toItem(register: Register, row: Row): RegisterItem {
  return {
    id: String(row['id']),
    version: Number(row['version']),
    updatedAt: row['updated_at'] as Date,
    values: Object.fromEntries(register.fields.map(({ name }) => [name, row[columnName(name)] ?? null])),
    unread: (row['unread'] ?? {}) as Record<string, string>,
    sources: (row['sources'] ?? {}) as RegisterItem['sources'],
  };
}

/** Amounts by year are the only values that are not single: they are stored as JSON. */
function storedValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null);
}

function columnName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function column(field: string) {
  return sql.ref(columnName(field));
}

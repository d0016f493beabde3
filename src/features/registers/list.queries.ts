/** SQL of lists: one page of rows at a time, however many the register holds. */
import { sql, type RawBuilder } from 'kysely';
import { columnOf, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import type { ListFilter, ListSort } from './list-filter.rules.ts';
import type { Register, RegisterItem } from './register.ts';
import { column, toItem, within, type Row } from './registers.queries.ts';

type Condition = RawBuilder<unknown>;

/** How many items pass. */
export async function countItems(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  filter: ListFilter = {},
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from ${sql.table(register.table)}
    where ${passing(scope, register, filter)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** One page of the items that pass, in the given order; by name where none is given. */
export async function listPageOfItems(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  filter: ListFilter,
  sort: ListSort | null,
  { limit, offset }: { limit: number; offset: number },
): Promise<RegisterItem[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(register.table)}
    where ${passing(scope, register, filter)}
    order by ${orderOf(scope, register, sort)} limit ${limit} offset ${offset}`.execute(tx);
  return rows.map((row) => toItem(register, row));
}

/** Ids and versions of all the items that pass, in order of name; at most `most` of them. */
export async function listVersions(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  filter: ListFilter,
  most: number,
): Promise<{ id: string; version: number }[]> {
  const { rows } = await sql<{ id: string; version: number }>`select id, version from ${sql.table(register.table)}
    where ${passing(scope, register, filter)}
    order by ${orderOf(scope, register, null)} limit ${most}`.execute(tx);
  return rows;
}

/** The items with these ids, in order of name; fewer where some are gone. `lock` holds them until the transaction ends. */
export async function listItemsById(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  ids: readonly string[],
  lock = false,
): Promise<RegisterItem[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`select * from ${sql.table(register.table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and ${within(sql.ref('id'), ids)}
    order by ${orderOf(scope, register, null)} ${lock ? sql`for update` : sql``}`.execute(tx);
  return rows.map((row) => toItem(register, row));
}

/**
 * Some fields of all the items that pass, in the given order if one is: enough to work something out for each. The database gives
 * them as one text, because thousands of rows of many columns take several times as long.
 */
export async function listParts(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  { filter, sort }: { filter: ListFilter; sort: ListSort | null },
  fields: readonly string[],
): Promise<(Record<string, unknown> & { id: string; version: number })[]> {
  const names = ['id', 'version', ...fields];
  const columns = sql.join(names.map((name) => column(name)));
  const { rows } = await sql<{ all: string | null }>`
    select json_agg(json_build_array(${columns}) ${sort === null ? sql`` : sql`order by ${orderOf(scope, register, sort)}`})::text as "all"
    from ${sql.table(register.table)} where ${passing(scope, register, filter)}`.execute(tx);
  const lines = JSON.parse(rows[0]?.all ?? '[]') as unknown[][];
  return lines.map(
    (line) => Object.fromEntries(names.map((name, index) => [name, line[index]])) as { id: string; version: number },
  );
}

/** For each field of a register in how many items it is known, and how many items there are. */
export async function countKnown(
  tx: Transaction,
  scope: SchoolScope,
  register: Register,
  fields: readonly string[],
): Promise<{ total: number; known: Record<string, number> }> {
  const counts = fields.map((name) => sql`count(${column(name)})::integer as ${sql.ref(columnOf(name))}`);
  const { rows } = await sql<Record<string, number>>`select count(*)::integer as all_items, ${sql.join(counts)}
    from ${sql.table(register.table)}
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}`.execute(tx);
  return {
    total: rows[0]?.['all_items'] ?? 0,
    known: Object.fromEntries(fields.map((name) => [name, rows[0]?.[columnOf(name)] ?? 0])),
  };
}

function passing(scope: SchoolScope, register: Register, filter: ListFilter): Condition {
  return sql.join(
    [
      sql`organisation_id = ${scope.organisationId}`,
      sql`school_id = ${scope.schoolId}`,
      ...wordConditions(register, filter.q ?? ''),
      ...plainConditions(register, filter),
    ],
    sql` and `,
  );
}

function wordConditions(register: Register, q: string): Condition[] {
  const words = q.split(/\s+/).filter((word) => word !== '');
  const texts = register.fields.filter(({ kind }) => kind === 'text' || kind === 'longtext');
  return words.slice(0, 10).map(
    (word) =>
      sql`(${sql.join(
        texts.map(({ name }) => sql`${column(name)} ilike ${containing(word)}`),
        sql` or `,
      )})`,
  );
}

function plainConditions(register: Register, filter: ListFilter): Condition[] {
  const conditions: Condition[] = [];
  if (filter.kind === 'not-known') conditions.push(sql`${column(register.kindField)} is null`);
  else if (filter.kind) conditions.push(sql`${column(register.kindField)} = ${filter.kind}`);
  if (filter.supplier) conditions.push(sql`supplier ilike ${containing(filter.supplier)}`);
  const unknown = register.fields.find(({ name }) => name === filter.unknown);
  if (unknown) conditions.push(sql`${column(unknown.name)} is null`, applying(unknown));
  if (filter.assumed) conditions.push(holdsGuess(register));
  if (filter.changedSince) {
    conditions.push(sql`updated_at >= (${filter.changedSince}::date)::timestamp at time zone 'Europe/London'`);
  }
  if (register.endField !== null) {
    const ends = column(register.endField);
    if (filter.endsFrom) conditions.push(sql`${ends} >= ${filter.endsFrom}::date`);
    if (filter.endsBefore) conditions.push(sql`${ends} < ${filter.endsBefore}::date`);
  }
  return conditions;
}

/** A question about backups is not unknown for a phone system: it is not asked. */
function applying({ showWhen }: Register['fields'][number]): Condition {
  if (showWhen === undefined) return sql`true`;
  return sql`${column(showWhen.field)}::text in (${sql.join(showWhen.values)})`;
}

/** Some filled field says that it is a guess, by itself or by what stands for all. */
function holdsGuess(register: Register): Condition {
  const guesses = register.fields.map(
    ({ name }) => sql`(${column(name)} is not null
      and coalesce(sources -> ${name}::text, sources -> '*') ->> 'from' = 'assumed')`,
  );
  return sql`(strpos(sources::text, '"assumed"') > 0 and (${sql.join(guesses, sql` or `)}))`;
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/**
 * Texts without regard to case, choices by their words, links by the name of what they point to. Collation "C" gives the
 * same order on both engines, in half the time.
 */
function orderOf(scope: SchoolScope, register: Register, sort: ListSort | null): RawBuilder<unknown> {
  const byName = sql`lower(${column(register.nameField)}) collate "C", id collate "C"`;
  const field = register.fields.find(({ name }) => name === sort?.field);
  if (sort === null || field === undefined) return byName;
  const direction = sort.descending ? sql`desc nulls last` : sql`asc nulls last`;
  return sql`${orderKey(scope, register, field)} ${direction}, ${byName}`;
}

function orderKey(scope: SchoolScope, register: Register, field: Register['fields'][number]): RawBuilder<unknown> {
  const own = column(field.name);
  if (field.kind === 'text') return sql`lower(${own}) collate "C"`;
  if (field.kind === 'choice' && field.choices !== undefined) {
    const words = [...field.choices].sort((a, b) => (a.label.toLowerCase() < b.label.toLowerCase() ? -1 : 1));
    const ranks = words.map(({ value }, rank) => sql`when ${value} then ${sql.lit(rank)}`);
    return sql`case ${own} ${sql.join(ranks, sql` `)} end`;
  }
  if (field.kind === 'link' && field.linksTo !== undefined) {
    const name = sql.ref(`linked.${field.linksTo === 'contract' ? 'title' : 'name'}`);
    const pointer = sql.ref(`${register.table}.${columnOf(field.name)}`);
    return sql`(select lower(${name}) collate "C" from ${sql.table(field.linksTo)} as linked
      where linked.organisation_id = ${scope.organisationId} and linked.school_id = ${scope.schoolId}
        and linked.id = ${pointer})`;
  }
  return own;
}

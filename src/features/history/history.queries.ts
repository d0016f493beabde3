/** SQL of a school's history. */
import { sql } from 'kysely';
import type { Transaction, SchoolScope } from '../../platform/database/index.ts';
import { personNameOf, toChange, type Change, type ChangeRow, type LinkNames } from '../registers/index.ts';
import { HISTORY_PAGE_SIZE, type HistoryFilter, type HistorySubject } from './history.rules.ts';

/** One page of the history, newest first, and how many changes there are in all. */
export async function listChanges(
  tx: Transaction,
  scope: SchoolScope,
  filter: HistoryFilter,
  pageNumber: number,
): Promise<Change[]> {
  const { rows } =
    await sql<ChangeRow>`select change.id, table_name, row_id, before, after, at, ${personNameOf} as person_name
    from change left join person on person.id = change.person_id
    where ${conditions(scope, filter)}
    order by change.id desc
    limit ${HISTORY_PAGE_SIZE} offset ${(pageNumber - 1) * HISTORY_PAGE_SIZE}`.execute(tx);
  return rows.map(toChange);
}

export async function countChanges(tx: Transaction, scope: SchoolScope, filter: HistoryFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from change
    where ${conditions(scope, filter)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** The latest changes of what a subject is made of, newest first, and at most `limit` of them. */
export async function listSubjectChanges(
  tx: Transaction,
  scope: SchoolScope,
  { rows: asked, held }: HistorySubject,
  limit: number,
): Promise<Change[]> {
  const { rows } =
    await sql<ChangeRow>`select change.id, table_name, row_id, before, after, at, ${personNameOf} as person_name
    from change left join person on person.id = change.person_id
    where ${conditions(scope, {})} and (
      exists (select from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (in_table text, row_id text)
        where asked.in_table = change.table_name and asked.row_id = change.row_id)
      or exists (select from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as held (in_table text, field text, value text)
        where held.in_table = change.table_name and (held.field is null
          or held.value in (change.before ->> held.field, change.after ->> held.field))))
    order by change.id desc
    limit ${limit}`.execute(tx);
  return rows.map(toChange);
}

/** Names that items of the registers have now, to name what a change was about. */
export async function selectItemNames(tx: Transaction, scope: SchoolScope): Promise<LinkNames> {
  const names: LinkNames = {};
  for (const table of ['contract', 'system', 'equipment', 'connection'] as const) {
    const name = sql.ref(table === 'contract' ? 'title' : 'name');
    const { rows } = await sql<{ id: string; name: string }>`select id, ${name} as name from ${sql.table(table)}
      where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}`.execute(tx);
    names[table] = new Map(rows.map((row) => [row.id, row.name]));
  }
  return names;
}

function conditions(scope: SchoolScope, filter: HistoryFilter) {
  const parts = [sql`change.organisation_id = ${scope.organisationId}`, sql`change.school_id = ${scope.schoolId}`];
  if (filter.table) parts.push(sql`table_name = ${filter.table}`);
  if (filter.item) parts.push(sql`row_id = ${filter.item}`);
  return sql.join(parts, sql` and `);
}

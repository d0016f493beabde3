/** SQL of checks: those that are set aside, and how far a school's history has come. */
import { sql } from 'kysely';
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';

export interface SetAside {
  checkId: string;
  /** What the check rested on when it was set aside. */
  facts: string;
  reason: string;
  /** The last day on which it stays set aside. */
  until: PlainDate;
  personName: string | null;
  at: Date;
}

export async function listSetAside(tx: Transaction, scope: SchoolScope): Promise<SetAside[]> {
  const rows = await tx
    .selectFrom('check_set_aside')
    .leftJoin('person', 'person.id', 'check_set_aside.person_id')
    .select(['check_id', 'facts', 'reason', 'until', 'at', 'person.name as person_name'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('check_id')
    .execute();
  return rows.map((row) => ({
    checkId: row.check_id,
    facts: row.facts,
    reason: row.reason,
    until: row.until,
    personName: row.person_name,
    at: row.at,
  }));
}

export async function insertSetAside(
  tx: Transaction,
  scope: SchoolScope,
  one: Omit<SetAside, 'personName'> & { personId: string },
): Promise<void> {
  await tx
    .insertInto('check_set_aside')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      check_id: one.checkId,
      facts: one.facts,
      reason: one.reason,
      until: one.until,
      person_id: one.personId,
      at: one.at,
    })
    .execute();
}

/** False where it was not set aside. */
export async function deleteSetAside(tx: Transaction, scope: SchoolScope, checkId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('check_set_aside')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('check_id', '=', checkId)
    .executeTakeFirst();
  return Number(result.numDeletedRows) > 0;
}

/** The number of the last line of the school's history; 0 where it has none. Whatever is saved writes a line. */
export async function selectLastChange(tx: Transaction, scope: SchoolScope): Promise<number> {
  const { rows } = await sql<{ id: number | string }>`select id from change
    where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId}
    order by id desc limit 1`.execute(tx);
  return Number(rows[0]?.id ?? 0);
}

export interface ChangedTable {
  table: string;
  /** Whether something of it is gone, which may have changed rows of other tables. */
  isRemoval: boolean;
}

/** The tables that the school's history names after one of its lines. */
export async function listChangedTables(
  tx: Transaction,
  scope: SchoolScope,
  afterChange: number,
): Promise<ChangedTable[]> {
  const { rows } = await sql<{
    table_name: string;
    removal: boolean;
  }>`select table_name, bool_or(after is null) as removal
    from change where organisation_id = ${scope.organisationId} and school_id = ${scope.schoolId} and id > ${afterChange}
    group by table_name order by table_name`.execute(tx);
  return rows.map((row) => ({ table: row.table_name, isRemoval: row.removal }));
}

/** Which plan is the school's latest, and how far it is: another text as soon as there is another to read. Null without one. */
export async function selectPlanKey(tx: Transaction, scope: SchoolScope): Promise<string | null> {
  const row = await tx
    .selectFrom('plan')
    .select(['id', 'plan_hash'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('entered', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : `${row.id} ${row.plan_hash ?? ''}`;
}

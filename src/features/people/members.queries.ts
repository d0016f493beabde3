/** SQL of who belongs to an organisation. Runs as the system, after the page has asked whether the person may. */
import type { Tables, Transaction } from '../../platform/database/index.ts';

export interface Member {
  personId: string;
  name: string;
  role: Tables['membership']['role'];
  since: Date;
  /** The one school that they see; null for all of the organisation's. */
  schoolId: string | null;
}

/** How the person stands in the organisation: the one school that they see (null: all), and how many they see. */
export async function selectOwnReach(
  tx: Transaction,
  organisationId: string,
  personId: string,
): Promise<{ schoolId: string | null; schools: number }> {
  const own = await tx
    .selectFrom('membership')
    .select('school_id')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  const { schools } = await tx
    .selectFrom('school')
    .select((of) => of.fn.countAll<number>().as('schools'))
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return { schoolId: own?.school_id ?? null, schools };
}

/** By name; where `onlySchoolId` is given, those who see that school only. */
export async function listMembers(
  tx: Transaction,
  organisationId: string,
  onlySchoolId: string | null = null,
): Promise<Member[]> {
  const rows = await tx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.name', 'membership.role', 'membership.created_at', 'membership.school_id'])
    .where('membership.organisation_id', '=', organisationId)
    .orderBy('person.name')
    .orderBy('person.id')
    .execute();
  return rows
    .filter((row) => onlySchoolId === null || row.school_id === onlySchoolId)
    .map((row) => ({
      personId: row.id,
      name: row.name,
      role: row.role,
      since: row.created_at,
      schoolId: row.school_id,
    }));
}

/** Ends a membership; what the person did stays in the history. */
export async function deleteMembership(tx: Transaction, organisationId: string, personId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('membership')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return Number(result.numDeletedRows) === 1;
}

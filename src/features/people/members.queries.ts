/** SQL of who belongs to an organisation. Runs as the system, after the page has asked whether the person may. */
import type { Tables, Transaction } from '../../platform/database/index.ts';

export interface Member {
  personId: string;
  name: string;
  role: Tables['membership']['role'];
  since: Date;
}

/** By name. */
export async function listMembers(tx: Transaction, organisationId: string): Promise<Member[]> {
  const rows = await tx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.name', 'membership.role', 'membership.created_at'])
    .where('membership.organisation_id', '=', organisationId)
    .orderBy('person.name')
    .orderBy('person.id')
    .execute();
  return rows.map((row) => ({ personId: row.id, name: row.name, role: row.role, since: row.created_at }));
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

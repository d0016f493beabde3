/** SQL that finds the school of a page. */
import type { Selectable } from 'kysely';
import type { Tables, Transaction } from '../database/index.ts';

export type SchoolRow = Selectable<Tables['school']>;
export type Role = Tables['membership']['role'];

/**
 * The school of that key among those that the transaction's person may see, their role there, and whether it is the whole
 * organisation's; null where there is none. Where several organisations of theirs know the key, a real school comes before an example, then the oldest.
 */
export async function selectSchool(
  tx: Transaction,
  key: string,
  personId: string,
): Promise<{ school: SchoolRow; role: Role; seesAll: boolean } | null> {
  const row = await tx
    .selectFrom('school')
    .innerJoin('membership', 'membership.organisation_id', 'school.organisation_id')
    .selectAll('school')
    .select(['membership.role', 'membership.school_id as only_school_id'])
    .where('school.key', '=', key)
    .where('membership.person_id', '=', personId)
    .orderBy('school.is_example')
    .orderBy('school.created_at')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { role, only_school_id, ...school } = row;
  return { school, role, seesAll: only_school_id === null };
}

/** SQL of the examples' own organisation. */
import type { Transaction } from '../../platform/database/index.ts';

/**
 * The organisation that holds the person's copies of the examples, or null. Where somebody let them into a school that is an
 * example, that school's organisation is not theirs to add to.
 */
export async function selectExampleOrganisation(tx: Transaction, personId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('organisation')
    .innerJoin('membership', 'membership.organisation_id', 'organisation.organisation_id')
    .select('organisation.organisation_id')
    .where('organisation.is_example', '=', true)
    .where('membership.person_id', '=', personId)
    .where('membership.role', '=', 'administrator')
    .orderBy('organisation.created_at')
    .executeTakeFirst();
  return row?.organisation_id ?? null;
}

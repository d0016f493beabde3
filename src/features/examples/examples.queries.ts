/** SQL of the examples' own organisations. */
import type { Transaction } from '../../platform/database/index.ts';
import { EXAMPLE_TRUST_KEYS } from './example-trust.rules.ts';

/**
 * The organisation that holds the person's copies of the examples, or null. Where somebody let them into a school that is an
 * example, that school's organisation is not theirs to add to; and the example trust is complete as it is.
 */
export async function selectExampleOrganisation(tx: Transaction, personId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('organisation')
    .innerJoin('membership', 'membership.organisation_id', 'organisation.organisation_id')
    .select('organisation.organisation_id')
    .where('organisation.is_example', '=', true)
    .where('membership.person_id', '=', personId)
    .where('membership.role', '=', 'administrator')
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom('school')
            .select('school.id')
            .whereRef('school.organisation_id', '=', 'organisation.organisation_id')
            .where('school.key', 'in', [...EXAMPLE_TRUST_KEYS]),
        ),
      ),
    )
    .orderBy('organisation.created_at')
    .executeTakeFirst();
  return row?.organisation_id ?? null;
}

/** The person's example trust, or null. */
export async function selectExampleTrust(tx: Transaction, personId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('organisation')
    .innerJoin('membership', 'membership.organisation_id', 'organisation.organisation_id')
    .innerJoin('school', 'school.organisation_id', 'organisation.organisation_id')
    .select('organisation.organisation_id')
    .where('organisation.is_example', '=', true)
    .where('membership.person_id', '=', personId)
    .where('membership.role', '=', 'administrator')
    .where('school.key', 'in', [...EXAMPLE_TRUST_KEYS])
    .executeTakeFirst();
  return row?.organisation_id ?? null;
}

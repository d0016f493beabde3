/** SQL of payments, and of suppliers that were set aside. */
import { sql } from 'kysely';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { Payment } from './payments.schema.ts';

/** All payments of the school, in the order they came in. */
export async function listPayments(tx: Transaction, scope: SchoolScope): Promise<Payment[]> {
  const rows = await tx
    .selectFrom('payment')
    .select(['id', 'paid_on', 'supplier', 'amount_pence', 'description', 'account', 'reference'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('entered')
    .execute();
  return rows.map(({ paid_on: paidOn, amount_pence: amountPence, ...rest }) => ({
    ...rest,
    paidOn,
    amountPence,
    unread: {},
  }));
}

/** A supplier that a person said there is no contract to write down for. */
export interface Dismissal {
  key: string;
  supplier: string;
  at: Date;
}

export async function listDismissals(tx: Transaction, scope: SchoolScope): Promise<Dismissal[]> {
  const rows = await tx
    .selectFrom('payment_dismissal')
    .select(['supplier_key', 'supplier', 'at'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('supplier')
    .execute();
  return rows.map(({ supplier_key: key, supplier, at }) => ({ key, supplier, at }));
}

/** Sets a supplier aside; doing it again changes nothing. */
export async function insertDismissal(
  tx: Transaction,
  scope: SchoolScope,
  { key, supplier, personId, at }: Dismissal & { personId: string },
): Promise<void> {
  await tx
    .insertInto('payment_dismissal')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      supplier_key: key,
      supplier,
      person_id: personId,
      at,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'school_id', 'supplier_key']).doNothing())
    .execute();
}

export async function deleteDismissal(tx: Transaction, scope: SchoolScope, key: string): Promise<void> {
  await tx
    .deleteFrom('payment_dismissal')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('supplier_key', '=', key)
    .execute();
}

/** How many rows of the files that are in were left out because they look like payments to people. */
export async function countLeftOut(tx: Transaction, scope: SchoolScope): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from import_row r
    join import_batch b on b.organisation_id = r.organisation_id and b.school_id = r.school_id and b.id = r.batch_id
    where r.organisation_id = ${scope.organisationId} and r.school_id = ${scope.schoolId} and b.register = 'payment'
      and b.state = 'done' and r.fate = 'kept' and r.notes ->> 'reason' like 'Nothing of it is kept:%'`.execute(tx);
  return rows[0]?.count ?? 0;
}

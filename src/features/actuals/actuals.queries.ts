/** SQL of agreed plans and of what became of them. */
import type { Actual } from '../../domain/actuals.ts';
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolScope, Transaction } from '../../platform/database/index.ts';
import type { AgreedPlan } from './agreement.rules.ts';
import type { WrittenFact } from './facts.commands.ts';

export interface StoredActual extends Actual {
  /** What was written when it was finished. */
  facts: WrittenFact[];
  version: number;
  updatedAt: Date;
}

export interface Agreement {
  id: string;
  planId: string;
  agreedOn: PlainDate;
  agreedBy: string;
  content: AgreedPlan;
}

const columns = [
  'id',
  'need_id as needId',
  'option_id as optionId',
  'name',
  'state',
  'ordered_on as orderedOn',
  'starts_on as startsOn',
  'expected_on as expectedOn',
  'finished_on as finishedOn',
  'dropped_on as droppedOn',
  'drop_reason as dropReason',
  'one_off_pence as oneOffPence',
  'one_off_pot as oneOffPot',
  'yearly_pence as yearlyPence',
  'quantity',
  'supplier',
  'reference',
  'contract_id as contractId',
  'facts',
  'version',
  'updated_at as updatedAt',
] as const;

/** All that is recorded, in the order in which it was first written down. */
export async function listActuals(tx: Transaction, scope: SchoolScope): Promise<StoredActual[]> {
  const rows = await ofSchool(tx, scope).orderBy('entered').execute();
  return rows.map((row) => ({ ...row, facts: row.facts as WrittenFact[] }));
}

/** One; null where the school has none of that id. `lock` holds it until the transaction ends. */
export async function selectActual(
  tx: Transaction,
  scope: SchoolScope,
  id: string,
  lock = false,
): Promise<StoredActual | null> {
  const query = ofSchool(tx, scope).where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? null : { ...row, facts: row.facts as WrittenFact[] };
}

function ofSchool(tx: Transaction, scope: SchoolScope) {
  return tx
    .selectFrom('plan_actual')
    .select(columns)
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId);
}

function columnsOf(actual: Actual & { facts: readonly WrittenFact[] }) {
  return {
    need_id: actual.needId,
    option_id: actual.optionId,
    name: actual.name,
    state: actual.state,
    ordered_on: actual.orderedOn,
    starts_on: actual.startsOn,
    expected_on: actual.expectedOn,
    finished_on: actual.finishedOn,
    dropped_on: actual.droppedOn,
    drop_reason: actual.dropReason,
    one_off_pence: actual.oneOffPence,
    one_off_pot: actual.oneOffPot,
    yearly_pence: actual.yearlyPence,
    quantity: actual.quantity,
    supplier: actual.supplier,
    reference: actual.reference,
    contract_id: actual.contractId,
    facts: JSON.stringify(actual.facts),
  };
}

/** @returns false where something is already on its way for that need, or there is a row of that id. */
export async function insertActual(
  tx: Transaction,
  scope: SchoolScope,
  actual: Actual & { facts: readonly WrittenFact[]; version: number },
  at: Date,
): Promise<boolean> {
  const result = await tx
    .insertInto('plan_actual')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: actual.id,
      ...columnsOf(actual),
      version: actual.version,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** Writes all of it, and counts the version up. */
export async function updateActual(
  tx: Transaction,
  scope: SchoolScope,
  actual: Actual & { facts: readonly WrittenFact[] },
  at: Date,
): Promise<void> {
  await tx
    .updateTable('plan_actual')
    .set((row) => ({ ...columnsOf(actual), version: row('version', '+', 1), updated_at: at }))
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', actual.id)
    .execute();
}

export async function deleteActual(tx: Transaction, scope: SchoolScope, id: string): Promise<void> {
  await tx
    .deleteFrom('plan_actual')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .execute();
}

/** The plans that were agreed, the latest first. */
export async function listAgreements(tx: Transaction, scope: SchoolScope): Promise<Agreement[]> {
  const rows = await tx
    .selectFrom('plan_agreement')
    .select(['id', 'plan_id as planId', 'agreed_on as agreedOn', 'agreed_by as agreedBy', 'content'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('entered', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, content: row.content as AgreedPlan }));
}

/** @returns false where that plan is agreed already. */
export async function insertAgreement(
  tx: Transaction,
  scope: SchoolScope,
  agreement: Agreement,
  by: { personId: string; at: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto('plan_agreement')
    .values({
      organisation_id: scope.organisationId,
      school_id: scope.schoolId,
      id: agreement.id,
      plan_id: agreement.planId,
      agreed_on: agreement.agreedOn,
      agreed_by: agreement.agreedBy,
      content: JSON.stringify(agreement.content),
      created_by: by.personId,
      created_at: by.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

export async function deleteAgreement(tx: Transaction, scope: SchoolScope, id: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('plan_agreement')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('id', '=', id)
    .executeTakeFirst();
  return Number(result.numDeletedRows) > 0;
}

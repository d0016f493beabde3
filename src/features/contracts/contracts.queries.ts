/** SQL of contracts beyond what every register has. */
import type { PlainDate } from '../../domain/dates.ts';
import type { Contract } from '../../domain/record.ts';
import type { Transaction, SchoolScope } from '../../platform/database/index.ts';
import { listItems, type ListFilter } from '../registers/index.ts';
import { contractRegister, toContract } from './contracts.register.ts';

export async function listContracts(tx: Transaction, scope: SchoolScope, filter: ListFilter = {}): Promise<Contract[]> {
  return (await listItems(tx, scope, contractRegister, filter)).map(toContract);
}

/** Days on which the governors meet, in order. */
export async function listGovernorsMeetings(tx: Transaction, scope: SchoolScope): Promise<PlainDate[]> {
  const rows = await tx
    .selectFrom('governors_meeting')
    .select('day')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('day')
    .execute();
  return rows.map(({ day }) => day);
}

/** SQL of contracts beyond what every register has. */
import type { PlainDate } from '../../domain/dates.ts';
import type { Contract } from '../../domain/record.ts';
import type { SchoolCalendar } from '../../domain/terms.ts';
import type { Transaction, SchoolScope } from '../../platform/database/index.ts';
import { listItems, listParts, type ListFilter, type ListSort } from '../registers/index.ts';
import { contractRegister, toContract } from './contracts.register.ts';

export async function listContracts(tx: Transaction, scope: SchoolScope): Promise<Contract[]> {
  return (await listItems(tx, scope, contractRegister)).map(toContract);
}

/** What outlooks, their order and totals are worked out from: dates, counts and a few more. */
const OUTLOOK_FIELDS = contractRegister.fields
  .filter(
    ({ name, kind }) =>
      kind === 'date' || kind === 'whole' || ['title', 'annualCostPence', 'noticeUnit', 'renewal'].includes(name),
  )
  .map(({ name }) => name);

/**
 * Contracts that pass, with nothing but what {@link OUTLOOK_FIELDS} names: thousands are read at once. In order of `sort`;
 * in none where there is none, because then they are put in order of what is worked out.
 */
export async function listContractDates(
  tx: Transaction,
  scope: SchoolScope,
  asked: { filter: ListFilter; sort: ListSort | null },
): Promise<{ contract: Contract; version: number }[]> {
  const parts = await listParts(tx, scope, contractRegister, asked, OUTLOOK_FIELDS);
  return parts.map(({ id, version, ...values }) => ({
    version,
    contract: { ...nothingKnown, ...values, id } as Contract,
  }));
}

const nothingKnown = {
  ...Object.fromEntries(contractRegister.fields.map(({ name }) => [name, null])),
  unread: {},
  sources: {},
};

/** The days on which the school is open, as far as it has written them down: what notice dates are counted with. */
export async function selectSchoolCalendar(tx: Transaction, scope: SchoolScope): Promise<SchoolCalendar> {
  const terms = await tx
    .selectFrom('term')
    .select(['id', 'name', 'starts_on', 'ends_on'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('starts_on')
    .execute();
  const holidays = await tx
    .selectFrom('closure')
    .select(['name', 'starts_on', 'ends_on'])
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .where('kind', '=', 'holiday')
    .orderBy('starts_on')
    .execute();
  const days = await tx
    .selectFrom('bank_holiday')
    .select('day')
    .where('organisation_id', '=', scope.organisationId)
    .where('school_id', '=', scope.schoolId)
    .orderBy('day')
    .execute();
  return {
    terms: terms.map((row) => ({ id: row.id, name: row.name, startsOn: row.starts_on, endsOn: row.ends_on })),
    holidays: holidays.map((row) => ({ name: row.name, startsOn: row.starts_on, endsOn: row.ends_on })),
    bankHolidays: days.map(({ day }) => day),
  };
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

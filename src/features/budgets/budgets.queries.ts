/** SQL of a school's limits: money by year, own days by term, and the days of its calendar. Each list is replaced whole. */
import { randomUUID } from 'node:crypto';
import { deleteRows, insertRows, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import type { CalendarLimits, MoneyLimits } from './budgets.schema.ts';

/** Takes the next version of the school's limits; false where somebody else has taken it since. */
export async function takeVersion(tx: Transaction, school: SchoolScope, version: number, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('school')
    .set({ version: version + 1, updated_at: at })
    .where('organisation_id', '=', school.organisationId)
    .where('id', '=', school.schoolId)
    .where('version', '=', version)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export async function replaceMoney(tx: Transaction, school: SchoolScope, limits: MoneyLimits): Promise<void> {
  await tx
    .updateTable('school')
    .set({ capital_carries_forward: limits.capitalCarriesForward, staff_days_per_term: limits.staffDaysPerTerm })
    .where('organisation_id', '=', school.organisationId)
    .where('id', '=', school.schoolId)
    .execute();
  const place = placeColumns(school);
  for (const table of ['budget_year', 'staff_days'] as const) await deleteRows(tx, table, school);
  await insertRows(
    tx,
    'budget_year',
    limits.budgets.map(({ year, capitalPence, revenuePence }) => ({
      ...place,
      year,
      capital_pence: capitalPence,
      revenue_pence: revenuePence,
      version: 1,
    })),
  );
  const days = Object.entries(limits.staffDaysByTerm).map(([term, count]) => ({ ...place, term, days: count }));
  await insertRows(tx, 'staff_days', days);
}

export async function replaceCalendar(tx: Transaction, school: SchoolScope, limits: CalendarLimits): Promise<void> {
  const place = placeColumns(school);
  const tables = ['term', 'closure', 'bank_holiday', 'governors_meeting'] as const;
  for (const table of tables) await deleteRows(tx, table, school);
  const run = (kind: string) => (one: { name: string; startsOn: string; endsOn: string }) => ({
    ...place,
    id: randomUUID(),
    kind,
    name: one.name,
    starts_on: one.startsOn,
    ends_on: one.endsOn,
  });
  const terms = limits.terms.map(({ id, name, startsOn, endsOn }) => ({
    ...place,
    id,
    name,
    starts_on: startsOn,
    ends_on: endsOn,
  }));
  await insertRows(tx, 'term', terms);
  await insertRows(tx, 'closure', [...limits.holidays.map(run('holiday')), ...limits.blackouts.map(run('blackout'))]);
  await insertRows(
    tx,
    'bank_holiday',
    limits.bankHolidays.map((day) => ({ ...place, day })),
  );
  await insertRows(
    tx,
    'governors_meeting',
    limits.governorsMeetings.map((day) => ({ ...place, day })),
  );
}

function placeColumns({ organisationId, schoolId }: SchoolScope) {
  return { organisation_id: organisationId, school_id: schoolId };
}

/** Changing what a school may spend and when it may be disturbed: one transaction each, with its history. */
import type { Limits } from '../../domain/record.ts';
import { recordChange, type Transaction } from '../../platform/database/index.ts';
import { replaceCalendar, replaceMoney, type SchoolPlace, takeVersion } from './budgets.queries.ts';
import type { CalendarLimits, MoneyLimits } from './budgets.schema.ts';

export interface LimitsChange {
  school: SchoolPlace;
  /** The version that the form was made from. */
  version: number;
  personId: string;
  at: Date;
}

/** False where somebody else has changed the school's details, budgets or calendar since. */
export async function changeMoney(
  tx: Transaction,
  change: LimitsChange,
  before: Limits,
  after: MoneyLimits,
): Promise<boolean> {
  if (!(await takeVersion(tx, change.school, change.version, change.at))) return false;
  await replaceMoney(tx, change.school, after);
  const { budgets, capitalCarriesForward, staffDaysPerTerm, staffDaysByTerm } = before;
  await writeHistory(
    tx,
    change,
    'budget',
    { budgets, capitalCarriesForward, staffDaysPerTerm, staffDaysByTerm },
    after,
  );
  return true;
}

/** False where somebody else has changed the school's details, budgets or calendar since. */
export async function changeCalendar(
  tx: Transaction,
  change: LimitsChange,
  before: Limits,
  after: CalendarLimits,
): Promise<boolean> {
  if (!(await takeVersion(tx, change.school, change.version, change.at))) return false;
  await replaceCalendar(tx, change.school, after);
  const { governorsMeetings, holidays, blackouts, bankHolidays, terms } = before;
  await writeHistory(tx, change, 'calendar', { governorsMeetings, holidays, blackouts, bankHolidays, terms }, after);
  return true;
}

async function writeHistory(
  tx: Transaction,
  { school, personId, at }: LimitsChange,
  table: string,
  before: object,
  after: object,
): Promise<void> {
  await recordChange(tx, {
    ...school,
    table,
    rowId: school.schoolId,
    before: { ...before },
    after: { ...after },
    personId,
    at,
  });
}

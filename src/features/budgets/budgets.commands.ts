/** Changing what a school may spend and when it may be disturbed: one transaction each, with its history. */
import { formatDate } from '../../domain/dates.ts';
import { formatPence } from '../../domain/money.ts';
import type { Limits } from '../../domain/record.ts';
import { recordChange, type SchoolScope, type Transaction } from '../../platform/database/index.ts';
import { replaceCalendar, replaceMoney, takeVersion } from './budgets.queries.ts';
import type { CalendarLimits, MoneyLimits } from './budgets.schema.ts';

export interface LimitsChange {
  school: SchoolScope;
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
  await writeHistory(tx, change, 'budget', moneyWords(before), moneyWords(after));
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
  await writeHistory(tx, change, 'calendar', calendarWords(before), calendarWords(after));
  return true;
}

/** The history keeps what people read: one line for each year and term that has a figure. */
function moneyWords(limits: MoneyLimits): Record<string, string | number | boolean | null> {
  return Object.fromEntries([
    ...limits.budgets.flatMap(({ year, capitalPence, revenuePence }) => [
      [`Capital in ${year}`, formatPence(capitalPence)],
      [`Revenue in ${year}`, formatPence(revenuePence)],
    ]),
    ['Capital carries forward', limits.capitalCarriesForward],
    ['Own days in every term', limits.staffDaysPerTerm],
    ...Object.entries(limits.staffDaysByTerm).map(([term, days]) => [`Own days in ${term}`, days]),
  ]) as Record<string, string | number | boolean | null>;
}

function calendarWords(limits: CalendarLimits): Record<string, string> {
  const runs = (list: readonly { name: string; startsOn: string; endsOn: string }[]) =>
    list.map(({ name, startsOn, endsOn }) => `${name}: ${formatDate(startsOn)} to ${formatDate(endsOn)}`).join('; ');
  return {
    'Governors’ meetings': limits.governorsMeetings.map(formatDate).join('; '),
    Terms: runs(limits.terms),
    Holidays: runs(limits.holidays),
    'Days when nobody may be disturbed': runs(limits.blackouts),
    'Bank holidays': limits.bankHolidays.map(formatDate).join('; '),
  };
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

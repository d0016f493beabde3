/** The two forms of money and time: amounts by year, and days of the calendar. What is typed in, what comes out. */
import { formatDate, type PlainDate } from '../../domain/dates.ts';
import { formatPence } from '../../domain/money.ts';
import { isUnread, readCount, readDate, readMoney } from '../../domain/reading/index.ts';
import type { Limits } from '../../domain/record.ts';
import type { FinancialYear, SchoolTerm } from '../../domain/terms.ts';
import type { FieldError } from '../../ui/forms/index.ts';

export type MoneyLimits = Pick<Limits, 'budgets' | 'capitalCarriesForward' | 'staffDaysPerTerm' | 'staffDaysByTerm'>;
export type CalendarLimits = Pick<Limits, 'governorsMeetings' | 'holidays' | 'blackouts' | 'bankHolidays' | 'terms'>;
export type Typed = Record<string, string>;
type DayRun = Limits['holidays'][number];

/** The record's amounts as a person would type them. */
export function moneyTyped(limits: Limits, years: readonly FinancialYear[], terms: readonly SchoolTerm[]): Typed {
  const typed: Typed = {
    'carry-forward': limits.capitalCarriesForward ? 'yes' : '',
    'staff-days': limits.staffDaysPerTerm === null ? '' : String(limits.staffDaysPerTerm),
  };
  for (const { id } of years) {
    const budget = limits.budgets.find(({ year }) => year === id);
    typed[`capital-${id}`] = budget ? pounds(budget.capitalPence) : '';
    typed[`revenue-${id}`] = budget ? pounds(budget.revenuePence) : '';
  }
  for (const term of terms) typed[`days-${term.id}`] = ownDays(limits, term);
  return typed;
}

function ownDays(limits: Limits, term: SchoolTerm): string {
  const days = [term.id, ...term.recordedIds].flatMap((id) => limits.staffDaysByTerm[id] ?? [])[0];
  return days === undefined ? '' : String(days);
}

function pounds(pence: number): string {
  return formatPence(pence).replace('£', '');
}

/** Reads the amounts. Years of the record outside the form stay as they are. */
export function readMoneyForm(
  body: Record<string, unknown>,
  before: Limits,
  years: readonly FinancialYear[],
  terms: readonly SchoolTerm[],
): { limits: MoneyLimits; typed: Typed; errors: FieldError[] } {
  const typed = textsOf(body);
  const errors: FieldError[] = [];
  const money = (field: string, label: string): number | null => {
    const read = readMoney(typed[field] ?? '');
    if (isUnread(read)) errors.push({ field, message: `${label} must be an amount in pounds, like 12,500` });
    else if (read.value !== null && read.value < 0)
      errors.push({ field, message: `${label} cannot be less than nothing` });
    else return read.value;
    return null;
  };
  const days = (field: string, label: string): number | null => {
    const read = readCount(typed[field] ?? '');
    if (isUnread(read) || (read.value ?? 0) > 1000) {
      errors.push({ field, message: `${label} must be a whole number of days, like 10` });
      return null;
    }
    return read.value;
  };
  const shown = new Set(years.map(({ id }) => id));
  const budgets = [
    ...before.budgets.filter(({ year }) => !shown.has(year)),
    ...years.flatMap(({ id, name }) => {
      const capital = money(`capital-${id}`, `Capital in ${name}`);
      const revenue = money(`revenue-${id}`, `Revenue in ${name}`);
      if (capital === null && revenue === null) return [];
      return [{ year: id, capitalPence: capital ?? 0, revenuePence: revenue ?? 0 }];
    }),
  ].sort((a, b) => (a.year < b.year ? -1 : 1));
  const mine = new Set(terms.flatMap(({ id, recordedIds }) => [id, ...recordedIds]));
  const staffDaysByTerm = Object.fromEntries([
    ...Object.entries(before.staffDaysByTerm).filter(([id]) => !mine.has(id)),
    ...terms.flatMap(({ id, name }) => {
      const own = days(`days-${id}`, `Days in ${name}`);
      return own === null ? [] : [[id, own] as const];
    }),
  ]);
  const limits = {
    budgets,
    capitalCarriesForward: typed['carry-forward'] === 'yes',
    staffDaysPerTerm: days('staff-days', 'Days in every term'),
    staffDaysByTerm,
  };
  return { limits, typed, errors };
}

/** The labels of the amounts' fields, as messages name them. */
function moneyLabels(years: readonly FinancialYear[], terms: readonly SchoolTerm[]): Typed {
  return {
    ...Object.fromEntries(
      years.flatMap(({ id, name }) => [
        [`capital-${id}`, `Capital in ${name}`],
        [`revenue-${id}`, `Revenue in ${name}`],
      ]),
    ),
    'carry-forward': 'Capital left over may be spent the year after',
    'staff-days': 'Days in every term',
    ...Object.fromEntries(terms.map(({ id, name }) => [`days-${id}`, `Days in ${name}`])),
  };
}

/** For each amount that is saved otherwise than it was typed, what is saved now. */
export function savedMoney(
  typed: Typed,
  saved: Limits,
  years: readonly FinancialYear[],
  terms: readonly SchoolTerm[],
): FieldError[] {
  const { limits } = readMoneyForm(typed, saved, years, terms);
  return savedOtherwise(
    moneyTyped({ ...saved, ...limits }, years, terms),
    moneyTyped(saved, years, terms),
    moneyLabels(years, terms),
  );
}

/** For each list of days that is saved otherwise than it was typed, what is saved now. */
export function savedDays(typed: Typed, saved: Limits): FieldError[] {
  const { limits } = readCalendarForm(typed);
  return savedOtherwise(calendarTyped({ ...saved, ...limits }), calendarTyped(saved), {
    meetings: 'Governors’ meetings',
    holidays: 'Holidays',
    blackouts: 'Days when nobody may be disturbed',
    'bank-holidays': 'Bank holidays',
  });
}

function savedOtherwise(typed: Typed, saved: Typed, labels: Typed): FieldError[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    if (typed[field] === saved[field]) return [];
    const now = saved[field] ? saved[field].replaceAll('\n', '; ') : 'not filled in';
    return [{ field, message: `Now saved under “${label}”: ${now}` }];
  });
}

/** The record's days as a person would type them: one to a line. */
export function calendarTyped(limits: Limits): Typed {
  return {
    meetings: limits.governorsMeetings.map(formatDate).join('\n'),
    holidays: limits.holidays.map(runLine).join('\n'),
    blackouts: limits.blackouts.map(runLine).join('\n'),
    'bank-holidays': limits.bankHolidays.map(formatDate).join('\n'),
  };
}

/** Names out of files may hold line breaks; here each run is one line. */
function runLine({ name, startsOn, endsOn }: DayRun): string {
  return `${name.trim().replace(/\s+/g, ' ')}: ${formatDate(startsOn)} to ${formatDate(endsOn)}`;
}

/** Reads the days. A line that can't be read is named by its number; nothing typed is lost. */
export function readCalendarForm(body: Record<string, unknown>): {
  limits: Omit<CalendarLimits, 'terms'>;
  typed: Typed;
  errors: FieldError[];
} {
  const typed = textsOf(body);
  const errors: FieldError[] = [];
  const lines = (field: string) =>
    (typed[field] ?? '')
      .split(/\r?\n/)
      .flatMap((text, at) => (text.trim() === '' ? [] : [{ text: text.trim(), at: at + 1 }]));
  const days = (field: string): PlainDate[] => {
    const read = lines(field).flatMap(({ text, at }) => {
      const day = readDate(text);
      if (!isUnread(day) && day.value !== null) return [day.value];
      errors.push({ field, message: `Line ${at}, “${text}”, must be a date, like 14/3/2027` });
      return [];
    });
    return [...new Set(read)].sort();
  };
  const runs = (field: string, example: string) =>
    lines(field)
      .flatMap(({ text, at }) => {
        const run = readRun(text);
        if (run) return [run];
        errors.push({
          field,
          message: `Line ${at}, “${text}”, must name the days and say from when to when, like “${example}”`,
        });
        return [];
      })
      .sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  const limits = {
    governorsMeetings: days('meetings'),
    holidays: runs('holidays', 'Easter holiday: 27/3/2027 to 11/4/2027'),
    blackouts: runs('blackouts', 'Exams: 10/5/2027 to 25/6/2027'),
    bankHolidays: days('bank-holidays'),
  };
  return { limits, typed, errors };
}

/** "Easter holiday: 27/3/2027 to 11/4/2027"; one day needs no "to". A name may hold colons of its own. */
function readRun(text: string): DayRun | null {
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    const name = text.slice(0, colon).trim();
    const days = /^(?<from>.+?)(?:\s+(?:to|until|-|–)\s+(?<to>.+))?$/i.exec(text.slice(colon + 1).trim())?.groups;
    const first = readDate(days?.['from'] ?? '');
    const last = readDate(days?.['to'] ?? days?.['from'] ?? '');
    if (name === '' || name.length > 200 || isUnread(first) || isUnread(last)) continue;
    if (first.value && last.value && first.value <= last.value) {
      return { name, startsOn: first.value, endsOn: last.value };
    }
  }
  return null;
}

function textsOf(body: Record<string, unknown>): Typed {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

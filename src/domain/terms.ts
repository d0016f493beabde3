/**
 * School terms and financial years: the periods that a plan is made in.
 *
 * A planning term runs from its first school day to the day before the next term's first school day, so that every day
 * belongs to exactly one term and a term's own holiday comes at its end. Three to a year: autumn, spring, summer. Where a
 * school writes down six half-year terms, those of one season are taken together.
 *
 * Dates the school has not given are taken from the usual pattern in England (see {@link usualTerm}); real dates differ by
 * up to two weeks between authorities, so they stand only until the school's own are recorded.
 */
import { addDays, dateParts, dayOfWeek, daysBetween, earlierDate, laterDate, type PlainDate } from './dates.ts';
import type { PlanTerm } from './planning.ts';
import type { Limits, School } from './record.ts';

export const seasons = ['autumn', 'spring', 'summer'] as const;
export type Season = (typeof seasons)[number];

/** Terms in a plan: five school years. */
export const HORIZON_TERMS = 15;

/** A term that began at most this many days ago can still be planned in; one that began earlier is left to run. */
export const DAYS_INTO_TERM_STILL_PLANNED = 14;

export interface DayRun {
  startsOn: PlainDate;
  endsOn: PlainDate;
}

export interface SchoolTerm {
  /** `2027-spring`: the calendar year that it starts in and the season. */
  id: string;
  name: string;
  season: Season;
  startsOn: PlainDate;
  /** Last day with pupils. */
  teachingEndsOn: PlainDate;
  /** The day before the next term starts. */
  endsOn: PlainDate;
  /** Longest run of days without pupils in it. */
  holiday: DayRun;
  /** The same with the school's blackout days taken out; null where none is left. */
  usableHoliday: DayRun | null;
  /** Ids of the recorded terms that it was made from; none where its dates are the usual ones. */
  recordedIds: string[];
}

export interface FinancialYear {
  /** `2026-27`: the years that it starts and ends in. */
  id: string;
  name: string;
  startsOn: PlainDate;
  endsOn: PlainDate;
}

export interface Horizon {
  terms: SchoolTerm[];
  /** Every financial year that a term of the horizon touches, in order. */
  years: FinancialYear[];
  /** Last day of the last term. */
  endsOn: PlainDate;
}

/** What a school has written down about the days on which it is open. */
export type SchoolCalendar = Pick<Limits, 'terms' | 'holidays' | 'bankHolidays'>;

type Governance = School['governance'];
type TermDates = Pick<SchoolTerm, 'season' | 'startsOn' | 'teachingEndsOn' | 'recordedIds'>;

/** The financial year a day falls in: April to March for a maintained school, September to August for an academy. */
export function financialYearOf(date: PlainDate, governance: Governance): FinancialYear {
  const firstMonth = governance === 'academy' ? 9 : 4;
  const { year, month } = dateParts(date);
  return financialYear(month >= firstMonth ? year : year - 1, governance);
}

/** The financial year that starts in calendar year `startYear`. */
export function financialYear(startYear: number, governance: Governance): FinancialYear {
  const firstMonth = governance === 'academy' ? '09' : '04';
  const id = `${startYear}-${String((startYear + 1) % 100).padStart(2, '0')}`;
  const startsOn = `${startYear}-${firstMonth}-01`;
  return {
    id,
    name: `${startYear} to ${startYear + 1}`,
    startsOn,
    endsOn: addDays(`${startYear + 1}-${firstMonth}-01`, -1),
  };
}

/** All financial years from the one `from` falls in to the one `to` falls in. */
export function financialYearsBetween(from: PlainDate, to: PlainDate, governance: Governance): FinancialYear[] {
  const years: FinancialYear[] = [];
  let year = financialYearOf(from, governance);
  while (year.startsOn <= to) {
    years.push(year);
    year = financialYearOf(addDays(year.endsOn, 1), governance);
  }
  return years;
}

/** Days in a financial year: 365, or 366 where it holds a 29 February. */
export function daysInYear(year: DayRun): number {
  return daysBetween(year.startsOn, year.endsOn) + 1;
}

/**
 * The terms that a plan made on `asAt` covers and the financial years they touch. The first term is the next one to start,
 * or the present one where it began at most {@link DAYS_INTO_TERM_STILL_PLANNED} days ago.
 */
export function planningHorizon(
  limits: Limits,
  governance: Governance,
  asAt: PlainDate,
  termCount: number = HORIZON_TERMS,
): Horizon {
  const firstAutumn = dateParts(asAt).year - 2;
  const dates = termDates(limits, firstAutumn, Math.ceil(termCount / 3) + 5);
  const earliest = addDays(asAt, -DAYS_INTO_TERM_STILL_PLANNED);
  const first = dates.findIndex((term) => term.startsOn >= earliest);
  const chosen = dates.slice(first, first + termCount + 1);
  const terms = chosen.slice(0, termCount).map((term, index) => schoolTerm(term, chosen[index + 1]!, limits));
  const endsOn = terms.at(-1)!.endsOn;
  return { terms, years: financialYearsBetween(terms[0]!.startsOn, endsOn, governance), endsOn };
}

/** The horizon's terms as the planner takes them: each in the financial year of its first day. */
export function planTerms(horizon: Horizon): PlanTerm[] {
  return horizon.terms.map((term) => ({
    id: term.id,
    name: term.name,
    startsOn: term.startsOn,
    endsOn: term.endsOn,
    year: horizon.years.findIndex((year) => year.startsOn <= term.startsOn && term.startsOn <= year.endsOn),
    holidayDays: term.usableHoliday === null ? 0 : runDays(term.usableHoliday),
  }));
}

/**
 * The `count`-th last of the terms that lie wholly within the time up to `end`: its last day with pupils is not after it.
 * Terms are the three of a school year; where the school has not written its own down, their usual dates.
 */
export function wholeTermBefore(
  calendar: SchoolCalendar,
  end: PlainDate,
  count: number,
): Pick<SchoolTerm, 'name' | 'startsOn' | 'recordedIds'> {
  const schoolYears = Math.ceil(count / 3) + 3;
  const terms = rememberedTermDates(calendar, dateParts(end).year - schoolYears + 1, schoolYears);
  const { season, startsOn, recordedIds } = terms.filter(({ teachingEndsOn }) => teachingEndsOn <= end).at(-count)!;
  return { name: termName(season, dateParts(startsOn).year), startsOn, recordedIds };
}

/** Index of the term that a day falls in; -1 before the first, the number of terms after the last. */
export function termIndexOf(terms: readonly DayRun[], date: PlainDate): number {
  if (terms.length === 0 || date < terms[0]!.startsOn) return -1;
  const index = terms.findIndex((term) => date <= term.endsOn);
  return index < 0 ? terms.length : index;
}

/** Days in a run, both ends counted. */
export function runDays(run: DayRun): number {
  return daysBetween(run.startsOn, run.endsOn) + 1;
}

/** The season that a term starting on this day belongs to. */
export function seasonOf(startsOn: PlainDate): Season {
  const { month } = dateParts(startsOn);
  return month >= 8 ? 'autumn' : month <= 3 ? 'spring' : 'summer';
}

/**
 * The usual dates of a term. Autumn: the first weekday from 2 September to the last Friday by 22 December. Spring: the first
 * Monday from 3 January to the last Friday by 1 April. Summer: two weeks and a weekend later, to the last Friday by 24 July.
 */
export function usualTerm(season: Season, year: number): { startsOn: PlainDate; endsOn: PlainDate } {
  if (season === 'autumn') return { startsOn: weekdayFrom(`${year}-09-02`), endsOn: fridayBy(`${year}-12-22`) };
  if (season === 'spring') return { startsOn: mondayFrom(`${year}-01-03`), endsOn: fridayBy(`${year}-04-01`) };
  return { startsOn: addDays(fridayBy(`${year}-04-01`), 17), endsOn: fridayBy(`${year}-07-24`) };
}

/** The usual half-term week of a term, its weekends included. */
export function usualHalfTerm(season: Season, year: number): DayRun {
  const lastMondayOfMay = mondayFrom(`${year}-05-25`);
  const monday =
    season === 'autumn'
      ? mondayFrom(`${year}-10-23`)
      : season === 'spring'
        ? mondayFrom(`${year}-02-12`)
        : lastMondayOfMay;
  return { startsOn: addDays(monday, -2), endsOn: addDays(monday, 6) };
}

/** Runs of days laid together where they overlap, touch, or have only a weekend between them; weekends at either end added. */
export function joinRuns(runs: readonly DayRun[]): DayRun[] {
  const joined: DayRun[] = [];
  const widened = runs
    .filter((run) => run.startsOn <= run.endsOn)
    .map(withWeekends)
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
  for (const run of widened) {
    const last = joined.at(-1);
    if (last !== undefined && run.startsOn <= addDays(last.endsOn, 1)) last.endsOn = laterDate(last.endsOn, run.endsOn);
    else joined.push({ ...run });
  }
  return joined;
}

/** What is left of a run when others are taken out of it. */
export function withoutRuns(run: DayRun, taken: readonly DayRun[]): DayRun[] {
  let left: DayRun[] = [run];
  for (const cut of taken) {
    left = left.flatMap((part) => {
      if (cut.endsOn < part.startsOn || cut.startsOn > part.endsOn) return [part];
      const before = { startsOn: part.startsOn, endsOn: addDays(cut.startsOn, -1) };
      const after = { startsOn: addDays(cut.endsOn, 1), endsOn: part.endsOn };
      return [before, after].filter((piece) => piece.startsOn <= piece.endsOn);
    });
  }
  return left;
}

/** By calendar: a register's contracts are all looked at with the same one, and a calendar is never changed in place. */
const remembered = new WeakMap<SchoolCalendar, Map<string, TermDates[]>>();

function rememberedTermDates(calendar: SchoolCalendar, firstAutumn: number, years: number): TermDates[] {
  const known = remembered.get(calendar) ?? new Map<string, TermDates[]>();
  remembered.set(calendar, known);
  const key = `${firstAutumn} ${years}`;
  const found = known.get(key) ?? termDates(calendar, firstAutumn, years);
  known.set(key, found);
  return found;
}

/** Term dates for `years` school years from the autumn of `firstAutumn`: recorded where given, else as the holidays say, else usual. */
function termDates(limits: SchoolCalendar, firstAutumn: number, years: number): TermDates[] {
  const recorded = recordedTerms(limits);
  const terms: TermDates[] = [];
  for (let index = 0; index < years * 3; index += 1) {
    const season = seasons[index % 3]!;
    const year = firstAutumn + Math.floor(index / 3) + (season === 'autumn' ? 0 : 1);
    const own = recorded.get(`${year}-${season}`);
    const usual = usualTerm(season, year);
    terms.push(own ?? { season, startsOn: usual.startsOn, teachingEndsOn: usual.endsOn, recordedIds: [] });
  }
  return shapedByHolidays(terms, limits);
}

function recordedTerms(limits: SchoolCalendar): Map<string, TermDates> {
  const terms = new Map<string, TermDates>();
  const sorted = [...limits.terms].sort((a, b) =>
    a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : a.id < b.id ? -1 : 1,
  );
  for (const { id, startsOn, endsOn } of sorted) {
    if (endsOn < startsOn) continue;
    const season = seasonOf(startsOn);
    const key = `${dateParts(startsOn).year}-${season}`;
    const before = terms.get(key);
    if (before === undefined) terms.set(key, { season, startsOn, teachingEndsOn: endsOn, recordedIds: [id] });
    else {
      before.teachingEndsOn = laterDate(before.teachingEndsOn, endsOn);
      before.recordedIds.push(id);
    }
  }
  return terms;
}

/** Moves the usual dates to fit long holidays that the school has written down; recorded term dates are left alone. */
function shapedByHolidays(terms: TermDates[], limits: SchoolCalendar): TermDates[] {
  const long = joinRuns(limits.holidays).filter((run) => runDays(run) > 10);
  const shaped = terms.map((term) => ({ ...term }));
  for (let index = 1; index < shaped.length; index += 1) {
    const before = shaped[index - 1]!;
    const after = shaped[index]!;
    const holiday = long.find((run) => run.startsOn < after.startsOn && run.endsOn > before.teachingEndsOn);
    if (holiday === undefined) continue;
    if (before.recordedIds.length === 0 && holiday.startsOn > before.startsOn) {
      before.teachingEndsOn = addDays(holiday.startsOn, -1);
    }
    if (after.recordedIds.length === 0 && holiday.endsOn < after.teachingEndsOn) {
      after.startsOn = schoolDayFrom(addDays(holiday.endsOn, 1), limits);
    }
  }
  return shaped;
}

function schoolTerm(term: TermDates, next: TermDates, limits: Limits): SchoolTerm {
  const { season, startsOn, teachingEndsOn, recordedIds } = term;
  const endsOn = addDays(next.startsOn, -1);
  const year = dateParts(startsOn).year;
  const away = [{ startsOn: addDays(teachingEndsOn, 1), endsOn }, usualHalfTerm(season, year), ...limits.holidays];
  const runs = joinRuns(away)
    .map((run) => ({ startsOn: laterDate(run.startsOn, startsOn), endsOn: earlierDate(run.endsOn, endsOn) }))
    .filter((run) => run.startsOn <= run.endsOn);
  const holiday = longest(runs) ?? { startsOn: endsOn, endsOn };
  const usableHoliday = longest(runs.flatMap((run) => withoutRuns(run, limits.blackouts)));
  const name = termName(season, year);
  return {
    id: `${year}-${season}`,
    name,
    season,
    startsOn,
    teachingEndsOn,
    endsOn,
    holiday,
    usableHoliday,
    recordedIds,
  };
}

function termName(season: Season, year: number): string {
  return `${season[0]!.toUpperCase()}${season.slice(1)} term ${year}`;
}

function longest(runs: readonly DayRun[]): DayRun | null {
  return runs.reduce<DayRun | null>((best, run) => (best === null || runDays(run) > runDays(best) ? run : best), null);
}

function withWeekends(run: DayRun): DayRun {
  let { startsOn, endsOn } = run;
  while (dayOfWeek(addDays(startsOn, -1)) >= 6) startsOn = addDays(startsOn, -1);
  while (dayOfWeek(addDays(endsOn, 1)) >= 6) endsOn = addDays(endsOn, 1);
  return { startsOn, endsOn };
}

function schoolDayFrom(date: PlainDate, limits: SchoolCalendar): PlainDate {
  let day = date;
  while (dayOfWeek(day) >= 6 || limits.bankHolidays.includes(day)) day = addDays(day, 1);
  return day;
}

/** The day itself, or the Monday after where it is on a weekend. */
export function weekdayFrom(date: PlainDate): PlainDate {
  const day = dayOfWeek(date);
  return day >= 6 ? addDays(date, 8 - day) : date;
}

/** The first Monday from that day on. */
export function mondayFrom(date: PlainDate): PlainDate {
  return addDays(date, (8 - dayOfWeek(date)) % 7);
}

function fridayBy(date: PlainDate): PlainDate {
  return addDays(date, -((dayOfWeek(date) + 2) % 7));
}

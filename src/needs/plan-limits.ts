/**
 * The school's limits as the planner takes them. A budget is all the money for technology in a financial year; what the
 * recorded contracts take comes off its revenue first, and what is left (never less than nought) is free for the plan.
 */
import { daysBetween, earlierDate } from '../domain/dates.ts';
import { formatPence } from '../domain/money.ts';
import type { PlanYear } from '../domain/planning.ts';
import type { BudgetYear, SchoolRecord } from '../domain/record.ts';
import { daysInYear, type Horizon } from '../domain/terms.ts';
import { committedByYear } from './commitments.ts';

/** Days of the school's own people for the plan in a term, where none are recorded. */
export const USUAL_STAFF_DAYS_PER_TERM = 10;

/**
 * The financial years of a plan with the money free in each. A year after the last one budgeted takes that one's budget; in a
 * year that the plan ends within, revenue and commitments are both counted up to the plan's last day only.
 */
export function planYears(record: SchoolRecord, horizon: Horizon): PlanYear[] {
  const committed = committedByYear(record, horizon.years, horizon.endsOn);
  return horizon.years.map((year, index) => {
    const notes: string[] = [];
    const budget = budgetFor(record, year.id, notes);
    const wholeDays = daysInYear(year);
    const days = daysBetween(year.startsOn, earlierDate(year.endsOn, horizon.endsOn)) + 1;
    const revenue = days < wholeDays ? Math.round((budget.revenuePence * days) / wholeDays) : budget.revenuePence;
    if (days < wholeDays)
      notes.push(`The plan ends during this year: ${days} of its ${wholeDays} days of revenue are counted.`);
    const spoken = committed[index]?.totalPence ?? 0;
    if (spoken > revenue) {
      notes.push(
        `Contracts already cost ${formatPence(spoken)} this year, more than the revenue budget of ${formatPence(revenue)}: nothing is free.`,
      );
    }
    const unknown = committed[index]?.unknownCost.length ?? 0;
    if (unknown > 0)
      notes.push(
        `The cost of ${unknown === 1 ? '1 contract' : `${unknown} contracts`} is not known and counts as nothing.`,
      );
    const { id, name, startsOn, endsOn } = year;
    const capitalPence = Math.max(0, budget.capitalPence);
    return { id, name, startsOn, endsOn, capitalPence, revenuePence: Math.max(0, revenue - spoken), notes };
  });
}

/** Days of the school's own people for each term: the term's own figure, else the figure for every term, else the usual one. */
export function planStaffDays(record: SchoolRecord, horizon: Horizon): number[] {
  const { staffDaysByTerm, staffDaysPerTerm } = record.limits;
  return horizon.terms.map((term) => {
    const own = [term.id, ...term.recordedIds].flatMap((id) => staffDaysByTerm[id] ?? []);
    return own[0] ?? staffDaysPerTerm ?? USUAL_STAFF_DAYS_PER_TERM;
  });
}

function budgetFor(record: SchoolRecord, yearId: string, notes: string[]): BudgetYear {
  const budgets = [...record.limits.budgets].sort((a, b) => compare(a, b));
  const own = budgets.find(({ year }) => year === yearId);
  if (own !== undefined) return own;
  const before = budgets.findLast(({ year }) => year < yearId);
  if (before === undefined) {
    notes.push('No budget is written down for this year: no money is free.');
    return { year: yearId, capitalPence: 0, revenuePence: 0 };
  }
  notes.push(`No budget is written down for this year: the one for ${before.year} is used.`);
  return before;
}

function compare(a: BudgetYear, b: BudgetYear): number {
  if (a.year !== b.year) return a.year < b.year ? -1 : 1;
  return a.capitalPence - b.capitalPence || a.revenuePence - b.revenuePence;
}

/**
 * What each school holds for itself while a fund is shared: the days of its own people in each year, and the order in which
 * its options come, where only some of a need's options wait for others.
 *
 * Neither is a shared limit, and a school's exact answer to prices knows neither. Days get a price in each school (what a
 * hundredth of a day is worth to it), found so that the bound is lowest: at any such prices, what the answers are worth less
 * their days, plus the price of all the days there are, is still a bound. For the order, the bound lets every start wait only
 * for what all starts of its need wait for; the plans themselves are then asked for with those options that the first answer
 * chose, each waiting for all that it must.
 */
import type { AllocationFrame, AllocationSchool, AllocationStart } from '../../domain/allocation.ts';
import { askHere } from '../allocation/asker.ts';
import { findPrices } from '../allocation/find-prices.ts';
import { packSchools } from '../allocation/packed-schools.ts';
import type { Highs } from '../highs.ts';
import { daysOf, type BroughtSchool, type OfferedNeed, type OfferedStart } from './from-problem.ts';

/** Points for a hundredth of a day, by the school's years. */
export type DayPrices = readonly number[];

const ROUNDS = 25;

/** Days of a start in hundredths, by the school's years. */
export function startDays({ problem }: BroughtSchool, { candidate }: OfferedStart): number[] {
  return daysOf(problem, candidate.staffDays);
}

/** Whether what is chosen takes more days than there are, or begins before what it waits for. */
export function breaksOwnLimits(school: BroughtSchool, choice: ArrayLike<number>): boolean {
  const days = school.spareDays.map(() => 0);
  for (const [n, { starts }] of school.needs.entries()) {
    const start = starts[choice[n]!];
    if (start === undefined) continue;
    startDays(school, start).forEach((each, y) => (days[y]! += each));
    for (const before of start.before) {
      const other = school.needs[before]!.starts[choice[before]!];
      if (other === undefined || other.candidate.completeTerm > start.candidate.term) return true;
    }
  }
  return days.some((each, y) => each > school.spareDays[y]!);
}

/** The school with those starts of each need that wait for no more than the chosen one does; all of them wait for that. */
export function inOrder(school: BroughtSchool, choice: ArrayLike<number>): BroughtSchool {
  const needs = school.needs.map((need, n): OfferedNeed => {
    const chosen = need.starts[choice[n]!];
    if (need.starts.every(({ before }) => before.length === need.after.length)) return need;
    // With nothing chosen, all are offered: each then waits for all that any of them waits for.
    const after = chosen?.before ?? [...new Set(need.starts.flatMap(({ before }) => before))];
    return {
      id: need.id,
      after: [...after].sort((a, b) => a - b),
      starts: need.starts.filter(({ before }) => before.every((one) => after.includes(one))),
    };
  });
  return { ...school, needs };
}

/** The school as it answers where days have a price. What it is worth is never less than with the exact price. */
export function priceDays(school: BroughtSchool, asked: AllocationSchool, prices: DayPrices): AllocationSchool {
  if (prices.every((price) => price === 0)) return asked;
  return mapStarts(asked, (start, n, k) => {
    const days = startDays(school, school.needs[n]!.starts[k]!);
    return { ...start, value: Math.ceil(start.value - days.reduce((sum, each, y) => sum + each * prices[y]!, 0)) };
  });
}

/** What all the days there are come to at these prices. */
export function worthOfDays({ spareDays }: BroughtSchool, prices: DayPrices): number {
  return spareDays.reduce((sum, days, y) => sum + days * prices[y]!, 0);
}

/** The prices of days at which the school's part of the bound is lowest, money being at its `prices`. */
export async function findDayPrices(
  highs: Highs,
  frame: AllocationFrame,
  school: BroughtSchool,
  asked: AllocationSchool,
  prices: readonly number[],
): Promise<DayPrices> {
  const none = school.spareDays.map(() => 0);
  const most = school.spareDays.map((_days, y) =>
    school.needs.reduce((sum, { starts }) => sum + Math.max(0, ...starts.map((one) => startDays(school, one)[y]!)), 0),
  );
  if (most.every((days, y) => days <= school.spareDays[y]!)) return none;
  const limits = school.problem.years.map(({ id, name }, y) => ({ id, name, allowed: school.spareDays[y]! }));
  const own = mapStarts(asked, (start, n, k) => ({
    ...start,
    value: Math.ceil(start.value - start.uses.reduce((sum, use, l) => sum + use * (prices[l] ?? 0), 0)),
    uses: startDays(school, school.needs[n]!.starts[k]!),
  }));
  const asker = askHere(packSchools({ ...frame, limits }, [own]));
  const found = await findPrices(highs, { ...frame, limits }, (at) => asker.ask(at), { mostRounds: ROUNDS });
  return found.prices;
}

/** The school with each start changed: need and start by their numbers. */
export function mapStarts(
  school: AllocationSchool,
  change: (start: AllocationStart, need: number, startNumber: number) => AllocationStart,
): AllocationSchool {
  return {
    ...school,
    needs: school.needs.map((need, n) => ({
      ...need,
      // One option for each start: {@link allocationSchoolOf}.
      options: need.options.map((option, k) => ({ ...option, starts: option.starts.map((one) => change(one, n, k)) })),
    })),
  };
}

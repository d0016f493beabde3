/** Waves: what of a plan starts together in one term, and what that term asks of money and people. Pure. */
import { addRanges, type PenceRange } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { type ItemGroup, itemGroups, type PlanItem, planItems } from './plan.rules.ts';

export interface Wave {
  term: number;
  items: PlanItem[];
  groups: ItemGroup[];
  /** Over the plan, of all that starts in this term. */
  range: PenceRange;
  /** Days of the school's own people in this term, of what starts in it and of what started before, and those there are. */
  staffDays: number;
  staffDaysThere: number;
  /** The longest run of days without pupils in this term. */
  holidayDays: number;
}

/** The terms in which something starts, in order. */
export function planWaves(problem: PlanningProblem, plan: Plan): Wave[] {
  const items = planItems(problem, plan);
  return problem.terms.flatMap((term, index) => {
    const mine = items.filter(({ placement }) => placement.term === index);
    if (mine.length === 0) return [];
    return [
      {
        term: index,
        items: mine,
        groups: itemGroups(mine),
        range: addRanges(...mine.map(({ candidate }) => candidate.wholeLifeRange)),
        staffDays: items.reduce((sum, { candidate }) => sum + (candidate.staffDays[index] ?? 0), 0),
        staffDaysThere: problem.staffDaysPerTerm[index] ?? 0,
        holidayDays: term.holidayDays,
      },
    ];
  });
}

/** A problem with one thing changed: what the reasons solve again. */
import type { LimitKind, PlanNeed, PlanningProblem } from '../domain/planning.ts';

/** More money than any plan can spend, in pence (a thousand million pounds), small enough to add up exactly. */
const plentyPence = 100_000_000_000;
const plentyDays = 100_000;

/** The same problem without one limit; null where the limit is not of a kind that can be taken away. */
export function withoutLimit(problem: PlanningProblem, kind: LimitKind, id: string): PlanningProblem | null {
  switch (kind) {
    case 'capital':
      return {
        ...problem,
        years: problem.years.map((year) =>
          year.id === id ? { ...year, capitalPence: year.capitalPence + plentyPence } : year,
        ),
      };
    case 'revenue':
      return {
        ...problem,
        years: problem.years.map((year) =>
          year.id === id ? { ...year, revenuePence: year.revenuePence + plentyPence } : year,
        ),
      };
    case 'staff': {
      const at = problem.terms.findIndex((term) => term.id === id);
      return {
        ...problem,
        staffDaysPerTerm: problem.staffDaysPerTerm.map((days, t) => (t === at ? days + plentyDays : days)),
      };
    }
    case 'precedence': {
      const [later, earlier] = id.split(' after ');
      return changeNeed(problem, later ?? '', (need) => ({
        ...need,
        after: need.after.filter((other) => other !== earlier),
        options: need.options.map((option) => ({
          ...option,
          after: (option.after ?? []).filter((other) => other !== earlier),
        })),
      }));
    }
    case 'exclusion':
      return { ...problem, exclusions: problem.exclusions.filter((exclusion) => exclusion.id !== id) };
    case 'lock':
      return { ...problem, locks: problem.locks.filter((lock) => lock.needId !== id) };
    case 'window':
    case 'contract':
      return null;
  }
}

/** The same problem with one need changed. */
export function changeNeed(
  problem: PlanningProblem,
  needId: string,
  change: (need: PlanNeed) => PlanNeed,
): PlanningProblem {
  return { ...problem, needs: problem.needs.map((need) => (need.id === needId ? change(need) : need)) };
}

/** Terms that make a year, as most of the problem's years have them. */
export function termsInYear(problem: PlanningProblem): number {
  const counts = new Map<number, number>();
  for (const term of problem.terms) counts.set(term.year, (counts.get(term.year) ?? 0) + 1);
  return Math.max(1, ...counts.values());
}

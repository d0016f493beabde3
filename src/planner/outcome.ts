/** What follows from a plan: cash by year and pot, what is met when, and what is left unmet. Pure sums over placements. */
import type { Candidate, NationalHeading, Placement, PlanningProblem, UnmetRequirement } from '../domain/planning.ts';
import type { Pence } from '../domain/money.ts';

export interface CashYear {
  /** Index and id of the financial year. */
  year: number;
  yearId: string;
  capitalPence: Pence;
  revenuePence: Pence;
  /** What the year allows by itself. */
  capitalBudgetPence: Pence;
  revenueBudgetPence: Pence;
  /** Capital free in this year with what earlier years left over, where it carries forward; else the year's own. */
  capitalAvailablePence: Pence;
}

/** One placement's cash, by year index. */
export interface CashLine {
  needId: string;
  optionId: string;
  heading: NationalHeading;
  placeholderPrice: boolean;
  capitalPence: Pence[];
  revenuePence: Pence[];
  wholeLifePence: Pence;
}

/** Met or not, by term index, without the plan and with it. */
export interface TermStatus {
  id: string;
  without: boolean[];
  with: boolean[];
}

export interface StatusByTerm {
  requirements: TermStatus[];
  /** A standard is met in a term where all of its "must" requirements are. */
  standards: TermStatus[];
}

/** The candidate that a placement stands for, or null where the problem has no such start. */
export function candidateOf(
  problem: PlanningProblem,
  placement: Pick<Placement, 'needId' | 'optionId' | 'term'>,
): Candidate | null {
  const need = problem.needs.find((one) => one.id === placement.needId);
  return need?.candidates.find((one) => one.optionId === placement.optionId && one.term === placement.term) ?? null;
}

/** Cash of each placement, in the plan's order. */
export function cashLines(problem: PlanningProblem, placements: readonly Placement[]): CashLine[] {
  return placements.flatMap((placement): CashLine[] => {
    const candidate = candidateOf(problem, placement);
    const option = problem.needs
      .find((need) => need.id === placement.needId)
      ?.options.find((one) => one.id === placement.optionId);
    if (!candidate || !option) return [];
    return [
      {
        needId: placement.needId,
        optionId: placement.optionId,
        heading: option.heading,
        placeholderPrice: option.placeholderPrice,
        capitalPence: problem.years.map((_, y) => candidate.capitalPence[y] ?? 0),
        revenuePence: problem.years.map((_, y) => candidate.revenuePence[y] ?? 0),
        wholeLifePence: candidate.wholeLifePence,
      },
    ];
  });
}

/** Cash by financial year and pot beside the budgets. */
export function cashByYear(problem: PlanningProblem, placements: readonly Placement[]): CashYear[] {
  const lines = cashLines(problem, placements);
  let left = 0;
  return problem.years.map((year, y) => {
    const capitalPence = lines.reduce((sum, line) => sum + line.capitalPence[y]!, 0);
    const capitalAvailablePence = year.capitalPence + (problem.capitalCarriesForward ? left : 0);
    left = capitalAvailablePence - capitalPence;
    return {
      year: y,
      yearId: year.id,
      capitalPence,
      revenuePence: lines.reduce((sum, line) => sum + line.revenuePence[y]!, 0),
      capitalBudgetPence: year.capitalPence,
      revenueBudgetPence: year.revenuePence,
      capitalAvailablePence,
    };
  });
}

/** What is met in each term, with the plan and without it. */
export function statusByTerm(problem: PlanningProblem, placements: readonly Placement[]): StatusByTerm {
  const placed = placements.flatMap((placement) => candidateOf(problem, placement) ?? []);
  const requirements = problem.requirements.map((requirement): TermStatus => {
    const meeting = placed.filter((candidate) => candidate.satisfies.includes(requirement.id));
    const without = problem.terms.map((_, t) => requirement.metWithout[t] ?? false);
    return {
      id: requirement.id,
      without,
      with: without.map((met, t) => met || meeting.some((candidate) => holdsIn(candidate, t))),
    };
  });
  const standards = problem.standards.map((standard): TermStatus => {
    const musts = requirements.filter((_, r) => {
      const requirement = problem.requirements[r]!;
      return requirement.must && requirement.standardId === standard.id;
    });
    return {
      id: standard.id,
      without: problem.terms.map((_, t) => musts.every((one) => one.without[t])),
      with: problem.terms.map((_, t) => musts.every((one) => one.with[t])),
    };
  });
  return { requirements, standards };
}

function holdsIn(candidate: Candidate, term: number): boolean {
  return candidate.completeTerm <= term && (candidate.lapsesTerm === null || term < candidate.lapsesTerm);
}

/** Requirements unmet in some term under the plan; the money and the reason are filled by `explainPlan`. */
export function unmetRequirements(problem: PlanningProblem, placements: readonly Placement[]): UnmetRequirement[] {
  return statusByTerm(problem, placements).requirements.flatMap((status): UnmetRequirement[] => {
    const terms = status.with.filter((met) => !met).length;
    if (terms === 0) return [];
    return [
      { requirementId: status.id, terms, metAtEnd: status.with.at(-1) ?? true, leastExtraPence: null, reason: '' },
    ];
  });
}

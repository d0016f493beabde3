/** How a school fares under a plan by term inside what it is given, and which of two such outcomes is worse. */
import type { ChosenStart, Plan, PlanningProblem } from '../../domain/planning.ts';
import { cashByYear, statusByTerm } from '../outcome.ts';
import { NoPlanFoundError, solvePlan } from '../solve.ts';
import type { Fund } from './from-problem.ts';

/** How a school fares under one plan. Levels as the planner counts them: the less the better. */
export interface SchoolOutcome {
  /** False where no plan holds the money given and what is fixed, or none was found. */
  isPossible: boolean;
  dutyTerms: number;
  coreStandards: number;
  /** Core standards fully met on their date. */
  coreMet: number;
  coreLateTerms: number;
  /** Weighted requirement-terms not met, and those of requirements that come after all others. */
  unmetTerms: number;
  laterUnmetTerms: number;
  /** Requirement-terms that are met. */
  metTerms: number;
  capitalPence: number[];
  revenuePence: number[];
  wholeLifePence: number;
  placements: { needId: string; needName: string; optionName: string; termName: string }[];
}

/** The plan by term inside this money, and how the school fares under it. */
export async function outcomeFor(
  problem: PlanningProblem,
  fund: Fund,
  starts: readonly ChosenStart[],
): Promise<SchoolOutcome> {
  const start = starts.map(({ needId, optionId, term }) => ({ needId, optionId, term }));
  let plan: Plan | null = null;
  try {
    plan = await solvePlan({ ...problem, agreed: [] }, { effort: 'quick', start });
  } catch (error) {
    // That none was found within the effort is said as such.
    if (!(error instanceof NoPlanFoundError)) throw error;
  }
  return toOutcome(problem, fund, plan?.certificate.status === 'infeasible' ? null : plan);
}

function toOutcome(problem: PlanningProblem, fund: Fund, plan: Plan | null): SchoolOutcome {
  const placements = plan?.placements ?? [];
  const level = (name: string) => plan?.certificate.levels.find((one) => one.level === name)?.value ?? 0;
  const status = statusByTerm(problem, placements);
  const dated = problem.standards.filter(
    ({ id, core, dueTerm }) =>
      core &&
      dueTerm !== null &&
      dueTerm < problem.terms.length &&
      problem.requirements.some(({ standardId, must }) => must && standardId === id),
  );
  const cash = cashByYear(problem, placements);
  const byYear = (of: (year: (typeof cash)[number]) => number) =>
    fund.years.map(({ id }) => cash.filter(({ yearId }) => yearId === id).reduce((sum, year) => sum + of(year), 0));
  return {
    isPossible: plan !== null,
    dutyTerms: level('duties'),
    coreStandards: dated.length,
    coreMet: dated.filter(
      ({ id, dueTerm }) => status.standards.find((one) => one.id === id)?.with[Math.max(0, dueTerm!)],
    ).length,
    coreLateTerms: level('core-lateness'),
    unmetTerms: level('requirement-terms'),
    laterUnmetTerms: level('later-requirement-terms'),
    metTerms: status.requirements.reduce((sum, one) => sum + one.with.filter(Boolean).length, 0),
    capitalPence: byYear(({ capitalPence }) => capitalPence),
    revenuePence: byYear(({ revenuePence }) => revenuePence),
    wholeLifePence: level('whole-life-cost'),
    placements: placements.map(({ needId, optionId, term }) => {
      const need = problem.needs.find(({ id }) => id === needId);
      return {
        needId,
        needName: need?.name ?? needId,
        optionName: need?.options.find(({ id }) => id === optionId)?.name ?? optionId,
        termName: problem.terms[term]?.name ?? '',
      };
    }),
  };
}

type Levels = Omit<SchoolOutcome, 'placements'>;

/** Below nought where the school fares worse under the first: by the planner's levels in their order, cost left out. */
export function compareOutcomes(one: Levels, than: Levels): number {
  if (one.isPossible !== than.isPossible) return one.isPossible ? 1 : -1;
  const levels = (outcome: Levels) => [
    outcome.dutyTerms,
    outcome.coreStandards - outcome.coreMet,
    outcome.coreLateTerms,
    outcome.unmetTerms,
    outcome.laterUnmetTerms,
  ];
  const mine = levels(one);
  const theirs = levels(than);
  for (const [k, value] of mine.entries()) if (value !== theirs[k]!) return theirs[k]! - value;
  return 0;
}

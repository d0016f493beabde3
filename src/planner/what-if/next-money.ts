/** What a little more money would buy: the plan made again with so much more in one pot of one year at a time. */
import type { Pence } from '../../domain/money.ts';
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { diffPlans } from '../diff.ts';
import { statusByTerm } from '../outcome.ts';
import { baseline, replan, startsOf, type ReplanEffort } from './replan.ts';

export interface MoreMoney {
  pot: 'capital' | 'revenue';
  yearId: string;
  /** Needs that would then start sooner or be met at all, with the terms gained; null where nothing is planned for it now. */
  sooner: { needId: string; optionId: string; toTerm: number; terms: number | null }[];
  /** Requirements that would then be met in more terms, with how many more. */
  met: { requirementId: string; terms: number; atEnd: boolean }[];
  /** What the whole plan would cost more. */
  costPence: Pence;
  /** Better than the plan at hand, as the planner judges plans: else the money would change nothing for the better. */
  helps: boolean;
}

/** Source: "what the next £10,000 buys". */
export const NEXT_POUNDS_PENCE: Pence = 1_000_000;

export interface NextMoneyOptions {
  effort?: ReplanEffort;
  amountPence?: Pence;
  onProgress?: (found: MoreMoney[]) => void;
}

/** One line for each pot of each year of the plan, in the years' order. */
export async function nextMoney(
  problem: PlanningProblem,
  plan: Plan,
  { effort = 'search', amountPence = NEXT_POUNDS_PENCE, onProgress }: NextMoneyOptions = {},
): Promise<MoreMoney[]> {
  const found: MoreMoney[] = [];
  const base = { ...problem, agreed: startsOf(plan) };
  const from = await baseline(base, plan, effort);
  for (const [y, year] of problem.years.entries()) {
    for (const pot of ['capital', 'revenue'] as const) {
      const key = pot === 'capital' ? 'capitalPence' : 'revenuePence';
      const years = problem.years.with(y, { ...year, [key]: year[key] + amountPence });
      const richer = { ...base, years };
      const again = await replan(richer, startsOf(from), effort);
      if (again) found.push({ pot, yearId: year.id, ...gains(base, from, richer, again) });
      onProgress?.(found);
    }
  }
  return found;
}

function gains(problem: PlanningProblem, plan: Plan, richer: PlanningProblem, again: Plan) {
  const { changes, levels } = diffPlans({ problem, plan }, { problem: richer, plan: again });
  const first = levels.find(({ level, from, to }) => level !== 'changes' && from !== to);
  const helps = first !== undefined && first.to < first.from;
  const cost = levels.find(({ level }) => level === 'whole-life-cost');
  const sooner = changes.flatMap((change): MoreMoney['sooner'] => {
    if (!('to' in change)) return [];
    const { needId, to } = change;
    const terms = 'from' in change ? change.from.completeTerm - to.completeTerm : null;
    return terms === null || terms > 0 ? [{ needId, optionId: to.optionId, toTerm: to.completeTerm, terms }] : [];
  });
  const before = statusByTerm(problem, plan.placements).requirements;
  const met = statusByTerm(richer, again.placements).requirements.flatMap((status, r): MoreMoney['met'] => {
    const was = before[r]?.with ?? [];
    const terms = status.with.filter(Boolean).length - was.filter(Boolean).length;
    const atEnd = status.with.at(-1) === true && was.at(-1) !== true;
    return terms > 0 ? [{ requirementId: status.id, terms, atEnd }] : [];
  });
  return helps
    ? { helps, sooner, met, costPence: cost ? cost.to - cost.from : 0 }
    : { helps, sooner: [], met: [], costPence: 0 };
}

/**
 * A school's plans by term once a fund is shared: inside what it is given, at the prices of the pools that it buys in, and
 * beside that with its own share by pupils. They hold every limit of the school, its people's days in each term too.
 */
import type { Candidate, PlanningProblem } from '../../domain/planning.ts';
import type { Fund } from './from-problem.ts';
import { outcomeFor, type SchoolOutcome } from './school-outcome.ts';
import { problemWithMoney } from './share-fund.ts';
import type { SharingSchool } from './sharing.ts';

export interface SchoolPlans {
  /** Inside what it is given. */
  plan: SchoolOutcome;
  /** With its own share by pupils. */
  own: SchoolOutcome;
}

/** Makes both plans of one school; they are one and the same where it keeps its own share. */
export async function planSchool(
  fund: Fund,
  { problem, atPoolPrice }: { problem: PlanningProblem; atPoolPrice: Readonly<Record<string, PlanningProblem>> },
  school: Pick<SharingSchool, 'isOut' | 'starts' | 'grantPence' | 'sharePence'>,
): Promise<SchoolPlans> {
  const own = await outcomeFor(problemWithMoney(problem, fund, school.sharePence), fund, []);
  if (school.isOut) return { plan: own, own };
  const atTheirPrice = problemAtPoolPrices(problem, atPoolPrice, school.starts);
  const plan = await outcomeFor(problemWithMoney(atTheirPrice, fund, school.grantPence), fund, school.starts);
  return { plan, own };
}

/** The problem with the pool's price for what the school buys in a pool. */
function problemAtPoolPrices(
  problem: PlanningProblem,
  atPoolPrice: Readonly<Record<string, PlanningProblem>>,
  starts: SharingSchool['starts'],
): PlanningProblem {
  const pooled = starts.filter(({ poolId }) => poolId !== null);
  const priceOf = (needId: string, one: Candidate): Candidate => {
    const start = pooled.find(
      ({ needId: id, optionId, term }) => id === needId && optionId === one.optionId && term === one.term,
    );
    const needs = start && atPoolPrice[start.poolId ?? '']?.needs;
    const candidates = needs?.find(({ id }) => id === needId)?.candidates ?? [];
    return candidates.find(({ optionId, term }) => optionId === one.optionId && term === one.term) ?? one;
  };
  return {
    ...problem,
    needs: problem.needs.map((need) => ({ ...need, candidates: need.candidates.map((one) => priceOf(need.id, one)) })),
  };
}

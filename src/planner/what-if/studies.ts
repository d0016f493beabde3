/** Questions about a plan that take many re-plannings, as plain data, so that a worker thread can be asked them. */
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { findCauses, type ChangeCauses } from './causes.ts';
import { problemDifferences, type PlanCause } from './differences.ts';
import { nextMoney, type MoreMoney } from './next-money.ts';
import { studyPrices, type PriceStudy } from './price-study.ts';
import { startsOf, type ReplanEffort } from './replan.ts';
import { applyScenario, type ScenarioFacts, type ScenarioPart } from './scenario.ts';

interface Made {
  problem: PlanningProblem;
  plan: Plan;
}

export type Study =
  /** What changed a plan that took the place of another. */
  | { kind: 'causes'; before: Made; after: Made; effort: ReplanEffort }
  /** What each part of a scenario changed. `facts` without the starts, which are those of the plan before. */
  | {
      kind: 'scenario-causes';
      before: Made;
      plan: Plan;
      parts: ScenarioPart[];
      facts: Omit<ScenarioFacts, 'starts'>;
      effort: ReplanEffort;
    }
  | { kind: 'prices'; made: Made; screen: ReplanEffort; confirm: ReplanEffort }
  | { kind: 'money'; made: Made; effort: ReplanEffort };

export type StudyAnswer =
  | { kind: 'causes'; causes: ChangeCauses<PlanCause>[] }
  /** Causes are places in the scenario's list of parts. */
  | { kind: 'scenario-causes'; causes: ChangeCauses<number>[] }
  | { kind: 'prices'; study: PriceStudy }
  | { kind: 'money'; lines: MoreMoney[] };

export async function answerStudy(study: Study): Promise<StudyAnswer> {
  switch (study.kind) {
    case 'causes': {
      const { before, after, effort } = study;
      const possible = problemDifferences(before.problem, after.problem);
      return { kind: 'causes', causes: await findCauses(before, after, possible, effort) };
    }
    case 'scenario-causes': {
      const { before, plan, parts, effort } = study;
      const facts = { ...study.facts, starts: startsOf(before.plan) };
      const after = { problem: applyScenario(before.problem, parts, facts), plan };
      const possible = parts.map((part, cause) => {
        const others = parts.filter((one) => one !== part);
        return { cause, without: applyScenario(before.problem, others, facts) };
      });
      return { kind: 'scenario-causes', causes: await findCauses(before, after, possible, effort) };
    }
    case 'prices': {
      const { made, screen, confirm } = study;
      return { kind: 'prices', study: await studyPrices(made.problem, made.plan, { screen, confirm }) };
    }
    case 'money':
      return { kind: 'money', lines: await nextMoney(study.made.problem, study.made.plan, { effort: study.effort }) };
  }
}

/** Questions about a plan that take many re-plannings, as plain data, so that a worker thread can be asked them. */
import type { Plan, PlanningProblem } from '../../domain/planning.ts';
import { type CauseEfforts, findCauses, type ChangeCauses } from './causes.ts';
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
  | ({ kind: 'causes'; before: Made; after: Made } & CauseEfforts)
  /**
   * What each change of a scenario, and each part of one, changed in the plan. `facts` without the starts, which are those of
   * the plan before.
   */
  | ({
      kind: 'scenario-causes';
      before: Made;
      plan: Plan;
      /** Each the parts that belong together. */
      changes: ScenarioPart[][];
      facts: Omit<ScenarioFacts, 'starts'>;
    } & CauseEfforts)
  | { kind: 'prices'; made: Made; screen: ReplanEffort; confirm: ReplanEffort }
  | { kind: 'money'; made: Made; effort: ReplanEffort };

/** A place in the list of all parts of a scenario's changes, one after another, or in the list of its changes. */
export type ScenarioCause = { part: number } | { change: number };

export type StudyAnswer =
  | { kind: 'causes'; causes: ChangeCauses<PlanCause>[] }
  | { kind: 'scenario-causes'; causes: ChangeCauses<ScenarioCause>[] }
  | { kind: 'prices'; study: PriceStudy }
  | { kind: 'money'; lines: MoreMoney[] };

export async function answerStudy(study: Study): Promise<StudyAnswer> {
  switch (study.kind) {
    case 'causes': {
      const { before, after } = study;
      const possible = problemDifferences(before.problem, after.problem);
      return { kind: 'causes', causes: await findCauses(before, after, possible, study) };
    }
    case 'scenario-causes': {
      const { before, plan, changes } = study;
      const facts = { ...study.facts, starts: startsOf(before.plan) };
      const after = { problem: applyScenario(before.problem, changes.flat(), facts), plan };
      const possible = scenarioCauses(changes).map((cause) => ({
        cause,
        without: applyScenario(before.problem, without(changes, cause), facts),
      }));
      const causes = await findCauses(before, after, possible, study);
      return { kind: 'scenario-causes', causes: causes.map((one) => nearest(one, changes)) };
    }
    case 'prices': {
      const { made, screen, confirm } = study;
      return { kind: 'prices', study: await studyPrices(made.problem, made.plan, { screen, confirm }) };
    }
    case 'money':
      return { kind: 'money', lines: await nextMoney(study.made.problem, study.made.plan, { effort: study.effort }) };
  }
}

/** Whole changes first, then the parts of those that have several; where there is only one change, its parts. */
function scenarioCauses(changes: readonly ScenarioPart[][]): ScenarioCause[] {
  const parts = changes.flatMap((mine, change) => mine.map(() => change));
  const isAlone = (change: number) => changes.length === 1 || changes[change]?.length === 1;
  const whole = changes.flatMap((_, change): ScenarioCause[] => (isAlone(change) ? [] : [{ change }]));
  const single = parts.flatMap((change, part): ScenarioCause[] => (isAlone(change) ? [{ part }] : []));
  const within = parts.flatMap((change, part): ScenarioCause[] => (isAlone(change) ? [] : [{ part }]));
  return [...whole, ...single, ...within];
}

function without(changes: readonly ScenarioPart[][], cause: ScenarioCause): ScenarioPart[] {
  if ('change' in cause) return changes.filter((_, change) => change !== cause.change).flat();
  return changes.flat().filter((_, part) => part !== cause.part);
}

/** A whole change is not named where one of its parts explains it already. */
function nearest(found: ChangeCauses<ScenarioCause>, changes: readonly ScenarioPart[][]): ChangeCauses<ScenarioCause> {
  const changeOf = changes.flatMap((mine, change) => mine.map(() => change));
  const proved = found.proved ?? 0;
  const isNeeded = (cause: ScenarioCause, place: number) =>
    !('change' in cause) ||
    !found.causes.some(
      (other, at) => 'part' in other && changeOf[other.part] === cause.change && (at < proved || place >= proved),
    );
  const causes = found.causes.filter(isNeeded);
  return { ...found, causes, proved: found.causes.slice(0, proved).filter(isNeeded).length };
}

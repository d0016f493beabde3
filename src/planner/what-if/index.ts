/** "What if": scenarios, what made a plan change, what prices and more money would change. Pure. */
export { findCauses, type CauseEfforts, type ChangeCauses, type PossibleCause } from './causes.ts';
export { drawCosts, USUAL_DRAWS, type CostDraws, type Spread, type YearDraws } from './cost-draws.ts';
export { problemDifferences, type Difference, type PlanCause } from './differences.ts';
export { nextMoney, NEXT_POUNDS_PENCE, type MoreMoney } from './next-money.ts';
export {
  MOST_STUDIED,
  studyPrices,
  withPriceAt,
  type PriceEnd,
  type PriceStudy,
  type StudiedPrice,
} from './price-study.ts';
export { replan, startsOf, type ReplanEffort } from './replan.ts';
export { applyScenario, type ScenarioFacts, type ScenarioPart, type ScenarioTarget } from './scenario.ts';
export type { ScenarioCause, Study, StudyAnswer } from './studies.ts';

/** Needs: what a school's record asks for, and the planning problem made from it. */
export { acceptanceOf, isDuty, type Acceptance } from './accepted.ts';
export {
  committedByYear,
  commitmentOf,
  spreadByYear,
  yearlyCostOf,
  type Commitment,
  type YearCommitments,
} from './commitments.ts';
export {
  bestCommonEnd,
  commonEnd,
  daysToLookAt,
  ownEnds,
  YEARS_COUNTED,
  type CommonEnd,
  type ContractEnding,
  type EndingContract,
  type EndingWay,
} from './common-end.ts';
export { compileProblem, findNeeds, horizonOf, KEPT_UP_STANDARD } from './compile-problem.ts';
export { leftForNow, type LeftForNow } from './left-for-now.ts';
export { needSubjects } from './need-subjects.ts';
export { type FoundNeed, type Keeps, type NeedCause } from './find-needs.ts';
export { offeredOptions, type OfferedOption } from './option-prices.ts';
export { lessSpent, ordersByNeed, spentByYear, type SpentInYear } from './orders.ts';
export { planStaffDays, planYears, USUAL_STAFF_DAYS_PER_TERM } from './plan-limits.ts';
export { priceOption, type OptionPrice, type PriceBasis } from './prices.ts';
export { costRange, requirementCosts, type NeedCost, type OptionCost } from './requirement-costs.ts';
export { supportEndOf, supportWords, type SupportEnd } from './support-ends.ts';
export { whatIfFacts, type WhatIfFacts } from './what-if-facts.ts';
export { leaveContract } from './contract-windows.ts';

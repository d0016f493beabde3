/** Status: what a record means under an edition of the standards, day by day. Pure. */
export * from './results.ts';
export {
  answerChanges,
  answerStanding,
  evidenceByQuestion,
  isInForce,
  type AnswerStanding,
} from './answer-over-time.ts';
export { factIntervals, UnknownRuleError } from './facts-over-time.ts';
export { wifiWords } from '../library/wifi-generations.ts';
export { usualHoldsUntil } from './hold-defaults.ts';
export { howKnown, howKnownWords, type HowKnown } from './how-known.ts';
export { metByTerm, planRequirements, planStandards, requirementsMetByTerm } from './for-planning.ts';
export { nextQuestions, questionStates, toAskInOrder, type QuestionState } from './next-questions.ts';
export { statusByDate, statusOn } from './status.ts';
export { coreSummary, type CategorySummary, type CoreSummary } from './summary.ts';
export { thresholdFor } from './finding.ts';
export { onDay } from './intervals.ts';
export { planEffects } from './plan-effects.ts';
export { ruleNames } from './rule-names.ts';
export { dueOf, triggerRuleNames } from './triggers.ts';

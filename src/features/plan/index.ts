/** The door of the plan. */
export { planAgain, planInBackground, type PlanServices } from './plan.again.ts';
export {
  agreedStarts,
  changeLock,
  currentPlan,
  currentPlanMade,
  type LastTime,
  planLastTime,
  startPlan,
} from './plan.commands.ts';
export { PROVED_OR_LIKELY } from './plan.causes.words.ts';
export { type ChangedPlace, type PlanChangeLine, planChanges } from './plan.changes.ts';
export { planCheckCommand, planCommand } from './plan.cli.ts';
export { planFile, type PlanFile, readPlanFile } from './plan.file.ts';
export { createPlanRunner, type PlanRunner } from './plan.jobs.ts';
export {
  moneyOf,
  moneyPicture,
  moneyWithBudgets,
  standardsPicture,
  timelinePicture,
  wavesPicture,
} from './plan.pictures.view.ts';
export { problemOf } from './plan.problem.ts';
export { listPlans, type StoredPlan } from './plan.queries.ts';
export {
  leftAlone,
  planItems,
  planTotals,
  standardRows,
  unmetLines,
  type MoneyYear,
  type PlanItem,
} from './plan.rules.ts';
export { moneyTable, standardsTable, timelineTable, wavesTable } from './plan.tables.ts';
export { asEachEditor, idleBefore, resumePlans } from './plan.resume.ts';
export { planRoutes } from './plan.web.ts';
export { bindingSentence, countWords, delaySentence, proofSentence, termName, unmetSentence } from './plan.words.ts';

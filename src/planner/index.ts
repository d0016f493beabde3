/**
 * The planner: needs and limits in, a plan with its certificate and reasons out. Pure but for `worker.ts`, its edge.
 */
export { checkPlan, type CheckResult } from './check.ts';
export { findConflict } from './conflict.ts';
export { diffPlans, type PlanChange, type PlanDiff, type PlannedProblem } from './diff.ts';
export { canonicalJson, planHash, problemHash } from './hash.ts';
export {
  candidateOf,
  cashByYear,
  cashLines,
  statusByTerm,
  unmetRequirements,
  type CashLine,
  type CashYear,
  type StatusByTerm,
  type TermStatus,
} from './outcome.ts';
export { explainPlan } from './reasons.ts';
export { NoPlanFoundError, OddNumbersError, solvePlan, type Effort, type SolveOptions } from './solve.ts';
export * from './what-if/index.ts';
export {
  conflictInWorker,
  explainInWorker,
  planInWorker,
  PlannerStoppedError,
  studyInWorker,
  type WorkerOptions,
} from './worker.ts';

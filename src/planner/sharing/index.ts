/** Sharing a fund among schools whose own problems are known: the door. Pure; the trust's pages run it in a thread. */
export { isOption, type Fund, type FundPool, type FundYear } from './from-problem.ts';
export { type Gains } from './points.ts';
export { type PoolOutcome } from './pools.ts';
export { loadSolver } from '../highs.ts';
export { leanProblem } from './lean-problem.ts';
export { compareOutcomes, type SchoolOutcome } from './school-outcome.ts';
export { planSchool, type SchoolPlans } from './school-plans.ts';
export {
  MORE_PENCE,
  NoSharingError,
  workOnSharing,
  type SharingProgress,
  type SharingResult,
  type SharingSchool,
  type SharingStart,
  type SharingTask,
} from './sharing.ts';

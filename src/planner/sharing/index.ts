/** Sharing a fund among schools whose own plans are known: the door. Pure but for `worker.ts`, its edge. */
export { isOption, type Fund, type FundPool, type FundYear } from './from-problem.ts';
export { type Gains } from './points.ts';
export { type PoolOutcome } from './pools.ts';
export { compareOutcomes, type SchoolOutcome } from './school-outcome.ts';
export {
  MORE_PENCE,
  NoSharingError,
  type SharingProgress,
  type SharingResult,
  type SharingSchool,
  type SharingStart,
  type SharingTask,
} from './sharing.ts';
export { shareInWorker, SharingStoppedError, type SharingWatch } from './worker.ts';

/** The door of the queue. */
export { createJobs } from './jobs.ts';
export type { JobKind, Jobs } from './jobs.ts';
export { nextDailyRun } from './daily.ts';

/** The door of what schools of one trust or authority share. */
export { createTrustRunner, type TrustRunner } from './trust.jobs.ts';
export { trustRoutes } from './trust.web.ts';

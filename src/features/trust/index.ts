/** The door of what schools of one trust or authority share. */
export { giveExampleFund } from './example-fund.ts';
export { startSharing } from './trust.commands.ts';
export { createTrustRunner, type TrustRunner } from './trust.jobs.ts';
export { trustRoutes } from './trust-routes.ts';

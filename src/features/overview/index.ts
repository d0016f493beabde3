/** The door of a school's front page. */
export { overviewRoutes, type OverviewServices } from './overview.web.ts';

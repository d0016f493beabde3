/** The door of frameworks: what others beside the Department ask, and what a school's results say of it. */
export { frameworksRoutes } from './frameworks.web.ts';

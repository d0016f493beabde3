/** The door of "what if". */
export { createScenarioRunner, type ScenarioRunner } from './scenarios.jobs.ts';
export { scenariosRoutes } from './scenarios.web.ts';

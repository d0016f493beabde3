/** The door of "what if". */
export { createScenarioRunner, type ScenarioRunner } from './scenarios.jobs.ts';
export { resumeScenarios } from './scenarios.resume.ts';
export { scenariosRoutes } from './scenarios.web.ts';

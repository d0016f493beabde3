/** The door of checks: contradictions in a school's record, found after every save and listed with their fixes. */
export { standingFor } from './checks.commands.ts';
export { createSaveWatch } from './checks.saves.ts';
export { checksPart } from './checks.view.ts';
export { checksRoutes } from './checks.web.ts';

/** The door of the governor pack. */
export { packFigures } from './pack.rules.ts';
export { packRoutes, type PackServices } from './pack.web.ts';

/** The door of editions: by which edition of the standards a school is judged, and moving it to another. */
export { useEdition } from './edition.commands.ts';
export { editionRoutes } from './edition.web.ts';

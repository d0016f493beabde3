/** The door of the catalogue: its pages, and what it knows of a thing in a register. */
export { entryAddress } from './catalogue.view.ts';
export { catalogueRoutes, type CatalogueServices } from './catalogue.web.ts';
export { equipmentCataloguePart, equipmentDatesPart, systemCataloguePart, type KnownContent } from './known.view.ts';

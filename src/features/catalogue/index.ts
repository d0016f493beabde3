/** The door of the catalogue: its pages, and what it knows of a thing in a register. */
export { catalogueRoutes, type CatalogueServices } from './catalogue.web.ts';
export {
  endCell,
  equipmentCataloguePart,
  equipmentDatesPart,
  systemCataloguePart,
  type KnownContent,
} from './known.view.ts';

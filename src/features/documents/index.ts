/** Documents of the registers' items: signed contracts, quotes, guarantees. */
export { documentsRoutes, type DocumentedRegister } from './documents.web.ts';
export { listDocuments } from './documents.queries.ts';
export { documentRemovedDetail, documentsPart } from './documents.view.ts';

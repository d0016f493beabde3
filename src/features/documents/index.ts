/** Documents of the registers' items: signed contracts, quotes, guarantees. */
export { documentsRoutes, type DocumentedRegister } from './documents.web.ts';
export { addDocument, removeDocument, restoreDocument } from './documents.commands.ts';
export { kindWords, sizeWords } from './documents.rules.ts';
export { listDocuments } from './documents.queries.ts';
export { documentRemovedDetail, documentsPart } from './documents.view.ts';

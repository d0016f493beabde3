/** The library: what the sector knows, as dated data. Pure once its files are read. */
export * from './library.ts';
export {
  editionOf,
  LibraryError,
  loadLibrary,
  UnknownEditionError,
  validateLibrary,
  type LibraryFiles,
  type RuleNames,
} from './load.ts';
export { formatFault, type LibraryFault } from './yaml-file.ts';

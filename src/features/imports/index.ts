/** Importing people's own registers: columns, rows and their fates, and the pages and command for it. */
export { contractTargets, type ContractTarget } from './contract-columns.ts';
export { contractImport } from './contract-import.ts';
export { correctMapping, headingCounter, recogniseColumns, type ColumnMapping } from './columns.rules.ts';
export type { Importable, ImportedItem, TargetWords } from './importable.ts';
export { importables } from './importables.ts';
export { previewer, previewTable, type Fates, type Preview, type PreviewRow, type RowFate } from './rows.rules.ts';
export { summariseImport, summariseTable, type ImportSummary } from './summary.rules.ts';
export {
  finishImport,
  importAtOnce,
  openHeld,
  openImportTable,
  readImportTable,
  startImport,
  undoImport,
} from './imports.commands.ts';
export { importsRoutes } from './imports.web.ts';
export { importCommands, type ImportServices } from './import.cli.ts';

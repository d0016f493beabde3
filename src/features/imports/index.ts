/** Importing people's own registers: columns, rows and their fates, and the pages and command for it. */
export { contractTargets, type ContractTarget } from './contract-columns.ts';
export { correctMapping, countKnownHeadings, recogniseColumns, type ColumnMapping } from './columns.rules.ts';
export {
  contractPreviewer,
  previewContracts,
  type ContractsPreview,
  type Fates,
  type PreviewRow,
  type RowFate,
} from './contracts-import.rules.ts';
export { summariseImport, summariseTable, type ImportSummary } from './summary.rules.ts';
export { finishImport, readContractsTable, startImport, undoImport } from './imports.commands.ts';
export { importsRoutes } from './imports.web.ts';
export { contractsImportCommand, type ImportServices } from './contracts-import.cli.ts';

/** Reading people's own files: tables from CSV and workbooks, and contracts from tables. */
export { ImportError, type ImportErrorCode } from './import-error.ts';
export {
  openTable,
  readTable,
  type FileSource,
  type OpenTable,
  type Table,
  type TableHead,
  type TableRow,
} from './read-table.ts';
export type { Column } from './header.rules.ts';
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
export { summariseImport, type ImportSummary } from './summary.rules.ts';
export { csvLine, csvSafe, csvUnsafe } from './csv-safe.rules.ts';
export { finishImport, readContractsTable, startImport, undoImport } from './imports.commands.ts';
export { importsRoutes } from './imports.web.ts';
export { contractsImportCommand, type ImportServices } from './contracts-import.cli.ts';

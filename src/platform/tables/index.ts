/** Reading people's own files as tables of text (CSV, Excel workbooks), and writing cells that no spreadsheet will run. */
export { ImportError, type ImportErrorCode } from './import-error.ts';
export {
  openTable,
  readTable,
  type FileSource,
  type OpenTable,
  type ReadOptions,
  type Table,
  type TableHead,
  type TableRow,
} from './read-table.ts';
export type { Column } from './header.ts';
export { csvLine, csvSafe, csvUnsafe } from './csv-safe.ts';

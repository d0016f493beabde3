/** The door of schools. */
export { importRecord, RecordReferenceError } from './record.commands.ts';
export type { RecordImport } from './record.commands.ts';
export { listExampleKeys, readLists, readRecord, type RecordList } from './record.queries.ts';
export { type SchoolsServices, schoolsRoutes } from './schools.web.ts';
export { schoolsImportCommand } from './schools-import.cli.ts';

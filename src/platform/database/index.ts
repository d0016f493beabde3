/** The door of the database. */
export { openDatabase } from './database.ts';
export type { Database, Transaction } from './database.ts';
export { DatabaseUnavailableError, SqlError } from './connection.ts';
export { recordChange, recordChanges } from './change.ts';
export type { Change } from './change.ts';
export { deleteRows, insertRows } from './bulk.ts';
export { columnOf } from './column-name.ts';
export type { SchoolScope } from './school-scope.ts';
export type { Tables } from './tables.ts';

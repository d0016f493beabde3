/** Kysely over one connection that is already in a transaction. One dialect for both engines. */
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import type { Connection } from './connection.ts';

/** A query builder that runs everything on `connection`. It cannot begin or end transactions. */
export function kyselyOver<T>(connection: Connection): Kysely<T> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOver(connection),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new Kysely<T>({ dialect });
}

function driverOver(connection: Connection): Driver {
  const single: DatabaseConnection = {
    async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affected } = await connection.query(compiled.sql, compiled.parameters);
      return { rows: rows as R[], numAffectedRows: BigInt(affected) };
    },
    // oxlint-disable-next-line require-yield -- the interface asks for a generator, and nothing here streams
    async *streamQuery() {
      throw new Error('Streaming is not offered: the embedded engine has one connection.');
    },
  };
  const refuse = (): Promise<never> =>
    Promise.reject(new Error('The transaction is already open: use its tx as it is.'));
  return {
    init: async () => undefined,
    acquireConnection: async () => single,
    releaseConnection: async () => undefined,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => undefined,
  };
}

/**
 * The database as the rest of Cairn sees it: transactions, each of them as somebody.
 *
 * `as(personId, work)` runs as the role `cairn_app` with row-level security for that person: rows of organisations that
 * they do not belong to do not exist. `asSystem(work)` runs as `cairn_system`, which reaches people, sessions and the list
 * of schools in England, and no school's rows. Neither role can bypass row-level security.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import type { Config } from '../config.ts';
import type { Connection, Engine } from './connection.ts';
import { kyselyOver } from './dialect.ts';
import { migrate } from './migrate.ts';
import { openFolderEngine } from './pglite-engine.ts';
import { openServerEngine } from './server-engine.ts';
import type { Tables } from './tables.ts';

/** A transaction under way. It commits when the work returns, and is undone when the work throws. */
export type Transaction = Kysely<Tables>;

export interface Database {
  readonly kind: Engine['kind'];
  as<T>(personId: string, work: (tx: Transaction) => Promise<T>): Promise<T>;
  asSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

type Role = 'cairn_app' | 'cairn_system';

/** Finds a transaction opened inside another, which would wait for itself for ever on the embedded engine. */
const inTransaction = new AsyncLocalStorage<{ open: boolean }>();

/**
 * Opens the database that the settings name and brings its schema up to date.
 * @param onLost told once if the embedded engine dies under way.
 * @throws {DatabaseUnavailableError} in one line where it cannot be opened.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  onLost?: (error: Error) => void,
): Promise<Database> {
  const engine =
    config.databaseUrl === null
      ? await openFolderEngine(config.dataDir, onLost)
      : await openServerEngine(config.databaseUrl);
  try {
    await migrate(engine);
    return databaseOver(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The database over an engine whose schema is up to date. */
export function databaseOver(engine: Engine): Database {
  const run = <T>(role: Role, personId: string, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    if (inTransaction.getStore()?.open === true) {
      return Promise.reject(
        new Error('A transaction is already open here: pass its tx on rather than opening another.'),
      );
    }
    const mark = { open: true };
    return inTransaction.run(mark, async () => {
      try {
        return await engine.withConnection((connection) => transact(connection, role, personId, work));
      } finally {
        mark.open = false;
      }
    });
  };
  return {
    kind: engine.kind,
    as: (personId, work) => run('cairn_app', personId, work),
    asSystem: (work) => run('cairn_system', '', work),
    close: () => engine.close(),
  };
}

async function transact<T>(
  connection: Connection,
  role: Role,
  personId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  // One message to the database, so no parameters: ids are made here, and anything else is not one.
  if (!/^[\w-]*$/.test(personId)) throw new Error('That is no id of a person.');
  await connection.script(`begin; set local role ${role}; set local cairn.person = '${personId}'`);
  try {
    const result = await work(kyselyOver<Tables>(connection));
    await connection.script('commit');
    return result;
  } catch (error) {
    await connection.script('rollback').catch(() => undefined);
    throw error;
  }
}

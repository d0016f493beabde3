/** The embedded engine: one PGlite in a worker thread, one connection, and a queue in front of it. */
import { DatabaseUnavailableError, toParameter } from './connection.ts';
import type { Connection, Engine, SqlRows } from './connection.ts';
import { databaseIn, makeDatabase, prepareFolder } from './data-folder.ts';
import { openWorkerLine } from './worker-line.ts';
import type { WorkerLine } from './worker-line.ts';

export interface EmbeddedEngine extends Engine {
  /** The whole database as a tar file that {@link openMemoryEngine} starts from. */
  dump(): Promise<ArrayBuffer>;
  /** How often it has synced to the disk since it was opened. */
  countSyncs(): Promise<number>;
}

/**
 * Opens the database in a folder, making it where there is none, and locks the folder to this process.
 * @throws {DatabaseUnavailableError} where the folder is in use, is not ours, is damaged, or cannot be written.
 */
export async function openFolderEngine(folder: string, onLost?: (error: Error) => void): Promise<EmbeddedEngine> {
  const lock = await prepareFolder(folder);
  try {
    await makeDatabase(folder, async (making) => {
      await engineOver(await openWorkerLine({ folder: making, dump: null })).close();
    });
    return engineOver(await openWorkerLine({ folder: databaseIn(folder), dump: null }, onLost), lock.release);
  } catch (error) {
    await lock.release();
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new DatabaseUnavailableError(
      `The database in ${folder} cannot be opened; it may be damaged, or the disk full. Restore a backup, or set DATA_DIR to another folder. (${reason})`,
    );
  }
}

/** Opens a database that lives in memory and is gone at close: for tests. */
export async function openMemoryEngine(dump: ArrayBuffer | null = null): Promise<EmbeddedEngine> {
  return engineOver(await openWorkerLine({ folder: null, dump }));
}

function engineOver(line: WorkerLine, afterClose: () => Promise<void> = async () => undefined): EmbeddedEngine {
  const connection: Connection = {
    async query(sql, parameters): Promise<SqlRows> {
      const reply = await line.ask({ kind: 'query', sql, parameters: parameters.map(toParameter) });
      return reply.kind === 'rows' ? reply : { rows: [], affected: 0 };
    },
    async script(sql) {
      await line.ask({ kind: 'script', sql });
    },
  };

  let closed: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const shut = async (): Promise<void> => {
    await last;
    await line.ask({ kind: 'close' }).catch(() => undefined);
    await line.hangUp();
    await afterClose();
  };

  return {
    kind: 'embedded',
    withConnection(work) {
      if (closed !== null) return Promise.reject(new DatabaseUnavailableError('The database is closed.'));
      return inTurn(() => work(connection));
    },
    async dump() {
      const reply = await inTurn(() => line.ask({ kind: 'dump' }));
      if (reply.kind !== 'dump') throw new Error('The database gave no dump.');
      return reply.dump;
    },
    async countSyncs() {
      const reply = await line.ask({ kind: 'count-syncs' });
      return reply.kind === 'syncs' ? reply.count : 0;
    },
    close() {
      closed ??= shut();
      return closed;
    },
  };
}

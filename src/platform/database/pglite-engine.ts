/** The embedded engine: one PGlite in a worker thread, one connection, and a queue in front of it. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DatabaseUnavailableError, SqlError, toParameter } from './connection.ts';
import type { Connection, Engine, SqlRows } from './connection.ts';
import { lockFolder } from './folder-lock.ts';
import type { FolderLock } from './folder-lock.ts';
import type { WorkerReply, WorkerRequest, WorkerStart } from './pglite-worker.ts';

/** The PostgreSQL version of the embedded engine's folders. */
const FOLDER_VERSION = '18';
/** A new database takes about 40 MB, and its log grows before it is recycled. */
const LEAST_FREE_BYTES = 80_000_000;

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
    if (!existsSync(join(folder, 'postgres'))) await makeDatabase(folder);
    return await startWorker({ folder: join(folder, 'postgres'), dump: null }, lock, onLost);
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
  return startWorker({ folder: null, dump }, null);
}

/** Makes a new database beside its place and moves it there when it is whole, so that a start that is cut short leaves none. */
async function makeDatabase(folder: string): Promise<void> {
  const making = join(folder, '.making');
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  const engine = await startWorker({ folder: making, dump: null }, null);
  await engine.close();
  syncTree(making);
  renameSync(making, join(folder, 'postgres'));
  syncPath(folder);
}

function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else syncPath(path);
  }
  syncPath(folder);
}

function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

async function prepareFolder(folder: string): Promise<FolderLock> {
  let held: string[];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    held = readdirSync(folder);
  } catch (error) {
    throw new DatabaseUnavailableError(`The data folder ${folder} cannot be used: ${reasonOf(error)}.`);
  }
  const inner = join(folder, 'postgres');
  const foreign = held.filter((name) => !['postgres', 'lock', 'README.txt'].includes(name) && !name.startsWith('.'));
  if (foreign.length > 0 && !existsSync(inner)) {
    throw new DatabaseUnavailableError(
      `The folder ${folder} holds other files (${foreign.slice(0, 3).join(', ')}) and no Cairn database. Set DATA_DIR to an empty folder.`,
    );
  }
  const lock = await lockFolder(folder);
  try {
    checkContents(folder, inner);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return lock;
}

function checkContents(folder: string, inner: string): void {
  const isNew = !existsSync(inner);
  const space = statfsSync(folder);
  if (space.bavail * space.bsize < (isNew ? LEAST_FREE_BYTES : LEAST_FREE_BYTES / 4)) {
    throw new DatabaseUnavailableError(
      `The disk of ${folder} is full. Free some space, or set DATA_DIR to another disk.`,
    );
  }
  if (isNew) return;
  let version: string | null = null;
  try {
    version = readFileSync(join(inner, 'PG_VERSION'), 'utf8').trim();
  } catch {
    // Said below.
  }
  if (version === FOLDER_VERSION) return;
  throw new DatabaseUnavailableError(
    version === null
      ? `The database in ${folder} is damaged: it has no PG_VERSION. Restore a backup, or set DATA_DIR to another folder.`
      : `The database in ${folder} was made by PostgreSQL ${version}, and this Cairn uses ${FOLDER_VERSION}. Set DATA_DIR to another folder.`,
  );
}

function reasonOf(error: unknown): string {
  const code = (error as { code?: string }).code ?? '';
  const words: Record<string, string> = {
    EACCES: 'it may not be written by this user',
    EPERM: 'it may not be written by this user',
    EROFS: 'its disk is read-only',
    ENOSPC: 'its disk is full',
    ENOTDIR: 'a part of its path is a file',
    EEXIST: 'a file of that name is in the way',
  };
  return words[code] ?? (code || 'unknown reason');
}

async function startWorker(
  start: WorkerStart,
  lock: FolderLock | null,
  onLost?: (error: Error) => void,
): Promise<EmbeddedEngine> {
  const worker = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: start });
  const waiting = new Map<number, { resolve(reply: WorkerReply): void; reject(error: Error): void }>();
  let nextId = 1;
  let lost: Error | null = null;
  let closed: Promise<void> | null = null;

  const lose = (error: Error): void => {
    if (lost !== null) return;
    lost = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    if (closed === null) onLost?.(error);
  };

  await new Promise<void>((resolve, reject) => {
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'open') return resolve();
      if (reply.kind === 'failed') return reject(new Error(reply.message));
      const waiter = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.kind === 'error')
        waiter?.reject(new SqlError(reply.message, reply.sqlState, reply.constraint, reply.table));
      else waiter?.resolve(reply);
    });
    const end = (why: string): void => {
      const error = new DatabaseUnavailableError(`The embedded database stopped: ${why}.`);
      reject(error);
      lose(error);
    };
    worker.on('error', (error) => end(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)));
    worker.on('exit', (code) => end(`its thread ended (${code})`));
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });

  type Ask = WorkerRequest extends infer R ? (R extends WorkerRequest ? Omit<R, 'id'> : never) : never;
  const ask = (request: Ask): Promise<WorkerReply> =>
    new Promise((resolve, reject) => {
      if (lost !== null) return reject(lost);
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id });
    });

  const connection: Connection = {
    async query(sql, parameters): Promise<SqlRows> {
      const reply = await ask({ kind: 'query', sql, parameters: parameters.map(toParameter) });
      return reply.kind === 'rows' ? reply : { rows: [], affected: 0 };
    },
    async script(sql) {
      await ask({ kind: 'script', sql });
    },
  };

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const shut = async (): Promise<void> => {
    await last;
    await ask({ kind: 'close' }).catch(() => undefined);
    await worker.terminate();
    await lock?.release();
  };

  return {
    kind: 'embedded',
    withConnection(work) {
      if (closed !== null) return Promise.reject(new DatabaseUnavailableError('The database is closed.'));
      return inTurn(() => work(connection));
    },
    async dump() {
      const reply = await inTurn(() => ask({ kind: 'dump' }));
      if (reply.kind !== 'dump') throw new Error('The database gave no dump.');
      return reply.dump;
    },
    async countSyncs() {
      const reply = await ask({ kind: 'count-syncs' });
      return reply.kind === 'syncs' ? reply.count : 0;
    },
    close() {
      closed ??= shut();
      return closed;
    },
  };
}

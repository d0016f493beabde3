/**
 * The embedded database, in a thread of its own so that a slow query never holds up the web server.
 *
 * PGlite as shipped never syncs: it starts PostgreSQL with `-F`, and its file system has no fsync. Here the file system
 * gets one, `-F` is left out, and `wal_sync_method` is `fsync` because `fdatasync` is a no-op in its build. What has been
 * acknowledged is then on the disk. The process that owns this thread holds the folder's lock.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { parsersByType } from './connection.ts';

/** What the thread is started with. */
export interface WorkerStart {
  /** Folder of the database; null: in memory, for tests. */
  folder: string | null;
  /** Where set, the in-memory database starts as a copy of this dump. */
  dump: ArrayBuffer | null;
}

export type WorkerRequest =
  | { id: number; kind: 'query'; sql: string; parameters: (string | null)[] }
  | { id: number; kind: 'script'; sql: string }
  | { id: number; kind: 'dump' }
  | { id: number; kind: 'count-syncs' }
  | { id: number; kind: 'close' };

export type WorkerReply =
  | { kind: 'open' }
  | { kind: 'failed'; message: string }
  | { id: number; kind: 'rows'; rows: Record<string, unknown>[]; affected: number }
  | { id: number; kind: 'done' }
  | { id: number; kind: 'dump'; dump: ArrayBuffer }
  | { id: number; kind: 'syncs'; count: number }
  | {
      id: number;
      kind: 'error';
      message: string;
      sqlState: string;
      constraint: string | null;
      table: string | null;
      /** PostgreSQL has given up, and would end its process if it had one: nothing more can be asked. */
      isFinal: boolean;
    };

/** The parts of Emscripten's NODEFS that the file system below adds to. */
interface SyncStream {
  nfd?: number;
  node: unknown;
}
interface NodeFsOperations {
  stream_ops: { fsync?: (stream: SyncStream) => number };
  realPath(node: unknown): string;
}

/** Emscripten's code for an input or output error. */
const EIO = 29;

/** How often the disk has been made to keep what was written. */
let syncs = 0;

/** NodeFS whose fsync reaches the disk, for files and for folders (a new file's name lives in its folder). */
class SyncingNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const result = await super.init(...args);
    const { emscriptenOpts } = result;
    emscriptenOpts.preRun = [
      ...(emscriptenOpts.preRun ?? []),
      (module) => {
        const nodefs = module.NODEFS as unknown as NodeFsOperations;
        nodefs.stream_ops.fsync = (stream) => {
          try {
            if (stream.nfd === undefined) syncFolder(nodefs.realPath(stream.node));
            else fsyncSync(stream.nfd);
            syncs++;
            return 0;
          } catch {
            return EIO;
          }
        };
      },
    ];
    return result;
  }
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const DURABLE = ['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'synchronous_commit=on'];

async function open(start: WorkerStart): Promise<PGlite> {
  const options = { parsers: parsersByType, serializers: { 16: String } };
  if (start.folder === null) {
    const copied = start.dump === null ? {} : { loadDataDir: new Blob([start.dump]) };
    return PGlite.create({ ...options, ...copied });
  }
  return PGlite.create({
    ...options,
    fs: new SyncingNodeFS(start.folder),
    startParams: [...PGlite.defaultStartParams.filter((part) => part !== '-F'), ...DURABLE],
  });
}

async function answer(database: PGlite, request: WorkerRequest): Promise<WorkerReply> {
  const { id } = request;
  try {
    if (request.kind === 'query') {
      const result = await database.query<Record<string, unknown>>(request.sql, request.parameters);
      return { id, kind: 'rows', rows: result.rows, affected: result.affectedRows ?? 0 };
    }
    if (request.kind === 'count-syncs') return { id, kind: 'syncs', count: syncs };
    if (request.kind === 'script') await database.exec(request.sql);
    else if (request.kind === 'close') await database.close();
    else return { id, kind: 'dump', dump: await (await database.dumpDataDir('none')).arrayBuffer() };
    return { id, kind: 'done' };
  } catch (error) {
    const said = error as { message?: string; code?: string; severity?: string; constraint?: string; table?: string };
    return {
      id,
      kind: 'error',
      message: said.message ?? 'The database failed.',
      sqlState: said.code ?? 'XX000',
      constraint: said.constraint ?? null,
      table: said.table ?? null,
      // An error without a code is not PostgreSQL's: its WebAssembly has stopped.
      isFinal: said.severity === 'PANIC' || said.severity === 'FATAL' || said.code === undefined,
    };
  }
}

const port = parentPort;
if (port === null) throw new Error('This module runs in a worker thread only.');
try {
  const database = await open(workerData as WorkerStart);
  port.on('message', (request: WorkerRequest) => {
    void answer(database, request).then((reply) => {
      port.postMessage(reply, reply.kind === 'dump' ? [reply.dump] : []);
      if (request.kind === 'close') port.close();
    });
  });
  port.postMessage({ kind: 'open' } satisfies WorkerReply);
} catch (error) {
  port.postMessage({
    kind: 'failed',
    message: error instanceof Error ? error.message : String(error),
  } satisfies WorkerReply);
}

/** The folder of the embedded database: whose it is, what is in it, and that it is whole before it takes its place. */
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
import { DatabaseUnavailableError } from './connection.ts';
import { lockFolder } from './folder-lock.ts';
import type { FolderLock } from './folder-lock.ts';

/** The PostgreSQL version of the embedded engine's folders. */
const FOLDER_VERSION = '18';
/** A new database takes about 40 MB, and its log grows before it is recycled. */
const LEAST_FREE_BYTES = 80_000_000;

/**
 * Makes a new database where there is none: beside its place, and moved there when it is whole and on the disk, so that a
 * start that is cut short leaves none. `fill` makes it in the folder that it is given.
 */
export async function makeDatabase(folder: string, fill: (making: string) => Promise<void>): Promise<void> {
  if (existsSync(databaseIn(folder))) return;
  const making = join(folder, '.making');
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  await fill(making);
  syncTree(making);
  renameSync(making, databaseIn(folder));
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

/**
 * Takes the folder for this process, and looks at what it holds.
 * @throws {DatabaseUnavailableError} in one line where it cannot be used.
 */
export async function prepareFolder(folder: string): Promise<FolderLock> {
  let held: string[];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    held = readdirSync(folder);
  } catch (error) {
    throw new DatabaseUnavailableError(`The data folder ${folder} cannot be used: ${reasonOf(error)}.`);
  }
  const inner = databaseIn(folder);
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

/** Where PostgreSQL's own files are. */
export function databaseIn(folder: string): string {
  return join(folder, 'postgres');
}

/**
 * One process at a time on a data folder.
 *
 * The lock is one that the operating system keeps on a file (taken through Node's own SQLite, the only door that Node has
 * to such locks) and drops the moment its process ends, however it ends. So there is no stale lock to clear after a crash,
 * and no moment in which two starts can both believe that they hold it. See docs/decisions/embedded-database.md.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseUnavailableError } from './connection.ts';

export interface FolderLock {
  release: () => Promise<void>;
}

const SQLITE_BUSY = 5;

/**
 * Takes the folder's lock.
 * @throws {DatabaseUnavailableError} where another process holds it, or the folder cannot be written.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const owner = join(folder, '.owner');
  let handle: DatabaseSync | null = null;
  try {
    handle = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
    handle.exec('pragma journal_mode = memory; begin exclusive');
    writeFileSync(owner, `${process.pid}\n`);
  } catch (error) {
    handle?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) {
      throw new DatabaseUnavailableError(
        `The data folder ${folder} is in use by another Cairn${ownerOf(owner)}. Stop that one first, or set DATA_DIR to another folder.`,
      );
    }
    throw new DatabaseUnavailableError(
      `The data folder ${folder} cannot be locked: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  const held = handle;
  return {
    async release() {
      if (!held.isOpen) return;
      rmSync(owner, { force: true });
      held.close();
    },
  };
}

function ownerOf(file: string): string {
  try {
    return ` (process ${Number(readFileSync(file, 'utf8'))})`;
  } catch {
    return '';
  }
}

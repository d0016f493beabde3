/** Reads the library's folder from disk. What the files mean is the business of `src/library`, which is pure. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The folder is not there, or cannot be read. */
export class LibraryFolderError extends Error {
  readonly code = 'library.folder';
  constructor(folder: string, cause: unknown) {
    super(`The library's folder ${folder} cannot be read.`, { cause });
    this.name = 'LibraryFolderError';
  }
}

/** Every `.yaml` file below `folder`: path with `/`, relative to it → text. Throws {@link LibraryFolderError}. */
export function readLibraryFolder(folder: string): Map<string, string> {
  try {
    if (!statSync(folder).isDirectory()) throw new Error('not a folder');
    const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .sort();
    return new Map(
      found.map((name) => {
        const path = join(folder, name);
        return [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')] as const;
      }),
    );
  } catch (error) {
    throw new LibraryFolderError(folder, error);
  }
}

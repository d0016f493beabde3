/** Every edition after the first says what changed since the one before, and says it right. */
import type { ChangesFile } from './changes-file.ts';
import { changeListFaults } from './edition-changes.ts';
import type { Edition } from './library.ts';
import type { LibraryFault, ReadFile } from './yaml-file.ts';

/** @param editions in the order of their days. */
export function checkChangeLists(
  editions: readonly Edition[],
  lists: ReadonlyMap<string, ReadFile<ChangesFile> | null>,
  faults: LibraryFault[],
): void {
  editions.forEach((edition, index) => {
    const before = editions[index - 1];
    const list = lists.get(edition.id) ?? null;
    const path = `editions/${edition.id}/changes.yaml`;
    if (list === null) {
      if (before !== undefined)
        faults.push({ file: path, line: 1, message: `missing: what changed since edition ${before.id} is said here` });
      return;
    }
    const add = (at: readonly (string | number)[], message: string) =>
      void faults.push({ file: path, line: list.lineOf(at), message });
    if (before === undefined) return add(['from'], `there is no edition before ${edition.id} to have changed from`);
    const { from, to } = list.data;
    if (from !== before.id) add(['from'], `the edition before ${edition.id} is ${before.id}, not ${from}`);
    if (to !== edition.id) add(['to'], `this is edition ${edition.id}, not ${to}`);
    if (from !== before.id || to !== edition.id) return;
    for (const { at, message } of changeListFaults(list.data, before, edition)) add(at, message);
  });
}

/**
 * That nothing is asked of a school which no plan could ever do: every requirement of every edition stands under one need, one
 * of whose options meets it, and every option does something for the need that it stands under.
 */
import type { EditionFiles } from './checks.ts';
import type { NeedsFile } from './read-needs.ts';
import type { LibraryFault, ReadFile, YamlPath } from './yaml-file.ts';

/** Adds a fault for each gap, at the requirement, the need or the option that has it. Without any needs there is nothing to hold. */
export function checkCoverage(
  editions: readonly EditionFiles[],
  files: readonly ReadFile<NeedsFile>[],
  faults: LibraryFault[],
): void {
  if (files.length === 0) return;
  const add = (file: ReadFile<unknown>, path: YamlPath, message: string) =>
    void faults.push({ file: file.path, line: file.lineOf(path), message });
  const listedBy = new Map<string, string>();
  for (const file of files)
    file.data.needs.forEach((need, n) => {
      need.requirements.forEach((id, r) => {
        const at = ['needs', n, 'requirements', r];
        const other = listedBy.get(id);
        if (other !== undefined) add(file, at, `requirement ${id} already stands under the need ${other}`);
        else if (!need.options.some(({ satisfies }) => satisfies.includes(id)))
          add(file, at, `requirement ${id} is met by no option of the need ${need.id}`);
        listedBy.set(id, need.id);
      });
      need.options.forEach(({ id, satisfies }, o) => {
        if (need.keeps === undefined && !satisfies.some((met) => need.requirements.includes(met)))
          add(file, ['needs', n, 'options', o, 'id'], `option ${id} meets nothing of the need ${need.id}`);
      });
    });
  for (const file of editions.flatMap(({ categories }) => categories))
    file.data.standards.forEach((standard, s) =>
      standard.requirements.forEach(({ id }, r) => {
        if (listedBy.has(id)) return;
        add(
          file,
          ['standards', s, 'requirements', r, 'id'],
          `requirement ${id} stands under no need, so no plan meets it`,
        );
      }),
    );
}

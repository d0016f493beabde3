/** What must hold within a framework and between it and the editions that it maps to. */
import type { EditionFiles } from './checks.ts';
import type { FrameworkFile } from './framework-file.ts';
import type { LibraryFault, ReadFile, YamlPath } from './yaml-file.ts';

/** Ids, sources, and mappings: each link between one end that is the framework's and one that is the edition's, each once. */
export function checkFrameworks(
  files: readonly ReadFile<FrameworkFile>[],
  editions: readonly EditionFiles[],
  faults: LibraryFault[],
): void {
  const idsOf = new Map(
    editions.map(({ head, categories }) => [
      head.id,
      {
        asAt: head.asAt,
        ids: new Set(
          categories.flatMap(({ data }) =>
            data.standards.flatMap(({ requirements }) => requirements.map(({ id }) => id)),
          ),
        ),
      },
    ]),
  );
  const frameworkIds = new Set<string>();
  for (const file of files) {
    const add = (path: YamlPath, message: string) =>
      void faults.push({ file: file.path, line: file.lineOf(path), message });
    const { id, requirements, sources, mappings } = file.data;
    if (frameworkIds.has(id)) add(['id'], `framework ${id} is there twice`);
    frameworkIds.add(id);
    if (sources[file.data.source] === undefined) add(['source'], `unknown source ${file.data.source}`);
    const own = new Set<string>();
    requirements.forEach((one, r) => {
      const at = ['requirements', r];
      if (own.has(one.id)) add([...at, 'id'], `requirement ${one.id} is there twice`);
      own.add(one.id);
      if (!one.id.startsWith(`${id}.`)) add([...at, 'id'], `requirement ${one.id} should begin with ${id}.`);
      if (sources[one.source] === undefined) add([...at, 'source'], `unknown source ${one.source}`);
    });
    const mapped = new Set<string>();
    mappings.forEach((mapping, m) => {
      const at = ['mappings', m];
      const edition = idsOf.get(mapping.edition);
      if (mapped.has(mapping.edition)) add([...at, 'edition'], `edition ${mapping.edition} is mapped twice`);
      mapped.add(mapping.edition);
      if (edition === undefined) return add([...at, 'edition'], `unknown edition ${mapping.edition}`);
      if (mapping.on < edition.asAt) {
        add([...at, 'on'], `the mapping is of ${mapping.on}, before the edition's own day ${edition.asAt}`);
      }
      const linked = checkLinks(mapping.links, own, edition.ids, (path, message) =>
        add([...at, 'links', ...path], message),
      );
      checkUnmapped(mapping, own, linked, (path, message) => add([...at, ...path], message));
    });
  }
}

type Mapping = FrameworkFile['mappings'][number];
type Add = (path: YamlPath, message: string) => void;

/** @returns the framework's requirements that a link names. */
function checkLinks(links: Mapping['links'], own: Set<string>, others: Set<string>, add: Add): Set<string> {
  const linked = new Set<string>();
  const pairs = new Set<string>();
  links.forEach(({ from, to }, l) => {
    for (const [key, id] of Object.entries({ from, to })) {
      if (own.has(id)) linked.add(id);
      else if (!others.has(id)) add([l, key], `unknown requirement ${id}`);
    }
    if (own.has(from) && own.has(to)) add([l], `${from} and ${to} are both the framework's own`);
    if (others.has(from) && others.has(to)) add([l], `${from} and ${to} are both the edition's`);
    const pair = [from, to].toSorted().join(' ');
    if (pairs.has(pair)) add([l], `${from} and ${to} are linked twice`);
    pairs.add(pair);
  });
  return linked;
}

function checkUnmapped({ unmapped }: Mapping, own: Set<string>, linked: Set<string>, add: Add): void {
  const named = new Set<string>();
  unmapped.forEach(({ id }, u) => {
    const at = ['unmapped', u, 'id'];
    if (!own.has(id)) add(at, `unknown requirement ${id}`);
    else if (named.has(id)) add(at, `${id} is named twice`);
    else if (linked.has(id)) add(at, `${id} is named as unmapped and has a link`);
    named.add(id);
  });
  for (const id of own)
    if (!linked.has(id) && !named.has(id)) add(['unmapped'], `${id} has no link and is not named as unmapped`);
}

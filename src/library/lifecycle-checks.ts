/** What must hold between the entries of the lifecycle catalogue. Each fault is one line with file and line. */
import { equipmentKinds } from '../domain/record.ts';
import { releaseId, type LifecycleFile } from './lifecycle-file.ts';
import { wordsOf } from './lifecycle-names.ts';
import type { LibraryFault, ReadFile, YamlPath } from './yaml-file.ts';

interface Place {
  file: ReadFile<LifecycleFile>;
  path: YamlPath;
}

type Product = LifecycleFile['products'][number];
type Entry = Product | Product['releases'][number];

/** Sources, ids, dates, successors and names, over all files together. */
export function checkLifecycles(files: readonly ReadFile<LifecycleFile>[], faults: LibraryFault[]): void {
  const add = ({ file, path }: Place, message: string) =>
    void faults.push({ file: file.path, line: file.lineOf(path), message });
  const entries = files.flatMap((file) =>
    file.data.products.flatMap((product, p): (Listed & { product: Product })[] => {
      const path = ['products', p];
      const whole = { id: product.id, given: product, product, file, path };
      const releases = product.releases.map((release, r) => {
        return {
          id: releaseId(product.id, release),
          given: release,
          product,
          file,
          path: [...path, 'releases', r],
        };
      });
      return [whole, ...releases];
    }),
  );

  const places = new Map<string, Place>();
  for (const { id, file, path } of entries) {
    const before = places.get(id);
    if (before) add({ file, path }, `entry ${id} is there twice (also ${placeWords(before)})`);
    else places.set(id, { file, path });
  }

  for (const { id, given, product, file, path } of entries) {
    const at = (...rest: YamlPath): Place => ({ file, path: [...path, ...rest] });
    checkDates(id, given, at, add);
    const own = given.source;
    const source = file.data.sources[own ?? product.source];
    if (source === undefined) {
      if (own !== undefined) add(at('source'), `unknown source ${own}`);
    } else if (source.url === '' && saysDates(given)) {
      add(at('source'), `entry ${id} has dates, so its source needs an address`);
    }
    if (given === product) {
      checkFigure(product.refreshLife?.source, at('refreshLife', 'source'));
      checkFigure(product.price?.source, at('price', 'source'));
    }
    if (given.successor !== undefined && !places.has(given.successor)) {
      add(at('successor'), `entry ${id} names the unknown successor ${given.successor}`);
    }

    function checkFigure(key: string | undefined, place: Place): void {
      if (key !== undefined && file.data.sources[key] === undefined) add(place, `unknown source ${key}`);
    }
  }

  checkSuccessors(entries, add);
  checkNames(entries, add);
  const kinds = new Set(entries.map(({ id }) => id));
  const [first] = files;
  for (const kind of equipmentKinds) {
    if (first && !kinds.has(`kind-${kind}`)) {
      add({ file: first, path: [] }, `no entry kind-${kind}: every kind of equipment needs one with its refresh life`);
    }
  }
  for (const { given, product, file, path } of entries) {
    if (given === product && product.id.startsWith('kind-') && product.refreshLife === undefined) {
      add({ file, path }, `entry ${product.id} has no refreshLife`);
    }
  }
}

function saysDates({ releaseDate, discontinued, eoas, eol, eoes }: Entry): boolean {
  return [releaseDate, discontinued, eoas, eol, eoes].some((date) => date !== undefined);
}

/** A later stage cannot come before an earlier one. */
function checkDates(
  id: string,
  given: Entry,
  at: (...rest: YamlPath) => Place,
  add: (place: Place, message: string) => void,
): void {
  const order = ['releaseDate', 'eoas', 'eol', 'eoes'] as const;
  let before: { key: string; day: string } | null = null;
  for (const key of order) {
    const day = given[key];
    if (typeof day !== 'string') continue;
    if (before !== null && day < before.day) {
      add(at(key), `entry ${id} has ${key} ${day} before ${before.key} ${before.day}`);
    }
    before = { key, day };
  }
  const { releaseDate, discontinued } = given;
  if (typeof discontinued === 'string' && releaseDate !== undefined && discontinued < releaseDate) {
    add(at('discontinued'), `entry ${id} has discontinued ${discontinued} before releaseDate ${releaseDate}`);
  }
}

interface Listed extends Place {
  id: string;
  given: Entry;
}

function checkSuccessors(entries: readonly Listed[], add: (place: Place, message: string) => void): void {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const done = new Set<string>();
  for (const start of entries) {
    const trail: string[] = [];
    let here: Listed | undefined = start;
    while (here !== undefined && !done.has(here.id) && !trail.includes(here.id)) {
      trail.push(here.id);
      here = here.given.successor === undefined ? undefined : byId.get(here.given.successor);
    }
    if (here !== undefined && trail.includes(here.id)) {
      const circle = [...trail.slice(trail.indexOf(here.id)), here.id].join(' → ');
      add({ ...here, path: [...here.path, 'successor'] }, `successors lead in a circle: ${circle}`);
    }
    for (const id of trail) done.add(id);
  }
}

/** Two entries with the same name could never be told apart. */
function checkNames(entries: readonly Listed[], add: (place: Place, message: string) => void): void {
  const seen = new Map<string, { id: string; place: Place }>();
  for (const { id, given, file, path } of entries) {
    given.names.forEach((name, n) => {
      const place = { file, path: [...path, 'names', n] };
      const phrases = name.map((phrase) => wordsOf(phrase).join(' '));
      if (phrases.some((phrase) => phrase === ''))
        return add(place, `entry ${id} has a name without letters or digits`);
      if (!/[a-z]/.test(phrases.join('')))
        return add(place, `entry ${id} has a name of digits alone, found everywhere`);
      const key = phrases.toSorted().join(' + ');
      const before = seen.get(key);
      if (before === undefined) seen.set(key, { id, place });
      else if (before.id === id) add(place, `entry ${id} has the name "${name.join(' + ')}" twice`);
      else
        add(
          place,
          `entry ${id} is recognised by "${name.join(' + ')}" as ${before.id} is (${placeWords(before.place)})`,
        );
    });
  }
}

function placeWords({ file, path }: Place): string {
  return `${file.path}:${file.lineOf(path)}`;
}

/** Which entries of the catalogue a page shows. Pure. */
import { equipmentKinds, systemKinds } from '../../domain/record.ts';
import type { Lifecycle, LifecycleKind, Lifecycles } from '../../library/index.ts';
import { wordsOf } from '../../library/index.ts';

export interface CatalogueFilter {
  /** Words that must all be in the title, the maker or a name. */
  q: string;
  /** Empty for every kind. */
  kind: string;
}

/** The kinds in the order of the pages, each with how many entries there are, those without any left out. */
export function kindsOf(lifecycles: Lifecycles): { kind: LifecycleKind; count: number }[] {
  const order: readonly LifecycleKind[] = ['operating-system', ...equipmentKinds, 'software', ...systemKinds];
  return [...new Set(order)].flatMap((kind) => {
    const count = products(lifecycles).filter(({ kinds }) => kinds.includes(kind)).length;
    return count === 0 ? [] : [{ kind, count }];
  });
}

/** The entries that pass, products before their releases, newest release first. */
export function filterEntries(lifecycles: Lifecycles, { q, kind }: CatalogueFilter): Lifecycle[] {
  const asked = wordsOf(q);
  const passes = (entry: Lifecycle) => {
    if (kind !== '' && !(entry.kinds as readonly string[]).includes(kind)) return false;
    const words = new Set(wordsOf([entry.title, entry.maker ?? '', ...entry.names.flat()].join(' ')));
    return asked.every((word) => words.has(word));
  };
  return products(lifecycles).filter(passes).sort(byFamily);
}

/** The releases of a product, the newest first. */
export function releasesOf(lifecycles: Lifecycles, id: string): Lifecycle[] {
  return lifecycles.filter(({ familyId }) => familyId === id).sort(newestFirst);
}

/** Everything but the entries that stand for a kind as a whole: those have a table of their own. */
export function products(lifecycles: Lifecycles): Lifecycle[] {
  return lifecycles.filter((entry) => !isKind(entry));
}

/** The entries that stand for a kind of equipment as a whole, in the order of the register's own list. */
export function kindEntries(lifecycles: Lifecycles): Lifecycle[] {
  const place = ({ id }: Lifecycle) => equipmentKinds.findIndex((kind) => id === `kind-${kind}`);
  return lifecycles.filter(isKind).sort((a, b) => place(a) - place(b));
}

function isKind({ id }: Lifecycle): boolean {
  return id.startsWith('kind-');
}

function byFamily(a: Lifecycle, b: Lifecycle): number {
  const [family, other] = [a.familyId ?? a.id, b.familyId ?? b.id];
  if (family !== other) return family < other ? -1 : 1;
  if (a.familyId === null || b.familyId === null) return a.familyId === null ? -1 : 1;
  return newestFirst(a, b);
}

function newestFirst(a: Lifecycle, b: Lifecycle): number {
  const [one, other] = [String(a.releasedOn ?? a.securityEnds ?? ''), String(b.releasedOn ?? b.securityEnds ?? '')];
  if (one !== other) return one < other ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

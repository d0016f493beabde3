/**
 * The lifecycle catalogue: what equipment, operating systems and software schools have, until when each is supported, how
 * long it is usually kept and what it roughly costs. The data is `library/lifecycles/*.yaml`; an entry without a source does
 * not load.
 */
import type { PlainDate } from '../domain/dates.ts';
import type { Pence } from '../domain/money.ts';
import type { Equipment, System } from '../domain/record.ts';
import type { Source } from './library.ts';

/** The record's own kinds, an operating system (found on equipment), or software that any system may be. */
export type LifecycleKind = Equipment['kind'] | System['kind'] | 'operating-system' | 'software';

/**
 * A date as endoflife.date writes it: the last day; `true` where it has come, on a day not known; `false` where it had not
 * come, and no day was named, when the source was read. Null where nothing is known.
 */
export type LifecycleDate = PlainDate | boolean | null;

/** How a text says that this is meant: a phrase, or several that must all be there. In words, not in code. */
export type LifecycleName = readonly string[];

/** A price before a quote: our own range or a sourced one, always to be replaced. Whole pence, without VAT. */
export interface PriceBand {
  lowPence: Pence;
  typicalPence: Pence;
  highPence: Pence;
  unit: 'each' | 'each-year';
  placeholder: true;
  /** Why it is only a placeholder. */
  why: string;
  source: Source;
}

export interface RefreshLife {
  years: number;
  /** How far it can be trusted; null where there is nothing to add to the source. */
  doubt: string | null;
  source: Source;
}

export interface Lifecycle {
  id: string;
  title: string;
  maker: string | null;
  kinds: readonly LifecycleKind[];
  /** The entry that this is one release of; null for a product of its own. */
  familyId: string | null;
  names: readonly LifecycleName[];
  releasedOn: LifecycleDate;
  /** End of sale. */
  soldUntil: LifecycleDate;
  /** End of the maker's full support. */
  supportEnds: LifecycleDate;
  /** End of security fixes that come without a further price: what the standards ask about. */
  securityEnds: LifecycleDate;
  /** End of security fixes that have to be bought. */
  paidFixesEnd: LifecycleDate;
  /** The next release comes to the same device without a price, so that this one's end is not the device's. */
  movesOnFree: boolean;
  successorId: string | null;
  refreshLife: RefreshLife | null;
  price: PriceBand | null;
  /** What someone who has one should know, in a sentence. */
  note: string | null;
  /** How far the dates can be trusted; null where there is nothing to add to the source. */
  doubt: string | null;
  /** Where the dates, or that there is such a thing, come from. */
  source: Source;
}

/** The catalogue, sorted by id. */
export type Lifecycles = readonly Lifecycle[];

const byId = new WeakMap<Lifecycles, Map<string, Lifecycle>>();

/** The entry with this id; null where there is none. */
export function lifecycleOf(lifecycles: Lifecycles, id: string | null): Lifecycle | null {
  if (id === null) return null;
  let index = byId.get(lifecycles);
  if (index === undefined) {
    index = new Map(lifecycles.map((entry) => [entry.id, entry]));
    byId.set(lifecycles, index);
  }
  return index.get(id) ?? null;
}

/** The entry that stands for a kind of equipment as a whole ("a laptop"): its refresh life and price; null where there is none. */
export function lifecycleOfKind(lifecycles: Lifecycles, kind: Equipment['kind']): Lifecycle | null {
  return lifecycleOf(lifecycles, `kind-${kind}`);
}

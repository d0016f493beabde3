/**
 * Which item of the register each row of a file is. A row that came in before is known by its fingerprint; else an item is
 * told by a key of its own (reference, serial number), else by name and supplier where that is unique on both sides. What
 * only looks the same is left out unless a person says otherwise, because two of the same would count its cost twice.
 */
import type { Importable } from './importable.ts';

/** What must be known of a row or an item to tell it: its key fields, by name. */
export interface Keyed {
  id: string;
  keys: Readonly<Record<string, string | null>>;
}

/** A row of a file; `keys` null where it is kept aside. */
export interface KeyedRow {
  row: number;
  fingerprint: string;
  /** The id that a new item of this row would have. */
  id: string;
  keys: Keyed['keys'] | null;
}

/** What imports brought in before, of this register. */
export interface CameIn {
  /** The item that a row became, by its fingerprint. */
  itemOf: ReadonlyMap<string, string>;
  /** The fingerprint of the last row that spoke of an item, by the item's id. */
  lastOf: ReadonlyMap<string, string>;
  /** Items that an import made which has not been undone. */
  added: ReadonlySet<string>;
}

/**
 * - `new`: no item of the register is this row.
 * - `same`: it came in before, and no later file has said otherwise.
 * - `known`: it is an item that is there; whether it changes is for {@link mergeRow} to say.
 * - `alike`: it looks like an item that is there, and cannot be told to be it.
 * - `gone`: it came in before, and its item has been removed from the register since.
 * - `kept`: it cannot become an item.
 */
export type Match = { row: number; itemId: string | null } & (
  { standing: 'new' | 'kept' | 'gone'; itemId: null } | { standing: 'same' | 'known' | 'alike'; itemId: string }
);

export type MatchKeys = Pick<Importable, 'strongKeys' | 'sharedKeys' | 'mustAgree'>;

/** Names of the fields that tell items apart. */
export function keyFields({ strongKeys, sharedKeys, mustAgree }: MatchKeys): string[] {
  return [...new Set([...strongKeys, ...sharedKeys, ...mustAgree])];
}

/** One match for each row, in the rows' order. No item is matched to two rows. */
export function matchRows(
  importable: MatchKeys,
  rows: readonly KeyedRow[],
  known: readonly Keyed[],
  cameIn: CameIn,
): Match[] {
  const there = new Map(known.map((item) => [item.id, item]));
  const matches = new Map<number, Match>();
  const taken = new Set<string>();
  const settle = (match: Match): void => {
    matches.set(match.row, match);
    if (match.itemId !== null && match.standing !== 'alike') taken.add(match.itemId);
  };
  for (const { row, fingerprint, id, keys } of rows) {
    const itemId = cameIn.itemOf.get(fingerprint) ?? (there.has(id) ? id : undefined);
    if (itemId === undefined || taken.has(itemId)) continue;
    if (there.has(itemId))
      settle({ row, itemId, standing: cameIn.lastOf.get(itemId) === fingerprint ? 'same' : 'known' });
    else if (keys !== null && cameIn.added.has(itemId)) settle({ row, itemId: null, standing: 'gone' });
  }
  const open = (): KeyedRow[] => rows.filter(({ row, keys }) => keys !== null && !matches.has(row));
  const free = (): Keyed[] => known.filter(({ id }) => !taken.has(id));
  const pair = (keyOf: (keys: Keyed['keys']) => string | null, agrees: (row: KeyedRow, item: Keyed) => boolean) => {
    const rowsByKey = groupBy(open(), ({ keys }) => (keys === null ? null : keyOf(keys)));
    const itemsByKey = groupBy(free(), ({ keys }) => keyOf(keys));
    for (const [key, [row, another]] of rowsByKey) {
      const [item, other] = itemsByKey.get(key) ?? [];
      if (row && item && !another && !other && agrees(row, item))
        settle({ row: row.row, itemId: item.id, standing: 'known' });
    }
  };
  if (known.length > 0) {
    for (const field of importable.strongKeys) {
      pair(
        (keys) => plain(keys[field]),
        () => true,
      );
    }
    // Of an item that a file brought in, a newer file may say another start; of one typed by hand that is another contract.
    pair(
      (keys) => sharedKey(importable, keys),
      (row, item) =>
        agree(importable.strongKeys, row, item) &&
        (cameIn.lastOf.has(item.id) || agree(importable.mustAgree, row, item)),
    );
    const bySharedKey = groupBy(known, ({ keys }) => sharedKey(importable, keys));
    for (const row of open()) {
      const key = sharedKey(importable, row.keys ?? {});
      const twin = (key === null ? [] : (bySharedKey.get(key) ?? [])).find((item) =>
        agree([...importable.strongKeys, ...importable.mustAgree], row, item),
      );
      if (twin) settle({ row: row.row, itemId: twin.id, standing: 'alike' });
    }
  }
  return rows.map(
    ({ row, keys }) => matches.get(row) ?? { row, itemId: null, standing: keys === null ? 'kept' : 'new' },
  );
}

/** Name and supplier as one text; null where the first is not filled. */
function sharedKey({ sharedKeys }: Pick<MatchKeys, 'sharedKeys'>, keys: Keyed['keys']): string | null {
  const [first, ...rest] = sharedKeys.map((field) => plain(keys[field]));
  return first == null ? null : [first, ...rest.map((part) => part ?? '')].join('\n');
}

function agree(fields: readonly string[], row: KeyedRow, item: Keyed): boolean {
  return fields.every((field) => {
    const mine = plain(row.keys?.[field]);
    const theirs = plain(item.keys[field]);
    return mine === null || theirs === null || mine === theirs;
  });
}

function plain(text: string | null | undefined): string | null {
  const plainText = (text ?? '').toLowerCase().replace(/\s+/g, ' ').trim();
  return plainText === '' ? null : plainText;
}

function groupBy<T>(list: readonly T[], keyOf: (entry: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of list) {
    const key = keyOf(entry);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

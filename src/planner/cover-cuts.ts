/**
 * Cuts for rows that limit a sum of amounts. Where the amounts of some groups together are more than the limit, not all of
 * those groups can be chosen; larger amounts elsewhere count for as many as they displace (lifting after Letchford and
 * Souli). Of each group at most one column is chosen, so each column gets the best coefficient that holds for it alone.
 */
import type { LpRow } from './dense-table.ts';
import type { GroupRow } from './choice-groups.ts';

interface Item {
  part: number;
  weight: number;
  /** How much of the group is chosen with at least this amount. */
  mass: number;
}

/** Cuts of one row that the fractions `x` break, the most broken first. */
export function coverCuts(row: GroupRow, x: Float64Array, least: number): { row: LpRow; broken: number }[] {
  const cuts: { row: LpRow; broken: number }[] = [];
  for (const isHeavy of [false, true]) {
    const items = itemsOf(row, x, isHeavy);
    if (items.length < 2) continue;
    for (const order of ORDERS) {
      const cover = coverFrom(items, row.upper, order);
      if (!cover) continue;
      const cut = lift(row, cover, x);
      if (cut && cut.broken > least) cuts.push(cut);
    }
  }
  return cuts.sort((a, b) => b.broken - a.broken);
}

const ORDERS: ((a: Item, b: Item) => number)[] = [
  (a, b) => b.mass - a.mass || b.weight - a.weight || a.part - b.part,
  (a, b) => (1 - a.mass) / a.weight - (1 - b.mass) / b.weight || a.part - b.part,
  (a, b) => b.mass * b.weight - a.mass * a.weight || a.part - b.part,
];

/** One amount for each group with a fraction: the least that it is chosen with, or the one that carries most weight. */
function itemsOf(row: GroupRow, x: Float64Array, isHeavy: boolean): Item[] {
  const items: Item[] = [];
  row.parts.forEach(({ columns, values }, part) => {
    let weight = 0;
    let best = 0;
    for (let i = 0; i < columns.length; i++) {
      if (x[columns[i]!]! < 1e-6 || values[i]! <= 0) continue;
      if (!isHeavy) {
        if (weight === 0 || values[i]! < weight) weight = values[i]!;
        continue;
      }
      const mass = massFrom(columns, values, x, values[i]!) * values[i]!;
      if (mass > best) {
        best = mass;
        weight = values[i]!;
      }
    }
    if (weight > 0) items.push({ part, weight, mass: massFrom(columns, values, x, weight) });
  });
  return items;
}

function massFrom(columns: readonly number[], values: readonly number[], x: Float64Array, weight: number): number {
  let mass = 0;
  for (let i = 0; i < columns.length; i++) if (values[i]! >= weight) mass += x[columns[i]!]!;
  return mass;
}

/** Takes items in the order until they are too much together, then leaves out those that aren't needed for that. */
function coverFrom(items: readonly Item[], upper: number, order: (a: Item, b: Item) => number): Item[] | null {
  const sorted = [...items].sort(order);
  const cover: Item[] = [];
  let sum = 0;
  for (const item of sorted) {
    cover.push(item);
    sum += item.weight;
    if (sum > upper + 1e-6) break;
  }
  if (sum <= upper + 1e-6) return null;
  for (const item of [...cover].sort((a, b) => a.mass - b.mass || a.part - b.part)) {
    if (sum - item.weight <= upper + 1e-6) continue;
    sum -= item.weight;
    cover.splice(cover.indexOf(item), 1);
  }
  return cover;
}

function lift(row: GroupRow, cover: Item[], x: Float64Array): { row: LpRow; broken: number } | null {
  cover.sort((a, b) => b.weight - a.weight || a.part - b.part);
  const count = cover.length;
  const share = fairShare(cover, row.upper);
  const sums: number[] = [];
  let total = 0;
  let large = 0;
  for (const item of cover) {
    if (item.weight > share + 1e-9) large++;
    total += Math.min(item.weight, share);
    sums.push(total);
  }
  const worth = (weight: number): number => {
    let extra = 0;
    const parts = weight / share;
    let h = Math.floor(parts + 0.5);
    if (h !== 0 && Math.abs(parts - h) * Math.max(1, share) <= 1e-9 && h <= large - 1) extra = 0.5;
    h = Math.max(h - 1, 0);
    while (h < count && weight > sums[h]! + 1e-6) h++;
    return h + extra;
  };
  const own = new Map(cover.filter((item) => item.weight <= share + 1e-9).map((item) => [item.part, item.weight]));
  const columns: number[] = [];
  const values: number[] = [];
  let sum = 0;
  let norm = 0;
  row.parts.forEach((part, p) => {
    const least = own.get(p) ?? Infinity;
    part.columns.forEach((column, i) => {
      const weight = part.values[i]!;
      if (weight <= 0) return;
      const value = Math.max(weight >= least ? 1 : 0, worth(weight));
      if (value === 0) return;
      columns.push(column);
      values.push(value);
      sum += value * x[column]!;
      norm += value * value;
    });
  });
  const broken = (sum - (count - 1)) / Math.sqrt(norm || 1);
  return { row: { columns, values, lower: -Infinity, upper: count - 1 }, broken };
}

/** The amount at which what each of the cover may count for adds up to just the limit. */
function fairShare(cover: readonly Item[], upper: number): number {
  let left = upper;
  for (let i = cover.length - 1; i >= 0; i--) {
    const share = left / (i + 1);
    if (cover[i]!.weight >= share) return share;
    left -= cover[i]!.weight;
  }
  return left;
}

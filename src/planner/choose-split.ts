/** Which group to split next, and how: by trying the most promising splits until enough is known of what each brings. */
import { propagate, ruleOut, type Open } from './choice-groups.ts';
import { follow, tighten, type Node, type Search } from './choice-relaxation.ts';
import { copyTable, dropSlackRows } from './dense-table.ts';

export interface Split {
  group: number;
  /** The first columns of the group, as many as this, are on one side. */
  first: number;
  part: number;
  /** Where the children's relaxations were worked out. */
  inside?: Child | null;
  outside?: Child | null;
}

export interface Child {
  node: Node;
  bound: number;
}

const FRACTION = 1e-5;

/** Trials after which what a group's split brings is taken as known, and how many splits are tried at one node. */
const RELIABLE = 2;
const MOST_TRIED = 6;

/** The split that promises most on both sides; null where nothing is left to split. */
export function chooseSplit(search: Search, node: Node): Split | null | 'cut-off' {
  const splits = splitsOf(search, node);
  if (splits.length === 0) return null;
  const { gain } = search;
  const mean = (sum: Float64Array, count: Float64Array, g: number) => {
    if (count[g]! > 0) return sum[g]! / count[g]!;
    let s = 0;
    let c = 0;
    for (let i = 0; i < sum.length; i++) {
      s += sum[i]!;
      c += count[i]!;
    }
    return c > 0 ? s / c : 1e-3;
  };
  const guess = (split: Split) => {
    const up = mean(gain.inside, gain.insideCount, split.group) * (1 - split.part);
    const down = mean(gain.outside, gain.outsideCount, split.group) * split.part;
    return Math.max(up, 1e-7) * Math.max(down, 1e-7);
  };
  const scored = splits.map((split) => ({ split, score: guess(split) }));
  scored.sort((a, b) => b.score - a.score || a.split.group - b.split.group);
  let best: Split | null = null;
  let bestScore = -1;
  let tried = 0;
  let worse = 0;
  for (const { split, score } of scored) {
    const known = Math.min(gain.insideCount[split.group]!, gain.outsideCount[split.group]!);
    let now = score;
    if (known < RELIABLE && tried < MOST_TRIED) {
      tried++;
      split.inside = childOf(search, node, split, true);
      split.outside = childOf(search, node, split, false);
      if (split.inside === null && split.outside === null) return 'cut-off';
      if (split.inside === null || split.outside === null) return split;
      learn(search, node, split);
      now = Math.max(split.inside.bound - node.bound, 1e-7) * Math.max(split.outside.bound - node.bound, 1e-7);
    }
    if (now > bestScore) {
      bestScore = now;
      best = split;
      worse = 0;
    } else if (++worse > 6) break;
  }
  return best;
}

/** One split for each group with fractions: where its columns, in order, come nearest to half. */
function splitsOf(search: Search, node: Node): Split[] {
  const { x, groups } = search;
  const splits: Split[] = [];
  for (let g = 0; g < groups.columns.length; g++) {
    const columns = groups.columns[g]!;
    let isSplit = false;
    for (const column of columns) {
      const value = x[column]!;
      if (value > FRACTION && value < 1 - FRACTION) isSplit = true;
    }
    if (!isSplit) continue;
    let sum = 0;
    let best: Split | null = null;
    for (let i = 0; i < columns.length; i++) {
      sum += x[columns[i]!]!;
      if (sum <= FRACTION || sum >= 1 - FRACTION) continue;
      if (!node.open.allowed[columns[i]!]) continue;
      if (!best || Math.abs(sum - 0.5) < Math.abs(best.part - 0.5) - 1e-9) best = { group: g, first: i + 1, part: sum };
    }
    if (best) splits.push(best);
  }
  return splits;
}

/** The node where one of the first columns is chosen (`isInside`), or none of them; null where nothing better is there. */
export function childOf(search: Search, node: Node, split: Split, isInside: boolean): Child | null {
  const { groups } = search;
  const open: Open = {
    allowed: Uint8Array.from(node.open.allowed),
    left: Int32Array.from(node.open.left),
    must: Uint8Array.from(node.open.must),
  };
  if (isInside) open.must[split.group] = 1;
  const columns = groups.columns[split.group]!;
  for (let i = 0; i < columns.length; i++) {
    if (i < split.first !== isInside && !ruleOut(groups, open, columns[i]!)) {
      return null;
    }
  }
  if (!propagate(groups, open, [split.group])) {
    return null;
  }
  const child: Node = { table: copyTable(node.table), open, bound: node.bound };
  follow(search, child);
  if (!tighten(search, child, 1, 5_000)) return null;
  dropSlackRows(child.table, search.pool, 0.05, search.firstModelRow);
  return { node: child, bound: child.bound };
}

export function learn(search: Search, node: Node, split: Split): void {
  const { gain } = search;
  const g = split.group;
  const note = (child: Child | null | undefined, sum: Float64Array, count: Float64Array, distance: number) => {
    if (child === undefined) return;
    const rise = child === null ? Math.max(0, search.limit - node.bound) : child.bound - node.bound;
    if (!Number.isFinite(rise)) return;
    sum[g]! += rise / Math.max(distance, 0.01);
    count[g]!++;
  };
  note(split.inside, gain.inside, gain.insideCount, 1 - split.part);
  note(split.outside, gain.outside, gain.outsideCount, split.part);
}

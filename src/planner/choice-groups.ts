/**
 * What follows at once from what has been ruled out: columns of which at most one is chosen form a group, and a row that is
 * nearly used up by what must be chosen rules out whatever no longer fits beside it.
 */
import type { LpRow } from './dense-table.ts';

export interface GroupRow {
  upper: number;
  /** Each group's own columns and values in the row. */
  parts: { group: number; columns: number[]; values: number[] }[];
}

export interface Groups {
  /** By group: its columns, in the order in which branching splits them. */
  columns: number[][];
  groupOf: Int32Array;
  rows: GroupRow[];
  rowsOf: number[][];
}

/** What is still open: columns that may be chosen, groups of which one must be. */
export interface Open {
  allowed: Uint8Array;
  /** By group: how many columns are allowed, and whether one of them must be chosen. */
  left: Int32Array;
  must: Uint8Array;
}

/** Groups and rows ready for {@link propagate}; rows without an upper limit say nothing. */
export function makeGroups(columns: number[][], rows: readonly LpRow[], count: number): Groups {
  const groupOf = new Int32Array(count);
  columns.forEach((list, g) => list.forEach((column) => (groupOf[column] = g)));
  const made = rows.flatMap((row): GroupRow[] => {
    if (!Number.isFinite(row.upper)) return [];
    const parts = new Map<number, GroupRow['parts'][number]>();
    row.columns.forEach((column, i) => {
      const group = groupOf[column]!;
      const part = parts.get(group) ?? { group, columns: [], values: [] };
      parts.set(group, part);
      part.columns.push(column);
      part.values.push(row.values[i]!);
    });
    return [{ upper: row.upper, parts: [...parts.values()] }];
  });
  const rowsOf: number[][] = columns.map(() => []);
  made.forEach((row, r) => row.parts.forEach(({ group }) => rowsOf[group]!.push(r)));
  return { columns, groupOf, rows: made, rowsOf };
}

/** Rules a column out; false where a group that must have one has none left. */
export function ruleOut(groups: Groups, open: Open, column: number): boolean {
  if (!open.allowed[column]) return true;
  open.allowed[column] = 0;
  const group = groups.groupOf[column]!;
  return --open.left[group]! > 0 || !open.must[group];
}

/** Follows all rows until nothing more is ruled out; false where they can't all hold. `touched`: groups that have changed. */
export function propagate(groups: Groups, open: Open, touched: Iterable<number>): boolean {
  const waiting: number[] = [];
  const isWaiting = new Uint8Array(groups.rows.length);
  const touch = (group: number) => {
    for (const r of groups.rowsOf[group]!) {
      if (isWaiting[r]) continue;
      isWaiting[r] = 1;
      waiting.push(r);
    }
  };
  for (const group of touched) touch(group);
  while (waiting.length > 0) {
    const r = waiting.pop()!;
    isWaiting[r] = 0;
    if (!followRow(groups, open, groups.rows[r]!, touch)) return false;
  }
  return true;
}

const ROOM = 1e-6;
let LEAST = new Float64Array(1024);

function followRow(groups: Groups, open: Open, row: GroupRow, touch: (group: number) => void): boolean {
  const { parts } = row;
  if (LEAST.length < parts.length) LEAST = new Float64Array(2 * parts.length);
  let room = row.upper + ROOM * Math.max(1, Math.abs(row.upper) * 1e-3);
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p]!;
    const { group, columns, values } = part;
    let seen = 0;
    let least = Infinity;
    for (let i = 0; i < columns.length; i++) {
      if (!open.allowed[columns[i]!]) continue;
      seen++;
      if (values[i]! < least) least = values[i]!;
    }
    if (least > 0 && (seen < open.left[group]! || !open.must[group])) least = 0;
    if (seen === 0) least = 0;
    LEAST[p] = least;
    room -= least;
  }
  if (room < 0) return false;
  for (let p = 0; p < parts.length; p++) {
    const { group, columns, values } = parts[p]!;
    const most = room + LEAST[p]!;
    let changed = false;
    for (let i = 0; i < columns.length; i++) {
      if (values[i]! <= most || !open.allowed[columns[i]!]) continue;
      if (!ruleOut(groups, open, columns[i]!)) return false;
      changed = true;
    }
    if (most < 0 && LEAST[p]! < 0) {
      // Nothing, and a column that the row does not speak of, count nought: too much. One of those with less must be chosen.
      if (!open.must[group]) {
        open.must[group] = 1;
        changed = true;
      }
      if (open.left[group] === 0) return false;
      for (const column of groups.columns[group]!) {
        if (!open.allowed[column] || columns.includes(column)) continue;
        if (!ruleOut(groups, open, column)) return false;
        changed = true;
      }
    }
    if (changed) touch(group);
  }
  return true;
}

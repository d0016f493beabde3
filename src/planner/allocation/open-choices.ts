/**
 * What is still open once everything that costs more than a window has been ruled out: a choice model for {@link
 * ../branch-and-bound.ts}. Needs with one way left are settled, and what they take is taken from the limits. Whatever waits for
 * a settled need, or excludes it, has only ways left that go with it: another would have cost as much as what it needs.
 */
import type { AllocationFrame } from '../../domain/allocation.ts';
import type { ChoiceModel } from '../choice-relaxation.ts';
import type { LpRow } from '../dense-table.ts';
import type { PackedSchools } from './packed-schools.ts';
import type { StartLosses } from './start-losses.ts';

export interface OpenChoices {
  model: ChoiceModel;
  /** By column: its start and its need, both counted through all schools. */
  start: Int32Array;
  need: Int32Array;
  /** By need: the start's number within its need, -1 for none; of open needs -1. */
  settled: Int16Array;
  /** What the settled needs are worth, and what they leave of each limit. */
  settledValue: number;
  room: number[];
}

/** The choices within `window` of the best at the prices. The model's costs are values with their sign turned. */
export function openChoices(
  frame: AllocationFrame,
  packed: PackedSchools,
  losses: StartLosses,
  window: number,
): OpenChoices {
  const { limits, firstNeed, firstStart, year, completeYear } = packed;
  const needs = firstStart.length - 1;
  const settled = new Int16Array(needs).fill(-1);
  const room = frame.limits.map(({ allowed }) => allowed);
  const starts: number[] = [];
  const needOf: number[] = [];
  const groups: number[][] = [];
  const must: boolean[] = [];
  const groupOf = new Int32Array(needs).fill(-1);
  let settledValue = 0;
  for (let need = 0; need < needs; need++) {
    const open: number[] = [];
    for (let s = firstStart[need]!; s < firstStart[need + 1]!; s++) if (losses.start[s]! <= window) open.push(s);
    const mayBeNone = losses.none[need]! <= window;
    if (open.length === 0) continue;
    if (open.length === 1 && !mayBeNone) {
      const s = open[0]!;
      settled[need] = s - firstStart[need]!;
      settledValue += packed.value[s]!;
      for (let l = 0; l < limits; l++) room[l]! -= packed.uses[s * limits + l]!;
      continue;
    }
    open.sort((a, b) => year[a]! - year[b]! || completeYear[a]! - completeYear[b]! || a - b);
    groupOf[need] = groups.length;
    groups.push(open.map((_s, i) => starts.length + i));
    must.push(!mayBeNone);
    for (const s of open) {
      starts.push(s);
      needOf.push(need);
    }
  }
  const rows: LpRow[] = [];
  for (let school = 0; school < packed.schools; school++) {
    addOrder(packed, school, { groups, groupOf, starts }, rows);
    addExclusions(
      packed,
      { first: firstNeed[school]!, last: firstNeed[school + 1]! },
      { groups, groupOf, starts },
      rows,
    );
  }
  const before = rows.length;
  for (let l = 0; l < limits; l++) {
    const columns: number[] = [];
    const values: number[] = [];
    starts.forEach((s, column) => {
      const use = packed.uses[s * limits + l]!;
      if (use === 0) return;
      columns.push(column);
      values.push(use);
    });
    if (columns.length > 0) rows.push({ columns, values, lower: -Infinity, upper: room[l]! });
  }
  return {
    model: {
      costs: starts.map((s) => -packed.value[s]!),
      lower: starts.map(() => 0),
      upper: starts.map(() => 1),
      groups,
      must,
      rows,
      isAmount: rows.map((_row, r) => r >= before),
    },
    start: Int32Array.from(starts),
    need: Int32Array.from(needOf),
    settled,
    settledValue,
    room,
  };
}

interface Columns {
  groups: number[][];
  /** By need, -1 where it is settled. */
  groupOf: Int32Array;
  /** By column. */
  starts: number[];
}

/** For every year in which a need may begin: what begins by then is no more than what it waits for and is in place by then. */
function addOrder(packed: PackedSchools, school: number, { groups, groupOf, starts }: Columns, rows: LpRow[]): void {
  const { firstNeed, firstBefore, year, completeYear } = packed;
  const first = firstNeed[school]!;
  for (let need = first; need < firstNeed[school + 1]!; need++) {
    const mine = groups[groupOf[need]!];
    if (mine === undefined) continue;
    for (let i = firstBefore[need]!; i < firstBefore[need + 1]!; i++) {
      const theirs = groups[groupOf[first + packed.before[i]!]!];
      if (theirs === undefined) continue;
      for (const y of new Set(mine.map((column) => year[starts[column]!]!))) {
        const begun = mine.filter((column) => year[starts[column]!]! <= y);
        const ready = theirs.filter((column) => completeYear[starts[column]!]! <= y);
        rows.push({
          columns: [...begun, ...ready],
          values: [...begun.map(() => 1), ...ready.map(() => -1)],
          lower: -Infinity,
          upper: 0,
        });
      }
    }
  }
}

function addExclusions(
  packed: PackedSchools,
  { first, last }: { first: number; last: number },
  { groups, groupOf, starts }: Columns,
  rows: LpRow[],
): void {
  const users = new Map<number, number[][]>();
  for (let need = first; need < last; need++) {
    const mine = groups[groupOf[need]!] ?? [];
    for (let g = 0; g < 31; g++) {
      const columns = mine.filter((column) => packed.groups[starts[column]!]! & (1 << g));
      if (columns.length > 0) users.set(g, [...(users.get(g) ?? []), columns]);
    }
  }
  for (const lists of users.values()) {
    if (lists.length < 2) continue;
    const columns = lists.flat();
    rows.push({ columns, values: columns.map(() => 1), lower: -Infinity, upper: 1 });
  }
}

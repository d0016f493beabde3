/**
 * Branch and bound for choices of the size of a school's plan. Columns are nought or one and lie in groups of which at most
 * one column is chosen. The relaxation is kept small: rows that limit sums of amounts are there from the start, all others
 * come in when they are broken. Cuts, reduced costs and the rows themselves rule columns out before a group is split.
 * Effort is counted in pivots.
 */
import type { Open } from './choice-groups.ts';
import {
  leave,
  prepare,
  rootNode,
  setBest,
  tighten,
  type BranchOptions,
  type ChoiceModel,
  type Node,
  type Search,
} from './choice-relaxation.ts';
import { childOf, chooseSplit, learn } from './choose-split.ts';
import { addPoolRow, columnValues, copyTable, dropSlackRows } from './dense-table.ts';

export interface BranchResult {
  /** True where the search came to its end within its pivots. */
  isDone: boolean;
  /** No choice of less is possible. */
  bound: number;
  nodes: number;
  pivots: number;
}

/** Finds the choice with the least sum of costs. */
export function branchAndBound(model: ChoiceModel, options: BranchOptions): BranchResult {
  const search = prepare(model, options);
  const root = rootNode(search);
  if (root) {
    search.openBounds.push(-Infinity);
    solveRoot(search, root);
  }
  const bound = boundNow(search);
  return { isDone: !search.isStopped, bound, nodes: search.nodes, pivots: search.counts.pivots };
}

/**
 * Looks below the root for sums up to a guess, then up to a larger one, until the best sum is within it. What is looked
 * through in vain costs little beside the last round, raises the bound, and no round goes astray for want of a good plan.
 */
function solveRoot(search: Search, root: Node): void {
  if (!tighten(search, root, 30, 20_000)) return;
  dropSlackRows(root.table, search.pool, 1e-3, search.firstModelRow);
  search.options.onBound?.(root.bound * search.scale);
  const whole = search.limit - root.bound;
  for (let room = whole * FIRST_GUESS; ; room *= NEXT_GUESS) {
    search.leftAt = Infinity;
    search.guess = room < LAST_GUESS * whole ? root.bound + room : Infinity;
    setBest(search, search.best);
    const isLast = search.limit < search.guess;
    const { table, open, bound } = root;
    const copy: Open = {
      allowed: Uint8Array.from(open.allowed),
      left: Int32Array.from(open.left),
      must: Uint8Array.from(open.must),
    };
    explore(search, { table: copyTable(table), open: copy, bound }, 0);
    search.openBounds.length = 1;
    if (isLast || search.isStopped || search.guess === Infinity || search.limit < search.guess) return;
    search.options.onBound?.(boundNow(search));
  }
}

/** The first guess, as a part of the way from the bound to the best sum; how guesses grow; from where on none is made. */
const FIRST_GUESS = 0.1;
const NEXT_GUESS = 1.3;
const LAST_GUESS = 0.9;

/** What was left unlooked at is no less than this, nor is what was ruled out as past the limit. */
function boundNow(search: Search): number {
  return Math.min(search.leftAt, search.limit * search.scale);
}

/** Looks below a node whose relaxation is solved. */
function explore(search: Search, node: Node, depth: number): void {
  for (;;) {
    search.nodes++;
    search.openBounds[depth] = node.bound;
    report(search, depth);
    if (search.counts.pivots + 4 * search.nodes > search.options.mostPivots) search.isStopped = true;
    if (search.isStopped) {
      leave(search, node.bound);
      return;
    }
    columnValues(node.table, search.x);
    const split = chooseSplit(search, node);
    if (split === 'cut-off') return;
    if (split === null) {
      if (offer(search, node)) return;
      if (!tighten(search, node, 0, 5_000)) return;
      continue;
    }
    if (split.inside === undefined) split.inside = childOf(search, node, split, true);
    if (split.outside === undefined) split.outside = childOf(search, node, split, false);
    learn(search, node, split);
    const children = [split.inside, split.outside].filter((child) => child !== null);
    if (children.length === 0) return;
    if (children.length === 2) {
      const isInsideFirst = split.part >= 0.5;
      const [first, second] = isInsideFirst ? children : [children[1]!, children[0]!];
      search.openBounds[depth] = second!.bound;
      explore(search, first!.node, depth + 1);
      search.openBounds.length = depth + 1;
      if (second!.node.bound > search.limit) {
        leave(search, second!.node.bound);
        return;
      }
      node = second!.node;
    } else node = children[0]!.node;
  }
}

function report(search: Search, depth: number): void {
  const { onBound } = search.options;
  if (!onBound || search.nodes % 64 !== 1) return;
  let bound = boundNow(search);
  for (let d = 0; d <= depth; d++) bound = Math.min(bound, search.openBounds[d]! * search.scale);
  onBound(bound);
}

/** All whole: takes the choice. False where it breaks a limit after all and has been cut off. */
function offer(search: Search, node: Node): boolean {
  const columns = Float64Array.from(search.x, (value) => (value > 0.5 ? 1 : 0));
  const best = search.options.onChoice(columns);
  if (best !== null) {
    if (best < search.best) setBest(search, best);
    search.leftAt = Math.min(search.leftAt, best);
    return true;
  }
  const values = search.x.map((value) => (value > 0.5 ? 1 : -1));
  const { pool } = search;
  pool.rows[pool.count] = {
    columns: Array.from(values.keys()),
    values: [...values],
    lower: -Infinity,
    upper: values.filter((value) => value > 0).length - 1,
  };
  addPoolRow(node.table, pool, pool.count++);
  return false;
}

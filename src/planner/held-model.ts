/**
 * The model as it stands in the course of a solve: levels that are held at a value, columns that have been fixed, choices
 * that have been cut off. Both solvers work from it: branch and bound over choices first; HiGHS is opened only where that
 * does not come to its end.
 */
import { relaxChoices, type ChoiceModel, type RelaxedChoices } from './choice-relaxation.ts';
import type { Compiled } from './compile.ts';
import type { LpRow } from './dense-table.ts';
import { openSession, type ColumnSum, type Highs, type SolverSession } from './highs.ts';
import type { LinearModel } from './linear-model.ts';

export interface HeldModel {
  /** By level: what its value may be at most, in its own measure. */
  pin(level: number, value: number): void;
  fix(column: number, value: 0 | 1): void;
  addRow(row: LpRow): void;
  /** The choice model for one sum. */
  choices(sum: ColumnSum): ChoiceModel;
  /** The least that a sum can be where fractions are allowed. */
  relax(sum: ColumnSum): RelaxedChoices;
  /** HiGHS with all that is held. */
  solver(): SolverSession;
  dispose(): void;
}

/** Rows that limit amounts: worth having from the start. */
const amountKinds = new Set(['capital', 'revenue', 'staff']);

export function holdModel(compiled: Compiled, model: LinearModel, highs: Highs, open: typeof openSession): HeldModel {
  const lower = [...model.lower];
  const upper = [...model.upper];
  const pins = model.levels.map(() => Infinity);
  const more: LpRow[] = [];
  const { groups, must } = groupsOf(compiled, model);
  const rows = model.rows.filter((row) => row.kind !== 'choice');
  let session: SolverSession | null = null;
  const held: HeldModel = {
    pin(level, value) {
      pins[level] = value;
      session?.pin(level, value);
    },
    fix(column, value) {
      if (value === 0) upper[column] = 0;
      else lower[column] = 1;
      session?.bounds(column, lower[column]!, upper[column]!);
    },
    addRow(row) {
      more.push(row);
      session?.addRow({ ...row, columns: [...row.columns], values: [...row.values] });
    },
    choices(sum) {
      const costs = model.lower.map(() => 0);
      sum.columns.forEach((column, i) => (costs[column]! += sum.values[i]!));
      const pinned = model.levels.flatMap(({ columns, values, constant, unit }, k): LpRow[] =>
        Number.isFinite(pins[k]!) ? [{ columns, values, lower: -Infinity, upper: (pins[k]! - constant) / unit }] : [],
      );
      const all = [...rows, ...pinned, ...more];
      return {
        costs,
        lower,
        upper,
        groups,
        must,
        rows: all,
        isAmount: all.map((_, r) => r < rows.length && amountKinds.has(rows[r]!.kind)),
      };
    },
    relax: (sum) => relaxChoices(held.choices(sum)),
    solver() {
      if (session) return session;
      session = open(highs, model);
      pins.forEach((value, level) => Number.isFinite(value) && session!.pin(level, value));
      for (let column = 0; column < lower.length; column++) {
        if (lower[column] !== model.lower[column] || upper[column] !== model.upper[column])
          session.bounds(column, lower[column]!, upper[column]!);
      }
      for (const row of more) session.addRow({ ...row, columns: [...row.columns], values: [...row.values] });
      return session;
    },
    dispose() {
      session?.dispose();
    },
  };
  return held;
}

/** Each need's starts, the earlier first, are a group; every other column is one by itself. */
function groupsOf(compiled: Compiled, model: LinearModel): { groups: number[][]; must: boolean[] } {
  const groups: number[][] = [];
  const must: boolean[] = [];
  for (const need of compiled.needs) {
    const mine = need.candidates.map((c) => model.columnOf[c]!).filter((column) => column >= 0);
    if (mine.length === 0 && !need.mustPlace) continue;
    const startOf = (column: number) => compiled.candidates[model.candidateOf[column]!]!;
    mine.sort(
      (a, b) => startOf(a).term - startOf(b).term || startOf(a).completeTerm - startOf(b).completeTerm || a - b,
    );
    groups.push(mine);
    must.push(need.mustPlace);
  }
  model.candidateOf.forEach((c, column) => {
    if (c >= 0) return;
    groups.push([column]);
    must.push(false);
  });
  return { groups, must };
}

/**
 * The least extra money, over all years and both pots together, with which a plan would meet a requirement at the end of the
 * horizon and be no worse than the given plan at any level but cost. Where money alone can't do it, what else stands in the way.
 */
import type { Compiled } from './compile.ts';
import { limitUse } from './certificate.ts';
import { elasticModel, type Relaxed } from './conflict.ts';
import { formulate } from './formulate.ts';

import { loadSolver, openSession, type Highs, type WorkLimit } from './highs.ts';
import { addColumn, type LinearModel } from './linear-model.ts';
import { allowedCandidates } from './presolve.ts';
import { isMoney } from './moves.ts';

export type LeastMoney =
  { kind: 'money'; extraPence: number } | { kind: 'blocked'; by: Relaxed[] } | { kind: 'unknown' };

/** Pence are counted as pounds in the model, so that amounts and choices are of like size. */
const pencePerPound = 100;

const limit: WorkLimit = { iterations: 50_000, nodes: 2_000 };

/** Answers for many requirements of one plan, with one model. Call `close` when done. */
export async function openLeastMoney(compiled: Compiled, values: readonly number[]) {
  const highs = await loadSolver();
  const model = formulate(compiled, allowedCandidates(compiled));
  const money = addMoneyColumns(compiled, model);
  const session = openSession(highs, model);
  model.levels.forEach((level, k) => {
    if (level.name !== 'whole-life-cost' && level.name !== 'changes') session.pin(k, values[k]!);
  });
  return {
    /** For a requirement that `meeting` (candidates) would meet at the end of the horizon. */
    find(meeting: readonly number[]): LeastMoney {
      const columns = meeting.map((c) => model.columnOf[c]!).filter((column) => column >= 0);
      const row = session.addRow({ columns, values: columns.map(() => 1), lower: 1, upper: Infinity });
      const level = { columns: money, values: money.map(() => 1) };
      const found = session.minimise(level, { limit, absoluteGap: 1e-4 });
      session.rowBounds(row, -Infinity, Infinity);
      if (found.outcome === 'infeasible') return { kind: 'blocked', by: blockers(highs, compiled, meeting) };
      if (found.outcome !== 'done' || !found.columns) return { kind: 'unknown' };
      const chosen = new Int32Array(compiled.needs.length).fill(-1);
      model.candidateOf.forEach((c, column) => {
        if (c >= 0 && found.columns![column]! > 0.5) chosen[compiled.candidates[c]!.need] = c;
      });
      return { kind: 'money', extraPence: extraMoney(compiled, chosen) };
    },
    close: () => session.dispose(),
  };
}

/** Limits other than money that would have to give way; none where it is other requirements that would suffer. */
function blockers(highs: Highs, compiled: Compiled, meeting: readonly number[]): Relaxed[] {
  const { model, relaxing } = elasticModel(compiled, isMoney);
  const columns = meeting.map((c) => model.columnOf[c]!);
  model.rows.push({
    kind: 'cut',
    id: '',
    columns,
    values: columns.map(() => 1),
    lower: 1,
    upper: Infinity,
    unit: 1,
    allowed: Infinity,
  });
  const session = openSession(highs, model);
  try {
    const asked = [...relaxing.keys()];
    const found = session.minimise({ columns: asked, values: asked.map(() => 1) }, { limit });
    if (!found.columns) return [];
    return asked.filter((column) => found.columns![column]! > 0.5).map((column) => relaxing.get(column)!);
  } finally {
    session.dispose();
  }
}

/** A column of extra money per year and pot, in pounds, in the rows of its year (and of later ones where it carries forward). */
function addMoneyColumns(compiled: Compiled, model: LinearModel): number[] {
  const { years, capitalCarriesForward } = compiled.problem;
  const columns: number[] = [];
  for (const kind of ['capital', 'revenue'] as const) {
    years.forEach((year, y) => {
      const column = addColumn(model, 0, Infinity, false);
      columns.push(column);
      for (const row of model.rows) {
        if (row.kind !== kind) continue;
        const rowYear = years.findIndex((one) => one.id === row.id);
        const isIn = kind === 'capital' && capitalCarriesForward ? rowYear >= y : row.id === year.id;
        if (!isIn) continue;
        row.columns.push(column);
        row.values.push(-pencePerPound / row.unit);
        // Extra money need not be a whole number of units, so the limit is taken as it was given.
        row.upper = row.allowed / row.unit;
      }
    });
  }
  return columns;
}

/** What a plan spends beyond its budgets, in pence. */
function extraMoney(compiled: Compiled, chosen: Int32Array): number {
  const limits = limitUse(compiled, chosen);
  const over = (kind: string) =>
    limits.filter((limit) => limit.kind === kind).map((limit) => Math.max(0, limit.used - limit.allowed));
  const capital = over('capital');
  const inAll = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
  return (compiled.problem.capitalCarriesForward ? Math.max(0, ...capital) : inAll(capital)) + inAll(over('revenue'));
}

/**
 * The least extra money, over all years and both pots together, with which a plan would meet a requirement at the end of the
 * horizon and be no worse than the given plan at any level but cost. Where money alone can't do it, the fewest limits to relax.
 *
 * HiGHS answers here, not the planner's own branch and bound: extra money is an amount, not a choice, and a limit that may be
 * relaxed is a row with a large number in it, of which the small relaxation says next to nothing.
 */
import type { PlanningProblem } from '../domain/planning.ts';
import { limitUse } from './certificate.ts';
import { compile, type Compiled } from './compile.ts';
import { elasticModel, type Relaxed } from './conflict.ts';
import { formulate } from './formulate.ts';
import { loadSolver, openSession, type ColumnSum, type Highs, type SolverSession, type WorkLimit } from './highs.ts';
import { addColumn, type LinearModel } from './linear-model.ts';
import { allowedCandidates } from './presolve.ts';
import { isMoney } from './moves.ts';
import { withoutLimit } from './relaxed-problem.ts';

export type RelaxedBy = Relaxed & { amount: number | null };

type Relaxing = { kind: 'blocked'; by: RelaxedBy[]; extraPence: number | null } | { kind: 'unknown' };

/** `blocked`: money alone would not, these limits relaxed by these amounts would, with that much money beside them. */
export type LeastMoney = { kind: 'money'; extraPence: number } | Relaxing;

/** Pence are counted as pounds in the model, so that amounts and choices are of like size. */
const pencePerPound = 100;

const limit: WorkLimit = { iterations: 50_000, nodes: 2_000 };

/** Answers for many requirements of one plan, with one model. Call `close` when done. */
export async function openLeastMoney(compiled: Compiled, values: readonly number[]) {
  const highs = await loadSolver();
  const model = formulate(compiled, allowedCandidates(compiled));
  const money = addMoneyColumns(compiled, model);
  const session = openSession(highs, model);
  pinBetter(session, model, values);
  const blocked = async (meeting: readonly number[]): Promise<LeastMoney> => {
    const found = relaxation(highs, compiled, values, meeting);
    if (found.kind !== 'blocked' || found.by.length === 0) return found;
    const relaxed = compile(relaxedProblem(compiled.problem, found.by));
    const solver = await openLeastMoney(relaxed, values);
    try {
      const money = await solver.find(meeting);
      return money.kind === 'money' ? { ...found, extraPence: money.extraPence } : found;
    } finally {
      solver.close();
    }
  };
  return {
    /** For a requirement that `meeting` (candidates) would meet at the end of the horizon. */
    async find(meeting: readonly number[]): Promise<LeastMoney> {
      const columns = meeting.map((c) => model.columnOf[c]!).filter((column) => column >= 0);
      const row = session.addRow({ columns, values: columns.map(() => 1), lower: 1, upper: Infinity });
      const level = { columns: money, values: money.map(() => 1) };
      const found = session.minimise(level, { limit, absoluteGap: 1e-4 });
      session.rowBounds(row, -Infinity, Infinity);
      if (found.outcome === 'infeasible') return blocked(meeting);
      if (found.outcome !== 'done' || !found.columns) return { kind: 'unknown' };
      const chosen = chosenOf(compiled, model, found.columns);
      return { kind: 'money', extraPence: extraMoney(compiled, chosen) };
    },
    close: () => session.dispose(),
  };
}

/**
 * The fewest limits other than money that would have to give way, by how much, and the least money beside them, for a plan that
 * is no worse at any level but cost. None where it is those levels that would suffer, whatever gives way.
 */
function relaxation(highs: Highs, compiled: Compiled, values: readonly number[], meeting: readonly number[]): Relaxing {
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
    pinBetter(session, model, values);
    const asked = [...relaxing.keys()];
    const count = session.minimise({ columns: asked, values: asked.map(() => 1) }, { limit });
    if (count.outcome === 'infeasible') return { kind: 'blocked', by: [], extraPence: null };
    if (count.outcome !== 'done' || !count.columns) return { kind: 'unknown' };
    const needed = asked.filter((column) => count.columns![column]! > 0.5);
    for (const column of asked) if (!needed.includes(column)) session.bounds(column, 0, 0);
    const by = needed.map((column): RelaxedBy => ({ ...relaxing.get(column)!, amount: null }));
    const terms = by.flatMap(({ kind, id }) =>
      kind === 'staff' ? compiled.problem.terms.findIndex((t) => t.id === id) : [],
    );
    const least =
      terms.length > 0 ? session.minimise(daysIn(compiled, model, terms), { limit, absoluteGap: 1e-6 }) : count;
    if (least.outcome !== 'done' || !least.columns) return { kind: 'blocked', by, extraPence: null };
    const used = limitUse(compiled, chosenOf(compiled, model, least.columns));
    for (const one of by) {
      const use = used.find(({ kind, id }) => kind === one.kind && id === one.id);
      if (one.kind === 'staff' && use) one.amount = Math.round((use.used - use.allowed) * 1e6) / 1e6;
    }
    return { kind: 'blocked', by, extraPence: null };
  } finally {
    session.dispose();
  }
}

/** Days of the school's own people in those terms: each is over its limit in every plan that relaxes no other. */
function daysIn(compiled: Compiled, model: LinearModel, terms: readonly number[]): ColumnSum {
  const columns: number[] = [];
  const values: number[] = [];
  model.candidateOf.forEach((c, column) => {
    const days = c < 0 ? 0 : terms.reduce((sum, t) => sum + compiled.candidates[c]!.staffDays[t]!, 0);
    if (days === 0) return;
    columns.push(column);
    values.push(days);
  });
  return { columns, values };
}

/** The problem with the limits relaxed by no more than they must be. */
function relaxedProblem(given: PlanningProblem, by: readonly RelaxedBy[]): PlanningProblem {
  const moreDays = new Map(by.map(({ kind, id, amount }) => [kind === 'staff' ? id : '', amount ?? 0]));
  const staffDaysPerTerm = given.terms.map(({ id }, t) => (given.staffDaysPerTerm[t] ?? 0) + (moreDays.get(id) ?? 0));
  let problem: PlanningProblem = { ...given, staffDaysPerTerm };
  for (const { kind, id, amount } of by)
    if (kind !== 'staff' || amount === null) problem = withoutLimit(problem, kind, id) ?? problem;
  return problem;
}

function chosenOf(compiled: Compiled, model: LinearModel, columns: Float64Array): Int32Array {
  const chosen = new Int32Array(compiled.needs.length).fill(-1);
  model.candidateOf.forEach((c, column) => {
    if (c >= 0 && columns[column]! > 0.5) chosen[compiled.candidates[c]!.need] = c;
  });
  return chosen;
}

/** No worse than the plan at hand at any level but cost and changes. */
function pinBetter(session: SolverSession, model: LinearModel, values: readonly number[]): void {
  model.levels.forEach((level, k) => {
    if (level.name !== 'whole-life-cost' && level.name !== 'changes') session.pin(k, values[k]!);
  });
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

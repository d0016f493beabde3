/**
 * Where locks and limits contradict each other: the smallest set of limits that would have to give way. Every limit gets a
 * yes-or-no column for "relaxed", and the number of those is made small.
 */
import type { Conflict, LimitKind, PlanningProblem } from '../domain/planning.ts';
import { compile, type Compiled } from './compile.ts';
import { formulate } from './formulate.ts';
import { loadSolver, openSession } from './highs.ts';
import { addColumn, addLimit, type LinearModel } from './linear-model.ts';

export type Relaxed = Conflict['limits'][number];

/** The smallest set of limits to relax; null where a plan holds them all. Fails where the solver can't tell. */
export async function findConflict(problem: PlanningProblem): Promise<Conflict | null> {
  const compiled = compile(problem);
  const impossible = compiled.impossibleLocks.map((lock): Relaxed => ({
    kind: 'lock',
    id: lock.needId,
    detail: `The start fixed for “${nameOf(problem, lock.needId)}” is not among those that are possible.`,
  }));
  const { model, relaxing } = elasticModel(compiled);
  model.levels = [];
  const session = openSession(await loadSolver(), model);
  try {
    const columns = [...relaxing.keys()];
    const level = { columns, values: columns.map(() => 1) };
    const result = session.minimise(level, { limit: { iterations: 2_000_000, nodes: 100_000 } });
    if (!result.columns) throw new Error('The solver could not tell which limits contradict each other.');
    const found = columns.filter((column) => result.columns![column]! > 0.5).map((column) => relaxing.get(column)!);
    const limits = [...impossible, ...found];
    return limits.length > 0 ? { limits } : null;
  } finally {
    session.dispose();
  }
}

/**
 * The model, levels and all, with a column for relaxing each limit. Limits of a kind that is `ignored` are left out of it altogether; a need
 * that must be placed still must.
 */
export function elasticModel(
  compiled: Compiled,
  ignored: (kind: LimitKind) => boolean = () => false,
): { model: LinearModel; relaxing: Map<number, Relaxed> } {
  const locks = compiled.needs.map((need) => need.lock);
  const unlocked: Compiled = { ...compiled, needs: compiled.needs.map((need) => ({ ...need, lock: null })) };
  const model = formulate(
    unlocked,
    compiled.candidates.map(() => true),
  );
  locks.forEach((lock, n) => {
    const need = compiled.needs[n]!;
    if (lock === null) return;
    if (lock >= 0) addLimit(model, 'lock', need.id, [[model.columnOf[lock]!, -1]], -1);
    else if (need.candidates.length > 0) {
      addLimit(
        model,
        'lock',
        need.id,
        need.candidates.map((c): [number, number] => [model.columnOf[c]!, 1]),
        0,
      );
    }
  });
  const relaxing = new Map<number, Relaxed>();
  const columnFor = new Map<string, number>();
  for (const row of model.rows) {
    if (row.kind === 'choice' || row.kind === 'cover' || row.kind === 'cut') continue;
    if (ignored(row.kind)) {
      row.upper = Infinity;
      continue;
    }
    const most = row.values.reduce((sum, value) => sum + Math.max(0, value), 0);
    if (most <= row.upper) continue;
    const key = `${row.kind} ${row.id}`;
    const column = columnFor.get(key) ?? addColumn(model, 0, 1, true);
    columnFor.set(key, column);
    relaxing.set(column, { kind: row.kind, id: row.id, detail: detailOf(compiled, row.kind, row.id) });
    row.columns.push(column);
    row.values.push(row.upper - most);
  }
  return { model, relaxing };
}

/** What the limit is, in words. */
function detailOf(compiled: Compiled, kind: LimitKind, id: string): string {
  const { problem } = compiled;
  const needName = (needId: string) => nameOf(problem, needId);
  const yearName = problem.years.find((year) => year.id === id)?.name ?? id;
  switch (kind) {
    case 'capital':
      return `The capital budget of ${yearName} is too small.`;
    case 'revenue':
      return `The revenue budget of ${yearName} is too small.`;
    case 'staff':
      return `There are too few staff days in ${problem.terms.find((term) => term.id === id)?.name ?? id}.`;
    case 'precedence': {
      const [later = id, earlier = ''] = id.split(' after ');
      return `“${needName(later)}” has to wait until “${needName(earlier)}” is complete.`;
    }
    case 'exclusion':
      return problem.exclusions.find((exclusion) => exclusion.id === id)?.reason ?? id;
    case 'lock':
      return `The start fixed for “${needName(id)}”.`;
    case 'window':
    case 'contract':
      return id;
  }
}

function nameOf(problem: PlanningProblem, needId: string): string {
  return problem.needs.find((need) => need.id === needId)?.name ?? needId;
}

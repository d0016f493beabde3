/**
 * A planning problem as a mixed-integer linear model: one yes-or-no column per candidate, a fraction per requirement that
 * several needs can meet, and one per core standard and term that it should be met in.
 *
 * Columns for "not met" are whole by themselves once the choices are; saying so to the solver makes it faster.
 *
 * A requirement that only one need can meet wants no column of its own: it is unmet exactly where none of that need's
 * candidates is placed, since at most one is. Requirements met by the same candidates share a column.
 */
import type { Compiled } from './compile.ts';
import { addColumn, addLimit, commonUnit, type Level, type LinearModel } from './linear-model.ts';
import { levelNames, type LevelName } from './state.ts';

/** "Not met" as a sum of columns: `constant + Σ value × column`. */
interface Expression {
  constant: number;
  parts: [number, number][];
}

/** Builds the model over the candidates that are `allowed`. Locks are already in `allowed` (see presolve) and fixed here. */
export function formulate(compiled: Compiled, allowed: readonly boolean[]): LinearModel {
  const model: LinearModel = {
    lower: [],
    upper: [],
    integer: [],
    columnOf: new Int32Array(compiled.candidates.length).fill(-1),
    candidateOf: [],
    rows: [],
    levels: [],
  };
  for (const candidate of compiled.candidates) {
    if (!allowed[candidate.index]) continue;
    const fixed = compiled.needs[candidate.need]!.lock === candidate.index;
    model.columnOf[candidate.index] = addColumn(model, fixed ? 1 : 0, 1, true, candidate.index);
  }
  addChoices(compiled, model);
  addMoneyAndStaff(compiled, model);
  addPrecedence(compiled, model);
  addExclusions(compiled, model);
  addLevels(compiled, model);
  return model;
}

function columnsOf(compiled: Compiled, model: LinearModel, need: number): number[] {
  return compiled.needs[need]!.candidates.map((c) => model.columnOf[c]!).filter((column) => column >= 0);
}

function addChoices(compiled: Compiled, model: LinearModel): void {
  compiled.needs.forEach((need, n) => {
    const columns = columnsOf(compiled, model, n);
    if (columns.length > 1 || need.mustPlace) {
      addLimit(
        model,
        'choice',
        need.id,
        columns.map((column) => [column, 1]),
        1,
      );
      if (need.mustPlace) model.rows.at(-1)!.lower = 1;
    }
  });
}

function addMoneyAndStaff(compiled: Compiled, model: LinearModel): void {
  const { problem } = compiled;
  const parts = (use: (candidate: (typeof compiled.candidates)[number]) => number): [number, number][] =>
    model.candidateOf.flatMap((c, column): [number, number][] =>
      c < 0 ? [] : [[column, use(compiled.candidates[c]!)]],
    );
  let carried = 0;
  problem.years.forEach((year, y) => {
    const from = problem.capitalCarriesForward ? 0 : y;
    carried = (problem.capitalCarriesForward ? carried : 0) + year.capitalPence;
    const capital = parts((c) => c.capitalPence.slice(from, y + 1).reduce((sum, pence) => sum + pence, 0));
    addLimit(model, 'capital', year.id, capital, carried);
    addLimit(
      model,
      'revenue',
      year.id,
      parts((c) => c.revenuePence[y]!),
      year.revenuePence,
    );
  });
  problem.terms.forEach((term, t) => {
    addLimit(
      model,
      'staff',
      term.id,
      parts((c) => c.staffDays[t]!),
      problem.staffDaysPerTerm[t] ?? 0,
    );
  });
}

/** Started by a term ≤ the other need complete by that term; sound because at most one start of each need is placed. */
function addPrecedence(compiled: Compiled, model: LinearModel): void {
  compiled.needs.forEach((need, n) => {
    const startOf = (column: number) => compiled.candidates[model.candidateOf[column]!]!;
    for (const other of need.before) {
      const mine = columnsOf(compiled, model, n).filter((column) => startOf(column).before.includes(other));
      const theirs = columnsOf(compiled, model, other);
      for (const term of new Set(mine.map((column) => startOf(column).term))) {
        const parts: [number, number][] = [
          ...mine.filter((column) => startOf(column).term <= term).map((column): [number, number] => [column, 1]),
          ...theirs
            .filter((column) => startOf(column).completeTerm <= term)
            .map((column): [number, number] => [column, -1]),
        ];
        addLimit(model, 'precedence', `${need.id} after ${compiled.needs[other]!.id}`, parts, 0);
      }
    }
  });
}

function addExclusions(compiled: Compiled, model: LinearModel): void {
  compiled.problem.exclusions.forEach((exclusion, e) => {
    const parts = model.candidateOf.flatMap((c, column): [number, number][] =>
      c >= 0 && compiled.candidates[c]!.exclusions.includes(e) ? [[column, 1]] : [],
    );
    if (parts.length > 1) addLimit(model, 'exclusion', exclusion.id, parts, 1);
  });
}

function addLevels(compiled: Compiled, model: LinearModel): void {
  const unmet = unmetExpressions(compiled, model);
  for (const name of levelNames(compiled))
    model.levels.push(toLevel(name, levelExpression(compiled, model, name, unmet)));
}

/** By cell, how "not met" is said; null where it is met without any placement. */
function unmetExpressions(compiled: Compiled, model: LinearModel): (Expression | null)[] {
  const meets = new Map<number, number[]>();
  model.candidateOf.forEach((c, column) => {
    if (c < 0) return;
    for (const cell of compiled.candidates[c]!.cells) {
      const list = meets.get(cell);
      if (list) list.push(column);
      else meets.set(cell, [column]);
    }
  });
  const shared = new Map<string, Expression>();
  const { problem, terms } = compiled;
  return compiled.cellWeight.map((_, cell) => {
    const term = cell % terms;
    if (problem.requirements[(cell - term) / terms]!.metWithout[term]) return null;
    const columns = meets.get(cell) ?? [];
    const key = columns.join(',');
    const known = shared.get(key);
    if (known) return known;
    const needs = new Set(columns.map((column) => compiled.candidates[model.candidateOf[column]!]!.need));
    const made = needs.size <= 1 ? exactUnmet(columns) : unmetColumn(model, [columns]);
    shared.set(key, made);
    return made;
  });
}

function exactUnmet(columns: number[]): Expression {
  return { constant: 1, parts: columns.map((column) => [column, -1]) };
}

/** A column that is 1 wherever one of the sets of columns has none placed. */
function unmetColumn(model: LinearModel, sets: number[][]): Expression {
  const column = addColumn(model, 0, 1, true);
  for (const set of sets)
    addLimit(model, 'cover', '', [[column, -1], ...set.map((c): [number, number] => [c, -1])], -1);
  return { constant: 0, parts: [[column, 1]] };
}

function levelExpression(
  compiled: Compiled,
  model: LinearModel,
  name: LevelName,
  unmet: (Expression | null)[],
): Expression {
  const { terms } = compiled;
  switch (name) {
    case 'duties':
      return sum(unmet.flatMap((e, cell) => (e && compiled.cellDuty[cell] ? [[e, 1] as const] : [])));
    case 'requirement-terms':
      return weighted(unmet, compiled.cellWeight);
    case 'later-requirement-terms':
      return weighted(unmet, compiled.cellLaterWeight);
    case 'core-standards':
    case 'core-lateness':
      return sum(
        compiled.standards.flatMap((standard) => {
          const due = standard.dueTerm;
          const from = name === 'core-standards' ? due : due + 1;
          const to = name === 'core-standards' ? due : terms - 1;
          return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => {
            const cells = standard.requirements.map((r) => unmet[r * terms + from + i] ?? null);
            return [standardUnmet(model, cells), 1] as const;
          });
        }),
      );
    case 'whole-life-cost':
    case 'value':
      return {
        constant: 0,
        parts: model.candidateOf.flatMap((c, column): [number, number][] => {
          if (c < 0) return [];
          const candidate = compiled.candidates[c]!;
          return [[column, name === 'value' ? candidate.price : candidate.wholeLifePence]];
        }),
      };
    case 'changes':
      return changesExpression(compiled, model);
  }
}

function weighted(unmet: (Expression | null)[], weights: readonly number[]): Expression {
  return sum(unmet.flatMap((e, cell) => (e && weights[cell]! > 0 ? [[e, weights[cell]!] as const] : [])));
}

function standardUnmet(model: LinearModel, cells: (Expression | null)[]): Expression {
  const distinct = [...new Set(cells)].filter((e) => e !== null);
  if (distinct.length === 0) return { constant: 0, parts: [] };
  const hopeless = distinct.find((e) => e.constant === 1 && e.parts.length === 0);
  if (hopeless) return hopeless;
  if (distinct.length === 1) return distinct[0]!;
  const column = addColumn(model, 0, 1, true);
  for (const e of distinct) addLimit(model, 'cover', '', [[column, -1], ...e.parts], -e.constant);
  return { constant: 0, parts: [[column, 1]] };
}

function changesExpression(compiled: Compiled, model: LinearModel): Expression {
  return sum(
    compiled.needs.map((need, n) => {
      if (need.agreed === null) return [{ constant: 1, parts: [] }, 1] as const;
      if (need.agreed === -1) {
        const parts = columnsOf(compiled, model, n).map((column): [number, number] => [column, 1]);
        return [{ constant: 0, parts }, 1] as const;
      }
      const column = model.columnOf[need.agreed]!;
      return [{ constant: 1, parts: column < 0 ? [] : [[column, -1]] }, 1] as const;
    }),
  );
}

function sum(terms: (readonly [Expression, number])[]): Expression {
  const byColumn = new Map<number, number>();
  let constant = 0;
  for (const [expression, times] of terms) {
    constant += expression.constant * times;
    for (const [column, value] of expression.parts) byColumn.set(column, (byColumn.get(column) ?? 0) + value * times);
  }
  return { constant, parts: [...byColumn] };
}

function toLevel(name: LevelName, expression: Expression): Level {
  const parts = expression.parts.filter(([, value]) => value !== 0);
  const unit = commonUnit(parts.map(([, value]) => value));
  return {
    name,
    columns: parts.map(([column]) => column),
    values: parts.map(([, value]) => value / unit),
    constant: expression.constant,
    unit,
  };
}

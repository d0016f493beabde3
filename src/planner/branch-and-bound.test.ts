import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { makeGroups } from './choice-groups.ts';
import { checkPlan } from './check.ts';
import { compile, type Compiled } from './compile.ts';
import { coverCuts } from './cover-cuts.ts';
import { formulate } from './formulate.ts';
import { holdModel } from './held-model.ts';
import { loadSolver, openSession } from './highs.ts';
import { seededNumbers } from '../domain/seeded.ts';
import { makeProblem, type ProblemShape } from './made-problems.ts';
import { allowedCandidates } from './presolve.ts';
import { searchPlan } from './search.ts';
import { solvePlan } from './solve.ts';

/** Too many plans to try them all, small enough for HiGHS to prove every level by itself. */
const middleShape: ProblemShape = {
  needs: [9, 16],
  startsPerNeed: 7,
  terms: 9,
  termsPerYear: 3,
  requirementsPerNeed: 2,
  standards: 4,
  lockChance: 3,
  agreedChance: 30,
};

/** HiGHS alone, level after level on the model as it stands. */
async function levelsByHighs(compiled: Compiled): Promise<number[] | null> {
  const model = formulate(compiled, allowedCandidates(compiled));
  const session = openSession(await loadSolver(), model);
  try {
    const values: number[] = [];
    for (const [k, level] of model.levels.entries()) {
      const found = session.minimise(level, { limit: { iterations: 2_000_000, nodes: 100_000 } });
      if (!found.columns) return null;
      const sum = level.columns.reduce((total, column, i) => total + level.values[i]! * found.columns![column]!, 0);
      values.push(level.constant + level.unit * sum);
      session.pin(k, values[k]!);
    }
    return values;
  } finally {
    session.dispose();
  }
}

test('every level equals what HiGHS alone proves, on problems with too many plans to try', async () => {
  let feasible = 0;
  for (let seed = 20_000; seed < 20_016; seed++) {
    const problem = makeProblem(seed, middleShape);
    const compiled = compile(problem);
    if (compiled.impossibleLocks.length > 0) continue;
    const expected = await levelsByHighs(compiled);
    const plan = await solvePlan(problem);
    const { status, levels } = plan.certificate;
    if (!expected) {
      // HiGHS may take a tight limit for an impossible one; a plan that the checker accepts shows that it isn't.
      ok(checkPlan(problem, plan).ok, `seed ${seed}`);
      continue;
    }
    feasible++;
    deepEqual(
      levels.map((level) => level.value),
      expected,
      `seed ${seed}`,
    );
    equal(status, 'proven', `seed ${seed}`);
  }
  ok(feasible > 10, `${feasible} feasible`);
});

test('the relaxation has the same least sum as HiGHS finds, or a higher one where rows rule columns out', async () => {
  const highs = await loadSolver();
  let equals = 0;
  for (let seed = 21_000; seed < 21_040; seed++) {
    const compiled = compile(makeProblem(seed, middleShape));
    const model = formulate(compiled, allowedCandidates(compiled));
    const held = holdModel(compiled, model, highs, openSession);
    for (const level of model.levels) {
      const mine = held.relax(level);
      const theirs = held.solver().relax(level);
      const room = 1e-6 * Math.max(1, Math.abs(theirs.value));
      if (theirs.outcome === 'infeasible') equal(mine.isPossible, false, `seed ${seed}`);
      if (!mine.isPossible || theirs.outcome !== 'done') continue;
      ok(mine.bound >= theirs.value - room, `seed ${seed} ${level.name}: ${mine.bound} below ${theirs.value}`);
      if (mine.bound <= theirs.value + room) equals++;
    }
    held.dispose();
  }
  ok(equals > 100, `${equals} equal`);
});

test('no choice that holds the row breaks a cut made of it', () => {
  let cuts = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const draw = seededNumbers(seed);
    const groups: number[][] = [];
    const values: number[] = [];
    for (let g = draw(3, 7); g > 0; g--) {
      groups.push(Array.from({ length: draw(1, 3) }, () => values.push(draw(1, 12)) - 1));
    }
    const upper = draw(8, 25);
    const all = { columns: [...values.keys()], values, lower: -Infinity, upper };
    const row = makeGroups(groups, [all], values.length).rows[0]!;
    const x = new Float64Array(values.length);
    for (const group of groups) {
      const parts = group.map(() => draw(0, 10));
      const sum = Math.max(
        10,
        parts.reduce((total, part) => total + part, 0),
      );
      group.forEach((column, i) => (x[column] = parts[i]! / sum));
    }
    for (const cut of coverCuts(row, x, 0.001)) {
      cuts++;
      const worth = new Map(cut.row.columns.map((column, i) => [column, cut.row.values[i]!]));
      const most = (g: number, room: number): number => {
        if (g === groups.length) return 0;
        return groups[g]!.reduce(
          (best, column) =>
            values[column]! <= room
              ? Math.max(best, (worth.get(column) ?? 0) + most(g + 1, room - values[column]!))
              : best,
          most(g + 1, room),
        );
      };
      ok(most(0, upper) <= cut.row.upper + 1e-9, `seed ${seed}: ${JSON.stringify(cut.row)}`);
    }
  }
  ok(cuts > 200, `${cuts} cuts`);
});

test('what the relaxation says that choosing a column or leaving it adds, no plan gets for less', async () => {
  const highs = await loadSolver();
  let checked = 0;
  for (let seed = 21_000; seed < 21_100; seed++) {
    const compiled = compile(makeProblem(seed, middleShape));
    const allowed = allowedCandidates(compiled);
    const model = formulate(compiled, allowed);
    const plan = searchPlan(compiled, allowed, 300);
    if (!plan.feasible) continue;
    const held = holdModel(compiled, model, highs, openSession);
    for (const [k, level] of model.levels.entries()) {
      const { isPossible, bound, reduced } = held.relax(level);
      ok(isPossible, `seed ${seed}`);
      const room = (plan.values[k]! - level.constant) / level.unit - bound + 1e-6 * Math.max(1, Math.abs(bound));
      model.candidateOf.forEach((c, column) => {
        if (c < 0) return;
        const isChosen = plan.chosen[compiled.candidates[c]!.need] === c;
        ok((isChosen ? reduced[column]! : -reduced[column]!) <= room, `seed ${seed} ${level.name} column ${column}`);
        checked++;
      });
    }
  }
  ok(checked > 1_000, `${checked} checked`);
});

import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { LimitKind, Plan, PlanningProblem } from '../domain/planning.ts';
import { bruteForce, isBetter } from './brute-force.ts';
import { recount } from './check.ts';
import { makeProblem } from './made-problems.ts';
import { explainPlan } from './reasons.ts';
import { changeNeed, termsInYear, withoutLimit } from './relaxed-problem.ts';
import { solvePlan, type Effort } from './solve.ts';

interface Case {
  seed: number;
  problem: PlanningProblem;
  plan: Plan;
}

async function* explained(from: number, count: number, effort: Effort = 'quick'): AsyncGenerator<Case> {
  for (let seed = from; seed < from + count; seed++) {
    const problem = makeProblem(seed);
    const plan = await solvePlan(problem);
    if (plan.certificate.status === 'infeasible') continue;
    yield { seed, problem, plan: await explainPlan(problem, plan, { effort }) };
  }
}

const valuesOf = (plan: Plan) => plan.certificate.levels.map((level) => level.value);

/** True where a plan with an earlier start of this need, with one limit lifted, is better than the plan as it is. */
function startsEarlierWithout(problem: PlanningProblem, plan: Plan, needId: string, term: number): boolean {
  const earlier = changeNeed(problem, needId, (need) => ({
    ...need,
    candidates: need.candidates.filter((candidate) => candidate.term < term),
  }));
  const best = bruteForce(earlier);
  return best.levels !== null && isBetter(best.levels, valuesOf(plan));
}

/** Where the cost stands among the levels: after those of the requirements, of which there may be two. */
function costAt(problem: PlanningProblem): number {
  return problem.requirements.some(({ comesAfter }) => comesAfter) ? 5 : 4;
}

test('lifting the limit that binds, or all that bind together, lets a better plan start the placement earlier', async () => {
  let [bound, together] = [0, 0];
  for await (const { seed, problem, plan } of explained(6000, 900)) {
    for (const [i, reason] of plan.reasons.entries()) {
      const placement = plan.placements[i]!;
      equal(reason.needId, placement.needId);
      if (!reason.binding || reason.binding.kind === 'window' || reason.binding.kind === 'contract') continue;
      bound++;
      if (reason.binding.together) together++;
      const lifted = [reason.binding, ...(reason.binding.together ?? [])].reduce(
        (now, { kind, id }) => withoutLimit(now, kind, id)!,
        problem,
      );
      ok(startsEarlierWithout(lifted, plan, placement.needId, placement.term), `seed ${seed} ${placement.needId}`);
    }
  }
  ok(bound > 10 && together > 10, `${bound} bound, ${together} by several limits`);
});

test('the cheapest change in money that brings a placement forward is enough, and a penny less is not by moving it alone', async () => {
  let changed = 0;
  for await (const { seed, problem, plan } of explained(6000, 200)) {
    for (const [i, { bringForward }] of plan.reasons.entries()) {
      if (bringForward?.kind !== 'capital' && bringForward?.kind !== 'revenue') continue;
      if (bringForward.together || bringForward.isEnough) continue;
      changed++;
      const placement = plan.placements[i]!;
      const need = problem.needs.find((one) => one.id === placement.needId)!;
      const moved = need.candidates.find((c) => c.optionId === placement.optionId && c.term === bringForward.toTerm)!;
      const placements = plan.placements.with(i, { ...placement, term: moved.term, completeTerm: moved.completeTerm });
      const pot = bringForward.kind === 'capital' ? 'capitalPence' : 'revenuePence';
      const withExtra = (pence: number): PlanningProblem => ({
        ...problem,
        years: problem.years.map((year) =>
          year.id === bringForward.id ? { ...year, [pot]: year[pot] + pence } : year,
        ),
      });
      deepEqual(recount(withExtra(bringForward.amount), placements).faults, [], `seed ${seed}`);
      ok(recount(withExtra(bringForward.amount - 1), placements).faults.length > 0, `seed ${seed}`);
    }
  }
  ok(changed > 5, `${changed} changed`);
});

/** The problem with the change made that would bring a start forward. */
function withChange(problem: PlanningProblem, { kind, id, amount }: Amount): PlanningProblem {
  const pot = kind === 'capital' ? 'capitalPence' : 'revenuePence';
  switch (kind) {
    case 'capital':
    case 'revenue':
      return {
        ...problem,
        years: problem.years.map((year) => (year.id === id ? { ...year, [pot]: year[pot] + amount } : year)),
      };
    case 'staff': {
      const at = problem.terms.findIndex((term) => term.id === id);
      return {
        ...problem,
        staffDaysPerTerm: problem.staffDaysPerTerm.map((days, t) => (t === at ? days + amount : days)),
      };
    }
    default:
      return withoutLimit(problem, kind, id)!;
  }
}
interface Amount {
  kind: LimitKind;
  id: string;
  amount: number;
}

test('what would bring a placement forward does: planned again with it, a better plan starts it by that term', async () => {
  let [together, enough] = [0, 0];
  for await (const { seed, problem, plan } of explained(6000, 900)) {
    for (const [i, { bringForward }] of plan.reasons.entries()) {
      if (!bringForward) continue;
      const placement = plan.placements[i]!;
      ok(bringForward.toTerm < placement.term, `seed ${seed}`);
      const changed = [bringForward, ...(bringForward.together ?? [])].reduce(withChange, problem);
      const name = `seed ${seed} ${placement.needId} ${JSON.stringify(bringForward)}`;
      ok(startsEarlierWithout(changed, plan, placement.needId, bringForward.toTerm + 1), name);
      if (bringForward.together) together++;
      if (bringForward.isEnough) enough++;
    }
  }
  ok(together > 10 && enough > 2, `${together} together, ${enough} enough`);
});

test('the cost of waiting a year is that of the best plan that waits', async () => {
  let delayed = 0;
  for await (const { seed, problem, plan } of explained(6000, 260, 'standard')) {
    for (const [i, { delayOneYear }] of plan.reasons.entries()) {
      const placement = plan.placements[i]!;
      if (!delayOneYear) continue;
      const from = placement.term + termsInYear(problem);
      const later = changeNeed(problem, placement.needId, (need) => ({
        ...need,
        candidates: need.candidates.filter((candidate) => candidate.term >= from),
      }));
      const unlocked = { ...later, locks: later.locks.filter((lock) => lock.needId !== placement.needId) };
      const best = bruteForce(unlocked, placement.needId);
      equal(delayOneYear.possible, best.levels !== null, `seed ${seed} ${placement.needId}`);
      if (!best.levels) continue;
      delayed++;
      equal(delayOneYear.proven, true, `seed ${seed} ${placement.needId}`);
      equal(
        delayOneYear.costPence,
        best.levels[costAt(problem)]! - valuesOf(plan)[costAt(problem)]!,
        `seed ${seed} ${placement.needId}`,
      );
    }
  }
  ok(delayed > 20, `${delayed} delayed`);
});

test('the least extra money meets an unmet requirement, and a little less does not', async () => {
  let counted = 0;
  for await (const { seed, problem, plan } of explained(7000, 250)) {
    for (const unmet of plan.unmet) {
      ok(unmet.reason.length > 0, `seed ${seed}`);
      if (unmet.leastExtraPence === null) continue;
      counted++;
      const least = leastByTrying(problem, plan, unmet.requirementId);
      ok(
        Math.abs(unmet.leastExtraPence - least) <= 100,
        `seed ${seed} ${unmet.requirementId}: ${unmet.leastExtraPence}, ${least}`,
      );
    }
  }
  ok(counted > 15, `${counted} counted`);
});

/** Over every plan that breaks no limit but money and is no worse at the first four levels: the least beyond the budgets. */
function leastByTrying(problem: PlanningProblem, plan: Plan, requirementId: string): number {
  let least = Infinity;
  const values = valuesOf(plan);
  const last = problem.terms.length - 1;
  bruteForce(problem, undefined, (placements) => {
    const counted = recount(problem, placements);
    if (counted.faults.some((fault) => !/^Over the (capital|revenue) limit/.test(fault))) return;
    if (counted.levels.slice(0, costAt(problem)).some((level, k) => level.value > values[k]!)) return;
    const meets = placements.some((placement) => {
      const need = problem.needs.find((one) => one.id === placement.needId)!;
      const c = need.candidates.find((one) => one.optionId === placement.optionId && one.term === placement.term)!;
      return c.satisfies.includes(requirementId) && c.completeTerm <= last && (c.lapsesTerm ?? last + 1) > last;
    });
    if (!meets) return;
    const over = (kind: string) =>
      counted.limits.filter((l) => l.kind === kind).map((l) => Math.max(0, l.used - l.allowed));
    const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
    const capital = problem.capitalCarriesForward ? Math.max(0, ...over('capital')) : sum(over('capital'));
    least = Math.min(least, capital + sum(over('revenue')));
  });
  return least;
}

/** Over all plans that meet it and are no worse before the cost: the fewest limits broken beside money, then the least days. */
function leastRelaxing(problem: PlanningProblem, plan: Plan, requirementId: string) {
  const values = valuesOf(plan);
  const last = problem.terms.length - 1;
  const found: { broken: string[]; days: number; money: number }[] = [];
  bruteForce({ ...problem, locks: [] }, undefined, (placements) => {
    const counted = recount({ ...problem, locks: [] }, placements);
    if (counted.levels.slice(0, costAt(problem)).some((level, k) => level.value > values[k]!)) return;
    const meets = placements.some((placement) => {
      const need = problem.needs.find((one) => one.id === placement.needId)!;
      const c = need.candidates.find((one) => one.optionId === placement.optionId && one.term === placement.term)!;
      return c.satisfies.includes(requirementId) && c.completeTerm <= last && (c.lapsesTerm ?? last + 1) > last;
    });
    if (!meets) return;
    const over = counted.limits.filter(({ used, allowed }) => used > allowed + 1e-9);
    const unlocked = problem.locks.flatMap(({ needId, optionId, term }) => {
      const start = placements.find((placement) => placement.needId === needId);
      const isHeld = optionId === null ? !start : start?.optionId === optionId && start.term === term;
      return isHeld ? [] : [`lock ${needId}`];
    });
    const isMoney = (kind: string) => kind === 'capital' || kind === 'revenue';
    const broken = [...over.filter(({ kind }) => !isMoney(kind)).map(({ kind, id }) => `${kind} ${id}`), ...unlocked];
    const staff = over.filter(({ kind }) => kind === 'staff');
    const amounts = (kind: string) => over.filter((one) => one.kind === kind).map((one) => one.used - one.allowed);
    const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);
    const capital = problem.capitalCarriesForward ? Math.max(0, ...amounts('capital')) : sum(amounts('capital'));
    found.push({
      broken: [...new Set(broken)].sort(),
      days: sum(staff.map(({ used, allowed }) => used - allowed)),
      money: capital + sum(amounts('revenue')),
    });
  });
  return found;
}

test('where money alone would not meet it, the fewest limits by the least amounts would, with the least money beside', async () => {
  let [counted, byDays, withMoney, hopeless] = [0, 0, 0, 0];
  for await (const { seed, problem, plan } of explained(7000, 500)) {
    for (const { requirementId, relaxing, reason } of plan.unmet) {
      const name = `seed ${seed} ${requirementId}: ${reason}`;
      if (/counts for more/.test(reason)) {
        hopeless++;
        equal(leastRelaxing(problem, plan, requirementId).length, 0, name);
      }
      if (!relaxing) continue;
      counted++;
      const all = leastRelaxing(problem, plan, requirementId);
      const fewest = Math.min(...all.map(({ broken }) => broken.length));
      const named = relaxing.limits.map(({ kind, id }) => `${kind} ${id}`).sort();
      equal(named.length, fewest, name);
      const same = all.filter(({ broken }) => JSON.stringify(broken) === JSON.stringify(named));
      ok(same.length > 0, name);
      const days = relaxing.limits.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
      const least = Math.min(...same.map((one) => one.days));
      ok(Math.abs(days - least) < 1e-6, `${name}, ${least}`);
      if (days > 0) byDays++;
      // Another way to share the days among terms may take other money: those named hold for one term.
      if (relaxing.extraPence === null || relaxing.limits.filter(({ kind }) => kind === 'staff').length > 1) continue;
      const money = Math.min(...same.filter((one) => one.days <= least + 1e-9).map((one) => one.money));
      ok(Math.abs(relaxing.extraPence - money) <= 100, `${name}, ${money}`);
      withMoney++;
    }
  }
  ok(counted > 15 && byDays > 5 && withMoney > 10 && hopeless > 0, `${counted}, ${byDays}, ${withMoney}, ${hopeless}`);
});

test('an option with no earlier start is held by what rules the earlier ones out', async () => {
  const problem = makeProblem(6001, {
    needs: [1, 1],
    startsPerNeed: 9,
    terms: 4,
    termsPerYear: 2,
    requirementsPerNeed: 1,
    standards: 1,
    lockChance: 0,
    agreedChance: 0,
  });
  const [need] = problem.needs;
  const candidate = {
    ...need!.candidates[0]!,
    term: 2,
    completeTerm: 3,
    satisfies: ['r0'],
    capitalPence: [0, 0],
    revenuePence: [0, 0],
    staffDays: [0, 0, 0, 0],
    lapsesTerm: null,
  };
  const ruledOut = [
    { optionId: candidate.optionId, term: 1, kind: 'holiday', reason: 'The work needs the summer holiday.' },
  ];
  const changed: PlanningProblem = {
    ...problem,
    requirements: [{ ...problem.requirements[0]!, metWithout: [false, false, false, false] }],
    needs: [{ ...need!, candidates: [candidate], ruledOut, after: [] }],
  };
  const plan = await explainPlan(changed, await solvePlan(changed));
  deepEqual(plan.reasons[0]?.binding, { kind: 'window', id: 'holiday', detail: 'The work needs the summer holiday.' });
});

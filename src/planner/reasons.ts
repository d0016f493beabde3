/**
 * Why each placement is where it is, and what would meet what is left unmet. Each statement rests on an exact re-adding of
 * the plan with one start moved, or on planning again with one thing changed: a limit binds where lifting it alone gives a
 * better plan that starts earlier, which that plan itself proves. The cost of waiting is that of the best plan found that
 * waits; it says whether it is proven to be the best there is.
 */
import { formatPounds } from '../domain/money.ts';
import type {
  LimitKind,
  Placement,
  PlacementReason,
  Plan,
  PlanningProblem,
  UnmetRequirement,
} from '../domain/planning.ts';
import { compile, type Compiled } from './compile.ts';
import { openLeastMoney, type LeastMoney, type RelaxedBy } from './least-money.ts';
import { bindingMove, bindingTogether, earlierStarts, isMoney, type EarlierStart } from './moves.ts';
import { unmetRequirements } from './outcome.ts';
import { changeNeed, termsInYear, withoutLimit } from './relaxed-problem.ts';
import { solveLevels, type Effort } from './solve.ts';
import { compareLevels, levelValues, stateOf } from './state.ts';
import { limitUse, placementsOf, type Solved } from './certificate.ts';
import { allowedCandidates } from './presolve.ts';
import { searchPlan, type FoundPlan } from './search.ts';

export interface ExplainOptions {
  /** Hears of the plan with more of its reasons filled in. */
  onProgress?: (plan: Plan) => void;
  /**
   * `quick` (the default) plans again by search alone, a few seconds for a school; more effort proves the costs of waiting
   * by branch and bound, which takes minutes.
   */
  effort?: Effort;
}

/** Tried moves for each planning again: a fraction of a second. */
const trialsAgain = 15_000;

interface Asked {
  problem: PlanningProblem;
  plan: Plan;
  compiled: Compiled;
  chosen: Int32Array;
  values: number[];
  effort: Effort;
  /** Better plans without one limit, by kind and id, so that each is looked for once. */
  relaxed: Map<string, Int32Array | null>;
}

/**
 * Fills `reasons` (one per placement, in the plan's order) and `unmet`. The cheap parts come first; `onProgress` gives the
 * plan as it fills. The plan's placements, certificate and hash stay as they are.
 */
export async function explainPlan(problem: PlanningProblem, plan: Plan, options: ExplainOptions = {}): Promise<Plan> {
  if (plan.certificate.status === 'infeasible') return { ...plan, reasons: [], unmet: [] };
  const compiled = compile(problem);
  const chosen = chosenOf(compiled, plan.placements);
  const asked: Asked = {
    problem,
    plan,
    compiled,
    chosen,
    values: levelValues(stateOf(compiled, chosen)),
    effort: options.effort ?? 'quick',
    relaxed: new Map(),
  };
  let filled: Plan = { ...plan, reasons: plan.placements.map((placement) => quickReason(asked, placement)), unmet: [] };
  options.onProgress?.(filled);
  filled = { ...filled, unmet: await explainUnmet(asked) };
  options.onProgress?.(filled);
  for (const [i, placement] of plan.placements.entries()) {
    const reason = filled.reasons[i]!;
    const isAlone = reason.binding !== null && !reason.binding.together;
    const bound = isAlone ? {} : bindingByResolve(asked, placement);
    const more = { ...reason, ...bound, delayOneYear: await delayOneYear(asked, placement) };
    filled = { ...filled, reasons: filled.reasons.with(i, more) };
    options.onProgress?.(filled);
  }
  return filled;
}

function chosenOf(compiled: Compiled, placements: readonly Placement[]): Int32Array {
  return Int32Array.from(compiled.needs, (need) => {
    const placement = placements.find((one) => one.needId === need.id);
    const match = need.candidates.find((c) => {
      const candidate = compiled.candidates[c]!;
      return candidate.optionId === placement?.optionId && candidate.term === placement.term;
    });
    return match ?? -1;
  });
}

function needIndex(asked: Asked, placement: Placement): number {
  return asked.compiled.needs.findIndex((need) => need.id === placement.needId);
}

/** What can be said without solving again. */
function quickReason(asked: Asked, placement: Placement): PlacementReason {
  const { problem, compiled, chosen } = asked;
  const none = { needId: placement.needId, binding: null, delayOneYear: null, bringForward: null };
  const starts = earlierStarts(compiled, chosen, needIndex(asked, placement));
  if (starts.length === 0) return { ...none, binding: windowBinding(problem, placement) };
  const found = bindingMove(starts.map(withoutOwnLock(placement)));
  if (!found) return { ...none, ...heldTogether(problem, starts) };
  const { nearest, cheapest } = found;
  const [binding] = nearest.broken;
  const [forward] = cheapest.broken;
  return {
    ...none,
    binding: { kind: binding!.kind, id: binding!.id, detail: moveDetail(problem, nearest) },
    bringForward: { ...forward!, toTerm: cheapest.term },
  };
}

/** Several limits keep it away together, with the rest of the plan as it is. */
function heldTogether(problem: PlanningProblem, starts: readonly EarlierStart[]): Partial<PlacementReason> {
  const start = bindingTogether(starts);
  const [first, ...others] = start?.broken ?? [];
  if (!start || !first) return {};
  const detail = `Starting in ${termName(problem, start.term)} would break all of them, with the rest of the plan as it is.`;
  return {
    binding: { kind: first.kind, id: first.id, detail, together: others.map(({ kind, id }) => ({ kind, id })) },
    bringForward: { ...first, toTerm: start.term, together: others },
  };
}

/** A placement that people have fixed is held by that first of all, whatever else stands in the way. */
function withoutOwnLock(placement: Placement): (start: EarlierStart) => EarlierStart {
  return (start) => {
    const own = start.broken.filter((limit) => limit.kind === 'lock' && limit.id === placement.needId);
    return own.length > 0 && start.broken.length === own.length ? { ...start, broken: own } : start;
  };
}

/** Where the option has no earlier start at all: what rules out the last one before. */
function windowBinding(problem: PlanningProblem, placement: Placement): PlacementReason['binding'] {
  const need = problem.needs.find((one) => one.id === placement.needId);
  const before = (need?.ruledOut ?? [])
    .filter((one) => one.optionId === placement.optionId && one.term < placement.term && one.kind !== 'not-yet-needed')
    .sort((a, b) => b.term - a.term);
  const nearest = before[0];
  if (!nearest) return null;
  return { kind: nearest.kind === 'contract' ? 'contract' : 'window', id: nearest.kind, detail: nearest.reason };
}

function termName(problem: PlanningProblem, term: number): string {
  return problem.terms[term]?.name ?? 'after the last term';
}

function moveDetail(problem: PlanningProblem, start: EarlierStart): string {
  const [limit] = start.broken;
  return `Starting in ${termName(problem, start.term)} would break it, with the rest of the plan as it is${
    limit?.kind === 'lock' ? ': people have fixed this start' : ''
  }.`;
}

/**
 * Several limits stand in the way at once, or other items have to move too: each limit in turn is taken away and the whole
 * plan looked for again. It binds where the need then starts earlier.
 */
function bindingByResolve(asked: Asked, placement: Placement): Partial<PlacementReason> {
  const { compiled, chosen, problem } = asked;
  const need = needIndex(asked, placement);
  const starts = earlierStarts(compiled, chosen, need).filter((start) => start.better);
  const tried = new Set<string>();
  for (const limit of starts.flatMap((start) => start.broken)) {
    const key = `${limit.kind} ${limit.id}`;
    if (tried.has(key) || tried.size >= 4) continue;
    tried.add(key);
    const without = planWithout(asked, limit.kind, limit.id);
    const start = without?.[need] ?? -1;
    if (start < 0 || compiled.candidates[start]!.term >= placement.term) continue;
    const toTerm = compiled.candidates[start]!.term;
    const detail = `Without it, this would start in ${termName(problem, toTerm)}.`;
    const binding = { kind: limit.kind, id: limit.id, detail };
    const amount = overOf(asked, limit, without!);
    const isAmount = isMoney(limit.kind) || limit.kind === 'staff';
    if (isAmount && amount <= 0) return { binding, bringForward: null };
    return { binding, bringForward: { kind: limit.kind, id: limit.id, amount, toTerm, isEnough: true } };
  }
  return {};
}

/** By how much a plan is over a limit; for capital that carries forward, in that year or any after it. */
function overOf({ compiled, problem }: Asked, limit: { kind: LimitKind; id: string }, chosen: Int32Array): number {
  const yearOf = (id: string) => problem.years.findIndex((year) => year.id === id);
  const carries = limit.kind === 'capital' && problem.capitalCarriesForward;
  const mine = limitUse(compiled, chosen).filter(
    ({ kind, id }) => kind === limit.kind && (id === limit.id || (carries && yearOf(id) >= yearOf(limit.id))),
  );
  return Math.max(0, ...mine.map(({ used, allowed }) => used - allowed));
}

/** A plan that is better than the one at hand once a limit is lifted; null where none was found. */
function planWithout(asked: Asked, kind: LimitKind, id: string): Int32Array | null {
  const key = `${kind} ${id}`;
  const known = asked.relaxed.get(key);
  if (known !== undefined) return known;
  const problem = withoutLimit(asked.problem, kind, id);
  const found = problem ? searchAgain(compile(problem), asked.chosen) : null;
  const isBetter = found?.feasible && compareLevels(found.values, asked.values) < 0;
  asked.relaxed.set(key, isBetter ? found.chosen : null);
  return isBetter ? found.chosen : null;
}

function searchAgain(compiled: Compiled, start: Int32Array): FoundPlan {
  const trials = Math.min(trialsAgain, 4 * compiled.candidates.length ** 2);
  return searchPlan(compiled, allowedCandidates(compiled), trials, start);
}

/** The whole plan again with this need placed a year later or more, its own lock lifted. */
async function delayOneYear(asked: Asked, placement: Placement): Promise<PlacementReason['delayOneYear']> {
  const from = placement.term + termsInYear(asked.problem);
  const later = changeNeed(asked.problem, placement.needId, (need) => ({
    ...need,
    candidates: need.candidates.filter((candidate) => candidate.term >= from),
  }));
  const problem = { ...later, locks: later.locks.filter((lock) => lock.needId !== placement.needId) };
  const impossible = { costPence: 0, requirementTermsLost: 0, possible: false };
  if (problem.needs.find((need) => need.id === placement.needId)?.candidates.length === 0) return impossible;
  const compiled = compile(problem);
  const need = needIndex(asked, placement);
  compiled.needs[need]!.mustPlace = true;
  const found = searchAgain(compiled, startAgain(asked, compiled, need));
  const proven = asked.effort === 'quick' && found.feasible ? null : await solveAgain(asked, compiled, found);
  if (proven?.status === 'infeasible') return impossible;
  if (!proven && !found.feasible) return null;
  const now = stateOf(asked.compiled, asked.chosen);
  const then = stateOf(compiled, proven?.chosen ?? found.chosen);
  return {
    costPence: then.cost - now.cost,
    requirementTermsLost: unmetCells(compiled, then.cover) - unmetCells(asked.compiled, now.cover),
    possible: true,
    proven: proven?.status === 'proven',
  };
}

/** The plan at hand as a start for the changed problem, without the need that has changed. */
function startAgain(asked: Asked, compiled: Compiled, changed: number): Int32Array {
  return chosenOf(
    compiled,
    asked.plan.placements.filter((placement) => placement.needId !== compiled.needs[changed]!.id),
  );
}

async function solveAgain(asked: Asked, compiled: Compiled, found: FoundPlan): Promise<Solved | null> {
  try {
    const start = found.feasible ? { start: placementsOf(compiled, found.chosen) } : {};
    return await solveLevels(compiled, { effort: asked.effort, ...start });
  } catch {
    // The solver gave up: then nothing more is stated.
    return null;
  }
}

function unmetCells(compiled: Compiled, cover: Int32Array): number {
  const { problem, terms } = compiled;
  let unmet = 0;
  problem.requirements.forEach((requirement, r) => {
    for (let t = 0; t < terms; t++) if (!requirement.metWithout[t] && cover[r * terms + t] === 0) unmet++;
  });
  return unmet;
}

async function explainUnmet(asked: Asked): Promise<UnmetRequirement[]> {
  const { problem, compiled, plan } = asked;
  const unmet = unmetRequirements(problem, plan.placements);
  if (unmet.length === 0) return unmet;
  const solver = await openLeastMoney(compiled, asked.values);
  const known = new Map<string, Pick<UnmetRequirement, 'leastExtraPence' | 'reason' | 'relaxing'>>();
  try {
    const found: UnmetRequirement[] = [];
    for (const one of unmet) found.push(await explainOne(one));
    return found;
  } finally {
    solver.close();
  }

  async function explainOne(one: UnmetRequirement): Promise<UnmetRequirement> {
    if (one.metAtEnd) return { ...one, reason: metLaterReason(asked, one.requirementId) };
    const meeting = meetingAtEnd(compiled, one.requirementId);
    if (meeting.length === 0) return { ...one, reason: hopelessReason(problem, one.requirementId) };
    const key = meeting.join(',');
    const answer = known.get(key) ?? inWords(problem, await solver.find(meeting));
    known.set(key, answer);
    return { ...one, ...answer };
  }
}

function meetingAtEnd(compiled: Compiled, requirementId: string): number[] {
  const index = compiled.problem.requirements.findIndex((one) => one.id === requirementId);
  const cell = index * compiled.terms + compiled.terms - 1;
  return compiled.candidates.filter((candidate) => candidate.cells.includes(cell)).map((candidate) => candidate.index);
}

function metLaterReason(asked: Asked, requirementId: string): string {
  const { problem, plan } = asked;
  const first = plan.placements
    .filter((placement) => {
      const need = problem.needs.find((one) => one.id === placement.needId);
      const start = need?.candidates.find((one) => one.optionId === placement.optionId && one.term === placement.term);
      return start?.satisfies.includes(requirementId);
    })
    .map((placement) => placement.completeTerm)
    .sort((a, b) => a - b)[0];
  if (first === undefined) return 'It is met at the end, but not in every term before.';
  return `The plan meets it from ${termName(problem, first)}.`;
}

function hopelessReason(problem: PlanningProblem, requirementId: string): string {
  const meeting = problem.needs.flatMap((need) =>
    need.candidates.filter((one) => one.satisfies.includes(requirementId)),
  );
  if (meeting.length === 0) return ruledOutReason(problem, requirementId);
  const isTooLate = meeting.every((candidate) => candidate.completeTerm >= problem.terms.length);
  if (isTooLate) return 'Every option that meets it would be complete only after the last term of the plan.';
  return 'What meets it would itself need doing again before the end of the plan.';
}

/** Options would meet it, but nothing of them can start: what rules out the last start of the first of them. */
function ruledOutReason(problem: PlanningProblem, requirementId: string): string {
  for (const need of problem.needs) {
    const option = need.options.find(({ wouldSatisfy }) => wouldSatisfy?.includes(requirementId));
    if (!option) continue;
    // What people have decided can be decided otherwise; what rules out the last start is what a little more time would lift.
    const isDecided = (kind: string) => Number(kind === 'accepted');
    const starts = need.ruledOut
      .filter(({ optionId }) => optionId === option.id)
      .sort((a, b) => isDecided(b.kind) - isDecided(a.kind) || b.term - a.term);
    return `Every start of “${option.name}” is ruled out. ${starts[0]?.reason ?? ''}`.trim();
  }
  return 'No option that the planner knows meets it.';
}

function inWords(
  problem: PlanningProblem,
  answer: LeastMoney,
): Pick<UnmetRequirement, 'leastExtraPence' | 'reason' | 'relaxing'> {
  switch (answer.kind) {
    case 'money':
      return {
        leastExtraPence: answer.extraPence,
        reason: answer.extraPence > 0 ? 'The budgets do not stretch to it.' : 'Something of equal weight comes first.',
      };
    case 'blocked': {
      const { by, extraPence } = answer;
      if (by.length === 0)
        return { leastExtraPence: null, reason: 'Meeting it would leave something that counts for more unmet.' };
      const limits = by.map((limit) => limitWords(problem, limit)).join(' ');
      const money =
        extraPence === null
          ? ''
          : extraPence > 0
            ? ` With that, ${formatPounds(extraPence)} more money would meet it.`
            : ' With that, no more money is needed.';
      return {
        leastExtraPence: null,
        relaxing: { limits: by, extraPence },
        reason: `Money alone would not meet it. ${limits}${money}`,
      };
    }
    case 'unknown':
      return { leastExtraPence: null, reason: 'How much it would take was not settled within the effort allowed.' };
  }
}

function limitWords(problem: PlanningProblem, { kind, id, detail, amount }: RelaxedBy): string {
  if (kind !== 'staff' || amount === null) return detail;
  const term = problem.terms.find((one) => one.id === id)?.name ?? id;
  return `It takes ${amount.toLocaleString('en-GB')} more ${amount === 1 ? 'day' : 'days'} of your own people’s time in ${term}.`;
}

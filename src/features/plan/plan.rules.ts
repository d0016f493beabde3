/** What the plan's pages and the governor pack show, worked out from a problem and its plan. Pure: no words, no HTML. */
import { addRanges, type Pence, type PenceRange } from '../../domain/money.ts';
import type {
  Candidate,
  Placement,
  PlacementReason,
  Plan,
  PlanNeed,
  PlanningProblem,
  PlanOption,
  PlanStandard,
  UnmetRequirement,
} from '../../domain/planning.ts';
import { cashByYear, statusByTerm, unmetRequirements } from '../../planner/index.ts';
import { detailsOf } from './plan.words.ts';

/** The plan's groups in the order that people read them, with the names they know. */
export const groupNames: readonly { id: string; name: string }[] = [
  { id: 'connection', name: 'Connection' },
  { id: 'network', name: 'Network' },
  { id: 'wifi', name: 'Wi-Fi' },
  { id: 'cyber', name: 'Cyber security' },
  { id: 'safeguarding', name: 'Safeguarding' },
  { id: 'devices', name: 'Devices' },
  { id: 'systems', name: 'Systems' },
  { id: 'contracts', name: 'Contracts' },
  { id: 'leadership', name: 'Leadership' },
];

export interface PlanItem {
  placement: Placement;
  need: PlanNeed;
  option: PlanOption;
  candidate: Candidate;
  reason: PlacementReason | undefined;
  capitalPence: Pence;
  revenuePence: Pence;
  /** Between what they may lie while prices are ranges. */
  capitalRange: PenceRange;
  revenueRange: PenceRange;
}

/** The placements in the order they start, with everything the page says of them. */
export function planItems(problem: PlanningProblem, plan: Plan): PlanItem[] {
  const reasons = new Map(plan.reasons.map((reason) => [reason.needId, reason]));
  return plan.placements.map((placement) => {
    const { need, option, candidate } = detailsOf(problem, placement);
    return {
      placement,
      need,
      option,
      candidate,
      reason: reasons.get(placement.needId),
      capitalPence: sum(candidate.capitalPence),
      revenuePence: sum(candidate.revenuePence),
      capitalRange: addRanges(...(candidate.capitalRange ?? candidate.capitalPence.map(exactly))),
      revenueRange: addRanges(...(candidate.revenueRange ?? candidate.revenuePence.map(exactly))),
    };
  });
}

export interface ItemGroup {
  id: string;
  name: string;
  items: PlanItem[];
}

/** Items by group, in the groups' order; groups that the library adds come last under their own id. */
export function itemGroups(items: readonly PlanItem[]): ItemGroup[] {
  const byGroup = Map.groupBy(items, (item) => item.need.group);
  const known = groupNames.flatMap(({ id, name }) => {
    const mine = byGroup.get(id);
    return mine ? [{ id, name, items: mine }] : [];
  });
  const named = new Set(groupNames.map(({ id }) => id));
  const others = [...byGroup].flatMap(([id, mine]) =>
    named.has(id) ? [] : [{ id, name: id.charAt(0).toUpperCase() + id.slice(1), items: mine }],
  );
  return [...known, ...others];
}

export interface MoneyYear {
  id: string;
  name: string;
  capital: { plannedPence: Pence; range: PenceRange; budgetPence: Pence; availablePence: Pence };
  revenue: { plannedPence: Pence; range: PenceRange; freePence: Pence; committedPence: Pence };
}

/** Money by financial year: what the plan spends, what it may spend, and what the contracts take already. */
export function moneyYears(problem: PlanningProblem, plan: Plan, committed: readonly Pence[]): MoneyYear[] {
  const items = planItems(problem, plan);
  return cashByYear(problem, plan.placements).map((cash, y) => ({
    id: cash.yearId,
    name: problem.years[y]?.name ?? cash.yearId,
    capital: {
      plannedPence: cash.capitalPence,
      range: rangeOf(
        items,
        (candidate) => candidate.capitalRange?.[y],
        (candidate) => candidate.capitalPence[y] ?? 0,
      ),
      budgetPence: cash.capitalBudgetPence,
      availablePence: cash.capitalAvailablePence,
    },
    revenue: {
      plannedPence: cash.revenuePence,
      range: rangeOf(
        items,
        (candidate) => candidate.revenueRange?.[y],
        (candidate) => candidate.revenuePence[y] ?? 0,
      ),
      freePence: cash.revenueBudgetPence,
      committedPence: committed[y] ?? 0,
    },
  }));
}

function rangeOf(
  items: readonly PlanItem[],
  range: (candidate: Candidate) => PenceRange | undefined,
  middle: (candidate: Candidate) => Pence,
): PenceRange {
  return {
    lowPence: sum(items.map(({ candidate }) => range(candidate)?.lowPence ?? middle(candidate))),
    highPence: sum(items.map(({ candidate }) => range(candidate)?.highPence ?? middle(candidate))),
  };
}

export interface StandardRow {
  standard: PlanStandard;
  without: boolean[];
  with: boolean[];
  /** First term from which it stays met under the plan; null where it is not met at the end. */
  metFrom: number | null;
}

/** The core standards by term, with the plan and without it. */
export function standardRows(problem: PlanningProblem, plan: Plan | null): StandardRow[] {
  const { standards } = statusByTerm(problem, plan?.placements ?? []);
  const byId = new Map(standards.map((status) => [status.id, status]));
  return problem.standards
    .filter((standard) => standard.core)
    .map((standard) => {
      const status = byId.get(standard.id);
      const met = status?.with ?? [];
      return { standard, without: status?.without ?? [], with: met, metFrom: staysMetFrom(met) };
    });
}

function staysMetFrom(met: readonly boolean[]): number | null {
  if (met.at(-1) !== true) return null;
  const lastUnmet = met.lastIndexOf(false);
  return lastUnmet + 1;
}

export interface PlanTotals {
  items: number;
  wholeLifePence: Pence;
  range: PenceRange;
  capitalPence: Pence;
  revenuePence: Pence;
  capitalRange: PenceRange;
  revenueRange: PenceRange;
  placeholders: number;
  coreStandards: number;
  /** Core standards met in the first term without the plan, and by their date under it. */
  metNow: number;
  metByDate: number;
  metByDateWithout: number;
}

export function planTotals(problem: PlanningProblem, plan: Plan): PlanTotals {
  const items = planItems(problem, plan);
  const rows = standardRows(problem, plan);
  const atDue = (row: StandardRow, met: boolean[]) => met[row.standard.dueTerm ?? problem.terms.length - 1] === true;
  return {
    items: items.length,
    wholeLifePence: sum(items.map(({ candidate }) => candidate.wholeLifePence)),
    range: {
      lowPence: sum(items.map(({ candidate }) => candidate.wholeLifeRange.lowPence)),
      highPence: sum(items.map(({ candidate }) => candidate.wholeLifeRange.highPence)),
    },
    capitalPence: sum(items.map(({ capitalPence }) => capitalPence)),
    revenuePence: sum(items.map(({ revenuePence }) => revenuePence)),
    capitalRange: addRanges(...items.map(({ capitalRange }) => capitalRange)),
    revenueRange: addRanges(...items.map(({ revenueRange }) => revenueRange)),
    placeholders: items.filter(({ option }) => option.placeholderPrice).length,
    coreStandards: rows.length,
    metNow: rows.filter((row) => row.without[0]).length,
    metByDate: rows.filter((row) => atDue(row, row.with)).length,
    metByDateWithout: rows.filter((row) => atDue(row, row.without)).length,
  };
}

/** Needs that the plan does nothing about. */
export function leftAlone(problem: PlanningProblem, plan: Plan): PlanNeed[] {
  const placed = new Set(plan.placements.map(({ needId }) => needId));
  return problem.needs.filter(({ id }) => !placed.has(id));
}

export interface UnmetLine {
  unmet: UnmetRequirement;
  name: string;
  standardName: string;
  must: boolean;
  duty: boolean;
}

/** Requirements not met at the end of the plan or late, duties and musts first; before the reasons are there, without them. */
export function unmetLines(problem: PlanningProblem, plan: Plan): UnmetLine[] {
  const requirements = new Map(problem.requirements.map((requirement) => [requirement.id, requirement]));
  const standards = new Map(problem.standards.map((standard) => [standard.id, standard.name]));
  const found = plan.unmet.length > 0 ? plan.unmet : unmetRequirements(problem, plan.placements);
  const lines = found.flatMap((unmet): UnmetLine[] => {
    const requirement = requirements.get(unmet.requirementId);
    if (!requirement) return [];
    const { name, must, duty, standardId } = requirement;
    return [{ unmet, name, must, duty, standardName: standards.get(standardId) ?? '' }];
  });
  const rank = (line: UnmetLine) => (line.unmet.metAtEnd ? 4 : 0) + (line.duty ? 0 : line.must ? 1 : 2);
  return lines.sort((a, b) => rank(a) - rank(b) || b.unmet.terms - a.unmet.terms);
}

function exactly(pence: Pence): PenceRange {
  return { lowPence: pence, highPence: pence };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

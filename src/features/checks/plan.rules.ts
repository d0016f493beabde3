/**
 * Checks of the plan against the record as it is now: whether its money still fits, whether it is of this record at all, and
 * what reaches the end of its support with nothing in the plan to replace it. Pure.
 */
import { addDays, formatDate, type PlainDate } from '../../domain/dates.ts';
import { isInUse } from '../../domain/in-use.ts';
import { formatPence, type Pence } from '../../domain/money.ts';
import type { Candidate, Placement, Plan, PlanningProblem } from '../../domain/planning.ts';
import type { Equipment, SchoolRecord, System } from '../../domain/record.ts';
import { editionFor, type Library } from '../../library/index.ts';
import { knownSystem, supportEndOn, type KnownDate } from '../../library/known-equipment.ts';
import { needSubjects, supportWords, type FoundNeed } from '../../needs/index.ts';
import { cashByYear } from '../../planner/index.ts';
import { changePath, itemPath, type Check } from './check.ts';

/** A plan, and what the record would ask of the planner today. */
export interface PlanGiven {
  asAt: PlainDate;
  problem: PlanningProblem;
  plan: Plan;
  /** What planning the record again would ask, as at the plan's own day; null where nobody has worked it out. */
  now: PlanningProblem | null;
  /** Whether that differs from what the plan answers; null where nobody has worked it out. */
  isOld: boolean | null;
}

export function planChecks(record: SchoolRecord, library: Library, today: PlainDate, given: PlanGiven): Check[] {
  return [...old(given), ...overBudget(given), ...withoutSuccessor(record, library, today, given)];
}

function old({ isOld, asAt }: PlanGiven): Check[] {
  if (isOld !== true) return [];
  return [
    {
      id: 'plan-old:plan',
      kind: 'plan-old',
      sentence: 'The plan is older than the record: planning again would start from other facts.',
      because: [{ text: `The plan was made on ${formatDate(asAt)}`, path: '/plan' }],
      fix: { path: '/plan', words: 'Plan again' },
      since: null,
    },
  ];
}

/** The plan's starts at today's prices against today's budgets and contracts. */
export function overBudget({ problem, plan, now }: PlanGiven): Check[] {
  if (now === null || !samePeriods(problem, now)) return [];
  const today = repriced(problem, plan.placements, now);
  return cashByYear(today.problem, today.placements).flatMap((year): Check[] => {
    const name = problem.years[year.year]?.name ?? year.yearId;
    return [
      ...over('capital', name, year.yearId, year.capitalPence, year.capitalAvailablePence),
      ...over('revenue', name, year.yearId, year.revenuePence, year.revenueBudgetPence),
    ];
  });
}

function over(pot: 'capital' | 'revenue', name: string, yearId: string, spent: Pence, free: Pence): Check[] {
  if (spent <= Math.max(0, free)) return [];
  const left = Math.max(0, free);
  return [
    {
      id: `plan-over:${yearId}:${pot}`,
      kind: 'plan-over',
      sentence: `In ${name} the plan spends ${formatPence(spent)} of ${pot}, which is ${formatPence(spent - left)} more than is free.`,
      because: [
        { text: `The plan’s ${pot} in ${name} at today’s prices: ${formatPence(spent)}`, path: '/plan' },
        { text: `Free in ${name} after what is spoken for: ${formatPence(left)}`, path: '/budgets' },
      ],
      fix: { path: '/plan', words: 'Plan again' },
      since: null,
    },
  ];
}

/** Whether both speak of the same terms and years: an academy's 2026-27 is another than a maintained school's. */
export function samePeriods(
  a: Pick<PlanningProblem, 'terms' | 'years'>,
  b: Pick<PlanningProblem, 'terms' | 'years'>,
): boolean {
  const days = ({ terms, years }: typeof a) =>
    [...terms, ...years].map(({ id, startsOn }) => `${id} ${startsOn}`).join();
  return days(a) === days(b);
}

/**
 * The plan's own starts with the prices of `now`. What the record no longer asks for would not be bought; a start that is no
 * longer on offer keeps the price that it was planned at.
 */
function repriced(
  problem: PlanningProblem,
  placements: readonly Placement[],
  now: PlanningProblem,
): { problem: PlanningProblem; placements: Placement[] } {
  const needs = new Map(now.needs.map((need) => [need.id, need]));
  const kept = placements.filter(({ needId }) => needs.has(needId));
  const isStart =
    ({ optionId, term }: Placement) =>
    (candidate: Candidate) =>
      candidate.optionId === optionId && candidate.term === term;
  const priced = problem.needs.map((need) => {
    const placement = kept.find(({ needId }) => needId === need.id);
    const fresh = placement && needs.get(need.id)?.candidates.find(isStart(placement));
    if (placement === undefined || fresh === undefined) return need;
    return { ...need, candidates: [fresh, ...need.candidates.filter((one) => !isStart(placement)(one))] };
  });
  const { years, capitalCarriesForward } = now;
  return { problem: { ...problem, years, capitalCarriesForward, needs: priced }, placements: kept };
}

/** Equipment and systems that lose their support within the plan and that nothing in it replaces. */
function withoutSuccessor(
  record: SchoolRecord,
  library: Library,
  today: PlainDate,
  { asAt, problem, plan }: PlanGiven,
): Check[] {
  const last = problem.terms.at(-1)?.endsOn;
  if (last === undefined) return [];
  const ending = [...equipmentEnds(record, today, last), ...systemEnds(record, library, last)];
  if (ending.length === 0) return [];
  const needs = needSubjects(record, library, editionFor(library, record), asAt);
  const placed = new Set(plan.placements.map(({ needId }) => needId));
  const dealtWith = coveredBy(
    needs.filter(({ id }) => placed.has(id)),
    record,
  );
  const inPlan = new Set(problem.needs.map(({ id }) => id));
  return ending
    .filter(({ item }) => !dealtWith.has(item.id))
    .map(({ register, item, end }): Check => {
      const need = needs.find(
        ({ id, equipment, systems }) => inPlan.has(id) && [...equipment, ...systems].some((one) => one.id === item.id),
      );
      const ends = end.value < today ? 'ended' : 'ends';
      return {
        id: `no-successor:${register}:${item.id}`,
        kind: 'no-successor',
        sentence: `Support of ${item.name} ${ends} on ${formatDate(end.value)}, and nothing in the plan replaces it.`,
        because: [
          { text: `${item.name}: ${supportWords(end)}`, path: itemPath(register, item.id) },
          {
            text: need === undefined ? 'The plan has no item for it' : `The plan leaves this alone: ${need.name}`,
            path: need === undefined ? '/plan' : `/plan/${encodeURIComponent(need.id)}`,
          },
        ],
        fix:
          need === undefined
            ? { path: changePath(register, item.id), words: `Write down what becomes of ${item.name}` }
            : { path: `/plan/${encodeURIComponent(need.id)}`, words: 'See what could be done, and fix a start' },
        since: end.value < today ? addDays(end.value, 1) : null,
      };
    });
}

interface Ending {
  register: 'equipment' | 'system';
  item: Equipment | System;
  end: KnownDate;
}

/** By the school's own date or the catalogue's. The usual life of a kind is a guess, and a guess contradicts nothing. */
function equipmentEnds({ equipment }: SchoolRecord, today: PlainDate, last: PlainDate): Ending[] {
  return equipment.flatMap((item): Ending[] => {
    const end = supportEndOn(item);
    if (end === null || end.value > last || !isInUse(item, today)) return [];
    // What goes before it loses its support needs nothing in its place: whoever wrote the day down has thought of it.
    if (item.disposedOn !== null) return [];
    return [{ register: 'equipment', item, end }];
  });
}

function systemEnds({ systems }: SchoolRecord, { lifecycles }: Library, last: PlainDate): Ending[] {
  return systems.flatMap((item): Ending[] => {
    const end = knownSystem(item, lifecycles).supportEnds;
    return end === null || end.value > last ? [] : [{ register: 'system', item, end }];
  });
}

/** The items that some of the needs are about, and servers whose every system they move away. */
function coveredBy(needs: readonly FoundNeed[], { equipment, systems }: SchoolRecord): Set<string> {
  const ids = new Set(needs.flatMap((need) => [...need.equipment, ...need.systems].map(({ id }) => id)));
  for (const server of equipment) {
    const hosted = systems.filter(({ equipmentId, hosting }) => equipmentId === server.id && hosting === 'on-site');
    if (hosted.length > 0 && hosted.every(({ id }) => ids.has(id))) ids.add(server.id);
  }
  return ids;
}

/**
 * Makes a sharing keep every limit and then better by small steps. First each school's own limits are held (order, its people's
 * days) by leaving starts out. Then each school in turn answers anew within what the others leave, and single starts are added,
 * moved or taken away. Every step keeps all limits and is worth more than what was there; counted, and the same on any machine.
 */
import type { AllocationFrame, AllocationSchool } from '../../domain/allocation.ts';
import type { Highs } from '../highs.ts';
import { askHere } from '../allocation/asker.ts';
import { findPrices } from '../allocation/find-prices.ts';
import { AllocationInputError, packSchools, type PackedSchools } from '../allocation/packed-schools.ts';
import type { BroughtSchool } from './from-problem.ts';
import { startDays } from './own-limits.ts';

/** What a start comes to. */
interface Figures {
  value: number;
  uses: number[];
  days: number[];
  year: number;
  completeYear: number;
  before: number[];
  groups: number[];
}

/** One school of a sharing that is being worked on. */
export interface WorkedSchool {
  /** By need, by start, as offered. */
  needs: Figures[][];
  /** By need: needs of which some start waits for it. */
  waiting: number[][];
  spareDays: number[];
  /** By need: the number of the start; -1 for none. */
  choice: Int16Array;
  days: number[];
  value: number;
  uses: number[];
  /** What the school may be asked for as a whole, with its days as limits beside the shared ones. */
  forms: { packed: PackedSchools; /** By need: the numbers of the starts that are in. */ kept: number[][] }[];
}

/** A sharing that is being worked on. */
export interface WorkedSharing {
  frame: AllocationFrame;
  schools: WorkedSchool[];
  used: number[];
}

/** Passes over all schools; each ends sooner where nothing gets better. */
const MOST_PASSES = 6;
/** Rounds of prices asked of one school. */
const SCHOOL_ROUNDS = 12;
/** From so many schools on, fewer passes: what is gained is small beside what there is. */
const MANY_SCHOOLS = 150;

/** The schools with what was chosen. `forms`: each as it may be asked, with some of its starts; needs in the same order. */
export function workedSharing(
  frame: AllocationFrame,
  brought: readonly BroughtSchool[],
  asked: readonly AllocationSchool[],
  choices: readonly ArrayLike<number>[],
  forms: readonly (readonly BroughtSchool[])[],
): WorkedSharing {
  const schools = brought.map((school, s): WorkedSchool => {
    const needs = school.needs.map(({ starts }, n) =>
      starts.map((start, k): Figures => {
        const { value, uses, year, completeYear } = asked[s]!.needs[n]!.options[k]!.starts[0]!;
        const groups = school.problem.exclusions.flatMap(({ optionIds }, g) =>
          optionIds.includes(start.optionId) ? [g] : [],
        );
        return { value, uses, days: startDays(school, start), year, completeYear, before: start.before, groups };
      }),
    );
    const one: WorkedSchool = {
      needs,
      waiting: needs.map((_, n) =>
        needs.flatMap((starts, m) => (starts.some(({ before }) => before.includes(n)) ? [m] : [])),
      ),
      spareDays: school.spareDays,
      choice: Int16Array.from(choices[s]!),
      days: [],
      value: 0,
      uses: [],
      forms: forms[s]!.flatMap((form) => formOf(frame, school, form, needs, asked[s]!) ?? []),
    };
    return one;
  });
  const sharing = { frame, schools, used: [] };
  recount(sharing);
  return sharing;
}

function formOf(
  frame: AllocationFrame,
  school: BroughtSchool,
  form: BroughtSchool,
  needs: Figures[][],
  { exclusions }: AllocationSchool,
): WorkedSchool['forms'] {
  const kept = form.needs.map(({ starts }, n) => starts.map((start) => school.needs[n]!.starts.indexOf(start)));
  const own: AllocationSchool = {
    id: school.id,
    needs: form.needs.map(({ id, after }, n) => ({
      id,
      after,
      options: kept[n]!.map((k) => {
        const { year, completeYear, value, uses, days } = needs[n]![k]!;
        return { id: `${id} ${k}`, starts: [{ year, completeYear, value, uses: [...uses, ...days] }] };
      }),
    })),
    exclusions,
  };
  const limits = [
    ...frame.limits,
    ...school.problem.years.map(({ id, name }, y) => ({ id: `days ${id}`, name, allowed: school.spareDays[y]! })),
  ];
  try {
    return [{ packed: packSchools({ ...frame, limits }, [own]), kept }];
  } catch (error) {
    // It waits for itself in a circle, as it is asked: then only single starts are looked at.
    if (error instanceof AllocationInputError) return [];
    throw error;
  }
}

/** A copy, with other amounts of the limits. */
export function withLimits(sharing: WorkedSharing, limits: AllocationFrame['limits']): WorkedSharing {
  return {
    frame: { ...sharing.frame, limits },
    used: [...sharing.used],
    schools: sharing.schools.map((school) => ({
      ...school,
      choice: school.choice.slice(),
      days: [...school.days],
      uses: [...school.uses],
    })),
  };
}

/** A copy in which nothing is begun. */
export function withNothing(sharing: WorkedSharing): WorkedSharing {
  const copy = withLimits(sharing, sharing.frame.limits);
  for (const { choice } of copy.schools) choice.fill(-1);
  recount(copy);
  return copy;
}

/** One school of it alone, with limits of its own; what it chooses is chosen in both. {@link recount} the whole afterwards. */
export function onlySchool(sharing: WorkedSharing, s: number, limits: AllocationFrame['limits']): WorkedSharing {
  const school = sharing.schools[s]!;
  return { frame: { ...sharing.frame, limits }, schools: [school], used: [...school.uses] };
}

/** Adds up anew what is chosen. */
export function recount(sharing: WorkedSharing): void {
  const { frame, schools } = sharing;
  for (const school of schools) {
    school.value = 0;
    school.uses = frame.limits.map(() => 0);
    school.days = school.spareDays.map(() => 0);
    school.needs.forEach((starts, n) => add(school, starts[school.choice[n]!], 1));
  }
  sharing.used = frame.limits.map((_limit, l) => schools.reduce((sum, { uses }) => sum + uses[l]!, 0));
}

function add(school: WorkedSchool, start: Figures | undefined, sign: 1 | -1): void {
  if (start === undefined) return;
  school.value += sign * start.value;
  start.uses.forEach((use, l) => (school.uses[l]! += sign * use));
  start.days.forEach((days, y) => (school.days[y]! += sign * days));
}

/** Gives a need another start, or none. */
function choose({ schools, used }: WorkedSharing, s: number, n: number, k: number): void {
  const school = schools[s]!;
  const had = school.needs[n]![school.choice[n]!];
  const start = school.needs[n]![k];
  add(school, had, -1);
  add(school, start, 1);
  used.forEach((_use, l) => (used[l]! += (start?.uses[l] ?? 0) - (had?.uses[l] ?? 0)));
  school.choice[n] = k;
}

/**
 * Leaves starts out until all limits hold, those that bring least for what they take first. False where they do not even
 * then: the shared limits ask for something (a pool), or are below nought.
 */
export function holdLimits(sharing: WorkedSharing): boolean {
  const { frame, schools, used } = sharing;
  for (const [s, school] of schools.entries()) {
    leaveInOrder(sharing, s);
    for (const y of school.spareDays.keys())
      while (school.days[y]! > school.spareDays[y]!) {
        const takes = (start: Figures) => start.days[y]!;
        const least = leastWorth(school, takes) ?? leastWorth(school, takes, { evenWaitedFor: true });
        if (least === null) return false;
        choose(sharing, s, least.need, -1);
        leaveInOrder(sharing, s);
      }
  }
  for (const [l, { allowed }] of frame.limits.entries())
    while (used[l]! > allowed) {
      const worst = leastOfAll(schools, l, false) ?? leastOfAll(schools, l, true);
      if (worst === null) break;
      choose(sharing, worst.s, worst.need, -1);
      leaveInOrder(sharing, worst.s);
    }
  if (frame.limits.every(({ allowed }, l) => used[l]! <= allowed)) return true;
  for (const [s, { needs }] of schools.entries()) for (const n of needs.keys()) choose(sharing, s, n, -1);
  return frame.limits.every(({ allowed }) => allowed >= 0);
}

/** Leaves out what would begin before what it waits for. */
function leaveInOrder(sharing: WorkedSharing, s: number): void {
  const school = sharing.schools[s]!;
  for (let again = true; again;) {
    again = false;
    for (const [n, starts] of school.needs.entries()) {
      const start = starts[school.choice[n]!];
      if (start === undefined || isInOrder(school, n, start)) continue;
      choose(sharing, s, n, -1);
      again = true;
    }
  }
}

/** Of all schools the start that brings least for what it takes of a shared limit. */
function leastOfAll(schools: readonly WorkedSchool[], limit: number, evenWaitedFor: boolean) {
  let least: { s: number; need: number; worth: number } | null = null;
  for (const [s, school] of schools.entries()) {
    const one = leastWorth(school, (start) => start.uses[limit]!, { evenWaitedFor });
    if (one !== null && (least === null || one.worth < least.worth)) least = { s, ...one };
  }
  return least;
}

/** The start that brings least for what it takes, among those that nothing waits for unless told otherwise; never that of need `keep`. */
function leastWorth(
  school: WorkedSchool,
  takes: (start: Figures) => number,
  { keep = -1, evenWaitedFor = false }: { keep?: number; evenWaitedFor?: boolean } = {},
): { need: number; worth: number } | null {
  let least: { need: number; worth: number } | null = null;
  for (const [n, starts] of school.needs.entries()) {
    const start = starts[school.choice[n]!];
    if (start === undefined || n === keep || takes(start) <= 0) continue;
    const isWaitedFor =
      !evenWaitedFor && school.waiting[n]!.some((m) => school.needs[m]![school.choice[m]!]?.before.includes(n));
    const worth = start.value / takes(start);
    if (!isWaitedFor && (least === null || worth < least.worth)) least = { need: n, worth };
  }
  return least;
}

/** Makes it better, all limits holding before and after. */
export async function improveByStarts(highs: Highs, sharing: WorkedSharing): Promise<void> {
  const { schools } = sharing;
  const passes = schools.length < MANY_SCHOOLS ? MOST_PASSES : 2;
  for (let pass = 0; pass < passes; pass++) {
    const before = valueOf(sharing);
    for (const s of schools.keys()) for (const form of schools[s]!.forms) await answerAnew(highs, sharing, s, form);
    while (moveOnce(sharing));
    for (const s of schools.keys()) makeRoom(sharing, s);
    if (valueOf(sharing) === before) break;
  }
}

export function valueOf({ schools }: WorkedSharing): number {
  return schools.reduce((sum, { value }) => sum + value, 0);
}

/** The school's best plan found within what the others leave takes the place of the one it has. */
async function answerAnew(
  highs: Highs,
  sharing: WorkedSharing,
  s: number,
  { packed, kept }: WorkedSchool['forms'][number],
): Promise<void> {
  const { frame, used } = sharing;
  const school = sharing.schools[s]!;
  const left = [...frame.limits.map(({ allowed }, l) => allowed - used[l]! + school.uses[l]!), ...school.spareDays];
  const asker = askHere(packed);
  let best: { value: number; choice: Int16Array } = { value: school.value, choice: school.choice };
  const ask = async (prices: readonly number[]) => {
    const sums = await asker.ask(prices);
    const { value, uses } = sums[0]!;
    if (value > best.value && uses.every((use, l) => use <= left[l]!)) {
      const { choice } = await asker.answers([prices]);
      best = { value, choice: Int16Array.from(kept, (starts, n) => starts[choice[n]!] ?? -1) };
    }
    return sums;
  };
  const limits = left.map((allowed, l) => ({ id: String(l), name: '', allowed }));
  await findPrices(highs, { ...frame, limits }, ask, { mostRounds: SCHOOL_ROUNDS });
  if (best.choice !== school.choice) for (const [n, k] of best.choice.entries()) choose(sharing, s, n, k);
}

/** So many of a need's starts are tried in the place of others, those that are worth most first. */
const STARTS_TRIED = 6;
/** Up to so many schools, the money for a start may come from what any other school begins; else from its own school. */
const FEW_SCHOOLS = 150;

/**
 * Gives a need of the school a start that is worth more, though there is no room for it: what brings least for what it takes
 * of the days or money then missing makes way, and begins elsewhere where it can.
 */
function makeRoom(sharing: WorkedSharing, s: number): void {
  const school = sharing.schools[s]!;
  for (const [n, starts] of school.needs.entries()) {
    const have = starts[school.choice[n]!]?.value ?? 0;
    const better = [...starts.keys()]
      .filter((k) => starts[k]!.value > have)
      .sort((a, b) => starts[b]!.value - starts[a]!.value)
      .slice(0, STARTS_TRIED);
    better.some((k) => mayHave(school, n, starts[k]) && takesThePlace(sharing, { s, n }, k));
  }
}

/** Gives the need that start where it is worth it with all that makes way for it. */
function takesThePlace(sharing: WorkedSharing, place: Place, k: number): boolean {
  const { schools } = sharing;
  const school = schools[place.s]!;
  const gain = school.needs[place.n]![k]!.value - (school.needs[place.n]![school.choice[place.n]!]?.value ?? 0);
  const first = { ...place, had: school.choice[place.n]! };
  choose(sharing, place.s, place.n, k);
  const out = makeWay(sharing, place, gain);
  let left = gain - out.lost;
  if (out.isEnough)
    for (const { s, n } of out.taken.toReversed()) {
      const before = schools[s]!.value;
      moveNeed(sharing, s, n);
      left += schools[s]!.value - before;
    }
  if (out.isEnough && left > 0) return true;
  // The other way round: what was taken out first comes back last.
  for (const { s, n, had } of [first, ...out.taken].toReversed()) choose(sharing, s, n, had);
  return false;
}

interface Place {
  s: number;
  n: number;
}

/** Takes starts out until all limits hold, as long as less is lost than `gain`. */
function makeWay(sharing: WorkedSharing, keep: Place, gain: number) {
  const { frame, used, schools } = sharing;
  const school = schools[keep.s]!;
  const taken: (Place & { had: number })[] = [];
  let lost = 0;
  for (;;) {
    const year = school.spareDays.findIndex((spare, y) => school.days[y]! > spare);
    const limit = year >= 0 ? -1 : frame.limits.findIndex(({ allowed }, l) => used[l]! > allowed);
    if (year < 0 && limit < 0) return { taken, lost, isEnough: true };
    const takes = (start: Figures) => (year >= 0 ? start.days[year]! : start.uses[limit]!);
    let least: (Place & { worth: number }) | null = null;
    for (const [s, other] of schools.entries()) {
      if (s !== keep.s && (year >= 0 || schools.length > FEW_SCHOOLS)) continue;
      const one = leastWorth(other, takes, { keep: s === keep.s ? keep.n : -1 });
      if (one !== null && (least === null || one.worth < least.worth)) least = { s, n: one.need, worth: one.worth };
    }
    if (least === null) return { taken, lost, isEnough: false };
    const { s, n } = least;
    const had = schools[s]!.choice[n]!;
    lost += schools[s]!.needs[n]![had]!.value;
    choose(sharing, s, n, -1);
    taken.push({ s, n, had });
    if (lost >= gain) return { taken, lost, isEnough: false };
  }
}

/** Takes the best single change of each need that is worth more and keeps every limit. True where there was one. */
function moveOnce(sharing: WorkedSharing): boolean {
  let moved = false;
  for (const [s, school] of sharing.schools.entries())
    for (const n of school.needs.keys()) if (moveNeed(sharing, s, n)) moved = true;
  return moved;
}

/** Takes the best start of one need that is worth more and keeps every limit. */
function moveNeed(sharing: WorkedSharing, s: number, n: number): boolean {
  const { frame, used } = sharing;
  const school = sharing.schools[s]!;
  const starts = school.needs[n]!;
  const have = starts[school.choice[n]!];
  let best = school.choice[n]!;
  let bestValue = have?.value ?? 0;
  for (let k = -1; k < starts.length; k++) {
    const start = starts[k];
    if ((start?.value ?? 0) <= bestValue || k === school.choice[n]!) continue;
    const keeps =
      frame.limits.every(({ allowed }, l) => used[l]! - (have?.uses[l] ?? 0) + (start?.uses[l] ?? 0) <= allowed) &&
      school.spareDays.every((spare, y) => school.days[y]! - (have?.days[y] ?? 0) + (start?.days[y] ?? 0) <= spare);
    if (keeps && mayHave(school, n, start)) {
      best = k;
      bestValue = start?.value ?? 0;
    }
  }
  if (best === school.choice[n]!) return false;
  choose(sharing, s, n, best);
  return true;
}

/** Whether what a start waits for is chosen and complete before it. */
function isInOrder({ needs, choice }: WorkedSchool, n: number, { before, year }: Figures): boolean {
  return before.every((m) => {
    const other = m === n ? undefined : needs[m]![choice[m]!];
    return other !== undefined && other.completeYear <= year;
  });
}

/** Whether need `n` may have the start (or none) beside what the school's other needs have. */
function mayHave(school: WorkedSchool, n: number, start: Figures | undefined): boolean {
  const { needs, choice, waiting } = school;
  if (start !== undefined && !isInOrder(school, n, start)) return false;
  const holds = waiting[n]!.every((m) => {
    const later = needs[m]![choice[m]!];
    if (later === undefined || !later.before.includes(n)) return true;
    return start !== undefined && start.completeYear <= later.year;
  });
  if (!holds) return false;
  return (start?.groups ?? []).every((group) =>
    needs.every((starts, m) => m === n || !starts[choice[m]!]?.groups.includes(group)),
  );
}

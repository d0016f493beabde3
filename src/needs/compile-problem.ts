/**
 * From a school's record to the question that the planner answers. The same record gives the same problem, to the letter,
 * whatever the order of its rows: everything is sorted by id.
 */
import type {
  Candidate,
  ChosenStart,
  Exclusion,
  PlanNeed,
  PlanningProblem,
  PlanOption,
  PlanRequirement,
  PlanStandard,
} from '../domain/planning.ts';
import { inUseOn } from '../domain/in-use.ts';
import type { RecordedStart, SchoolRecord } from '../domain/record.ts';
import { planningHorizon, planTerms, type Horizon } from '../domain/terms.ts';
import { withKnownDates } from '../library/known-equipment.ts';
import type { Edition, Library, OptionTemplate } from '../library/library.ts';
import { needsUnder } from '../library/local-rules.ts';
import { planStandards } from '../status/index.ts';
import { acceptanceOf, leaveAccepted } from './accepted.ts';
import { needsOf, type FoundNeed } from './find-needs.ts';
import { guessedPrices, yearlySum } from './guessed-prices.ts';
import { startsOf } from './option-starts.ts';
import {
  asOrdered,
  lessSpent,
  orderedStart,
  ordersByNeed,
  spentByYear,
  stillExcluded,
  withOrders,
  withRoom,
} from './orders.ts';
import { requirementOutlooks, type RequirementOutlook } from './outlook.ts';
import { planStaffDays, planYears } from './plan-limits.ts';
import { priceOption } from './prices.ts';
import { quoteFor } from './quote-for.ts';
import { contractsOfNeeds, replacedBy } from './replaced-contracts.ts';

/** The standard that a plan's own requirements ("kept in support", "contracts chosen, not rolled over") stand under. */
export const KEPT_UP_STANDARD: PlanStandard = {
  id: 'kept-up',
  name: 'Equipment, systems and contracts kept up',
  core: false,
  dueTerm: null,
};

/** The horizon of a record's plan: 15 terms from the first one that can still be planned, and the years they touch. */
export function horizonOf(record: SchoolRecord): Horizon {
  return planningHorizon(record.limits, record.school.governance, record.asAt);
}

/** The needs that a record gives rise to under an edition of the standards, with the facts behind each. Sorted by id. */
export function findNeeds(given: SchoolRecord, library: Library, edition: Edition): FoundNeed[] {
  const record = understood(given, library);
  const { terms } = horizonOf(record);
  return needsOf({
    record,
    needs: needsUnder(library.needs, edition),
    outlooks: requirementOutlooks(record, edition, terms),
    terms,
    lifecycles: library.lifecycles,
  });
}

/** The planning problem of a record: its needs, every allowed start of every option, its limits, and what people have fixed. */
export function compileProblem(given: SchoolRecord, library: Library, edition: Edition): PlanningProblem {
  const record = understood(given, library);
  const horizon = horizonOf(record);
  const terms = planTerms(horizon);
  const outlooks = requirementOutlooks(record, edition, horizon.terms);
  const found = needsOf({
    record,
    needs: needsUnder(library.needs, edition),
    outlooks,
    terms: horizon.terms,
    lifecycles: library.lifecycles,
  });
  const contracts = contractsOfNeeds(found, record);
  const orders = ordersByNeed(record);
  const ordered = new Map<string, Candidate>();
  const needs = found.map((need): PlanNeed => {
    const offered = need.template.options.filter(({ phases }) => phases?.includes(record.school.phase) ?? true);
    const mine = contracts.get(need.id) ?? [];
    const waits = offered.map((option) => needsToWaitFor(option, found, need));
    const common = waits.length === 0 ? [] : waits.reduce((all, some) => all.filter((id) => some.includes(id)));
    const worked = offered.map((option, index) => {
      const optionId = optionIdOf(option, need);
      const replaced = replacedBy(option, mine);
      const basis = { pupils: record.school.pupils, equipment: need.equipment };
      const quote = quoteFor(record.quotes, optionId, option.id);
      const price = priceOption(option, { ...basis, replacedYearlyPence: yearlySum(replaced) }, quote);
      const guessed = guessedPrices(option, basis, replaced, quote);
      const after = (waits[index] ?? []).filter((id) => !common.includes(id)).sort();
      const starts = { need, option, optionId, price, guessed, replaced, record, horizon, terms };
      const order = orders.get(need.id);
      if (order?.optionId === optionId) ordered.set(need.id, orderedStart(starts, order));
      return {
        option: {
          id: optionId,
          name: option.name,
          heading: option.heading,
          placeholderPrice: price.placeholder,
          after,
        },
        ...startsOf(starts),
      };
    });
    const planned: PlanNeed = {
      id: need.id,
      name: need.name,
      group: need.template.group,
      because: need.causes.map(({ text }) => text),
      options: worked.map(({ option }) => option),
      candidates: worked.flatMap(({ candidates }) => candidates),
      ruledOut: worked.flatMap(({ ruledOut }) => ruledOut),
      after: [...common].sort(),
      doNothing: need.template.doNothing,
    };
    const order = orders.get(need.id);
    const fixed = ordered.get(need.id);
    if (order !== undefined) return asOrdered(planned, order, fixed ?? null);
    const left = leaveAccepted(planned, acceptanceOf(need, record), terms);
    const kept = need.keeps === null ? [] : [need.keeps.requirementId];
    const meets = new Map(offered.map((option) => [optionIdOf(option, need), [...option.satisfies, ...kept]]));
    return { ...left, options: left.options.map((option) => withWhatItWould(option, left, meets)) };
  });
  const inPlan = plannedFor(library, edition);
  const core = coreStandardsOf(edition);
  const requirements = [
    ...outlooks
      .filter(({ requirement, concerns }) => concerns && inPlan.has(requirement.id))
      .map((outlook) => standardRequirement(outlook, core.has(outlook.requirement.standardId))),
    ...found.flatMap(keptRequirement),
  ];
  const standardIds = new Set(requirements.map(({ standardId }) => standardId));
  const standards = planStandards(edition, horizon.terms).filter(({ id }) => standardIds.has(id));
  const { capitalCarriesForward } = record.limits;
  const spent = spentByYear(record, horizon.years, horizon.endsOn, new Set(ordered.keys()));
  const years = lessSpent(planYears(record, horizon), spent);
  const staffDaysPerTerm = planStaffDays(record, horizon);
  return {
    format: 'cairn.problem/1',
    terms,
    capitalCarriesForward,
    ...withRoom({ years, staffDaysPerTerm, capitalCarriesForward }, ordered),
    standards: [...standards, KEPT_UP_STANDARD].sort(byId),
    requirements: requirements.sort(byId),
    needs,
    exclusions: stillExcluded(exclusionsOf(found, record), ordered),
    locks: withOrders(starts(record.locks, needs, horizon), ordered),
    agreed: withOrders(starts(record.agreed, needs, horizon), ordered),
  };
}

/**
 * The requirements that a plan is made for: all of the core standards, and of the others those that some option in the library
 * meets. One that no plan could ever change would only make every plan look worse, and its reasons longer.
 */
export function plannedFor(library: Library, edition: Edition): ReadonlySet<string> {
  const coreStandards = coreStandardsOf(edition);
  const met = new Set(
    needsUnder(library.needs, edition).flatMap(({ options }) => options.flatMap(({ satisfies }) => satisfies)),
  );
  const wanted = edition.requirements.filter(({ id, standardId }) => coreStandards.has(standardId) || met.has(id));
  return new Set(wanted.map(({ id }) => id));
}

function coreStandardsOf(edition: Edition): ReadonlySet<string> {
  const core = new Set(edition.categories.flatMap((category) => (category.core ? category.id : [])));
  return new Set(edition.standards.flatMap(({ id, categoryId }) => (core.has(categoryId) ? id : [])));
}

/** The record as needs are found from: what is still in use, with the dates that the catalogue adds, in a fixed order. */
export function understood(given: SchoolRecord, library: Library): SchoolRecord {
  return inOrder(inUseOn(withKnownDates(given, library.lifecycles), given.asAt));
}

/** The same record with its rows by id, so that nothing below, not even a sentence, can depend on their order. */
function inOrder(record: SchoolRecord): SchoolRecord {
  const { contracts, systems, equipment, connections } = record;
  return {
    ...record,
    contracts: [...contracts].sort(byId),
    systems: [...systems].sort(byId),
    equipment: [...equipment].sort(byId),
    connections: [...connections].sort(byId),
    answers: [...record.answers].sort((a, b) => (answerOrder(a) < answerOrder(b) ? -1 : 1)),
  };
}

function answerOrder({ questionId, answeredOn, choice }: SchoolRecord['answers'][number]): string {
  return `${questionId}|${answeredOn}|${choice}`;
}

/** An option's id in the problem: the library's, with what the need is about. */
export function optionIdOf(option: OptionTemplate, need: FoundNeed): string {
  const subject = need.id.slice(need.template.id.length);
  return option.id + subject;
}

/** The needs that an option waits for: those whose result is not in place at the start, and those that it waits for anyway. */
function needsToWaitFor(
  { after, afterAll = [] }: OptionTemplate,
  found: readonly FoundNeed[],
  need: FoundNeed,
): string[] {
  const others = found.filter(({ id }) => id !== need.id);
  const held = after.flatMap((wanted) => others.filter(({ template, holdsUp }) => template.id === wanted && holdsUp));
  const anyway = afterAll.flatMap((wanted) => others.filter(({ template }) => template.id === wanted));
  return [...new Set([...held, ...anyway].map(({ id }) => id))];
}

/** The quote for this very option, else for the option wherever it is used; the latest where there are several. */
function standardRequirement({ requirement, metWithout }: RequirementOutlook, core: boolean): PlanRequirement {
  const { id, text, standardId, level, duty, weight } = requirement;
  const base = { id, name: text, standardId, must: level === 'must', duty, weight, metWithout };
  // Twenty small things of one agreement must not push a second sign-in step back a year: what is outside the core six comes
  // after them. A duty counts above all in any case.
  return core ? base : { ...base, comesAfter: true };
}

function keptRequirement({ keeps }: FoundNeed): PlanRequirement[] {
  if (keeps === null) return [];
  const { requirementId: id, text: name, weight, duty, metWithout } = keeps;
  return [{ id, name, standardId: KEPT_UP_STANDARD.id, must: false, duty, weight, metWithout }];
}

/** Options that cannot stand side by side: as the library says, and a server renewed beside everything on it moving away. */
function exclusionsOf(found: readonly FoundNeed[], record: SchoolRecord): Exclusion[] {
  const placed = found.flatMap((need) =>
    need.template.options.map((option) => ({ need, option, id: optionIdOf(option, need) })),
  );
  const pairs = new Map<string, Exclusion>();
  const add = (a: string, b: string, reason: string): void => {
    const optionIds = [a, b].sort();
    const id = optionIds.join(' + ');
    if (a !== b && !pairs.has(id)) pairs.set(id, { id, reason, optionIds });
  };
  for (const { need, option, id } of placed) {
    for (const other of placed) {
      if (other.need.id === need.id) continue;
      if (option.excludes.includes(other.option.id))
        add(id, other.id, `"${option.name}" and "${other.option.name}" cannot stand side by side.`);
      const server = other.need.equipment[0];
      if (server?.kind !== 'server' || other.need.template.each !== 'equipment' || other.option.kind !== 'buy')
        continue;
      const hosted = record.systems.filter(
        (system) => system.equipmentId === server.id && system.hosting === 'on-site',
      );
      if (hosted.length > 0 && hosted.every(({ kind }) => option.movesSystems.includes(kind))) {
        add(id, other.id, `Everything on ${server.name} either moves away or its server is renewed, not both.`);
      }
    }
  }
  return [...pairs.values()].sort(byId);
}

/** Starts that people have fixed or agreed, for needs that still stand and terms still to come. */
function starts(recorded: readonly RecordedStart[], needs: readonly PlanNeed[], horizon: Horizon): ChosenStart[] {
  const known = new Set(needs.map(({ id }) => id));
  return recorded
    .flatMap(({ needId, optionId, term: termId }): ChosenStart[] => {
      const index = horizon.terms.findIndex((term) => term.id === termId || term.recordedIds.includes(termId));
      if (!known.has(needId) || (index < 0 && optionId !== null)) return [];
      return [{ needId, optionId, term: Math.max(0, index) }];
    })
    .sort((a, b) => (startOrder(a) < startOrder(b) ? -1 : 1));
}

function startOrder({ needId, optionId, term }: ChosenStart): string {
  return `${needId}|${optionId ?? ''}|${String(term).padStart(3, '0')}`;
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** An option with no start left says what it would meet, so that the plan can say what stands in the way. */
function withWhatItWould(
  option: PlanOption,
  need: PlanNeed,
  meets: ReadonlyMap<string, readonly string[]>,
): PlanOption {
  const hasStart = need.candidates.some(({ optionId }) => optionId === option.id);
  const isRuledOut = need.ruledOut.some(({ optionId }) => optionId === option.id);
  const wouldSatisfy = [...(meets.get(option.id) ?? [])].sort();
  return hasStart || !isRuledOut || wouldSatisfy.length === 0 ? option : { ...option, wouldSatisfy };
}

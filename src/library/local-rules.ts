/**
 * What local rules make of an edition: a new edition beside the national one, which is never touched. Pure.
 *
 * - Every part that a rule has changed carries a mark: who asks, and what the national edition asks.
 * - Where several sets ask for the same, the strictest counts, and each keeps its mark. The order of the sets says nothing.
 * - Nothing becomes looser: a rule that asks for no more than the edition does (a later edition may have caught up) changes
 *   nothing and is listed to be looked at again, and so is one whose standard or requirement the edition does not have.
 * - A number that has been raised takes its requirement away from the national question: whoever answered "yes" there has
 *   not said that they reach the higher one. A question of its own is asked instead.
 */
import { formatDate, type PlainDate } from '../domain/dates.ts';
import { reaches, type LocalRule, type LocalRuleOf, type LocalRuleSet } from '../domain/local-rules.ts';
import { phases, type Phase, type SchoolRecord } from '../domain/record.ts';
import type {
  Category,
  Edition,
  Library,
  LocalLookAgain,
  LocalMark,
  LocalOrigin,
  NeedTemplate,
  Question,
  Requirement,
  Standard,
  Threshold,
  Trigger,
} from './library.ts';
import {
  addedRequirement,
  cleanThreshold,
  LOCAL_CHOICES,
  localId,
  localQuestion,
  numberWords,
  reachQuestion,
} from './local-requirement.ts';
import { editionOf } from './load.ts';
import { isCeiling, isStricter, numberFor, stricterOf } from './thresholds.ts';

/** The names of rules that a local requirement may use: those that some edition of the library uses. */
export interface UsableRules {
  facts: ReadonlyMap<string, { unit: string | null }>;
  triggers: ReadonlySet<string>;
}

const usable = new WeakMap<readonly Edition[], UsableRules>();

/** Fact rules with the unit that they compare with (null where they compare with no number), and trigger rules. */
export function usableRules({ editions }: Pick<Library, 'editions'>): UsableRules {
  const known = usable.get(editions);
  if (known !== undefined) return known;
  const all = editions.flatMap(({ requirements }) => requirements);
  const rules = {
    facts: new Map(
      all.flatMap(({ fact, threshold }) => (fact === null ? [] : [[fact, { unit: threshold?.unit ?? null }] as const])),
    ),
    triggers: new Set(all.flatMap(({ triggerRule }) => triggerRule ?? [])),
  };
  usable.set(editions, rules);
  return rules;
}

const applied = new WeakMap<readonly LocalRuleSet[], Map<string, { from: Edition; edition: Edition }>>();

/**
 * The edition that a record is judged by: the national one that it names, with the local rules that reach the school. Without
 * any it is the national edition itself. Worked out once for the same list of rules.
 * @throws {UnknownEditionError} where the library lacks the edition.
 */
export function editionFor(
  library: Pick<Library, 'editions'>,
  record: { edition: string; school: Pick<SchoolRecord['school'], 'phase'>; localRules: readonly LocalRuleSet[] },
): Edition {
  const national = editionOf(library, record.edition);
  if (record.localRules.length === 0) return national;
  const { phase } = record.school;
  const known = applied.get(record.localRules) ?? new Map<string, { from: Edition; edition: Edition }>();
  applied.set(record.localRules, known);
  const key = `${phase} ${national.id}`;
  const found = known.get(key);
  if (found?.from === national) return found.edition;
  const edition = applyLocalRules(national, record.localRules, phase, usableRules(library));
  known.set(key, { from: national, edition });
  return edition;
}

/** The needs and options of the library, where a local requirement is met by what meets a national one. */
export function needsUnder(needs: NeedTemplate[], edition: Edition): NeedTemplate[] {
  const mine = Map.groupBy(
    edition.requirements.filter(({ metWith }) => metWith != null),
    ({ metWith }) => metWith ?? '',
  );
  if (mine.size === 0) return needs;
  const withLocal = (ids: string[]) => [...ids, ...ids.flatMap((id) => mine.get(id)?.map((one) => one.id) ?? [])];
  return needs.map((need) => ({
    ...need,
    requirements: withLocal(need.requirements),
    options: need.options.map((option) => ({ ...option, satisfies: withLocal(option.satisfies) })),
  }));
}

/** Everything that may change, by id, and the parts as they were before any rule but the added requirements. */
interface Draft {
  phase: Phase;
  base: { categories: Map<string, Category>; standards: Map<string, Standard>; requirements: Map<string, Requirement> };
  categories: Map<string, Category>;
  standards: Map<string, Standard>;
  requirements: Map<string, Requirement>;
  questions: Question[];
  /** The days that added requirements have of their own. */
  ownDays: Map<string, PlainDate>;
  /** All days asked for, by requirement. */
  due: Map<string, { on: PlainDate; by: string }[]>;
  applied: Set<string>;
  lookAgain: LocalLookAgain[];
}

interface RuleOfSet {
  set: LocalRuleSet;
  rule: LocalRule;
  origin: LocalOrigin;
}

/** The edition with the sets that reach a school of that phase. What has been applied to it before is not applied again. */
export function applyLocalRules(
  edition: Edition,
  given: readonly LocalRuleSet[],
  phase: Phase,
  known: UsableRules,
): Edition {
  const sets = distinctSets(given).filter((set) => reaches(set, phase));
  const before = edition.local ?? { sets: [], applied: [], lookAgain: [] };
  const done = new Set([...before.applied, ...before.lookAgain.map(keyOf)]);
  const rules = sets
    .flatMap((set) => set.rules.map((rule): RuleOfSet => ({ set, rule, origin: originOf(set, rule) })))
    .filter(({ origin }) => !done.has(keyOf(origin)))
    .sort((a, b) => compare(keyOf(a.origin), keyOf(b.origin)));
  const names = sets.map(({ id, name, by, asAt, rules: own }) => ({ id, name, by, asAt, rules: own.length }));
  const newNames = names.filter(({ id }) => !before.sets.some((one) => one.id === id));
  if (rules.length === 0 && newNames.length === 0) return edition;
  const draft = draftOf(edition, phase);
  for (const one of rules) if (isOf(one, 'add')) addRequirement(draft, one, known);
  draft.base = { ...draft.base, requirements: new Map(draft.requirements) };
  for (const one of rules) {
    if (isOf(one, 'tighten')) tighten(draft, one);
    else if (isOf(one, 'earlier')) bringForward(draft, one);
    else if (isOf(one, 'guidance')) guide(draft, one);
  }
  settleDue(draft);
  askAnew(draft, edition.questions);
  return {
    ...edition,
    categories: edition.categories.map(({ id }) => draft.categories.get(id) as Category),
    standards: edition.standards.map(({ id }) => draft.standards.get(id) as Standard),
    requirements: inStandards(edition, [...draft.requirements.values()]),
    questions: questionsOf(edition, draft),
    local: {
      sets: [...before.sets, ...newNames].sort((a, b) => compare(a.id, b.id)),
      applied: [...before.applied, ...draft.applied].sort(compare),
      lookAgain: [...before.lookAgain, ...draft.lookAgain],
    },
  };
}

function isOf<K extends LocalRule['kind']>(one: RuleOfSet, kind: K): one is RuleOfSet & { rule: LocalRuleOf<K> } {
  return one.rule.kind === kind;
}

/** Of sets with the same id the latest counts: one came with a school's file, the other is kept here. */
function distinctSets(sets: readonly LocalRuleSet[]): LocalRuleSet[] {
  const byId = Map.groupBy(sets, ({ id }) => id);
  const order = (set: LocalRuleSet) => `${set.asAt} ${JSON.stringify(set)}`;
  return [...byId.values()]
    .flatMap((same) => same.toSorted((a, b) => compare(order(b), order(a))).slice(0, 1))
    .sort((a, b) => compare(a.id, b.id));
}

function originOf(set: LocalRuleSet, rule: LocalRule): LocalOrigin {
  return { setId: set.id, ruleId: rule.id, setName: set.name, by: set.by, asAt: set.asAt };
}

function keyOf({ setId, ruleId }: Pick<LocalOrigin, 'setId' | 'ruleId'>): string {
  return `${setId}.${ruleId}`;
}

function draftOf(edition: Edition, phase: Phase): Draft {
  const byId = <T extends { id: string }>(parts: readonly T[]) => new Map(parts.map((part) => [part.id, part]));
  const parts = () => ({
    categories: byId(edition.categories),
    standards: byId(edition.standards),
    requirements: byId(edition.requirements),
  });
  return {
    phase,
    base: parts(),
    ...parts(),
    questions: [],
    ownDays: new Map(),
    due: new Map(),
    applied: new Set(),
    lookAgain: [],
  };
}

function look(draft: Draft, { origin }: RuleOfSet, why: LocalLookAgain['why'], message: string): void {
  draft.lookAgain.push({ ...origin, why, message });
}

function mark<T extends { id: string; local?: LocalMark[] }>(parts: Map<string, T>, part: T, one: LocalMark): void {
  parts.set(part.id, { ...part, local: [...(part.local ?? []), one] });
}

function addRequirement(draft: Draft, one: RuleOfSet & { rule: LocalRuleOf<'add'> }, known: UsableRules): void {
  const { set, rule, origin } = one;
  const standard = draft.standards.get(rule.standardId);
  if (standard === undefined) return look(draft, one, 'gone', `This edition has no standard ${rule.standardId}.`);
  const lost = [
    ...(rule.fact !== null && !known.facts.has(rule.fact) ? [rule.fact] : []),
    ...(rule.triggerRule !== null && !known.triggers.has(rule.triggerRule) ? [rule.triggerRule] : []),
  ];
  if (lost.length > 0) {
    look(draft, one, 'unknown-rule', `The library has no rule ${lost.join(' or ')}: the question is asked instead.`);
  }
  if (rule.metWith !== null && !draft.base.requirements.has(rule.metWith)) {
    look(draft, one, 'gone', `This edition has no requirement ${rule.metWith}, which the plan was to meet it with.`);
  }
  const requirement = addedRequirement(set, rule, lost);
  draft.requirements.set(requirement.id, { ...requirement, local: [{ ...origin, kind: 'add' }] });
  draft.questions.push(localQuestion(set, rule, standard.categoryId));
  if (rule.dueOn !== null) {
    draft.ownDays.set(requirement.id, rule.dueOn);
    draft.due.set(requirement.id, [{ on: rule.dueOn, by: set.by }]);
  }
  draft.applied.add(keyOf(origin));
}

function tighten(draft: Draft, one: RuleOfSet & { rule: LocalRuleOf<'tighten'> }): void {
  const { rule, origin, set } = one;
  const base = draft.base.requirements.get(rule.requirementId);
  if (base === undefined) return look(draft, one, 'gone', `This edition has no requirement ${rule.requirementId}.`);
  const change = (next: Partial<Requirement>, marked: LocalMark) => {
    const present = draft.requirements.get(base.id) ?? base;
    mark(draft.requirements, { ...present, ...next }, marked);
    draft.applied.add(keyOf(origin));
  };
  if (rule.threshold !== undefined) {
    const national = base.threshold;
    const asked = national && cleanThreshold({ ...rule.threshold, unit: national.unit, atMost: national.atMost });
    if (national === null || asked === null) look(draft, one, 'gone', 'This edition names no number for it.');
    else if (rule.threshold.unit !== undefined && rule.threshold.unit !== national.unit)
      look(draft, one, 'other-unit', `This edition counts in ${national.unit}, the rule in ${rule.threshold.unit}.`);
    else if (!phasesOf(set).some((phase) => isStricter(asked, national, phase)))
      look(draft, one, 'not-stricter', asMuchWords(national));
    else {
      const present = draft.requirements.get(base.id)?.threshold ?? national;
      change({ threshold: stricterOf(present, asked) }, { ...origin, kind: 'threshold', asked, national });
    }
  }
  if (rule.level !== undefined) {
    if (base.level === 'must')
      look(draft, one, 'not-stricter', 'It is a must in the edition itself, so there is nothing to raise.');
    else change({ level: 'must' }, { ...origin, kind: 'level' });
  }
  if (rule.trigger !== undefined) {
    if (!waits(base) && !draft.ownDays.has(base.id)) look(draft, one, 'not-stricter', DUE_ALREADY);
    else
      change(
        { trigger: 'now', triggerRule: null, after: undefined },
        { ...origin, kind: 'trigger', national: base.trigger },
      );
  }
}

function bringForward(draft: Draft, one: RuleOfSet & { rule: LocalRuleOf<'earlier'> }): void {
  const { rule, origin, set } = one;
  const { base } = draft;
  const requirement = base.requirements.get(rule.requirementId ?? '');
  const standard = base.standards.get(rule.standardId ?? requirement?.standardId ?? '');
  const category = base.categories.get(rule.categoryId ?? standard?.categoryId ?? '');
  const isThere =
    category !== undefined &&
    (rule.standardId === undefined || standard !== undefined) &&
    (rule.requirementId === undefined || requirement !== undefined);
  if (!isThere) {
    const id = rule.categoryId ?? rule.standardId ?? rule.requirementId ?? '';
    return look(draft, one, 'gone', `This edition has nothing named ${id}.`);
  }
  // An added requirement may have a day of its own, which an "earlier" of its own must come before.
  const own = draft.ownDays.get(requirement?.id ?? '');
  const national = own ?? category.dueOn;
  if (requirement !== undefined && !waits(requirement) && own === undefined)
    return look(draft, one, 'not-stricter', DUE_ALREADY);
  if (national !== null && rule.dueOn >= national)
    return look(draft, one, 'not-stricter', `It is due by ${formatDate(national)} already: name an earlier day.`);
  const marked: LocalMark = { ...origin, kind: 'due', on: rule.dueOn, national };
  const earliest = (day: PlainDate | null | undefined) => (day != null && day < rule.dueOn ? day : rule.dueOn);
  if (requirement !== undefined)
    mark(draft.requirements, draft.requirements.get(requirement.id) ?? requirement, marked);
  else if (standard !== undefined) {
    const present = draft.standards.get(standard.id) ?? standard;
    mark(draft.standards, { ...present, dueOn: earliest(present.dueOn) }, marked);
  } else {
    const present = draft.categories.get(category.id) ?? category;
    mark(draft.categories, { ...present, dueOn: earliest(present.dueOn) }, marked);
  }
  for (const each of base.requirements.values()) {
    const isMeant =
      requirement !== undefined
        ? each.id === requirement.id
        : standard !== undefined
          ? each.standardId === standard.id
          : base.standards.get(each.standardId)?.categoryId === category.id;
    if (isMeant && (waits(each) || draft.ownDays.has(each.id)))
      draft.due.set(each.id, [...(draft.due.get(each.id) ?? []), { on: rule.dueOn, by: set.by }]);
  }
  draft.applied.add(keyOf(origin));
}

const DUE_ALREADY = 'It is due at once in the edition itself: no day is earlier.';

function asMuchWords(national: Threshold): string {
  const numbers = [...new Set(phases.flatMap((phase) => numberFor(national, phase) ?? []))].sort((a, b) => a - b);
  const words = numbers.map((number) => numberWords(national, number)).join(' or ');
  return `The edition asks for ${words} by itself: a local rule must name a ${isCeiling(national) ? 'lower' : 'higher'} number.`;
}

function guide(draft: Draft, one: RuleOfSet & { rule: LocalRuleOf<'guidance'> }): void {
  const { rule, origin } = one;
  const marked: LocalMark = { ...origin, kind: 'guidance', text: rule.text, url: rule.url };
  const standard = draft.standards.get(rule.standardId ?? '');
  const requirement = draft.requirements.get(rule.requirementId ?? '');
  if (standard !== undefined) mark(draft.standards, standard, marked);
  else if (requirement !== undefined) mark(draft.requirements, requirement, marked);
  else
    return look(draft, one, 'gone', `This edition has nothing named ${rule.standardId ?? rule.requirementId ?? ''}.`);
  draft.applied.add(keyOf(origin));
}

/** The first day asked for counts, with everybody who asks for it; none where it has become due at once. */
function settleDue(draft: Draft): void {
  for (const [id, days] of draft.due) {
    const requirement = draft.requirements.get(id);
    if (requirement === undefined || requirement.local?.some(({ kind }) => kind === 'trigger')) continue;
    const { localDue } = requirement;
    const all = [...days, ...(localDue?.by ?? []).map((by) => ({ on: localDue?.on ?? '', by }))];
    const on = all.map((day) => day.on).sort(compare)[0];
    if (on === undefined) continue;
    const by = [...new Set(all.filter((day) => day.on === on).map((day) => day.by))].sort(compare);
    draft.requirements.set(id, { ...requirement, localDue: { on, by } });
  }
}

/** Where the number for this school's phase has risen, a question of the set that raised it takes the national one's place. */
function askAnew(draft: Draft, asked: readonly Question[]): void {
  const { phase } = draft;
  for (const requirement of draft.requirements.values()) {
    const { threshold } = requirement;
    const raised = draft.base.requirements.get(requirement.id)?.threshold;
    if (threshold === null || raised == null || !isStricter(threshold, raised, phase)) continue;
    const number = numberFor(threshold, phase);
    const deciding = requirement.local?.find(
      (one) => one.kind === 'threshold' && numberFor(one.asked, phase) === number,
    );
    const standard = draft.base.standards.get(requirement.standardId);
    if (deciding === undefined || standard === undefined || number === null) continue;
    const id = localId(deciding.setId, deciding.ruleId);
    // "We have none of these" stays an answer.
    const national = asked.find((one) => one.id === requirement.question?.id);
    const absent = (national?.choices ?? [])
      .filter((choice) => requirement.question?.notApplicable?.includes(choice.id))
      .map((choice) => ({ ...choice, id: `absent-${choice.id}` }));
    const notApplicable = absent.length === 0 ? {} : { notApplicable: absent.map((choice) => choice.id) };
    const question = { id, met: [LOCAL_CHOICES.met], ...notApplicable };
    draft.requirements.set(requirement.id, { ...requirement, question });
    draft.questions.push(reachQuestion(id, requirement, standard.categoryId, number, deciding.by, absent));
  }
}

const AT_ONCE: ReadonlySet<Trigger> = new Set(['now', 'every-week', 'every-term', 'every-year', 'before']);

/** False where the requirement is due as soon as it is not met. */
export function waits({ trigger }: Pick<Requirement, 'trigger'>): boolean {
  return !AT_ONCE.has(trigger);
}

function phasesOf(set: Pick<LocalRuleSet, 'phases'>): readonly Phase[] {
  return set.phases.length === 0 ? phases : set.phases;
}

/** The edition's order; what has been added stands last in its standard. */
function inStandards(edition: Edition, requirements: readonly Requirement[]): Requirement[] {
  const order = new Map(edition.standards.map(({ id }, index) => [id, index]));
  const at = ({ standardId }: Requirement) => order.get(standardId) ?? -1;
  return requirements.toSorted((a, b) => at(a) - at(b));
}

/** The national questions, but those that nothing needs any more, with the local ones at the end of their category. */
function questionsOf(edition: Edition, draft: Draft): Question[] {
  const usedBy = (requirements: Iterable<Requirement>) =>
    new Set([...requirements].flatMap(({ question }) => question?.id ?? []));
  const before = usedBy(edition.requirements);
  const after = usedBy(draft.requirements.values());
  const kept = new Set(edition.categories.flatMap(({ underperforming }) => underperforming?.questionId ?? []));
  const national = edition.questions.filter(({ id }) => !before.has(id) || after.has(id) || kept.has(id));
  const categories = [...new Set([...edition.questions, ...draft.questions].map(({ categoryId }) => categoryId))];
  return categories.flatMap((id) => [...national, ...draft.questions].filter(({ categoryId }) => categoryId === id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

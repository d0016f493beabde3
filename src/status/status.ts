/**
 * Where a school stands: for every requirement, standard and category, the intervals in which it is met, with the plan's
 * effects or without them. Pure: what is in force on a day follows from the record, the edition and that day alone.
 *
 * How a result is found, in this order:
 * 0. what is not asked of this kind of school, or of a school without such equipment, does not apply (applicability.ts);
 * 1. an effect of the plan makes it met while it lasts;
 * 2. the registers decide, where they know (an answer that says otherwise is shown beside it as a contradiction);
 * 3. the answer decides, where there is one; "not sure" is not known;
 * 4. nothing says: not known. Guesses from a typical school say nothing: they are likely, never evidence.
 * What is not met is then due or not due yet ({@link dueOf}). An answer holds from the day of the record on: it says what the
 * school does, until someone answers again, or until it lapses by itself (answer-over-time.ts).
 */
import { addDays, type PlainDate } from '../domain/dates.ts';
import { withoutGuesses } from '../domain/guesses.ts';
import type { Answer, SchoolRecord } from '../domain/record.ts';
import { withKnownDates } from '../library/known-equipment.ts';
import type { FactRules } from '../library/fact-rule.ts';
import type { Category, Edition, Question, Requirement } from '../library/library.ts';
import { namesOf } from '../library/rule-words.ts';
import {
  answerChanges,
  answerIntervals,
  answerStanding,
  evidenceByQuestion,
  type AnswerChange,
  type AnswerInterval,
} from './answer-over-time.ts';
import {
  absenceChoices,
  absencesFor,
  appliesToSchool,
  equipmentChanges,
  equipmentInUse,
  withAbsence,
  type AbsenceChoice,
} from './applicability.ts';
import { dueAfter, type WaitInterval } from './due-after.ts';
import { factIntervals } from './facts-over-time.ts';
import { groupIntervals } from './groups.ts';
import { cutDays, joinDays, onDay } from './intervals.ts';
import type {
  AnswerFinding,
  CategoryStatus,
  FactInterval,
  FactLink,
  PlanEffect,
  RequirementStatus,
  SchoolStatus,
  StandardStatus,
  StatusInterval,
} from './results.ts';
import { dueOf } from './local-due.ts';
import type { Due } from './triggers.ts';

/** Status from `from` to `to`, both included. `effects` are what the plan's placements bring about. */
export function statusByDate(
  given: SchoolRecord,
  edition: Edition,
  from: PlainDate,
  to: PlainDate,
  effects: readonly PlanEffect[] = [],
): SchoolStatus {
  const record = withKnownDates(withoutGuesses(given), edition.lifecycles);
  const look = lookUp(record, edition);
  const absences = absenceChoices(edition);
  const requirementsById = new Map(edition.requirements.map((one) => [one.id, one]));
  const found = new Map<string, RequirementStatus>();
  const byRequirement = Map.groupBy(effects, ({ requirementId }) => requirementId);
  const waits = new Map(edition.categories.map((category) => [category.id, waitOf(record, category)]));
  const statusOf = (requirement: Requirement): RequirementStatus => {
    const before = found.get(requirement.id);
    if (before !== undefined) return before;
    const category = look.categoryOf(requirement);
    const applies = appliesToSchool(record.school, requirement.appliesTo);
    // What it waits for is judged first; the library's check refuses a circle.
    const others = (requirement.after ?? []).flatMap((id) => {
      const other = requirementsById.get(id);
      return other === undefined ? [] : [statusOf(other)];
    });
    const status: RequirementStatus = {
      requirementId: requirement.id,
      standardId: requirement.standardId,
      categoryId: category.id,
      level: requirement.level,
      duty: requirement.duty,
      mayNotApply: applies.applies ? applies.unknown : null,
      intervals: applies.applies
        ? requirementIntervals(
            record,
            edition.rules,
            requirement,
            category,
            look.answersTo(requirement, absencesFor(absences, requirement), from, to),
            { from, to },
            waits.get(category.id) ?? waitOf(record, category),
            others.length === 0 ? [] : dueAfter(others, requirementsById),
            byRequirement.get(requirement.id) ?? [],
          )
        : [notForThisSchool(applies.because, from, to)],
    };
    found.set(requirement.id, status);
    return status;
  };
  const requirements = edition.requirements.map(statusOf);
  return { editionId: edition.id, from, to, requirements, ...groupsOf(edition, requirements) };
}

/** Status on one day. */
export function statusOn(
  record: SchoolRecord,
  edition: Edition,
  day: PlainDate = record.asAt,
  effects: readonly PlanEffect[] = [],
): SchoolStatus {
  return statusByDate(record, edition, day, day, effects);
}

/** The answer to a requirement's question, and what it says of the requirement; null where there is none. */
export function answerFinding(
  requirement: Requirement,
  question: Question | undefined,
  answer: Answer | undefined,
): AnswerFinding | null {
  if (requirement.question === null || answer === undefined || question === undefined) return null;
  const { met, notApplicable = [] } = requirement.question;
  const choice = question.choices.find(({ id }) => id === answer.choice);
  return {
    questionId: question.id,
    choice: answer.choice,
    label: choice?.label ?? answer.choice,
    answeredOn: answer.answeredOn,
    // A choice that this edition does not have (an answer carried over) says nothing under it.
    says:
      choice === undefined || choice.id === 'not-sure'
        ? 'not-known'
        : notApplicable.includes(choice.id)
          ? 'not-applicable'
          : met.includes(choice.id)
            ? 'met'
            : 'not-met',
    basis: answer.basis,
    by: answer.by,
    until: answer.holdsUntil,
    lapse: null,
  };
}

/** What a category's requirements wait by: the record, and the record without the answer that says it no longer does its work. */
interface Wait {
  /** Days on which that answer starts or stops to count, each with what happens then. */
  changes: AnswerChange[];
  recordOn(day: PlainDate): SchoolRecord;
}

function waitOf(record: SchoolRecord, { underperforming }: Category): Wait {
  const answer = underperforming && record.answers.find(({ questionId }) => questionId === underperforming.questionId);
  if (!answer) return { changes: [], recordOn: () => record };
  const evidence = evidenceByQuestion(record).get(answer.questionId) ?? [];
  const without = { ...record, answers: record.answers.filter((one) => one !== answer) };
  return {
    changes: answerChanges(answer, evidence),
    recordOn: (day) => (answerStanding(answer, evidence, day).counts ? record : without),
  };
}

function lookUp(record: SchoolRecord, edition: Edition) {
  const categories = new Map(edition.categories.map((category) => [category.id, category]));
  const categoryByStandard = new Map(edition.standards.map(({ id, categoryId }) => [id, categories.get(categoryId)]));
  const questions = new Map(edition.questions.map((question) => [question.id, question]));
  const answers = new Map(record.answers.map((answer) => [answer.questionId, answer]));
  const evidence = evidenceByQuestion(record);
  return {
    categoryOf(requirement: Requirement): Category {
      const category = categoryByStandard.get(requirement.standardId);
      if (category === undefined) throw new TypeError(`requirement ${requirement.id} belongs to no category`);
      return category;
    },
    answersTo(
      requirement: Requirement,
      absences: readonly AbsenceChoice[],
      from: PlainDate,
      to: PlainDate,
    ): AnswerInterval[] {
      const own = intervalsOf(requirement, requirement.question?.id ?? '', from, to);
      const elsewhere = absences.flatMap(({ questionId, choice }) => {
        if (questionId === requirement.question?.id || answers.get(questionId)?.choice !== choice) return [];
        const asked = { ...requirement, question: { id: questionId, met: [], notApplicable: [choice] } };
        return [intervalsOf(asked, questionId, from, to)];
      });
      return elsewhere.length === 0 ? own : withAbsence(own, elsewhere);
    },
  };

  function intervalsOf(requirement: Requirement, id: string, from: PlainDate, to: PlainDate): AnswerInterval[] {
    const answer = answers.get(id);
    const finding = answerFinding(requirement, questions.get(id), answer);
    if (finding === null || answer === undefined) return [{ from, to, answer: null, endsBecause: null }];
    return answerIntervals(finding, answer, evidence.get(id) ?? [], from, to);
  }
}

function notForThisSchool(because: string, from: PlainDate, to: PlainDate): StatusInterval {
  const nothing = { chain: [], answer: null, contradiction: false, dueFrom: null, dueBecause: null, effect: null };
  return { from, to, ...nothing, result: 'not-applicable', grounds: 'school', reason: because, endsBecause: null };
}

const NO_FACT: Omit<FactInterval, 'from' | 'to' | 'endsBecause'> = {
  outcome: 'not-known',
  reason: 'This cannot be read from the registers.',
  chain: [],
  failing: [],
  lapsed: false,
};

function requirementIntervals(
  record: SchoolRecord,
  rules: FactRules,
  requirement: Requirement,
  category: Category,
  answers: readonly AnswerInterval[],
  { from, to }: { from: PlainDate; to: PlainDate },
  wait: Wait,
  after: readonly WaitInterval[],
  effects: readonly PlanEffect[],
): StatusInterval[] {
  const facts: FactInterval[] =
    requirement.fact === null
      ? [{ ...NO_FACT, from, to, endsBecause: null }]
      : factIntervals(rules, requirement.fact, record, requirement.threshold, from, to);
  const dueStarts = [...[...facts, ...after].map((each) => each.from), ...wait.changes.map(({ on }) => on)];
  const dues = cutDays(from, to, dueStarts).map((days): WaitInterval => {
    const failing = onDay(facts, days.from)?.failing ?? [];
    const afterOthers = onDay(after, days.from)?.due ?? null;
    return { ...days, due: dueOf(wait.recordOn(days.from), category, requirement, failing, afterOthers) };
  });
  const gone = equipmentChanges(record, requirement.appliesTo);
  const starts = [
    ...dues.flatMap(({ from: start, due }) => (due.from === null ? [start] : [start, due.from])),
    ...answers.map((interval) => interval.from),
    ...gone.map(({ on }) => on),
    ...effects.flatMap((effect) => [effect.from, ...(effect.to === null ? [] : [addDays(effect.to, 1)])]),
  ];
  const pieces = cutDays(from, to, starts).map((days): StatusInterval => {
    const fact = onDay(facts, days.from);
    const due = onDay(dues, days.from)?.due;
    if (fact === undefined || due === undefined) throw new TypeError('a day without a finding');
    const answer = onDay(answers, days.from)?.answer ?? null;
    const effect = effects.find((each) => each.from <= days.from && (each.to === null || each.to >= days.from));
    const inUse = equipmentInUse(record, requirement.appliesTo, days.from);
    return { ...days, ...judge(fact, answer, inUse, due, effect ?? null, days.from), endsBecause: null };
  });
  return withEnds(joinDays(pieces, sameStatus), facts, answers, dues, [...gone, ...wait.changes]);
}

type Judgement = Omit<StatusInterval, 'from' | 'to' | 'endsBecause'>;

function judge(
  fact: FactInterval,
  answer: AnswerFinding | null,
  /** What is in use of that for which it is asked; null where it is not asked for equipment. */
  inUse: readonly FactLink[] | null,
  due: Due,
  effect: PlanEffect | null,
  day: PlainDate,
): Judgement {
  const known = fact.outcome === 'met' || fact.outcome === 'not-met';
  const contradiction =
    known && !fact.lapsed && answer !== null && answer.says !== 'not-known' && answer.says !== fact.outcome;
  const base = { chain: fact.chain, answer, contradiction, dueFrom: null, dueBecause: null, effect: null };
  if (fact.outcome === 'not-applicable')
    return { ...base, result: 'not-applicable', grounds: 'fact', reason: fact.reason };
  if (answer?.says === 'not-applicable') {
    const reason = `Answered: ${answer.label}.`;
    const none = inUse === null ? !known : inUse.length === 0;
    if (none) return { ...base, contradiction: false, result: 'not-applicable', grounds: 'answer', reason };
    // What is in use is recorded, so the requirement concerns the school: the answer is only shown beside that.
    if (!known && effect === null)
      return {
        ...base,
        chain: [...fact.chain, ...(inUse ?? [])],
        contradiction: true,
        result: 'not-known',
        grounds: 'none',
        reason: `${reason} But in use: ${namesOf(inUse ?? [])}.`,
      };
  }
  const answered = answer !== null && answer.says !== 'not-known' && answer.says !== 'not-applicable';
  const useAnswer = answered && (!known || (fact.lapsed && answer.says === 'met'));
  const state = useAnswer ? answer.says : fact.outcome;
  if (state === 'met')
    return useAnswer
      ? { ...base, result: 'met', grounds: 'answer', reason: `Answered: ${answer.label}.` }
      : { ...base, result: 'met', grounds: 'fact', reason: fact.reason };
  if (effect !== null) return { ...base, result: 'met', grounds: 'plan', reason: `The plan: ${effect.name}.`, effect };
  if (state === 'not-known') return { ...base, result: 'not-known', grounds: 'none', reason: notKnown(fact, answer) };
  const reason = useAnswer ? `Answered: ${answer.label}.` : fact.reason;
  const grounds = useAnswer ? 'answer' : 'fact';
  if (due.isOpen || (due.from !== null && day < due.from))
    return {
      ...base,
      chain: [...fact.chain, ...due.chain],
      result: 'not-due',
      grounds,
      reason,
      dueFrom: due.from,
      dueBecause: due.because,
    };
  return { ...base, chain: [...fact.chain, ...due.chain], result: 'not-met', grounds, reason, dueBecause: due.because };
}

function notKnown(fact: FactInterval, answer: AnswerFinding | null): string {
  const answered =
    answer === null ? 'The question has not been answered.' : (answer.lapse ?? `Answered: ${answer.label}.`);
  return fact === null || fact.reason === NO_FACT.reason ? answered : `${fact.reason} ${answered}`;
}

function sameStatus(a: StatusInterval, b: StatusInterval): boolean {
  return (
    a.result === b.result &&
    a.grounds === b.grounds &&
    a.reason === b.reason &&
    a.dueFrom === b.dueFrom &&
    a.effect === b.effect &&
    a.contradiction === b.contradiction &&
    a.answer?.lapse === b.answer?.lapse &&
    a.answer?.until === b.answer?.until &&
    JSON.stringify(a.chain) === JSON.stringify(b.chain)
  );
}

/**
 * Says what ends each interval: a placement that begins or lapses, a fact's own change, an answer that starts or stops to
 * count, its trigger, or equipment that goes.
 */
function withEnds(
  intervals: StatusInterval[],
  facts: readonly FactInterval[],
  answers: readonly AnswerInterval[],
  dues: readonly WaitInterval[],
  otherChanges: readonly AnswerChange[],
): StatusInterval[] {
  return intervals.map((interval, i) => {
    const next = intervals[i + 1];
    if (next === undefined) return interval;
    const byFact = facts.find((fact) => fact.to === interval.to)?.endsBecause;
    const byAnswer = answers.find((answer) => answer.to === interval.to)?.endsBecause;
    const byTrigger = dues.find(({ due }) => due.from === next.from)?.due.because;
    const byOther = otherChanges.find(({ on }) => on === next.from)?.because;
    const byPlan =
      next.effect !== null && next.effect !== interval.effect
        ? `The plan: ${next.effect.name} is in place.`
        : interval.effect !== null && next.effect === null
          ? `What the plan put in place has come to its end: ${interval.effect.name}.`
          : null;
    return { ...interval, endsBecause: byPlan ?? byFact ?? byAnswer ?? byTrigger ?? byOther ?? null };
  });
}

function groupsOf(
  edition: Edition,
  requirements: readonly RequirementStatus[],
): { standards: StandardStatus[]; categories: CategoryStatus[] } {
  const byStandard = Map.groupBy(requirements, ({ standardId }) => standardId);
  const standards = edition.standards.map((standard): StandardStatus => {
    const own = byStandard.get(standard.id) ?? [];
    const musts = own.filter(({ level }) => level === 'must');
    // A standard that has only "should"s is judged by them: it would otherwise be met by asking nothing.
    return {
      standardId: standard.id,
      categoryId: standard.categoryId,
      intervals: groupIntervals((musts.length > 0 ? musts : own).map(({ intervals }) => intervals)),
    };
  });
  const byCategory = Map.groupBy(standards, ({ categoryId }) => categoryId);
  const categories = edition.categories.map((category): CategoryStatus => ({
    categoryId: category.id,
    core: category.core,
    intervals: groupIntervals((byCategory.get(category.id) ?? []).map(({ intervals }) => intervals)),
  }));
  return { standards, categories };
}

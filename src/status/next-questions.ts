/** Which questions are left to ask: what the registers know is not asked. */
import type { PlainDate } from '../domain/dates.ts';
import { withoutGuesses } from '../domain/guesses.ts';
import type { Answer, SchoolRecord } from '../domain/record.ts';
import type { Edition, Question, Requirement } from '../library/library.ts';
import { withKnownDates } from '../library/known-equipment.ts';
import { answerStanding, evidenceByQuestion } from './answer-over-time.ts';
import { absenceChoices, absencesFor, appliesToSchool, equipmentInUse, type AbsenceChoice } from './applicability.ts';
import { findingOn } from './facts-over-time.ts';

/**
 * - `to-ask`: not answered, or the answer no longer counts (see `lapse`), and at least one requirement needs it
 * - `answered`: answered (not sure, too: see `unsure`)
 * - `known`: the registers answer all that it would
 * - `not-asked`: nothing that it would answer concerns this school, by its details or by another answer
 */
export interface QuestionState {
  question: Question;
  state: 'to-ask' | 'answered' | 'known' | 'not-asked';
  answer: Answer | null;
  /** Why the answer that was given no longer counts, and is asked for again; null where it does, or there is none. */
  lapse: string | null;
  /** Answered "not sure": someone has to find out. */
  unsure: boolean;
  /** The requirements that use it. */
  requirementIds: string[];
  /** Asked first: of a core category, or any where the edition calls none core. */
  isCore: boolean;
}

/** Every question of the edition in the order of asking (the core categories first), with its state on `day`. */
export function questionStates(given: SchoolRecord, edition: Edition, day: PlainDate = given.asAt): QuestionState[] {
  const record = withKnownDates(withoutGuesses(given), edition.lifecycles);
  const users = Map.groupBy(
    edition.requirements.filter((requirement) => requirement.question !== null),
    (requirement) => requirement.question?.id ?? '',
  );
  const core = new Set(edition.categories.flatMap((category) => (category.core ? category.id : [])));
  const answers = new Map(record.answers.map((answer) => [answer.questionId, answer]));
  const evidence = evidenceByQuestion(record);
  const isCounting = (answer: Answer) => answerStanding(answer, evidence.get(answer.questionId) ?? [], day).counts;
  const absences = absenceChoices(edition);
  const concerns = (requirement: Requirement) =>
    appliesToSchool(record.school, requirement.appliesTo).applies &&
    !isWithout(record, requirement, absencesFor(absences, requirement), day, isCounting);
  return edition.questions.map((question) => {
    const own = users.get(question.id) ?? [];
    const answer = answers.get(question.id) ?? null;
    const lapse = answer && answerStanding(answer, evidence.get(question.id) ?? [], day).lapse;
    const asked = own.filter(concerns);
    const known = question.skipWhenKnown && asked.every((requirement) => isKnown(record, requirement, edition, day));
    const unasked = own.length > 0 && asked.length === 0 ? 'not-asked' : known ? 'known' : 'to-ask';
    return {
      question,
      state: answer !== null && lapse === null ? 'answered' : unasked,
      answer,
      lapse,
      unsure: answer?.choice === 'not-sure' && lapse === null,
      requirementIds: own.map(({ id }) => id),
      isCore: core.size === 0 || core.has(question.categoryId),
    };
  });
}

/**
 * The questions to ask next; none once there is a first status for everything. Those whose answer has lapsed come first:
 * whoever answered once only has to look again.
 */
export function nextQuestions(record: SchoolRecord, edition: Edition, day: PlainDate = record.asAt): Question[] {
  return toAskInOrder(questionStates(record, edition, day)).map(({ question }) => question);
}

/** Of these, what is to ask: lapsed answers first, each part in the given order. */
export function toAskInOrder(states: readonly QuestionState[]): QuestionState[] {
  const open = states.filter(({ state }) => state === 'to-ask');
  return [...open.filter(({ lapse }) => lapse !== null), ...open.filter(({ lapse }) => lapse === null)];
}

/** True where another answer says that the school has none of the equipment, and none is recorded as in use. */
function isWithout(
  record: SchoolRecord,
  requirement: Requirement,
  absences: readonly AbsenceChoice[],
  day: PlainDate,
  isCounting: (answer: Answer) => boolean,
): boolean {
  const says = record.answers.some(
    (answer) =>
      absences.some(({ questionId, choice }) => questionId === answer.questionId && choice === answer.choice) &&
      isCounting(answer),
  );
  return says && equipmentInUse(record, requirement.appliesTo, day)?.length === 0;
}

function isKnown(record: SchoolRecord, requirement: Requirement, { rules }: Edition, day: PlainDate): boolean {
  const rule = requirement.fact === null ? undefined : rules.get(requirement.fact);
  return rule !== undefined && findingOn(rule, record, requirement.threshold, day).outcome !== 'not-known';
}

/** Where a school stands in a few figures, for the front page, the standards page and the governor pack. Pure. */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import { editionFor, type Library } from '../../library/index.ts';
import { coreSummary, questionStates, statusOn, type CoreSummary, type QuestionState } from '../../status/index.ts';

export interface QuestionCounts {
  total: number;
  /** Still to ask. */
  left: number;
  answered: number;
  /** Not asked, because the registers know. */
  known: number;
  /** Not asked, because nothing of it concerns the school. */
  notAsked: number;
  /** Answered "not sure": someone has to find out. */
  toFindOut: number;
  /** Of those still to ask: answered once, and that answer no longer counts. */
  again: number;
  /** How long the ones that are left may take. */
  minutesLeft: number;
}

export interface Standing {
  summary: CoreSummary;
  /** The questions that lead to a first status of the core areas. */
  questions: QuestionCounts;
  /** Those of the other areas, which come after. */
  others: QuestionCounts;
}

/** Our own estimate, from reading the questions aloud: two thirds of a minute for the question and its choices. */
const SECONDS_A_QUESTION = 40;

/** The core areas on `day`, and how many questions are left for them and for the others. @throws {UnknownEditionError} where the library lacks the edition. */
export function standingOf(record: SchoolRecord, library: Library, day: PlainDate): Standing {
  const edition = editionFor(library, record);
  const states = questionStates(record, edition, day);
  return {
    summary: coreSummary(statusOn(record, edition, day), edition, day),
    questions: countQuestions(states.filter(({ isCore }) => isCore)),
    others: countQuestions(states.filter(({ isCore }) => !isCore)),
  };
}

export function countQuestions(states: readonly QuestionState[]): QuestionCounts {
  const countOf = (state: QuestionState['state']) => states.filter((one) => one.state === state).length;
  const left = countOf('to-ask');
  return {
    total: states.length,
    left,
    answered: countOf('answered'),
    known: countOf('known'),
    notAsked: countOf('not-asked'),
    toFindOut: states.filter(({ unsure }) => unsure).length,
    again: states.filter(({ state, lapse }) => state === 'to-ask' && lapse !== null).length,
    minutesLeft: Math.ceil((left * SECONDS_A_QUESTION) / 60),
  };
}

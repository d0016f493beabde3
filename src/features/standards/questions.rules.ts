/** Which question comes next, and who can tell what nobody was sure of. Pure. */
import type { Category, Edition } from '../../library/index.ts';
import type { QuestionState } from '../../status/index.ts';
import { leadRole } from '../find-out/index.ts';

export interface QuestionGroup {
  category: Category;
  states: QuestionState[];
  /** Asked first. */
  isCore: boolean;
}

/** Questions by category, in the order of asking; categories without questions are left out. */
export function questionGroups(edition: Edition, states: readonly QuestionState[]): QuestionGroup[] {
  const byCategory = Map.groupBy(states, ({ question }) => question.categoryId);
  return edition.categories.flatMap((category) => {
    const own = byCategory.get(category.id);
    return own === undefined ? [] : [{ category, states: own, isCore: own.every(({ isCore }) => isCore) }];
  });
}

/**
 * The questions asked in one go with this one: all of the core areas, so that a first status is reached soonest; or those of its
 * own area alone.
 */
function roundOf(all: readonly QuestionState[], questionId: string): QuestionState[] {
  const asked = all.find(({ question }) => question.id === questionId);
  if (asked === undefined) return [];
  return all.filter(({ question, isCore }) =>
    asked.isCore ? isCore : !isCore && question.categoryId === asked.question.categoryId,
  );
}

/**
 * The next question to ask after one of them was answered: later in its category, then in the categories that follow, then
 * what was passed over before. Core questions lead to core questions only, the others stay in their category. Null where
 * nothing is left.
 */
export function nextAfterAnswer(all: readonly QuestionState[], questionId: string): string | null {
  const states = roundOf(all, questionId);
  const at = states.findIndex(({ question }) => question.id === questionId);
  const ordered = [...states.slice(at + 1), ...states.slice(0, Math.max(at, 0))];
  return ordered.find(({ state }) => state === 'to-ask')?.question.id ?? null;
}

/** The next question where one is skipped: only onwards, so that skipping comes to an end. */
export function nextAfterSkip(all: readonly QuestionState[], questionId: string): string | null {
  const states = roundOf(all, questionId);
  const at = states.findIndex(({ question }) => question.id === questionId);
  return states.slice(at + 1).find(({ state }) => state === 'to-ask')?.question.id ?? null;
}

/** Where a question stands among those of its category: "question 3 of 16". */
export function placeInCategory(
  states: readonly QuestionState[],
  questionId: string,
): { number: number; total: number } | null {
  const found = states.find(({ question }) => question.id === questionId);
  if (found === undefined) return null;
  const own = states.filter(({ question }) => question.categoryId === found.question.categoryId);
  return { number: own.indexOf(found) + 1, total: own.length };
}

/** What one person or company can tell us. */
export interface ToFindOut {
  /** Who can usually answer: "IT support". */
  who: string;
  states: QuestionState[];
}

/** Answered "not sure", by who can usually answer, in the order of asking. */
export function toFindOut(states: readonly QuestionState[]): ToFindOut[] {
  const unsure = states.filter((state) => state.unsure);
  return [...Map.groupBy(unsure, ({ question }) => leadRole(question.asks))].map(([who, own]) => ({
    who,
    states: own,
  }));
}

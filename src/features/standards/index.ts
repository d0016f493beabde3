/** The door of the standards: where a school stands, how that is known, and the questions that say so. */
export { clearAnswer, saveAnswer } from './answers.commands.ts';
export { answerHistory } from './answers.fields.ts';
export { listAnswers, selectAnswer, type StoredAnswer } from './answers.queries.ts';
export { nextAfterAnswer, questionGroups, toFindOut } from './questions.rules.ts';
export { standardsRoutes } from './standards-routes.ts';
export type { StandardsServices } from './standards.page.ts';
export { factChain } from './standards.marks.view.ts';
export {
  contradictions,
  dutiesNotMet,
  outlookOf,
  standardLines,
  type RequirementLine,
  type StandardLine,
} from './standards.rules.ts';
export { localDays, localWords, markWords } from './local.words.ts';
export { aheadWords, countsWords, resultWords } from './standards.words.ts';
export { countQuestions, standingOf, type QuestionCounts, type Standing } from './standing.rules.ts';

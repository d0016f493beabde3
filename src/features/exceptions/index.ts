/** The door of accepted gaps: "We accept this until …, because …". What is accepted stays not met. */
export { exceptionHistory } from './exceptions.fields.ts';
export { readExceptions, type ShowException } from './exceptions.page.ts';
export { listExceptions, type StoredException } from './exceptions.queries.ts';
export { exceptionSentence, NEAR_DAYS, standingOfException } from './exceptions.rules.ts';
export { acceptedList, exceptionTag } from './exceptions.view.ts';
export { exceptionsRoutes } from './exceptions.web.ts';

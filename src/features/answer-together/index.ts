/** Answering together: links to questions, reviewing what comes back, and signing off. */
export { answerTogetherRoutes } from './answer-together-routes.ts';
export { askingHistory } from './asking.fields.ts';
export type { AskingServices } from './asking.services.ts';

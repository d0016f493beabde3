/** The history of a school: who changed what. */
export { historyRoutes } from './history.web.ts';
export type { HistoryTable } from './history.view.ts';

/** The history of a school: who changed what. */
export { listSubjectChanges, selectItemNames } from './history.queries.ts';
export type { HistorySubject } from './history.rules.ts';
export { historyRoutes, historyTables } from './history.web.ts';
export { changesPart, type HistoryTable } from './history.view.ts';

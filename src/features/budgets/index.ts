/** The door of budgets. */
export { budgetsRoutes } from './budgets.web.ts';

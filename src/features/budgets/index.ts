/** The door of budgets. */
export { changeMoney } from './budgets.commands.ts';
export { budgetsRoutes } from './budgets.web.ts';

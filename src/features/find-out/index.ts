/** What has to be found out: a task for each "not sure", and the letter that asks. */
export { followAnswer, type FindingOut } from './find-out.commands.ts';
export { findOutHistory } from './find-out.fields.ts';
export { listTasks, type StoredTask } from './find-out.queries.ts';
export {
  allTasks,
  dueOf,
  leadRole,
  NOT_SURE,
  taskGroups,
  whoIsAsked,
  type AskedTask,
  type FindOutTask,
  type TaskGroup,
} from './find-out.rules.ts';
export { whyAsked } from './find-out-letter.rules.ts';
export { findOutRoutes, type FindOutServices } from './find-out.web.ts';

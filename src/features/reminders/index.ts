/** Reminders of contracts' dates by e-mail. */
export { remindersSendCommand } from './reminders.cli.ts';
export type { RemindersServices } from './reminders.commands.ts';
export { reminderJobs } from './reminders.jobs.ts';
export { remindersRoutes } from './reminders.web.ts';

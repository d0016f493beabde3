/** The hour in England at which reminders go out: before the school day begins, after the night's backups. */
export const REMINDERS_HOUR = 7;

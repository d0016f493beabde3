/** Dates of contracts for a calendar program, at an address that needs no sign-in and can be stopped. */
export { calendarFeedRoutes } from './calendar-feed.web.ts';

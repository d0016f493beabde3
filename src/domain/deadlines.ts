/**
 * When a contract must be acted on. Everything here is computed from what the register holds and the day it is asked on;
 * nothing is stored, so a date cannot go stale when a contract renews itself. Why each rule is as it is:
 * docs/decisions/safe-notice-days.md. Length of notice and the safe day: deadlines-notice.ts; renewals and the deadline itself:
 * deadlines-contract.ts; deciding and the calendar: deadlines-calendar.ts.
 */
export {
  endAfterRenewals,
  noticeDateFor,
  noticeLength,
  noticeWords,
  safeNoticeDay,
  type NoticeUnit,
  type SafeDay,
} from './deadlines-notice.ts';
export { noticeDeadline, renewalsUntil, type DeadlineStatus, type NoticeDeadline } from './deadlines-contract.ts';
export { decideBy, decisionsCalendar, type CalendarEntry, type DecideBy } from './deadlines-calendar.ts';

/** When a daily job runs next. */
import { addDays, plainDateIn, type PlainDate } from '../../domain/dates.ts';

const LONDON = 'Europe/London';
const HOUR_MS = 3_600_000;

/** The next time after `after` at which clocks in England show that full hour, whether or not it is summer time. */
export function nextDailyRun(after: Date, hour: number): Date {
  const today = plainDateIn(after, LONDON);
  const at = instantAt(today, hour);
  return at > after ? at : instantAt(addDays(today, 1), hour);
}

/**
 * The instant at which clocks in England show a full hour of a day. An hour that a day does not have (01:00 when summer time
 * begins) is taken as the one after it; of one that it has twice, the first.
 */
export function instantAt(day: PlainDate, hour: number): Date {
  const asUtc = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  const inSummerTime = new Date(asUtc - HOUR_MS);
  return hourIn(inSummerTime) === hour ? inSummerTime : new Date(asUtc);
}

function hourIn(instant: Date): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: LONDON, hour: '2-digit', hourCycle: 'h23' }).format(instant),
  );
}

/** The time, handed to whoever needs it, so that tests can set it. */
import { plainDateIn } from '../domain/dates.ts';
import type { PlainDate } from '../domain/dates.ts';

export interface Clock {
  now(): Date;
  /** The calendar day in England. */
  today(): PlainDate;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date(), today: () => plainDateIn(new Date()) };

/** A clock that stands still until it is moved. */
export function fixedClock(instant: string): Clock & { set(instant: string): void } {
  let at = new Date(instant);
  return {
    now: () => new Date(at),
    today: () => plainDateIn(at),
    set(next) {
      at = new Date(next);
    },
  };
}

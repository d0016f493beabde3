/** Years in which things were bought, as registers write them. */
import { readDate } from './dates.ts';
import { isPlaceholder, isUnread, tidyText, unread, type Reading } from './reading.ts';

/** The first year that a register may hold, and the last. */
const EARLIEST = 1980;
const LATEST = 2100;

/**
 * Reads a year: 2019, "2019/20" and "2019-2020" (the year that it begins in), "Sept 2019", "FY2019", "c. 2019", or any date.
 * Two figures alone ("19") stay unread.
 */
export function readYear(input: string | number | null | undefined): Reading<number> {
  const text = tidyText(String(input ?? ''));
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(text, '');
  const span =
    /^(?:(?:fy|ay|year|circa|approx\.?|about|c\.?)\s*)?((?:19|20|21)\d{2})\s*[/\-–]\s*(\d{2}|(?:19|20|21)\d{2})$/i.exec(
      text,
    );
  if (span) {
    const from = Number(span[1]);
    const to = Number(span[2]) % 100;
    return to === (from + 1) % 100 ? within(from, text) : unread(text, 'it spans more than one year');
  }
  const alone = /^(?:(?:fy|ay|year|circa|approx\.?|about|c\.?)\s*)?((?:19|20|21)\d{2})(?:\.0+)?\??$/i.exec(text);
  if (alone) return within(Number(alone[1]), text);
  const date = readDate(text);
  if (!isUnread(date)) return date.value === null ? { value: null } : within(Number(date.value.slice(0, 4)), text);
  const named = /^(?:[a-z]{3,9}\.?(?: term)?|q[1-4]|\d{1,2})[\s\-/]*((?:19|20|21)\d{2})$/i.exec(text);
  return named ? within(Number(named[1]), text) : unread(text, 'it is not a year that we can read');
}

function within(year: number, text: string): Reading<number> {
  return year < EARLIEST || year > LATEST ? unread(text, `the year ${year} cannot be right`) : { value: year };
}

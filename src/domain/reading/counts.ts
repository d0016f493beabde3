/** Counts, lengths of time, notice periods, and yes or no, as people write them. */
import { isPlaceholder, tidyText, unread, type Reading } from './reading.ts';

const MOST = 1_000_000;
const WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** Reads a whole number from 0 to a million: 36, 1,200, 36.0, "three". Left unread: "Unlimited", "30+", 0.3. */
export function readCount(input: string | number | null | undefined): Reading<number> {
  if (input === null || input === undefined) return { value: null };
  const text = tidyText(String(input));
  if (text === '') return { value: null };
  const value = numberOf(text);
  if (value === null) return unread(text, 'it is not a whole number');
  if (!Number.isInteger(value)) return unread(text, 'it is not a whole number');
  return value > MOST ? unread(text, 'the number is too large to be right') : { value };
}

/** Reads yes or no: yes, y, true, 1, ✓; no, n, false, 0. */
export function readYesNo(input: string | number | boolean | null | undefined): Reading<boolean> {
  if (input === null || input === undefined) return { value: null };
  const text = tidyText(String(input));
  if (text === '') return { value: null };
  if (/^(?:yes|y|true|t|1|✓|✔)$/i.test(text)) return { value: true };
  if (/^(?:no|n|false|f|0|✗|✘)$/i.test(text)) return { value: false };
  return unread(text, 'it is neither yes nor no');
}

/** Reads a length of time in whole months: 12, "12 months", "3 years", "1.5 years", "1 year 6 months", "annual", "quarterly". */
export function readMonths(input: string | number | null | undefined): Reading<number> {
  if (input === null || input === undefined) return { value: null };
  const text = tidyText(String(input));
  if (text === '') return { value: null };
  const lower = text.toLowerCase().replace(/\s+/g, ' ');
  const named = { monthly: 1, quarterly: 3, annual: 12, annually: 12, yearly: 12 }[lower];
  if (named !== undefined) return { value: named };
  const match =
    /^(?:([\w.]+?)[\s-]*(?:years?|yrs?|y))?(?:,| and)?\s*(?:([\w.]+?)[\s-]*(?:months?|mths?|mons?|m))?$/.exec(lower);
  const plain = numberOf(lower);
  const years = match?.[1] === undefined ? 0 : numberOf(match[1]);
  const months = match?.[2] === undefined ? 0 : numberOf(match[2]);
  const total = plain ?? (match && lower !== '' && years !== null && months !== null ? years * 12 + months : null);
  if (total === null) return unread(text, 'it is not a length of time that we can read');
  if (!Number.isInteger(total)) return unread(text, 'it is not a whole number of months');
  return total > MOST ? unread(text, 'the number is too large to be right') : { value: total };
}

export interface NoticePeriod {
  count: number;
  unit: 'months' | 'weeks' | 'days' | 'working-days' | 'terms';
}

/**
 * Reads a notice period: "3 months", "90 days", "six weeks", "10 working days", "one term", "one month's written notice". `unit` is what a bare number
 * counts, where the heading says so; without it a bare number stays unread. "None" and 0 are no notice.
 */
export function readNotice(
  input: string | number | null | undefined,
  unit: NoticePeriod['unit'] | null = null,
): Reading<NoticePeriod> {
  if (input === null || input === undefined) return { value: null };
  const text = tidyText(String(input));
  if (text === '') return { value: null };
  const lower = text.toLowerCase().replace(/\s+/g, ' ');
  if (/^(?:0|none|no notice|none required|not required)$/.test(lower)) return { value: { count: 0, unit: 'days' } };
  const bare = numberOf(lower);
  if (bare !== null) {
    if (!Number.isInteger(bare) || bare > MOST) return unread(text, 'it is not a whole number of months or days');
    return unit === null ? unread(text, 'it does not say whether months or days') : { value: { count: bare, unit } };
  }
  const match =
    /^(?:minimum (?:of )?|at least )?([\w.]+?)[\s-]*(?:\(\d+\) ?)?(calendar months?|months?|mths?|m|weeks?|wks?|w|calendar days?|(?:working|business|school)[\s-]?days?|days?|d|years?|yrs?|y|(?:full |whole |school |academic )?terms?)['’]?s?['’]?(?: (?:written )?notice(?: period)?| prior| before (?:the )?(?:end|renewal|expiry))?\.?$/.exec(
      lower,
    );
  const count = match ? numberOf(match[1] ?? '') : null;
  if (match === null || count === null || !Number.isInteger(count) || count * 30 > MOST) {
    return unread(text, 'it is not a notice period that we can read');
  }
  const unitWord = (match[2] ?? '').replace('calendar ', '');
  const word = unitWord[0];
  if (/^(?:working|business|school)[\s-]?day/.test(unitWord)) return { value: { count, unit: 'working-days' } };
  if (unitWord.includes('term')) return { value: { count, unit: 'terms' } };
  if (word === 'm') return { value: { count, unit: 'months' } };
  if (word === 'y') return { value: { count: count * 12, unit: 'months' } };
  return { value: { count, unit: word === 'w' ? 'weeks' : 'days' } };
}

/** A number written in figures or as a word up to twelve, not below nought; null for anything else. */
function numberOf(text: string): number | null {
  if (isPlaceholder(text)) return null;
  const word = WORDS.indexOf(text.toLowerCase());
  if (word >= 0) return word;
  if (!/^\d+(?:\.\d+)?$|^\d{1,3}(?:,\d{3})+(?:\.0+)?$/.test(text)) return null;
  return Number(text.replace(/,/g, ''));
}

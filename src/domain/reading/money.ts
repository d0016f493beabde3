/** Amounts of money as they are written in registers, in pounds; read to whole pence. */
import type { Pence } from '../money.ts';
import { isPlaceholder, tidyText, unread, type Reading } from './reading.ts';

/** Above this an amount is taken for a mistake (and is past what the register can hold): one hundred thousand million pounds. */
const MOST_PENCE = 1e13;

const PLAIN = /^\d+(?:\.\d*)?$|^\.\d+$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const SPACED = /^\d{1,3}(?: \d{3})+(?:\.\d*)?$/;

/**
 * Reads pounds: £12,345.60, 12345.6, 12 345, GBP 400, (£1,234.50) and -£40 for less than nothing, "free" and "nil" for
 * nothing. `unitPence` is what 1 stands for: 100, or 100,000 under a heading in thousands. Left unread because they can be
 * meant in more than one way: 12k, 1.2m, ranges, "+ VAT", "a month", other currencies, 1.234,56, and 12.345 (thousands or
 * thousandths?). A longer tail of decimals is a computer's rounding and is rounded to the penny.
 */
export function readMoney(input: string | number | null | undefined, unitPence = 100): Reading<Pence> {
  if (input === null || input === undefined) return { value: null };
  if (typeof input === 'number') return inPence(input, unitPence, String(input));
  const text = tidyText(input);
  if (text === '') return { value: null };
  if (/^(?:free|nil|no (?:cost|charge)|free of charge)$/i.test(text)) return { value: 0 };
  if (isPlaceholder(text)) return unread(input, '');
  const bracketed = /^\((.*)\)$/.exec(text);
  const inner = (bracketed?.[1] ?? text).trim();
  const match = /^([-−–]?)\s*(?:£|GBP)?\s*([-−–]?)\s*([\d.,\s]+?)\s*(?:GBP)?([-−–]?)$/i.exec(inner);
  if (!match) return unread(input, whyNot(inner));
  const [, before = '', after = '', digits = '', trailing = ''] = match;
  const signs = [before, after, trailing].filter((sign) => sign !== '').length + (bracketed ? 1 : 0);
  if (signs > 1) return unread(input, 'it has more than one minus sign');
  if (/^\d{1,3}\.\d{3}$/.test(digits)) return unread(input, 'the dot could mark thousands or pence');
  if (!PLAIN.test(digits) && !GROUPED.test(digits) && !SPACED.test(digits)) {
    return unread(input, 'its commas or dots are not where pounds have them');
  }
  return inPence(Number(digits.replace(/[, ]/g, '')) * (signs === 1 ? -1 : 1), unitPence, input);
}

function inPence(amount: number, unitPence: number, original: string): Reading<Pence> {
  // 1.005 * 100 is 100.49999999999999: a decimal shift by text keeps the penny that was written.
  const value = Math.sign(amount) * Math.round(Number((Math.abs(amount) * unitPence).toPrecision(15)));
  if (!Number.isFinite(value) || Math.abs(value) > MOST_PENCE)
    return unread(original, 'the amount is too large to be right');
  return { value: value === 0 ? 0 : value };
}

function whyNot(text: string): string {
  if (/[€$¥]|\b(?:EUR|USD)\b/i.test(text)) return 'it is not in pounds';
  if (/\d\s*(?:k|m|bn)\b/i.test(text)) return 'it is shortened: write it out in pounds';
  if (/\bvat\b/i.test(text)) return 'it speaks of VAT: write one amount';
  if (/\b(?:p\.?a|p\.?m|per|a year|a month|each|monthly|annually|month|year)\b/i.test(text))
    return 'it says how often as well: write the amount alone';
  if (/\d\s*(?:-|–|to)\s*£?\d/.test(text)) return 'it is a range: write one amount';
  return 'it is not an amount of money that we can read';
}

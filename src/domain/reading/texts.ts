/** Names and numbers on labels: text that is a value, unless it only says that there is none or that nobody looked. */
import { isPlaceholder, tidyText, unread, type Reading } from './reading.ts';

/** What people write for a sticker or a serial number that they did not find. */
const NOT_FOUND =
  /^(?:no|not|un|without|missing)[\s-]*(?:asset\s*)?(?:tag(?:ged)?|label(?:led)?|serial(?:\s*(?:number|no))?|sticker|barcode|number|model|make|assigned|allocated|readable|legible|visible|found|recorded|checked|labelled|specified|set)\.?$/i;

/** What makers leave in place of a serial number. */
const FILLER =
  /^(?:default string|system serial number|to be filled by o\.?e\.?m\.?|serial ?number|0+|1?234567\d*|x+)$/i;

/** Reads a text that names something: blank is null; "No tag", "not checked" and "N/A" stay unread, with their text. */
export function readText(input: string | null | undefined): Reading<string> {
  const text = tidyText(input ?? '');
  if (text === '') return { value: null };
  if (isPlaceholder(text)) return unread(text, '');
  if (NOT_FOUND.test(text)) return { unread: text, why: `“${text}” gives no value`, kind: 'placeholder' };
  return { value: text };
}

/** Reads a serial number: what is too short to tell one thing from another, or is a maker's filler, stays unread. */
export function readSerialNumber(input: string | null | undefined): Reading<string> {
  const reading = readText(input);
  if (!('value' in reading) || reading.value === null) return reading;
  if (FILLER.test(reading.value)) return unread(reading.value, 'it is no serial number of its own');
  if (reading.value.replace(/[^a-z0-9]/gi, '').length < 4)
    return unread(reading.value, 'it is too short to be a serial number');
  return reading;
}

/** From what was typed to typed values, with messages that say how to mend what can't be read. */
import { formatPence } from '../../domain/money.ts';
import { type Reading, isUnread, readCount, readDate, readMoney } from '../../domain/reading/index.ts';
import type { FieldError } from './errors.ts';
import { type ChoicesByField, type Field, isAsked, longestText } from './fields.ts';

export interface ParsedForm {
  /**
   * By field name: string, number (pence for pounds), boolean, pence by year, or null where not known. A field with an
   * error is null.
   */
  values: Record<string, unknown>;
  /** What was typed, to draw the form again. */
  typed: Record<string, string>;
  errors: FieldError[];
}

/** The value of "Not known" in radios and lists. */
export const NOT_KNOWN = 'not-known';

/**
 * Reads a submitted form. Empty means not known, and is an error only where the field is required. Fields that don't apply
 * (see `showWhen`) come out as null whatever they hold. `choices` gives the choices of `link` fields; without it any id passes.
 */
export function parseFields(
  fields: readonly Field[],
  body: Readonly<Record<string, unknown>>,
  choices: ChoicesByField = {},
): ParsedForm {
  const typed: Record<string, string> = {};
  for (const field of fields) typed[field.name] = typedText(body[field.name]);
  const values: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const field of fields) {
    const text = (typed[field.name] ?? '').trim();
    values[field.name] = null;
    if (!isAsked(field, typed)) continue;
    if (text === '' || text === NOT_KNOWN) {
      if (field.required) errors.push({ field: field.name, message: missing(field) });
      continue;
    }
    const read = readValue(field, text, choices[field.name] ?? field.choices);
    if ('message' in read) errors.push({ field: field.name, message: read.message });
    else values[field.name] = read.value;
  }
  return { values, typed, errors };
}

type Read = { value: string | number | boolean | Record<string, number> } | { message: string };

function readValue(field: Field, text: string, choices: Field['choices']): Read {
  const { label } = field;
  switch (field.kind) {
    case 'text':
    case 'longtext': {
      const longest = longestText(field);
      if (text.length <= longest) return { value: text };
      return { message: `${label} must be ${longest.toLocaleString('en-GB')} characters or fewer` };
    }
    case 'whole': {
      const read = typedValue(readCount(text), `${label} must be a whole number, like 12`);
      return 'value' in read ? within(field, read.value, (limit) => limit.toLocaleString('en-GB')) : read;
    }
    case 'pounds': {
      const read = typedValue(readMoney(text), `${label} must be an amount in pounds, like £1,200 or 1200.50`);
      return 'value' in read ? within(field, read.value, formatPence) : read;
    }
    case 'pounds-by-year': {
      const read = readPoundsByYear(text);
      return 'mend' in read ? { message: `${label}: ${read.mend}` } : read;
    }
    case 'date':
      return typedValue(readDate(text), `${label} must be a real date, like 14/3/2027 or 14 March 2027`);
    case 'year': {
      const value = /^\d{4}$/.test(text) ? Number(text) : null;
      if (value === null) return { message: `${label} must be a year in four figures, like 2024` };
      return within({ ...field, min: field.min ?? 1980, max: field.max ?? 2100 }, value, String);
    }
    case 'yes-no':
      if (text === 'yes' || text === 'no') return { value: text === 'yes' };
      return { message: `Choose yes or no for ${lowerFirst(label)}, or not known` };
    case 'choice':
    case 'link':
      if (choices === undefined || choices.some((choice) => choice.value === text)) return { value: text };
      return { message: `Choose ${lowerFirst(label)} from the list` };
  }
}

/**
 * Lines like "2026-27: £1,200", also divided by semicolons, as pence by the financial year's id; or what to do about them.
 */
export function readPoundsByYear(text: string): { value: Record<string, number> } | { mend: string } {
  const value: Record<string, number> = {};
  for (const line of text.split(/\r?\n|;/).map((one) => one.trim())) {
    if (line === '') continue;
    const parts = /^(\d{4})\s*[-–/]\s*(?:\d\d)?(\d\d)\s*[:=\s]\s*(\S.*)$/.exec(line);
    const [, first = '', second = '', amount = ''] = parts ?? [];
    const read = readMoney(amount);
    if (parts === null || isUnread(read) || read.value === null || (Number(first) + 1) % 100 !== Number(second)) {
      return { mend: `write “${line}” as a financial year and an amount, like 2026-27: £1,200` };
    }
    const year = `${first}-${second}`;
    if (year in value) return { mend: `keep one line for each year: ${year} is there twice` };
    if (Math.abs(read.value) > 1e13) return { mend: `the amount for ${year} is too large` };
    value[year] = read.value;
  }
  return { value: Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** A value, or what to do about it: "TBC" is best left empty, which means not known. */
function typedValue<T extends string | number>(reading: Reading<T>, mend: string): { value: T } | { message: string } {
  if (!isUnread(reading) && reading.value !== null) return { value: reading.value };
  const isPlaceholder = isUnread(reading) && reading.kind === 'placeholder';
  return { message: isPlaceholder ? `${mend}. Leave it empty if it is not known` : mend };
}

function within(field: Field, value: number, words: (limit: number) => string): Read {
  const { label, min = field.kind === 'pounds' ? -1e13 : 0, max = field.kind === 'pounds' ? 1e13 : 1_000_000 } = field;
  if (value < min) return { message: `${label} must be ${words(min)} or more` };
  if (value > max) return { message: `${label} must be ${words(max)} or less` };
  return { value };
}

function missing(field: Field): string {
  const verb = field.kind === 'choice' || field.kind === 'link' || field.kind === 'yes-no' ? 'Choose' : 'Enter';
  return `${verb} ${lowerFirst(field.label)}`;
}

/** "Notice period" → "notice period"; "MIS supplier" stays. */
export function lowerFirst(label: string): string {
  return /^[A-Z][a-z’' ]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** A repeated input arrives as a list: the last one counts, as in the browser's own order. */
function typedText(value: unknown): string {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : '';
}

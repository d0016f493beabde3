/** Suppliers' names as payments, contracts and people write them, brought to one form to be compared. */
import { lettersApart } from '../../domain/likeness.ts';

const LEGAL_FORMS =
  /\b(?:limited|ltd|plc|llp|lp|inc|incorporated|llc|gmbh|bv|sa|cic|corporation|corp|company|co|holdings?|group|t\/?as?|trading as|uk|u k|gb|europe|emea|international|ireland)\b/g;

/** What banks and finance systems put before or after the name: card marks, kinds of payment, references. */
const MARKS_BEFORE =
  /^(?:(?:pcard|p-card|gpc|purchase card|card payment(?: to)?|card purchase|bacs|fp|faster payment|direct debit|dd|standing order|so|chq|cheque|inv|paypal ?\*|sumup ?\*|sq ?\*|zettle_?\*|crv\*)[\s:*-]*)+/i;
const MARKS_AFTER =
  /(?:\s+(?:ref|inv|invoice|mandate|no|account|acc)[\s.:#]*[a-z]*\d[\w/-]*|\s+\d{5,}|\s+\d{2}[a-z]{3}\d{2,4}|\s*\*+\w+)+$/i;

/** A name without card marks, references and numbers of accounts; otherwise as it is written. */
export function tidySupplier(name: string): string {
  const tidy = name.replace(/\s+/g, ' ').trim().replace(MARKS_BEFORE, '').replace(MARKS_AFTER, '').trim();
  return tidy === '' ? name.trim() : tidy;
}

/**
 * One form for all ways to write a supplier: without case, accents, punctuation, "the", legal form, country and card marks.
 * "The Arbor Education Partners, Ltd." and "PCARD ARBOR EDUCATION PARTNERS LIMITED 123456" are both "arbor education partners".
 */
export function supplierKey(name: string): string {
  const plain = tidySupplier(name)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/&/g, ' and ')
    .replace(/['’`]/g, '')
    .replace(/\bt\s*\/\s*a\b/g, ' ta ')
    .replace(/[^a-z0-9]+/g, ' ')
    // "B.T." and "R M" are written apart.
    .replace(/\b([a-z]) (?=[a-z]\b)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  const bare = plain.replace(/^the /, '').replace(LEGAL_FORMS, ' ').replace(/\s+/g, ' ').trim();
  return bare === '' ? plain : bare;
}

/**
 * Whether two keys are of the same supplier: the same, but for a typing error in a long name, spaces ("talk talk"), or words
 * that one of them has more ("arbor" and "arbor education partners").
 */
export function isSameSupplier(a: string, b: string): boolean {
  if (a === '' || b === '') return false;
  if (a === b || a.replaceAll(' ', '') === b.replaceAll(' ', '')) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 6 && lettersApart(a, b, 2) <= (short.length >= 10 ? 2 : 1)) return true;
  // The first words decide: "capita" is "capita education", "education" is not.
  return (short.length >= 4 || /\d/.test(short)) && !COMMON_FIRST_WORDS.has(short) && long.startsWith(`${short} `);
}

/** First words that so many suppliers share that they tell nothing by themselves. */
const COMMON_FIRST_WORDS = new Set([
  'academy',
  'access',
  'advanced',
  'british',
  'business',
  'central',
  'city',
  'classroom',
  'cloud',
  'county',
  'creative',
  'data',
  'digital',
  'direct',
  'east',
  'education',
  'educational',
  'elite',
  'english',
  'first',
  'global',
  'insight',
  'learning',
  'london',
  'micro',
  'midland',
  'national',
  'north',
  'northern',
  'office',
  'online',
  'prime',
  'primary',
  'pupil',
  'royal',
  'school',
  'schools',
  'smart',
  'south',
  'southern',
  'star',
  'team',
  'tech',
  'technology',
  'total',
  'united',
  'virgin',
  'west',
  'western',
]);

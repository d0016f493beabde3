/**
 * Which payments look like payments to people: to staff, parents, foster carers, or whoever trades under their own name. Of
 * these nothing is kept, because finding forgotten contracts needs nothing of them.
 *
 * The rule would rather leave out a payment too many. What it still lets through: people with a rare forename and no title
 * ("Zbigniew Nowak"), sole traders whose trade is in the name ("J Smith Plumbing"), people named in the description of a
 * payment to a business (descriptions are kept only where they speak of technology, and never with a title and a name). What
 * it leaves out although it is none: a business named like a person that is not in the list of such names.
 */
import { BUSINESS_WORDS, FORENAMES, NAMED_LIKE_PEOPLE, TITLES } from './payee-words.ts';

export interface Payee {
  supplier: string;
  /** The account it was booked to, in words or as a code. */
  account?: string | null;
}

/** Why a payment looks like one to a person; null where it does not. To follow "left out: ". */
export function personReason({ supplier, account = null }: Payee): string | null {
  if (isRedacted(supplier)) return 'the payee is blanked out or named as a person’s kind';
  if (account !== null && isPayAccount(account)) return 'it is booked as pay, pension or expenses';
  if (looksLikePerson(supplier)) return 'the payee looks like a person';
  return null;
}

/** A name without punctuation: its words, in small letters. "SMITH, J." gives smith and j. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’`]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
}

/** True for a title with a name, a forename with a surname, initials with a surname, and a surname before any of them. */
export function looksLikePerson(name: string): boolean {
  const words = wordsOf(name);
  if (
    words.length < 2 ||
    words.some((word) => BUSINESS_WORDS.has(word)) ||
    /&|\band\b|\bt\/a\b|\.(?:com|co|org|net)\b/i.test(name)
  ) {
    // "Mr and Mrs Smith" is two people.
    return (
      /^(?:mr|mrs|ms|miss|dr)\.?\s*(?:&|and)\s*(?:mr|mrs|ms|miss|dr)\b/i.test(name) &&
      !words.some((word) => BUSINESS_WORDS.has(word))
    );
  }
  if (words.some((word) => /\d/.test(word))) return false;
  const joined = words.join(' ');
  if (NAMED_LIKE_PEOPLE.some((known) => joined.startsWith(known))) return false;
  const [first = '', ...rest] = words;
  const last = words.at(-1) ?? '';
  if (TITLES.has(first) && rest.some((word) => word.length >= 2)) return words.length <= 5;
  if (TITLES.has(last) && words.length <= 4) return true;
  if (words.length > 4) return false;
  const isInitial = (word: string): boolean => word.length === 1;
  const surnames = words.filter((word) => !isInitial(word));
  // "J A Smith", "Smith J A", "Smith-Jones, J".
  if (surnames.length >= 1 && surnames.length <= 2 && surnames.length < words.length) {
    const initialsFirst = words.slice(0, words.length - surnames.length).every(isInitial);
    const initialsLast = words.slice(surnames.length).every(isInitial);
    const isHyphened = surnames.length === 1 || /[a-z]-[a-z]/i.test(name);
    if ((initialsFirst || initialsLast) && (isHyphened || surnames.some((word) => FORENAMES.has(word))))
      return surnames.every((word) => word.length >= 2);
    if (FORENAMES.has(first) && surnames.length === 2) return true;
  }
  if (
    /^[\p{L}'’-]+(?: [\p{L}'’-]+)?,\s*[\p{L}'’ .-]+$/u.test(name.trim()) &&
    words.slice(1).some((word) => FORENAMES.has(word))
  )
    return true;
  return words.length <= 3 && FORENAMES.has(first) && surnames.length >= 2;
}

function isRedacted(supplier: string): boolean {
  return /\bredact(?:ed|ion)?\b|\bpersonal data\b|\bname withheld\b|^(?:an? )?(?:individual|employee|staff member|member of staff|pupil|student|parent|foster carer|carer|private individual|sundry (?:person|individual))s?\b/i.test(
    supplier.trim(),
  );
}

function isPayAccount(account: string): boolean {
  return /\bsalar(?:y|ies)\b|\bwages?\b|\bpayroll\b|\bpay ?run\b|\bpensions?\b|\bsuperannuation\b|\bstaff (?:travel|expenses|mileage)\b|\bemployee expenses claim|\bexpenses? claims?\b|\bmileage\b|\bredundanc|\bsick pay\b|\bbursar(?:y|ies)\b|^e0[1-7]\b/i.test(
    account,
  );
}

/** True where a text names somebody: it is then not kept. A title with a name, or a forename with a surname. */
export function namesSomebody(text: string): boolean {
  if (/\b(?:mr|mrs|ms|miss|mx|dr|prof)\.?\s+[a-z]/i.test(text)) return true;
  const words = text.split(/[^\p{L}'’-]+/u).filter((word) => word !== '');
  return words.some((word, index) => {
    const next = words[index + 1];
    if (next === undefined || !FORENAMES.has(word.toLowerCase()) || next.length < 2) return false;
    return /^\p{Lu}/u.test(word) && /^\p{Lu}/u.test(next) && !BUSINESS_WORDS.has(next.toLowerCase());
  });
}

/** True where a description may be kept: it speaks of technology, and names nobody. */
export function speaksOfTechnology(text: string): boolean {
  return TECHNOLOGY.test(text) && !namesSomebody(text);
}

/** Words for technology in descriptions. A little wider than those that make a suggestion: here they only decide what is kept. */
const TECHNOLOGY =
  /\b(?:broadband|internet|fibre|line rental|soft ?ware|licen[cs]es?|subscriptions?|telecoms?|telephon\w*|phones?|mobiles?|voip|photocop\w*|copiers?|print(?:er|ers|ing)?|toner|comput\w*|laptops?|chromebooks?|tablets?|ipads?|servers?|network\w*|wi-?fi|switch(?:es)?|firewalls?|router|filter(?:ing)?|back-?ups?|cloud|hosting|web ?sites?|domain|cyber\w*|anti-?virus|ict|it support|mis|sims|arbor|bromcom|microsoft|office 365|m365|google|adobe|apps?|data ?cent(?:re|er)|e-?mail|support contract|maintenance contract|digital|technology|cctv|interactive)\b/i;

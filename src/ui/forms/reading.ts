/** Reads what a person types into a form: dates, money, whole numbers. Null where it can't be read. */
import { type PlainDate, plainDate } from '../../domain/dates.ts';
import type { Pence } from '../../domain/money.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** "14/3/2027", "14.3.27", "2027-03-14", "14 March 2027", "14th Mar 2027". */
export function readTypedDate(text: string): PlainDate | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return plainDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})$/.exec(text);
  if (numbers) return plainDate(fullYear(numbers[3]), Number(numbers[2]), Number(numbers[1]));
  const words = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{2}|\d{4})$/i.exec(text);
  if (words) {
    const name = (words[2] ?? '').toLowerCase();
    const month = MONTHS.findIndex((short) => name.startsWith(short));
    return plainDate(fullYear(words[3]), month + 1, Number(words[1]));
  }
  return null;
}

/** "£12,345.60", "12345", "-40": whole pence. */
export function readTypedPounds(text: string): Pence | null {
  const match = /^([-−])?\s*£?\s*([-−])?(\d{1,3}(?:,\d{3})+|\d{1,11})(?:\.(\d{1,2}))?$/.exec(
    text.replaceAll(/\s+/g, ''),
  );
  if (!match || (match[1] && match[2])) return null;
  const pounds = Number((match[3] ?? '').replaceAll(',', ''));
  const pence = pounds * 100 + Number((match[4] ?? '').padEnd(2, '0'));
  if (!Number.isSafeInteger(pence)) return null;
  return (match[1] ?? match[2]) && pence !== 0 ? -pence : pence;
}

/** "1,100", "12": a whole number of nought or more. */
export function readTypedWhole(text: string): number | null {
  const plain = text.replaceAll(/[\s,]/g, '');
  return /^\d{1,12}$/.test(plain) ? Number(plain) : null;
}

function fullYear(text: string | undefined): number {
  const year = Number(text);
  return text?.length === 2 ? 2000 + year : year;
}

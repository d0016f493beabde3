/** Words of the governor pack. Pure. */
import type { PlainDate } from '../../domain/dates.ts';
import type { SchoolRecord } from '../../domain/record.ts';
import type { Source } from '../../library/index.ts';
import type { PlanChangeLine } from '../plan/index.ts';

export function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

/** The text, cut at a word with an ellipsis where it is longer than that many letters. */
export function clip(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const cut = letters.slice(0, most - 1).join('');
  const atWord = /^(.*\S)\s\S*$/su.exec(cut)?.[1];
  return `${(atWord !== undefined && atWord.length > most / 2 ? atWord : cut).trimEnd()}…`;
}

/**
 * Every text of a value with what no document may hold taken out: control characters, halves of letters, and marks that turn
 * the direction of what follows. Names come from other people's files; the three documents must show the same of them.
 */
export function plainWords<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => plainWords(one)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainWords<unknown>(one)])) as T;
}

function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\v\f\r]/g, ' ')
    .replace(UNFIT, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const UNFIT = /[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}\uFEFF]/gu;

/** "Laptops: moved from Autumn 2027 to Spring 2028." */
export function changeLine({ kind, needName, from, to }: PlanChangeLine, most = Infinity): string {
  const name = clip(needName, most);
  const now = to === null ? '' : `${clip(to.option, most)}, ${to.term}`;
  switch (kind) {
    case 'added':
      return `${name}: new (${now}).`;
    case 'dropped':
      return `${name}: no longer planned${from === null ? '' : ` (it was ${from.term})`}.`;
    case 'finished':
      return `${name}: no longer needed.`;
    case 'moved':
      return `${name}: moved from ${from?.term ?? ''} to ${to?.term ?? ''}.`;
    case 'other-option':
      return `${name}: another way (${now}).`;
  }
}

/** What the school still accepts on that day, what ends soonest first. */
export function runningExceptions({ exceptions }: SchoolRecord, today: PlainDate): SchoolRecord['exceptions'] {
  return exceptions.filter(({ until }) => until >= today).toSorted((a, b) => (a.until < b.until ? -1 : 1));
}

/** What there is to doubt about a price, in a few words. */
export function priceDoubt(confidence: Source['confidence']): string {
  switch (confidence) {
    case 'seen':
      return 'None that we know of: we read it there';
    case 'two-or-more':
      return 'Little: two or more sources say the same';
    case 'transcription':
      return 'We read a copy of it, not the page itself';
    case 'vendor':
      return 'It comes from a supplier';
    case 'recalled':
      return 'We know it from an older reading';
    case 'derived':
      return 'Our own working, not a published price';
    case 'disputed':
      return 'Sources differ';
  }
}

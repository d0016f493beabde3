/**
 * Values as people write them in spreadsheets, forms and exports. A reader answers with the value, with null for a blank, or
 * with the original text and why it could not be read. It never guesses: what is doubtful stays as it was written, to be
 * shown and mended by someone who knows.
 */

/** A value that was read (null for a blank), or the text that could not be. */
export type Reading<T> = { value: T | null } | Unread;

export interface Unread {
  /** The text as it was written, only trimmed. */
  unread: string;
  /** Why, to follow "because": plain words for the person who will mend it. */
  why: string;
  /** `placeholder` where the text itself says that the value is not known ("TBC"), `doubtful` for everything else. */
  kind: 'placeholder' | 'doubtful';
}

/** What people write where they do not know or where nothing applies. Compared without case, dots and spaces at the ends. */
const PLACEHOLDERS = new Set([
  '-',
  '--',
  '---',
  '?',
  '??',
  '???',
  '–',
  '—',
  'x',
  'xx',
  'xxx',
  'na',
  'n/a',
  'n.a',
  'n\\a',
  'n/k',
  'nk',
  'none',
  'nil known',
  'null',
  'not applicable',
  'not available',
  'not known',
  'not yet known',
  'not sure',
  'not stated',
  'not checked',
  'unknown',
  'various',
  'varies',
  'pending',
  'tba',
  'tbc',
  'tbd',
  't.b.a',
  't.b.c',
  't.b.d',
  'to be advised',
  'to be agreed',
  'to be announced',
  'to be confirmed',
  'to be decided',
  'to be determined',
  'see notes',
  'see contract',
  'ongoing',
  'on-going',
  'on going',
  'rolling',
  'open ended',
  'open-ended',
  'perpetual',
]);

/** Trims, with no-break and zero-width spaces and the marks of a spreadsheet's "text" quote. */
export function tidyText(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text.trim();
  return text
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/\u200b|\u200c|\u200d|\u2060|\ufeff/g, '')
    .trim();
}

/** True where the text only says that the value is not known. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.has(
    tidyText(text)
      .toLowerCase()
      .replace(/[.\s]+$/, '')
      .replace(/\s+/g, ' '),
  );
}

/** The answer for text that could not be read, told apart from a mere placeholder. */
export function unread(text: string, why: string): Unread {
  const original = text.trim();
  if (isPlaceholder(text)) return { unread: original, why: `“${original}” gives no value`, kind: 'placeholder' };
  return { unread: original, why, kind: 'doubtful' };
}

/** True for the answer that holds text instead of a value. */
export function isUnread<T>(reading: Reading<T>): reading is Unread {
  return 'unread' in reading;
}

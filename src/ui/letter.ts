/** What all draft letters share: words, and places that somebody must fill in, as HTML to print and as text to copy. */
import { govukDetails, govukTextarea } from './govuk/index.ts';
import { html, joinHtml, type Html } from './html.ts';

/** A piece of a line: words, or a place that somebody must fill in. */
export type LetterPart = string | { fillIn: string };

export function fillIn(words: string): LetterPart {
  return { fillIn: words };
}

/** Places to fill in stand in square brackets. */
export function letterLineText(parts: readonly LetterPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : `[${part.fillIn}]`)).join('');
}

/** Places to fill in are marked, and stand in square brackets. */
export function letterLine(parts: readonly LetterPart[]): Html {
  return html`${parts.map((part) => (typeof part === 'string' ? part : html`<mark>[${part.fillIn}]</mark>`))}`;
}

/** Lines below each other: an address, a closing. */
export function letterLines(lines: readonly (readonly LetterPart[])[]): Html {
  return joinHtml(lines.map(letterLine), html`<br>`);
}

/** The letter as text, folded away, to copy. */
export function letterToCopy(text: string): Html {
  return govukDetails({
    summaryText: 'The letter as text, to copy',
    html: govukTextarea({
      id: 'letter-text',
      name: 'letter-text',
      label: { text: 'Letter' },
      rows: '20',
      value: text,
      spellcheck: false,
    }),
  });
}

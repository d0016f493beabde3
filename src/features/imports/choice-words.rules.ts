/** Reading a cell as one of a field's choices: by its value, by its words on the page, else by what files write for it. */
import { isPlaceholder, tidyText, unread, type Reading } from '../../domain/reading/index.ts';
import type { Choice } from '../../ui/forms/index.ts';

/** `patterns`: what files write beside our own words; the first that fits decides. */
export function readChoice(
  input: string,
  choices: readonly Choice[],
  patterns: readonly (readonly [RegExp, string])[] = [],
): Reading<string> {
  const text = tidyText(input);
  if (text === '') return { value: null };
  const lower = text.toLowerCase();
  const own = choices.find(({ value, label }) => value === lower || label.toLowerCase() === lower);
  if (own !== undefined) return { value: own.value };
  if (isPlaceholder(text)) return unread(input, '');
  const found = patterns.find(([pattern]) => pattern.test(text));
  return found ? { value: found[1] } : unread(input, `it is none of: ${choices.map(({ label }) => label).join(', ')}`);
}

/**
 * Pages are strings made with the `html` tag, which escapes everything that goes into it. Text only passes unescaped when
 * it is already an {@link Html}: made by the tag itself, by a component, or by {@link raw} for text that we wrote.
 *
 * Attribute values must stand in quotes (`class="${name}"`); inside quotes and between tags the escaping is complete.
 * Nothing may be interpolated inside `<script>` or `<style>`: there are none, the content security policy forbids them.
 */

/** What may stand in an interpolation. `null`, `undefined` and `false` give nothing, so `${isLate && html`…`}` works. */
export type HtmlValue = Html | string | number | bigint | false | null | undefined | readonly HtmlValue[];

/** Markup that is safe to send. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = strings[0] ?? '';
  for (let i = 0; i < values.length; i += 1) markup += toMarkup(values[i]) + (strings[i + 1] ?? '');
  return new Html(markup);
}

/** Marks text as markup. Only for text that is ours from end to end, never for anything that a person or a file gave. */
export function raw(markup: string): Html {
  return new Html(markup);
}

/** Joins parts with a separator, for example a comma or `<br>`. Empty parts are left out. */
export function joinHtml(parts: readonly HtmlValue[], separator: HtmlValue): Html {
  return new Html(
    parts
      .map(toMarkup)
      .filter((part) => part !== '')
      .join(toMarkup(separator)),
  );
}

/** `&`, `<`, `>`, `"` and `'` as entities. Characters that no HTML document may hold (NUL and other controls) are replaced. */
export function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, (character) => ENTITIES[character] ?? '\uFFFD') : text;
}

/** What {@link escapeHtml} was given, characters that no document may hold aside. */
export function unescapeHtml(markup: string): string {
  return Object.entries(ENTITIES)
    .toReversed()
    .reduce((text, [character, entity]) => text.replaceAll(entity, character), markup);
}

// eslint-disable-next-line no-control-regex -- control characters are what this is about
const SPECIAL = /[&<>"'\u0000-\u0008\u000B\u000E-\u001F\u007F-\u009F]/;
const EVERY_SPECIAL = new RegExp(SPECIAL, 'g');
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function toMarkup(value: HtmlValue): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (value instanceof Html) return value.toString();
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) {
    let markup = '';
    for (const part of value as readonly HtmlValue[]) markup += toMarkup(part);
    return markup;
  }
  // Types rule this out; a value of any other kind that slips through is escaped, never trusted.
  return escapeHtml(String(value));
}

/** Attributes and either-text-or-HTML, as every component takes them. */
import { type Html, type HtmlValue, escapeHtml, html, raw } from '../html.ts';
import type { AttributeValue, Attributes } from './arguments.ts';

/** ` name="value"` for each attribute, escaped; nothing for optional ones without a value. */
export function attributes(list: Attributes | undefined): Html | null {
  if (list === undefined) return null;
  let markup = '';
  for (const [name, item] of Object.entries(list)) {
    const whole = typeof item === 'object' && item !== null;
    const value = whole ? item.value : item;
    if (whole && item.optional === true) {
      if (value === true) markup += ` ${escapeHtml(name)}`;
      else if (!isMissing(value) && value !== false) markup += attribute(name, value);
    } else {
      markup += attribute(name, value);
    }
  }
  return raw(markup);
}

/** ` name="value"` where there is a value that isn't empty. */
export function optional(name: string, value: AttributeValue): Html | null {
  return isMissing(value) || value === '' || value === false ? null : raw(attribute(name, value));
}

/** ` disabled` and the like. */
export function flag(name: string, isOn: unknown): Html | null {
  return isOn ? raw(` ${name}`) : null;
}

/** The `html` of an argument where it has some, else its `text`, escaped. */
export function content(of: { html?: Html | undefined; text?: string | undefined } | undefined): HtmlValue {
  const markup = of?.html?.toString() ?? '';
  return markup === '' ? of?.text : raw(markup.trim());
}

/** True where there is any text or HTML. */
export function hasContent(of: { html?: Html | undefined; text?: string | undefined } | undefined): boolean {
  return Boolean(of?.text) || (of?.html?.toString() ?? '') !== '';
}

/** Class names with a space before, so that they follow a component's own. */
export function alsoClasses(...classes: (string | false | undefined | null)[]): Html {
  return html`${classes.filter(Boolean).map((name) => ` ${String(name)}`)}`;
}

function attribute(name: string, value: AttributeValue): string {
  return ` ${escapeHtml(name)}="${isMissing(value) ? '' : escapeHtml(String(value))}"`;
}

function isMissing(value: AttributeValue): value is null | undefined {
  return value === null || value === undefined;
}

/** The running text of a page as people read it, for the measure of how easily it is read (docs/decisions/reading-age.md). */
import type { Page } from 'playwright-core';

/**
 * The paragraphs, list items, hints and questions of a page as it was sent, one string each; any page of the browser parses it. Left out is what is no running text (headings
 * without a full stop, buttons, navigation, tables, pictures), and what is not ours (titles of sources, which are links to
 * other sites or marked as titles).
 */
export function readProse(page: Page, markup: string): Promise<string[]> {
  return page.evaluate(collectProse, markup);
}

// The function below runs in the page. ---------------------------------------------------------------------------------

function collectProse(markup: string): string[] {
  const parsed = new DOMParser().parseFromString(markup, 'text/html');
  const blocks = 'p, li, dd, legend, label, h1, h2, h3, .govuk-hint, .govuk-inset-text, .govuk-warning-text__text';
  const leftOut =
    'table, nav, svg, button, select, textarea, pre, code, [hidden], .govuk-visually-hidden, .govuk-tag, .govuk-button, .cairn-source';
  const found: string[] = [];
  for (const element of parsed.querySelectorAll(`main :is(${blocks})`)) {
    if (element.closest(leftOut)) continue;
    const own = element.cloneNode(true) as Element;
    for (const other of own.querySelectorAll(`${leftOut}, ${blocks}`)) other.remove();
    for (const source of own.querySelectorAll('a[href^="http"], cite')) source.replaceWith('\uE000');
    // Lines and parts that only their markup keeps apart.
    for (const part of own.querySelectorAll('*')) part.append(' ');
    for (const part of own.querySelectorAll('br')) part.replaceWith('\uE001');
    for (const line of (own.textContent ?? '').split('\uE001')) {
      const text = line.replaceAll(/\s+/g, ' ').trim();
      if (/^H\d$/.test(element.tagName) && !/[.?!]$/.test(text)) continue;
      if (text !== '') found.push(text);
    }
  }
  return found;
}

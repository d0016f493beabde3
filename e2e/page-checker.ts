/**
 * What every page must be: no axe violation of any impact, valid HTML, no sideways scroll on a narrow or zoomed window,
 * usable without JavaScript, whole in print, every picture with its table, nothing that the content security policy stops.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import type { ConfigData } from 'html-validate';
import type { Page } from 'playwright-core';
import { readProse } from './page-prose.ts';

const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const validator = new HtmlValidate(
  JSON.parse(readFileSync(new URL('../.htmlvalidate.json', import.meta.url), 'utf8')) as ConfigData,
);

export interface CheckOptions {
  /** The status that the page should have; 200 where not given. */
  status?: number;
  /** Is given the page's running text, block by block. */
  hear?: (prose: string[]) => void;
}

/** 320 CSS pixels: the narrowest window of WCAG 1.4.10. */
const NARROW = { width: 320, height: 640 };
/** A window of 1280 pixels at 200%. */
const ZOOMED = { width: 640, height: 450 };
const WIDE = { width: 1280, height: 900 };
/** A4 less the margins of our print style, at 96 pixels an inch. */
const PAPER = { width: 688, height: 1000 };

/**
 * Visits an address with two windows (`page` with JavaScript, `plain` without) and says all that is wrong with it, one
 * line for each fault. An empty list is a good page.
 */
export async function checkPage(
  page: Page,
  plain: Page,
  address: string,
  options: CheckOptions = {},
): Promise<string[]> {
  const faults: string[] = [];
  const stopListening = listen(page, address, options.status ?? 200, faults);
  await page.setViewportSize(WIDE);
  const response = await page.goto(address, { waitUntil: 'load' });
  const markup = (await response?.text()) ?? '';
  if (response?.status() !== (options.status ?? 200)) faults.push(`answers ${response?.status()}`);
  faults.push(...(await validate(markup)), ...(await runAxe(page)), ...(await page.evaluate(lookAround)));
  options.hear?.(await readProse(page, markup));
  for (const [name, size] of [
    ['320 pixels', NARROW],
    ['200% zoom', ZOOMED],
  ] as const) {
    await page.setViewportSize(size);
    faults.push(...(await page.evaluate(sidewaysScroll, name)));
  }
  await page.setViewportSize(PAPER);
  await page.emulateMedia({ media: 'print' });
  faults.push(...(await page.evaluate(sidewaysScroll, 'print')), ...(await page.evaluate(headingShown, 'print')));
  await page.emulateMedia({ media: 'screen' });
  stopListening();
  await plain.goto(address, { waitUntil: 'load' });
  faults.push(...(await plain.evaluate(headingShown, 'without JavaScript')), ...(await plain.evaluate(deadButtons)));
  return [...new Set(faults)];
}

/** Collects what the browser itself complains of: errors in scripts, things that the security policy stopped, files not found. */
function listen(page: Page, address: string, status: number, faults: string[]): () => void {
  const onError = (error: Error): void => void faults.push(`script error: ${error.message}`);
  const onConsole = (message: { type(): string; text(): string }): void => {
    if (message.type() !== 'error') return;
    // The page's own status, where an error page is what we came for.
    if (status >= 400 && message.text().includes(`status of ${status}`)) return;
    faults.push(`console: ${message.text()}`);
  };
  const onFailed = (request: { url(): string; failure(): { errorText: string } | null }): void => {
    if (request.url() !== address) faults.push(`not loaded: ${request.url()} ${request.failure()?.errorText ?? ''}`);
  };
  page.on('pageerror', onError);
  page.on('console', onConsole);
  page.on('requestfailed', onFailed);
  return () => {
    page.off('pageerror', onError);
    page.off('console', onConsole);
    page.off('requestfailed', onFailed);
  };
}

/** html-validate over a document as it was sent. */
export async function validate(markup: string): Promise<string[]> {
  const report = await validator.validateString(markup);
  return report.results.flatMap(({ messages }) =>
    messages.slice(0, 5).map(({ ruleId, message, line, column }) => {
      const around = markup.split('\n')[line - 1]?.slice(Math.max(0, column - 30), column + 80) ?? '';
      return `html-validate ${ruleId}: ${message} at ${line}:${column} … ${around.trim()}`;
    }),
  );
}

async function runAxe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const results = await checker.run(document, { resultTypes: ['violations'] });
    return results.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} (${failureSummary ?? ''})`),
    }));
  });
  return violations.map(
    ({ id, impact, nodes }) => `axe ${id} (${impact}): ${nodes.join(' | ').replaceAll(/\s+/g, ' ')}`,
  );
}

// The functions below run in the page. ---------------------------------------------------------------------------------

function lookAround(): string[] {
  const faults: string[] = [];
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) faults.push(`${headings} first-level headings`);
  for (const picture of document.querySelectorAll('main svg[role="img"], main img')) {
    const holder = picture.closest('figure, section, li, td') ?? picture.parentElement;
    const within = picture.closest('figure')?.querySelector('table') ?? holder?.querySelector('table');
    const told = picture.getAttribute('aria-describedby');
    if (!within && !(told && document.getElementById(told)?.querySelector('table'))) {
      faults.push(`a picture without a table: ${picture.outerHTML.slice(0, 120)}`);
    }
  }
  for (const element of document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea')) {
    if (element instanceof HTMLElement && element.tabIndex < 0 && !element.closest('[hidden], [inert], dialog')) {
      faults.push(`not reachable by keyboard: ${element.outerHTML.slice(0, 120)}`);
    }
  }
  for (const link of document.querySelectorAll('a')) {
    if (!link.hasAttribute('href')) faults.push(`a link that leads nowhere: ${link.outerHTML.slice(0, 120)}`);
  }
  return faults;
}

function sidewaysScroll(name: string): string[] {
  const root = document.documentElement;
  // A pixel may come from rounding.
  if (root.scrollWidth <= root.clientWidth + 1) return [];
  const wide = [...document.querySelectorAll('body *')]
    .filter((element) => {
      if (element.getBoundingClientRect().right <= root.clientWidth + 1) return false;
      for (let up = element.parentElement; up; up = up.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return false;
      }
      return true;
    })
    .slice(-2)
    .map((element) => element.outerHTML.slice(0, 120).replaceAll(/\s+/g, ' '));
  return [`scrolls sideways (${name}): ${root.scrollWidth} of ${root.clientWidth} pixels; ${wide.join(' | ')}`];
}

function headingShown(name: string): string[] {
  const heading = document.querySelector('h1');
  const shown = heading !== null && heading.getBoundingClientRect().height > 0;
  const text = document.querySelector('main')?.innerText.trim() ?? '';
  return shown && text.length > 0 ? [] : [`nothing to read (${name})`];
}

/** Buttons that are shown though only a script could make them do something. */
function deadButtons(): string[] {
  return [...document.querySelectorAll('button')]
    .filter((button) => button.getBoundingClientRect().height > 0)
    .filter((button) => button.form === null || button.type === 'button')
    .map((button) => `a button that does nothing without JavaScript: ${button.outerHTML.slice(0, 120)}`);
}

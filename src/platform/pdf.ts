/**
 * Prints a page to PDF with the Chromium on the machine, where there is one. The result is tagged (headings, tables and
 * pictures keep their meaning for screen readers), because Chromium tags what it prints.
 */
import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Places where Chromium or Chrome usually is. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** What a printed page may load: its own styles and pictures, nothing from the disk or the network, and no script. */
const PRINT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Printing took too long or went wrong; the page itself can still be printed by hand. */
export class PdfError extends Error {
  readonly code = 'pdf';
}

/** Where Chromium is: the place given, else one of the usual ones; null where there is none. */
export async function findChromium(place: string | null = null): Promise<string | null> {
  for (const path of place === null ? USUAL_PLACES : [place]) {
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

/**
 * Prints one HTML document. The document must not need the network: style sheets are given as text and put into it.
 * @param document a whole HTML document, our own markup.
 * @throws {PdfError} after 30 seconds, or where Chromium fails.
 */
export async function printToPdf(chromium: string, document: string, styles: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-pdf-'));
  try {
    const source = join(folder, 'page.html');
    const target = join(folder, 'page.pdf');
    await writeFile(source, withStyles(document, styles), { mode: 0o600 });
    await run(
      chromium,
      [
        ...flagsIn(folder),
        '--no-pdf-header-footer',
        '--export-tagged-pdf',
        `--print-to-pdf=${target}`,
        pathToFileURL(source).href,
      ],
      LIMITS,
    );
    return await readFile(target);
  } catch (error) {
    throw new PdfError('The PDF could not be made.', { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const LIMITS = { timeout: 30_000, killSignal: 'SIGKILL' } as const;

function flagsIn(folder: string): string[] {
  return [
    '--headless',
    // Chromium refuses its sandbox to root; the page is our own, and its policy below forbids script and network.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    `--user-data-dir=${join(folder, 'profile')}`,
  ];
}

/** How much finer a bitmap is than the size of its drawing says. */
export const BITMAP_SCALE = 2;

/**
 * Draws one SVG after another, each below the one before, as one bitmap. Null where Chromium fails: a document is worth having
 * without.
 * @param svgs our own markup, which must not need the network.
 */
export async function drawAsPng(
  chromium: string,
  svgs: readonly { svg: string; width: number; height: number }[],
): Promise<Buffer | null> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-png-'));
  try {
    const source = join(folder, 'page.html');
    const target = join(folder, 'page.png');
    const style = 'body{margin:0;background:#fff}div{overflow:hidden}svg{display:block}';
    const drawings = svgs.map(({ svg, height }) => `<div style="height:${height}px">${svg}</div>`).join('');
    const policy = `<meta http-equiv="Content-Security-Policy" content="${PRINT_POLICY}">`;
    const head = `<head>${policy}<meta charset="utf-8"><style>${style}</style></head>`;
    await writeFile(source, `<!DOCTYPE html><html>${head}<body>${drawings}</body></html>`, { mode: 0o600 });
    const width = Math.max(...svgs.map((one) => one.width));
    const height = svgs.reduce((sum, one) => sum + one.height, 0);
    const flags = [`--force-device-scale-factor=${BITMAP_SCALE}`, `--window-size=${width},${height}`];
    const more = ['--hide-scrollbars', `--screenshot=${target}`];
    await run(chromium, [...flagsIn(folder), ...flags, ...more, pathToFileURL(source).href], LIMITS);
    return await readFile(target);
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Puts the style sheet into the document and takes out what points to the server. */
function withStyles(document: string, styles: string): string {
  const safe = styles.replaceAll('</style', '<\\/style');
  return document
    .replace(/<link rel="(?:stylesheet|icon)"[^>]*>/g, '')
    .replace(/<script[^>]*><\/script>/g, '')
    .replace('<head>', () => `<head><meta http-equiv="Content-Security-Policy" content="${PRINT_POLICY}">`)
    .replace('</head>', () => `<style>${safe}</style></head>`);
}

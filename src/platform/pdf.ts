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
        '--no-pdf-header-footer',
        '--export-tagged-pdf',
        `--print-to-pdf=${target}`,
        pathToFileURL(source).href,
      ],
      { timeout: 30_000, killSignal: 'SIGKILL' },
    );
    return await readFile(target);
  } catch (error) {
    throw new PdfError('The PDF could not be made.', { cause: error });
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

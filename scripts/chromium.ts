/** Finds a Chromium for the browser journeys, or gets one: the machine's own, Debian's package, playwright's download. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium that is on this machine, or null. `CHROMIUM_PATH` goes first, and must then be right. */
export function findChromium(): string | null {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return isProgram(given) ? given : null;
  const folders = (process.env['PATH'] ?? '').split(delimiter).concat('/usr/bin');
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...candidates, ...elsewhere, chromium.executablePath()].find(isProgram) ?? null;
}

/**
 * The same, and where there is none, gets one.
 * @throws {Error} with one line to show where none can be had.
 */
export function ensureChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found !== null) return found;
  const given = process.env['CHROMIUM_PATH'];
  if (given) throw new Error(`CHROMIUM_PATH is ${given}, which is no program that can be run.`);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say("No Chromium here: installing Debian's package");
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env, stdio: 'ignore' });
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  say("No Chromium here: downloading playwright's");
  const cli = fileURLToPath(new URL('cli.js', import.meta.resolve('playwright-core/package.json')));
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 300_000 });
  const downloaded = findChromium();
  if (downloaded !== null) return downloaded;
  throw new Error(
    'The browser journeys need a Chromium and none could be had: install one, or set CHROMIUM_PATH to it.',
  );
}

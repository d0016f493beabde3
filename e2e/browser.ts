/** One Chromium and one running application for all journeys of a run; each test has a browser window of its own. */
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.ts';
import { startServer } from './server.ts';
import type { RunningServer } from './server.ts';

/** Without these Chromium asks its maker's hosts for this and that at every start. */
const flags = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Generous: on a busy machine everything takes longer, and a test waits no longer than it must. */
const ACTION_MS = 60_000;

let browser: Promise<Browser> | null = null;
let server: Promise<RunningServer> | null = null;
let signedInState: Promise<Awaited<ReturnType<BrowserContext['storageState']>>> | null = null;

after(async () => {
  // What never started has failed its test already.
  await (await browser?.catch(() => null))?.close();
  await (await server?.catch(() => null))?.stop();
});

/** The browser of this run. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= launch();
  return browser;
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium: install one, or set CHROMIUM_PATH to it.');
  return chromium.launch({ executablePath, args: flags });
}

/** The application of this run, for tests that don't change what others look at. */
export function sharedServer(): Promise<RunningServer> {
  server ??= startServer();
  return server;
}

/** A window in which nobody is signed in, at the shared application. Close its context when done. */
export async function openVisitor(options: BrowserContextOptions = {}): Promise<Page> {
  const { address } = await sharedServer();
  const context = await (await sharedBrowser()).newContext({ baseURL: address, ...options });
  context.setDefaultTimeout(ACTION_MS);
  return context.newPage();
}

/** A window in which the administrator of the shared application is signed in. */
export async function openAdministrator(options: BrowserContextOptions = {}): Promise<Page> {
  signedInState ??= signInOnce();
  return openVisitor({ storageState: await signedInState, ...options });
}

async function signInOnce(): Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
  const { signInLink } = await sharedServer();
  const page = await openVisitor();
  await page.goto(signInLink);
  await page.getByRole('main').getByRole('button').first().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

/** What people do in more than one journey, in their words: by label, by role, never by class. */
import assert from 'node:assert/strict';
import type { Locator, Page, Response } from 'playwright-core';
import { readLibrary } from '../../src/app/services.ts';
import { smallSchool } from '../../test/small-school.ts';
import { openVisitor } from '../browser.ts';

/** Far more than a first plan takes: other tests may share the machine. */
const PLAN_WAIT_MS = 90_000;

/** Starts a school of the signed-in person's own. @returns its address, `/schools/…`. */
export async function startSchool(page: Page, name: string): Promise<string> {
  await page.goto('/start');
  await page.getByLabel('Name of the school').fill(name);
  await page.getByLabel('What kind of school is it?').selectOption('Primary');
  await page.getByLabel('How many pupils are there?').fill('420');
  await page.getByLabel(/^The local authority/).check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return new URL(page.url()).pathname;
}

/** Takes an example as a visitor who has not signed in. @returns the example's address. */
export async function lookAround(page: Page): Promise<string> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Look around an example' }).click();
  await page.getByRole('heading', { level: 1, name: /Brackenfield/ }).waitFor();
  return new URL(page.url()).pathname;
}

/** Goes to a section of the school by its navigation. */
export async function goTo(page: Page, section: string): Promise<void> {
  const link = page.getByRole('banner').getByRole('link', { name: section, exact: true });
  const address = await link.getAttribute('href');
  await link.click();
  await page.waitForURL((url) => url.pathname === address);
}

/** Follows a link or presses a button that leads to another address, and stays until that is there. */
export async function follow(page: Page, target: Locator): Promise<void> {
  const before = page.url();
  await target.click();
  await page.waitForURL((url) => url.href !== before);
}

/** Fills fields by their labels: text inputs, lists, and radios by `group: choice`. */
export async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const group = page.getByRole('group', { name: label, exact: true });
    if (await group.count()) {
      await group.getByLabel(value, { exact: true }).check();
      continue;
    }
    const field = page.getByLabel(label, { exact: true });
    const isList = await field.evaluate((element) => element.tagName === 'SELECT');
    if (isList) await field.selectOption({ label: value });
    else await field.fill(value);
  }
}

/** Adds an entry to a register. @returns its address. */
export async function addTo(
  page: Page,
  section: string,
  button: string,
  values: Record<string, string>,
): Promise<string> {
  await goTo(page, section);
  await page.getByRole('button', { name: button }).click();
  await fill(page, values);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('alert').getByText('Added.').waitFor();
  return new URL(page.url()).pathname;
}

/** Brings a file to the page's file input and sends it. */
export async function bringFile(
  page: Page,
  label: string,
  file: { name: string; bytes: Buffer },
  button: string,
): Promise<void> {
  await page.getByLabel(label, { exact: true }).setInputFiles({ name: file.name, mimeType: '', buffer: file.bytes });
  await page.getByRole('button', { name: button }).click();
}

/** Brings in a school that is small enough to be planned to the proof in a moment. @returns its address. */
export async function bringSmallSchool(page: Page, name: string): Promise<string> {
  const record = smallSchool(readLibrary());
  const bytes = Buffer.from(JSON.stringify({ ...record, school: { ...record.school, name } }));
  await page.goto('/start');
  await bringFile(page, 'School file', { name: 'school.json', bytes }, 'Bring it in');
  await page.waitForURL(/\/schools\/[^/]+\?/);
  return new URL(page.url()).pathname;
}

/** On the page of what would happen if: adds one of the ready-made ways, and stays until it is worked out. */
export async function suppose(page: Page, name: string, fillIn: () => Promise<void> = async () => {}): Promise<void> {
  await follow(page, page.getByRole('link', { name, exact: true }));
  await fillIn();
  await follow(page, page.getByRole('button', { name: 'See what would happen' }));
  await untilFinal(page);
}

/** Presses the button and stays until the plan's page shows a plan, as a person would: looking again until it is there. */
export async function planBy(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL((url) => url.pathname.endsWith('/plan') && url.searchParams.has('done'));
  await untilPlanned(page);
}

/** On the plan's page: until there is a plan. */
export async function untilPlanned(page: Page): Promise<void> {
  const timeline = page.getByRole('heading', { name: 'What happens when' });
  const until = Date.now() + PLAN_WAIT_MS;
  while ((await timeline.count()) === 0) {
    assert.ok(Date.now() < until, `There is no plan yet: ${await page.getByRole('main').innerText()}`);
    await settle(page);
    await lookAgain(page);
  }
}

/** Loads the page again; where it is just doing so by itself, waits for that. */
async function lookAgain(page: Page): Promise<void> {
  try {
    await page.reload();
  } catch (error) {
    if (!String(error).includes('ERR_ABORTED')) throw error;
    await page.waitForLoadState('load');
  }
}

/** On the plan's page: until nothing better is being looked for. */
export async function untilFinal(page: Page): Promise<void> {
  const until = Date.now() + PLAN_WAIT_MS;
  while ((await page.locator('[data-refresh]').count()) > 0) {
    assert.ok(Date.now() < until, 'The plan was not final in time.');
    await settle(page);
    await lookAgain(page);
  }
}

/** The page's own state of the plan, asked until it is another than the page shows. */
async function settle(page: Page): Promise<void> {
  const shown = page.locator('[data-refresh]').first();
  if ((await shown.count()) === 0) return;
  const [address, state] = await Promise.all([shown.getAttribute('data-refresh'), shown.getAttribute('data-state')]);
  for (let tries = 0; tries < 10; tries++) {
    const answer = (await (await page.request.get(address ?? '')).json()) as { state: string };
    if (answer.state !== state) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** The rows of a table as texts, by its caption, without the heading row and without cells that hold a tick. */
export async function rowsOf(page: Page, caption: string): Promise<string[][]> {
  const rows = page.getByRole('table', { name: caption, exact: true, includeHidden: true }).locator('tbody tr');
  return rows.evaluateAll((found) =>
    found.map((row) =>
      [...row.children]
        .filter((cell) => cell.querySelector('input[type=checkbox]') === null)
        .map((cell) => (cell.textContent ?? '').replaceAll(/\s+/g, ' ').trim()),
    ),
  );
}

/** The rows of a table with some of its columns, by their headings. */
export async function columnsOf(page: Page, caption: string, headings: readonly string[]): Promise<string[][]> {
  const table = page.getByRole('table', { name: caption, exact: true, includeHidden: true });
  const all = await table.locator('thead th').allTextContents();
  const places = headings.map((heading) => all.findIndex((text) => text.trim() === heading));
  assert.ok(!places.includes(-1), `${caption} has the columns ${headings.join(', ')}: ${all.join(', ')}`);
  return (await rowsOf(page, caption)).map((cells) => places.map((place) => cells[place] ?? ''));
}

/** Which status the page is answered with. */
export async function statusOf(page: Page, address: string): Promise<number> {
  const response: Response | null = await page.goto(address);
  return response?.status() ?? 0;
}

/** A day as people type it, some days from today. */
export function dayAway(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000);
  return `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`;
}

/** Lets another person into the school. @returns a window of their own, in which they have signed in with their link. */
export async function letIn(page: Page, base: string, name: string, role: string, reach?: string): Promise<Page> {
  await page.goto(`${base}/people`);
  await fill(page, { 'Their name': name, 'What may they do?': role });
  if (reach !== undefined) await fill(page, { 'Which schools may they see?': reach });
  await page.getByRole('button', { name: 'Make their link' }).click();
  const link = await page.getByText(/^https?:.*\/sign-in\//).innerText();
  const theirs = await openVisitor();
  await theirs.goto(link);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await theirs.getByRole('banner').getByText(name).waitFor();
  return theirs;
}

/** A school's file: saved, brought in as another school, and planned by the command line to the same plan. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { readLibrary } from '../../src/app/services.ts';
import { smallSchool } from '../../test/small-school.ts';
import { openAdministrator } from '../browser.ts';
import { bringFile, follow, goTo, planBy, untilFinal } from './steps.ts';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../../src/app/cli.ts', import.meta.url));

test('a school file makes the same plan here, elsewhere, and on the command line', async () => {
  const page = await openAdministrator();
  const record = smallSchool(readLibrary());
  await bringIn(page, Buffer.from(JSON.stringify(record)));
  const here = await planOf(page);

  await goTo(page, 'Overview');
  await follow(page, page.getByRole('link', { name: 'School details, and everything as a file' }));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save everything as a school file' }).click(),
  ]);
  const file = await download.path();

  const first = new URL(page.url()).pathname;
  await bringIn(page, readFileSync(file));
  assert.notEqual(new URL(page.url()).pathname, first);
  assert.equal(await planOf(page), here);

  const { stdout } = await run(process.execPath, [cli, 'plan', file, '--json']);
  const { hash } = JSON.parse(stdout) as { hash: string };
  assert.equal(hash.slice(0, here.length), here);
  await page.context().close();
});

async function bringIn(page: Page, bytes: Buffer): Promise<void> {
  await page.goto('/start');
  await bringFile(page, 'School file', { name: 'school.json', bytes }, 'Bring it in');
  await page.waitForURL(/\/schools\/[^/]+\?/);
}

/** The fingerprint of the school's finished plan. */
async function planOf(page: Page): Promise<string> {
  await goTo(page, 'Plan');
  await planBy(page, 'Make a plan');
  await untilFinal(page);
  const words = (await page.getByRole('main').textContent()) ?? '';
  assert.match(words, /This is the best plan that fits your limits/);
  return /Fingerprint ([0-9a-f]{12})/.exec(words)?.[1] ?? assert.fail(words);
}

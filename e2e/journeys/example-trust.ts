/** A visitor sees how six made-up schools share a fund: while it is worked out, what came of it, and as a file to keep. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openVisitor } from '../browser.ts';
import { follow } from './steps.ts';

/** Far more than sharing among six takes: other tests may use the machine. */
const SHARE_WAIT_MS = 120_000;

test('see how an example trust shares its fund, and leave while it is worked out', async () => {
  const page = await openVisitor();
  await page.goto('/');
  await page.getByRole('button', { name: 'See an example trust' }).click();
  await page.getByRole('heading', { level: 1, name: 'A shared fund for Six Rivers Trust (example)' }).waitFor();
  const fund = new URL(page.url()).pathname;
  // Whoever leaves loses nothing.
  await page.goto('/');
  await follow(page, page.getByRole('link', { name: 'Six Rivers Trust (example): share a fund' }));
  await page.getByRole('heading', { name: 'How it is shared out' }).waitFor({ timeout: SHARE_WAIT_MS });

  await page.getByText(/^Counted as one number, it is within [\d.]+% of the best that could be\.$/).waitFor();
  const given = page.getByRole('table', { name: 'What each school is given by year' }).getByRole('row');
  assert.equal(await given.count(), 7);
  // Folded away, and the page may come anew while plans are made.
  await page
    .getByText(/This sharing has [\d,]+ points\. It is proven that no sharing has more than [\d,]+/)
    .waitFor({ state: 'attached' });
  await page.getByRole('heading', { name: 'Buying together' }).waitFor();
  await page.getByText(/(Reached by|Not reached)/).waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save how the fund is shared out as a CSV file' }).click(),
  ]);
  const csv = await readFile(await download.path(), 'utf8');
  assert.match(csv, /Eastford Academy \(example\),.*,Given,/);
  assert.match(csv, /Begins \(money of all years\)/);

  await page.goto(fund);
  await page.getByRole('link', { name: 'Aldbeck Primary School (example)', exact: true }).first().click();
  await page.getByRole('heading', { name: 'What it begins, by year' }).waitFor();
  await page.context().close();
});

/** A trust shares a fund: two schools belong together, one sum of money for both, and one of them keeps its own share. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { follow, letIn, startSchool } from './steps.ts';

/** Far more than sharing takes: other tests may use the machine. */
const SHARE_WAIT_MS = 90_000;

test('a trust shares a fund', async () => {
  // As on an old machine: nothing of this needs a script.
  const page = await openAdministrator({ javaScriptEnabled: false });
  const first = await startSchool(page, 'Alder Row Primary');
  await page.goto('/start');
  await page.getByLabel('Name of the school').fill('Rowan Row Primary');
  await page.getByLabel('What kind of school is it?').selectOption('Primary');
  await page.getByLabel('How many pupils are there?').fill('210');
  await page.getByLabel(/^The local authority/).check();
  await page.getByLabel('Yes, to Alder Row Primary (1 school so far)').check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Rowan Row Primary' }).waitFor();
  const second = new URL(page.url()).pathname;

  await page.goto('/');
  await follow(page, page.getByRole('link', { name: 'Alder Row Primary: share a fund' }));
  await follow(page, page.getByRole('link', { name: 'Change the name' }));
  await page.getByLabel('Name of the trust or authority').fill('The Row Trust');
  await page.getByRole('button', { name: 'Save the name' }).click();
  await page.getByRole('heading', { level: 1, name: 'A shared fund for The Row Trust' }).waitFor();
  const fund = new URL(page.url()).pathname;

  await page.getByRole('button', { name: 'Write down the fund' }).click();
  for (const field of await page.getByLabel(/^(Capital|Revenue) in/).all()) await field.fill('15,000');
  await page.getByRole('button', { name: 'Save the fund' }).click();
  await page.getByRole('alert').getByText('The fund is saved').waitFor();
  await page.getByRole('button', { name: 'Share it out' }).click();
  await untilShared();
  await page.getByText('Two schools are few for sharing a fund').waitFor();
  await page.getByRole('heading', { name: 'How good it is' }).waitFor();
  await page
    .getByText(/^Counted as one number, it is within [\d.]+% of the best that could be\.$|does better\.$/)
    .waitFor();

  const row = page.getByRole('table', { name: 'Each school with the shared fund' }).getByRole('row');
  assert.equal(await row.count(), 3);
  await page.getByRole('button', { name: /Keep its own share.*Rowan Row/ }).click();
  await untilShared();
  await page.getByRole('cell', { name: 'Keeps its own share' }).waitFor();
  await page.getByRole('link', { name: 'Rowan Row Primary', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Rowan Row Primary and the shared fund' }).waitFor();

  // Whoever sees one of the schools sees neither the other nor the fund.
  const reader = await letInToOne();
  assert.equal((await reader.goto(second))?.status(), 403);
  assert.equal((await reader.goto(fund))?.status(), 403);
  await Promise.all([page.context().close(), reader.context().close()]);

  async function untilShared(): Promise<void> {
    const end = Date.now() + SHARE_WAIT_MS;
    do await page.goto(fund);
    while ((await page.getByRole('heading', { name: 'How it is shared out' }).count()) === 0 && Date.now() < end);
    await page.getByRole('heading', { name: 'How it is shared out' }).waitFor();
  }

  async function letInToOne() {
    return letIn(page, first, 'Gwen Governor', 'Read', 'This school only');
  }
});

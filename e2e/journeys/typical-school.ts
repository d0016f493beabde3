/** From nothing to a first plan by way of a typical school, and out of the guesses again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openAdministrator } from '../browser.ts';
import { fill, follow, goTo, planBy, rowsOf, startSchool } from './steps.ts';

test('a school that has nothing to hand starts from a typical one, and replaces its guesses', async () => {
  const page = await openAdministrator();
  const base = await startSchool(page, 'Alder Street Primary');

  await follow(page, page.getByRole('button', { name: 'Start from a typical school' }));
  assert.equal(
    await page.getByLabel('Start from what is typical for').locator('option:checked').innerText(),
    'a two-form-entry primary',
  );
  const offered = await rowsOf(page, 'Equipment typical for a two-form-entry primary');
  assert.ok(
    offered.some(([what, guess]) => what === 'Pupils’ laptops' && guess?.startsWith('38 (16 to 76)')),
    JSON.stringify(offered),
  );
  await page.getByRole('button', { name: /^Put these \d+ guesses in$/ }).click();
  await page
    .getByRole('alert')
    .getByText(/items put in/)
    .waitFor();
  const facts = /(\d+) of your \1 facts are guesses/;
  assert.match(await page.getByRole('main').innerText(), facts);

  await follow(page, page.getByRole('button', { name: 'Write down the budgets' }));
  await setBudgets(page);
  await goTo(page, 'Plan');
  await planBy(page, 'Make a plan');
  await rangeOn(page);
  assert.match(await page.getByRole('main').innerText(), facts);

  // The overview says the same, and names what would narrow it most.
  await goTo(page, 'Overview');
  await rangeOn(page);
  const named = page.getByRole('listitem').filter({ hasText: 'Knowing it narrows the range by about' });
  assert.equal(await named.count(), 3);
  await named.filter({ hasText: 'how many there are' }).first().getByRole('link').click();

  await page.getByText('Assumed').first().waitFor();
  const guessed = Number(/How many\s+(\d+)/.exec(await page.getByRole('main').innerText())?.[1]);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await fill(page, { 'How many': String(guessed + 1) });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alert').getByText('Saved.').waitFor();

  await goTo(page, 'Overview');
  // Better plans may have come meanwhile: both ranges are of the plan that is there now.
  const { now: narrow, before: wide } = await rangeOn(page);
  assert.ok(wide !== null, 'the range when the plan was made is shown beside today’s');
  assert.ok(
    narrow.high - narrow.low < wide.high - wide.low,
    `${JSON.stringify(narrow)} is narrower than ${JSON.stringify(wide)}`,
  );

  // Saying that the rest of its values are right takes no retyping.
  await page.getByRole('link', { name: /of your \d+ facts/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Guesses from a typical school' }).waitFor();
  await page.getByRole('row').filter({ hasText: 'Partly your own' }).getByRole('link').click();
  await page.getByRole('button', { name: /guesses are right|guess is right/ }).click();
  await page.getByRole('alert').getByText('Saved.').waitFor();
  assert.equal(await page.getByText('Assumed').count(), 0);

  await page.goto(`${base}/typical`);
  await page.getByRole('button', { name: 'Undo: take out all guesses that nobody changed' }).click();
  await page
    .getByRole('alert')
    .getByText(/guessed items taken out/)
    .waitFor();
  await goTo(page, 'Systems');
  await page.getByText('No systems are written down yet.').waitFor();
  await goTo(page, 'Equipment');
  assert.equal((await page.getByRole('table').getByRole('row').count()) - 1, 1);
  await page.context().close();
});

interface Range {
  low: number;
  high: number;
}

/** Between what the plan's cost lies by what is written down now, and by what was when it was made, in pounds. */
async function rangeOn(page: Page): Promise<{ now: Range; before: Range | null }> {
  const words = await page.getByRole('main').innerText();
  const found = (pattern: RegExp): Range | null => {
    const match = pattern.exec(words);
    const [low, high] = (match ?? []).slice(1).map((text) => Number(text.replaceAll(',', '')));
    return low === undefined || high === undefined ? null : { low, high };
  };
  const now = found(/[Tt]his plan costs £([\d,]+) to £([\d,]+)/);
  assert.ok(now !== null && now.high > now.low, words);
  return { now, before: found(/It was £([\d,]+) to £([\d,]+) when the plan was made/) };
}

async function setBudgets(page: Page): Promise<void> {
  for (const input of await page.getByLabel(/^Capital in/).all()) await input.fill('30,000');
  for (const input of await page.getByLabel(/^Revenue in/).all()) await input.fill('60,000');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alert').waitFor();
}

/** A plan is agreed, an item of it is ordered and finished, and becomes a fact; another gap is accepted until a day. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { bringSmallSchool, fill, follow, goTo, planBy, untilFinal } from './steps.ts';

test('an item is finished and becomes a fact: it leaves the plan, and its line is in the register', async () => {
  const page = await openAdministrator({ javaScriptEnabled: false });
  await bringSmallSchool(page, 'Rowan Lane Primary');
  await goTo(page, 'Plan');
  await planBy(page, 'Make a plan');
  await untilFinal(page);

  await follow(page, page.getByRole('link', { name: 'Plan and actual', exact: true }));
  await fill(page, { 'Who agreed it': 'Full governing body' });
  await page.getByRole('button', { name: 'Keep it as agreed' }).click();
  await page.getByText('The plan is kept as agreed').waitFor();
  await page.getByText('Nothing differs from what was agreed.').waitFor();

  const line = page.getByRole('row', { name: /second line|backup line|spare line/i }).first();
  await follow(page, line.getByRole('link', { name: /^Write down/ }));
  const name = await page.getByRole('heading', { level: 1 }).innerText();
  const started = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Started', { exact: true }).check();
  await fill(page, {
    'Work starts, or started, on': started,
    'In place by': '',
    'Price agreed, once (£)': '400',
    'Price agreed, each year (£)': '240',
    Supplier: 'Example Telecom',
  });
  await page.getByRole('group', { name: 'Paid from', exact: true }).getByLabel('Revenue', { exact: true }).check();
  await follow(page, page.getByRole('button', { name: 'Save', exact: true }));
  assert.doesNotMatch(await page.getByRole('main').innerText(), /There is a problem/);

  await follow(page, page.getByRole('link', { name: /^It is finished/ }));
  await page.getByRole('group', { name: 'The new line' }).waitFor();
  await follow(page, page.getByRole('button', { name: 'Write it down' }));
  await page.getByText('Written down: it is finished').waitFor();
  await page.getByRole('heading', { name: 'What the standards say now' }).waitFor();
  const words = await page.getByRole('main').innerText();
  assert.doesNotMatch(words, /The record still asks for something here/);

  await goTo(page, 'Connections');
  await page.getByRole('link', { name, exact: true }).first().waitFor();
  await goTo(page, 'Plan');
  await planBy(page, 'Plan again');
  const items = page.getByRole('table', { name: 'Every item of the plan', exact: true });
  assert.equal(await items.getByRole('link', { name, exact: true }).count(), 0);
  await page.context().close();
});

test('we accept a gap until a day: it stays not met, and its day is in the list', async () => {
  const page = await openAdministrator({ javaScriptEnabled: false });
  const base = await bringSmallSchool(page, 'Hazel Lane Primary');
  await page.goto(`${base}/standards/broadband-1`);
  await follow(page, page.getByRole('link', { name: /^Accept it until a day/ }).first());
  const gap = await page.getByRole('main').locator('.govuk-inset-text').innerText();
  const until = new Date(Date.now() + 500 * 86_400_000).toISOString().slice(0, 10);
  await fill(page, {
    'We accept this until': until,
    Because: 'We move to the new building',
    'Who agreed it': 'Full governing body',
  });
  await page.getByRole('button', { name: 'Accept it', exact: true }).click();
  await page.getByText(/because: We move to the new building\. Agreed by Full governing body/).waitFor();
  await page.getByText('Accepted for now', { exact: true }).first().waitFor();

  await page.goto(`${base}/exceptions`);
  await page.getByText('Your school accepts 1 gap for now.').waitFor();
  await follow(page, page.getByRole('link', { name: gap.trim(), exact: true }));
  await page.getByRole('button', { name: 'Accept it no longer' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Your school accepts 1 gap for now.').waitFor();
  await page.context().close();
});

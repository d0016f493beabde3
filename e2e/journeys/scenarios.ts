/** What would happen with less money, or a late delivery: looked at beside the plan, and one of them taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator } from '../browser.ts';
import { bringSmallSchool, fill, follow, goTo, planBy, rowsOf, suppose, untilFinal } from './steps.ts';

test('compare what would happen if: other ways stand beside the plan until one is taken', async () => {
  const page = await openAdministrator({ javaScriptEnabled: false });
  await bringSmallSchool(page, 'Walnut Lane Primary');
  await goTo(page, 'Plan');
  await planBy(page, 'Make a plan');
  await untilFinal(page);

  await follow(page, page.getByRole('link', { name: 'What if', exact: true }));
  await suppose(page, 'Less money, or more', async () => {
    await fill(page, { 'Is there less or more?': 'Less', 'By how much': '100' });
  });
  await suppose(page, 'Something comes late', async () => {
    await fill(page, { 'What comes late': 'Everything', 'How late': '2 terms' });
  });
  // Both together, in one scenario: less capital, and everything late. Then a little less, and so on without JavaScript.
  await follow(page, page.getByRole('link', { name: /^Suppose more, or otherwise.*Everything 2 terms late/ }));
  await suppose(page, 'Less money, or more', async () => {
    await fill(page, { 'Is there less or more?': 'Less', 'By how much': '50', 'Which money': 'Capital' });
  });
  await page.getByRole('heading', { name: 'Everything 2 terms late + 50% less capital' }).waitFor();
  await follow(page, page.getByRole('link', { name: /^Suppose more, or otherwise.*50% less capital/ }));
  await follow(page, page.getByRole('link', { name: /^Change.*50% less capital/ }));
  assert.equal(await page.getByLabel('By how much').inputValue(), '50');
  await fill(page, { 'By how much': '60' });
  await follow(page, page.getByRole('button', { name: 'See what would happen' }));
  await untilFinal(page);
  await page.getByRole('heading', { name: 'Everything 2 terms late + 60% less capital' }).waitFor();
  await follow(page, page.getByRole('link', { name: /^Suppose more, or otherwise.*60% less capital/ }));
  await page.getByRole('button', { name: /^Leave out.*60% less capital/ }).click();
  await untilFinal(page);
  await page.getByRole('heading', { name: 'Everything 2 terms late', exact: true }).waitFor();
  const rows = await rowsOf(page, 'The plan and the scenarios side by side');
  const cost = rows.find(([what]) => what === 'Cost over the five years');
  assert.equal(cost?.length, 4, JSON.stringify(rows));
  const capital = rows.find(([what]) => what === 'Capital in 2026-27');
  assert.match(capital?.[2] ?? '', /of £0/);
  const words = await page.getByRole('main').innerText();
  assert.match(words, /It changes \d+ things? in the plan/);
  assert.match(words, /Because of/);

  await follow(page, page.getByRole('link', { name: 'What prices and more money would change' }));
  await page.getByRole('button', { name: 'Work these out' }).click();
  await untilFinal(page);
  await page.getByText(/Eight times in ten the plan comes to/).waitFor();
  assert.doesNotMatch(await page.getByRole('main').innerText(), /not been worked out/);

  await page.goto(`${new URL(page.url()).pathname.replace(/\/scenarios.*/, '')}/scenarios`);
  await follow(page, page.getByRole('link', { name: /^Take this one.*100% less money/ }));
  const budgets = await rowsOf(page, 'Budgets that change');
  assert.ok(
    budgets.every((row) => row[2] === '£0' && row[4] === '£0'),
    JSON.stringify(budgets),
  );
  await planBy(page, 'Take it and plan again');
  await goTo(page, 'Budgets');
  const capital2026 = page.getByLabel(/^Capital/).first();
  assert.equal(await capital2026.inputValue(), '0');
  await page.context().close();
});

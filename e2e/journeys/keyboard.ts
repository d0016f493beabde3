/** With the keyboard alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openAdministrator } from '../browser.ts';
import { startSchool } from './steps.ts';

test('skip to the content, follow the navigation, and send a form with Enter', async () => {
  const page = await openAdministrator();
  const base = await startSchool(page, 'Keyboard Primary');
  await page.goto(base);

  const skip = page.getByRole('link', { name: 'Skip to main content' });
  await page.keyboard.press('Tab');
  assert.ok(await hasFocus(skip), 'the skip link is first');
  assert.ok(await skip.isVisible());
  await page.keyboard.press('Enter');
  assert.ok(await hasFocus(page.getByRole('main')));

  await page.goto(base);
  await tabTo(page, page.getByRole('banner').getByRole('link', { name: 'Contracts', exact: true }));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${base}/contracts`);
  await tabTo(page, page.getByRole('button', { name: 'Add a contract' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/contracts/new');

  // An empty form says what is missing, and leads there.
  await tabTo(page, page.getByLabel('What the contract is for'));
  await page.keyboard.press('Enter');
  await page.locator(':focus').filter({ hasText: 'There is a problem' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.ok(await hasFocus(page.getByLabel('What the contract is for')));
  await page.keyboard.type('Broadband');
  await tabTo(page, page.getByText('More about it'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Who looks after it'));
  await page.keyboard.type('Office manager');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Broadband' }).waitFor();
  await page.getByRole('definition').getByText('Office manager').waitFor();
  await page.context().close();
});

/** Presses Tab until that has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${String(target)}`);
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const focused = document.activeElement;
    return focused === element || (focused?.tagName === 'SUMMARY' && focused.contains(element));
  });
}

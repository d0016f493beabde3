/** The pages of "what if", for the check of every page. */
import type { Page } from 'playwright-core';
import { bringSmallSchool, fill, follow, planBy, suppose, untilFinal } from './journeys/steps.ts';

/** Two other ways beside a plan, worked out, with what prices and more money would change. */
export async function supposeOthers(page: Page): Promise<string[]> {
  const base = await bringSmallSchool(page, 'Zebra Lane Primary');
  await page.goto(`${base}/plan`);
  await planBy(page, 'Make a plan');
  await untilFinal(page);
  const scenarios = `${base}/scenarios`;
  await page.goto(scenarios);
  await suppose(page, 'Less money, or more', async () => {
    await fill(page, { 'Is there less or more?': 'Less', 'By how much': '100' });
  });
  await suppose(page, 'Prices go up', async () => fill(page, { 'What gets dearer': 'Everything' }));
  await follow(page, page.getByRole('link', { name: /^Suppose more, or otherwise/ }).last());
  const changes = new URL(page.url()).pathname;
  await suppose(page, 'Something comes late', async () => fill(page, { 'What comes late': 'Everything' }));
  await page.goto(changes);
  const change = await page
    .getByRole('link', { name: /^Change:? / })
    .first()
    .getAttribute('href');
  await page.goto(scenarios);
  await untilFinal(page);
  const take = await page
    .getByRole('link', { name: /^Take this one/ })
    .first()
    .getAttribute('href');
  await page.goto(`${scenarios}/prices`);
  await page.getByRole('button', { name: 'Work these out' }).click();
  await untilFinal(page);
  return [
    scenarios,
    `${scenarios}/state.json`,
    `${scenarios}/prices`,
    `${scenarios}/prices/state.json`,
    take ?? '',
    `${scenarios}/new?kind=money`,
    `${scenarios}/new?kind=budgets`,
    changes,
    `${changes}/new?kind=late`,
    change ?? '',
  ];
}

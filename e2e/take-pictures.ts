/** Takes the pictures of README.md from the running application: `node scripts/run.mjs e2e/take-pictures.ts`. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openAdministrator, sharedBrowser, sharedServer } from './browser.ts';

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));
const PLAN_WAIT_MS = 180_000;
const MARGIN = 16;
/** The picture shows the beginning of the plan: whole, it would fill the page. */
const TALLEST = 1340;

mkdirSync(folder, { recursive: true });
const page = await openAdministrator({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
await page.goto('/');
await page.goto((await page.locator('main a[href^="/schools/"]').first().getAttribute('href')) ?? '/');
await page.getByRole('navigation').getByRole('link', { name: 'Plan', exact: true }).click();
const timeline = page.locator('figure').first();
const until = Date.now() + PLAN_WAIT_MS;
while ((await timeline.count()) === 0 && Date.now() < until) {
  await page.waitForTimeout(1000);
  await page.reload();
}
const box = await timeline.boundingBox();
if (box === null) throw new Error('No plan to show.');
await page.screenshot({
  path: `${folder}plan.png`,
  fullPage: true,
  clip: { x: box.x - MARGIN, y: box.y - MARGIN, width: box.width + 2 * MARGIN, height: Math.min(box.height, TALLEST) },
});
await page.context().close();
await (await sharedBrowser()).close();
await (await sharedServer()).stop();

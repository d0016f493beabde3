/** A newcomer looks around an example and comes to its plan. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openVisitor } from './browser.ts';

/** Far more than a first plan takes: other tests may share the machine. */
const PLAN_WAIT_MS = 90_000;

for (const javaScriptEnabled of [true, false]) {
  test(`from the front page to a plan, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const page = await openVisitor({ javaScriptEnabled });
    await page.goto('/');
    await page.getByRole('button', { name: /look around/i }).click();
    await page.waitForURL(/\/schools\/[^/]+/);
    assert.match(await page.locator('body').innerText(), /Example school: fictional/);
    await page.getByRole('navigation').getByRole('link', { name: 'Plan', exact: true }).click();
    await page.waitForURL(/\/plan$/);
    const start = page.getByRole('main').getByRole('button', { name: /make (a|the) plan|plan now|make a first plan/i });
    if (await start.count()) await start.first().click();
    // The page never waits for the plan: without a script it is asked for again by hand.
    const timeline = page.getByRole('table', { name: 'What happens when', includeHidden: true });
    const until = Date.now() + PLAN_WAIT_MS;
    while ((await timeline.count()) === 0 && Date.now() < until) {
      await page.waitForTimeout(500);
      if (!javaScriptEnabled) await page.reload();
    }
    assert.equal(await timeline.count(), 1, await page.getByRole('main').innerText());
    assert.ok((await timeline.locator('tbody tr').count()) > 3);
    await page.context().close();
  });
}

/** A newcomer looks around an example, without signing up and with or without JavaScript. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openVisitor } from '../browser.ts';
import { columnsOf, follow, goTo, lookAround, planBy, rowsOf, untilPlanned } from './steps.ts';

test('look around an example, change its budget, plan again, see what moved', async () => {
  const page = await openVisitor();
  await lookAround(page);
  await page.getByText('Example school: fictional').waitFor();
  await goTo(page, 'Plan');
  await untilPlanned(page);
  assert.ok((await rowsOf(page, 'What happens when')).length > 3);

  await follow(page, page.getByRole('link', { name: 'Change the budgets' }));
  for (const input of await page.getByLabel(/^Capital in/).all()) await input.fill('1,000');
  await planBy(page, 'Save and plan again');
  const moved = await columnsOf(page, 'What changed since the last plan', ['What', 'Change', 'Before', 'Now']);
  assert.ok(moved.length > 0);
  for (const [what, change, before, now] of moved) {
    assert.ok(what && change);
    assert.notEqual(before, now, `${what}: ${change}`);
  }
  const planned = await columnsOf(page, 'Money by year against the budget', ['Capital planned']);
  for (const [pounds = ''] of planned) assert.ok(Number(pounds.replaceAll(/[£,]/g, '')) <= 6000, pounds);
  await page.context().close();
});

test('without JavaScript: see the plan, fix an item, plan again', async () => {
  const page = await openVisitor({ javaScriptEnabled: false });
  await lookAround(page);
  await goTo(page, 'Plan');
  await untilPlanned(page);

  const [what = ''] = (await columnsOf(page, 'What happens when', ['What'])).at(-1) ?? [];
  const item = page.getByRole('table', { name: 'Every item of the plan' }).getByRole('link').last();
  const name = await item.innerText();
  assert.ok(what !== '');
  await follow(page, item);
  await page.getByLabel('What must happen, and when').selectOption({ label: 'Do nothing about it' });
  await planBy(page, 'Fix it and plan again');
  const changes = await columnsOf(page, 'What changed since the last plan', ['What', 'Now']);
  assert.deepEqual(
    changes.find(([changed]) => changed === name),
    [name, 'Not planned'],
  );

  await follow(page, page.getByRole('link', { name, exact: true }).first());
  await page.getByText('You decided to do nothing about this.').waitFor();
  await planBy(page, 'Free it and plan again');
  await page.context().close();
});

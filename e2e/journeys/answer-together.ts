/** The IT firm answers by a link, without an account; the school looks at it, accepts, and signs off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openAdministrator, openVisitor } from '../browser.ts';
import { checkPage } from '../page-checker.ts';
import { columnsOf, follow, goTo, startSchool } from './steps.ts';

test('the IT firm answers by a link, and the school accepts', async () => {
  const page = await openAdministrator();
  const plainPage = await openAdministrator({ javaScriptEnabled: false });
  // The firm's own computer, with JavaScript off.
  const firm = await openVisitor({ javaScriptEnabled: false });
  const scripted = await openVisitor();
  const base = await startSchool(page, 'Asking Lane Primary');

  // Nobody at school is sure.
  await page.goto(`${base}/questions/broadband-fibre`);
  await page.getByLabel('Not sure', { exact: true }).check();
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.goto(`${base}/find-out`);
  await page.getByRole('heading', { level: 2, name: 'IT support' }).waitFor();
  await follow(page, page.getByRole('button', { name: 'Letter to send' }));
  await page.getByRole('heading', { level: 1, name: 'A question about technology at Asking Lane Primary' }).waitFor();
  await page.goto(`${base}/find-out`);
  await follow(
    page,
    page.getByRole('link', { name: 'Is your main internet line fibre all the way to the school?', exact: true }),
  );
  await follow(page, page.getByRole('link', { name: /^Ask someone else/ }));

  // That question and another go to the firm.
  assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 1);
  await page.getByLabel('What happens to accounts when people leave or change jobs?').check();
  await page.getByLabel('Who answers', { exact: true }).fill('Fernhill IT');
  await page.getByLabel('A message to them').fill('Thank you for helping.');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await page.getByRole('heading', { level: 1, name: 'The link for Fernhill IT' }).waitFor();
  const address = await page.getByText(/^https?:.*\/answer\//).innerText();

  // They open it, answer one, go away, come back, answer the other, and send.
  await firm.goto(address);
  await firm.getByRole('heading', { level: 1, name: '2 questions from Asking Lane Primary' }).waitFor();
  await firm.getByText('Thank you for helping.').waitFor();
  await firm.getByRole('button', { name: 'Start' }).click();
  await firm.getByLabel(/^Yes, full fibre/).check();
  await firm.getByLabel(/^A note/).fill('On the bill of May');
  await firm.getByRole('button', { name: 'Save and continue' }).click();
  await firm.goto(address);
  const { pathname } = new URL(address);
  const question = await firm.getByRole('link', { name: /^What happens to accounts/ }).getAttribute('href');
  for (const path of [pathname, `${pathname}/all`, `${pathname}/check`, question ?? '']) {
    assert.deepEqual(await checkPage(scripted, firm, path), [], path.replace(/\/answer\/[^/]+/, '/answer/…'));
  }
  await firm.goto(address);
  await firm.getByRole('button', { name: 'Continue' }).click();
  await firm.getByLabel('Not sure', { exact: true }).check();
  await firm.getByRole('button', { name: 'Save and continue' }).click();
  await firm.getByRole('button', { name: 'Send to Asking Lane Primary' }).click();
  await firm.getByRole('heading', { level: 1, name: /^Thank you/ }).waitFor();
  assert.deepEqual(await checkPage(scripted, firm, pathname), []);

  // The school sees it beside its own answer, takes one over and leaves the other.
  await page.goto(`${base}/asking`);
  assert.deepEqual(
    (await columnsOf(page, 'Links, the newest first', ['Questions', 'Answered', 'How far'])).map((row) =>
      row.join(' '),
    ),
    ['2 2 To review'],
  );
  await follow(page, page.getByRole('link', { name: /^Fernhill IT/ }));
  await page.getByText('Differs from now').waitFor();
  const review = new URL(page.url()).pathname;
  assert.deepEqual(await checkPage(page, plainPage, review), []);
  await page.goto(review);
  await page.getByRole('button', { name: /^Accept.*Is your main internet line/ }).click();
  await page.getByRole('alert').getByText('Accepted. It is the answer now').waitFor();
  await page.getByRole('button', { name: /^Decline.*What happens to accounts/ }).click();
  await page.getByRole('alert').getByText('Declined. The answer stays as it is').waitFor();

  // What nobody was sure of is found out, in the firm's name.
  await page.goto(`${base}/find-out`);
  await page.getByText('Nothing is left to find out.').waitFor();
  await page.goto(`${base}/standards/check`);
  assert.match(await page.getByRole('main').innerText(), /Fernhill IT/);

  await goTo(page, 'Standards');
  await follow(page, page.getByRole('link', { name: 'Sign off', exact: true }));
  await page.getByRole('button', { name: /^Sign off.*Broadband internet/ }).click();
  await page.getByRole('alert').getByText('Signed off').waitFor();
  await page.getByText(/^Signed off by Administrator on /).waitFor();
  await Promise.all([page, plainPage, firm, scripted].map((one) => one.context().close()));
});
